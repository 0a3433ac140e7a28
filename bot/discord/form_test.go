package discord

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// Every verb that has options has a form that can be opened from help, and what
// is sent with it is what the verb is asked.
func TestEveryFormIsReachable(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Owen, discordfake.Desk, "help")
		top := s.last(discordfake.Desk, discordfake.Owen)
		help, at := map[string]discordfake.Message{"": top}, map[string]int{}
		// next selects what the menu of a family offers next; that of none is the first.
		next := func(family string) *discordfake.Delivery {
			menu, ok := control(help[family], "Open a form")
			if !ok && at[family] == 0 {
				at[family]++
				return s.after(s.press(discordfake.Owen, help[family], "Open form")) // a family of one
			}
			if !ok || at[family] == len(menu.Values) {
				t.Fatalf("no more forms than %d in %q", at[family], plain(help[family]))
			}
			at[family]++
			return s.after(s.fake.Select(discordfake.Owen, help[family].ID, menu.CustomID, menu.Values[at[family]-1]))
		}
		for _, row := range commands.Verbs() {
			if len(fieldsOf(row)) == 0 {
				continue
			}
			family, _ := row.Words()
			if _, open := help[family]; !open {
				next("")
				help[family] = s.last(discordfake.Desk, discordfake.Owen)
			}
			d := next(family)
			if form := d.Modal(); form == nil || !strings.HasPrefix(strings.ToLower(form.Title), row.Name) || d.Response().Took > 50*time.Millisecond {
				t.Fatalf("%s opens %+v after %s", row.Name, form, d.Response().Took)
			}
			if row.Name == intake.Import {
				continue
			}
			before := len(s.desk.requests())
			var fields []discordfake.Field
			for _, o := range row.Options {
				switch {
				case o.Required && o.Kind == commands.Choice:
					fields = append(fields, discordfake.Choose(o.Name, o.Choices[0]))
				case o.Required:
					fields = append(fields, discordfake.Text(o.Name, intake.Passing(o)))
				}
			}
			s.after(s.fake.Submit(discordfake.Owen, d, fields...))
			if steps(row) > 1 {
				s.after(s.press(discordfake.Owen, s.last(discordfake.Desk, discordfake.Owen), "Send as it is"))
			}
			all := s.desk.requests()
			if inv, err := commands.Parse(all[len(all)-1].Text); len(all) != before+1 || inv.Verb != row.Name || err != nil {
				t.Errorf("%s asks %d times, at last %q: %v", row.Name, len(all)-before, all[len(all)-1].Text, err)
			}
		}
		for family, m := range help {
			if menu, ok := control(m, "Open a form"); ok && at[family] != len(menu.Values) {
				t.Errorf("%q offers %d forms, want %d", family, len(menu.Values), at[family])
			}
		}
	})
}

// A reader is offered the forms of readers, and help on a verb its form alone.
func TestFormsOfHelp(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "help")
		menu, _ := control(s.last(discordfake.Desk, discordfake.Anna), "Open a form")
		for _, v := range menu.Values {
			c, _ := parseCustomID(v)
			row, ok := intake.Row(c.Text)
			if f, is := familyNamed(strings.TrimPrefix(c.Text, "help verb:")); is {
				row, ok = intake.Row(f.Name + " add")
			}
			if !ok || row.Role != briefings.Reader {
				t.Errorf("a reader is offered %q", v)
			}
		}
		s.ask(discordfake.Anna, discordfake.Desk, "help", discordfake.Str("verb", "find"))
		d := s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "Open form"))
		if form := d.Modal(); form == nil || !strings.HasPrefix(form.Title, "Find") {
			t.Errorf("opened %+v", form)
		}
	})
}

