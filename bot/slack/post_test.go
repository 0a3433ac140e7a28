package slack

import (
	"strings"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/commands"
)

// shownIn returns how often a channel was shown anything.
func (s *scene) shownIn(channel string) int {
	n := 0
	for _, e := range s.fake.Effects() {
		if e.Channel == channel {
			n++
		}
	}
	return n
}

// An answer that Slack refuses for its form comes plainer, and never not at all.
func TestFallback(t *testing.T) {
	for _, word := range []string{"invalid_blocks", "msg_too_long", "msg_blocks_too_long"} {
		play(t, Config{}, func(s *scene) {
			s.fake.Inject(slackfake.Fault{Method: "response_url", Error: word})
			s.fake.Inject(slackfake.Fault{Method: "response_url", Error: word})
			s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
				r.Tables = []commands.Table{{Header: []string{"who", "does"}, Rows: [][]string{{"Flag states", "pay"}}, Cites: [][]int{{1}}}}
				return r
			}
			s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief recs"))
			m := s.last("C_DESK", "U_ANNA")
			s.says(m, "The levy covers the cost.", "Flag states")
			if n := len(s.fake.Seen("C_DESK", "U_ANNA")); n != 1 {
				t.Errorf("%s: %d messages", word, n)
			}
		})
	}
}

// What Slack limits is shown after the time that it names, once.
func TestLimited(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		for _, method := range []string{"response_url", "users.info", "chat.postMessage"} {
			s.fake.Inject(slackfake.Fault{Method: method, RetryAfter: 7 * time.Second})
		}
		start := time.Now()
		s.fake.Command("U_ANNA", "C_DESK", "/brief ask who pays?")
		s.fake.Mention("U_BEN", "C_DESK", "", "who pays?")
		time.Sleep(40 * time.Second)
		if n := s.shownIn("C_DESK"); n != 2 {
			t.Fatalf("%d things are shown, want the two answers; log:\n%s", n, s.log.text.String())
		}
		for _, c := range s.fake.Log("users.info") {
			if c.Error == "" && c.At.Sub(start) < 7*time.Second {
				t.Errorf("asked again after %s", c.At.Sub(start))
			}
		}
	})
}

// A message is never sent again when it may have been shown: the answer that
// does not come is better than the one that comes twice.
func TestNeverTwice(t *testing.T) {
	for _, fault := range []slackfake.Fault{
		{Error: "internal_error", AfterEffect: true},
		{Drop: true, AfterEffect: true},
		{Status: 503, AfterEffect: true},
		{Delay: 11 * time.Second, AfterEffect: true, Drop: true},
	} {
		play(t, Config{}, func(s *scene) {
			fault.Method = "chat.postMessage"
			s.fake.Inject(fault)
			s.fake.Mention("U_ANNA", "C_DESK", "", "who pays?")
			time.Sleep(2 * time.Minute)
			if n := s.shownIn("C_DESK"); n > 1 {
				t.Errorf("%+v: shown %d times", fault, n)
			}
			if n := len(s.fake.Log("chat.postMessage")); n != 1 {
				t.Errorf("%+v: %d calls", fault, n)
			}
			if s.log.count("slack did not show a reply") != 1 {
				t.Errorf("%+v: the log says\n%s", fault, s.log.text.String())
			}
			if s.log.count("slack.fake") != 0 || s.log.count("xoxb") != 0 {
				t.Errorf("the log holds an address or a token:\n%s", s.log.text.String())
			}
		})
	}
}

// A response address that is used up, too old or cut off gives way to a message
// for the asker alone, in the channel or where that is barred in their own
// conversation.
func TestSpentAddress(t *testing.T) {
	for channel, at := range map[string]string{"C_DESK": "C_DESK", "C_QUIET": "D_U_ANNA"} {
		play(t, Config{}, func(s *scene) {
			s.fake.Inject(slackfake.Fault{Method: "response_url", Error: "used_url"})
			s.after(s.fake.Command("U_ANNA", channel, "/brief ask who pays?"))
			s.says(s.last(at, "U_ANNA"), "The levy covers the cost.")
			for _, user := range []string{"U_BEN", "U_OWEN"} {
				if n := len(s.fake.Seen(channel, user)); n != 0 {
					t.Errorf("%s sees %d messages in %s", user, n, channel)
				}
			}
		})
	}
}

// Who waits long is told that an answer is being looked for, and then the answer
// stands in its place.
func TestPlaceholder(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.delay = 8 * time.Second
		d := s.fake.Command("U_ANNA", "C_DESK", "/brief ask who pays?")
		time.Sleep(2 * time.Second)
		s.says(s.last("C_DESK", "U_ANNA"), "Still looking")
		time.Sleep(8 * time.Second)
		if ack := d.Ack(); !ack.OK || ack.Took > 100*time.Millisecond {
			t.Errorf("acknowledged after %s", ack.Took)
		}
		all := s.fake.Seen("C_DESK", "U_ANNA")
		if len(all) != 1 {
			t.Fatalf("%d messages, want one", len(all))
		}
		s.says(all[0], "The levy covers the cost.")
	})
}

// In a thread a status says so, and goes when the answer is there.
func TestStatus(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.delay = 8 * time.Second
		s.fake.DirectMessage("U_ANNA", "", "who pays?")
		own := s.fake.Direct("U_ANNA")
		asked := s.fake.Messages(own)[0]
		time.Sleep(2 * time.Second)
		if got := s.fake.Thread(own, asked.TS).Status; got == "" {
			t.Error("nothing says that the answer is being looked for")
		}
		time.Sleep(8 * time.Second)
		if got := s.fake.Thread(own, asked.TS).Status; got != "" {
			t.Errorf("the status is still %q", got)
		}
		s.says(s.last(own, "U_ANNA"), "The levy covers the cost.")
	})
}

// A channel takes no more than about a message a second.
func TestPace(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		for range 8 {
			s.fake.Mention("U_ANNA", "C_DESK", "", "who pays?")
		}
		time.Sleep(time.Minute)
		calls := s.fake.Log("chat.postMessage")
		if len(calls) != 8 || calls[7].At.Sub(calls[0].At) < 4*time.Second {
			t.Errorf("%d posts in %s", len(calls), calls[len(calls)-1].At.Sub(calls[0].At))
		}
		for _, c := range calls {
			if strings.Contains(string(c.Args), "broadcast") {
				t.Errorf("broadcast: %s", c.Args)
			}
		}
	})
}

// After Slack has refused the token nothing more is asked of it.
func TestRevoked(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.fake.Revoke("token_revoked")
		s.fake.Command("U_ANNA", "C_DESK", "/brief ask who pays?")
		s.fake.Command("U_BEN", "C_DESK", "/brief ask who pays?")
		time.Sleep(time.Minute)
		calls := len(s.fake.Log())
		time.Sleep(time.Hour)
		if n := len(s.fake.Log()); n != calls || n > 6 {
			t.Errorf("%d calls after the first minute, %d before", n-calls, calls)
		}
	})
}

// What is declined for want of room is declined visibly.
func TestDecline(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.delay = 30 * time.Second
		for range intake.RoomEach + 1 {
			s.fake.Mention("U_ANNA", "C_DESK", "", "who pays?")
		}
		time.Sleep(5 * time.Second)
		m := s.last("C_DESK", "U_ANNA")
		s.says(m, "too much in hand")
		if m.To != "U_ANNA" {
			t.Errorf("shown to %q", m.To)
		}
	})
}
