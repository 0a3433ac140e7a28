package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

// asked returns a request that is not kept yet.
func asked(question string, minute int) briefings.RFI {
	return briefings.RFI{Question: question, Asker: "slack/T1/U1", Name: "Ana", Place: channel(1), Clearance: briefings.Green,
		At: stamp(minute).At, Due: stamp(minute).At.Add(72 * time.Hour)}
}

// The same question of the same person within a day is one request, also when it
// is asked by many presses at once; twenty may wait.
func TestNewRFI(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		fresh, ids := 0, map[briefings.RFIID]bool{}
		for i := range 8 {
			wg.Go(func() {
				r, isNew, err := s.NewRFI(t.Context(), asked([]string{"Who  pays?", "who pays?"}[i%2], 1), stamp(1))
				mu.Lock()
				defer mu.Unlock()
				ids[r.ID] = true
				if err != nil || isNew {
					fresh++
				}
			})
		}
		wg.Wait()
		if fresh != 1 || len(ids) != 1 || !ids["RFI-0001"] {
			t.Errorf("%d fresh, %v", fresh, ids)
		}
		if r, isNew, err := s.NewRFI(t.Context(), asked("Who pays?", 1+24*60), stamp(1)); !isNew || r.ID != "RFI-0002" || err != nil {
			t.Errorf("a day later: %s, %v, %v", r.ID, isNew, err)
		}
		other := asked("Who pays?", 2)
		other.Asker = "slack/T1/U2"
		if r, isNew, err := s.NewRFI(t.Context(), other, stamp(2)); !isNew || r.ID != "RFI-0003" || err != nil {
			t.Errorf("another person: %s, %v, %v", r.ID, isNew, err)
		}
		for i := range store.MostRequests - 2 {
			if _, _, err := s.NewRFI(t.Context(), asked(fmt.Sprint("What of ", i), 3), stamp(3)); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err := s.NewRFI(t.Context(), asked("One more", 3), stamp(3))
		wantKind(t, "one more than may wait", err, briefings.Limit)
		_, _, err = s.NewRFI(t.Context(), asked(" ", 3), stamp(3))
		wantKind(t, "no question", err, briefings.Invalid)
		wantSound(t, s)
	})
}

// A request changes only for who has read it as it is; its answer and the message
// that brings it are one commit, and the message is owed once.
func TestSaveRFI(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports are slow."))
		r, _, err := s.NewRFI(t.Context(), asked("Who pays?", 1), stamp(1))
		if err != nil {
			t.Fatal(err)
		}
		stale := r
		r.State, r.Owner = briefings.RFIAssigned, "slack/T1/U7"
		r.History = append(r.History, briefings.RFIStep{At: stamp(2).At, By: stamp(2).By, What: "assigned"})
		if r, err = s.SaveRFI(t.Context(), r, stamp(2)); err != nil {
			t.Fatal(err)
		}
		stale.State = briefings.RFIClosed
		_, err = s.SaveRFI(t.Context(), stale, stamp(3))
		wantKind(t, "a stale change", err, briefings.Conflict)
		r.State, r.Replied, r.Answer = briefings.RFIAnswered, stamp(4).At, "The ports do."
		_, err = s.SaveRFI(t.Context(), r, stamp(4), r.Delivery())
		wantKind(t, "an answer that rests on nothing", err, briefings.Invalid)
		r.Refs = []briefings.PassageRef{{Source: "S-0001", N: 1}}
		if r, err = s.SaveRFI(t.Context(), r, stamp(4), r.Delivery()); err != nil {
			t.Fatal(err)
		}
		ds, _, err := s.Pending(t.Context(), stamp(9).At, 0)
		if err != nil || len(ds) != 1 || ds[0].Channel.String() != "slack/T1/@U1" {
			t.Errorf("pending are %+v, %v", ds, err)
		}
		if id, ok := ds[0].Request(); id != r.ID || !ok {
			t.Errorf("the delivery is about %q", ds[0].About)
		}
		if got, err := s.RFI(t.Context(), r.ID); err != nil || cmp.Diff(r, got) != "" {
			t.Errorf("%v, kept is otherwise:\n%s", err, cmp.Diff(r, got))
		}
		_, err = s.RFI(t.Context(), "RFI-0009")
		wantKind(t, "an unknown request", err, briefings.NotFound)
		missing := r
		missing.ID = "RFI-0009"
		_, err = s.SaveRFI(t.Context(), missing, stamp(5))
		wantKind(t, "an unknown request", err, briefings.NotFound)
		wantSound(t, s)
	})
}
