package store_test

import (
	"strings"
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
