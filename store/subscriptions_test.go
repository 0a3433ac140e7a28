package store_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

// channel returns one of many channels.
func channel(n int) briefings.Channel {
	return briefings.Channel{Platform: "slack", Workspace: "T1", ID: fmt.Sprintf("C%03d", n)}
}

// daily returns a subscription of the channels that is not kept yet.
func daily(due time.Time, channels ...briefings.Channel) briefings.Subscription {
	sub := briefings.Subscription{
		Name: "Ports, daily", By: "slack/T1/U1", Topics: []string{"trade"}, Due: due, CatchUp: briefings.DefaultCatchUp,
		Timing: briefings.Timing{Rule: "daily 09:00", Zone: "Europe/London", Holidays: []string{"2026-12-25"}},
	}
	for _, ch := range channels {
		sub.Targets = append(sub.Targets, briefings.Target{Channel: ch})
	}
	return sub
}

// seoul is a zone that no stored form gives back as it was.
func seoul(t testing.TB) *time.Location {
	t.Helper()
	zone, err := briefings.LoadZone("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func mustSubscribe(t testing.TB, s *store.Store, due time.Time, channels ...briefings.Channel) briefings.Subscription {
	t.Helper()
	sub, err := s.SaveSubscription(t.Context(), daily(due, channels...), stamp(9))
	if err != nil {
		t.Fatalf("SaveSubscription: %v", err)
	}
	return sub
}

func mustSave(t testing.TB, s *store.Store, sub briefings.Subscription) briefings.Subscription {
	t.Helper()
	sub, err := s.SaveSubscription(t.Context(), sub, stamp(10))
	if err != nil {
		t.Fatalf("SaveSubscription(%s): %v", sub.ID, err)
	}
	return sub
}

// current returns the subscription as it is kept.
func current(t testing.TB, s *store.Store, id briefings.SubscriptionID) briefings.Subscription {
	t.Helper()
	sub, err := s.Subscription(t.Context(), id)
	if err != nil {
		t.Fatalf("Subscription(%s): %v", id, err)
	}
	return sub
}

// wantDue fails unless just these are due then, and the next one when it says.
func wantDue(t *testing.T, s *store.Store, until time.Time, next time.Time, want ...briefings.SubscriptionID) {
	t.Helper()
	due, then, err := s.DueSubscriptions(t.Context(), until)
	var got []briefings.SubscriptionID
	for _, sub := range due {
		got = append(got, sub.ID)
	}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) || !then.Equal(next) {
		t.Errorf("due until %v are %v and the next at %v, %v; want %v and %v", until, got, then, err, want, next)
	}
}

func wantActions(t *testing.T, s *store.Store, want ...string) {
	t.Helper()
	entries, err := s.AuditEntries(t.Context(), 0, 0)
	var got []string
	for _, e := range entries {
		got = append(got, e.Action+" "+e.Object)
	}
	if err != nil || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("the audit has %q, %v; want %q", got, err, want)
	}
}

