package slack

import (
	"context"
	"slices"
	"strings"

	"attache/commands"

	"attache/bot/intake"
)

// command returns the work for a slash command. Without words, or with nothing
// but a verb that needs more, or the first word of several, it opens a form; everything else is answered as it
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
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	r, ok := intake.Named(text)
	if !ok {
		return familyForm(text)
	}
	incomplete := slices.ContainsFunc(r.Options, func(o commands.Option) bool { return o.Required })
	return form{verb: r.Name}, incomplete || r.Files
}

// familyForm returns the form of a group at the first verb of the family that a
// word names, or false for any other word.
func familyForm(word string) (form, bool) {
	for _, r := range commands.Verbs() {
		if family, _ := r.Words(); family != "" && family == word {
			return form{group: r.Group, verb: r.Name}, true
		}
	}
	return form{}, false
}
