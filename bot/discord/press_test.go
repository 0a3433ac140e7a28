package discord

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/commands"
)

func TestPassageButton(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.after(s.press(discordfake.Anna, answer, "[1]"))
		all := s.seen(discordfake.Desk, discordfake.Anna)
		if len(all) != 2 || all[1].ForUser != discordfake.Anna {
			t.Fatalf("%d messages, want the answer and the passage", len(all))
		}
		s.says(all[1], "cite ref:S-0001#3")
		s.after(s.press(discordfake.Anna, answer, "Longer"))
		all = s.seen(discordfake.Desk, discordfake.Anna)
		if len(all) != 2 || !strings.Contains(plain(all[0]), "limit:10") {
			t.Errorf("Longer leaves %d messages, the first %q", len(all), plain(all[0]))
		}
	})
}

// More passages than a row holds are in a select.
func TestPassageSelect(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
			for n := 2; n <= 9; n++ {
				c := r.Citations[0]
				c.N, c.Ref.N = n, n
				r.Citations = append(r.Citations, c)
			}
			return r
		}
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		passages, ok := control(answer, "Passages")
		if !ok || len(passages.Values) != 9 {
			t.Fatalf("select %+v", passages)
		}
		s.after(s.fake.Select(discordfake.Anna, answer.ID, passages.CustomID, passages.Values[4]))
		if r := s.desk.requests()[1]; r.Text != "cite ref:S-0001#5" {
			t.Errorf("the fifth passage asks %q", r.Text)
		}
	})
}

// A button that changes something goes once it has done so, and stays when it
// could not.
func TestButtonsThatChange(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.after(s.press(discordfake.Anna, answer, "Publish levy"))
		all := s.seen(discordfake.Desk, discordfake.Anna)
		if len(all) != 2 || !strings.Contains(plain(all[0]), "The levy covers") {
			t.Fatalf("a refused press leaves %d messages", len(all))
		}
		s.says(all[1], "it needs the role approver", "E-ROLE")

		answer = s.asked(discordfake.Cara, discordfake.Desk)
		s.after(s.press(discordfake.Cara, answer, "Publish levy"))
		if m := s.last(discordfake.Desk, discordfake.Cara); !strings.Contains(plain(m), "Answer to brief approve") || m.ID != answer.ID {
			t.Errorf("a press that worked shows %q", plain(m))
		}
	})
}

// A refusal that comes late stands beside the message, which stays.
func TestLateRefusal(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.desk.delay = 2 * time.Second
		s.after(s.press(discordfake.Anna, answer, "Publish levy"))
		all := s.seen(discordfake.Desk, discordfake.Anna)
		if len(all) != 2 || all[0].Edits != 0 || all[1].ForUser != discordfake.Anna {
			t.Fatalf("%d messages, the first changed %d times", len(all), all[0].Edits)
		}
		s.says(all[1], "E-ROLE")
	})
}

// What cannot be undone is asked about first, for the asker alone, and the
// question gives way to what was done.
func TestQuestionFirst(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Cara, discordfake.Desk)
		s.after(s.press(discordfake.Cara, answer, "Retire levy"))
		if n := len(s.desk.requests()); n != 1 {
			t.Fatalf("%d requests before the question is answered", n)
		}
		question := s.last(discordfake.Desk, discordfake.Cara)
		s.says(question, "Take levy out of force?")
		s.after(s.press(discordfake.Cara, question, "Retire levy"))
		m := s.last(discordfake.Desk, discordfake.Cara)
		if r := s.desk.requests()[1]; r.Text != "retire confirm:yes of:levy" || m.ID != question.ID || !strings.Contains(plain(m), "Answer to brief retire") {
			t.Errorf("asked %q, and %q stands there", r.Text, plain(m))
		}
		s.after(s.fake.Forge(discordfake.Cara, discordfake.Desk, typeComponent, map[string]any{"custom_id": "sure.1:retire", "component_type": 2}))
		s.says(s.last(discordfake.Desk, discordfake.Cara), "no longer offered")
	})
}

