package discord

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"time"
)

// deferAfter is how long an answer may take before the asker is shown that it is
// on its way.
const deferAfter = 50 * time.Millisecond

// tokenLife is how long an interaction can be answered, less what a call takes.
const tokenLife = 15*time.Minute - 10*time.Second

// errOver is why an interaction is not answered any more: too much time has
// passed. It is counted once, and nothing more has to be said about it.
var errOver = errors.New("the interaction is over")

// A turn is what is said to one interaction: a first response within three
// seconds, and what follows it for a quarter of an hour. Its methods may be
// called from many goroutines at once; what they show comes one after the other.
type turn struct {
	p     *Platform
	in    inbound
	late  response
	hook  hookRef
	timer *time.Timer

	busy  chan struct{} // held while something is being said
	first int           // type of the first response; zero is none yet. Held by busy
	tried bool          // the way of the inbound has been used. Held by busy
	shown atomic.Bool   // something was shown that is not only that an answer is on its way
	over  atomic.Bool   // nothing can be said any more
}

// newTurn returns the turn of an interaction that nothing has been said to. If
// nothing is said soon, late is.
func newTurn(p *Platform, in inbound, late response) *turn {
	var of struct {
		App string `json:"application_id"`
	}
	lenient(in.Payload, &of)
	t := &turn{p: p, in: in, late: late, hook: hookRef{of.App, in.Token}, busy: make(chan struct{}, 1)}
	t.timer = time.AfterFunc(deferAfter, func() { p.room.Safely(t.postpone) })
	return t
}

// begun notes that the first response has been sent already.
func (t *turn) begun(r response) {
	t.busy <- struct{}{}
	defer func() { <-t.busy }()
	t.timer.Stop()
	t.first, t.tried, t.late = r.Type, true, r
	t.shown.Store(r.Type != responseDeferred && r.Type != responseUnmoved)
}

// silent reports whether the person has been shown nothing yet but that an
// answer is on its way.
func (t *turn) silent() bool { return !t.shown.Load() }

// end ends the turn; whoever started it calls it once the work is done. What
// only had to be acknowledged is acknowledged then.
func (t *turn) end() {
	t.timer.Stop()
	t.busy <- struct{}{} // a response under way takes three seconds at most
	defer func() { <-t.busy }()
	if t.first == 0 && t.late.Type == responseUnmoved && !t.over.Load() {
		ctx, cancel := t.early(context.Background())
		defer cancel()
		t.respond(ctx, t.late)
	}
}

// postpone says that an answer is on its way, unless something has been said.
func (t *turn) postpone() {
	ctx, cancel := t.early(context.Background())
	defer cancel()
	if t.begin(ctx) != nil {
		return
	}
	defer func() { <-t.busy }()
	if t.first == 0 {
		t.respond(ctx, t.late)
	}
}

