package slack

import (
	"context"
	"strings"
	"time"

	"attache/bot/intake"
	"attache/briefings"
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
		q := ask{origin: o, at: in.Received}
		text, ok := p.looked(ctx, press.Value)
		switch {
		case !ok:
			p.tell(ctx, q, briefings.Errorf(briefings.NotFound, gone))
		case !intake.Known(text):
			p.unknown("button")
			p.tell(ctx, q, briefings.Errorf(briefings.NotFound, noLonger))
		case kind == actionOpen:
			p.openForm(ctx, o, in, formOf(text))
		default:
			q.text, q.page = text, n
			p.seeTo(ctx, q, kind, press.Text.Text)
		}
	}
}

// What is said of a button that nothing can be made of any more.
const (
	gone     = "This button is from before a restart and cannot be used any more; send the command again."
	noLonger = "This is no longer offered; see /brief help for what is."
)

// lookIn is how long it may take to look up what a button stands for, of which
// there is time left for the form that it may open.
const lookIn = time.Second

// looked returns the text that a button stands for, or false when it is gone.
func (p *Platform) looked(ctx context.Context, value string) (string, bool) {
	ctx, cancel := context.WithTimeout(ctx, lookIn)
	defer cancel()
	return p.carried(ctx, value)
}

// seeTo does what a button stands for that opens no form. The page of the ask
// counts for a button of pages alone, and its label says what kind of thing it is.
func (p *Platform) seeTo(ctx context.Context, q ask, kind, label string) {
	if kind != actionPage {
		q.page = 0
	}
	switch kind {
	case actionProblem:
		p.problem(ctx, q)
		return
	case actionShare:
		q.share, q.text = true, intake.Shared(q.text)
	case actionPage:
		q.replace = ownMessage(q.origin)
	default:
		q.replace = ownMessage(q.origin) && intake.InPlace(label, q.text)
	}
	p.serve(ctx, q)
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
