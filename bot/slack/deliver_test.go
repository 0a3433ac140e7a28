package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
)

// parts is a digest whose texts try everything that must not work.
func parts() []commands.Reply {
	cited := []commands.Citation{{N: 1, Ref: briefings.PassageRef{Source: "S-0001", N: 3}, Source: "Report · p. 3 <!here>"}}
	return []commands.Reply{
		{Title: "Fisheries desk · digest 3 <!channel>", Text: "The levy covers the cost. [1]", Citations: cited,
			Statements: []commands.Statement{{Text: "Ask <@U_ANNA> at https://evil.example", Group: "Key judgements", Cites: []int{1}}},
			Actions: []commands.Action{{Label: "1", Text: "cite S-0001#3"}, {Label: "Ask", Text: "help verb:ask"},
				{Label: "Follow", Text: "watch add topic:levy"}},
			Files: []commands.File{{Name: "a.csv", Data: []byte("a")}}},
		{Title: "Recommendations (1)", Citations: cited, Tables: []commands.Table{{Header: []string{"who", "does"}, Rows: [][]string{{"Flag states", "pay"}}, Cites: [][]int{{1}}}}},
	}
}

// owed returns the deliveries of a digest to a channel, taken up now.
func (s *scene) owed(channel string) []briefings.Delivery {
	s.t.Helper()
	slot := time.Now()
	to := briefings.Channel{Platform: "slack", Workspace: "T_FAKE", ID: channel}
	frozen, err := s.p.Freeze(briefings.Delivery{}, parts())
	if err != nil || len(frozen) != 2 {
		s.t.Fatalf("%d messages: %v", len(frozen), err)
	}
	var all []briefings.Delivery
	for i, payload := range frozen {
		all = append(all, briefings.Delivery{ID: briefings.NewDeliveryID("D-0001", slot, to, i), Channel: to, Slot: slot, Part: i, Payload: payload, Started: slot})
	}
	return all
}

// posts makes one attempt, as the outbox does.
func (s *scene) posts(d briefings.Delivery) (string, *intake.PostError) {
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	defer cancel()
	message, err := s.p.Post(ctx, d, intake.NewDeadline(10*time.Second))
	if err == nil {
		return message, nil
	}
	return message, intake.FateOf(err)
}

// TestFreeze demands the same bytes for the same digest, and nothing that a
// thread cannot hold.
func TestFreeze(t *testing.T) {
	p := openPlatform(t, Config{})
	first, err := p.Freeze(briefings.Delivery{ID: "one"}, parts())
	if err != nil || len(first) != 2 {
		t.Fatalf("%d messages, want one of each part: %v", len(first), err)
	}
	second, err := openPlatform(t, Config{}).Freeze(briefings.Delivery{ID: "two"}, parts())
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if !bytes.Equal(first[i], second[i]) {
			t.Errorf("message %d differs:\n%s\n%s", i, first[i], second[i])
		}
		var f frozen
		if err := json.Unmarshal(first[i], &f); err != nil || len(f.Forms) < 2 || len(f.Forms[0].Blocks) == 0 || len(f.Forms[len(f.Forms)-1].Blocks) != 0 {
			t.Errorf("message %d cannot be shown plainer: %s, %v", i, first[i], err)
		}
	}
	if strings.Contains(string(first[0]), "a.csv") {
		t.Error("a frozen message names a file that is not sent")
	}
}

// A digest of more than a message is one message and more in its thread.
func TestFreezeLong(t *testing.T) {
	long := commands.Reply{Title: "Digest"}
	for range 60 {
		long.Statements = append(long.Statements, commands.Statement{Text: strings.Repeat("The levy covers the cost. ", 20)})
	}
	frozen, err := openPlatform(t, Config{}).Freeze(briefings.Delivery{}, []commands.Reply{long})
	if err != nil || len(frozen) < 2 {
		t.Fatalf("%d messages: %v", len(frozen), err)
	}
}

