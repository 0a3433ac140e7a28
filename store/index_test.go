package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// found returns the sources in which the query finds something, in order.
func found(t *testing.T, s *store.Store, text string) string {
	t.Helper()
	result, err := s.Search(t.Context(), search.Query{Text: text, Loose: true, Limit: 100})
	if err != nil {
		t.Fatalf("Search(%q): %v", text, err)
	}
	var all []string
	for _, hit := range result.Hits {
		all = append(all, string(hit.Ref.Source))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// TestSearchFollows expects every search to know of every change made before.
func TestSearchFollows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		one := mustAdd(t, s, document("one.txt", "The port is congested.")).ID
		two := mustAdd(t, s, document("two.txt", "Another port is empty.")).ID
		for _, step := range []struct {
			name string
			do   func()
			want string
		}{
			{"imported", func() {}, ""},
			{"published", func() { mustPublish(t, s, "a", 0, one) }, "S-0001"},
			{"a second", func() { mustPublish(t, s, "b", 0, one, two) }, "S-0001 S-0002"},
			{"retired, its source used elsewhere", func() { mustRetire(t, s, "a") }, "S-0001 S-0002"},
			{"revised without it", func() { mustPublish(t, s, "b", 1, two) }, "S-0002"},
			{"retired", func() { mustRetire(t, s, "b") }, ""},
			{"back again", func() { mustPublish(t, s, "a", 1, one) }, "S-0001"},
		} {
			step.do()
			if got := found(t, s, "port"); got != step.want {
				t.Errorf("%s: found in %q, want %q", step.name, got, step.want)
			}
		}
	})
}

// TestIndexHeals opens a store whose index has been lost, damaged, left behind
// or left by another store, with the index that the store keeps by itself.
func TestIndexHeals(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "store.db")
	reopen := func() *store.Store {
		t.Helper()
		s, err := store.Open(t.Context(), "bolt:"+path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	expect := func(when, want string) {
		t.Helper()
		s := reopen()
		if got := found(t, s, "port"); got != want {
			t.Errorf("%s: found in %q, want %q", when, got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := reopen()
	mustPublish(t, s, "a", 0, mustAdd(t, s, document("one.txt", "The port is congested.")).ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	expect("as it was left", "S-0001")

	index := filepath.Join(folder, "store.db.index")
	if err := os.RemoveAll(index); err != nil {
		t.Fatal(err)
	}
	expect("lost", "S-0001")
	if err := os.RemoveAll(index); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index, []byte("a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect("a file in its place", "S-0001")

	err := filepath.WalkDir(index, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.WriteFile(file, []byte("not an index"), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	expect("damaged", "S-0001")

	// As after a crash between a commit and the index.
	other, err := store.Open(t.Context(), "bolt:"+path, store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	mustPublish(t, other, "b", 0, mustAdd(t, other, document("two.txt", "Another port is empty.")).ID)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	expect("left behind", "S-0001 S-0002")

	for _, file := range []string{path, path + ".lock"} {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	expect("of a store that stood here before", "")
}

// TestIndexAhead gives a store an index that has followed more changes than the
// store has, as after a restore from an old backup.
func TestIndexAhead(t *testing.T) {
	index := search.NewScan()
	stray := document("stray.txt", "A stray port.")
	stray.ID = "S-0009"
	if err := index.Apply(t.Context(), 40, []*briefings.Source{&stray}, nil); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), "mem", store.Options{Index: index})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := found(t, s, "port"); got != "" {
		t.Errorf("found in %q before anything was imported", got)
	}
	mustPublish(t, s, "a", 0, mustAdd(t, s, document("one.txt", "The port is congested.")).ID)
	if got := found(t, s, "port"); got != "S-0001" {
		t.Errorf("found in %q, want S-0001", got)
	}
}

// failing is an index whose Apply fails as often as it is told to.
type failing struct {
	search.Index
	times  atomic.Int32 // the store's follower reads it while the test sets it
	resets atomic.Int32
}

func (f *failing) Apply(ctx context.Context, seq briefings.Seq, add []*briefings.Source, remove []briefings.SourceID) error {
	if f.times.Add(-1) >= 0 {
		return errors.New("no room")
	}
	return f.Index.Apply(ctx, seq, add, remove)
}

func (f *failing) Reset(ctx context.Context) error {
	f.resets.Add(1)
	return f.Index.Reset(ctx)
}

// TestIndexFails: an index that fails once is built again; one that fails for
// good fails the search, and the search after it has come back does not.
func TestIndexFails(t *testing.T) {
	bubble(t, func(t *testing.T, first *store.Store) {
		index := &failing{Index: search.NewScan()}
		s, err := store.Open(t.Context(), "mem", store.Options{Index: index})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		mustPublish(t, s, "a", 0, mustAdd(t, s, document("one.txt", "The port is congested.")).ID)
		if got := found(t, s, "port"); got != "S-0001" {
			t.Fatalf("found in %q", got)
		}
		two := mustAdd(t, s, document("two.txt", "Another port is empty.")).ID
		index.times.Store(1)
		mustPublish(t, s, "b", 0, two)
		if got := found(t, s, "port"); got != "S-0001 S-0002" || index.resets.Load() != 1 {
			t.Errorf("failing once: found in %q after %d resets", got, index.resets.Load())
		}
		index.times.Store(1000)
		mustRetire(t, s, "a")
		if _, err := s.Search(t.Context(), search.Query{Text: "port"}); err == nil || !strings.Contains(err.Error(), "no room") {
			t.Errorf("failing for good: %v", err)
		}
		index.times.Store(0)
		if got := found(t, s, "port"); got != "S-0002" {
			t.Errorf("come back: found in %q", got)
		}
	})
}

func TestReindex(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var all []briefings.SourceID
		for i := range 40 {
			all = append(all, mustAdd(t, s, document(fmt.Sprint(i), fmt.Sprintf("Port %d is congested.", i))).ID)
		}
		mustPublish(t, s, "gone", 0, mustAdd(t, s, document("gone", "A port that is gone.")).ID)
		mustPublish(t, s, "a", 0, all...)
		mustRetire(t, s, "gone")
		var steps []string
		if err := s.Reindex(t.Context(), func(done, total int) { steps = append(steps, fmt.Sprint(done, "/", total)) }); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(steps, " "); got != "16/40 32/40 40/40" {
			t.Errorf("progress is %s", got)
		}
		if got := strings.Fields(found(t, s, "port")); len(got) != 40 || slices.Contains(got, "S-0041") {
			t.Errorf("found in %v", got)
		}
	})
}
