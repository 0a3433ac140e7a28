package slack

import (
	"strings"
	"testing"
)

// Who looks at the app's own conversation is offered four things to ask, the
// newest briefing first; guests are offered nothing.
func TestPrompts(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		for _, user := range []string{"U_GUEST", "U_ANNA"} {
			own := s.fake.Direct(user)
			s.after(s.fake.Event("app_home_opened", map[string]any{"user": user, "channel": own, "tab": "messages"}))
			calls := s.fake.Log("assistant.threads.setSuggestedPrompts")
			if user == "U_GUEST" && len(calls) != 0 || user == "U_ANNA" && len(calls) != 1 {
				t.Fatalf("%s: %d calls", user, len(calls))
			}
			if user == "U_ANNA" {
				args := string(calls[0].Args)
				if !strings.Contains(args, "summary of:briefing-1") || strings.Count(args, "message") != mostPrompts || calls[0].Error != "" {
					t.Errorf("offered %s: %s", args, calls[0].Error)
				}
			}
		}
		if n := len(s.desk.requests()); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
}
