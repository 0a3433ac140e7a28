package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
)

// BenchmarkSource decodes a source of 80 KB from a file, cold each time.
func BenchmarkSource(b *testing.B) {
	spec := "bolt:" + filepath.Join(b.TempDir(), "store.db")
	s := open(b, spec)
	id := mustAdd(b, s, document("large", lines(2000)...)).ID
	for b.Loop() {
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		s = open(b, spec)
		b.StartTimer()
		if _, err := s.Source(b.Context(), id); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublished asks a warm store of a hundred briefings what is in force.
func BenchmarkPublished(b *testing.B) {
	s := open(b, "bolt:"+filepath.Join(b.TempDir(), "store.db"))
	for i := range 100 {
		slug := briefings.Slug(fmt.Sprint("b", i))
		mustPublish(b, s, slug, 0, mustAdd(b, s, document(string(slug), lines(i+1)...)).ID)
	}
	for b.Loop() {
		if published, err := s.Published(b.Context()); err != nil || len(published) != 100 {
			b.Fatal(len(published), err)
		}
	}
}

// BenchmarkRecord writes one audit entry to a file, through to the disk.
func BenchmarkRecord(b *testing.B) {
	s := open(b, "bolt:"+filepath.Join(b.TempDir(), "store.db"))
	for b.Loop() {
		if err := s.Record(b.Context(), store.AuditEntry{At: day, By: "ana", Action: "ask", Detail: "what about ports?"}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens a file that holds a thousand sources, structure check
// included.
func BenchmarkOpen(b *testing.B) {
	spec := "bolt:" + filepath.Join(b.TempDir(), "store.db")
	s := open(b, spec)
	for i := range 1000 {
		mustAdd(b, s, document(fmt.Sprint(i), append(lines(20), fmt.Sprint("Number ", i, "."))...))
	}
	for b.Loop() {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		s = open(b, spec)
	}
}

// BenchmarkPending reads the first 32 of twenty thousand pending deliveries, of
// some kilobytes each, from a file.
func BenchmarkPending(b *testing.B) {
	s := manyPending(b, 20_000)
	for b.Loop() {
		if ds, _, err := s.Pending(b.Context(), day.AddDate(1, 0, 0), 32); err != nil || len(ds) != 32 {
			b.Fatal(len(ds), err)
		}
	}
}

// BenchmarkPendingNone asks when something is to be done while twenty thousand
// deliveries wait for later.
func BenchmarkPendingNone(b *testing.B) {
	s := manyPending(b, 20_000)
	for b.Loop() {
		if ds, next, err := s.Pending(b.Context(), day.Add(-1), 0); err != nil || len(ds) != 0 || next.IsZero() {
			b.Fatal(len(ds), next, err)
		}
	}
}

// BenchmarkMove takes a delivery up, through to the disk, beside twenty thousand
// others.
func BenchmarkMove(b *testing.B) {
	s := manyPending(b, 20_000)
	ds, _, err := s.Pending(b.Context(), day.AddDate(1, 0, 0), 1)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if ds, err = s.Move(b.Context(), ds...); err != nil {
			b.Fatal(err)
		}
	}
}

// manyPending returns a store in a file with so many deliveries that are ready.
func manyPending(b *testing.B, n int) *store.Store {
	b.Helper()
	s := open(b, "bolt:"+filepath.Join(b.TempDir(), "store.db"))
	payload := []byte(strings.Repeat("{\"text\":\"Ports are slow.\"}", 200))
	var ds []briefings.Delivery
	for i := range n {
		d := owed(briefings.Subscription{ID: "D-0001"}, day.Add(time.Duration(i)*time.Second), channel(i%100), 0, 1)
		d.State, d.Payload = briefings.Ready, payload
		if ds = append(ds, d); len(ds) == 25 || i == n-1 {
			mustMove(b, s, ds...)
			ds = nil
		}
	}
	b.ResetTimer()
	return s
}
