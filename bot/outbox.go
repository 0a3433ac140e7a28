package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"sync"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// A composer makes the text of a delivery as it may be shown in the place: of a
// digest, what has changed for a subscription after one change and up to another;
// of anything else, what it is about. No parts means that there is nothing to say.
type composer func(ctx context.Context, sub briefings.Subscription, d briefings.Delivery, place commands.Place) ([]commands.Reply, error)

// An outbox brings every delivery that is owed to its channel exactly once.
//
// Whatever it is about to do is written down before the first byte of it leaves.
// After a crash, or a pause of any length, a delivery that somebody had taken up
// is left alone for the quarantine: by then no byte of that attempt can still be
// on its way, and the platform can be asked whether it arrived. How long that
// has been is measured on this process's own clock from the moment it first saw
// the record so, which trusts no clock that can be set.
type outbox struct {
	store   *store.Store
	posters map[string]Poster
	compose composer
	log     *slog.Logger
	owner   string // this process, among those that share the store
	started time.Time

	quarantine time.Duration // between an attempt and asking about it
	limit      time.Duration // of one attempt
	workers    int           // channels that are posted to at once

	mu       sync.Mutex
	busy     map[briefings.Channel]bool
	held     map[briefings.Channel]time.Time // nothing is posted there before, so that order is kept
	sighted  map[briefings.DeliveryID]sighting
	stopped  map[string]bool // platforms that refuse the bot
	complain map[string]bool // what has been logged once
	wake     chan struct{}   // holds one entry when a channel has become free
	running  sync.WaitGroup
}

// A sighting is when this process first saw a record in the state it is in.
type sighting struct {
	rev uint64
	at  time.Time
}

// The times of an outbox. An attempt is over after ten seconds, and whatever a
// network or a platform still does with it is over within the fifty after them.
const (
	attemptLimit   = 10 * time.Second
	quarantineTime = time.Minute
	outboxWorkers  = 32
	lookAhead      = 15 * time.Minute // how far pending deliveries are looked at, so that none overtakes another
	leastPending   = 64               // looked at at first
	mostPending    = 1 << 15          // looked at at once, when those before have to wait
)

func newOutbox(st *store.Store, compose composer, log *slog.Logger, posters ...Poster) *outbox {
	o := &outbox{store: st, compose: compose, log: log, owner: rand.Text(), started: time.Now(), posters: map[string]Poster{},
		quarantine: quarantineTime, limit: attemptLimit, workers: outboxWorkers,
		busy: map[briefings.Channel]bool{}, held: map[briefings.Channel]time.Time{}, sighted: map[briefings.DeliveryID]sighting{},
		stopped: map[string]bool{}, complain: map[string]bool{}, wake: make(chan struct{}, 1)}
	for _, p := range posters {
		o.posters[p.Name()] = p
	}
	return o
}

