package kv

import "fmt"

// The limits of the weakest engine, etcd as it comes. Every engine enforces
// them, so that data written to one can be loaded into another.
const (
	MaxOps   = 128                 // conditions, puts and deletes of one batch together
	MaxBytes = 1536*1024 - 64*1024 // of one batch: keys, values and opOverhead for each operation
	MaxKey   = 1024                // bytes of one key

	opOverhead = 64
)

// A Condition holds when Key is at revision Rev; Rev 0 means absent.
type Condition struct {
	Key string
	Rev Rev
}

// A Batch is a set of writes that happens entirely or not at all. The zero
// Batch is empty and ready to use. A key may be written only once in it, and
// named by only one condition.
//
// A batch must not be changed while it is being committed; it may be committed
// again afterwards.
type Batch struct {
	conditions []Condition
	writes     []write
	size       int
}

// write is a put, or a delete when drop is set.
type write struct {
	key   string
	value []byte
	drop  bool
}

// Expect makes the batch depend on key being at the revision; 0 means absent.
func (b *Batch) Expect(key string, rev Rev) {
	b.conditions = append(b.conditions, Condition{key, rev})
	b.size += len(key) + opOverhead
}

// Put makes key hold value. The value must not change before the commit.
func (b *Batch) Put(key string, value []byte) {
	b.writes = append(b.writes, write{key: key, value: value})
	b.size += len(key) + len(value) + opOverhead
}

// Delete makes key absent. Deleting an absent key is allowed.
func (b *Batch) Delete(key string) {
	b.writes = append(b.writes, write{key: key, drop: true})
	b.size += len(key) + opOverhead
}

// Ops returns how many of the [MaxOps] operations the batch uses.
func (b *Batch) Ops() int { return len(b.conditions) + len(b.writes) }

// Size returns how many of the [MaxBytes] bytes the batch uses.
func (b *Batch) Size() int { return b.size }

// Conditions returns the conditions in the order they were added.
func (b *Batch) Conditions() []Condition { return b.conditions }

// Writes calls put or drop for each write in the order they were added, and
// stops at the first error, which it returns.
func (b *Batch) Writes(put func(key string, value []byte) error, drop func(key string) error) error {
	for _, w := range b.writes {
		var err error
		if w.drop {
			err = drop(w.key)
		} else {
			err = put(w.key, w.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Check returns nil, or a [*LimitError] that says which limit the batch breaks.
// Engines call it first in Commit.
func (b *Batch) Check() error {
	if b.Ops() > MaxOps {
		return &LimitError{fmt.Sprintf("a batch of %d operations; %d is the most", b.Ops(), MaxOps)}
	}
	if b.size > MaxBytes {
		return &LimitError{fmt.Sprintf("a batch of %d bytes; %d is the most", b.size, MaxBytes)}
	}
	named := make(map[string]bool, len(b.conditions))
	for _, c := range b.conditions {
		if err := checkKey(c.Key, named); err != nil {
			return err
		}
	}
	written := make(map[string]bool, len(b.writes))
	for _, w := range b.writes {
		if err := checkKey(w.key, written); err != nil {
			return err
		}
	}
	return nil
}

// checkKey notes the key in seen, or says what is wrong with it.
func checkKey(key string, seen map[string]bool) error {
	switch {
	case key == "":
		return &LimitError{"an empty key"}
	case len(key) > MaxKey:
		return &LimitError{fmt.Sprintf("a key of %d bytes; %d is the most", len(key), MaxKey)}
	case seen[key]:
		return &LimitError{fmt.Sprintf("the key %q twice in one batch", key)}
	}
	seen[key] = true
	return nil
}
