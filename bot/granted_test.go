package bot

import (
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/store"
)

// A role that was given by command opens forms and fetches files once memory
// knows of it, and stops doing so once it was taken back. Memory makes nobody
// more than the desk does.
func TestGrantedFromMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRehearsal(t)
		defer s.end()
		dana := briefings.Person{ID: "slack/T1/UDANA", Role: briefings.Reader}
		perhaps := func() briefings.Role { return intake.Perhaps(widgets{s.known}, dana) }
		if got := perhaps(); got != briefings.Reader {
			t.Errorf("somebody without a role may be %s", got)
		}
		for _, step := range []struct{ was, role briefings.Role }{{briefings.Reader, briefings.Editor}, {briefings.Editor, briefings.Reader}} {
			if _, err := s.store.ChangeRole(t.Context(), store.RoleChange{Person: dana.ID, Was: step.was, Role: step.role}, store.Stamp{By: "console/local/desk", At: time.Now()}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute + time.Second)
			if got := perhaps(); got != step.role {
				t.Errorf("after a minute %s may be %s, want %s", dana.ID, got, step.role)
			}
		}
		if got := intake.Perhaps(nil, dana); got != briefings.Reader {
			t.Errorf("without a directory %s", got)
		}
	})
}
