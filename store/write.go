package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// A Stamp says who does something, and when.
type Stamp struct {
	By briefings.PersonID
	At time.Time
}

// normal returns the stamp in the form in which it is stored, so that what a
// write returns equals what a later read returns.
func (st Stamp) normal() Stamp {
	return Stamp{By: briefings.PersonID(validText(string(st.By))), At: st.At.UTC().Round(0)}
}

// writeTries is how often a write starts again after a conflict. Within one
// process writes wait for each other, so only other replicas can cause one.
const writeTries = 10

// tx is one write being prepared. Whatever it reads becomes a condition of the
// commit: the write happens to exactly the state that was looked at.
type tx struct {
	ctx     context.Context
	db      kv.DB
	by      Stamp
	batch   kv.Batch
	read    map[string]bool
	entries []AuditEntry
	sealed  uint64 // number of the last of the entries, once they have one
	changed bool
	own     bool // bookkeeping of the process that nobody did; it leaves no audit entry
	accepts bool // its entries begin a new segment of the anchor
	head    Head // the last of its audit entries, once they are numbered
}

// get decodes the JSON value of a key that has not been read before in this
// write, and reports whether there was one.
func (t *tx) get(key string, into any) (bool, error) {
	rev, err := t.getRev(key, into)
	return rev > 0, err
}

// getRev is get with the revision that the key has, 0 when there is none.
func (t *tx) getRev(key string, into any) (kv.Rev, error) {
	if t.read[key] {
		panic("store: " + key + " read twice in one write")
	}
	t.read[key] = true
	value, rev, err := t.db.Get(t.ctx, key)
	if err != nil {
		return 0, fmt.Errorf("read %q: %w", key, err)
	}
	t.batch.Expect(key, rev)
	if rev == 0 {
		return 0, nil
	}
	return rev, decode(key, value, into)
}

// absent makes the write depend on there being no such key. Keys that are never
// rewritten are not read to find that out: what is read at one moment need not
// agree with what was read at another, and only the commit can tell.
func (t *tx) absent(key string) { t.batch.Expect(key, 0) }

// put writes a JSON value.
func (t *tx) put(key string, value any) { t.putBytes(key, encode(key, value)) }

func (t *tx) putBytes(key string, value []byte) {
	t.batch.Put(key, value)
	t.changed = true
}

func (t *tx) drop(key string) {
	t.batch.Delete(key)
	t.changed = true
}

// audit adds an audit entry to the write.
func (t *tx) audit(action, object, detail string) {
	t.entries = append(t.entries, AuditEntry{At: t.by.At, By: t.by.By, Action: action, Object: object, Detail: detail})
}

// write prepares a write with prepare and commits it together with its audit
// entries. When somebody else got in between, prepare runs again on the new
// state; it must not keep anything from the run before. A write that changes
// nothing is not committed.
func (s *Store) write(ctx context.Context, st Stamp, prepare func(*tx) error) error {
	_, err := s.writeRev(ctx, st, prepare)
	return err
}

// writeRev is write with the revision that the keys it wrote now have, 0 when it
// changed nothing.
func (s *Store) writeRev(ctx context.Context, st Stamp, prepare func(*tx) error) (kv.Rev, error) {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	for range writeTries {
		t := &tx{ctx: ctx, db: s.db, by: st.normal(), read: make(map[string]bool)}
		if err := prepare(t); err != nil {
			return 0, err
		}
		if !t.changed && len(t.entries) == 0 {
			return 0, nil
		}
		if !t.own || len(t.entries) > 0 {
			if err := t.appendAudit(); err != nil {
				return 0, err
			}
		}
		rev, err := s.db.Commit(ctx, &t.batch)
		if errors.Is(err, kv.ErrConflict) {
			continue
		}
		if errors.Is(err, kv.ErrLimit) {
			return 0, briefings.Errorf(briefings.Limit, "This is more than one record can hold (%v); make it shorter or split it.", err)
		}
		if err != nil {
			return 0, fmt.Errorf("commit: %w", err)
		}
		s.anchored(t)
		return rev, nil
	}
	return 0, briefings.Errorf(briefings.Conflict, "Others are changing the store at this moment; try again, and run verify if it stays so.")
}

// encode returns the JSON of a stored form. A form that has no JSON is our own
// mistake.
func encode(key string, value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("store: encode %q: %v", key, err))
	}
	return b
}

// decode reads the JSON of a stored form.
func decode(key string, value []byte, into any) error {
	if err := json.Unmarshal(value, into); err != nil {
		return fmt.Errorf("decode %q: %w", key, err)
	}
	return nil
}

// load decodes the JSON value of a key and reports whether there was one.
func (s *Store) load(ctx context.Context, key string, into any) (bool, error) {
	rev, err := s.loadRev(ctx, key, into)
	return rev > 0, err
}

// loadRev is load with the revision that the key has, 0 when there is none.
func (s *Store) loadRev(ctx context.Context, key string, into any) (kv.Rev, error) {
	value, rev, err := s.db.Get(ctx, key)
	if err != nil {
		return 0, fmt.Errorf("read %q: %w", key, err)
	}
	if rev == 0 {
		return 0, nil
	}
	return rev, decode(key, value, into)
}

// loadListed is loadRev of a record that an index has led to. A damaged one is
// taken as missing and logged: the others are served all the same.
func (s *Store) loadListed(ctx context.Context, key string, into any) (kv.Rev, error) {
	value, rev, err := s.db.Get(ctx, key)
	switch {
	case err != nil && !errors.Is(err, kv.ErrCorrupt):
		return 0, fmt.Errorf("read %q: %w", key, err)
	case err == nil && rev == 0:
		return 0, nil
	case err == nil:
		err = decode(key, value, into)
	}
	if err != nil {
		s.leftOut(key, err)
		return 0, nil
	}
	return rev, nil
}

func (s *Store) leftOut(key string, err error) {
	s.log.Warn("record left out", "key", key, "error", err)
}

// scanAll decodes the JSON values of all keys with the prefix in order. A
// damaged value is left out and logged: the others are served all the same.
func scanAll[T any](ctx context.Context, s *Store, prefix string) ([]T, error) {
	all := []T{}
	err := scanEach(ctx, s, prefix, func(one T, _ kv.Rev) { all = append(all, one) })
	return all, err
}

// scanEach is scanAll with the revision of each key.
func scanEach[T any](ctx context.Context, s *Store, prefix string, visit func(T, kv.Rev)) error {
	items, err := s.db.Scan(ctx, prefix, kv.PrefixEnd(prefix), 0)
	if err != nil {
		return fmt.Errorf("read %q: %w", prefix, err)
	}
	for _, item := range items {
		var one T
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &one)
		}
		if err != nil {
			s.leftOut(item.Key, err)
			continue
		}
		visit(one, item.Rev)
	}
	return nil
}
