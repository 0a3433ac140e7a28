package slack

import (
	"encoding/json"
	"fmt"
	"strings"
)

// faults returns what Slack would refuse in a message, or do that it should not:
// an empty list means that it is safe to send.
func faults(m message) []string {
	c := &checker{ids: map[string]bool{}}
	c.check(m.Text != "", "text is empty")
	c.most("text", units(m.Text), maxFallbackText)
	c.escaped("text", m.Text)
	c.blocks("message", tree(m.Blocks), maxMessageBlocks, messageBlocks)
	c.most("text of all blocks", c.text, maxMessageText)
	c.most("tables", c.tables, maxTables)
	return c.found
}

// viewFaults is faults for a modal or the App Home.
func viewFaults(view any) []string {
	c := &checker{ids: map[string]bool{}}
	data, err := json.Marshal(view)
	if err != nil {
		return []string{"not to be encoded: " + err.Error()}
	}
	c.most("bytes of the view", len(data), maxViewBytes)
	v := object(tree(view))
	for _, name := range []string{"title", "submit", "close"} {
		if v[name] != nil {
			c.textObject(name, v[name], maxModalTitle)
		}
	}
	c.check(v["type"] != "modal" || v["title"] != nil, "a modal without a title")
	c.most("private_metadata", units(str(v["private_metadata"])), maxMetadata)
	c.most("callback_id", units(str(v["callback_id"])), maxID)
	c.blocks("view", v["blocks"], maxViewBlocks, viewBlocks)
	c.check(!c.inputs || v["submit"] != nil, "a modal with inputs needs submit")
	return c.found
}

// The blocks that may stand in a message and in a view.
const (
	messageBlocks = " header section context actions divider rich_text table data_table "
	viewBlocks    = " header section context actions divider rich_text input "
)

// tree returns what a value is in JSON.
func tree(v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		panic("slack: blocks cannot be encoded: " + err.Error())
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		panic("slack: blocks cannot be decoded: " + err.Error())
	}
	return out
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }
func list(v any) []any            { l, _ := v.([]any); return l }
func str(v any) string            { s, _ := v.(string); return s }

// A checker collects faults and counts what is limited for a message as a whole.
type checker struct {
	found  []string
	text   int
	tables int
	inputs bool
	ids    map[string]bool // block and action IDs; each may be used once
}

func (c *checker) check(ok bool, fault string) {
	if !ok {
		c.found = append(c.found, fault)
	}
}

func (c *checker) most(what string, n, limit int) {
	c.check(n <= limit, fmt.Sprintf("%s: %d, more than %d", what, n, limit))
}

// escaped reports what Slack would take for markup.
func (c *checker) escaped(what, text string) {
	c.check(escape(unescapes.Replace(text)) == text, what+": not escaped")
}

func (c *checker) id(what string, v any) {
	id := str(v)
	if id == "" {
		return
	}
	c.most(what, units(id), maxID)
	c.check(!c.ids[what+id], what+" "+id+" is there twice")
	c.ids[what+id] = true
}

func (c *checker) blocks(where string, v any, limit int, allowed string) {
	all := list(v)
	c.most("blocks of the "+where, len(all), limit)
	for _, b := range all {
		c.block(object(b), allowed)
	}
}

func (c *checker) block(b map[string]any, allowed string) {
	kind := str(b["type"])
	c.check(strings.Contains(allowed, " "+kind+" "), "a block of type "+kind)
	c.id("block_id", b["block_id"])
	switch kind {
	case "header":
		c.textObject(kind, b["text"], maxHeader)
	case "section":
		c.check(b["text"] != nil || b["fields"] != nil, "a section without text")
		if b["text"] != nil {
			c.textObject(kind, b["text"], maxSectionText)
		}
		c.most("fields", len(list(b["fields"])), maxFields)
		for _, f := range list(b["fields"]) {
			c.textObject("field", f, maxFieldText)
		}
		if b["accessory"] != nil {
			c.element(object(b["accessory"]))
		}
	case "context":
		elements := list(b["elements"])
		c.check(len(elements) > 0, "a context without elements")
		c.most("elements of a context", len(elements), maxContext)
		for _, e := range elements {
			c.textObject(kind, e, maxContextText)
		}
	case "actions":
		elements := list(b["elements"])
		c.check(len(elements) > 0, "actions without elements")
		c.most("elements of actions", len(elements), maxActions)
		for _, e := range elements {
			c.element(object(e))
		}
	case "rich_text":
		c.check(len(list(b["elements"])) > 0, "a rich text without elements")
		before := c.text
		c.rich(b, maxBlockDepth)
		c.most("rich text", c.text-before, maxRichText)
	case "table", "data_table":
		c.table(kind, b)
	case "input":
		c.input(b)
	}
}

// textObject checks a text object. Only plain_text is ever used: nothing in it
// is markup.
func (c *checker) textObject(what string, v any, limit int) {
	o := object(v)
	text := str(o["text"])
	c.check(o["type"] == "plain_text", what+": text that is not plain_text")
	c.check(strings.TrimSpace(text) != "", what+": empty text")
	c.most(what, units(text), limit)
	c.escaped(what, text)
	c.text += units(text)
}

// rich checks the text below a rich_text element. It is counted as if it were
// escaped, since nobody says which way Slack counts it.
func (c *checker) rich(o map[string]any, depth int) {
	c.check(depth > 0, "rich text nested too deep")
	switch str(o["type"]) {
	case "text":
		text := str(o["text"])
		c.check(text != "", "empty rich text")
		c.check(!strings.Contains(text, "<!") && !strings.Contains(text, "<@") && !strings.Contains(text, "<#"), "a mention in rich text")
		c.text += units(escape(text))
	case "link":
		c.check(str(o["text"]) == "" || o["text"] == o["url"], "a link that shows another address")
		c.most("url", len(str(o["url"])), maxURL)
		c.text += units(escape(str(o["url"])))
	case "rich_text", "rich_text_section", "rich_text_list":
		if depth > 0 {
			for _, e := range list(o["elements"]) {
				c.rich(object(e), depth-1)
			}
		}
	default:
		c.check(false, "rich text of type "+str(o["type"]))
	}
}

func (c *checker) table(kind string, b map[string]any) {
	c.tables++
	rows := list(b["rows"])
	c.most("rows of a table", len(rows)-1, maxTableRows)
	c.check(len(rows) > 1, "a table without rows")
	if kind == "data_table" {
		caption := str(b["caption"])
		c.check(strings.TrimSpace(caption) != "" && units(caption) <= maxCaption, "a data_table needs a caption")
		c.text += units(caption)
		size, _ := b["page_size"].(float64)
		c.check(size >= 1 && size <= maxTablePage, "page_size from 1 to 100")
	}
	before := c.text
	for i, r := range rows {
		cells := list(r)
		c.check(len(cells) == len(list(rows[0])), "rows of different length")
		c.check(len(cells) > 0 && len(cells) <= maxTableCols, "columns of a table")
		for _, v := range cells {
			cell, size := object(v), c.text
			if cell["type"] == "rich_text" && i > 0 {
				c.rich(cell, maxBlockDepth)
			} else {
				c.check(cell["type"] == "raw_text", "a header that is not raw_text")
				c.escaped("a cell", strings.ReplaceAll(str(cell["text"]), "&", ""))
				c.text += units(str(cell["text"]))
			}
			c.check(c.text > size, "an empty cell")
		}
	}
	c.most("text of a table", c.text-before, maxTableText)
}
