package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"attache/briefings"
	"attache/store/kv"
)

// A migration takes a store from one schema to the next. It may be stopped at
// any point and run again from the start, so it must bear its own work.
type migration struct {
	name string
	run  func(context.Context, kv.DB) error
}

// migrations returns all migrations ever, oldest first; the first one leads
// from schema 1 to schema 2. The list only grows.
func migrations() []migration { return nil }

// migrate brings the store up to the newest schema, which is one more than
// there are migrations, and returns the store's identity. An empty store starts
// with the newest schema. Every step is committed before the next begins.
func migrate(ctx context.Context, db kv.DB, spec string, steps []migration) (identity string, err error) {
	_, loading, err := db.Get(ctx, keyLoading)
	if err != nil {
		return "", fmt.Errorf("read store: %w", err)
	}
	if loading > 0 {
		return "", briefings.Errorf(briefings.Unusable, "A dump was not loaded into the store %s to its end; delete that store and load the dump again.", spec)
	}
	schema, rev, err := readSchema(ctx, db, spec)
	if err != nil {
		return "", err
	}
	newest := len(steps) + 1
	if rev == 0 {
		schema = schemaRecord{Version: newest, Store: rand.Text()}
		_, err = commitSchema(ctx, db, 0, schema)
		return schema.Store, err
	}
	if schema.Version > newest {
		return "", briefings.Errorf(briefings.Unusable, "The store %s was made by a newer version (schema %d; this one knows up to %d); use that version or a newer one.", spec, schema.Version, newest)
	}
	for schema.Version < newest {
		step := steps[schema.Version-1]
		if err := step.run(ctx, db); err != nil {
			return "", fmt.Errorf("migrate to schema %d (%s): %w", schema.Version+1, step.name, err)
		}
		schema.Version++
		if rev, err = commitSchema(ctx, db, rev, schema); err != nil {
			return "", err
		}
	}
	return schema.Store, nil
}

// readSchema returns which schema the store has; its revision is 0 when the
// store is empty.
func readSchema(ctx context.Context, db kv.DB, spec string) (schema schemaRecord, rev kv.Rev, err error) {
	value, rev, err := db.Get(ctx, keySchema)
	if err != nil {
		return schema, 0, damaged(fmt.Errorf("read store: %w", err), "The schema of "+spec)
	}
	if rev > 0 {
		if err := decode(keySchema, value, &schema); err != nil || schema.Version < 1 {
			return schema, 0, briefings.Errorf(briefings.Unusable, "The store %s does not say which version made it; restore it from a backup.", spec)
		}
		return schema, rev, nil
	}
	items, err := db.Scan(ctx, "", "", 1)
	if err != nil {
		return schema, 0, fmt.Errorf("read store: %w", err)
	}
	if len(items) > 0 {
		return schema, 0, briefings.Errorf(briefings.Unusable, "The store %s does not say which version made it; restore it from a backup.", spec)
	}
	return schema, 0, nil
}

func commitSchema(ctx context.Context, db kv.DB, rev kv.Rev, schema schemaRecord) (kv.Rev, error) {
	var b kv.Batch
	b.Expect(keySchema, rev)
	b.Put(keySchema, encode(keySchema, schema))
	rev, err := db.Commit(ctx, &b)
	if err != nil {
		return 0, fmt.Errorf("note schema %d: %w", schema.Version, err)
	}
	return rev, nil
}

// damaged adds a sentence for people to an error that says a record of the
// thing called name is damaged; other errors stay as they are.
func damaged(err error, name string) error {
	if !errors.Is(err, kv.ErrCorrupt) {
		return err
	}
	return fmt.Errorf("%w (%w)", briefings.Errorf(briefings.Unusable, "%s is damaged in the store; restore the store from a backup.", name), err)
}
