package discord

import (
	"context"
	"strings"

	"attache/bot/intake"
	"attache/commands"
)

// The kinds of command.
const (
	commandTyped     = 1
	commandOnMessage = 3
)

// The types of option that are looked at: a group of subcommands, and one that
// takes a file.
const (
	optionGroup = 2
	optionFile  = 11
)

// command decides about a command that was sent. One that takes files, and brings
// nothing to work with, opens a form; everything else is answered as it was typed.
func (p *Platform) command(i interaction) reaction {
	if i.Data.Kind == commandOnMessage {
		return p.onMessage(i)
	}
	verb, options := subcommand(i.Data.Options)
	row, ok := intake.Row(verb)
	if !ok || i.Data.Kind > commandTyped {
		p.unknown("command " + i.Data.Name)
		return p.sentence(i, noLonger)
	}
	values, files := map[string]string{}, []attachmentPayload(nil)
	for _, o := range options {
		if o.Kind == optionFile {
			files = append(files, i.Data.Resolved.Attachments[o.text()])
		} else if text := strings.TrimSpace(o.text()); text != "" {
			values[o.Name] = text
		}
	}
	if len(files) == 0 && intake.Wanting(row, values) {
		return p.opened(i, formText(row.Name, values), 1)
	}
	text := commands.Invocation{Verb: row.Name, Values: values}.String()
	return p.working(i, func(ctx context.Context, t *turn) {
		p.serve(ctx, t, ask{interaction: i, text: text, files: files})
	})
}

// subcommand returns the verb of a command and the options that were filled in.
// A verb of two words is a subcommand in the group that its first word names.
func subcommand(options []optionPayload) (verb string, of []optionPayload) {
	if len(options) == 0 {
		return "", nil
	}
	first := options[0]
	if first.Kind == optionGroup && len(first.Options) > 0 {
		return first.Name + " " + first.Options[0].Name, first.Options[0].Options
	}
	return first.Name, first.Options
}
