package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// digestTargets lists, adds and removes the channels of a digest.
func (d *Desk) digestTargets(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	text, undo := count(len(sub.Targets), "channel")+".", ""
	var notes []string
	if add, remove := c.Values["add"], c.Values["remove"]; add != "" || remove != "" {
		if undo, notes, err = d.changeTargets(ctx, c, &sub, add, remove); err != nil {
			return Reply{}, err
		}
		if sub, err = d.keepSubscription(ctx, c, sub, false); err != nil {
			return Reply{}, err
		}
		text = fmt.Sprintf("%s goes to %s now.", sub.ID, count(len(sub.Targets), "channel"))
	}
	p := d.subscriptionPage(ctx, c, sub, text)
	t := Table{Header: []string{"channel", "state"}}
	for _, target := range sub.Targets {
		state := "on"
		if target.Off != "" {
			state = "off: " + name(target.Off)
		}
		t.Rows = append(t.Rows, []string{d.called(ctx, c, target.Channel), state})
		t.Cites = append(t.Cites, nil)
	}
	p.reply.Tables = append(p.reply.Tables, t)
	p.notes(notes)
	if undo != "" {
		p.act("Undo", undo)
	}
	return p.reply, nil
}

// changeTargets adds channels to a subscription and removes others, and returns
// the command that takes this back and what readers should know. Adding one that
// was switched off switches it on again.
func (d *Desk) changeTargets(ctx context.Context, c *call, sub *briefings.Subscription, add, remove string) (undo string, notes []string, err error) {
	var adding, removing []briefings.Channel
	if add != "" {
		if adding, err = c.channelsIn(add); err != nil {
			return "", nil, err
		}
	}
	if remove != "" {
		if removing, err = c.channelsIn(remove); err != nil {
			return "", nil, err
		}
	}
	for _, ch := range removing {
		if !slices.Contains(channelsOf(*sub), ch) {
			return "", nil, briefings.Errorf(briefings.NotFound, "%s does not go to %s.", sub.ID, d.called(ctx, c, ch))
		}
	}
	if notes, err = d.admit(ctx, c, adding, *sub); err != nil {
		return "", nil, err
	}
	var kept []briefings.Target
	for _, t := range sub.Targets {
		if !slices.Contains(removing, t.Channel) && !slices.Contains(adding, t.Channel) {
			kept = append(kept, t)
		}
	}
	for _, ch := range adding {
		kept = append(kept, briefings.Target{Channel: ch})
	}
	if len(kept) == 0 {
		return "", nil, briefings.Errorf(briefings.Invalid, "%s would go nowhere; watch remove ends it, digest pause stops it for a while.", sub.ID)
	}
	values := map[string]string{"of": string(sub.ID)}
	if len(adding) > 0 {
		values["remove"] = joinChannels(adding)
	}
	if len(removing) > 0 {
		values["add"] = joinChannels(removing)
	}
	sub.Targets = kept
	return Invocation{Verb: c.Verb, Values: values}.String(), notes, nil
}

func joinChannels(channels []briefings.Channel) string {
	var words []string
	for _, ch := range channels {
		words = append(words, ch.String())
	}
	return strings.Join(words, " ")
}
