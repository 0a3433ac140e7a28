package slack

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
)

// A delivery is found among whatever else was said since, and only where it was
// posted.
func TestFindPages(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		all := s.owed("C_DESK")
		for range 150 {
			s.fake.Say("U_ANNA", "C_DESK", "", "before")
		}
		parent, failed := s.posts(all[0])
		if failed != nil {
			t.Fatal(failed)
		}
		all[1].Thread = parent
		for range 250 {
			s.fake.Say("U_ANNA", "C_DESK", parent, "in between")
		}
		reply, failed := s.posts(all[1])
		if failed != nil {
			t.Fatal(failed)
		}
		for range 450 {
			s.fake.Say("U_BEN", "C_DESK", "", "after")
		}
		for i, want := range []string{parent, reply} {
			if got, found, err := s.p.Find(s.t.Context(), all[i]); got != want || !found || err != nil {
				t.Errorf("part %d is found as %q, %t, %v; want %q", i, got, found, err, want)
			}
		}
		if history, replies := len(s.fake.Log("conversations.history")), len(s.fake.Log("conversations.replies")); history != 3 || replies != 2 {
			t.Errorf("%d pages of the channel and %d of the thread, want 3 and 2", history, replies)
		}
		other := all[0]
		other.ID = "another"
		if _, found, err := s.p.Find(s.t.Context(), other); found || err != nil {
			t.Errorf("what was never posted is found: %t, %v", found, err)
		}
		other = all[0]
		other.Started = time.Time{} // taken up by nobody yet: looked for since it was due
		if _, found, err := s.p.Find(s.t.Context(), other); !found || err != nil {
			t.Errorf("found since it was due: %t, %v", found, err)
		}
		other.Started = time.Now().Add(time.Hour)
		if _, found, err := s.p.Find(s.t.Context(), other); found || err != nil {
			t.Errorf("found before it was taken up: %t, %v", found, err)
		}
	})
}

// A look that fails says whether another may succeed.
func TestFindFails(t *testing.T) {
	for _, tt := range []struct {
		fault slackfake.Fault
		want  intake.Fate
	}{
		{slackfake.Fault{Error: "missing_scope"}, intake.Refused},
		{slackfake.Fault{Error: "channel_not_found"}, intake.Refused},
		{slackfake.Fault{Error: "internal_error"}, intake.Doubtful},
		{slackfake.Fault{Error: "invalid_cursor"}, intake.Doubtful},
		{slackfake.Fault{Status: 502}, intake.Doubtful},
		{slackfake.Fault{Drop: true}, intake.Doubtful},
		{slackfake.Fault{Error: "token_revoked"}, intake.Stopped},
		{slackfake.Fault{RetryAfter: 9 * time.Second}, ""}, // it is looked again in due time
	} {
		play(t, Config{}, func(s *scene) {
			d := s.owed("C_DESK")[0]
			if _, err := s.posts(d); err != nil {
				t.Fatal(err)
			}
			tt.fault.Method = "conversations.history"
			s.fake.Inject(tt.fault)
			_, found, err := s.p.Find(s.t.Context(), d)
			switch {
			case tt.want == "" && (!found || err != nil):
				t.Errorf("%+v: found %t, %v", tt.fault, found, err)
			case tt.want != "" && (found || err == nil || intake.FateOf(err).Fate != tt.want):
				t.Errorf("%+v: found %t, %v; want %s", tt.fault, found, err, tt.want)
			}
		})
	}
	play(t, Config{}, func(s *scene) {
		if _, _, err := s.p.Find(s.t.Context(), s.owed("C_QUIET")[0]); err == nil || intake.FateOf(err).Fate != intake.Refused {
			t.Errorf("where the app is not: %v", err)
		}
		d := s.owed("C_DESK")[1]
		d.Thread = "1.000001"
		if _, _, err := s.p.Find(s.t.Context(), d); err == nil || intake.FateOf(err).Fate != intake.Refused {
			t.Errorf("in a thread that is gone: %v", err)
		}
	})
}

// What Slack has not shown is not taken for absent.
func TestFindNotReached(t *testing.T) {
	for name, next := range map[string]string{"no next page": "", "too many pages": "more"} {
		synctest.Test(t, func(t *testing.T) {
			calls := 0
			p := openPlatform(t, Config{HTTPClient: &http.Client{Transport: trip(func(r *http.Request) (*http.Response, error) {
				calls++
				body := fmt.Sprintf(`{"ok":true,"user_id":"U","bot_id":"B","messages":[],"has_more":true,"response_metadata":{"next_cursor":%q}}`, next)
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
			})}})
			_, found, err := p.Find(t.Context(), briefings.Delivery{ID: "x", Channel: briefings.Channel{ID: "C"}, Started: time.Now()})
			if found || err == nil || intake.FateOf(err).Fate != intake.Doubtful || calls > findPages+1 {
				t.Errorf("%s: found %t, %v after %d calls", name, found, err, calls)
			}
		})
	}
}