// begin waits until nothing else is being said. It fails when nothing can be
// said any more.
func (t *turn) begin(ctx context.Context) error {
	select {
	case t.busy <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if t.over.Load() || time.Since(t.in.Received) >= tokenLife {
		<-t.busy
		return t.drop()
	}
	return nil
}

// drop notes that nothing can be said any more.
func (t *turn) drop() error {
	if !t.over.Swap(true) {
		t.p.counts.expired.Add(1)
		t.p.log.Debug("discord interaction is over", "interaction", t.in.ID)
	}
	return errOver
}

// lapse turns the failure of a call into errOver where that is what it means.
func (t *turn) lapse(err error) error {
	if expired(err) || errors.Is(err, errGone) {
		return t.drop()
	}
	return err
}

// early returns a context that ends when Discord waits for a first response no
// longer.
func (t *turn) early(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithDeadline(ctx, t.in.Received.Add(ackWithin))
}

// respond sends a first response.
func (t *turn) respond(ctx context.Context, r response) error {
	send := t.in.Ack
	if t.tried { // its way can be used once
		send = func(ctx context.Context, r response) error { return t.p.rest.callback(ctx, t.in.ID, t.in.Token, r) }
	}
	t.tried = true
	err := send(ctx, r)
	if err == nil {
		t.first = r.Type
		t.shown.Store(r.Type != responseDeferred && r.Type != responseUnmoved)
	}
	return t.lapse(err)
}

// answer shows a message as the first response, or in the place of what was
// shown first, and after it what it continues with (message.More).
func (t *turn) answer(ctx context.Context, m message) error {
	return t.say(ctx, m, func() (message, error) { return t.open(ctx, m, responseMessage) })
}

// update shows a message in the place of the one whose component was used, and
// after it what it continues with.
func (t *turn) update(ctx context.Context, m message) error {
	return t.say(ctx, m, func() (message, error) { return t.open(ctx, m, responseUpdate) })
}

// follow shows one more message, and what it continues with, to everybody or to
// the asker alone. What everybody shall see is not shown again when Discord
// fails in a way that leaves open whether it was shown.
func (t *turn) follow(ctx context.Context, m message, public bool) error {
	m.Ephemeral = !public
	return t.say(ctx, m, func() (message, error) {
		switch {
		case t.first == 0:
			return t.open(ctx, m, responseMessage)
		case t.first == responseDeferred && t.silent():
			if t.late.private() != public {
				return t.open(ctx, m, responseMessage)
			}
			// What follows a deferred response takes its place, and is seen by
			// whom that was for.
			if err := t.p.rest.deleteOriginal(ctx, t.hook); err != nil {
				return m, err
			}
		}
		return t.more(ctx, m)
	})
}

// say shows a message by one of the ways below, and then what it continues with
// in the manner that was taken.
func (t *turn) say(ctx context.Context, m message, show func() (message, error)) error {
	if err := t.begin(ctx); err != nil {
		return err
	}
	defer func() { <-t.busy }()
	t.timer.Stop()
	taken, err := show()
	if err != nil {
		return t.lapse(err)
	}
	t.shown.Store(true)
	for _, part := range taken.More {
		part.Ephemeral = m.Ephemeral
		if _, err := t.more(ctx, part); err != nil {
			return t.lapse(err)
		}
	}
	return nil
}

// open shows a message as the first response of a type; after one, in its place.
func (t *turn) open(ctx context.Context, m message, kind int) (message, error) {
	if t.first != 0 {
		return t.instead(ctx, m, kind)
	}
	early, cancel := t.early(ctx)
	defer cancel()
	taken, err := t.p.plainer(m, func(form message, last bool) error {
		return t.respond(early, response{Type: kind, Data: form.payload(kind == responseMessage), Files: form.Files, Draft: !last})
	})
	if answered(err) {
		// Nobody else answers, so that it was an earlier try of ours, with the
		// same or with what says that an answer is on its way.
		t.first = kind
		return t.instead(ctx, m, kind)
	}
	return taken, err
}

// instead shows a message in the place of the first response, where that has one.
func (t *turn) instead(ctx context.Context, m message, kind int) (message, error) {
	switch t.first {
	case responseMessage, responseDeferred:
	case responseUnmoved, responseUpdate:
		if kind != responseUpdate {
			return t.more(ctx, m)
		}
	default:
		return t.more(ctx, m)
	}
	taken, err := t.p.plainer(m, func(form message, last bool) error { return t.p.rest.editOriginal(ctx, t.hook, form, !last) })
	if codeOf(err) == codeNoMessage { // somebody has put it away
		return t.more(ctx, m)
	}
	return taken, err
}

// more shows one more message.
func (t *turn) more(ctx context.Context, m message) (message, error) {
	return t.p.plainer(m, func(form message, last bool) error {
		_, err := t.p.rest.followUp(ctx, t.hook, form)
		if !m.Ephemeral && unclear(err) {
			return lastWord{err}
		}
		return err
	})
}

// A lastWord is an error after which no plainer form is tried.
type lastWord struct{ error }

// Unwrap returns the error.
func (l lastWord) Unwrap() error { return l.error }

// plainer shows a message in the best form that Discord takes, and returns that.
func (p *Platform) plainer(m message, show func(form message, last bool) error) (message, error) {
	forms := chain(m)
	if p.cfg.Render == Embeds {
		forms = chainFrom(m, embedManner)
	}
	var err error
	for i, form := range forms {
		last := i == len(forms)-1
		if err = show(form, last); err == nil {
			return form, nil
		}
		if _, stop := errors.AsType[lastWord](err); stop || !tooRich(err) || last {
			break
		}
		p.counts.fallbacks.Add(1)
		p.log.Warn("discord refused the form of a message", "error", err)
	}
	return m, err
}

// private reports whether only the asker sees what a response begins.
func (r response) private() bool {
	var data struct {
		Flags int `json:"flags"`
	}
	text, err := json.Marshal(r.Data)
	return err == nil && json.Unmarshal(text, &data) == nil && data.Flags&flagEphemeral != 0
}
