package discord

import (
	"context"
	"errors"
)

// What people are told when their inbound is declined.
const (
	tooBusy = "Attaché has too much in hand at the moment; try again in a few seconds."
	broke   = "Something went wrong here and is in the log; try again, or ask another way."
)

// callback returns how the first response to an interaction is sent when it
// does not go back with the request.
func (p *Platform) callback(in inbound) func(context.Context, response) error {
	return func(ctx context.Context, r response) error { return p.rest.callback(ctx, in.ID, in.Token, r) }
}

// outOfTime counts an interaction whose token is of no use any more, and reports
// whether it is one.
func (p *Platform) outOfTime(in inbound, replayed bool) bool {
	if !p.ages.late(in.ID, in.Received, replayed) {
		return false
	}
	p.counts.inbounds.Add(1)
	p.counts.stale.Add(1)
	return true
}

// receive takes in one interaction: what came before is not done again, and what
// there is no room for is declined. It returns when the first response has been
// sent, or when the work has begun that will send it; if there will be none, it
// reports false.
func (p *Platform) receive(door door, in inbound, h head) bool {
	p.counts.inbounds.Add(1)
	if in.Type < typeCommand || in.Type > typeModal {
		p.counts.unknown.Add(1)
		return false
	}
	if !p.seen.Note("interaction/"+in.ID, in.Received) {
		p.counts.duplicates.Add(1)
		return false
	}
	in.Ack = p.counted(in.Ack)
	who := h.who()
	if in.Type == typeAutocomplete { // a response is all it wants
		r := p.decide(door, in)
		return r.Now != nil && p.say(in, *r.Now)
	}
	if !p.room.Admit(who) {
		return p.shed(in)
	}
	r := p.decide(door, in)
	// Whoever was not shown the response is told by Discord that it failed, and
	// asks again: the work would be done twice.
	said := r.Now != nil && p.say(in, *r.Now)
	if r.Work == nil || r.Now != nil && !said {
		p.room.Leave(who)
		return said
	}
	t := newTurn(p, in, r.Late)
	if said {
		t.begun(*r.Now)
	}
	p.room.Start(who, func(ctx context.Context) {
		defer t.end()
		if !p.room.Safely(func() { r.Work(ctx, t) }) {
			p.apologise(ctx, t)
		}
	})
	return true
}

// decide asks the door. A door that breaks has its sender told.
func (p *Platform) decide(door door, in inbound) reaction {
	sorry := apology(in, broke)
	r := reaction{Now: &sorry}
	p.room.Safely(func() { r = door(in) })
	return r
}

// say sends the first response, and reports whether Discord took it.
func (p *Platform) say(in inbound, r response) bool {
	ctx, cancel := context.WithDeadline(context.Background(), in.Received.Add(ackWithin))
	defer cancel()
	err := in.Ack(ctx, r)
	switch {
	case err == nil:
		return true
	case expired(err), errors.Is(err, errGone):
		p.counts.expired.Add(1)
	default:
		p.log.Warn("discord response not taken", "interaction", in.ID, "type", r.Type, "error", err)
	}
	return false
}

// shed tells the sender of an inbound that there is no room for it, and reports
// whether that could be done.
func (p *Platform) shed(in inbound) bool {
	p.counts.shed.Add(1)
	if !p.lobby.Admit("") {
		p.counts.dropped.Add(1)
		return false
	}
	defer p.lobby.Leave("")
	return p.say(in, apology(in, tooBusy))
}

// apologise tells the asker that the work broke.
func (p *Platform) apologise(ctx context.Context, t *turn) {
	m, err := message{Content: broke, Ephemeral: true}, error(nil)
	if t.silent() {
		err = t.answer(ctx, m)
	} else {
		err = t.follow(ctx, m, false)
	}
	if err != nil {
		p.log.Warn("discord apology not taken", "interaction", t.in.ID, "error", err)
	}
}

// apology returns the response that shows a sentence to the sender alone. While
// somebody types there is nowhere to show it.
func apology(in inbound, sentence string) response {
	if in.Type == typeAutocomplete {
		return response{Type: responseChoices, Data: map[string]any{"choices": []any{}}}
	}
	return response{Type: responseMessage, Data: message{Content: sentence, Ephemeral: true}.payload(true)}
}

// counted returns an Ack that counts what becomes of it.
func (p *Platform) counted(ack func(context.Context, response) error) func(context.Context, response) error {
	return func(ctx context.Context, r response) error {
		err := ack(ctx, r)
		if err != nil {
			p.counts.failedAcks.Add(1)
		} else {
			p.counts.acks.Add(1)
		}
		return err
	}
}
