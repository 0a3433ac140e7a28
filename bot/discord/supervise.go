package discord

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// The close codes of the gateway that mean more than that a connection ended.
// discord.com/developers/docs/topics/opcodes-and-status-codes
const (
	closeAgain       = 4000 // our own: the session is to be taken up again
	closeToken       = 4004 // authentication failed
	closeSequence    = 4007 // a resume named a wrong sequence number
	closeRate        = 4008 // too much was sent
	closeTimeout     = 4009 // the session timed out
	closeShard       = 4010 // there is no such shard
	closeSharded     = 4011 // sharding is required
	closeVersion     = 4012 // of the gateway
	closeIntents     = 4013 // there are no such intents
	closeUnpermitted = 4014 // intents that the application may not have
)

const (
	atOnce = 256 // interactions whose first response is on its way
	// steady is how long a wire must have held for the next failure to count as
	// the first.
	steady = time.Minute
	// A session is given up when it was refused so often, or when nothing has
	// come of it for so long: what happened meanwhile cannot be answered any more.
	mostRefusals = 3
	resumeFor    = time.Minute
)

// A gateway keeps a session at Discord's gateway, one wire after the other.
type gateway struct {
	p      *Platform
	door   door
	starts *starts
	first  string   // the address at which sessions are opened
	hold   *session // what to take up again; nil is to be opened
	slots  chan struct{}
	wg     sync.WaitGroup // interactions being taken in

	refused int       // how often in a row the session was not taken up again
	lost    time.Time // when nothing came in any more
	tries   int       // in a row that did not hold
	said    []string  // why, as far as it is in the log; each reason is said once
}

// connect keeps the gateway connected until ctx ends or Discord refuses the bot.
func (p *Platform) connect(ctx context.Context, door door) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g := &gateway{p: p, door: door, starts: newStarts(p), slots: make(chan struct{}, atOnce)}
	defer g.wg.Wait()
	go func() {
		select {
		case <-p.health.stopped():
			cancel()
		case <-ctx.Done():
		}
	}()
	for ctx.Err() == nil {
		wait(ctx, g.once(ctx))
	}
}

// once opens a wire and keeps it until it ends. It returns how long to wait
// before the next.
func (g *gateway) once(ctx context.Context) time.Duration {
	resuming := g.hold != nil
	s, address, err := g.hold, "", error(nil)
	if resuming {
		address = s.url
	} else {
		s = &session{}
		address, err = g.opening(ctx)
	}
	var w *wire
	if err == nil {
		w, err = g.dial(ctx, s, address, resuming)
	}
	start := time.Now()
	if err == nil {
		err = w.run(ctx)
	}
	if ctx.Err() != nil {
		return 0
	}
	g.learn(s, w, err)
	if w != nil && w.ready.Load() && time.Since(start) >= steady {
		g.tries, g.said = 0, nil
	}
	if !errors.Is(err, errReconnect) {
		g.report(err)
	}
	return g.pause(err)
}

// opening returns the address at which a session may be opened now. It waits
// until one may.
func (g *gateway) opening(ctx context.Context) (string, error) {
	info, err := g.p.rest.gatewayBot(ctx)
	if err != nil {
		return "", err
	}
	limit := info.SessionStartLimit
	g.first = info.URL
	d := g.starts.wait(ctx, allowance{limit.Total, limit.Remaining, time.Duration(limit.ResetAfter) * time.Millisecond})
	if d > apart {
		sentence := spent(len(g.starts.opened), d)
		g.p.health.failed(sentence)
		g.p.log.Warn("discord session put off", "opened", len(g.starts.opened), "wait", d, "mend", sentence)
	}
	wait(ctx, d)
	return g.first, ctx.Err()
}

// learn decides from the way in which a wire ended, or came to none, what
// becomes of its session.
func (g *gateway) learn(s *session, w *wire, err error) {
	ended, closed := errors.AsType[*websocket.CloseError](err)
	said, invalidated := errors.AsType[invalid](err)
	switch {
	case w != nil && w.ready.Load():
		g.refused, g.lost = 0, time.Now()
		g.hold = s
	case w != nil && w.resuming && !planned(err):
		g.refused++
	}
	switch {
	case g.hold == nil:
	case closed && final(ended.Code):
		g.hold = nil
	case closed && (ended.Code == closeSequence || ended.Code == closeTimeout),
		invalidated && !said.resumable,
		s.id == "",
		g.refused >= mostRefusals,
		(w == nil || !w.ready.Load()) && time.Since(g.lost) >= resumeFor:
		g.hold, g.refused = nil, 0
	}
	if closed && final(ended.Code) {
		g.p.refuse(ended.Code)
	}
}

// final reports whether nobody may come back after a close code.
func final(code int) bool {
	switch code {
	case closeToken, closeShard, closeSharded, closeVersion, closeIntents, closeUnpermitted:
		return true
	}
	return false
}

// planned reports whether a wire ended as wires do.
func planned(err error) bool { return errors.Is(err, errReconnect) }

// report says why there is no connection: in the log when the reason is a new
// one since the last connection that held.
func (g *gateway) report(err error) {
	if g.p.health.refusal() != nil {
		return
	}
	sentence := troubleOf(err)
	g.p.health.failed(sentence)
	if !slices.Contains(g.said, sentence) {
		g.said = append(g.said, sentence)
		g.p.log.Warn("discord not connected", "error", err, "mend", sentence)
	}
}

// troubleOf says in a sentence why there is no connection, and what to do.
func troubleOf(err error) string {
	ended, closed := errors.AsType[*websocket.CloseError](err)
	_, invalidated := errors.AsType[invalid](err)
	switch {
	case closed && ended.Code == closeRate:
		return "Discord closes the connection because too much was sent (4008); see that no other program uses the same token."
	case invalidated, closed && (ended.Code == closeSequence || ended.Code == closeTimeout):
		return "Discord has ended the session; a new one is being opened."
	case errors.Is(err, errZombie), errors.Is(err, errIgnored):
		return "Discord has stopped answering on the connection; it is being replaced."
	}
	return "Discord cannot be reached; see that this machine may reach discord.com and its gateway."
}

// pause returns how long to wait after a wire has ended: not at all after one
// that held, and longer with each that did not. Half of it is left to chance, so
// that many bots do not come back together.
func (g *gateway) pause(err error) time.Duration {
	var least time.Duration
	ended, closed := errors.AsType[*websocket.CloseError](err)
	switch _, invalidated := errors.AsType[invalid](err); {
	case invalidated: // as Discord asks for
		least = time.Second + rand.N(4*time.Second)
	case closed && ended.Code == closeRate:
		least = 30 * time.Second
	}
	if g.tries++; g.tries == 1 {
		return least
	}
	longer := min(time.Second<<min(g.tries-2, 10), time.Minute)
	return max(least, longer/2+rand.N(longer/2))
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
