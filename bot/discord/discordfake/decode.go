package discordfake

import (
	"encoding/json"
	"fmt"
)

// object and list are JSON as it is decoded.
type (
	object = map[string]any
	list   = []any
)

// mustJSON encodes what cannot fail to be encoded.
func mustJSON(v any) json.RawMessage {
	out, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("discordfake: %v", err))
	}
	return out
}

// encode returns the value of anything that encodes to JSON; bytes and strings
// are JSON already.
func encode(v any) (any, error) {
	var raw []byte
	switch v := v.(type) {
	case object:
		return v, nil
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
func objects(v any) []object {
	var out []object
	items, _ := v.([]any)
	for _, item := range items {
		if o, ok := item.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

// word returns a field as text, "" when it is none.
func word(o object, field string) string {
	text, _ := o[field].(string)
	return text
}

// child returns a field as object, nil when it is none.
func child(o object, field string) object {
	out, _ := o[field].(object)
	return out
}

// number returns a field as whole number, and whether it is one.
func number(o object, field string) (int, bool) {
	n, ok := o[field].(float64)
	return int(n), ok && n == float64(int(n))
}

// flag returns a field as truth value, false when it is none.
func flag(o object, field string) bool {
	v, _ := o[field].(bool)
	return v
}

// orNull returns a text, or nil for none, as Discord writes it.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// texts returns the strings of a list.
func texts(v any) []string {
	var out []string
	items, _ := v.([]any)
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