// A subscription comes back as it was returned, whatever zone its times are in.
func TestSubscription(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		local := day.In(seoul(t))
		full := daily(local.Add(time.Hour), channel(1), channel(2))
		full.Timing.Skip, full.Until, full.Paused, full.Idle, full.Repost = []time.Time{local}, local, true, true, true
		full.Targets[1].Faults, full.Targets[1].Off, full.Seen, full.Edition = 3, "is archived", 7, 4
		made := mustSave(t, s, full)
		want := full
		want.ID, want.Made, want.Rev = "D-0001", stamp(10).At, made.Rev
		if diff := cmp.Diff(want, made); diff != "" || made.Rev == 0 {
			t.Errorf("made at revision %d (-want +got):\n%s", made.Rev, diff)
		}
		if got := current(t, s, "D-0001"); !reflect.DeepEqual(got, made) {
			t.Errorf("read back as %+v, want %+v", got, made)
		}
		if same := mustSave(t, s, made); same.Rev != made.Rev {
			t.Errorf("saving the same took it from revision %d to %d", made.Rev, same.Rev)
		}
		made.Paused = false
		changed := mustSave(t, s, made)
		if changed.Rev <= made.Rev || changed.Paused || current(t, s, "D-0001").Rev != changed.Rev {
			t.Errorf("changed to %+v from revision %d", changed, made.Rev)
		}
		_, err := s.SaveSubscription(ctx, made, stamp(11))
		wantKind(t, "a stale one", err, briefings.Conflict)
		if err := s.RemoveSubscription(ctx, "D-0001", stamp(12)); err != nil {
			t.Fatal(err)
		}
		_, err = s.Subscription(ctx, "D-0001")
		wantKind(t, "reading what is gone", err, briefings.NotFound)
		_, err = s.SaveSubscription(ctx, changed, stamp(13))
		wantKind(t, "saving what is gone", err, briefings.NotFound)
		wantKind(t, "removing it twice", s.RemoveSubscription(ctx, "D-0001", stamp(13)), briefings.NotFound)
		if again := mustSubscribe(t, s, day, channel(1)); again.ID != "D-0002" {
			t.Errorf("after D-0001 was removed, the next is %s", again.ID)
		}
		wantActions(t, s, "subscribe D-0001", "amend D-0001", "unsubscribe D-0001", "subscribe D-0002")
	})
}

func TestSubscriptionRefused(t *testing.T) {
	s := open(t, "mem")
	for name, wrong := range map[string]func(*briefings.Subscription){
		"no owner":            func(sub *briefings.Subscription) { sub.By = "" },
		"no channel":          func(sub *briefings.Subscription) { sub.Targets = nil },
		"a channel twice":     func(sub *briefings.Subscription) { sub.Targets = append(sub.Targets, sub.Targets[0]) },
		"no such channel":     func(sub *briefings.Subscription) { sub.Targets[0].ID = "a b" },
		"no schedule":         func(sub *briefings.Subscription) { sub.Timing.Rule = "" },
		"no such day":         func(sub *briefings.Subscription) { sub.Timing.Rule = "0 9 30 2 *" },
		"no such zone":        func(sub *briefings.Subscription) { sub.Timing.Zone = "Atlantis/Port" },
		"no such holiday":     func(sub *briefings.Subscription) { sub.Timing.Holidays = []string{"Christmas"} },
		"too long a catch-up": func(sub *briefings.Subscription) { sub.CatchUp = briefings.MaxCatchUp + 1 },
		"catch-up backwards":  func(sub *briefings.Subscription) { sub.CatchUp = -1 },
	} {
		sub := daily(day, channel(1))
		wrong(&sub)
		_, err := s.SaveSubscription(t.Context(), sub, stamp(1))
		wantKind(t, name, err, briefings.Invalid)
	}
	if all, err := s.Subscriptions(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("kept are %v, %v", all, err)
	}
}

// What falls due is found by its time alone, and moves with the subscription.
func TestDueSubscriptions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		wantDue(t, s, day, time.Time{})
		hour := func(n int) time.Time { return day.Add(time.Duration(n) * time.Hour) }
		late, early, same := mustSubscribe(t, s, hour(2), channel(1)), mustSubscribe(t, s, hour(1), channel(1)), mustSubscribe(t, s, hour(2), channel(1))
		mustSubscribe(t, s, time.Time{}, channel(1))
		wantDue(t, s, hour(1).Add(-1), hour(1))
		wantDue(t, s, hour(1), hour(2), early.ID)
		wantDue(t, s, hour(2), time.Time{}, early.ID, late.ID, same.ID)
		early.Due = hour(3).Add(1)
		early = mustSave(t, s, early)
		wantDue(t, s, hour(2), hour(3).Add(1), late.ID, same.ID)
		early.Due = time.Time{}
		mustSave(t, s, early)
		wantDue(t, s, hour(9), time.Time{}, late.ID, same.ID)
		if err := s.RemoveSubscription(t.Context(), late.ID, stamp(1)); err != nil {
			t.Fatal(err)
		}
		wantDue(t, s, hour(9), time.Time{}, same.ID)
	})
}

