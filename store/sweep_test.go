package store_test

import (
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
)

// A sweep takes what is over for long, of whatever subscription, and nothing
// that something may still come of.
func TestSweep(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx, before := t.Context(), day
		sub := mustSubscribe(t, s, day, channel(1))
		const hours = 100 // more than one commit holds
		for hour := -hours; hour < 3; hour++ {
			slot := day.Add(time.Duration(hour) * time.Hour)
			var ds []briefings.Delivery
			for i, state := range []briefings.DeliveryState{briefings.Sent, briefings.Parked, briefings.Waiting, briefings.Uncertain, briefings.Idle, briefings.Expired} {
				id := []briefings.SubscriptionID{"D-0001", "D-0001", "D-0001", "D-0002", "D-0003", "D-0004"}[i]
				d := owed(briefings.Subscription{ID: id}, slot, channel(i), 0, 1)
				d.State, d.Finished = state, slot.Add(time.Minute)
				ds = append(ds, d)
			}
			ds[4].Finished = day.Add(time.Hour) // it took long
			mustMove(t, s, ds...)
		}
		n, err := s.Sweep(ctx, before)
		if want := 4 * hours; err != nil || n != want {
			t.Errorf("%d are gone, %v, want %d", n, err, want)
		}
		for id, want := range map[briefings.SubscriptionID]int{"D-0001": 3 * 3, "D-0002": hours + 3, "D-0003": hours + 3, "D-0004": 3} {
			ds, err := s.DeliveriesOf(ctx, id, 0)
			if err != nil || len(ds) != want {
				t.Errorf("%s has %d, %v, want %d", id, len(ds), err, want)
			}
		}
		if ds, _, err := s.Pending(ctx, day.Add(9*time.Hour), 0); err != nil || len(ds) != hours+3 {
			t.Errorf("%d are pending, %v", len(ds), err)
		}
		if n, err := s.Sweep(ctx, before); err != nil || n != 0 {
			t.Errorf("a second sweep took %d, %v", n, err)
		}
		if n, err := s.Sweep(ctx, time.Time{}); err != nil || n != 0 {
			t.Errorf("a sweep before all time took %d, %v", n, err)
		}
		wantSound(t, s)
		if now := current(t, s, sub.ID); now.Rev != sub.Rev {
			t.Error("the subscription changed")
		}
		wantActions(t, s, "subscribe D-0001")
	})
}
