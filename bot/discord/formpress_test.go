package discord

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// editing has every answer offer a form that is filled in.
func editing(verb string, values map[string]string) func(commands.Request, commands.Reply) commands.Reply {
	text := commands.Invocation{Verb: verb, Values: values}.String()
	return func(_ commands.Request, r commands.Reply) commands.Reply {
		r.Actions = []commands.Action{{Label: "Edit", Text: text, Form: true, Confirm: "Sure?"}, {Label: "Edit again", Text: text, Form: true}}
		return r
	}
}

// A button with a form opens it filled in as its first response, and nothing is
// done before it is sent.
func TestFormButton(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.desk.reply = editing("brief discard", map[string]string{"of": "levy", "note": `superseded by "harbour" & <@1>`})
		d := s.after(s.press(discordfake.Ben, s.asked(discordfake.Ben, discordfake.Desk), "Edit"))
		if form := d.Modal(); form == nil || form.Title != "Brief discard" || d.Response().Took > 50*time.Millisecond {
			t.Fatalf("opened %+v after %s", form, d.Response().Took)
		}
		if presetOf(d, "of") != "levy" || presetOf(d, "note") != `superseded by "harbour" & <@1>` {
			t.Errorf("the form holds %q and %q", presetOf(d, "of"), presetOf(d, "note"))
		}
		if n := len(s.desk.requests()); n != 1 {
			t.Errorf("%d requests before the form is sent", n)
		}
		s.after(s.fake.Submit(discordfake.Ben, d, discordfake.Choose("confirm", "yes")))
		if r := s.desk.requests()[1]; r.Text != `brief discard confirm:yes note:"superseded by \"harbour\" & <@1>" of:levy` {
			t.Errorf("asked %q", r.Text)
		}
	})
}

// A form of several parts that is opened filled in brings all of it along, what
// no custom_id holds too, and lets any of it be changed or taken away.
func TestFormButtonInParts(t *testing.T) {
	play(t, home(), func(s *scene) {
		name := strings.TrimSpace(strings.Repeat("levy and toll ", 5))
		s.desk.reply = editing("digest edit", map[string]string{"of": "D-0001", "name": name, "when": "daily 08:00", "topic": "ports", "zone": "Asia/Seoul",
			"targets": "here", "holidays": "2030-12-25", "catchup": "90m", "idle": "yes"})
		d := s.after(s.press(discordfake.Ben, s.asked(discordfake.Ben, discordfake.Desk), "Edit"))
		if presetOf(d, "name") != name || presetOf(d, "zone") != "Asia/Seoul" {
			t.Errorf("the first part holds %q and %q", presetOf(d, "name"), presetOf(d, "zone"))
		}
		s.after(s.fake.Submit(discordfake.Ben, d, discordfake.Text("topic", "")))
		d = s.after(s.press(discordfake.Ben, s.last(discordfake.Desk, discordfake.Ben), "More options"))
		if presetOf(d, "catchup") != "90m" || presetOf(d, "idle") != "yes" {
			t.Errorf("the second part holds %q and %q", presetOf(d, "catchup"), presetOf(d, "idle"))
		}
		s.after(s.fake.Submit(discordfake.Ben, d, discordfake.Text("catchup", "1d")))
		all := s.desk.requests()
		inv, err := commands.Parse(all[len(all)-1].Text)
		if _, has := inv.Values["topic"]; err != nil || inv.Values["name"] != name || has || inv.Values["catchup"] != "1d" || inv.Values["holidays"] != "2030-12-25" {
			t.Errorf("asked %+v: %v", inv, err)
		}
	})
}

// A form that only the shelf knows comes too late for a first response: it is
// offered once more. Without a shelf a sentence says what to do.
func TestLongFormButton(t *testing.T) {
	shelved, note := home(), strings.TrimSpace(strings.Repeat("superseded ", 25))
	shelved.Shelf = &drawer{}
	synctest.Test(t, func(t *testing.T) {
		fake := staffed()
		defer fake.Close()
		var answer discordfake.Message
		playOn(t, fake, shelved, func(s *scene) {
			s.desk.reply = editing("brief discard", map[string]string{"of": "levy", "note": note})
			answer = s.asked(discordfake.Ben, discordfake.Desk)
		})
		playOn(t, fake, shelved, func(s *scene) {
			s.after(s.press(discordfake.Ben, answer, "Edit"))
			ready := s.last(discordfake.Desk, discordfake.Ben)
			s.says(ready, "The form is ready")
			d := s.after(s.press(discordfake.Ben, ready, "Open form"))
			if got := presetOf(d, "note"); got != note {
				t.Errorf("after a restart the form holds %q", got)
			}
		})
		playOn(t, fake, home(), func(s *scene) {
			s.after(s.press(discordfake.Ben, answer, "Edit"))
			s.says(s.last(discordfake.Desk, discordfake.Ben), "from before a restart")
		})
	})
}

