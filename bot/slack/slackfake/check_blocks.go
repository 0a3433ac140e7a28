package slackfake

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// blocks judges the blocks of a message, a view or a container.
func (c *checker) blocks(path string, v any, most int) {
	list := c.count(path, v, 1, most)
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		b, ok := item.(map[string]any)
		if !ok {
			c.add(at, "", "is not an object")
			continue
		}
		c.block(at, b)
	}
}

// block judges one block.
func (c *checker) block(path string, b map[string]any) {
	kind := word(b, "type")
	where, exists := places[kind]
	switch {
	case !exists:
		c.add(path, "", "is of type %q, which Slack does not have", kind)
		return
	case !strings.Contains(where, c.surface):
		c.add(path, "", "a %s may not stand here", kind)
	}
	c.known(path, kind, b)
	if id := word(b, "block_id"); id != "" {
		c.length(path+".block_id", id, identifier)
		if c.blockIDs[id] {
			c.add(path+".block_id", "", "%q is used twice", id)
		}
		c.blockIDs[id] = true
	}
	c.actionIDs(path, b)
	switch kind {
	case "section":
		c.section(path, b)
	case "header":
		c.plain(path+".text", b["text"], headerText)
		c.number(path+".level", b["level"], 1, headerLevels)
	case "context":
		c.context(path, b)
	case "actions":
		c.elements(path+".elements", b["elements"], actionElements, inActions())
	case "context_actions":
		c.elements(path+".elements", b["elements"], contextActions, []string{"feedback_buttons", "icon_button"})
	case "image":
		c.image(path, b, imageTitle)
	case "markdown":
		text := word(b, "text")
		c.within(path+".text", text, markdownText)
		if c.markdown += utf8.RuneCountInString(text); c.markdown > markdownText && utf8.RuneCountInString(text) <= markdownText {
			c.add(path+".text", "", "markdown blocks hold more than %d characters together", markdownText)
		}
	case "input":
		c.input(path, b)
	case "rich_text":
		c.count(path+".elements", b["elements"], 1, 1_000)
		c.total += utf8.RuneCountInString(strings.Join(gather(nil, b["elements"]), ""))
	default:
		c.rich(path, kind, b)
	}
}

// rich judges the blocks that came later.
func (c *checker) rich(path, kind string, b map[string]any) {
	switch kind {
	case "table":
		c.table(path, b)
	case "data_table":
		c.dataTable(path, b)
	case "data_visualization":
		c.chart(path, b)
	case "container":
		c.container(path, b)
	case "card":
		c.card(path, b)
	case "carousel":
		for i, card := range c.count(path+".elements", b["elements"], 1, carouselCards) {
			at := fmt.Sprintf("%s.elements[%d]", path, i)
			o, _ := card.(map[string]any)
			if word(o, "type") != "card" {
				c.add(at, "", "is no card")
				continue
			}
			c.card(at, o)
		}
	case "alert":
		c.text(path+".text", b["text"], sectionText)
	}
}

// actionIDs records an action_id that stands twice in a block, where Slack
// could not tell what was pressed.
func (c *checker) actionIDs(path string, b map[string]any) {
	seen := map[string]bool{}
	for _, e := range interactive(b) {
		id := word(e, "action_id")
		if id == "" {
			continue
		}
		c.length(path+".action_id", id, identifier)
		if seen[id] {
			c.add(path+".action_id", "", "%q is used twice in a block", id)
		}
		seen[id] = true
	}
}

func (c *checker) section(path string, b map[string]any) {
	if b["text"] == nil && b["fields"] == nil {
		c.add(path, "", "a section has neither text nor fields")
	}
	if b["text"] != nil {
		c.text(path+".text", b["text"], sectionText)
	}
	if b["fields"] != nil {
		for i, f := range c.count(path+".fields", b["fields"], 1, sectionFields) {
			c.text(fmt.Sprintf("%s.fields[%d]", path, i), f, fieldText)
		}
	}
	if a := b["accessory"]; a != nil {
		c.element(path+".accessory", a, inSections())
	}
}

func (c *checker) context(path string, b map[string]any) {
	for i, e := range c.count(path+".elements", b["elements"], 1, contextElements) {
		at := fmt.Sprintf("%s.elements[%d]", path, i)
		if o, _ := e.(map[string]any); word(o, "type") == "image" {
			c.image(at, o, 0)
			continue
		}
		c.text(at, e, contextText)
	}
}

// image judges a picture; one without a title has a limit of 0 for it.
func (c *checker) image(path string, b map[string]any, title int) {
	address := word(b, "image_url")
	if (address == "") == (b["slack_file"] == nil) {
		c.add(path, "", "needs either image_url or slack_file")
	}
	c.length(path+".image_url", address, imageURL)
	alt := word(b, "alt_text")
	if strings.TrimSpace(alt) == "" {
		c.add(path+".alt_text", "", "is empty")
	}
	c.length(path+".alt_text", alt, imageAlt)
	if b["title"] != nil {
		if title == 0 {
			c.add(path+".title", "", "an image element has no title")
			return
		}
		c.plain(path+".title", b["title"], title)
	}
}

func (c *checker) input(path string, b map[string]any) {
	c.inputs++
	c.plain(path+".label", b["label"], inputLabel)
	if b["hint"] != nil {
		c.plain(path+".hint", b["hint"], inputHint)
	}
	c.element(path+".element", b["element"], inInputs())
}

func (c *checker) container(path string, b map[string]any) {
	for _, name := range []string{"title", "subtitle"} {
		if b[name] != nil {
			c.plain(path+"."+name, b[name], containerTitle)
		}
	}
	children := c.count(path+".child_blocks", b["child_blocks"], 1, containerBlocks)
	allowed := []string{"section", "context", "divider", "image", "actions", "header", "rich_text", "markdown", "table", "data_table"}
	for i, item := range children {
		at := fmt.Sprintf("%s.child_blocks[%d]", path, i)
		o, _ := item.(map[string]any)
		if !slices.Contains(allowed, word(o, "type")) {
			c.add(at, "", "a %s may not stand in a container", word(o, "type"))
			continue
		}
		c.block(at, o)
	}
}

func (c *checker) card(path string, b map[string]any) {
	for _, part := range []struct {
		name string
		most int
	}{{"title", cardTitle}, {"subtitle", cardSubtitle}, {"body", cardBody}} {
		if b[part.name] != nil {
			c.text(path+"."+part.name, b[part.name], part.most)
		}
	}
	if b["actions"] != nil {
		c.elements(path+".actions", b["actions"], contextActions, []string{"button"})
	}
}
