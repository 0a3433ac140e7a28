package slack

import (
	"strings"
	"testing"

	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
)

func TestCommand(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief ask Who &amp; what pays?"))
		r := s.only()
		if r.Text != "ask Who & what pays?" || r.Person.ID != "slack/T_FAKE/U_ANNA" || r.Person.Role != briefings.Reader || r.Person.Name != "anna" {
			t.Errorf("request %q from %+v", r.Text, r.Person)
		}
		if r.Place != (commands.Place{Platform: "slack", Workspace: "T_FAKE", Channel: "C_DESK", Clearance: briefings.Green, Zone: "Europe/London"}) {
			t.Errorf("place %+v", r.Place)
		}
		m := s.last("C_DESK", "U_ANNA")
		s.says(m, "The levy covers the cost.", "Only you can see this")
		if m.To != "U_ANNA" || m.Text == "" || m.Via != "response_url" {
			t.Errorf("shown to %q via %s with notification %q", m.To, m.Via, m.Text)
		}
	})
}

// A reply to a command in the person's own conversation may show what a channel
// may not.
func TestCommandDirect(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", s.fake.Direct("U_BEN"), "/brief-admin drafts"))
		if r := s.only(); r.Place.Channel != "" || r.Place.Clearance != briefings.Amber || r.Person.Role != briefings.Editor {
			t.Errorf("asked from %+v by %+v", r.Place, r.Person)
		}
	})
}

func TestMention(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Mention("U_ANNA", "C_DESK", "", "who pays?"))
		asked := s.fake.Messages("C_DESK")[0]
		m := s.last("C_DESK", "U_BEN")
		if m.Thread != asked.TS || m.To != "" || !m.UnfurlOff {
			t.Errorf("the answer stands in thread %q for %q; want %q for everybody", m.Thread, m.To, asked.TS)
		}
		if r := s.only(); r.Text != "who pays?" {
			t.Errorf("asked %q", r.Text)
		}
		s.after(s.fake.Mention("U_ANNA", "C_DESK", asked.TS, "and who not?"))
		if m := s.last("C_DESK", "U_BEN"); m.Thread != asked.TS {
			t.Errorf("the second answer stands in %q", m.Thread)
		}
	})
}

// What is for the asker alone is so after a mention too: errors, what editors
// do, and who somebody is.
func TestMentionPrivate(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		for _, text := range []string{"whoami", "drafts", "find type:nonsense levy", "publish levy"} {
			before := len(s.fake.Seen("C_DESK", "U_CARA"))
			s.after(s.fake.Mention("U_BEN", "C_DESK", "", text))
			m := s.last("C_DESK", "U_BEN")
			if m.To != "U_BEN" || m.Thread != "" {
				t.Errorf("%q is shown to %q in thread %q", text, m.To, m.Thread)
			}
			if n := len(s.fake.Seen("C_DESK", "U_CARA")) - before; n != 1 {
				t.Errorf("%q shows Cara %d messages more, want the question alone", text, n)
			}
		}
		s.says(s.last("C_DESK", "U_BEN"), "publish levy")
	})
}

func TestDirectMessage(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.DirectMessage("U_ANNA", "", "who pays?"))
		own := s.fake.Direct("U_ANNA")
		asked := s.fake.Messages(own)[0]
		m := s.last(own, "U_ANNA")
		if m.Thread != asked.TS || m.From != "U_ATTACHE" {
			t.Errorf("answered in %q by %s, want %q", m.Thread, m.From, asked.TS)
		}
		if r := s.only(); r.Place.Clearance != briefings.Amber {
			t.Errorf("clearance %s", r.Place.Clearance)
		}
	})
}

// The app pays no attention to programs, itself included, to changes of
// messages, and to what it does not know.
func TestNotForIt(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		own := s.fake.Direct("U_ANNA")
		for _, event := range []map[string]any{
			{"channel": own, "user": "U_ATTACHE", "text": "who pays?", "ts": "1.1", "channel_type": "im"},
			{"channel": own, "user": "U_ANNA", "bot_id": "B1", "text": "who pays?", "ts": "1.2", "channel_type": "im"},
			{"channel": own, "user": "U_ANNA", "subtype": "message_changed", "text": "who pays?", "ts": "1.3", "channel_type": "im"},
			{"channel": "C_DESK", "user": "U_ANNA", "text": "who pays?", "ts": "1.4", "channel_type": "channel"},
			{"channel": own, "text": "who pays?", "ts": "1.5", "channel_type": "im"},
			{"channel": own, "user": "U_OTHERBOT", "text": "who pays?", "ts": "1.6", "channel_type": "im"},
		} {
			s.after(s.fake.Event("message", event))
		}
		s.after(s.fake.Event("reaction_added", map[string]any{"user": "U_ANNA"}))
		if n := len(s.desk.requests()); n != 0 {
			t.Errorf("%d requests were made", n)
		}
		if n := len(s.fake.Effects()); n != 0 {
			t.Errorf("%d things were shown", n)
		}
		if n := s.p.Metrics().Unknown; n != 1 {
			t.Errorf("%d inbounds were unknown, want 1", n)
		}
	})
}

