package store_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// bubble runs the test in virtual time on a store in memory that is closed
// before the bubble ends, and fails when a goroutine is left.
func bubble(t *testing.T, test func(t *testing.T, s *store.Store)) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
		if err != nil {
			t.Fatal(err)
		}
		test(t, s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	goleak.VerifyNone(t, goleak.IgnoreCurrent())
}

func TestFollow(t *testing.T) {
	bubble(t, func(t *testing.T, s *store.Store) {
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		mustPublish(t, s, "a", 0, id)
		ctx, cancel := context.WithCancel(t.Context())
		var seen []briefings.Seq
		ended := make(chan error, 1)
		go func() {
			ended <- s.Follow(ctx, 0, func(c briefings.Change) error {
				seen = append(seen, c.Seq)
				return nil
			})
		}()
		expect := func(when string, want int) {
			t.Helper()
			synctest.Wait()
			if len(seen) != want {
				t.Errorf("%s: changes %v were visited, want %d", when, seen, want)
			}
		}
		expect("at first", 1)
		mustPublish(t, s, "b", 0, id)
		expect("after another", 2)
		if err := s.Record(t.Context(), store.AuditEntry{Action: "ask"}); err != nil {
			t.Fatal(err)
		}
		expect("after a write that is no change", 2)
		for range 70 { // more than one page of changes
			mustRetire(t, s, "b")
			mustPublish(t, s, "b", latest(t, s, "b"), id)
		}
		expect("after many", 142)
		for i, seq := range seen {
			if seq != briefings.Seq(i+1) {
				t.Fatalf("visit %d was of change %d", i+1, seq)
			}
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("ended with %v", err)
		}
	})
}

func TestFollowEnds(t *testing.T) {
	bubble(t, func(t *testing.T, s *store.Store) {
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		mustPublish(t, s, "a", 0, id)
		mustPublish(t, s, "a", 1, id)
		full := errors.New("full")
		var last briefings.Seq
		err := s.Follow(t.Context(), 1, func(c briefings.Change) error { last = c.Seq; return full })
		if err != full || last != 2 {
			t.Errorf("Follow ended with %v at change %d", err, last)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err = s.Follow(ctx, 0, func(briefings.Change) error { t.Error("visited after the end"); return nil })
		if err != nil {
			t.Errorf("Follow with an ended context: %v", err)
		}
		ended := make(chan error, 1)
		go func() { ended <- s.Follow(t.Context(), 2, func(briefings.Change) error { return nil }) }()
		synctest.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err == nil {
			t.Error("Follow did not notice that the store closed")
		}
	})
}

func mustRetire(t testing.TB, s *store.Store, slug briefings.Slug) {
	t.Helper()
	if _, err := s.Retire(t.Context(), slug, "", stamp(3)); err != nil {
		t.Fatalf("Retire(%q): %v", slug, err)
	}
}

func latest(t testing.TB, s *store.Store, slug briefings.Slug) int {
	t.Helper()
	b, err := s.Briefing(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return b.Latest
}