// A form of more than five fields goes on from a message, and keeps what was
// filled in before.
func TestFormInParts(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "help", discordfake.Str("verb", "find"))
		first := s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "Open form"))
		query := strings.Repeat("grain corridor ", 15)
		s.after(s.fake.Submit(discordfake.Anna, first, discordfake.Text("query", query), discordfake.Text("limit", "20")))
		between := s.last(discordfake.Desk, discordfake.Anna)
		s.says(between, "grain corridor")
		second := s.after(s.press(discordfake.Anna, between, "More options"))
		if second.Modal() == nil {
			t.Fatalf("no second part; log:\n%s", s.log.text.String())
		}
		s.after(s.fake.Submit(discordfake.Anna, second, discordfake.Text("since", "2024")))
		all := s.desk.requests()
		inv, err := commands.Parse(all[len(all)-1].Text)
		if err != nil || inv.Verb != "find" || inv.Values["limit"] != "20" || inv.Values["since"] != "2024" || inv.Values["query"] != strings.TrimSpace(query) {
			t.Errorf("asked %+v: %v", inv, err)
		}
		if m := s.last(discordfake.Desk, discordfake.Anna); m.ID != between.ID {
			t.Error("the answer does not stand where the form went on")
		}
	})
}

// A form that mends an error holds all of it, in whichever part that is, also
// after a restart.
func TestFormKeepsOtherParts(t *testing.T) {
	cfg, long := home(), strings.TrimSpace(strings.Repeat("levy and toll ", 20))
	cfg.Shelf = &drawer{}
	synctest.Test(t, func(t *testing.T) {
		fake := staffed()
		defer fake.Close()
		var second *discordfake.Delivery
		playOn(t, fake, cfg, func(s *scene) {
			s.ask(discordfake.Anna, discordfake.Desk, "find", discordfake.Str("query", long), discordfake.Str("since", "someday"))
			first := s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "Open form"))
			s.after(s.fake.Submit(discordfake.Anna, first, discordfake.Text("limit", "20")))
			second = s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "More options"))
			if got := presetOf(second, "since"); got != "someday" {
				t.Errorf("the second part holds %q", got)
			}
		})
		playOn(t, fake, cfg, func(s *scene) {
			s.after(s.fake.Submit(discordfake.Anna, second, discordfake.Text("since", "2024")))
			inv, err := commands.Parse(s.only().Text)
			if err != nil || inv.Values["query"] != long || inv.Values["limit"] != "20" || inv.Values["since"] != "2024" {
				t.Errorf("asked %+v: %v", inv, err)
			}
		})
	})
}

// What is wrong with several fields is said at once, and the form opens again
// with what was filled in.
func TestWrongFields(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "help", discordfake.Str("verb", "ask"))
		d := s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "Open form"))
		before := len(s.desk.requests())
		s.after(s.fake.Submit(discordfake.Anna, d, discordfake.Text("question", "who pays?"), discordfake.Text("limit", "0x5"), discordfake.Text("topic", strings.Repeat("t", 100))))
		m := s.last(discordfake.Desk, discordfake.Anna)
		s.says(m, "limit: is a number from 1 to 100", "E-INVALID", "who pays?")
		if n := len(s.desk.requests()) - before; n != 0 {
			t.Errorf("the desk is asked %d times", n)
		}
		again := s.after(s.press(discordfake.Anna, m, "Open form"))
		if got := presetOf(again, "question"); got != "who pays?" {
			t.Errorf("the form holds %q", got)
		}
		s.after(s.fake.Submit(discordfake.Anna, again, discordfake.Text("limit", "5")))
		if n := len(s.desk.requests()) - before; n != 1 {
			t.Errorf("the desk is asked %d times", n)
		}
	})
}

func TestFieldErrors(t *testing.T) {
	inv := commands.Invocation{Verb: "find", Values: map[string]string{"limit": "many", "since": "someday", "type": "passage"}}
	var got []string
	for _, w := range fieldErrors(inv, 2) {
		got = append(got, w.option)
	}
	if strings.Join(got, " ") != "query limit since" {
		t.Errorf("wrong are %v", got)
	}
	if got := fieldErrors(inv, 1); len(got) != 2 {
		t.Errorf("in the first part wrong are %v", got)
	}
	reply := wrongFields(fieldErrors(inv, 2), "find limit:many")
	if len(reply.Statements) != 3 || reply.Error.Kind != briefings.Invalid {
		t.Errorf("%+v", reply)
	}
	if fieldErrors(commands.Invocation{Verb: "juggle"}, 1) != nil {
		t.Error("a verb that there is not has fields")
	}
}