func TestMessageShortcuts(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		said := s.fake.Say("U_CARA", "C_DESK", "", "We should double the levy. "+strings.Repeat("It is too low. ", 40))
		s.after(s.fake.MessageShortcut("U_ANNA", shortcutCheck, said))
		r := s.only()
		inv, err := commands.Parse(r.Text)
		if err != nil || inv.Verb != "ask" || !strings.HasPrefix(inv.Values["question"], "We should double the levy.") {
			t.Errorf("checking a message asks %q: %v", r.Text, err)
		}
		if m := s.last("C_DESK", "U_ANNA"); m.To != "U_ANNA" {
			t.Errorf("shown to %q", m.To)
		}
		s.after(s.fake.MessageShortcut("U_BEN", shortcutDraft, said))
		r = s.desk.requests()[1]
		if r.Text != "import" || len(r.Files) != 1 || !strings.HasPrefix(string(r.Files[0].Data), "We should double") || !strings.HasSuffix(r.Files[0].Name, ".txt") {
			t.Errorf("saving a message sends %q with %d files", r.Text, len(r.Files))
		}
		s.after(s.fake.MessageShortcut("U_ANNA", shortcutDraft, said))
		s.says(s.last("C_DESK", "U_ANNA"), "needs the role editor", "E-ROLE")
	})
}

func TestHome(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		for user, want := range map[string][]string{
			"U_ANNA":  {"levy: edition 1", "Ask a question", "What you follow", "Nothing yet", "Follow a topic"},
			"U_OWEN":  {"Import a document", "Done: Slack reaches"},
			"U_GUEST": {"Guests are not answered here"},
		} {
			s.after(s.fake.OpenHome(user))
			home, ok := s.fake.Home(user)
			if !ok {
				t.Fatalf("%s has no Home; log:\n%s", user, s.log.text.String())
			}
			text := home.Plain()
			for _, b := range home.Buttons() {
				text += "\n" + b.Label
			}
			for _, part := range want {
				if !strings.Contains(text, part) {
					t.Errorf("%s sees %q, without %q", user, text, part)
				}
			}
			if strings.Contains(text, "Set-up") != (user == "U_OWEN") {
				t.Errorf("%s sees %q", user, text)
			}
		}
		home, _ := s.fake.Home("U_ANNA")
		s.after(s.fake.PressView("U_ANNA", home, "Find passages"))
		if v := s.view("U_ANNA"); v.Title != "Find" {
			t.Errorf("the button opens %q", v.Title)
		}
		s.desk.reply = func(r commands.Request, reply commands.Reply) commands.Reply {
			if r.Text == "watch list" && r.Place.Channel == "" && r.Person.ID == "slack/T_FAKE/U_ANNA" {
				reply.Tables = []commands.Table{{Header: []string{"", "name", "next"}, Rows: [][]string{{"D-0001", "levy <!here>", "–"}}, Cites: [][]int{nil}}}
			}
			return reply
		}
		s.after(s.fake.OpenHome("U_ANNA"))
		if home, _ = s.fake.Home("U_ANNA"); !strings.Contains(home.Plain(), "D-0001 · levy") {
			t.Errorf("Anna sees %q", home.Plain())
		}
	})
}

// What comes with too little time left, or after a trigger has been spent, is
// answered with a message in place of a form.
func TestTooLateForAForm(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.fake.Inject(slackfake.Fault{Method: "views.open", Error: "expired_trigger_id"})
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief"))
		s.says(s.last("C_DESK", "U_ANNA"), "write it on one line, such as /brief ask")
		s.fake.Inject(slackfake.Fault{Method: "views.open", RetryAfter: 30e9})
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief"))
		s.says(s.last("C_DESK", "U_ANNA"), "write it on one line")
	})
}

// views.open comes before every other call and within half a second.
func TestFormOpensFirst(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.fake.Forget()
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief"))
		calls := s.fake.Log()
		if len(calls) == 0 || calls[0].Method != "views.open" {
			t.Fatalf("the first of %d calls is no views.open: %+v", len(calls), calls)
		}
		s.view("U_ANNA")
	})
}
