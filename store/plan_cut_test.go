package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"attache/briefings"
	"attache/store/kv"
	"attache/store/search"
)

var errCut = errors.New("the power is cut")

// cutDB loses its power after so many commits.
type cutDB struct {
	kv.DB
	left int
}

func (db *cutDB) Commit(ctx context.Context, b *kv.Batch) (kv.Rev, error) {
	if db.left == 0 {
		return 0, errCut
	}
	db.left--
	return db.DB.Commit(ctx, b)
}

func openReplica(t *testing.T, db kv.DB) *Store {
	t.Helper()
	s, err := openOn(t.Context(), db, "mem", "", Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// subscribed keeps a subscription of so many channels that is due at noon.
func subscribed(t *testing.T, s *Store, channels int) briefings.Subscription {
	t.Helper()
	sub := briefings.Subscription{By: "ana", Due: noon, Timing: briefings.Timing{Rule: "daily 12:00", Zone: "UTC"}}
	for i := range channels {
		sub.Targets = append(sub.Targets, briefings.Target{Channel: briefings.Channel{Platform: "slack", Workspace: "T", ID: fmt.Sprint("C", i)}})
	}
	sub, err := s.SaveSubscription(t.Context(), sub, Stamp{By: "ana", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// planned returns the subscription as it is after its digest of noon, and what
// that owes.
func planned(sub briefings.Subscription) (briefings.Subscription, []briefings.Delivery) {
	var ds []briefings.Delivery
	for _, target := range sub.Targets {
		ds = append(ds, briefings.Delivery{
			ID: briefings.NewDeliveryID(sub.ID, noon, target.Channel, 0), Subscription: sub.ID, Slot: noon, Channel: target.Channel,
			Edition: 1, To: 7, State: briefings.Planned, NotBefore: noon,
		})
	}
	sub.Due, sub.Seen, sub.Edition = noon.AddDate(0, 0, 1), 7, 1
	return sub, ds
}

// TestPlanCut stops a plan that takes several commits after each of them, and
// makes it again: what was sent in between is not planned a second time, and
// the subscription is due until all is kept.
func TestPlanCut(t *testing.T) {
	ctx := t.Context()
	const channels, commits = 70, 3
	for cut := range commits + 1 {
		db := kv.NewMem()
		sub, ds := planned(subscribed(t, openReplica(t, db), channels))
		err := openReplica(t, &cutDB{db, cut}).Plan(ctx, sub, ds, nil)
		if whole := cut == commits; whole != (err == nil) || !whole && !errors.Is(err, errCut) {
			t.Fatalf("cut after %d commits: %v", cut, err)
		}
		s := openReplica(t, db)
		first, _, err := s.Pending(ctx, noon, 0)
		due, _, dueErr := s.DueSubscriptions(ctx, noon)
		if err != nil || dueErr != nil || (len(due) == 0) != (cut == commits) || len(first) < 31*min(cut, 2) {
			t.Fatalf("cut after %d commits: %d are pending and %d due, %v, %v", cut, len(first), len(due), err, dueErr)
		}
		for i, d := range first {
			first[i].State, first[i].Message = briefings.Sent, "1.2"
			if _, err := s.Move(ctx, first[i]); err != nil {
				t.Fatal(d.ID, err)
			}
		}
		if cut < commits {
			if err := s.Plan(ctx, sub, ds, nil); err != nil {
				t.Fatal(err)
			}
		}
		rest, _, err := s.Pending(ctx, noon, 0)
		all, allErr := s.DeliveriesOf(ctx, sub.ID, 0)
		if err != nil || allErr != nil || len(first)+len(rest) != channels || len(all) != channels {
			t.Errorf("cut after %d commits: %d and then %d were pending, %d are kept, %v, %v", cut, len(first), len(rest), len(all), err, allErr)
		}
		if problems, err := s.Verify(ctx); err != nil || len(problems) > 0 {
			t.Errorf("cut after %d commits: problems %v, %v", cut, problems, err)
		}
	}
}

// TestPlanReplicas lets three stores on one db plan the same digest and claim
// what it owes at once: each delivery is there once, and one of them has it.
func TestPlanReplicas(t *testing.T) {
	ctx, db := t.Context(), kv.NewMem()
	const channels = 70
	sub, ds := planned(subscribed(t, openReplica(t, db), channels))
	var plans, claims atomic.Int32
	work := func(s *Store, name string) error {
		switch err := s.Plan(ctx, sub, ds, nil); {
		case err == nil:
			plans.Add(1)
		case briefings.KindOf(err) != briefings.Conflict:
			return err
		}
		all, _, err := s.Pending(ctx, noon, 0)
		for _, d := range all {
			if d.State != briefings.Planned {
				continue // somebody has it
			}
			d.State, d.Owner, d.Attempt = briefings.Sending, name, 1
			if _, err := s.Move(ctx, d); err == nil {
				claims.Add(1)
			} else if briefings.KindOf(err) != briefings.Conflict {
				return err
			}
		}
		return err
	}
	var wg sync.WaitGroup
	for i := range 3 {
		s := openReplica(t, db)
		wg.Go(func() {
			if err := work(s, fmt.Sprint("replica ", i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := openReplica(t, db)
	all, err := s.DeliveriesOf(ctx, sub.ID, 0)
	if err != nil || plans.Load() != 1 || len(all) != channels {
		t.Errorf("%d plans were kept with %d deliveries, %v", plans.Load(), len(all), err)
	}
	taken := 0
	for _, d := range all {
		if d.State == briefings.Sending && d.Attempt == 1 {
			taken++
		}
	}
	if int(claims.Load()) != taken || taken == 0 {
		t.Errorf("%d claims of %d deliveries", claims.Load(), taken)
	}
	if problems, err := s.Verify(ctx); err != nil || len(problems) > 0 {
		t.Errorf("problems %v, %v", problems, err)
	}
}

// racedDB lets somebody else act after the first scan.
type racedDB struct {
	kv.DB
	act func()
}

func (db *racedDB) Scan(ctx context.Context, from, to string, limit int) ([]kv.Item, error) {
	items, err := db.DB.Scan(ctx, from, to, limit)
	if act := db.act; act != nil {
		db.act = nil
		act()
	}
	return items, err
}

// TestOvertaken: what somebody goes on with between the reading of an index and
// that of its records is neither due nor pending any more.
func TestOvertaken(t *testing.T) {
	ctx, db := t.Context(), kv.NewMem()
	other := openReplica(t, db)
	sub := subscribed(t, other, 3)
	_, ds := planned(sub)
	ds, err := other.Move(ctx, ds...)
	if err != nil {
		t.Fatal(err)
	}
	raced := &racedDB{DB: db}
	s := openReplica(t, raced)
	raced.act = func() {
		ds[0].State, ds[1].NotBefore = briefings.Sent, noon.Add(time.Hour)
		if _, err := other.Move(ctx, ds[:2]...); err != nil {
			t.Error(err)
		}
	}
	if got, _, err := s.Pending(ctx, noon, 0); err != nil || len(got) != 1 || got[0].ID != ds[2].ID {
		t.Errorf("pending are %+v, %v", got, err)
	}
	raced.act = func() {
		sub.Due = noon.Add(time.Hour)
		if _, err := other.SaveSubscription(ctx, sub, Stamp{By: "ana", At: noon}); err != nil {
			t.Error(err)
		}
	}
	if got, _, err := s.DueSubscriptions(ctx, noon); err != nil || len(got) != 0 {
		t.Errorf("due are %+v, %v", got, err)
	}
}
