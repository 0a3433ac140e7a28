package slack

import (
	"testing"

	"attache/briefings"
)

// What was set for a channel holds there, in answers and for digests; where people
// from outside may be, and for guests, there is nothing but TLP:CLEAR, whatever
// was set and by whichever setting they are let in.
func TestChannelClearance(t *testing.T) {
	set := func(c briefings.Channel) (briefings.Marking, bool) {
		m, ok := map[string]briefings.Marking{"C_DESK": briefings.Red, "G_CLOSED": briefings.Clear, "C_SHARED": briefings.Red}[c.ID]
		return m, ok && c.Platform == "slack" && c.Workspace == "T_FAKE"
	}
	play(t, Config{AllowGuests: true, AllowExternal: true, ChannelClearance: set}, func(s *scene) {
		for _, c := range []struct {
			user, channel string
			want          briefings.Marking
		}{
			{"U_ANNA", "C_DESK", briefings.Red}, {"U_ANNA", "G_CLOSED", briefings.Clear}, {"U_ANNA", "C_SHARED", briefings.Clear}, {"U_GUEST", "C_DESK", briefings.Clear},
		} {
			s.after(s.fake.Command(c.user, c.channel, "/brief topics"))
			all := s.desk.requests()
			if got := all[len(all)-1].Place; got.Channel != c.channel || got.Clearance != c.want {
				t.Errorf("%s in %s sees %+v, want %s", c.user, c.channel, got, c.want)
			}
			if place, ok := s.p.recalled(origin{team: "T_FAKE", user: c.user, channel: c.channel}); ok && place.Clearance != c.want {
				t.Errorf("%s in %s is offered up to %s, want %s", c.user, c.channel, place.Clearance, c.want)
			}
		}
		for id, want := range map[string]briefings.Marking{"C_DESK": briefings.Red, "G_CLOSED": briefings.Clear, "C_SHARED": briefings.Clear, "C_QUIET": briefings.Green} {
			facts, err := s.p.Look(s.t.Context(), briefings.Channel{Platform: "slack", Workspace: "T_FAKE", ID: id})
			if err != nil || facts.Clearance != want || facts.Open != (id == "C_SHARED") {
				t.Errorf("%s: %+v, %v, want %s", id, facts, err, want)
			}
		}
	})
}
