package discord

import (
	"context"
	"strings"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// gone is said of a button whose text nobody kept.
const gone = "This button is from before a restart and cannot be used any more; send the command again."

// pressed decides about a component that was used. It says in its custom_id all
// that is needed to see to it, or under which key that is kept, so that it works
// after a restart; who pressed it the interaction says anew.
func (p *Platform) pressed(i interaction) reaction {
	c, ok := parseCustomID(i.Data.CustomID)
	if ok && c.Kind == kindSelect && len(i.Data.Values) > 0 {
		c, ok = parseCustomID(i.Data.Values[0])
	}
	if !ok || c.Kind == kindSelect || c.Kind == kindForm {
		p.unknown("component")
		return p.sentence(i, noLonger)
	}
	if c.Kind == kindOpen {
		return p.openPressed(i, c)
	}
	key := strings.Join([]string{i.user().ID, i.ChannelID, i.Data.CustomID, strings.Join(i.Data.Values, ",")}, "\x00")
	if i.Message != nil {
		key += "\x00" + i.Message.ID
	}
	if !p.state.presses.Begin(key, i.At) {
		p.counts.duplicates.Add(1)
		return reaction{Now: &response{Type: responseUnmoved}}
	}
	a := ask{interaction: i, replace: p.changes(i, c)}
	work := func(ctx context.Context, t *turn) {
		defer p.state.presses.End(key)
		text, ok := p.kept(ctx, c)
		if !ok {
			p.tell(ctx, t, a, briefings.Errorf(briefings.NotFound, gone))
			return
		}
		if c.Kind != kindSure && c.Kind != kindProblem && !intake.Known(text) {
			p.unknown("button")
			p.tell(ctx, t, a, briefings.Errorf(briefings.NotFound, noLonger))
			return
		}
		a.text = text
		p.seeTo(ctx, t, a, c)
	}
	if a.replace {
		return changing(work)
	}
	return p.working(i, work)
}

// changes reports whether what a component does takes the place of its message.
// It is decided before a text on the shelf is known: what a button runs whose
// text is not in memory is shown in a message of its own.
func (p *Platform) changes(i interaction, c pressed) bool {
	text, known := p.remembered(c)
	switch {
	case !i.own():
		return false
	case c.Kind == kindPage, c.Kind == kindShare:
		return true
	}
	return c.Kind == kindRun && known && intake.InPlace(i.label(), text)
}

// seeTo does what a component stands for.
func (p *Platform) seeTo(ctx context.Context, t *turn, a ask, c pressed) {
	switch c.Kind {
	case kindProblem:
		p.problem(ctx, t, a)
	case kindSure:
		p.question(ctx, t, a)
	case kindShare:
		a.share, a.text = true, intake.Shared(a.text)
		p.serve(ctx, t, a)
	case kindPage:
		a.page = c.N
		p.serve(ctx, t, a)
	default:
		p.serve(ctx, t, a)
	}
}

// question asks whether somebody is sure, before something is done that cannot
// be undone.
func (p *Platform) question(ctx context.Context, t *turn, a ask) {
	action, ok := parseSure(a.text)
	if !ok || !intake.Known(action.Text) {
		p.unknown("question")
		a.text = ""
		p.tell(ctx, t, a, briefings.Errorf(briefings.NotFound, noLonger))
		return
	}
	p.show(ctx, t, a, sureMessage(action, p.keeping(ctx)))
}

// problem notes that somebody finds a reply wrong.
func (p *Platform) problem(ctx context.Context, t *turn, a ask) {
	who, _, err := p.place(ctx, a.interaction)
	if err != nil {
		p.tell(ctx, t, a, err)
		return
	}
	p.log.Warn("a reader reports a problem", "person", who.ID, "channel", a.ChannelID, "asked", a.text)
	reply := commands.Reply{Private: true, Title: "Thank you", Text: "Your report is noted with the answer that it is about; whoever keeps Attaché here will look into it."}
	p.show(ctx, t, a, render(reply, renderOpts{NoShare: true}))
}
