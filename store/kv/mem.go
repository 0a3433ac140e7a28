package kv

import (
	"bytes"
	"context"
	"slices"
	"sync"
)

// Mem is a [DB] in memory. It starts no goroutines and never waits while it
// holds its lock, so it can be used in a testing/synctest bubble.
type Mem struct {
	bell  Bell
	locks Locks

	mu     sync.RWMutex
	keys   []string // sorted
	kept   map[string]memValue
	rev    Rev // of the last commit
	closed bool
}

// memValue holds an envelope, so that what engines on disk promise about damage
// holds here too.
type memValue struct {
	sealed []byte
	rev    Rev
}

var _ DB = (*Mem)(nil)

// NewMem returns an empty DB in memory.
func NewMem() *Mem { return &Mem{kept: make(map[string]memValue)} }

// Get implements [DB].
func (m *Mem) Get(ctx context.Context, key string) ([]byte, Rev, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if err := m.ready(ctx); err != nil {
		return nil, 0, err
	}
	v, ok := m.kept[key]
	if !ok {
		return nil, 0, nil
	}
	value, err := Unseal(key, v.sealed)
	if err != nil {
		return nil, v.rev, err
	}
	return bytes.Clone(value), v.rev, nil
}

// Scan implements [DB].
func (m *Mem) Scan(ctx context.Context, from, to string, limit int) ([]Item, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if err := m.ready(ctx); err != nil {
		return nil, err
	}
	first, _ := slices.BinarySearch(m.keys, from)
	var items []Item
	for _, key := range m.keys[first:] {
		if to != "" && key >= to || limit > 0 && len(items) == limit {
			break
		}
		v := m.kept[key]
		value, err := Unseal(key, v.sealed)
		items = append(items, Item{Key: key, Value: bytes.Clone(value), Rev: v.rev, Err: err})
	}
	return items, nil
}

// Commit implements [DB].
func (m *Mem) Commit(ctx context.Context, b *Batch) (Rev, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	rev, err := m.commit(ctx, b)
	if err == nil {
		m.bell.Ring(b)
	}
	return rev, err
}

func (m *Mem) commit(ctx context.Context, b *Batch) (Rev, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.ready(ctx); err != nil {
		return 0, err
	}
	for _, c := range b.Conditions() {
		if m.kept[c.Key].rev != c.Rev {
			return 0, ErrConflict
		}
	}
	if len(b.writes) == 0 {
		return 0, nil
	}
	m.rev++
	err := b.Writes(func(key string, value []byte) error {
		if i, found := slices.BinarySearch(m.keys, key); !found {
			m.keys = slices.Insert(m.keys, i, key)
		}
		m.kept[key] = memValue{Seal(key, value), m.rev}
		return nil
	}, func(key string) error {
		if i, found := slices.BinarySearch(m.keys, key); found {
			m.keys = slices.Delete(m.keys, i, i+1)
			delete(m.kept, key)
		}
		return nil
	})
	return m.rev, err
}

// ready says why the DB cannot serve the call, or nil. The lock is held.
func (m *Mem) ready(ctx context.Context) error {
	if m.closed {
		return ErrClosed
	}
	return ctx.Err()
}

// Wake implements [DB].
func (m *Mem) Wake(prefix string) <-chan struct{} { return m.bell.Wait(prefix) }

// Lock implements [DB].
func (m *Mem) Lock(ctx context.Context, name string) (func(), error) {
	m.mu.RLock()
	err := m.ready(ctx)
	m.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	return m.locks.Lock(ctx, name)
}

// Close implements [DB]. What was kept is gone.
func (m *Mem) Close() error {
	m.mu.Lock()
	m.closed, m.keys, m.kept = true, nil, nil
	m.mu.Unlock()
	m.bell.Close()
	return nil
}
