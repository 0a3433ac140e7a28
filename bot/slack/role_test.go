package slack

import (
	"testing"

	"attache/bot/slack/slackfake"
	"attache/briefings"
)

// The role that the settings give to everybody is that of the members alone: a
// guest or a stranger who is answered stays a reader, groups or not, and a
// higher role is not lowered to it.
func TestRoleOfMembers(t *testing.T) {
	play(t, Config{Role: briefings.Analyst, AllowGuests: true, AllowExternal: true}, func(s *scene) {
		s.fake.SetGroup(slackfake.Group{ID: "S_EDITORS", Members: []string{"U_BEN", "U_GUEST", "U_STRANGER"}})
		for user, want := range map[string]briefings.Role{
			"U_ANNA": briefings.Analyst, "U_BEN": briefings.Editor, "U_OWEN": briefings.Owner, "U_GUEST": briefings.Reader, "U_STRANGER": briefings.Reader,
		} {
			channel := "C_DESK"
			if user == "U_STRANGER" {
				channel = "C_SHARED"
			}
			s.after(s.fake.Command(user, channel, "/brief whoami"))
			all := s.desk.requests()
			if got := all[len(all)-1].Person.Role; got != want {
				t.Errorf("%s has the role %s, want %s", user, got, want)
			}
			if got, known := s.p.rememberedRole(user); got != want || !known {
				t.Errorf("%s is remembered with the role %s, %t, want %s", user, got, known, want)
			}
		}
	})
}
