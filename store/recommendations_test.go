package store_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

// Each entry stands beside the ones before it, and the last one holds.
func TestRegister(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports should raise the levy.", "Ships should pay."))
		mustPublish(t, s, "ports", 0, "S-0001")
		own := briefings.OwnRec("ports", "Raise the levy.")
		first, err := s.SetRec(t.Context(), briefings.RecEntry{ID: "S-0001#1", Status: briefings.RecAdopted, Owner: "slack/T1/U1", Due: "2027-01-31", Note: "from May"}, stamp(1))
		if err != nil {
			t.Fatal(err)
		}
		change := first
		change.Status = briefings.RecRejected
		second, err := s.SetRec(t.Context(), change, stamp(2))
		if err != nil || second.N != 2 || second.At != stamp(2).At {
			t.Fatalf("%+v, %v", second, err)
		}
		again, err := s.SetRec(t.Context(), second, stamp(3))
		if err != nil || cmp.Diff(second, again) != "" {
			t.Errorf("saying the same makes %+v, %v", again, err)
		}
		of, err := s.SetRec(t.Context(), briefings.RecEntry{ID: own, Due: "2027-02-28"}, stamp(3))
		if err != nil {
			t.Fatal(err)
		}
		if history, err := s.RecHistory(t.Context(), "S-0001#1"); err != nil || cmp.Diff([]briefings.RecEntry{first, second}, history) != "" {
			t.Errorf("the history is %+v, %v", history, err)
		}
		want := map[briefings.RecID]briefings.RecEntry{"S-0001#1": second, own: of}
		if all, err := s.Register(t.Context()); err != nil || cmp.Diff(want, all) != "" {
			t.Errorf("%v, the register differs:\n%s", err, cmp.Diff(want, all))
		}
		if none, err := s.Rec(t.Context(), "S-0001#2"); err != nil || none != (briefings.RecEntry{ID: "S-0001#2"}) {
			t.Errorf("what nobody has set is %+v, %v", none, err)
		}
		// What is set on nothing has not been set.
		if same, err := s.SetRec(t.Context(), briefings.RecEntry{ID: "S-0001#2", Status: briefings.RecOpen}, stamp(4)); err != nil || same.N != 0 {
			t.Errorf("open stays %+v, %v", same, err)
		}
		wantSound(t, s)
	})
}

// Of two editors at once one is told that the other was there before.
func TestRegisterConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports should raise the levy."))
		var wg sync.WaitGroup
		var mu sync.Mutex
		set, refused := 0, 0
		for i := range 6 {
			wg.Go(func() {
				e := briefings.RecEntry{ID: "S-0001#1", Status: briefings.RecAdopted, Note: strings.Repeat("x", i+1)}
				_, err := s.SetRec(t.Context(), e, stamp(i))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					set++
				case briefings.KindOf(err) == briefings.Conflict:
					refused++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if set != 1 || refused != 5 {
			t.Errorf("%d were set and %d refused, of six who had all seen nothing", set, refused)
		}
		for _, test := range []struct {
			doing string
			entry briefings.RecEntry
			kind  briefings.Kind
		}{
			{"an entry not there yet", briefings.RecEntry{ID: "S-0001#1", N: 7, Status: briefings.RecAdopted}, briefings.Conflict},
			{"no such passage", briefings.RecEntry{ID: "S-0001#9", Status: briefings.RecAdopted}, briefings.NotFound},
			{"no such source", briefings.RecEntry{ID: "S-0009#1", Status: briefings.RecAdopted}, briefings.NotFound},
			{"no such briefing", briefings.RecEntry{ID: briefings.OwnRec("none", "x"), Status: briefings.RecAdopted}, briefings.NotFound},
			{"no such status", briefings.RecEntry{ID: "S-0001#1", Status: "done"}, briefings.Invalid},
		} {
			_, err := s.SetRec(t.Context(), test.entry, stamp(9))
			wantKind(t, test.doing, err, test.kind)
		}
		wantSound(t, s)
	})
}
