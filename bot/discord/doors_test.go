package discord

import (
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/briefings"
	"attache/commands"
)

func TestCommand(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "ask", discordfake.Str("question", "Who & what: pays?"), discordfake.Int("limit", 7))
		r := s.only()
		if r.Text != `ask limit:7 question:"Who & what: pays?"` || r.Person.ID != "discord/"+discordfake.GuildID+"/"+discordfake.Anna ||
			r.Person.Role != briefings.Reader || r.Person.Name != "Anna Reader" {
			t.Errorf("request %q from %+v", r.Text, r.Person)
		}
		if r.Place != (commands.Place{Platform: "discord", Workspace: discordfake.GuildID, Channel: discordfake.Desk, Clearance: briefings.Green}) {
			t.Errorf("place %+v", r.Place)
		}
		m := s.last(discordfake.Desk, discordfake.Anna)
		s.says(m, "The levy covers the cost.", "Only you can see this")
		if m.ForUser != discordfake.Anna {
			t.Errorf("shown to %q", m.ForUser)
		}
	})
}

// An answer that takes long is on its way at once, and then stands where that
// was said.
func TestLateAnswer(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.desk.delay = 4 * time.Second
		d := s.ask(discordfake.Anna, discordfake.Desk, "topics")
		if r := d.Response(); r.Type != discordfake.DeferredReply || r.Took > 200*time.Millisecond {
			t.Errorf("responded with %d after %s", r.Type, r.Took)
		}
		all := s.seen(discordfake.Desk, discordfake.Anna)
		if len(all) != 1 || all[0].ForUser != discordfake.Anna || all[0].Loading {
			t.Fatalf("Anna sees %d messages", len(all))
		}
		s.says(all[0], "Answer to topics")
	})
}

// A reply in the person's own conversation with the bot stays there, may not be
// shared, and may show what a channel may not.
func TestCommandDirect(t *testing.T) {
	play(t, home(), func(s *scene) {
		own := s.fake.Direct(discordfake.Ben)
		s.ask(discordfake.Ben, own, "drafts")
		r := s.only()
		if r.Place.Channel != "" || r.Place.Clearance != briefings.Amber || r.Person.Role != briefings.Editor ||
			r.Person.ID != "discord/"+discordfake.GuildID+"/"+discordfake.Ben {
			t.Errorf("asked from %+v by %+v", r.Place, r.Person)
		}
		m := s.last(own, discordfake.Ben)
		if _, ok := control(m, "Share"); m.Ephemeral || ok {
			t.Errorf("gone with the window %t, can be shared %t", m.Ephemeral, ok)
		}
	})
}

// Yes and no, and what is left empty, come as the desk reads them.
func TestOptions(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "summary", discordfake.Str("of", `the "levy"`), discordfake.Bool("share", false), discordfake.Str("source", "  "))
		inv, err := commands.Parse(s.only().Text)
		if err != nil || inv.Values["of"] != `the "levy"` || len(inv.Values) != 1 {
			t.Errorf("%q: %v", s.only().Text, err)
		}
	})
}

// The desk's mistakes and the person's are said to the person alone, with what
// they wrote and the form that mends it.
func TestErrors(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "find", discordfake.Str("query", "levy"), discordfake.Str("since", "someday"))
		m := s.last(discordfake.Desk, discordfake.Anna)
		s.says(m, "is not a date", "E-INVALID", "You wrote", "since:someday")
		if m.ForUser != discordfake.Anna {
			t.Errorf("shown to %q", m.ForUser)
		}
		form := s.after(s.press(discordfake.Anna, m, "Open form"))
		values := map[string]string{}
		for _, c := range form.Modal().Controls() {
			values[c.CustomID] = presetOf(form, c.CustomID)
		}
		if values["query"] != "levy" {
			t.Errorf("the form holds %v", values)
		}
		s.forged(discordfake.Anna, discordfake.Desk, map[string]any{"name": "report", "type": 1, "options": []any{map[string]any{"name": "of", "type": 3, "value": "levy"}}})
		m = s.last(discordfake.Desk, discordfake.Anna)
		s.says(m, "it needs the role editor", "E-ROLE")
		if _, ok := control(m, "Open form"); ok {
			t.Error("a form is offered to somebody who may not use it")
		}
	})
}

// What nobody knows is counted, and said to be gone.
func TestUnknown(t *testing.T) {
	play(t, home(), func(s *scene) {
		for _, d := range []*discordfake.Delivery{
			s.forged(discordfake.Anna, discordfake.Desk, map[string]any{"name": "juggle", "type": 1}),
			s.forged(discordfake.Anna, discordfake.Desk),
			s.fake.Forge(discordfake.Anna, discordfake.Desk, typeComponent, map[string]any{"custom_id": "paint.1:red", "component_type": 2}),
			s.fake.Forge(discordfake.Anna, discordfake.Desk, typeComponent, map[string]any{"custom_id": "select.0:", "component_type": 3, "values": []string{"select.0:"}}),
			s.fake.Forge(discordfake.Anna, discordfake.Desk, typeComponent, map[string]any{"custom_id": "open.1:juggle", "component_type": 2}),
			s.fake.Forge(discordfake.Anna, discordfake.Desk, typeModal, map[string]any{"custom_id": "run.1:ask", "components": []any{}}),
			s.fake.Forge(discordfake.Anna, discordfake.Desk, typeCommand, map[string]any{"name": "Look", "type": 2, "target_id": discordfake.Ben}),
			s.fake.Forge(discordfake.Anna, discordfake.Desk, typeCommand, map[string]any{"name": draftMessage, "type": 3, "target_id": "99"}),
		} {
			s.after(d)
			s.says(s.last(discordfake.Desk, discordfake.Anna), "no longer offered")
		}
		if n := s.p.Metrics().Unknown; n != 8 {
			t.Errorf("%d inbounds were unknown, want 8", n)
		}
		if n := len(s.desk.requests()); n != 0 {
			t.Errorf("%d requests were made", n)
		}
	})
}