// run posts what is owed until ctx ends, and returns when every attempt in hand
// has come to its end and been written down.
func (o *outbox) run(ctx context.Context) {
	defer o.running.Wait()
	for ctx.Err() == nil {
		woken := o.store.WakePending()
		pause := o.round(ctx)
		timer := time.NewTimer(pause)
		select {
		case <-woken:
		case <-o.wake:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// longestPause bounds how long the outbox sleeps, since timers do not follow a
// clock that is set.
const longestPause = time.Minute

// round starts work on every channel that has some, and returns how long nothing
// more is to be done.
func (o *outbox) round(ctx context.Context) time.Duration {
	if o.full() {
		return longestPause // whoever ends wakes the outbox
	}
	for limit := leastPending; ; limit *= 8 {
		pause, started, cut := o.look(ctx, limit)
		if started || !cut || limit >= mostPending || ctx.Err() != nil {
			return pause
		}
	}
}

// look starts work on the channels of the first pending deliveries. It reports
// whether there was any to start, and whether there are more than it looked at.
func (o *outbox) look(ctx context.Context, limit int) (pause time.Duration, started, cut bool) {
	now := time.Now()
	pending, next, err := o.store.Pending(ctx, now.Add(lookAhead), limit)
	if err != nil {
		if ctx.Err() == nil {
			o.log.Error("pending deliveries not read", "error", err)
		}
		return 5 * time.Second, false, false
	}
	pause = longestPause
	soonest := func(t time.Time) {
		if d := t.Sub(now); d > 0 {
			pause = min(pause, d)
		}
	}
	soonest(next)
	channels := map[briefings.Channel][]briefings.Delivery{}
	var order []briefings.Channel
	for _, d := range pending {
		if channels[d.Channel] == nil {
			order = append(order, d.Channel)
		}
		channels[d.Channel] = append(channels[d.Channel], d)
	}
	for _, channel := range order {
		queue := inOrder(channels[channel])
		if at := o.readyAt(queue[0], now); at.After(now) {
			soonest(at)
			continue
		}
		started = o.start(ctx, channel, queue) || started
	}
	if cut = len(pending) == limit; !cut {
		o.forget(pending)
	}
	return pause, started, cut
}

// inOrder sorts what is owed to one channel: by the time due, then by part. What
// is only planned for later does not hold up what is due.
func inOrder(queue []briefings.Delivery) []briefings.Delivery {
	now := time.Now()
	slices.SortStableFunc(queue, func(a, b briefings.Delivery) int {
		later := func(d briefings.Delivery) int {
			if d.State == briefings.Planned && d.NotBefore.After(now) {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(later(a), later(b)), a.Slot.Compare(b.Slot), cmp.Compare(a.Subscription, b.Subscription), cmp.Compare(a.Part, b.Part))
	})
	return queue
}

// readyAt returns when something can be done about a delivery.
func (o *outbox) readyAt(d briefings.Delivery, now time.Time) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	at := d.NotBefore
	if o.stopped[d.Channel.Platform] {
		return now.Add(time.Hour)
	}
	if held := o.held[d.Channel]; held.After(at) {
		at = held
	}
	if o.posters[d.Channel.Platform] == nil {
		return at // it is not posted, only given up in time
	}
	if d.State == briefings.Sending || d.State == briefings.Uncertain {
		seen, ok := o.sighted[d.ID]
		if !ok || seen.rev != d.Rev {
			seen = sighting{d.Rev, now}
			o.sighted[d.ID] = seen
		}
		if free := now.Add(o.quarantine - now.Sub(seen.at)); free.After(at) {
			at = free
		}
	}
	return at
}

// full reports whether as many channels are worked on as may be.
func (o *outbox) full() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.busy) >= o.workers
}

// start begins work on a channel, unless it is being worked on or too many are,
// and reports whether it did.
func (o *outbox) start(ctx context.Context, channel briefings.Channel, queue []briefings.Delivery) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.busy[channel] || len(o.busy) >= o.workers {
		return false
	}
	o.busy[channel] = true
	delete(o.held, channel)
	o.running.Go(func() {
		defer o.free(channel)
		for _, d := range queue {
			if ctx.Err() != nil || !o.current(ctx, d) || o.readyAt(d, time.Now()).After(time.Now()) || !o.safely(d, func() bool { return o.step(ctx, d) }) {
				return
			}
		}
	})
	return true
}

// current reports whether a delivery still stands as it was read. The channel may
// have been worked on between the reading and the start, and a stale record would
// take a turn for nothing.
func (o *outbox) current(ctx context.Context, d briefings.Delivery) bool {
	now, err := o.store.Delivery(ctx, d.ID)
	return err == nil && now.Rev == d.Rev
}

// free says that a channel can be worked on again.
func (o *outbox) free(channel briefings.Channel) {
	o.mu.Lock()
	delete(o.busy, channel)
	o.mu.Unlock()
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// hold keeps a channel's later deliveries from overtaking one that has to wait.
func (o *outbox) hold(channel briefings.Channel, until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held[channel] = until
}

// safely keeps a panic of one delivery from ending the process. The channel
// rests a while, so that it does not break without a pause.
func (o *outbox) safely(d briefings.Delivery, do func() bool) (goOn bool) {
	defer func() {
		if broken := recover(); broken != nil {
			o.log.Error("delivery broke", "delivery", d.ID, "subscription", d.Subscription, "panic", broken)
			o.hold(d.Channel, time.Now().Add(time.Minute))
			goOn = false
		}
	}()
	return do()
}

// forget drops what was seen of deliveries that are no longer pending, once
// there is much of it.
func (o *outbox) forget(pending []briefings.Delivery) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.sighted) < 2*len(pending)+leastPending {
		return
	}
	open := map[briefings.DeliveryID]bool{}
	for _, d := range pending {
		open[d.ID] = true
	}
	for id := range o.sighted {
		if !open[id] {
			delete(o.sighted, id)
		}
	}
}

// once reports whether something has not been logged yet.
func (o *outbox) once(what string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := !o.complain[what]
	o.complain[what] = true
	return first
}
