package slack

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// drainFor is how long a websocket that Slack has asked to replace still takes
// envelopes in, once its successor has been greeted. Slack warns about 10 s ahead.
const drainFor = 15 * time.Second

// sockets keeps two lines open until ctx ends or Slack refuses a token, so that
// one is there while the other is replaced. The second follows the first, and
// is replaced once at half its life, so that they do not end together.
func (p *Platform) sockets(ctx context.Context, door door) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	first := &line{p: p, door: door, up: make(chan struct{})}
	second := &line{p: p, door: door, up: make(chan struct{}), halve: true}
	wg.Go(func() { first.run(ctx) })
	wg.Go(func() {
		select {
		case <-first.up:
			second.run(ctx)
		case <-ctx.Done():
		}
	})
	select {
	case <-ctx.Done():
	case <-p.health.stopped():
	}
	cancel()
	wg.Wait()
}

// A line is one place among Slack's websockets for this app. It holds one wire
// at a time, or two while one is drained.
type line struct {
	p     *Platform
	door  door
	halve bool          // the first wire is replaced at half its life
	up    chan struct{} // closed when the first wire has been greeted
	wg    sync.WaitGroup
}

// run keeps the line up until ctx ends. The wire that Slack wants replaced
// stays in use until its successor has been greeted, and a while longer.
func (l *line) run(ctx context.Context) {
	defer l.wg.Wait()
	var old *wire
	var pause backoff
	for again := false; ctx.Err() == nil; {
		fresh, err := l.p.dial(ctx, l.door)
		if err != nil {
			l.report(ctx, err, &pause)
			wait(ctx, pause.after(err))
			continue
		}
		if old != nil {
			l.drain(ctx, old)
		}
		old = fresh
		l.p.health.connected()
		if again {
			l.p.counts.reconnects.Add(1)
		} else {
			again = true
			close(l.up)
		}
		start := time.Now()
		why := l.watch(ctx, fresh)
		l.p.health.disconnected()
		if time.Since(start) >= steady {
			pause = backoff{}
		}
		l.p.log.Debug("slack websocket to be replaced", "after", time.Since(start), "reason", why)
		if ctx.Err() == nil && !planned(why) {
			l.report(ctx, why, &pause)
			wait(ctx, pause.after(why))
		}
	}
	if old != nil {
		old.close()
	}
}

// watch returns why the wire has to be replaced.
func (l *line) watch(ctx context.Context, w *wire) error {
	var half <-chan time.Time
	if l.halve && w.life > 0 {
		timer := time.NewTimer(w.life / 2)
		defer timer.Stop()
		half = timer.C
	}
	l.halve = false
	select {
	case why := <-w.retire:
		return why
	case <-w.done:
		return w.err
	case <-half:
		return closing{reason: "half its life"}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drain closes a wire when it has been of use long enough.
func (l *line) drain(ctx context.Context, w *wire) {
	l.wg.Go(func() {
		timer := time.NewTimer(drainFor)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-w.done:
		case <-ctx.Done():
		}
		w.close()
	})
}

// planned reports whether a wire ended as wires do, so that its successor need
// not wait.
func planned(why error) bool {
	c, ok := errors.AsType[closing](why)
	return ok && c.reason != "link_disabled" && c.reason != "too_many_websockets"
}

// report says why a line is down: in the log when the reason is a new one since
// the line last held.
func (l *line) report(ctx context.Context, err error, pause *backoff) {
	if ctx.Err() != nil || l.p.health.refusal() != nil {
		return
	}
	sentence := troubleOf(err)
	l.p.health.failed(sentence)
	if !slices.Contains(pause.said, sentence) {
		pause.said = append(pause.said, sentence)
		l.p.log.Warn("slack not connected", "error", err, "mend", sentence)
	}
}

// troubleOf says in a sentence why there is no connection, and what to do.
func troubleOf(err error) string {
	var said slack.SlackErrorResponse
	c, closed := errors.AsType[closing](err)
	switch {
	case closed && c.reason == "link_disabled":
		return "Socket Mode is switched off in the app's settings; switch it on there."
	case closed && c.reason == "too_many_websockets":
		return "Too many websockets are open for this app; stop other copies of Attaché, of which two may run."
	case errors.As(err, &said):
		return "Slack opens no websocket (" + said.Err + "); see that the app-level token has connections:write and that Socket Mode is on."
	}
	return "Slack cannot be reached; see that this machine may reach slack.com and its websockets."
}

// wait returns after the time, or when ctx ends.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// steady is how long a wire must have held for the next failure to count as
// the first.
const steady = time.Minute

// A backoff says how long to wait between attempts. The zero backoff is ready.
type backoff struct {
	tries int
	said  []string // the reasons that were logged; each is said once
}

// after returns how long to wait after an error: longer each time, and much
// longer where only a person can mend it or where trying makes it worse. Half
// of it is left to chance, so that many processes do not come back together.
func (b *backoff) after(err error) time.Duration {
	least, most := time.Second, time.Minute
	var rate *slack.RateLimitedError
	var said slack.SlackErrorResponse
	c, closed := errors.AsType[closing](err)
	switch {
	case errors.As(err, &rate):
		least = max(least, rate.RetryAfter)
	case closed && c.reason == "link_disabled", errors.As(err, &said):
		least, most = time.Minute, 15*time.Minute
	case closed && c.reason == "too_many_websockets":
		least, most = 30*time.Second, 10*time.Minute
	}
	pause := min(least<<min(b.tries, 10), max(most, least))
	b.tries++
	return pause + rand.N(pause/2)
}