// An input with several lines keeps them through the parts of a form, and one
// that is too long for an input is not cut: the field says what can be done.
func TestLongField(t *testing.T) {
	long := commands.Option{Name: "judgements", Kind: commands.Text, Summary: "one statement a line", Max: 20_000, Long: true}
	row := commands.Row{Name: "edit", Files: true, Options: []commands.Option{long}}
	lines := "The levy is owed. [S-0001#4] + 5 % & more;\n\nIt is paid = so. [desk]"
	of := func(value string) label {
		m, ok := formOf(row, modalOpts{Values: map[string]string{"judgements": value}})
		if !ok || len(m.Labels) != 2 || m.Labels[0].Field.Type != typeUpload || m.Labels[0].Field.MaxValues != 1 {
			t.Fatalf("the form is %+v", m)
		}
		for _, fault := range append(modalFaults(m), problems(discordfake.CheckModal(m))...) {
			t.Error(fault)
		}
		return m.Labels[1]
	}
	if l := of(lines); l.Field.Style != styleParagraph || l.Field.MaxLength != maxInput || l.Field.Value != lines {
		t.Errorf("the input is %+v", l.Field)
	}
	whole := strings.Repeat("가", maxInput)
	if l := of(whole); l.Field.Value != whole {
		t.Error("a text that just fits is not there")
	}
	if l := of(whole + "나"); l.Field.Value != "" || !strings.Contains(l.Hint, "4,001 characters") || !strings.HasSuffix(l.Hint, "export the file.") {
		t.Errorf("a text that is too long gives %q, hint %q", briefings.Shorten(l.Field.Value, 40), l.Hint)
	}
	verb, query, _ := strings.Cut(formText("brief discard", map[string]string{"note": lines, "of": "a&b=c#d"}), "?")
	_, values, ok := parseFormText(verb + "?" + query)
	if !ok || values["note"] != lines || values["of"] != "a&b=c#d" || strings.Contains(query, "\n") {
		t.Errorf("%q brings back %q", query, values)
	}
	if inv := submitted(row, nil, map[string]string{"judgements": " a\r\n\r\n b \n", "other": "x"}); inv.Values["judgements"] != "a\n\n b" || len(inv.Values) != 1 {
		t.Errorf("submitted is %q", inv.Values)
	}
}

func problems(found []discordfake.Problem) []string {
	var out []string
	for _, p := range found {
		out = append(out, p.String())
	}
	return out
}

// What a client makes up is told so, or judged by the desk like anything typed:
// a button or a form of a verb that is gone, an option that is none, a choice
// that is not offered, a key of nobody.
func TestForged(t *testing.T) {
	component := func(id string) map[string]any { return map[string]any{"custom_id": id, "component_type": 2} }
	form := func(id string, fields ...map[string]any) map[string]any {
		var labels []any
		for i, f := range fields {
			labels = append(labels, map[string]any{"type": typeLabel, "id": 2*i + 1, "component": f})
		}
		return map[string]any{"custom_id": id, "components": labels}
	}
	input := func(name, value string) map[string]any {
		return map[string]any{"type": typeInput, "id": 2, "custom_id": name, "value": value}
	}
	for _, tt := range []struct {
		name  string
		kind  int
		data  map[string]any
		says  string
		asked int
	}{
		{"a verb that is gone", typeComponent, component("run.0:juggle of:levy"), "no longer offered", 0},
		{"its page", typeComponent, component("page.2:juggle of:levy"), "no longer offered", 0},
		{"its form", typeComponent, component("open.1:juggle?of=levy"), "no longer offered", 0},
		{"its question", typeComponent, component(`sure.0:"Sure?""Do"juggle of:levy`), "no longer offered", 0},
		{"its form, sent", typeModal, form("form.1:juggle", input("of", "levy")), "from before a restart", 0},
		{"a key of nobody", typeComponent, component("run.0!AAAAAAAAAAAAAAAAAAAAAAAA"), "from before a restart", 0},
		{"a form of a key of nobody", typeModal, form("form.1!AAAAAAAAAAAAAAAAAAAAAAAA", input("of", "levy")), "from before a restart", 0},
		{"a part that there is not", typeModal, form("form.9:brief discard", input("of", "levy")), "Answer to brief discard", 1},
		{"an option that is none", typeModal, form("form.1:brief discard", input("of", "levy"), input("colour", "red")), "brief discard of:levy", 1},
		{"a value that is too long", typeModal, form("form.1:brief discard", input("of", strings.Repeat("x", 10_000))), "may have", 0},
		{"a choice that is not offered", typeModal, form("form.1:brief discard", input("of", "levy"), map[string]any{"type": typeSelect, "id": 4, "custom_id": "confirm", "values": []any{"perhaps"}}), "is yes or no", 0},
		{"an id that is none of ours", typeComponent, component("nonsense"), "no longer offered", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			play(t, home(), func(s *scene) {
				s.after(s.fake.Forge(discordfake.Ben, discordfake.Desk, tt.kind, tt.data))
				s.says(s.last(discordfake.Desk, discordfake.Ben), tt.says)
				if n := len(s.desk.requests()); n != tt.asked {
					t.Errorf("the desk is asked %d times", n)
				}
			})
		})
	}
}

// A form that a reader makes up is refused as if they had typed it.
func TestForgedRole(t *testing.T) {
	play(t, home(), func(s *scene) {
		var data map[string]any
		text := `{"custom_id":"form.1:brief discard","components":[{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"of","value":"levy"}}]}`
		if err := json.Unmarshal([]byte(text), &data); err != nil {
			t.Fatal(err)
		}
		s.after(s.fake.Forge(discordfake.Anna, discordfake.Desk, typeModal, data))
		row, _ := intake.Row("brief discard")
		s.says(s.last(discordfake.Desk, discordfake.Anna), "needs the role "+string(row.Role), "E-ROLE")
	})
}
