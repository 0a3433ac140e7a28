package slack

import (
	"context"
	"encoding/json"
	"errors"

	"attache/briefings"
	"attache/commands"
)

// doors returns the door for everything that comes in. What it does not know it
// acknowledges, counts and leaves alone.
func (p *Platform) doors() door {
	return func(in inbound) (any, func(context.Context)) {
		switch in.Kind {
		case kindCommand:
			if c, ok := read[commandPayload](p, in); ok {
				return nil, p.command(c, in)
			}
		case kindEvent:
			if e, ok := read[eventPayload](p, in); ok {
				return nil, p.event(e, in)
			}
		case kindAction, kindOptions:
			if a, ok := read[actionPayload](p, in); ok {
				return p.action(a, in)
			}
		default:
			p.unknown(in.Kind)
		}
		return nil, nil
	}
}

// read reads a payload. A field of an unexpected shape is left out: it is
// better to do without it than without the whole.
func read[T any](p *Platform, in inbound) (T, bool) {
	var out T
	err := json.Unmarshal(in.Payload, &out)
	var odd *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &odd) {
		p.counts.malformed.Add(1)
		return out, false
	}
	return out, true
}

// unknown counts what means nothing here.
func (p *Platform) unknown(kind string) {
	p.counts.unknown.Add(1)
	p.log.Debug("slack sent something unknown", "kind", kind)
}

// event returns the work for an event.
func (p *Platform) event(e eventPayload, in inbound) func(context.Context) {
	switch e.Event.Type {
	case "app_mention":
		return p.mention(e, in)
	case "message":
		return p.directMessage(e, in)
	case "app_home_opened":
		return p.homeOpened(e)
	}
	p.unknown(e.Event.Type)
	return nil
}

// action returns the acknowledgement and the work for what is done with a
// widget.
func (p *Platform) action(a actionPayload, in inbound) (any, func(context.Context)) {
	switch a.Type {
	case "block_actions":
		return nil, p.pressed(a, in)
	case "block_suggestion":
		return p.suggestions(a), nil
	case "view_submission":
		return p.submitted(a, in)
	case "message_action":
		return nil, p.messageShortcut(a, in)
	case "shortcut":
		return nil, p.globalShortcut(a, in)
	case "view_closed":
		return nil, nil
	}
	p.unknown(a.Type)
	return nil, nil
}

// decline shows whoever sent the inbound, and nobody else, why nothing is done
// about it.
func (p *Platform) decline(ctx context.Context, in inbound, why string) {
	var o origin
	open := false
	switch in.Kind {
	case kindCommand:
		c, _ := read[commandPayload](p, in)
		o = c.origin()
	case kindEvent:
		e, _ := read[eventPayload](p, in)
		if e.Event.Type != "app_mention" && e.Event.Type != "message" || e.fromBot() {
			return
		}
		o, open = e.origin(), true
	default:
		a, _ := read[actionPayload](p, in)
		o = a.origin()
	}
	if o.user == "" {
		return
	}
	at := spot{channel: o.channel, user: o.user, url: o.responseURL, direct: o.channel == ""}
	if !open {
		at.thread = o.thread
	}
	reply := commands.Reply{Private: true, Error: briefings.Errorf(briefings.Limit, "%s", why)}
	if err := p.show(ctx, at, render(reply, renderOpts{NoShare: true})); err != nil {
		p.counts.dropped.Add(1)
		p.lost(err)
	}
}
