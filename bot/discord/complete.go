package discord

import (
	"context"
	"slices"
	"strings"
	"time"

	"attache/bot/intake"
)

// completeIn is how long it may take to complete what is typed.
const completeIn = 300 * time.Millisecond

// maxChoice is the longest value and the longest label of a choice.
const maxChoice = 100

// choices is what completes an option. The list is there even when it is empty.
type choices struct {
	Choices []choice `json:"choices"`
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// completed offers what completes an option, from memory. Who and where it is
// the interaction says itself; what else has to be known is asked of Discord for
// the next time, and until then nobody is trusted.
func (p *Platform) completed(i interaction) reaction {
	verb, options := subcommand(i.Data.Options)
	at := slices.IndexFunc(options, func(o optionPayload) bool { return o.Focused })
	row, ok := intake.Row(verb)
	who, place, missed, err := p.recalled(i)
	if at < 0 || !ok || err != nil {
		return offering(nil)
	}
	if missed && p.room.Admit(i.user().ID) {
		p.room.Start(i.user().ID, func(ctx context.Context) { p.place(ctx, i) })
	}
	o, ok := row.Option(options[at].Name)
	if !ok || !intake.Offers(row, o, who.Role) {
		return offering(nil)
	}
	ctx, cancel := context.WithTimeout(context.Background(), completeIn)
	defer cancel()
	return offering(p.dir.Complete(ctx, o.Completes, options[at].text(), place, maxOptions))
}

// offering returns the response that offers choices. Values are what the option
// then has, so that one that is too long is left out and none is cut.
func offering(from []intake.Choice) reaction {
	out := choices{Choices: []choice{}}
	for _, c := range from {
		label := shortPlain(c.Label, maxChoice)
		if label == "" {
			label = shortPlain(c.Value, maxChoice)
		}
		if strings.TrimSpace(c.Value) == "" || units(c.Value) > maxChoice || label == "" || len(out.Choices) == maxOptions {
			continue
		}
		out.Choices = append(out.Choices, choice{label, c.Value})
	}
	return reaction{Now: &response{Type: responseChoices, Data: out}}
}
