package store_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// noted returns the meter as seconds after day.
func noted(t *testing.T, s *store.Store, name string) []int {
	t.Helper()
	times, err := s.Meter(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	seconds := make([]int, len(times))
	for i, at := range times {
		seconds[i] = int(at.Sub(day) / time.Second)
	}
	return seconds
}

func note(t *testing.T, s *store.Store, name string, second int) {
	t.Helper()
	if err := s.NoteMeter(t.Context(), name, day.Add(time.Duration(second)*time.Second), 10*time.Second); err != nil {
		t.Fatal(err)
	}
}

// A meter keeps what is near the last note, in order and apart from others, and
// leaves no trace in the audit.
func TestMeter(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		if got := noted(t, s, "a"); len(got) != 0 {
			t.Errorf("nothing was noted, and it holds %v", got)
		}
		for _, step := range []struct {
			second int
			want   []int
		}{
			{5, []int{5}},
			{5, []int{5, 5}},
			{3, []int{3, 5, 5}},
			{15, []int{5, 5, 15}},
			{16, []int{15, 16}},
			{1_000_000, []int{1_000_000}}, // a clock that is wrong
			{17, []int{17}},               // and is set right
		} {
			note(t, s, "a", step.second)
			if got := noted(t, s, "a"); !slices.Equal(got, step.want) {
				t.Errorf("after %d it holds %v, want %v", step.second, got, step.want)
			}
		}
		note(t, s, "a/b", 1)
		if got := noted(t, s, "a"); !slices.Equal(got, []int{17}) {
			t.Errorf("the note of another shows in %v", got)
		}
		if entries, err := s.AuditEntries(t.Context(), 0, 0); err != nil || len(entries) != 0 {
			t.Errorf("meters left %d audit entries, %v", len(entries), err)
		}
		wantKind(t, "no name", s.NoteMeter(t.Context(), "", day, time.Second), briefings.Invalid)
		wantKind(t, "nothing kept", s.NoteMeter(t.Context(), "a", day, 0), briefings.Invalid)
	})
}

// A meter has a bound; the oldest make room.
func TestMeterIsBounded(t *testing.T) {
	s := open(t, "mem")
	const most = 1000
	for i := range most + 5 {
		if err := s.NoteMeter(t.Context(), "a", day.Add(time.Duration(i)*time.Second), time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if got := noted(t, s, "a"); len(got) != most || got[0] != 5 || got[most-1] != most+4 {
		t.Errorf("it holds %d times from %d to %d", len(got), got[0], got[len(got)-1])
	}
}

// Notes at one time are all there, and after the store is opened again too.
func TestMeterLosesNothing(t *testing.T) {
	spec := "bolt:" + filepath.Join(t.TempDir(), "store.db")
	s := open(t, spec)
	var wg sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		wg.Go(func() { errs[i] = s.NoteMeter(t.Context(), "a", day, time.Hour) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(t.Context(), spec, store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := fmt.Sprint(noted(t, again, "a")); got != fmt.Sprint(make([]int, len(errs))) {
		t.Errorf("it holds %s", got)
	}
}