// Buttons work in a new process, also those whose text no custom_id can hold:
// the shelf has it.
func TestButtonsAfterRestart(t *testing.T) {
	shelf := &drawer{}
	cfg := home()
	cfg.Shelf = shelf
	long := strings.Repeat("levy and toll ", 20)
	synctest.Test(t, func(t *testing.T) {
		fake := staffed()
		defer fake.Close()
		var answer discordfake.Message
		playOn(t, fake, cfg, func(s *scene) {
			s.ask(discordfake.Anna, discordfake.Desk, "ask", discordfake.Str("question", long))
			answer = s.last(discordfake.Desk, discordfake.Anna)
		})
		if len(shelf.kept) == 0 {
			t.Fatal("the shelf is empty")
		}
		playOn(t, fake, cfg, func(s *scene) {
			s.after(s.press(discordfake.Anna, answer, "Report"))
			s.says(s.last(discordfake.Desk, discordfake.Anna), "Thank you")
			s.after(s.press(discordfake.Anna, answer, "Share"))
			if r := s.only(); !strings.Contains(r.Text, "levy and toll") || !strings.Contains(r.Text, "share:yes") {
				t.Errorf("shared %q", r.Text)
			}
		})
		shelf.fail = errors.New("disk full")
		playOn(t, fake, cfg, func(s *scene) {
			s.after(s.press(discordfake.Anna, answer, "Report"))
			s.says(s.last(discordfake.Desk, discordfake.Anna), "from before a restart")
			s.ask(discordfake.Anna, discordfake.Desk, "ask", discordfake.Str("question", long))
			s.after(s.press(discordfake.Anna, s.last(discordfake.Desk, discordfake.Anna), "Report"))
			s.says(s.last(discordfake.Desk, discordfake.Anna), "Thank you")
		})
	})
}

// Two quick presses of one button do one thing; a press some time later does it
// again.
func TestDoublePress(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Ben, discordfake.Desk)
		s.press(discordfake.Ben, answer, "[1]")
		time.Sleep(100 * time.Millisecond)
		s.after(s.press(discordfake.Ben, answer, "[1]"))
		if n := len(s.desk.requests()) - 1; n != 1 {
			t.Errorf("two quick presses make %d requests", n)
		}
		s.after(s.press(discordfake.Ben, answer, "[1]"))
		if n := len(s.desk.requests()) - 1; n != 2 {
			t.Errorf("a later press makes it %d requests, want 2", n)
		}
	})
}

func TestReport(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.after(s.press(discordfake.Anna, answer, "Report"))
		s.says(s.last(discordfake.Desk, discordfake.Anna), "Thank you")
		if s.log.count("a reader reports a problem") != 1 || s.log.count("who pays?") == 0 {
			t.Errorf("the log says:\n%s", s.log.text.String())
		}
		if n := len(s.desk.requests()); n != 1 {
			t.Errorf("%d requests, want that of the answer alone", n)
		}
	})
}

// The pages of a long reply follow each other in one message; of one that
// everybody sees, in a message of the reader's own.
func TestPageButtons(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
			for range 12 {
				r.Statements = append(r.Statements, commands.Statement{Text: strings.Repeat("The levy is owed. ", 40), Cites: []int{1}})
			}
			return r
		}
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.says(answer, "Page 1 of ")
		s.after(s.press(discordfake.Anna, answer, "Page 2 ▶"))
		all := s.seen(discordfake.Desk, discordfake.Anna)
		if len(all) != 1 {
			t.Fatalf("%d messages, want one", len(all))
		}
		s.says(all[0], "Page 2 of ")
		s.after(s.press(discordfake.Anna, all[0], "Share"))
		copied := s.last(discordfake.Desk, discordfake.Cara)
		s.says(copied, "Page 1 of ")
		s.after(s.press(discordfake.Cara, copied, "Page 2 ▶"))
		if m := s.last(discordfake.Desk, discordfake.Cara); m.ForUser != discordfake.Cara || !strings.Contains(plain(m), "Page 2 of ") {
			t.Errorf("for %q: %q", m.ForUser, plain(m))
		}
	})
}

// A button in a conversation with the bot changes the message there.
func TestDirectButtons(t *testing.T) {
	play(t, home(), func(s *scene) {
		own := s.fake.Direct(discordfake.Ben)
		answer := s.asked(discordfake.Ben, own)
		s.after(s.press(discordfake.Ben, answer, "Longer"))
		m := s.last(own, discordfake.Ben)
		if m.ID != answer.ID || !strings.Contains(plain(m), "limit:10") {
			t.Errorf("Longer shows %q in %s", plain(m), m.ID)
		}
		s.after(s.press(discordfake.Ben, answer, "[1]"))
		if m := s.last(own, discordfake.Ben); m.ID == answer.ID || m.Ephemeral {
			t.Errorf("the passage is gone with the window: %t", m.Ephemeral)
		}
	})
}
