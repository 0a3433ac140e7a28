package slack

import (
	"cmp"
	"context"
	"strings"

	"attache/bot/intake"
)

// mention returns the work for a message that speaks to the app in a channel or
// in a thread. The reply goes into that thread and never to the channel too.
func (p *Platform) mention(e eventPayload, in inbound) func(context.Context) {
	if e.fromBot() {
		return nil
	}
	o := e.origin()
	o.open, o.message = true, e.Event.TS
	o.thread = cmp.Or(e.Event.Thread, e.Event.TS)
	return p.said(o, e, in)
}

// said returns the work for a message to the app. Files without words are to be
// imported.
func (p *Platform) said(o origin, e eventPayload, in inbound) func(context.Context) {
	a := ask{origin: o, text: typed(e.Event.Text, e.bot()), files: e.Event.Files, at: in.Received}
	if a.text == "" && len(a.files) > 0 {
		a.text = intake.Import
	}
	return func(ctx context.Context) { p.serve(ctx, a) }
}

// fromBot reports whether an event comes from a program, this app included.
func (e eventPayload) fromBot() bool {
	m := e.Event
	return m.Bot != "" || m.User == "" || m.User == e.bot() || m.Hidden || strings.HasPrefix(m.Subtype, "bot_")
}
