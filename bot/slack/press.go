package slack

import (
	"context"
	"strings"

	"attache/bot/intake"
	"attache/commands"
)

// pressed returns the work for a button that was pressed. A button says in its
// value all that is needed to see to it, so that it works after a restart; who
// pressed it is looked up anew.
func (p *Platform) pressed(a actionPayload, in inbound) func(context.Context) {
	if len(a.Actions) == 0 {
		p.unknown(a.Type)
		return nil
	}
	press := a.Actions[0]
	if a.View != nil && a.View.Type == "modal" {
		return p.chosen(a, press)
	}
	kind, n, ok := actionOf(press.Action)
	if !ok {
		p.unknown(press.Action)
		return nil
	}
	o := a.origin()
	if a.View != nil {
		o.channel = ""
	}
	key := strings.Join([]string{o.user, o.channel, o.message, press.Action, press.Value}, "\x00")
	if !p.state.presses.Begin(key, in.Received) {
		p.counts.duplicates.Add(1)
		return nil
	}
	return func(ctx context.Context) {
		defer p.state.presses.End(key)
		q := ask{origin: o, text: press.Value, at: in.Received}
		switch kind {
		case actionOpen:
			p.openForm(ctx, o, in, form{verb: press.Value})
		case actionProblem:
			p.problem(ctx, q)
		case actionShare:
			q.share, q.text = true, intake.Shared(press.Value)
			p.serve(ctx, q)
		case actionPage:
			q.page, q.replace = n, ownMessage(o)
			p.serve(ctx, q)
		default:
			q.replace = ownMessage(o) && intake.InPlace(press.Text.Text, press.Value)
			p.serve(ctx, q)
		}
	}
}

// ownMessage reports whether nobody but the presser sees the message whose
// button was pressed, so that it may be changed for them.
func ownMessage(o origin) bool {
	return o.message != "" && (o.ephemeral || strings.HasPrefix(o.channel, "D"))
}

// problem notes that somebody finds a reply wrong.
func (p *Platform) problem(ctx context.Context, q ask) {
	who, err := p.person(ctx, q.origin)
	if err != nil {
		p.tell(ctx, q, err)
		return
	}
	p.log.Warn("a reader reports a problem", "person", who.ID, "channel", q.channel, "asked", q.text)
	reply := commands.Reply{Private: true, Title: "Thank you", Text: "Your report is noted with the answer that it is about; whoever keeps Attaché here will look into it."}
	at := spot{channel: q.channel, thread: q.thread, user: q.user, url: q.responseURL, direct: q.channel == ""}
	p.showAll(ctx, at, reply, renderOpts{NoShare: true})
}
