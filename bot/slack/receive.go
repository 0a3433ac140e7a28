package slack

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

const (
	// patience is how long an acknowledgement waits for its door. Slack waits 3 s.
	patience = time.Second
	// largestAck is the most that Slack takes as an acknowledgement on a
	// websocket, with room for its envelope. It drops a larger one in silence.
	largestAck = 19 << 10
)

// What people are told when their inbound is declined.
const (
	tooBusy = "Attaché has too much in hand at the moment; try again in a few seconds."
	broke   = "Something went wrong here and is in the log; try again, or ask another way."
)

// receive acknowledges one inbound through send, which is called once, and then
// has its work done. It reports false, and does not call send, when the
// inbound has to be declined and its sender cannot be told: left without an
// acknowledgement, Slack tells them or sends it again.
func (p *Platform) receive(door door, in inbound, h head, send func(ack json.RawMessage)) bool {
	p.counts.inbounds.Add(1)
	e := p.seen.Entry(in.Kind+"/"+in.ID, in.Received)
	var written sync.Once
	write := func(ack json.RawMessage) { written.Do(func() { send(ack) }) }
	late := time.AfterFunc(patience, func() {
		written.Do(func() {
			p.counts.lateAcks.Add(1)
			send(nil)
		})
	})
	defer late.Stop()
	first := false
	var work func(context.Context)
	e.Once.Do(func() {
		first = true
		e.Ack, work, e.Declined = p.decide(door, in, h)
	})
	switch {
	case e.Declined:
		written.Do(func() {})
		p.seen.Drop(e)
		return false
	case !first:
		p.counts.duplicates.Add(1)
		write(e.Ack)
		return true
	}
	write(e.Ack)
	p.farewell(h)
	if work != nil {
		p.room.Start(h.who(), func(ctx context.Context) {
			if !p.room.Safely(func() { work(ctx) }) {
				p.decline(ctx, in, broke)
			}
		})
	}
	return true
}

// decide lets an inbound through the door if there is room for its work. A
// place is taken for the work it returns. Declined is true when the sender has
// to be left without an acknowledgement.
func (p *Platform) decide(door door, in inbound, h head) (ack json.RawMessage, work func(context.Context), declined bool) {
	if in.Kind != kindOptions && !p.room.Admit(h.who()) {
		p.counts.shed.Add(1)
		ack, declined = p.shed(in, h)
		return ack, nil, declined
	}
	ack, work = p.encode(in, apology(in, h, broke)), nil
	if ack == nil {
		work = func(ctx context.Context) { p.decline(ctx, in, broke) }
	}
	p.room.Safely(func() {
		body, next := door(in)
		ack, work = p.encode(in, body), next
	})
	if in.Kind == kindOptions {
		return ack, nil, false
	}
	if work == nil {
		p.room.Leave(h.who())
	}
	return ack, work, false
}

// shed tells the sender of an inbound that there is no room for it: in the
// acknowledgement where Slack shows that, else in a message.
func (p *Platform) shed(in inbound, h head) (ack json.RawMessage, declined bool) {
	if body := apology(in, h, tooBusy); body != nil {
		return p.encode(in, body), false
	}
	if !p.lobby.Admit("") {
		p.counts.dropped.Add(1)
		return nil, true
	}
	p.lobby.Start("", func(ctx context.Context) { p.decline(ctx, in, tooBusy) })
	return nil, false
}

// apology returns the acknowledgement that shows a sentence to the sender, or
// nil where Slack would not show any.
func apology(in inbound, h head, sentence string) any {
	switch {
	case in.Kind == kindCommand:
		return map[string]any{"response_type": "ephemeral", "text": sentence}
	case in.Kind == kindAction && h.Type == "view_submission":
		for _, b := range h.View.Blocks {
			if b.Type == "input" && b.ID != "" {
				return map[string]any{"response_action": "errors", "errors": map[string]string{b.ID: sentence}}
			}
		}
	}
	return nil
}

// encode returns the bytes of an acknowledgement, nil for an empty one. What
// Slack would drop for its size is left out: an empty acknowledgement is better
// than none.
func (p *Platform) encode(in inbound, body any) json.RawMessage {
	if body == nil {
		return nil
	}
	ack, err := json.Marshal(body)
	if err != nil {
		panic("slack: an acknowledgement cannot be encoded: " + err.Error())
	}
	if len(ack) > largestAck {
		p.counts.oversized.Add(1)
		p.log.Error("slack acknowledgement too large", "kind", in.Kind, "bytes", len(ack))
		return nil
	}
	return ack
}

// farewell stops all calls when an event says that the app has been removed.
func (p *Platform) farewell(h head) {
	if h.Event.Type == "app_uninstalled" || h.Event.Type == "tokens_revoked" && len(h.Event.Tokens.Bot) > 0 {
		refuse(p.health, p.counts, p.log, h.Event.Type)
	}
}
