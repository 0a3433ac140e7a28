package intake

import (
	"context"
	"errors"
	"sync"
	"time"
)

// FreshFor is how long what a platform said about people and channels is taken
// for true: a change of roles or of a channel's sharing works after a minute at
// the latest.
const FreshFor = time.Minute

const mostLookedUp = 20_000

// A Lookup remembers for a while what the platform says about an ID. Several who ask
// for the same ID at once make one call. It may be used from many goroutines.
type Lookup[T any] struct {
	ask   func(ctx context.Context, id string) (T, error)
	fresh time.Duration // how old an answer may be before the platform is asked again
	stale time.Duration // how old an answer may be when the platform gives no newer one; zero is never

	mu     sync.Mutex
	known  map[string]known[T]
	asking map[string]*asking[T]
}

type known[T any] struct {
	value T
	at    time.Time
}

// asking is a call under way.
type asking[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// NewLookup returns a lookup that asks for what is not in memory. What is younger
// than fresh is not asked for again; what is younger than stale stands in when
// asking fails, and a stale of zero never does.
func NewLookup[T any](fresh, stale time.Duration, ask func(context.Context, string) (T, error)) *Lookup[T] {
	return &Lookup[T]{ask: ask, fresh: fresh, stale: stale, known: map[string]known[T]{}, asking: map[string]*asking[T]{}}
}

// Get returns what the platform says, from memory when that is fresh.
func (l *Lookup[T]) Get(ctx context.Context, id string) (T, error) {
	l.mu.Lock()
	if k, ok := l.known[id]; ok && time.Since(k.at) < l.fresh {
		l.mu.Unlock()
		return k.value, nil
	}
	if a, ok := l.asking[id]; ok {
		l.mu.Unlock()
		select {
		case <-a.done:
			return a.value, a.err
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
	a := &asking[T]{done: make(chan struct{})}
	l.asking[id] = a
	l.mu.Unlock()
	l.run(ctx, id, a)
	return a.value, a.err
}

// lookupLimit is how long the platform may take over one question.
const lookupLimit = 20 * time.Second

// run makes the call.
func (l *Lookup[T]) run(ctx context.Context, id string, a *asking[T]) {
	ctx, cancel := context.WithTimeout(ctx, lookupLimit)
	defer cancel()
	defer close(a.done)
	a.err = errors.New("the question broke") // stands if ask panics
	value, err := l.ask(ctx, id)
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.asking, id)
	old, had := l.known[id]
	switch {
	case err == nil:
		l.forget()
		l.known[id] = known[T]{value, time.Now()}
	case had && time.Since(old.at) < l.stale:
		value, err = old.value, nil
	}
	a.value, a.err = value, err
}

// Remembered returns what is fresh in memory, without asking the platform.
func (l *Lookup[T]) Remembered(id string) (T, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	k, ok := l.known[id]
	if !ok || time.Since(k.at) >= l.fresh {
		var none T
		return none, false
	}
	return k.value, true
}

// forget makes room: first for what is no longer of use, then for anything. It
// is called with the lock held.
func (l *Lookup[T]) forget() {
	if len(l.known) < mostLookedUp {
		return
	}
	for id, k := range l.known {
		if time.Since(k.at) >= max(l.fresh, l.stale) {
			delete(l.known, id)
		}
	}
	for id := range l.known {
		if len(l.known) < mostLookedUp {
			return
		}
		delete(l.known, id)
	}
}