// TestPost posts a digest with its thread, marked so that it can be found.
func TestPost(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		all := s.owed("C_DESK")
		parent, err := s.posts(all[0])
		if err != nil {
			t.Fatal(err)
		}
		all[1].Thread = parent
		reply, err := s.posts(all[1])
		if err != nil {
			t.Fatal(err)
		}
		seen := s.fake.Messages("C_DESK")
		if len(seen) != 2 || seen[0].TS != parent || seen[1].TS != reply || seen[1].Thread != parent {
			t.Fatalf("the channel shows %+v", seen)
		}
		s.says(seen[0], "Fisheries desk · digest 3", "The levy covers the cost.", "Report · p. 3")
		s.says(seen[1], "Flag states")
		for i, m := range seen {
			var marked struct {
				Type    string            `json:"event_type"`
				Payload map[string]string `json:"event_payload"`
			}
			if json.Unmarshal(m.Metadata, &marked) != nil || marked.Type != "attache_delivery" || marked.Payload["d"] != string(all[i].ID) {
				t.Errorf("message %d bears %s, want the ID %s", i, m.Metadata, all[i].ID)
			}
			if m.ClientID != messageID(all[i].ID) || !m.UnfurlOff || m.ClientID[14] != '5' || !strings.ContainsRune("89ab", rune(m.ClientID[19])) {
				t.Errorf("message %d is numbered %q", i, m.ClientID)
			}
			if ts, found, err := s.p.Find(s.t.Context(), all[i]); ts != m.TS || !found || err != nil {
				t.Errorf("message %d is found as %q, %t, %v", i, ts, found, err)
			}
		}
	})
}

// The buttons of a digest answer whoever presses them, and nobody else.
func TestDigestButtons(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		if _, err := s.posts(s.owed("C_DESK")[0]); err != nil {
			t.Fatal(err)
		}
		m := s.last("C_DESK", "U_ANNA")
		s.after(s.fake.Press("U_ANNA", m, "Ask"))
		if v := s.view("U_ANNA"); v.Title != "Ask" {
			t.Errorf("the button opens %q", v.Title)
		}
		s.after(s.fake.Press("U_BEN", m, "Follow"))
		if r := s.only(); r.Text != "watch add topic:levy" || r.Person.ID != "slack/T_FAKE/U_BEN" {
			t.Errorf("asked %q by %s", r.Text, r.Person.ID)
		}
		if got := s.last("C_DESK", "U_BEN"); got.To != "U_BEN" || got.TS == m.TS {
			t.Errorf("the answer is for %q", got.To)
		}
		if first := s.fake.Messages("C_DESK")[0]; first.Edited || first.TS != m.TS {
			t.Error("the digest is changed by a press")
		}
	})
}

// A digest for one person is posted in their own conversation with the app.
func TestPostToPerson(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		d := s.owed("@U_ANNA")[0]
		if err := s.p.Turn(s.t.Context(), d.Channel); err != nil {
			t.Fatal(err)
		}
		before := len(s.fake.Log("conversations.open"))
		ts, err := s.posts(d)
		if err != nil || before != 1 || len(s.fake.Log("conversations.open")) != 1 {
			t.Fatalf("posted %q, %v; the conversation is opened %d times before", ts, err, before)
		}
		s.says(s.last(s.fake.Direct("U_ANNA"), "U_ANNA"), "Fisheries desk")
		if got, found, err := s.p.Find(s.t.Context(), d); got != ts || !found || err != nil {
			t.Errorf("found %q, %t, %v", got, found, err)
		}
		if _, err := s.posts(s.owed("@U_NOBODY")[0]); err == nil || err.Fate != intake.Refused {
			t.Errorf("to nobody: %v", err)
		}
	})
}

// While Slack wants no posts none is tried.
func TestPostPaused(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.fake.Inject(slackfake.Fault{Method: "chat.postMessage", RetryAfter: 7 * time.Second})
		all := s.owed("C_DESK")
		s.posts(all[0])
		time.Sleep(2 * time.Second)
		if _, err := s.posts(all[0]); err == nil || err.Fate != intake.NotSent || err.After != 5*time.Second {
			t.Errorf("the fate is %v", err)
		}
		if err := s.p.Turn(s.t.Context(), all[0].Channel); err != nil {
			t.Fatal(err)
		}
		if _, err := s.posts(all[0]); err != nil {
			t.Error(err)
		}
		if n := len(s.fake.Log("chat.postMessage")); n != 2 {
			t.Errorf("%d calls", n)
		}
	})
}

