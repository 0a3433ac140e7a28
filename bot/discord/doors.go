package discord

import (
	"context"

	"attache/briefings"
)

// doors returns the door for everything that comes in. What it does not know it
// counts, and tells the person so.
func (p *Platform) doors() door {
	return func(in inbound) reaction {
		i, ok := p.read(in)
		switch {
		case in.Type == typeAutocomplete && !ok:
			return offering(nil)
		case in.Type == typeAutocomplete:
			return p.completed(i)
		case !ok:
			return p.sentence(i, noLonger)
		}
		if err := p.welcome(i); err != nil {
			return p.working(i, func(ctx context.Context, t *turn) { p.tell(ctx, t, ask{interaction: i}, err) })
		}
		switch in.Type {
		case typeCommand:
			return p.command(i)
		case typeComponent:
			return p.pressed(i)
		case typeModal:
			return p.sent(i)
		}
		p.unknown("interaction")
		return p.sentence(i, noLonger)
	}
}

// noLonger is said of what this version of the program does not know.
const noLonger = "This is no longer offered; see /brief help for what is."

// unknown counts what means nothing here.
func (p *Platform) unknown(what string) {
	p.counts.unknown.Add(1)
	p.log.Debug("discord sent something unknown", "what", what)
}

// working returns the reaction of work that ends in a message of its own.
func (p *Platform) working(i interaction, work func(ctx context.Context, t *turn)) reaction {
	flags := flagEphemeral
	if i.direct() {
		flags = 0
	}
	return reaction{Late: response{Type: responseDeferred, Data: map[string]int{"flags": flags}}, Work: work}
}

// changing returns the reaction of work that ends in a change of the message
// whose component was used.
func changing(work func(ctx context.Context, t *turn)) reaction {
	return reaction{Late: response{Type: responseUnmoved}, Work: work}
}

// sentence returns the reaction that says why nothing is done.
func (p *Platform) sentence(i interaction, text string) reaction {
	return p.working(i, func(ctx context.Context, t *turn) {
		p.tell(ctx, t, ask{interaction: i}, briefings.Errorf(briefings.NotFound, "%s", text))
	})
}