// import without a document opens a form that takes some; those are fetched and
// go to the desk.
func TestImportForm(t *testing.T) {
	play(t, home(), func(s *scene) {
		d := s.ask(discordfake.Ben, discordfake.Desk, "import", discordfake.Str("marking", "amber"))
		if d.Modal() == nil {
			t.Fatalf("no form; log:\n%s", s.log.text.String())
		}
		if got := presetOf(d, "marking"); got != "amber" {
			t.Errorf("the form holds marking %q", got)
		}
		s.after(s.fake.Submit(discordfake.Ben, d, discordfake.Files(filesOption, s.fake.Upload("a.md", []byte("A")), s.fake.Upload("b.md", []byte("B")))))
		r := s.only()
		if r.Text != "import marking:amber" || len(r.Files) != 2 || string(r.Files[1].Data) != "B" {
			t.Errorf("%q with %+v", r.Text, r.Files)
		}
		forged := s.forged(discordfake.Anna, discordfake.Desk, map[string]any{"name": "import", "type": 1})
		if forged.Modal() != nil {
			t.Error("a reader is shown the form")
		}
		s.says(s.last(discordfake.Desk, discordfake.Anna), "needs the role editor")
	})
}

// A form whose text only the shelf knows is shown once more, and opens then.
func TestFormAfterRestart(t *testing.T) {
	shelf := &drawer{}
	cfg := home()
	cfg.Shelf = shelf
	synctest.Test(t, func(t *testing.T) {
		fake := staffed()
		defer fake.Close()
		var m discordfake.Message
		var opened *discordfake.Delivery
		long := strings.Repeat("levy and toll ", 20)
		playOn(t, fake, cfg, func(s *scene) {
			s.ask(discordfake.Anna, discordfake.Desk, "find", discordfake.Str("query", long), discordfake.Str("since", "someday"))
			m = s.last(discordfake.Desk, discordfake.Anna)
			first := s.after(s.press(discordfake.Anna, m, "Open form"))
			s.after(s.fake.Submit(discordfake.Anna, first))
			opened = s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "More options"))
		})
		playOn(t, fake, cfg, func(s *scene) {
			s.after(s.press(discordfake.Anna, m, "Open form"))
			ready := s.last(discordfake.Desk, discordfake.Anna)
			s.says(ready, "The form is ready")
			d := s.after(s.press(discordfake.Anna, ready, "Open form"))
			if got := presetOf(d, "query"); got != strings.TrimSpace(long) {
				t.Errorf("the form holds %q", got)
			}
			s.after(s.fake.Submit(discordfake.Anna, opened, discordfake.Text("since", "2024")))
			if r := s.only(); !strings.Contains(r.Text, "levy and toll") || !strings.Contains(r.Text, "since:2024") {
				t.Errorf("asked %q", r.Text)
			}
		})
		shelf.kept = nil
		playOn(t, fake, cfg, func(s *scene) {
			s.after(s.press(discordfake.Anna, m, "Open form"))
			s.says(s.last(discordfake.Desk, discordfake.Anna), "from before a restart")
		})
	})
}

// A role that was lost while a form was open does not count any more.
func TestDemotion(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Ben, discordfake.Desk, "help", discordfake.Str("verb", "report"))
		d := s.after(s.press(discordfake.Ben, s.last(discordfake.Desk, discordfake.Ben), "Open form"))
		s.fake.SetMember(discordfake.Member{Guild: discordfake.GuildID, User: discordfake.Ben})
		s.after(s.fake.Submit(discordfake.Ben, d, discordfake.Text("of", "levy")))
		s.says(s.last(discordfake.Desk, discordfake.Ben), "You may not use report here: it needs the role editor, and yours is reader.", "levy")
	})
}
