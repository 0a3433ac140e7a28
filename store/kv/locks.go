package kv

import (
	"context"
	"sync"
)

// Locks are named locks within one process: what engines whose data belongs to
// one process use for [DB.Lock]. The zero Locks is ready to use.
type Locks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the holder gives the lock up
}

// Lock waits for the lock, or for ctx to end and then fails with its error. The
// function returned gives the lock up; it may be called twice.
func (l *Locks) Lock(ctx context.Context, name string) (unlock func(), err error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l.mu.Lock()
		busy := l.held[name]
		if busy == nil {
			mine := make(chan struct{})
			if l.held == nil {
				l.held = make(map[string]chan struct{})
			}
			l.held[name] = mine
			l.mu.Unlock()
			return sync.OnceFunc(func() {
				l.mu.Lock()
				delete(l.held, name)
				l.mu.Unlock()
				close(mine)
			}), nil
		}
		l.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
		}
	}
}
