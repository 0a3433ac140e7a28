package discord

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/commands"
)

// filled returns the components of a modal as Discord sends them back: for each
// field the given value, or what stands there at first.
func filled(t testing.TB, m modal, values map[string]string, files ...string) json.RawMessage {
	t.Helper()
	var parts []any
	for i, l := range m.Labels {
		field := map[string]any{"type": l.Field.Type, "id": 2*i + 2, "custom_id": l.Field.ID}
		value, given := values[l.Field.ID]
		switch l.Field.Type {
		case typeInput:
			field["value"] = l.Field.Value
			if given {
				field["value"] = value
			}
		case typeSelect:
			chosen := []string{}
			for _, o := range l.Field.Options {
				if o.Value == value || o.Default && !given {
					chosen = append(chosen, o.Value)
				}
			}
			field["values"] = chosen
		case typeUpload:
			field["values"] = files
		}
		parts = append(parts, map[string]any{"type": typeLabel, "id": 2*i + 1, "component": field})
	}
	data, err := json.Marshal(parts)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// send fills in all parts of a verb's form and returns what it asks for, as it
// is understood.
func send(t *testing.T, row commands.Row, values map[string]string) string {
	t.Helper()
	kept := map[string]string{}
	keep := func(text string) string {
		key := fmt.Sprintf("k%d", len(kept))
		kept[key] = text
		return key
	}
	so := map[string]string{}
	for step := 1; step <= steps(row); step++ {
		form, ok := formOf(row, modalOpts{Step: step, Values: so, Keep: keep})
		if !ok {
			t.Fatalf("%s has no part %d", row.Name, step)
		}
		p, ok := parseCustomID(form.ID)
		if !ok || p.Kind != kindForm || p.N != step {
			t.Fatalf("custom_id %q is read as %+v", form.ID, p)
		}
		if p.Key != "" {
			p.Text = kept[p.Key]
		}
		back, before, ok := parseFormText(p.Text)
		if !ok || back.Name != row.Name {
			t.Fatalf("%q brings back the form of %q", p.Text, back.Name)
		}
		sent, _ := submittedValues(filled(t, form, values))
		so = submitted(back, before, sent).Values
	}
	inv, err := commands.Parse(commands.Invocation{Verb: row.Name, Values: so}.String())
	if err != nil {
		return err.Error()
	}
	return inv.String()
}

// TestForms fills in forms and reads what they ask for.
func TestForms(t *testing.T) {
	tests := []struct {
		name, verb string
		values     map[string]string
		want       string // as it is understood
	}{
		{"a question", "ask", map[string]string{"question": `Who said "no" & why?`, "limit": "7"}, `ask limit:7 question:"Who said \"no\" & why?"`},
		{"what is usual is left out", "ask", map[string]string{"question": "levy"}, `ask question:levy`},
		{"two parts", "find", map[string]string{"query": "levy", "since": "2024", "type": "table"}, `find query:levy since:2024 type:table`},
		{"two parts, the first too long for a custom_id", "find", map[string]string{"query": strings.Repeat("항만 ", 60), "since": "30d"}, `find query:"` + strings.TrimSpace(strings.Repeat("항만 ", 60)) + `" since:30d`},
		{"a choice that is not offered", "find", map[string]string{"query": "levy", "type": "nonsense"}, `find query:levy`},
		{"nothing in a required field", "brief review", nil, "Say which draft: brief review of:port-inspections. The verb drafts lists them."},
		{"lines and spaces", "ask", map[string]string{"question": "  levy\n "}, `ask question:levy`},
	}
	for _, tt := range tests {
		row, _ := intake.Row(tt.verb)
		if got := send(t, row, tt.values); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestFormsAll holds the forms of all verbs, filled in with anything, to the
// limits, and demands a field for every option in one of their parts.
func TestFormsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, row := range commands.Verbs() {
			values, shown := map[string]string{}, map[string]int{}
			for _, o := range intake.Asked(row) {
				values[o.Name] = anyText().Draw(t, o.Name)
			}
			for step := 1; step <= steps(row) && len(row.Options) > 0; step++ {
				form, ok := formOf(row, modalOpts{Step: step, Values: values, Keep: func(string) string { return "key" }})
				if !ok {
					t.Fatalf("%s has no part %d", row.Name, step)
				}
				for _, fault := range judgedModal(form) {
					t.Errorf("%s, part %d: %s", row.Name, step, fault)
				}
				for _, l := range form.Labels {
					shown[l.Field.ID]++
				}
				if last := steps(row); step < last {
					for _, fault := range judged(nextMessage(row, step, values, nil)) {
						t.Errorf("%s, after part %d: %s", row.Name, step, fault)
					}
				}
			}
			for _, o := range intake.Asked(row) {
				if shown[o.Name] != 1 {
					t.Errorf("%s: %d fields for %s", row.Name, shown[o.Name], o.Name)
				}
			}
		}
	})
}

func judgedModal(m modal) []string {
	out := modalFaults(m)
	for _, p := range discordfake.CheckModal(m) {
		out = append(out, "discordfake: "+p.String())
	}
	return out
}

