package store

import (
	"context"
	"errors"
	"testing"

	"attache/briefings"
	"attache/store/kv"
)

// mark returns a migration that writes down that it ran, and fails while stuck
// is true.
func mark(name string, stuck *bool) migration {
	return migration{name, func(ctx context.Context, db kv.DB) error {
		value, rev, err := db.Get(ctx, "log")
		if err != nil {
			return err
		}
		if *stuck {
			return errors.New("stuck")
		}
		var b kv.Batch
		b.Expect("log", rev)
		b.Put("log", append(value, name...))
		_, err = db.Commit(ctx, &b)
		return err
	}}
}

// TestMigrate starts with schema 1, is stopped in the second of two steps, and
// goes on from there.
func TestMigrate(t *testing.T) {
	ctx, db := t.Context(), kv.NewMem()
	var free, stuck bool
	log := func() string {
		value, _, err := db.Get(ctx, "log")
		if err != nil {
			t.Fatal(err)
		}
		return string(value)
	}
	identity, err := migrate(ctx, db, "mem", nil)
	if err != nil || identity == "" {
		t.Fatalf("a new store: %q, %v", identity, err)
	}
	steps := []migration{mark("a", &free), mark("b", &stuck)}
	stuck = true
	if _, err := migrate(ctx, db, "mem", steps); err == nil || log() != "a" {
		t.Fatalf("stuck in the second step: log %q, %v", log(), err)
	}
	stuck = false
	for range 2 {
		again, err := migrate(ctx, db, "mem", steps)
		if err != nil || log() != "ab" || again != identity {
			t.Fatalf("after both steps: log %q, identity %q, %v", log(), again, err)
		}
	}
	if _, err := migrate(ctx, db, "mem", steps[:1]); briefings.KindOf(err) != briefings.Unusable {
		t.Errorf("a store of a newer version: %v", err)
	}
	fresh := kv.NewMem()
	if _, err := migrate(ctx, fresh, "mem", steps); err != nil {
		t.Fatal(err)
	}
	if _, rev, _ := fresh.Get(ctx, "log"); rev != 0 {
		t.Error("a new store was migrated")
	}
}
