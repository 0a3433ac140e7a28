package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"attache/store/kv"
)

// A stored value is an envelope of kv round the revision and the value.
const revSize = 8

func encode(key string, rev kv.Rev, value []byte) []byte {
	b := make([]byte, revSize, revSize+len(value))
	binary.BigEndian.PutUint64(b, uint64(rev))
	return kv.Seal(key, append(b, value...))
}

// decode returns parts that share the memory of stored.
func decode(key string, stored []byte) ([]byte, kv.Rev, error) {
	b, err := kv.Unseal(key, stored)
	if err != nil {
		return nil, 0, err
	}
	if len(b) < revSize {
		return nil, 0, &kv.CorruptError{Key: key}
	}
	return b[revSize:], kv.Rev(binary.BigEndian.Uint64(b)), nil
}

// Get implements [kv.DB].
func (db *DB) Get(ctx context.Context, key string) (value []byte, rev kv.Rev, err error) {
	defer db.survive(debug.SetPanicOnFault(true), &err)
	if err := db.ready(ctx); err != nil {
		return nil, 0, err
	}
	err = db.bolt.View(func(tx *bbolt.Tx) error {
		stored := tx.Bucket(bucketName).Get([]byte(key))
		if stored == nil {
			return nil
		}
		v, r, err := decode(key, stored)
		value, rev = bytes.Clone(v), r
		return err
	})
	return value, rev, worded(err)
}

// Scan implements [kv.DB].
func (db *DB) Scan(ctx context.Context, from, to string, limit int) (items []kv.Item, err error) {
	defer db.survive(debug.SetPanicOnFault(true), &err)
	if err := db.ready(ctx); err != nil {
		return nil, err
	}
	end := []byte(to)
	err = db.bolt.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(bucketName).Cursor()
		for k, stored := c.Seek([]byte(from)); k != nil; k, stored = c.Next() {
			if to != "" && bytes.Compare(k, end) >= 0 || limit > 0 && len(items) == limit {
				return nil
			}
			key := string(k)
			value, rev, err := decode(key, stored)
			items = append(items, kv.Item{Key: key, Value: bytes.Clone(value), Rev: rev, Err: err})
		}
		return nil
	})
	return items, worded(err)
}

// Commit implements [kv.DB]. It returns when the file system has said that the
// bytes are on the disk.
func (db *DB) Commit(ctx context.Context, b *kv.Batch) (rev kv.Rev, err error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	db.writing.Lock()
	defer db.writing.Unlock()
	if err := db.ready(ctx); err != nil {
		return 0, err
	}
	if db.broken != nil {
		return 0, db.broken
	}
	defer func() { errors.As(err, &db.broken) }()
	defer db.survive(debug.SetPanicOnFault(true), &err)
	err = db.bolt.Update(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(bucketName)
		for _, c := range b.Conditions() {
			if err := expect(bucket, c); err != nil {
				return err
			}
		}
		if b.Ops() == len(b.Conditions()) {
			return nil
		}
		next, err := bucket.NextSequence()
		if err != nil {
			return err
		}
		rev = kv.Rev(next)
		return b.Writes(func(key string, value []byte) error {
			return bucket.Put([]byte(key), encode(key, rev, value))
		}, func(key string) error {
			return bucket.Delete([]byte(key))
		})
	})
	if err != nil {
		return 0, worded(err)
	}
	db.bell.Ring(b)
	return rev, nil
}

// expect fails with ErrConflict when the condition does not hold. Whether the
// revision of a damaged value holds cannot be known; that is its own error.
func expect(bucket *bbolt.Bucket, c kv.Condition) error {
	stored := bucket.Get([]byte(c.Key))
	if stored == nil {
		if c.Rev != 0 {
			return kv.ErrConflict
		}
		return nil
	}
	_, rev, err := decode(c.Key, stored)
	if err != nil {
		return err
	}
	if rev != c.Rev {
		return kv.ErrConflict
	}
	return nil
}

// ready says why the call cannot be served, or nil.
func (db *DB) ready(ctx context.Context) error {
	if db.closed.Load() {
		return kv.ErrClosed
	}
	return ctx.Err()
}

// worded puts what bbolt says into the words of kv.
func worded(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return kv.ErrClosed
	case err == nil, errors.Is(err, kv.ErrConflict), errors.Is(err, kv.ErrCorrupt):
		return err
	}
	return fmt.Errorf("bbolt: %w", err)
}

// survive is deferred round everything that touches mapped pages: it restores
// the goroutine's way with faults and turns a fault, or a promise that bbolt
// found broken in the file, into an error.
func (db *DB) survive(fault bool, err *error) {
	debug.SetPanicOnFault(fault)
	if broken := recover(); broken != nil {
		*err = &kv.UnusableError{Path: db.path, Reason: fmt.Sprintf("is damaged (%v); restore it from a backup", broken)}
	}
}
