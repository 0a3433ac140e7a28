package bot

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"attache/briefings"
	"attache/store"
)

// clearances knows by heart up to which label the channels show things for which
// that was set. A platform asks it before anything is acknowledged, so it never
// asks the store then. It may be used from many goroutines.
type clearances struct {
	store *store.Store
	log   *slog.Logger
	now   atomic.Pointer[map[briefings.Channel]briefings.Marking]
}

// newClearances reads what is set. Without it nobody could say what may be shown,
// so a failure is no reason to begin.
func newClearances(ctx context.Context, st *store.Store, log *slog.Logger) (*clearances, error) {
	c := &clearances{store: st, log: log}
	return c, c.read(ctx)
}

func (c *clearances) read(ctx context.Context) error {
	all, err := c.store.Clearances(ctx)
	if err == nil {
		c.now.Store(&all)
	}
	return err
}

// of returns what was set for a channel, or false when nothing was.
func (c *clearances) of(ch briefings.Channel) (briefings.Marking, bool) {
	m, ok := (*c.now.Load())[ch]
	return m, ok
}

// unreadFor is how long after a failure the settings are read again.
const unreadFor = 5 * time.Second

// kept follows the settings of channels, and returns what ends that and waits for
// its end. The end of ctx does not reach it: it is of use until the last platform
// has stopped. While the store cannot be read, what was known last holds.
func (c *clearances) kept(ctx context.Context) (end func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.follow(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}
}

func (c *clearances) follow(ctx context.Context) {
	failing := false
	for ctx.Err() == nil {
		woken := c.store.WakeChannels()
		err := c.read(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			c.log.Error("clearances of channels not read; those known last hold", "error", err)
		}
		failing = err != nil
		again := make(<-chan time.Time)
		if failing {
			again = time.After(unreadFor)
			woken = nil // a store that is closed wakes at once, for ever
		}
		select {
		case <-woken:
		case <-again:
		case <-ctx.Done():
		}
	}
}
