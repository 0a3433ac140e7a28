package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

// mustPlan plans the deliveries and makes the subscription due again.
func mustPlan(t testing.TB, s *store.Store, sub briefings.Subscription, due time.Time, owed ...briefings.Delivery) {
	t.Helper()
	if err := s.Plan(t.Context(), advanced(sub, due, owed), owed, nil); err != nil {
		t.Fatalf("Plan: %v", err)
	}
}

// advanced returns the subscription as it is once these are planned.
func advanced(sub briefings.Subscription, due time.Time, owed []briefings.Delivery) briefings.Subscription {
	sub.Due, sub.Seen, sub.Edition = due, owed[0].To, sub.Edition+1
	return sub
}

// What is owed and the subscription that owes it change in one step, which
// nobody can take twice.
func TestPlan(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		sub := mustSubscribe(t, s, day, channel(1), channel(2))
		first := []briefings.Delivery{owed(sub, day, channel(1), 0, 3), owed(sub, day, channel(2), 0, 3)}
		next := advanced(sub, day.Add(time.Hour), first)
		if err := s.Plan(ctx, next, first, nil); err != nil {
			t.Fatal(err)
		}
		wantKind(t, "planning it twice", s.Plan(ctx, next, first, nil), briefings.Conflict)
		next.Rev = current(t, s, sub.ID).Rev
		if diff := cmp.Diff(next, current(t, s, sub.ID)); diff != "" {
			t.Errorf("the subscription (-want +got):\n%s", diff)
		}
		wantDue(t, s, day, day.Add(time.Hour))
		if ds, _, err := s.Pending(ctx, day, 0); err != nil || len(ds) != 2 || ds[0].From != 0 || ds[0].To != 3 || ds[0].State != briefings.Planned {
			t.Errorf("pending are %+v, %v", ds, err)
		}
		wantSound(t, s)
		wantActions(t, s, "subscribe D-0001")
	})
}

// The deliveries that a plan takes the place of go in the same step, and when
// one of them was taken up first nothing happens at all.
func TestPlanSupersedes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx, hour := t.Context(), day.Add(time.Hour)
		sub := mustSubscribe(t, s, day, channel(1), channel(2))
		mustPlan(t, s, sub, hour, owed(sub, day, channel(1), 0, 3), owed(sub, day, channel(2), 0, 3))
		sub = current(t, s, sub.ID)
		one, two := kept(t, s, owed(sub, day, channel(1), 0, 3).ID), kept(t, s, owed(sub, day, channel(2), 0, 3).ID)
		taken := two
		taken.State = briefings.Sending
		taken = mustMove(t, s, taken)[0]
		one.State, two.State, one.Finished, two.Finished = briefings.Superseded, briefings.Superseded, hour, hour
		next := []briefings.Delivery{owed(sub, hour, channel(1), 0, 5), owed(sub, hour, channel(2), 0, 5)}
		later := advanced(sub, hour.Add(time.Hour), next)
		wantKind(t, "superseding what was taken up", s.Plan(ctx, later, next, []briefings.Delivery{one, two}), briefings.Conflict)
		if now := current(t, s, sub.ID); now.Rev != sub.Rev || kept(t, s, one.ID).State != briefings.Planned {
			t.Errorf("a plan that failed has left %+v and %+v", now, kept(t, s, one.ID))
		}
		next[1].From = taken.To
		if err := s.Plan(ctx, later, next, []briefings.Delivery{one}); err != nil {
			t.Fatal(err)
		}
		if ds, _, err := s.Pending(ctx, hour, 0); err != nil || len(ds) != 3 || kept(t, s, one.ID).State != briefings.Superseded || kept(t, s, taken.ID).State != briefings.Sending {
			t.Errorf("pending are %s, %v", names(ds), err)
		}
		wantSound(t, s)
	})
}