func TestMessageCommands(t *testing.T) {
	play(t, home(), func(s *scene) {
		said := s.fake.Say(discordfake.Cara, discordfake.Desk, "We should double the levy, <@"+discordfake.Anna+">. "+strings.Repeat("It is too low. ", 40))
		s.after(s.fake.MessageCommand(discordfake.Anna, discordfake.Desk, checkMessage, said.ID))
		r := s.only()
		inv, err := commands.Parse(r.Text)
		if err != nil || inv.Verb != "ask" || !strings.HasPrefix(inv.Values["question"], "We should double the levy, @") {
			t.Errorf("checking a message asks %q: %v", r.Text, err)
		}
		if m := s.last(discordfake.Desk, discordfake.Anna); m.ForUser != discordfake.Anna {
			t.Errorf("shown to %q", m.ForUser)
		}
		s.after(s.fake.MessageCommand(discordfake.Ben, discordfake.Desk, draftMessage, said.ID))
		r = s.desk.requests()[1]
		if r.Text != "import" || len(r.Files) != 1 || !strings.HasPrefix(string(r.Files[0].Data), "We should double") || !strings.HasSuffix(r.Files[0].Name, ".txt") {
			t.Errorf("saving a message sends %q with %d files", r.Text, len(r.Files))
		}
		s.after(s.fake.Forge(discordfake.Anna, discordfake.Desk, typeCommand, map[string]any{"name": draftMessage, "type": 3, "target_id": said.ID,
			"resolved": map[string]any{"messages": map[string]any{said.ID: map[string]any{"id": said.ID, "content": said.Content}}}}))
		if r := s.desk.requests()[2]; r.Person.Role != briefings.Reader {
			t.Errorf("saved with the role %s", r.Person.Role)
		}
		s.says(s.last(discordfake.Desk, discordfake.Anna), "needs the role editor", "E-ROLE")

		empty := s.fake.Say(discordfake.Cara, discordfake.Desk, "")
		s.after(s.fake.MessageCommand(discordfake.Anna, discordfake.Desk, checkMessage, empty.ID))
		s.says(s.last(discordfake.Desk, discordfake.Anna), "no words to look up")
		s.after(s.fake.MessageCommand(discordfake.Ben, discordfake.Desk, draftMessage, empty.ID))
		s.says(s.last(discordfake.Desk, discordfake.Ben), "neither files nor words")
		if n := len(s.desk.requests()); n != 3 {
			t.Errorf("%d requests", n)
		}
	})
}

// The files of a message are kept in place of its words.
func TestMessageFiles(t *testing.T) {
	play(t, home(), func(s *scene) {
		said := s.fake.Say(discordfake.Cara, discordfake.Desk, "See here.", s.fake.Upload("paper.md", []byte("# Paper")))
		s.after(s.fake.MessageCommand(discordfake.Ben, discordfake.Desk, draftMessage, said.ID))
		if r := s.only(); len(r.Files) != 1 || r.Files[0].Name != "paper.md" || string(r.Files[0].Data) != "# Paper" {
			t.Errorf("%+v", r.Files)
		}
	})
}

// What Discord writes in code is read as people see it.
func TestTyped(t *testing.T) {
	names := map[string]string{"7": "Anna"}
	for in, want := range map[string]string{
		"<@7> and <@!7>":           "@Anna and @Anna",
		"<@8>, <@&9>, <#10>":       "@somebody, @a role, #a channel",
		"<:flag:1><a:wave:2>":      ":flag::wave:",
		"at <t:1718000000:f>":      "at 10 June 2024 06:13 UTC",
		"</brief ask:12>":          "/brief ask",
		"a < b <c> <@x> <t:later>": "a < b <c> <@x> <t:later>",
	} {
		if got := typed(in, names); got != want {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
	}
}

// The words of a message are those of all its parts.
func TestWordsOfMessage(t *testing.T) {
	m := messagePayload{Content: "One", Embeds: []embedPayload{{Title: "Two", Description: "Three"}},
		Components: []shownPayload{{Components: []shownPayload{{Content: "Four <@7>"}}}}, Mentions: []userPayload{{ID: "7", Name: "anna"}}}
	inner := messagePayload{Content: "Five", Attachments: []attachmentPayload{{ID: "1"}}}
	m.Forwarded = append(m.Forwarded, struct {
		Message *messagePayload `json:"message"`
	}{&inner})
	if got := m.words(nil); got != "One\nTwo\nThree\nFour @anna\nFive" {
		t.Errorf("%q", got)
	}
	if n := len(m.allFiles()); n != 1 {
		t.Errorf("%d files", n)
	}
}
