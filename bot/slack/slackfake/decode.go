package slackfake

import (
	"encoding/json"
	"strings"
)

// decode returns the value of JSON; nil when it is none.
func decode(raw json.RawMessage) any {
	var v any
	json.Unmarshal(raw, &v)
	return v
}

// decodeList returns the objects of a JSON list.
func decodeList(raw json.RawMessage) []map[string]any { return objects(decode(raw)) }

// encode returns the value of anything that encodes to JSON; bytes and strings
// are JSON already.
func encode(v any) (any, error) {
	var raw []byte
	switch v := v.(type) {
	case json.RawMessage:
		raw = v
	case []byte:
		raw = v
	case string:
		raw = []byte(v)
	default:
		var err error
		if raw, err = json.Marshal(v); err != nil {
			return nil, err
		}
	}
	var out any
	return out, json.Unmarshal(raw, &out)
}

// objects returns the objects of a list, and nothing for anything else.
func objects(v any) []map[string]any {
	var out []map[string]any
	list, _ := v.([]any)
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// word returns a field as text, "" when it is none.
func word(o map[string]any, field string) string {
	text, _ := o[field].(string)
	return text
}

// child returns a field as object, nil when it is none.
func child(o map[string]any, field string) map[string]any {
	out, _ := o[field].(map[string]any)
	return out
}

// caption returns the text of a text object.
func caption(o map[string]any, field string) string { return word(child(o, field), "text") }

// interactive returns the elements of a block that a user can act on, in
// reading order.
func interactive(block map[string]any) []map[string]any {
	var out []map[string]any
	add := func(e map[string]any) {
		if e != nil && word(e, "type") != "image" {
			out = append(out, e)
		}
	}
	switch word(block, "type") {
	case "section":
		add(child(block, "accessory"))
	case "input":
		add(child(block, "element"))
	case "actions", "context_actions":
		for _, e := range objects(block["elements"]) {
			add(e)
		}
	case "container":
		for _, b := range objects(block["child_blocks"]) {
			out = append(out, interactive(b)...)
		}
		for _, b := range objects(block["blocks"]) {
			out = append(out, interactive(b)...)
		}
	case "card":
		for _, e := range objects(block["actions"]) {
			add(e)
		}
	case "carousel":
		for _, b := range objects(block["elements"]) {
			out = append(out, interactive(b)...)
		}
	}
	return out
}

// A Button is something to press in a message or view.
type Button struct {
	Label, ActionID, BlockID, Value, URL, Style string
	Confirm                                     string // text of its confirmation dialog
}

func buttons(blocks []map[string]any) []Button {
	var out []Button
	for _, b := range blocks {
		for _, e := range interactive(b) {
			if word(e, "type") == "button" {
				out = append(out, Button{
					Label: caption(e, "text"), ActionID: word(e, "action_id"), BlockID: word(b, "block_id"),
					Value: word(e, "value"), URL: word(e, "url"), Style: word(e, "style"),
					Confirm: caption(child(e, "confirm"), "text"),
				})
			}
		}
	}
	return out
}

// plain returns what blocks show, a line for each text.
func plain(blocks []map[string]any) string {
	var lines []string
	for _, b := range blocks {
		lines = gather(lines, b)
	}
	return strings.Join(lines, "\n")
}

// gather adds the texts of a value in reading order. Identifiers, values and
// addresses are not shown, so they are left out.
func gather(lines []string, v any) []string {
	switch v := v.(type) {
	case []any:
		if row, ok := cells(v); ok {
			return append(lines, row)
		}
		for _, item := range v {
			lines = gather(lines, item)
		}
	case map[string]any:
		for _, field := range []string{"caption", "title", "subtitle", "label", "hint", "text", "body", "fields", "element", "elements", "accessory", "child_blocks", "blocks", "rows", "placeholder", "initial_value", "options", "description", "actions"} {
			if text, ok := v[field].(string); ok {
				if text != "" {
					lines = append(lines, text)
				}
				continue
			}
			lines = gather(lines, v[field])
		}
	}
	return lines
}

// cells returns a table's row as one line.
func cells(row []any) (string, bool) {
	var out []string
	for _, cell := range row {
		o, _ := cell.(map[string]any)
		switch word(o, "type") {
		case "raw_text", "raw_number", "rich_text":
			out = append(out, strings.Join(gather(nil, o), ""))
		default:
			return "", false
		}
	}
	return strings.Join(out, " | "), len(out) > 0
}
