package slack

import (
	"cmp"
	"context"

	"github.com/slack-go/slack"

	"attache/briefings"
	"attache/commands"
)

// A channel is what Slack says about a conversation.
type channel struct {
	direct   bool // a conversation with the app alone
	external bool // somebody of another organisation is in it, or is invited
	unseen   bool // the app is not in it and may not look
}

func (p *Platform) askChannel(ctx context.Context, id string) (channel, error) {
	var c channel
	err := p.call(ctx, "conversations.info", func(ctx context.Context) error {
		got, err := p.api.GetConversationInfoContext(ctx, conversation(id))
		if err != nil {
			return err
		}
		c = channel{direct: got.IsIM, external: shared(got)}
		return nil
	})
	switch slackWord(err) {
	case "channel_not_found", "not_in_channel", "method_not_supported_for_channel_type":
		return channel{unseen: true}, nil
	}
	return c, err
}

// place returns where an inbound was made, and what may be shown there. The
// error is the one sentence that is said instead of an answer.
func (p *Platform) place(ctx context.Context, o origin, who person) (commands.Place, error) {
	if o.channel == "" {
		return p.placeOf(o, channel{direct: true}, who), nil
	}
	c, err := p.state.channels.Get(ctx, o.channel)
	if err != nil {
		p.log.Warn("slack did not say where this is", "error", err)
		return commands.Place{}, briefings.Errorf(briefings.Conflict, "Slack did not say who is in this channel just now; try again in a moment.")
	}
	if err := p.answers(c, o); err != nil {
		return commands.Place{}, err
	}
	return p.placeOf(o, c, who), nil
}

// answers says where anything is answered at all.
func (p *Platform) answers(c channel, o origin) error {
	switch {
	case (c.external || o.external) && !p.cfg.AllowExternal:
		return briefings.Errorf(briefings.Forbidden, "This channel is shared with another organisation, so nothing is shown here; ask in a channel of your own or in our own conversation.")
	case c.unseen:
		return briefings.Errorf(briefings.Forbidden, "Attaché is not in this conversation and cannot see who is; invite it with /invite, or ask in our own conversation.")
	}
	return nil
}

func (p *Platform) placeOf(o origin, c channel, who person) commands.Place {
	place := commands.Place{Platform: p.Name(), Workspace: o.team, Zone: who.zone, Channel: o.channel}
	place.Clearance = p.clearance(briefings.Channel{Platform: place.Platform, Workspace: o.team, ID: o.channel}, c.external || o.external || who.guest)
	if c.direct {
		place.Channel = ""
		if place.Clearance = p.cfg.DirectClearance; who.guest {
			place.Clearance = briefings.Clear
		}
	}
	place.Clearance = cmp.Or(place.Clearance, briefings.Green)
	return place
}

// clearance returns up to which label a channel shows things: what was set for
// it, or what the settings of the process say. Where people from outside are
// there is nothing but TLP:CLEAR.
func (p *Platform) clearance(ch briefings.Channel, open bool) briefings.Marking {
	if open {
		return briefings.Clear
	}
	if p.cfg.ChannelClearance != nil {
		if m, ok := p.cfg.ChannelClearance(ch); ok {
			return m
		}
	}
	return p.cfg.Clearance
}

// recalled returns the place of an inbound from memory, without asking Slack:
// what is typed into a select has to be completed at once. It reports false for
// whoever or whatever is not known to be welcome.
func (p *Platform) recalled(o origin) (commands.Place, bool) {
	m, ok := p.state.members.Remembered(o.user)
	here, known := p.state.homes.Remembered("")
	if !ok || !known || p.welcome(m, here) != nil {
		return commands.Place{}, false
	}
	c := channel{direct: true}
	if o.channel != "" {
		if c, ok = p.state.channels.Remembered(o.channel); !ok || p.answers(c, o) != nil {
			return commands.Place{}, false
		}
	}
	return p.placeOf(o, c, person{zone: m.zone, guest: m.guest || m.strange(here)}), true
}

func conversation(id string) *slack.GetConversationInfoInput {
	return &slack.GetConversationInfoInput{ChannelID: id}
}