// After Slack has refused the token nothing more is asked of it.
func TestPostRevoked(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		d := s.owed("C_DESK")[0]
		s.fake.Revoke("token_revoked")
		if _, err := s.posts(d); err == nil || err.Fate != intake.Stopped || err.Code != "token_revoked" {
			t.Fatalf("the fate is %v", err)
		}
		calls := len(s.fake.Log())
		_, again := s.posts(d)
		_, _, find := s.p.Find(s.t.Context(), d)
		_, look := s.p.Look(s.t.Context(), d.Channel)
		turn := s.p.Turn(s.t.Context(), d.Channel)
		for what, err := range map[string]error{"post": again, "find": find, "look": look, "turn": turn} {
			if err == nil || intake.FateOf(err).Fate != intake.Stopped {
				t.Errorf("%s gives %v", what, err)
			}
		}
		if err := s.p.Tell(s.t.Context(), "slack/T_FAKE/U_ANNA", "x"); err == nil {
			t.Error("somebody is told something")
		}
		if n := len(s.fake.Log()); n != calls {
			t.Errorf("%d calls after the refusal", n-calls)
		}
	})
}

// TestTooLate sends nothing once the deadline has passed.
func TestTooLate(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		d, until := s.owed("C_DESK")[0], intake.NewDeadline(5*time.Second)
		time.Sleep(5 * time.Second)
		_, err := s.p.Post(s.t.Context(), d, until)
		if e := intake.FateOf(err); err == nil || e.Fate != intake.NotSent {
			t.Errorf("the fate is %v", err)
		}
		if n := len(s.fake.Messages("C_DESK")) + len(s.fake.Log("chat.postMessage")); n != 0 {
			t.Errorf("%d calls and messages", n)
		}
	})
}

// What Slack refuses for its form is posted plainer, and given up only when
// nothing is left of it.
func TestPostPlainer(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		all := s.owed("C_DESK")
		s.fake.Inject(slackfake.Fault{Method: "chat.postMessage", Error: "invalid_blocks"})
		if _, err := s.posts(all[0]); err != nil {
			t.Fatal(err)
		}
		s.says(s.last("C_DESK", "U_ANNA"), "The levy covers the cost.")
		s.fake.Inject(slackfake.Fault{Method: "chat.postMessage", Error: "invalid_blocks", Times: 9})
		if _, err := s.posts(all[1]); err == nil || err.Fate != intake.Refused || err.Code != "invalid_blocks" {
			t.Errorf("the fate is %v", err)
		}
		if n := len(s.fake.Messages("C_DESK")); n != 1 {
			t.Errorf("%d messages", n)
		}
		all[0].Payload = []byte("{}")
		if _, err := s.posts(all[0]); err == nil || err.Fate != intake.Refused {
			t.Errorf("an empty payload: %v", err)
		}
	})
}

// TestTurn holds digests to the pace of a channel and of the workspace.
func TestTurn(t *testing.T) {
	for _, tt := range []struct {
		name      string
		perMinute int
		channels  []string
		least     time.Duration
		most      time.Duration
	}{
		{"the workspace", 60, []string{"A", "B", "C", "D", "E"}, 4 * time.Second, 5 * time.Second},
		{"a channel", 6000, []string{"A", "A", "A", "A", "A", "A", "A", "A", "A", "A"}, 7 * time.Second, 8 * time.Second},
		{"a slow workspace", 6, []string{"A", "A", "A"}, 20 * time.Second, 21 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			fake := slackfake.New(slackfake.Config{})
			defer fake.Close()
			p := openPlatform(t, Config{PostsPerMinute: tt.perMinute, API: fake.API(), HTTPClient: fake.HTTPClient()})
			start := time.Now()
			for _, id := range tt.channels {
				if err := p.Turn(t.Context(), briefings.Channel{Platform: "slack", Workspace: "T_FAKE", ID: id}); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(start); took < tt.least || took > tt.most {
				t.Errorf("%s: %d turns take %s, want %s to %s", tt.name, len(tt.channels), took, tt.least, tt.most)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := p.Turn(ctx, briefings.Channel{ID: "A"}); err == nil {
				t.Error("a turn comes although nobody waits any more")
			}
		})
	}
}
