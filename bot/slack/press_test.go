package slack

import (
	"strings"
	"testing"
	"time"

	"attache/bot/slack/slackfake"
	"attache/commands"
)

// asked has a user ask privately in a channel, and returns the answer.
func (s *scene) asked(user, channel string) slackfake.Message {
	s.t.Helper()
	s.after(s.fake.Command(user, channel, "/brief ask who pays?"))
	return s.last(channel, user)
}

func TestPassageButton(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		answer := s.asked("U_ANNA", "C_DESK")
		s.after(s.fake.Press("U_ANNA", answer, "1"))
		all := s.fake.Seen("C_DESK", "U_ANNA")
		if len(all) != 2 || all[1].To != "U_ANNA" {
			t.Fatalf("%d messages, want the answer and the passage", len(all))
		}
		s.says(all[1], "cite ref:S-0001#3")
		s.after(s.fake.Press("U_ANNA", answer, "Longer"))
		all = s.fake.Seen("C_DESK", "U_ANNA")
		if len(all) != 2 || !strings.Contains(all[0].Plain(), "limit:10") {
			t.Errorf("Longer leaves %d messages, the first %q", len(all), all[0].Plain())
		}
	})
}

// A button that changes something goes once it has done so, and stays when it
// could not.
func TestButtonsThatChange(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		answer := s.asked("U_ANNA", "C_DESK")
		s.after(s.fake.Press("U_ANNA", answer, "Publish levy"))
		all := s.fake.Seen("C_DESK", "U_ANNA")
		if len(all) != 2 || !strings.Contains(all[0].Plain(), "The levy covers") {
			t.Fatalf("a refused press leaves %d messages", len(all))
		}
		s.says(all[1], "it needs the role approver", "E-ROLE")

		answer = s.asked("U_CARA", "C_DESK")
		s.after(s.fake.Press("U_CARA", answer, "Publish levy"))
		if m := s.last("C_DESK", "U_CARA"); !strings.Contains(m.Plain(), "Answer to brief approve") || m.TS != answer.TS {
			t.Errorf("a press that worked shows %q", m.Plain())
		}
	})
}

// Buttons work in a new process and after an hour, when their response address
// is spent: a message of its own takes its place.
func TestStaleButtons(t *testing.T) {
	var answer slackfake.Message
	play(t, Config{}, func(s *scene) { answer = s.asked("U_ANNA", "C_DESK") })
	play(t, Config{}, func(s *scene) {
		s.asked("U_ANNA", "C_DESK")
		time.Sleep(time.Hour)
		s.fake.Inject(slackfake.Fault{Method: "response_url", Error: "used_url"})
		s.after(s.fake.Press("U_ANNA", answer, "Longer"))
		if m := s.last("C_DESK", "U_ANNA"); m.Via != "chat.postEphemeral" || m.To != "U_ANNA" {
			t.Errorf("shown via %s to %q", m.Via, m.To)
		}
	})
}

// Two quick presses of one button do one thing; a press some time later does it
// again.
func TestDoublePress(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		answer := s.asked("U_BEN", "C_DESK")
		s.fake.Press("U_BEN", answer, "Publish levy")
		time.Sleep(100 * time.Millisecond)
		s.after(s.fake.Press("U_BEN", answer, "Publish levy"))
		if n := len(s.desk.requests()) - 1; n != 1 {
			t.Errorf("two quick presses make %d requests", n)
		}
		s.after(s.fake.Press("U_BEN", answer, "Publish levy"))
		if n := len(s.desk.requests()) - 1; n != 2 {
			t.Errorf("a later press makes it %d requests, want 2", n)
		}
	})
}

