package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"attache/briefings"
	"attache/store/kv"
	"attache/store/search"
)

// TestReplicas lets two stores on one db write at once, as two processes on a
// shared engine do. Nothing may be lost, and of two who publish one draft only
// one may do it.
func TestReplicas(t *testing.T) {
	ctx, db := t.Context(), kv.NewMem()
	var replicas [2]*Store
	for i := range replicas {
		s, err := openOn(ctx, db, "mem", "", Options{Index: search.NewScan()})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		replicas[i] = s
	}
	st := Stamp{By: "ana", At: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	src := briefings.Source{File: "one.txt", SHA256: "1", Text: "Ports are slow.", Passages: []briefings.Passage{
		{N: 1, Kind: briefings.Sentence, Text: "Ports are slow.", Spans: []briefings.Span{{Start: 0, End: 15}}},
	}}
	const rounds = 30
	var mu sync.Mutex
	published, added := 0, 0
	work := func(s *Store) error {
		_, new, err := s.AddSource(ctx, src, st)
		if err != nil {
			return err
		}
		for i := range rounds {
			slug := briefings.Slug(fmt.Sprint("b", i))
			content := briefings.Content{Title: "T", Marking: briefings.Clear, Sources: []briefings.SourceID{"S-0001"}}
			if err := s.SaveDraft(ctx, briefings.Draft{Slug: slug, Text: content}, st); err != nil && briefings.KindOf(err) != briefings.Conflict {
				return err
			}
			switch _, err := s.Approve(ctx, slug, 0, st); {
			case err == nil:
				mu.Lock()
				published++
				mu.Unlock()
			case briefings.KindOf(err) != briefings.Conflict && briefings.KindOf(err) != briefings.NotFound:
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if new {
			added++
		}
		return nil
	}
	var wg sync.WaitGroup
	for _, s := range replicas {
		wg.Go(func() {
			if err := work(s); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seq, err := replicas[0].Seq(ctx)
	if err != nil || added != 1 || published != rounds || seq != rounds {
		t.Errorf("%d sources added, %d editions published, %d changes, %v; want 1, %d and %d", added, published, seq, err, rounds, rounds)
	}
	for i, s := range replicas {
		if problems, err := s.Verify(ctx); err != nil || len(problems) > 0 {
			t.Errorf("replica %d: problems %v, %v", i, problems, err)
		}
		if got, err := s.Search(ctx, search.Query{Text: "ports", Loose: true}); err != nil || len(got.Hits) != 1 {
			t.Errorf("replica %d finds %+v, %v", i, got, err)
		}
	}
}

// TestConflictAgain: a write that loses every time gives up with a sentence.
func TestConflictAgain(t *testing.T) {
	db := kv.NewMem()
	s, err := openOn(t.Context(), db, "mem", "", Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tries := 0
	err = s.write(t.Context(), Stamp{}, func(tx *tx) error {
		tries++
		_, err := tx.get(keySources, new(countRecord))
		var b kv.Batch
		b.Put(keySources, encode(keySources, countRecord{N: tries}))
		_, other := db.Commit(t.Context(), &b)
		tx.audit("import", "", "")
		return errors.Join(err, other)
	})
	if briefings.KindOf(err) != briefings.Conflict || tries != writeTries {
		t.Errorf("after %d tries: %v", tries, err)
	}
}
