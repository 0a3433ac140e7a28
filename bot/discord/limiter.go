package discord

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"attache/bot/intake"
)

// Discord takes 50 calls a second of one bot and does not say how it counts
// them. A steady pace keeps to that by every way of counting, with room for calls
// that the network brings closer together, and takes at most an eighth longer
// than Discord would have allowed.
const (
	callsSteady = 45
	callsAtOnce = 1
)

// Discord bans an address for 10,000 answers of 401, 403 or 429 in ten minutes.
// We stop at a hundredth of that, and what is not an answer to somebody waiting
// stops earlier. A call under way counts as one that may be refused.
const (
	invalidFor    = 10 * time.Minute
	mostInvalid   = 95
	mostUninvited = 80
)

// settle is added to every wait that Discord asks for: its clock and ours do not
// tick together.
const settle = 20 * time.Millisecond

// A limiter keeps calls from coming faster than Discord takes them. What it lets
// through has to be told back by leave. It may be used from many goroutines at
// once.
type limiter struct {
	head   chan struct{} // held by the one who waits for the bot's own pace, so that none overtakes
	global *rate.Limiter

	mu        sync.Mutex
	paused    time.Time          // nothing of the bot's own accord before
	pausedAll time.Time          // nothing at all before
	named     map[string]string  // by route: what Discord calls its bucket
	buckets   map[string]*bucket // by bucket, else route, and resource
	invalid   []time.Time        // the refused calls of the last ten minutes
	flying    int                // calls under way
	change    chan struct{}      // closed and replaced when a call comes back
}

func newLimiter() *limiter {
	return &limiter{head: make(chan struct{}, 1), global: rate.NewLimiter(callsSteady, callsAtOnce),
		named: map[string]string{}, buckets: map[string]*bucket{}, change: make(chan struct{})}
}

// errWithheld is why a call is not made that Discord would hold against us.
var errWithheld = errors.New("withheld, because Discord has refused too many calls in the last ten minutes")

// A pass is the leave to make one call.
type pass struct {
	route  string
	bucket *bucket // nil when the call belongs to none
	epoch  int
}

// A toll is what one call costs.
type toll struct {
	route    string // calls of one route share limits, but for
	resource string // the channel, server or webhook they are about
	hook     bool   // it answers an interaction: outside the bot's own pace
	single   bool   // there is only one of its kind, so that no bucket is kept
}

