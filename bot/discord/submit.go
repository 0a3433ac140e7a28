package discord

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"attache/bot/intake"
	"attache/commands"
)

// A sentPart is a component of a modal that was sent: a label around a field, a
// row around one as older modals have it, or the field itself.
type sentPart struct {
	Type   int        `json:"type"`
	ID     string     `json:"custom_id"`
	Value  string     `json:"value"`
	Values []string   `json:"values"`
	Field  *sentPart  `json:"component"`
	Fields []sentPart `json:"components"`
}

// submittedValues returns what was filled in, by name of the option, and the IDs
// of the files that were uploaded. components is the list of that name in the
// data of a modal that was sent. Fields left empty are not there. Nothing is
// checked: a client may send anything, and of what cannot be read nothing is
// returned.
func submittedValues(components json.RawMessage) (values map[string]string, files []string) {
	values = map[string]string{}
	var parts []sentPart
	if err := json.Unmarshal(components, &parts); err != nil {
		return values, nil
	}
	for _, p := range parts {
		for _, f := range p.fields() {
			switch {
			case f.Type == typeUpload:
				files = append(files, f.Values...)
			case f.Type == typeInput && strings.TrimSpace(f.Value) != "":
				values[f.ID] = f.Value
			case f.Type == typeSelect && len(f.Values) > 0 && f.Values[0] != "":
				values[f.ID] = f.Values[0]
			}
		}
	}
	return values, files[:min(len(files), maxInputFiles)]
}

// fields returns the fields of a part; no client nests deeper.
func (p sentPart) fields() []sentPart {
	out := p.Fields
	if p.Field != nil {
		out = append(slices.Clone(out), *p.Field)
	}
	if len(out) == 0 {
		out = []sentPart{p}
	}
	return out
}

// submitted returns what a form asks for once a part of it was sent: the verb
// with the values of this part and of the others, which the modal's custom_id
// brings back. Options that the verb does not have are left out.
func submitted(row commands.Row, others, sent map[string]string) commands.Invocation {
	inv := commands.Invocation{Verb: row.Name, Values: maps.Clone(others)}
	if inv.Values == nil {
		inv.Values = map[string]string{}
	}
	for _, o := range intake.Asked(row) {
		if v := intake.Filled(o, sent[o.Name]); v != "" {
			inv.Values[o.Name] = v
		}
	}
	return inv
}
