package kvtest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"attache/store/kv"
)

func testWake(t *testing.T, db kv.DB) {
	waiting := db.Wake("change/")
	mustCommit(t, db, "change/1", "x")
	<-waiting
	waiting = db.Wake("change/")
	mustCommit(t, db, "change/1", "")
	<-waiting

	// A conflict writes nothing, so whoever waits may go on waiting; what they
	// must not do is miss the write that follows.
	waiting = db.Wake("")
	var b kv.Batch
	b.Expect("change/1", 1)
	b.Put("change/1", nil)
	if _, err := db.Commit(t.Context(), &b); !errors.Is(err, kv.ErrConflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
	mustCommit(t, db, "elsewhere", "x")
	<-waiting
}

func testLock(t *testing.T, db kv.DB) {
	const people, turns = 4, 25
	var inside, most, total int
	var wg sync.WaitGroup
	for range people {
		wg.Go(func() {
			for range turns {
				unlock, err := db.Lock(t.Context(), "door")
				if err != nil {
					t.Error(err)
					return
				}
				inside++
				most = max(most, inside)
				total++
				inside--
				unlock()
				unlock()
			}
		})
	}
	wg.Wait()
	if most != 1 || total != people*turns {
		t.Errorf("%d were inside at once, %d in all; want 1 and %d", most, total, people*turns)
	}

	unlock, err := db.Lock(t.Context(), "door")
	if err != nil {
		t.Fatal(err)
	}
	other, err := db.Lock(t.Context(), "window")
	if err != nil {
		t.Fatalf("one lock keeps another: %v", err)
	}
	other()
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := db.Lock(ctx, "door")
		failed <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for a held lock ended with %v", err)
	}
	unlock()
}
