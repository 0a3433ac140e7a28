package discord

import (
	"encoding/json"
	"fmt"
	"strings"
)

// faults returns what Discord would refuse in a message, or do that it should
// not: an empty list means that it is safe to send.
func faults(m message) []string {
	c := &checker{ids: map[string]bool{}, files: map[string]bool{}}
	c.most("files", len(m.Files), maxFiles)
	for _, f := range m.Files {
		c.check(f.Name != "" && !c.files[f.Name], "a file without a name of its own: "+f.Name)
		c.most("name of a file", units(f.Name), maxFileName)
		c.files[f.Name] = true
	}
	if m.Flags&flagComponents != 0 {
		c.check(m.Content == "" && len(m.Embeds) == 0, "content or embeds beside components")
		c.parts("message", tree(m.Components), topParts)
		c.most("components", c.components, maxComponents)
		c.most("text of all text displays", c.text, maxComponentText)
		c.most("bytes of all text displays", c.bytes, cliffBytes)
		for name, free := range c.files {
			c.check(!free, "a file that no component shows: "+name)
		}
		return c.found
	}
	c.check(strings.TrimSpace(m.Content) != "" || len(m.Embeds) > 0, "nothing to show")
	c.markdown("content", m.Content, maxContent)
	c.most("embeds", len(m.Embeds), maxEmbeds)
	for _, e := range m.Embeds {
		c.embed(e)
	}
	c.most("text of all embeds", c.embeds, maxEmbedText)
	c.most("rows", len(m.Components), maxRows)
	c.parts("message", tree(m.Components), rowParts)
	return c.found
}

// The components that may stand at the top of a message, in a message without
// components v2, in a container, in a row.
const (
	topParts       = " 1 9 10 12 13 14 17 "
	rowParts       = " 1 "
	containerParts = " 1 9 10 12 13 14 "
	rowElements    = " 2 3 "
)

// tree returns what a value is in JSON.
func tree(v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		panic("discord: components cannot be encoded: " + err.Error())
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		panic("discord: components cannot be decoded: " + err.Error())
	}
	return out
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }
func list(v any) []any            { l, _ := v.([]any); return l }
func str(v any) string            { s, _ := v.(string); return s }
func number(v any) int            { n, _ := v.(float64); return int(n) }

// A checker collects faults and counts what is limited for a message as a whole.
type checker struct {
	found      []string
	components int
	text       int // UTF-16 units of all text displays
	bytes      int // UTF-8 bytes of them, with what each of them costs
	embeds     int
	ids        map[string]bool // custom_ids; each may be used once
	files      map[string]bool // by name; false once a component shows it
}

func (c *checker) check(ok bool, fault string) {
	if !ok {
		c.found = append(c.found, fault)
	}
}

func (c *checker) most(what string, n, limit int) {
	c.check(n <= limit, fmt.Sprintf("%s: %d, more than %d", what, n, limit))
}

// label checks a text in which Discord reads no markdown.
func (c *checker) label(what string, v any, limit int) {
	text := str(v)
	c.check(strings.TrimSpace(text) != "", what+": empty text")
	c.most(what, units(text), limit)
	c.check(text == oneLine(text), what+": not clean")
}

func (c *checker) id(v any) {
	id := str(v)
	c.check(id != "", "a component without custom_id")
	c.most("custom_id", units(id), maxCustomID)
	c.check(!c.ids[id], "custom_id "+id+" is there twice")
	c.ids[id] = true
}

func (c *checker) parts(where string, v any, allowed string) {
	for _, part := range list(v) {
		c.part(where, object(part), allowed)
	}
}

func (c *checker) part(where string, o map[string]any, allowed string) {
	c.components++
	kind := number(o["type"])
	c.check(strings.Contains(allowed, fmt.Sprintf(" %d ", kind)), fmt.Sprintf("a component of type %d in a %s", kind, where))
	inside := list(o["components"])
	switch kind {
	case 1:
		c.row(inside)
	case 2:
		c.id(o["custom_id"])
		c.label("button", o["label"], maxButtonText)
		c.check(o["url"] == nil, "a button that leads away")
		style := number(o["style"])
		c.check(style >= 1 && style <= 4, "style of a button")
	case 3:
		c.selecting(o)
	case 10:
		text := str(o["content"])
		c.markdown("text display", text, maxTextDisplay)
		c.check(strings.TrimSpace(text) != "", "an empty text display")
		c.text += units(text)
		c.bytes += len(text) + cliffEach
	case 13:
		name, attached := strings.CutPrefix(str(object(o["file"])["url"]), "attachment://")
		c.check(attached && c.files[name], "a file that is not attached: "+name)
		c.files[name] = false
	case 14:
		spacing := number(o["spacing"])
		c.check(spacing == 0 || spacing == 1 || spacing == 2, "spacing of a separator")
	case 17:
		c.check(len(inside) > 0, "a container without components")
		c.parts("container", inside, containerParts)
	default:
		c.check(false, fmt.Sprintf("a component of type %d, which is not used", kind))
	}
}

// row checks a row: some buttons, or one select.
func (c *checker) row(elements []any) {
	c.check(len(elements) > 0, "a row without elements")
	c.most("elements of a row", len(elements), maxRowButtons)
	for _, e := range elements {
		c.check(number(object(e)["type"]) == 2 || len(elements) == 1, "a select that shares its row")
	}
	c.parts("row", elements, rowElements)
}

// selecting checks a select among texts.
func (c *checker) selecting(o map[string]any) {
	c.id(o["custom_id"])
	options := list(o["options"])
	c.check(len(options) > 0, "a select without options")
	c.most("options", len(options), maxOptions)
	c.most("placeholder", units(str(o["placeholder"])), maxPlaceholder)
	values := map[string]bool{}
	chosen := 0
	for _, v := range options {
		option := object(v)
		value := str(option["value"])
		c.label("option", option["label"], maxOptionText)
		c.check(value != "" && units(value) <= maxOptionText, "value of an option")
		c.check(!values[value], "value of an option that is there twice: "+value)
		c.most("description of an option", units(str(option["description"])), maxOptionText)
		values[value] = true
		if option["default"] == true {
			chosen++
		}
	}
	c.check(chosen <= 1, "more than one option is chosen at first")
}

func (c *checker) embed(e embed) {
	c.check(strings.TrimSpace(e.Description) != "", "an embed without a description")
	c.markdown("description of an embed", e.Description, maxEmbedBody)
	c.embeds += units(e.Description)
	if e.Footer != nil {
		c.label("footer of an embed", e.Footer.Text, maxEmbedFooter)
		c.embeds += units(e.Footer.Text)
	}
}