// enter returns when a call may be made. It fails at once when ctx would end
// before, or when Discord has refused too many.
func (l *limiter) enter(ctx context.Context, t toll) (*pass, error) {
	if t.hook {
		return l.admit(ctx, t)
	}
	for {
		if err := l.await(ctx, t); err != nil {
			return nil, err
		}
		select {
		case l.head <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		p, err := l.lead(ctx, t)
		<-l.head
		if p != nil || err != nil {
			return p, err
		}
	}
}

// turn returns when a call could be made at once, and makes none. It fails as
// enter does.
func (l *limiter) turn(ctx context.Context, t toll) error {
	for {
		if err := l.await(ctx, t); err != nil {
			return err
		}
		now := time.Now()
		turn := l.global.ReserveN(now, 1)
		d := turn.DelayFrom(now)
		turn.CancelAt(now)
		if d == 0 {
			return nil
		}
		if err := intake.Sleep(ctx, d); err != nil {
			return err
		}
	}
}

// lead waits for the bot's own pace. It returns nil when something else came in
// the way meanwhile.
func (l *limiter) lead(ctx context.Context, t toll) (*pass, error) {
	for {
		now := time.Now()
		turn := l.global.ReserveN(now, 1)
		d := turn.DelayFrom(now)
		if d == 0 {
			p, _, err := l.try(t)
			if p == nil {
				turn.CancelAt(now)
			}
			return p, err
		}
		turn.CancelAt(now)
		if err := intake.Sleep(ctx, d); err != nil {
			return nil, err
		}
	}
}

// admit waits for everything but the bot's own pace, and takes it.
func (l *limiter) admit(ctx context.Context, t toll) (*pass, error) {
	for {
		p, wait, err := l.try(t)
		if p != nil || err != nil {
			return p, err
		}
		if err := wait.over(ctx); err != nil {
			return nil, err
		}
	}
}

// await waits as admit does and takes nothing.
func (l *limiter) await(ctx context.Context, t toll) error {
	for {
		l.mu.Lock()
		_, wait, err := l.open(t, time.Now())
		l.mu.Unlock()
		if err != nil || wait == nil {
			return err
		}
		if err := wait.over(ctx); err != nil {
			return err
		}
	}
}

// try takes leave for a call, or says what to wait for.
func (l *limiter) try(t toll) (*pass, *delay, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	b, wait, err := l.open(t, now)
	if err != nil || wait != nil {
		return nil, wait, err
	}
	l.flying++
	p := &pass{route: t.route, bucket: b}
	if b != nil {
		p.epoch = b.epoch
		b.take(now)
	}
	return p, nil, nil
}

// open reports what stands in the way of a call: nothing when both the delay and
// the error are nil. It is called with the lock held.
func (l *limiter) open(t toll, now time.Time) (*bucket, *delay, error) {
	until, most := l.pausedAll, mostInvalid
	if !t.hook {
		most = mostUninvited
		if l.paused.After(until) {
			until = l.paused
		}
	}
	if now.Before(until) {
		return nil, &delay{until: until}, nil
	}
	l.forget(now)
	switch {
	case len(l.invalid) >= most:
		return nil, nil, errWithheld
	case len(l.invalid)+l.flying >= most:
		return nil, &delay{change: l.change}, nil
	case t.single:
		return nil, nil, nil
	}
	b := l.bucket(t, now)
	switch until, told := b.opens(now); {
	case until.IsZero():
		return b, nil, nil
	case told:
		return nil, &delay{until: until}, nil
	default:
		return nil, &delay{until: until, change: l.change}, nil
	}
}

// forget drops the refusals that no longer count.
func (l *limiter) forget(now time.Time) {
	n := 0
	for n < len(l.invalid) && now.Sub(l.invalid[n]) > invalidFor {
		n++
	}
	l.invalid = l.invalid[n:]
}

// mostBuckets is how many buckets are kept before those without use are dropped.
const mostBuckets = 5000

// bucket returns the bucket that a call counts against.
func (l *limiter) bucket(t toll, now time.Time) *bucket {
	key := t.route + " " + t.resource
	if name, ok := l.named[t.route]; ok {
		l.rename(key, name+" "+t.resource)
		key = name + " " + t.resource
	}
	b, ok := l.buckets[key]
	if !ok {
		if len(l.buckets) >= mostBuckets {
			for k, old := range l.buckets {
				if old.flying == 0 && !now.Before(old.until) {
					delete(l.buckets, k)
				}
			}
		}
		b = &bucket{free: 1}
		l.buckets[key] = b
	}
	return b
}

// leave gives a pass back with what Discord said about rates; nil when it said
// nothing at all.
func (l *limiter) leave(p *pass, v *verdict) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.flying--
	if v != nil {
		l.note(p, v, now)
	}
	if p.bucket != nil {
		p.bucket.back(p.epoch, v, now)
	}
	close(l.change)
	l.change = make(chan struct{})
}

// note keeps what a verdict says beyond the bucket of its call.
func (l *limiter) note(p *pass, v *verdict, now time.Time) {
	if v.invalid {
		l.invalid = append(l.invalid, now)
	}
	until := now.Add(v.after + settle)
	if v.everything && until.After(l.pausedAll) {
		l.pausedAll = until
	}
	if v.global && until.After(l.paused) {
		l.paused = until
	}
	if p.bucket != nil && v.bucket != "" {
		l.named[p.route] = v.bucket
	}
}

// rename gives a bucket the name by which another route may know it already; the
// calls under way keep the one that they came from.
func (l *limiter) rename(from, to string) {
	b, ok := l.buckets[from]
	if !ok {
		return
	}
	delete(l.buckets, from)
	if l.buckets[to] == nil {
		l.buckets[to] = b
	}
}

// A delay is what stands in the way of a call: it may end at a time, or when
// another call comes back, or by whichever of both is first.
type delay struct {
	until  time.Time       // zero is never
	change <-chan struct{} // nil is never
}

// over returns when it is time to look again, and fails at once when only time
// can help and ctx ends before.
func (d *delay) over(ctx context.Context) error {
	if d.until.IsZero() || d.change != nil {
		var late <-chan time.Time
		if !d.until.IsZero() {
			timer := time.NewTimer(time.Until(d.until))
			defer timer.Stop()
			late = timer.C
		}
		select {
		case <-d.change:
			return nil
		case <-late:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return intake.Sleep(ctx, time.Until(d.until))
}
