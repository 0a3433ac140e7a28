package kv

import (
	"strings"
	"sync"
)

// A Bell wakes those who wait for changes under a prefix: what engines use for
// [DB.Wake]. The zero Bell is ready to use.
type Bell struct {
	mu     sync.Mutex
	waits  map[string]chan struct{} // by prefix
	closed bool
}

// Wait returns the channel that the next Ring of a key with the prefix closes.
// After Close it is closed already.
func (b *Bell) Wait(prefix string) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ch := b.waits[prefix]; ch != nil {
		return ch
	}
	ch := make(chan struct{})
	if b.closed {
		close(ch)
		return ch
	}
	if b.waits == nil {
		b.waits = make(map[string]chan struct{})
	}
	b.waits[prefix] = ch
	return ch
}

// Ring wakes those who wait for the keys that the batch writes.
func (b *Bell) Ring(batch *Batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for prefix, ch := range b.waits {
		for _, w := range batch.writes {
			if strings.HasPrefix(w.key, prefix) {
				close(ch)
				delete(b.waits, prefix)
				break
			}
		}
	}
}

// Close wakes everybody for good. It may be called twice.
func (b *Bell) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for prefix, ch := range b.waits {
		close(ch)
		delete(b.waits, prefix)
	}
}