// A delivery that is kept already is left alone, whatever has come of it: that
// is what makes a plan safe to repeat.
func TestPlanLeavesAlone(t *testing.T) {
	s := open(t, "mem")
	sub := mustSubscribe(t, s, day, channel(1), channel(2))
	sent := owed(sub, day, channel(1), 0, 3)
	sent.State, sent.Message, sent.Finished = briefings.Sent, "1.2", day
	sent = mustMove(t, s, sent)[0]
	ds := []briefings.Delivery{owed(sub, day, channel(1), 0, 3), owed(sub, day, channel(2), 0, 3)}
	again := sent
	again.State = briefings.Superseded
	if err := s.Plan(t.Context(), advanced(sub, day.Add(time.Hour), ds), ds, []briefings.Delivery{again}); err != nil {
		t.Fatal(err)
	}
	if now := kept(t, s, sent.ID); now.State != briefings.Sent || now.Rev != sent.Rev {
		t.Errorf("what was sent became %+v", now)
	}
	if now := kept(t, s, ds[1].ID); now.State != briefings.Planned {
		t.Errorf("what was not there is %+v", now)
	}
	wantSound(t, s)
}

func TestPlanRefused(t *testing.T) {
	s := open(t, "mem")
	sub := mustSubscribe(t, s, day, channel(1))
	mine, foreign := owed(sub, day, channel(1), 0, 1), owed(briefings.Subscription{ID: "D-0002"}, day, channel(1), 0, 1)
	wrong := mine
	wrong.State = "eager"
	plan := func(owed ...briefings.Delivery) error {
		return s.Plan(t.Context(), advanced(sub, day, owed), owed, nil)
	}
	wantKind(t, "a delivery of another", plan(mine, foreign), briefings.Invalid)
	wantKind(t, "no such state", plan(wrong), briefings.Invalid)
	wantKind(t, "superseding what never was", s.Plan(t.Context(), sub, nil, []briefings.Delivery{{ID: mine.ID, Subscription: sub.ID, Slot: day, Channel: channel(1), State: briefings.Superseded, Rev: 1}}), briefings.Conflict)
	if err := s.RemoveSubscription(t.Context(), sub.ID, stamp(1)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a subscription that is gone", plan(mine), briefings.NotFound)
	if ds, err := s.DeliveriesOf(t.Context(), sub.ID, 0); err != nil || len(ds) != 0 {
		t.Errorf("kept are %s, %v", names(ds), err)
	}
}

// A plan for more channels than one commit can hold is whole in the end.
func TestPlanManyChannels(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		const n = 100
		var channels []briefings.Channel
		for i := range n {
			channels = append(channels, channel(i))
		}
		sub := mustSubscribe(t, s, day, channels...)
		var before []briefings.Delivery
		for hour := range 3 {
			slot := day.Add(time.Duration(hour) * time.Hour)
			var next, gone []briefings.Delivery
			for i, ch := range channels {
				next = append(next, owed(sub, slot, ch, 0, briefings.Seq(hour+1)))
				if hour > 0 {
					d := kept(t, s, before[i].ID)
					d.State, d.Finished = briefings.Superseded, slot
					gone = append(gone, d)
				}
			}
			if err := s.Plan(t.Context(), advanced(sub, slot.Add(time.Hour), next), next, gone); err != nil {
				t.Fatal(err)
			}
			sub, before = current(t, s, sub.ID), next
		}
		ds, next, err := s.Pending(t.Context(), day.Add(9*time.Hour), 0)
		if err != nil || len(ds) != n || !next.IsZero() || ds[0].Slot != day.Add(2*time.Hour) || sub.Edition != 3 {
			t.Errorf("%d are pending, %v", len(ds), err)
		}
		if all, err := s.DeliveriesOf(t.Context(), sub.ID, 0); err != nil || len(all) != 3*n {
			t.Errorf("%d are in the history, %v", len(all), err)
		}
		wantSound(t, s)
	})
}
