package slack

import (
	"strings"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
)

func TestRoles(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		for user, want := range map[string]briefings.Role{
			"U_ANNA": briefings.Reader, "U_BEN": briefings.Editor, "U_CARA": briefings.Approver, "U_OWEN": briefings.Owner,
		} {
			s.after(s.fake.Command(user, "C_DESK", "/brief whoami"))
			all := s.desk.requests()
			if got := all[len(all)-1].Person.Role; got != want {
				t.Errorf("%s has the role %s, want %s", user, got, want)
			}
		}
	})
}

// Who is not answered is told so in one sentence, alone, and the desk hears
// nothing of it.
func TestRefusedPeopleAndPlaces(t *testing.T) {
	for _, test := range []struct{ user, channel, says string }{
		{"U_GUEST", "C_DESK", "Guests are not answered here"},
		{"U_STRANGER", "C_DESK", "members of its own workspace only"},
		{"U_ANNA", "C_SHARED", "shared with another organisation"},
		{"U_ANNA", "C_PENDING", "shared with another organisation"},
		{"U_ANNA", "G_SECRET", "invite it with /invite"},
	} {
		t.Run(test.user+" in "+test.channel, func(t *testing.T) {
			play(t, Config{}, func(s *scene) {
				s.fake.SetChannel(slackfake.Channel{ID: "C_PENDING", PendingExternal: true, EveryoneIsMember: true})
				s.fake.SetChannel(slackfake.Channel{ID: "G_SECRET", Private: true, Members: []string{"U_ANNA"}})
				s.after(s.fake.Command(test.user, test.channel, "/brief ask who pays?"))
				if n := len(s.desk.requests()); n != 0 {
					t.Errorf("%d requests reached the desk", n)
				}
				m := s.last(test.channel, test.user)
				s.says(m, test.says, "E-ROLE", "ask who pays?")
				if m.To != test.user {
					t.Errorf("it is said to %q", m.To)
				}
			})
		})
	}
}

func TestAllowed(t *testing.T) {
	play(t, Config{AllowGuests: true, AllowExternal: true}, func(s *scene) {
		s.fake.SetGroup(slackfake.Group{ID: "S_EDITORS", Members: []string{"U_GUEST", "U_STRANGER"}})
		s.after(s.fake.Command("U_GUEST", "C_DESK", "/brief topics"))
		s.after(s.fake.Command("U_STRANGER", "C_SHARED", "/brief topics"))
		all := s.desk.requests()
		if len(all) != 2 {
			t.Fatalf("%d requests, want 2", len(all))
		}
		for _, r := range all {
			if r.Person.Role != briefings.Reader {
				t.Errorf("%s has the role %s; only members are given roles", r.Person.ID, r.Person.Role)
			}
		}
	})
}

// A role is good for a minute, and then asked for again.
func TestDemotion(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin report"))
		form := s.view("U_BEN")
		s.fake.SetGroup(slackfake.Group{ID: "S_EDITORS"})
		time.Sleep(intake.FreshFor)
		s.after(s.fake.Submit("U_BEN", form, map[string][]string{"report.of": {"levy"}}))
		m := s.last("C_DESK", "U_BEN")
		s.says(m, "You may not use report here: it needs the role editor, and yours is reader.", "levy")
		if r := s.only(); r.Person.Role != briefings.Reader {
			t.Errorf("submitted with the role %s", r.Person.Role)
		}
	})
}

// While Slack does not say who has which role, everybody may read and nobody
// may more, not even who could a moment ago.
func TestRolesUnknown(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin drafts"))
		time.Sleep(intake.FreshFor)
		s.fake.Inject(slackfake.Fault{Method: "usergroups.users.list", Error: "internal_error", Times: -1})
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin drafts"))
		s.says(s.last("C_DESK", "U_BEN"), "whether you have the role editor; try again in a moment")
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief ask who pays?"))
		if all := s.desk.requests(); len(all) != 2 || all[1].Person.Role != briefings.Reader {
			t.Errorf("requests %+v", all)
		}
	})
}

// What Slack said about people and channels is used for a while when it says
// nothing, and never when it never said anything.
func TestSlackSilent(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief topics"))
		time.Sleep(intake.FreshFor)
		for _, method := range []string{"users.info", "conversations.info"} {
			s.fake.Inject(slackfake.Fault{Method: method, Error: "internal_error", Times: -1})
		}
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief topics"))
		if n := len(s.desk.requests()); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
		s.after(s.fake.Command("U_CARA", "C_DESK", "/brief topics"))
		s.says(s.last("C_DESK", "U_CARA"), "Slack did not say who you are")
		time.Sleep(staleFor)
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief topics"))
		s.says(s.last("C_DESK", "U_ANNA"), "Slack did not say who you are")
		if n := len(s.desk.requests()); n != 2 {
			t.Errorf("%d requests, want still 2", n)
		}
	})
}

// Many questions at once about the same person and place cost one call each.
func TestLookupsShared(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.fake.Inject(slackfake.Fault{Method: "users.info", Delay: time.Second})
		for range 8 {
			s.fake.Command("U_ANNA", "C_DESK", "/brief topics")
		}
		time.Sleep(10 * time.Second)
		for _, method := range []string{"users.info", "conversations.info", "usergroups.users.list"} {
			want := 1
			if strings.HasPrefix(method, "usergroups") {
				want = 2 // one for each group
			}
			if n := len(s.fake.Log(method)); n != want {
				t.Errorf("%d calls of %s, want %d", n, method, want)
			}
		}
		if n := len(s.desk.requests()); n != 8 {
			t.Errorf("%d requests, want 8", n)
		}
	})
}

// Somebody of another workspace is a stranger even where Slack does not call
// them one, because they share a channel with the app.
func TestStrange(t *testing.T) {
	for _, test := range []struct {
		who  member
		here home
		want bool
	}{
		{member{team: "T"}, home{team: "T"}, false},
		{member{}, home{team: "T"}, false},
		{member{team: "T2"}, home{team: "T"}, true},
		{member{team: "T2", enterprise: "E"}, home{team: "T", enterprise: "E"}, false},
		{member{team: "T2", enterprise: "E2"}, home{team: "T", enterprise: "E"}, true},
		{member{team: "T2"}, home{team: "T", enterprise: ""}, true},
		{member{team: "T", stranger: true}, home{team: "T"}, true},
	} {
		if got := test.who.strange(test.here); got != test.want {
			t.Errorf("%+v is strange to %+v: %t", test.who, test.here, got)
		}
	}
}
