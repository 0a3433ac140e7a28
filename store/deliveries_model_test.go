package store_test

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
)

// TestDeliveriesModel takes deliveries through states and times at random, some
// of them with what was read too early, sweeps now and then, and compares what
// is pending with a plain map.
func TestDeliveriesModel(t *testing.T) {
	states := []briefings.DeliveryState{
		briefings.Planned, briefings.Waiting, briefings.Ready, briefings.Sending, briefings.Uncertain,
		briefings.Sent, briefings.Parked, briefings.Failed,
	}
	onBoth(t, func(t *testing.T, s *store.Store) {
		rng := rand.New(rand.NewPCG(3, 4))
		model := map[briefings.DeliveryID]briefings.Delivery{}
		for range 400 {
			ds := someOf(rng, model)
			stale := rng.IntN(5) == 0
			for i := range ds {
				ds[i].State, ds[i].NotBefore = states[rng.IntN(len(states))], day.Add(time.Duration(rng.IntN(9))*time.Hour)
				ds[i].Finished = day.Add(time.Duration(rng.IntN(9)) * time.Hour)
			}
			if stale {
				ds[rng.IntN(len(ds))].Rev += 1 << 40
			}
			moved, err := s.Move(t.Context(), ds...)
			if stale != (briefings.KindOf(err) == briefings.Conflict) || !stale && err != nil {
				t.Fatalf("stale is %t: %v", stale, err)
			}
			for _, d := range moved {
				model[d.ID] = d
			}
			if rng.IntN(20) == 0 {
				before := day.Add(time.Duration(rng.IntN(9)) * time.Hour)
				n, err := s.Sweep(t.Context(), before)
				if want := sweepModel(model, before); err != nil || n != want {
					t.Fatalf("a sweep took %d, %v, want %d", n, err, want)
				}
			}
			comparePending(t, s, model, day.Add(time.Duration(rng.IntN(10))*time.Hour), rng.IntN(6))
		}
		wantSound(t, s)
	})
}

// someOf returns one to four deliveries, kept or new.
func someOf(rng *rand.Rand, model map[briefings.DeliveryID]briefings.Delivery) []briefings.Delivery {
	some := map[briefings.DeliveryID]briefings.Delivery{}
	for range 1 + rng.IntN(4) {
		d := owed(briefings.Subscription{ID: "D-0001"}, day.Add(time.Duration(rng.IntN(6))*time.Hour), channel(rng.IntN(4)), 0, 1)
		if kept, found := model[d.ID]; found {
			d = kept
		}
		some[d.ID] = d
	}
	return slices.Collect(maps.Values(some))
}

func sweepModel(model map[briefings.DeliveryID]briefings.Delivery, before time.Time) (n int) {
	size := len(model)
	maps.DeleteFunc(model, func(_ briefings.DeliveryID, d briefings.Delivery) bool {
		return d.Slot.Before(before) && (d.State == briefings.Waiting || !d.State.Open() && d.Finished.Before(before))
	})
	return size - len(model)
}

func comparePending(t *testing.T, s *store.Store, model map[briefings.DeliveryID]briefings.Delivery, until time.Time, limit int) {
	t.Helper()
	var want []briefings.Delivery
	for _, d := range model {
		if d.State.Open() && d.State != briefings.Waiting {
			want = append(want, d)
		}
	}
	slices.SortFunc(want, func(a, b briefings.Delivery) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.ID, b.ID))
	})
	n := 0
	for n < len(want) && !want[n].NotBefore.After(until) && (limit == 0 || n < limit) {
		n++
	}
	var next time.Time
	if n < len(want) {
		next = want[n].NotBefore
	}
	got, then, err := s.Pending(t.Context(), until, limit)
	same := slices.EqualFunc(got, want[:n], func(a, b briefings.Delivery) bool { return a.ID == b.ID && a.Rev == b.Rev && a.State == b.State })
	if err != nil || !same || !then.Equal(next) {
		t.Fatalf("until %v, %d: pending are %s and next %v, %v; want %s and %v", until, limit, names(got), then, err, names(want[:n]), next)
	}
}
