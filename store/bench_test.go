package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

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