// The order of many is that of their numbers, not of their letters.
func TestSubscriptionsInOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := open(t, "bolt:"+path)
	mustSubscribe(t, s, day, channel(1))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, path, putKeys(map[string]string{"meta/subscriptions": `{"n":9998}`}))
	s = open(t, "bolt:"+path)
	mustSubscribe(t, s, day, channel(1))
	mustSubscribe(t, s, day, channel(1))
	all, err := s.Subscriptions(t.Context())
	if err != nil || len(all) != 3 || all[1].ID != "D-9999" || all[2].ID != "D-10000" || all[2].Rev != current(t, s, "D-10000").Rev {
		t.Errorf("subscriptions %+v, %v", all, err)
	}
}

// A target is switched off by the third fault in a row, and just one of those
// who note faults at once is told so.
func TestMarkTarget(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		sub := mustSubscribe(t, s, day, channel(1), channel(2))
		mark := func(fault, wantOff bool, faults int) {
			t.Helper()
			off, err := s.MarkTarget(t.Context(), sub.ID, channel(2), fault, "is archived")
			now := current(t, s, sub.ID)
			if err != nil || off != wantOff || now.Targets[1].Faults != faults || now.Targets[0].Faults != 0 {
				t.Errorf("off is %t, %v, and the targets are %+v; want %d faults", off, err, now.Targets, faults)
			}
		}
		mark(true, false, 1)
		mark(true, false, 2)
		mark(false, false, 0)
		rev := current(t, s, sub.ID).Rev
		mark(false, false, 0)
		if now := current(t, s, sub.ID); now.Rev != rev {
			t.Error("marking what is marked already changed the subscription")
		}
		told := 0
		var wg sync.WaitGroup
		var mu sync.Mutex
		for range 8 {
			wg.Go(func() {
				off, err := s.MarkTarget(t.Context(), sub.ID, channel(2), true, "is archived")
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if off {
					told++
				}
			})
		}
		wg.Wait()
		if now := current(t, s, sub.ID); told != 1 || now.Targets[1].Off != "is archived" || now.Targets[0].Off != "" {
			t.Errorf("%d were told, and the targets are %+v", told, now.Targets)
		}
		for _, gone := range []briefings.SubscriptionID{sub.ID, "D-0009"} {
			if off, err := s.MarkTarget(t.Context(), gone, channel(3), true, "x"); off || err != nil {
				t.Errorf("marking what is gone: %t, %v", off, err)
			}
		}
		wantActions(t, s, "subscribe D-0001")
	})
}

// Whoever waits is woken by what concerns him, and by the end of the store.
func TestWakes(t *testing.T) {
	bubble(t, func(t *testing.T, s *store.Store) {
		woken := func(wake <-chan struct{}) bool {
			synctest.Wait()
			select {
			case <-wake:
				return true
			default:
				return false
			}
		}
		due, pending := s.WakeDue(), s.WakePending()
		sub := mustSubscribe(t, s, day, channel(1))
		if !woken(due) || woken(pending) {
			t.Error("a new subscription wakes the wrong one")
		}
		due = s.WakeDue()
		head := owed(sub, day, channel(1), 0, 1)
		mustPlan(t, s, sub, day.Add(time.Hour), head)
		if !woken(due) || !woken(pending) {
			t.Error("a plan does not wake both")
		}
		due, pending = s.WakeDue(), s.WakePending()
		head = kept(t, s, head.ID)
		head.State, head.Finished = briefings.Idle, day
		mustMove(t, s, head)
		if woken(due) || !woken(pending) {
			t.Error("a move wakes the wrong one")
		}
		pending = s.WakePending()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if !woken(due) || !woken(pending) {
			t.Error("the end of the store does not wake both")
		}
	})
}