// TestFieldOf gives every option a field of its kind, filled in.
func TestFieldOf(t *testing.T) {
	for _, row := range commands.Verbs() {
		for i, o := range fieldsOf(row) {
			f := fieldOf(o, "7")
			want := typeInput
			switch {
			case o.Kind == commands.Choice, o.Kind == commands.YesNo:
				want = typeSelect
			case o.Name == filesOption:
				want = typeUpload
			}
			if f.Type != want || want == typeInput && f.Value != "7" || f.Required != o.Required || f.ID != o.Name {
				t.Errorf("%s %s: %+v", row.Name, o.Name, f)
			}
			if o.Required && i > 0 && !fieldsOf(row)[i-1].Required {
				t.Errorf("%s asks for %s after what need not be answered", row.Name, o.Name)
			}
			for _, option := range f.Options {
				if option.Default != (option.Value == o.Default) {
					t.Errorf("%s %s: %s is chosen at first: %t", row.Name, o.Name, option.Value, option.Default)
				}
			}
		}
	}
	limit := commands.Option{Name: "limit", Kind: commands.Number, Max: 100, Default: "5"}
	for value, want := range map[string]string{"": "5", "0": "5", "101": "5", "x": "5", "100": "100", "007": "7"} {
		if got := fieldOf(limit, value).Value; got != want {
			t.Errorf("a number %q is filled in as %q, want %q", value, got, want)
		}
	}
}

// TestSubmittedValues reads what a client may send, and of anything else nothing.
func TestSubmittedValues(t *testing.T) {
	tests := []struct {
		name, sent string
		values     map[string]string
		files      []string
	}{
		{"labels", `[{"type":18,"component":{"type":4,"custom_id":"question","value":" levy "}},{"type":18,"component":{"type":3,"custom_id":"share","values":["yes"]}},
			{"type":18,"component":{"type":19,"custom_id":"files","values":["1","2"]}}]`, map[string]string{"question": " levy ", "share": "yes"}, []string{"1", "2"}},
		{"rows", `[{"type":1,"components":[{"type":4,"custom_id":"question","value":"levy"}]}]`, map[string]string{"question": "levy"}, nil},
		{"nothing filled in", `[{"type":18,"component":{"type":4,"custom_id":"a","value":""}},{"type":18,"component":{"type":3,"custom_id":"b","values":[]}},{"type":10}]`, map[string]string{}, nil},
		{"more files than may be", `[{"type":18,"component":{"type":19,"custom_id":"f","values":["1","2","3","4","5","6","7","8","9","10","11"]}}]`, map[string]string{}, strings.Fields("1 2 3 4 5 6 7 8 9 10")},
		{"no list", `{"a":1}`, map[string]string{}, nil},
		{"not JSON", `[`, map[string]string{}, nil},
		{"nothing", ``, map[string]string{}, nil},
	}
	for _, tt := range tests {
		values, files := submittedValues(json.RawMessage(tt.sent))
		if diff := cmp.Diff(tt.values, values); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.files, files); diff != "" && len(tt.files)+len(files) > 0 {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestFormText reads back what is filled in so far, and no form that there is not.
func TestFormText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row, _ := intake.Row("find")
		values := map[string]string{}
		for _, o := range intake.Asked(row) {
			if v := anyText().Draw(t, o.Name); v != "" {
				values[o.Name] = v
			}
		}
		back, got, ok := parseFormText(formText("find", values))
		if !ok || back.Name != "find" || !maps.Equal(got, values) {
			t.Fatalf("%q is read as %q, %t", values, got, ok)
		}
	})
	for _, text := range []string{"", "nonsense", "?query=levy", "find?query=%zz"} {
		if row, values, ok := parseFormText(text); ok {
			t.Errorf("%q is read as %s %q", text, row.Name, values)
		}
	}
	if _, values, ok := parseFormText("find?colour=red&query=levy"); !ok || len(values) != 1 {
		t.Errorf("an option that there is not is read: %q", values)
	}
	if _, ok := formOf(commands.Row{Name: "whoami"}, modalOpts{}); ok {
		t.Error("a form without fields")
	}
}

// TestNextMessage leads from one part of a form to the next, or runs what is
// filled in so far.
func TestNextMessage(t *testing.T) {
	row, _ := intake.Row("find")
	values := map[string]string{"query": "<@1> levy", "type": "table"}
	m := nextMessage(row, 1, values, nil)
	run, _ := buttonOf(m, kindRun)
	open, ok := buttonOf(m, kindOpen)
	if !m.Ephemeral || run.Text != `find query:"<@1> levy" type:table` || !ok || open.N != 2 {
		t.Errorf("run %+v, open %+v", run, open)
	}
	if _, got, ok := parseFormText(open.Text); !ok || !maps.Equal(got, values) {
		t.Errorf("the next part is told %q", got)
	}
	if _, more := buttonOf(nextMessage(row, 2, values, nil), kindOpen); more {
		t.Error("there is a part after the last")
	}
}
