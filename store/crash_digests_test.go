package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// crashChannels is more than one commit of a plan holds.
const crashChannels = 40

// planForEver lets one subscription owe one digest after another to all its
// channels, with some of the deliveries taken up in between, and prints the
// number of each plan once it is kept.
func planForEver(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, "bolt:"+path, store.Options{Index: search.NewScan()})
	if err != nil {
		return err
	}
	sub, err := s.Subscription(ctx, "D-0001")
	if briefings.KindOf(err) == briefings.NotFound {
		var channels []briefings.Channel
		for i := range crashChannels {
			channels = append(channels, channel(i))
		}
		sub, err = s.SaveSubscription(ctx, daily(day, channels...), stamp(1))
	}
	for rng := rand.New(rand.NewPCG(uint64(sub.Edition), 1)); err == nil; {
		// A process that starts again later finds a later time due.
		slot := sub.Due.Add(time.Duration(rng.IntN(3)) * time.Minute)
		if err = planNext(ctx, s, sub, slot); err != nil {
			return err
		}
		if sub, err = s.Subscription(ctx, "D-0001"); err != nil {
			return err
		}
		fmt.Println(sub.Edition)
		err = takeUp(ctx, s, rng)
	}
	return err
}

// planNext plans the digest of the slot as the comment of Plan asks for.
func planNext(ctx context.Context, s *store.Store, sub briefings.Subscription, slot time.Time) error {
	newest, err := newestOf(ctx, s, sub.ID)
	if err != nil {
		return err
	}
	var ds, superseded []briefings.Delivery
	for _, target := range sub.Targets {
		d := owed(sub, slot, target.Channel, sub.Seen, sub.Seen+1)
		last, found := newest[target.Channel]
		switch {
		case found && last.State == briefings.Planned:
			d.From = last.From
			last.State, last.Finished = briefings.Superseded, slot
			superseded = append(superseded, last)
		case found:
			d.From = max(d.From, last.To)
		}
		d.To = max(d.To, d.From+1)
		ds = append(ds, d)
	}
	sub.Due, sub.Seen, sub.Edition = slot.Add(time.Hour), ds[0].To, sub.Edition+1
	for _, d := range ds {
		sub.Seen = max(sub.Seen, d.To)
	}
	for i := range ds {
		ds[i].To = sub.Seen
	}
	return s.Plan(ctx, sub, ds, superseded)
}

// newestOf returns the newest first part in each channel.
func newestOf(ctx context.Context, s *store.Store, id briefings.SubscriptionID) (map[briefings.Channel]briefings.Delivery, error) {
	ds, err := s.DeliveriesOf(ctx, id, 6*crashChannels)
	newest := map[briefings.Channel]briefings.Delivery{}
	for _, d := range ds {
		if _, known := newest[d.Channel]; !known && d.Part == 0 {
			newest[d.Channel] = d
		}
	}
	return newest, err
}

// takeUp claims some of what is pending together with a part after it, and
// sends both.
func takeUp(ctx context.Context, s *store.Store, rng *rand.Rand) error {
	ds, _, err := s.Pending(ctx, day.AddDate(1, 0, 0), 0)
	for _, d := range ds {
		if err != nil {
			return err
		}
		if rng.IntN(4) > 0 || d.State != briefings.Planned {
			continue
		}
		d.State, d.Payload = briefings.Sending, []byte("{}")
		var both []briefings.Delivery
		if both, err = s.Move(ctx, d, part(d, 1, briefings.Waiting)); err != nil {
			return err
		}
		both[0].State, both[0].Message, both[0].Finished = briefings.Sent, "1.2", d.Slot
		both[1].State, both[1].Thread = briefings.Ready, "1.2"
		if both, err = s.Move(ctx, both...); err != nil {
			return err
		}
		both[1].State, both[1].Finished = briefings.Sent, d.Slot
		_, err = s.Move(ctx, both[1])
	}
	return err
}

// TestCrashDigests kills a planner in the middle of its work, several times.
// Every plan that it had called done is there, nothing is there by half, and in
// no channel is a change told twice or left out.
func TestCrashDigests(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	rng := rand.New(rand.NewPCG(9, 10))
	for round := range 8 {
		done := killAfter(t, path, "digests", 1+rng.IntN(4))
		s := open(t, "bolt:"+path)
		wantSound(t, s)
		sub := current(t, s, "D-0001")
		if sub.Edition < done || sub.Edition > done+1 || done == 0 {
			t.Errorf("round %d: edition %d is planned, %d were done", round, sub.Edition, done)
		}
		wantChained(t, s, sub)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// wantChained fails unless in every channel of the subscription each digest that
// was or will be sent begins where the one before ends, up to what the
// subscription has seen.
func wantChained(t *testing.T, s *store.Store, sub briefings.Subscription) {
	t.Helper()
	all, err := s.DeliveriesOf(t.Context(), sub.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b briefings.Delivery) int { return cmp.Or(a.Slot.Compare(b.Slot), cmp.Compare(a.Part, b.Part)) })
	told := map[briefings.Channel]briefings.Seq{}
	for _, d := range all {
		if d.Part > 0 || d.State == briefings.Superseded {
			continue
		}
		if d.From != told[d.Channel] || d.To <= d.From {
			t.Errorf("%s of %v tells %d to %d after %d", d.Channel, d.Slot, d.From, d.To, told[d.Channel])
		}
		told[d.Channel] = d.To
	}
	for _, target := range sub.Targets {
		if told[target.Channel] < sub.Seen {
			t.Errorf("%s was told up to %d of %d", target.Channel, told[target.Channel], sub.Seen)
		}
	}
}