func TestShare(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		answer := s.asked("U_ANNA", "C_DESK")
		s.after(s.fake.Press("U_ANNA", answer, "Share"))
		all := s.fake.Messages("C_DESK")
		if len(all) != 2 {
			t.Fatalf("%d messages, want the private one and the copy", len(all))
		}
		copied := all[1]
		s.says(copied, "Shared by anna", "The levy covers the cost.")
		if copied.To != "" {
			t.Errorf("the copy is for %q", copied.To)
		}
		for _, b := range copied.Buttons() {
			if b.Label == "Longer" || b.Label == "Publish levy" || b.Label == "Share" {
				t.Errorf("the copy has the button %q", b.Label)
			}
		}
		for _, b := range all[0].Buttons() {
			if b.Label == "Share" {
				t.Error("the private answer can be shared again")
			}
		}
		// A passage of the copy is for the one who asks for it.
		s.after(s.fake.Press("U_CARA", copied, "1"))
		if m := s.last("C_DESK", "U_CARA"); m.To != "U_CARA" {
			t.Errorf("the passage is shown to %q", m.To)
		}
		if r := s.desk.requests()[1]; !strings.Contains(r.Text, "share:yes") {
			t.Errorf("the record would say %q", r.Text)
		}
	})
}

// A copy goes where the answer stands, even when the app is no member, and says
// to the one who shared when it cannot.
func TestShareElsewhere(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		answer := s.asked("U_ANNA", "C_QUIET")
		s.after(s.fake.Press("U_ANNA", answer, "Share"))
		if all := s.fake.Seen("C_QUIET", "U_BEN"); len(all) != 1 {
			t.Fatalf("Ben sees %d messages, want the copy", len(all))
		}
		answer = s.asked("U_CARA", "C_QUIET")
		s.fake.Inject(slackfake.Fault{Method: "response_url", Error: "used_url", Times: 2})
		s.after(s.fake.Press("U_CARA", answer, "Share"))
		s.says(s.last("C_QUIET", "U_CARA"), "invite Attaché with /invite and share again")
	})
}

func TestReport(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		answer := s.asked("U_ANNA", "C_DESK")
		s.after(s.fake.Press("U_ANNA", answer, "Report"))
		s.says(s.last("C_DESK", "U_ANNA"), "Thank you")
		if s.log.count("a reader reports a problem") != 1 || s.log.count("who pays?") == 0 {
			t.Errorf("the log says:\n%s", s.log.text.String())
		}
		if n := len(s.desk.requests()); n != 1 {
			t.Errorf("%d requests, want that of the answer alone", n)
		}
	})
}

// The pages of a long reply follow each other in one message.
func TestPageButtons(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
			for range 60 {
				r.Statements = append(r.Statements, commands.Statement{Text: strings.Repeat("The levy is owed. ", 40), Cites: []int{1}})
			}
			return r
		}
		answer := s.asked("U_ANNA", "C_DESK")
		s.says(answer, "Page 1 of ")
		s.after(s.fake.Press("U_ANNA", answer, "Next page"))
		all := s.fake.Seen("C_DESK", "U_ANNA")
		if len(all) != 1 {
			t.Fatalf("%d messages, want one", len(all))
		}
		s.says(all[0], "Page 2 of ")
	})
}

// A button in a conversation with the app changes the message there.
func TestDirectButtons(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.DirectMessage("U_CARA", "", "who pays?"))
		own := s.fake.Direct("U_CARA")
		answer := s.last(own, "U_CARA")
		s.after(s.fake.Press("U_CARA", answer, "Longer"))
		m := s.last(own, "U_CARA")
		if m.TS != answer.TS || !strings.Contains(m.Plain(), "limit:10") {
			t.Errorf("Longer shows %q in %s", m.Plain(), m.TS)
		}
		s.after(s.fake.Press("U_CARA", answer, "1"))
		if m := s.last(own, "U_CARA"); m.TS == answer.TS || m.Thread != answer.Thread || m.To != "" {
			t.Errorf("the passage stands in thread %q for %q", m.Thread, m.To)
		}
		s.fake.Inject(slackfake.Fault{Method: "response_url", Error: "expired_url"})
		s.after(s.fake.Press("U_CARA", answer, "Publish levy"))
		for _, m := range s.fake.Messages(own) {
			if m.TS == answer.TS && !strings.Contains(m.Plain(), "Answer to brief approve") {
				t.Errorf("the button is still there: %q", m.Plain())
			}
		}
	})
}