// Metadata proves nothing on what somebody else has written.
func TestFindOwn(t *testing.T) {
	by := func(user, bot string) slack.Message { return slack.Message{Msg: slack.Msg{User: user, BotID: bot}} }
	self := home{user: "U1", bot: "B1"}
	for _, tt := range []struct {
		home home
		m    slack.Message
		want bool
	}{
		{self, by("U1", "B1"), true}, {self, by("", "B1"), true}, {self, by("U1", ""), true},
		{self, by("U2", "B2"), false}, {self, by("", ""), false}, {home{}, by("", ""), false},
	} {
		if got := tt.home.wrote(tt.m); got != tt.want {
			t.Errorf("%+v wrote %q %q: %t", tt.home, tt.m.User, tt.m.BotID, got)
		}
	}
}

// TestLook says of every kind of channel whether a digest may be posted there,
// and what it may hold.
func TestLook(t *testing.T) {
	for _, tt := range []struct {
		cfg       Config
		workspace string
		id        string
		name, why string
		clearance briefings.Marking
	}{
		{id: "C_DESK", name: "#desk", clearance: briefings.Green},
		{id: "G_CLOSED", name: "#closed", clearance: briefings.Green},
		{id: "C_QUIET", name: "#quiet", why: "invite it there", clearance: briefings.Green},
		{id: "C_OLD", name: "#old", why: "archived", clearance: briefings.Green},
		{id: "C_SHARED", name: "#shared", why: "another organisation", clearance: briefings.Clear},
		{cfg: Config{AllowExternal: true}, id: "C_SHARED", name: "#shared", clearance: briefings.Clear},
		{id: "C_NONE", name: "C_NONE", why: "invite it there", clearance: briefings.Green},
		{workspace: "T_ELSEWHERE", id: "C_DESK", name: "C_DESK", why: "another workspace", clearance: briefings.Green},
		{id: "@U_ANNA", name: "own conversation", clearance: briefings.Amber},
		{id: "D_U_ANNA", name: "D_U_ANNA", clearance: briefings.Amber},
	} {
		play(t, tt.cfg, func(s *scene) {
			s.fake.DirectMessage("U_ANNA", "", "help") // their own conversation exists
			time.Sleep(5 * time.Second)
			workspace := tt.workspace
			if workspace == "" {
				workspace = "T_FAKE"
			}
			got, err := s.p.Look(s.t.Context(), briefings.Channel{Platform: "slack", Workspace: workspace, ID: tt.id})
			if err != nil || got.Name != tt.name || got.Clearance != tt.clearance || got.Postable != (tt.why == "") || !strings.Contains(got.Why, tt.why) {
				t.Errorf("%s: %+v, %v", tt.id, got, err)
			}
			if got.Why != "" && !strings.HasSuffix(got.Why, ".") {
				t.Errorf("%q is no sentence", got.Why)
			}
		})
	}
	play(t, Config{}, func(s *scene) {
		s.fake.Inject(slackfake.Fault{Method: "users.conversations", Error: "internal_error", Times: 9})
		s.fake.Inject(slackfake.Fault{Method: "conversations.info", Error: "internal_error"})
		if _, err := s.p.Look(s.t.Context(), briefings.Channel{Platform: "slack", Workspace: "T_FAKE", ID: "C_DESK"}); err == nil {
			t.Error("what Slack does not say is taken for known")
		}
	})
}

// TestTell tells one person something and nobody else.
func TestTell(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		if err := s.p.Tell(s.t.Context(), "slack/T_FAKE/U_BEN", "The digest <!channel> is off."); err != nil {
			t.Fatal(err)
		}
		s.says(s.last(s.fake.Direct("U_BEN"), "U_BEN"), "About a digest", "is off.")
		for _, who := range []briefings.PersonID{"discord/1/2", "slack/T_FAKE", "console/local/maria"} {
			if err := s.p.Tell(s.t.Context(), who, "x"); err == nil {
				t.Errorf("%s is told something", who)
			}
		}
		if n := len(s.fake.Log("chat.postMessage")); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}
