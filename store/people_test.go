package store_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

func TestPeople(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		got, err := s.Person(ctx, "slack/T/U")
		if want := (briefings.Person{ID: "slack/T/U", Role: briefings.Reader}); err != nil || got != want {
			t.Errorf("unknown person: %+v, %v", got, err)
		}
		want := briefings.Person{ID: "slack/T/U", Name: "Ana", Role: briefings.Editor}
		for range 2 {
			if err := s.SavePerson(ctx, want, stamp(1)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Person(ctx, "slack/T/U"); err != nil || got != want {
			t.Errorf("known person: %+v, %v", got, err)
		}
		if entries, err := s.AuditEntries(ctx, 0, 0); err != nil || len(entries) != 1 {
			t.Errorf("saving the same twice left %d audit entries, %v", len(entries), err)
		}
		wantKind(t, "unknown role", s.SavePerson(ctx, briefings.Person{ID: "a", Role: "king"}, stamp(1)), briefings.Invalid)
		wantKind(t, "no ID", s.SavePerson(ctx, briefings.Person{Role: briefings.Owner}, stamp(1)), briefings.Invalid)
	})
}

// A role is changed from the one that was seen, with an audit entry that says
// both, and never so that the owner who has to stay is none.
func TestChangeRole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		change := func(id briefings.PersonID, was, role briefings.Role, owner briefings.PersonID) (uint64, error) {
			return s.ChangeRole(ctx, store.RoleChange{Person: id, Was: was, Role: role, Owner: owner, Note: "why"}, stamp(1))
		}
		for i, c := range []struct {
			id        briefings.PersonID
			was, role briefings.Role
			owner     briefings.PersonID
			audit     uint64
			kind      briefings.Kind
		}{
			{"slack/T/A", briefings.Reader, briefings.Owner, "", 1, ""},
			{"slack/T/A", briefings.Reader, briefings.Editor, "", 0, briefings.Conflict}, // seen too long ago
			{"slack/T/B", briefings.Reader, briefings.Owner, "", 2, ""},
			{"slack/T/B", briefings.Owner, briefings.Owner, "", 0, ""},
			{"slack/T/A", briefings.Owner, briefings.Reader, "slack/T/A", 0, briefings.Conflict},
			{"slack/T/A", briefings.Owner, briefings.Reader, "slack/T/C", 0, briefings.Conflict},
			{"slack/T/A", briefings.Owner, briefings.Reader, "slack/T/B", 3, ""},
			{"slack/T/B", briefings.Owner, briefings.Reader, "slack/T/A", 0, briefings.Conflict}, // who was to stay has gone
			{"slack/T/A", briefings.Reader, "king", "", 0, briefings.Invalid},
			{"", briefings.Reader, briefings.Editor, "", 0, briefings.Invalid},
		} {
			audit, err := change(c.id, c.was, c.role, c.owner)
			if audit != c.audit || briefings.KindOf(err) != c.kind || c.kind == "" && err != nil {
				t.Errorf("%d: %s from %s to %s: audit %d, %v", i, c.id, c.was, c.role, audit, err)
			}
		}
		entries, err := s.AuditEntries(ctx, 0, 0)
		if err != nil || len(entries) != 3 || entries[2].Object != "slack/T/A" || entries[2].Detail != "reader, was owner: why" {
			t.Errorf("audit %+v, %v", entries, err)
		}
		people, err := s.People(ctx)
		want := []briefings.Person{{ID: "slack/T/A", Role: briefings.Reader}, {ID: "slack/T/B", Role: briefings.Owner}}
		if diff := cmp.Diff(want, people); err != nil || diff != "" {
			t.Errorf("people: %v (-want +got):\n%s", err, diff)
		}
	})
}

// Two owners who revoke each other at once leave one of them an owner.
func TestLastOwnerStays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ids := [2]briefings.PersonID{"slack/T/A", "slack/T/B"}
		for range 20 {
			for _, id := range ids {
				if err := s.SavePerson(t.Context(), briefings.Person{ID: id, Role: briefings.Owner}, stamp(1)); err != nil {
					t.Fatal(err)
				}
			}
			var wg sync.WaitGroup
			for i, id := range ids {
				wg.Go(func() {
					_, err := s.ChangeRole(t.Context(), store.RoleChange{Person: id, Was: briefings.Owner, Role: briefings.Reader, Owner: ids[1-i]}, stamp(1))
					if err != nil && briefings.KindOf(err) != briefings.Conflict {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			people, err := s.People(t.Context())
			owners := slices.DeleteFunc(people, func(p briefings.Person) bool { return p.Role != briefings.Owner })
			if err != nil || len(owners) != 1 {
				t.Fatalf("%d owners are left, %v", len(owners), err)
			}
		}
	})
}

// A name is learnt without touching the role, and written only when it is new.
func TestLearnName(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SavePerson(ctx, briefings.Person{ID: "slack/T/A", Role: briefings.Editor}, stamp(1)); err != nil {
			t.Fatal(err)
		}
		for _, id := range []briefings.PersonID{"slack/T/A", "slack/T/A", "slack/T/B"} {
			if err := s.LearnName(ctx, id, "Dana\xff"); err != nil {
				t.Fatal(err)
			}
		}
		want := []briefings.Person{{ID: "slack/T/A", Name: "Dana\uFFFD", Role: briefings.Editor}, {ID: "slack/T/B", Name: "Dana\uFFFD", Role: briefings.Reader}}
		people, err := s.People(ctx)
		if diff := cmp.Diff(want, people); err != nil || diff != "" {
			t.Errorf("people: %v (-want +got):\n%s", err, diff)
		}
		if entries, err := s.AuditEntries(ctx, 0, 0); err != nil || len(entries) != 1 {
			t.Errorf("learning names left %d audit entries, %v; want that of the role alone", len(entries), err)
		}
		wantKind(t, "no ID", s.LearnName(ctx, "", "Dana"), briefings.Invalid)
	})
}

func TestAnswers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a := store.Answer{ID: "A7K2", Text: "ask ports", Seq: 3, Citations: []briefings.PassageRef{{Source: "S-0001", N: 2}}}
		if err := s.SaveAnswer(ctx, a, entry(1)); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveAnswer(ctx, a, entry(2)); err != nil {
			t.Fatal(err)
		}
		want := a
		want.By, want.At = stamp(1).By, stamp(1).At
		got, err := s.Answer(ctx, "A7K2")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("answer: %v (-want +got):\n%s", err, diff)
		}
		if entries, err := s.AuditEntries(ctx, 0, 0); err != nil || len(entries) != 2 {
			t.Errorf("giving an answer twice left %d audit entries, %v", len(entries), err)
		}
		_, err = s.Answer(ctx, "B")
		wantKind(t, "unknown answer", err, briefings.NotFound)
		wantKind(t, "no ID", s.SaveAnswer(ctx, store.Answer{}, entry(1)), briefings.Invalid)
		a.Text = strings.Repeat("long ", 1<<19)
		wantKind(t, "too long", s.SaveAnswer(ctx, a, entry(1)), briefings.Limit)
	})
}
