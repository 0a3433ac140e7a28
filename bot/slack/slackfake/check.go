package slackfake

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Problem is one rule that a payload breaks.
type Problem struct {
	Path string // where, such as "blocks[2].accessory.options"
	Rule string // one sentence
	Code string // the error Slack answers, such as "invalid_blocks"; "" when Slack takes it and good manners do not
}

// String returns the problem as one line.
func (p Problem) String() string { return p.Path + ": " + p.Rule }

// Check judges a message: any value that encodes to the JSON of one, or its
// JSON as bytes or string. It returns every problem, none for a valid message.
// What Slack refuses comes before what is only bad manners.
func Check(message any) []Problem {
	c, object := newChecker(message, "m", "invalid_blocks")
	if object == nil {
		return c.problems
	}
	text, _ := object["text"].(string)
	_, hasMarkdown := object["markdown_text"]
	switch {
	case utf8.RuneCountInString(text) > messageText:
		c.add("text", "msg_too_long", "has more than %d characters", messageText)
	case strings.TrimSpace(text) == "" && !hasMarkdown && object["blocks"] == nil:
		c.add("text", "no_text", "is empty, and there are no blocks")
	}
	if markdown, ok := object["markdown_text"]; ok {
		s, _ := markdown.(string)
		c.within("markdown_text", s, markdownText)
	}
	if blocks, ok := object["blocks"]; ok && blocks != nil {
		c.blocks("blocks", blocks, messageBlocks)
		if c.total > totalText {
			c.add("blocks", "msg_blocks_too_long", "hold %d characters together, more than %d", c.total, totalText)
		}
		if strings.TrimSpace(text) == "" {
			c.manners = append(c.manners, Problem{Path: "text", Rule: "a message of blocks needs a text for notifications and screen readers"})
		}
	}
	c.metadata(object["metadata"])
	return append(c.problems, c.manners...)
}

// CheckView judges a modal or an App Home in the same way.
func CheckView(view any) []Problem {
	c, object := newChecker(view, "v", "invalid_arguments")
	if object == nil {
		return c.problems
	}
	if n := len(mustJSON(object)); n > viewBytes {
		c.add("view", "view_too_large", "has %d bytes, more than %d", n, viewBytes)
	}
	switch kind := word(object, "type"); kind {
	case "modal":
		c.plain("title", object["title"], modalTitle)
	case "home":
		c.surface = "h"
		for _, name := range []string{"title", "submit", "close", "clear_on_close", "notify_on_close"} {
			if _, ok := object[name]; ok {
				c.add(name, "", "does not belong to an App Home")
			}
		}
	default:
		c.add("type", "", "is %q, neither modal nor home", kind)
	}
	for _, name := range []string{"submit", "close"} {
		if v, ok := object[name]; ok && v != nil {
			c.plain(name, v, modalButton)
		}
	}
	c.length("private_metadata", word(object, "private_metadata"), privateMetadata)
	c.length("callback_id", word(object, "callback_id"), identifier)
	c.length("external_id", word(object, "external_id"), identifier)
	c.blocks("blocks", object["blocks"], viewBlocks)
	if c.inputs > 0 && c.surface == "v" && object["submit"] == nil {
		c.add("submit", "", "is missing although the modal has inputs")
	}
	return c.problems
}

// CheckOptions judges the answer to a type-ahead select.
func CheckOptions(answer any) []Problem {
	c, object := newChecker(answer, "v", "invalid_options")
	if object == nil {
		return c.problems
	}
	if _, ok := object["options"]; !ok && object["option_groups"] == nil {
		c.add("options", "", "is missing")
		return c.problems
	}
	c.choices("", object, 0, false)
	return c.problems
}

// A checker collects the problems of one payload.
type checker struct {
	surface  string // "m", "v" or "h"
	code     string // the error of most problems
	problems []Problem
	manners  []Problem

	blockIDs map[string]bool
	total    int // characters of all blocks
	markdown int // characters of all markdown blocks
	tables   int
	charts   int
	inputs   int
}

func newChecker(payload any, surface, code string) (*checker, map[string]any) {
	c := &checker{surface: surface, code: code, blockIDs: map[string]bool{}}
	v, err := encode(payload)
	object, ok := v.(map[string]any)
	if err != nil || !ok {
		c.add("", "", "is not a JSON object (%v)", err)
		return c, nil
	}
	return c, object
}

// add records a problem; "" is the usual code.
func (c *checker) add(path, code, format string, args ...any) {
	if code == "" {
		code = c.code
	}
	c.problems = append(c.problems, Problem{path, fmt.Sprintf(format, args...), code})
}

// length records a text with more characters than allowed.
func (c *checker) length(path, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		c.add(path, "", "has %d characters, more than %d", n, most)
	}
}

// within records a text that is empty or too long.
func (c *checker) within(path, text string, most int) {
	if strings.TrimSpace(text) == "" {
		c.add(path, "", "is empty")
	}
	c.length(path, text, most)
	c.total += utf8.RuneCountInString(text)
}

// text judges a text object of either kind.
func (c *checker) text(path string, v any, most int) {
	o, ok := v.(map[string]any)
	if !ok {
		c.add(path, "", "is not a text object")
		return
	}
	switch kind := word(o, "type"); kind {
	case "plain_text", "mrkdwn":
		c.known(path, kind, o)
	default:
		c.add(path, "", "is of type %q, neither plain_text nor mrkdwn", kind)
	}
	c.within(path, word(o, "text"), most)
}

// plain judges a text object that has to be plain.
func (c *checker) plain(path string, v any, most int) {
	if o, ok := v.(map[string]any); ok && word(o, "type") == "mrkdwn" {
		c.add(path, "", "is of type mrkdwn where only plain_text may stand")
	}
	c.text(path, v, most)
}

// known records fields that Slack does not know and refuses.
func (c *checker) known(path, kind string, o map[string]any) {
	allowed, listed := known[kind]
	if !listed {
		return
	}
	for name := range o {
		if !allowed[name] {
			c.add(path, "", "%s has no field %q", kind, name)
		}
	}
}

// count records a list that is empty or too long, and returns it.
func (c *checker) count(path string, v any, least, most int) []any {
	list, ok := v.([]any)
	if !ok {
		c.add(path, "", "is not a list")
		return nil
	}
	if len(list) < least || len(list) > most {
		c.add(path, "", "has %d entries, not %d to %d", len(list), least, most)
	}
	return list
}

// number records a number outside its bounds; a missing one is right.
func (c *checker) number(path string, v any, least, most float64) {
	if v == nil {
		return
	}
	if n, ok := v.(float64); !ok || n != float64(int64(n)) || n < least || n > most {
		c.add(path, "", "is %v, not a whole number from %v to %v", v, least, most)
	}
}

// metadata judges the metadata of a message.
func (c *checker) metadata(v any) {
	if v == nil {
		return
	}
	o, _ := v.(map[string]any)
	if word(o, "event_type") == "" || child(o, "event_payload") == nil {
		c.add("metadata", "invalid_metadata_format", "needs event_type and event_payload")
	}
	if n := len(mustJSON(o)); n > metadataBytes {
		c.add("metadata", "metadata_too_large", "has %d bytes, more than %d", n, metadataBytes)
	}
}
