package slack

import (
	"context"
	"slices"
	"strings"

	"attache/commands"

	"attache/bot/intake"
)

// command returns the work for a slash command. Without words, or with nothing
// but a verb that needs more, it opens a form; everything else is answered as it
// was typed.
func (p *Platform) command(c commandPayload, in inbound) func(context.Context) {
	o, text := c.origin(), typed(c.Text, noBot)
	if f, ok := formFor(c.Command, text); ok {
		return func(ctx context.Context) { p.openForm(ctx, o, in, f) }
	}
	return func(ctx context.Context) { p.serve(ctx, ask{origin: o, text: text, at: in.Received}) }
}

// noBot is the ID of nobody, for text in which every mention stands for somebody.
const noBot = "-"

// formFor returns the form that a slash command opens, or false when it says all
// that is needed.
func formFor(command, text string) (form, bool) {
	if text == "" {
		if strings.TrimPrefix(command, "/") == commands.BriefAdmin {
			return form{group: commands.BriefAdmin}, true
		}
		return form{group: commands.Brief}, true
	}
	r, ok := intake.Row(strings.ToLower(text))
	if !ok {
		return form{}, false
	}
	incomplete := slices.ContainsFunc(r.Options, func(o commands.Option) bool { return o.Required })
	return form{verb: r.Name}, incomplete || r.Name == intake.Import
}
