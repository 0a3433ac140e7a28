package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// Channels looks at channels of the platforms.
type Channels interface {
	// Look says what there is to know of a channel. An error that is a
	// [briefings.Error] is told as it stands.
	Look(ctx context.Context, ch briefings.Channel) (ChannelFacts, error)
}

// ChannelFacts is what a platform knows of a channel.
type ChannelFacts struct {
	Name      string            // as people see it, such as #fisheries; may be empty
	Clearance briefings.Marking // the highest marking that may be shown there, by all that is set
	Open      bool              // people from outside may be in it: nothing above TLP:CLEAR is shown there, whatever is set
	Postable  bool              // something can be posted there
	Why       string            // if not, why not, in one sentence that says what to do
}

// The most subscriptions of a channel, and the most of their own that a person
// may have.
const (
	mostOfChannel = 25
	mostWatches   = 20
)

// own returns the conversation of the asker with the bot alone.
func (c *call) own() briefings.Channel {
	parts := strings.Split(string(c.Person.ID), "/")
	ch := briefings.Channel{Platform: c.Place.Platform, Workspace: c.Place.Workspace, ID: "@" + parts[len(parts)-1]}
	if len(parts) == 3 {
		ch.Platform, ch.Workspace = parts[0], parts[1]
	}
	return ch
}

// here returns the channel of the request; a conversation with the bot alone is
// the asker's own.
func (c *call) here() briefings.Channel {
	if c.Place.Channel == "" {
		return c.own()
	}
	return briefings.Channel{Platform: c.Place.Platform, Workspace: c.Place.Workspace, ID: c.Place.Channel}
}

// look asks the platform about a channel. Where none can be asked, only the
// place of the request is known.
func (d *Desk) look(ctx context.Context, c *call, ch briefings.Channel) (ChannelFacts, error) {
	if d.channels != nil {
		facts, err := d.channels.Look(ctx, ch)
		if err != nil {
			return ChannelFacts{}, fmt.Errorf("look at channel %s: %w", ch, err)
		}
		return facts, nil
	}
	if ch == c.here() || ch == c.own() {
		return ChannelFacts{Clearance: clearanceOf(c), Postable: true}, nil
	}
	return ChannelFacts{}, briefings.Errorf(briefings.Unsupported, "The channel %s cannot be looked at from here; order the digest in that channel with targets:here.", shown(ch.ID))
}

// called returns how a channel is named to the asker: as people see it where
// that is known, by its ID elsewhere, and their own conversation as such.
func (d *Desk) called(ctx context.Context, c *call, ch briefings.Channel) string {
	if ch == c.own() {
		return "you alone"
	}
	short := ch.ID
	if ch.Platform != c.Place.Platform {
		short = ch.Platform + " " + ch.ID
	}
	if d.channels == nil {
		return short
	}
	facts, err := d.channels.Look(ctx, ch)
	if err != nil || facts.Name == "" {
		return short // a name is a courtesy; what the channel is was said already
	}
	return name(facts.Name)
}

// channelsIn reads a list of channels: here, me, the ID of a channel of the same
// server, or platform/workspace/id, with spaces or commas between them.
func (c *call) channelsIn(text string) ([]briefings.Channel, error) {
	var got []briefings.Channel
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		ch, err := c.channelIn(word)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(got, ch) {
			got = append(got, ch)
		}
	}
	if len(got) == 0 {
		return nil, briefings.Errorf(briefings.Invalid, "Say which channels: here, me, or their IDs.")
	}
	return got, nil
}

// channelIn reads one channel.
func (c *call) channelIn(word string) (briefings.Channel, error) {
	switch strings.ToLower(word) {
	case "here":
		return c.here(), nil
	case "me":
		return c.own(), nil
	}
	if strings.Contains(word, "/") {
		ch, err := briefings.ParseChannel(word)
		if err == nil && !c.tellsOf(ch) {
			err = briefings.Errorf(briefings.Forbidden, "%s is in another workspace; order the digest there, or on the console.", shown(ch.String()))
		}
		return ch, err
	}
	// Slack writes a channel as <#C0123|desk>, Discord as <#0123>.
	id, wrapped := strings.CutPrefix(word, "<#")
	if wrapped {
		id, _, _ = strings.Cut(strings.TrimSuffix(id, ">"), "|")
	}
	if !wrapped && (strings.HasPrefix(id, "#") || strings.HasPrefix(id, "@")) {
		return briefings.Channel{}, briefings.Errorf(briefings.Invalid, "%q is a name that may change; write the channel's ID, or order it in that channel with here.", shown(word))
	}
	ch := briefings.Channel{Platform: c.Place.Platform, Workspace: c.Place.Workspace, ID: id}
	if parsed, err := briefings.ParseChannel(ch.String()); err != nil || parsed != ch {
		return briefings.Channel{}, briefings.Errorf(briefings.Invalid, "%q is no channel; write here, me, or the channel's ID.", shown(word))
	}
	return ch, nil
}

// admit checks that the channels can take one more subscription to the topics,
// or one more change of it: it can be posted there, it may be shown there, and
// the channel has not got too many. It returns what readers should know.
func (d *Desk) admit(ctx context.Context, c *call, channels []briefings.Channel, sub briefings.Subscription) (notes []string, err error) {
	all, err := d.store.Subscriptions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	for _, ch := range channels {
		facts, err := d.look(ctx, c, ch)
		if err != nil {
			return nil, err
		}
		called := cmp.Or(name(facts.Name), ch.ID)
		if !facts.Postable {
			return nil, briefings.Errorf(briefings.Unusable, "Nothing can be posted to %s: %s", called, cmp.Or(Clean(facts.Why), "the platform does not say why."))
		}
		if id, own := ch.Person(); own && ch != c.own() && string(sub.By) != ch.Platform+"/"+ch.Workspace+"/"+id {
			return nil, briefings.Errorf(briefings.Forbidden, "A digest for %s alone can only be ordered by that person.", shown(id))
		}
		if n := ordersOf(all, ch, sub.ID); ch == c.own() && n >= mostWatches || n >= mostOfChannel {
			return nil, briefings.Errorf(briefings.Limit, "%s has %s already; remove one first.", called, count(n, "subscription"))
		}
		note, err := c.cleared(facts, called, sub.Topics)
		if err != nil {
			return nil, err
		}
		notes = append(notes, note...)
	}
	return notes, nil
}

// ordersOf returns how many of the subscriptions, but for one, post to a channel.
func ordersOf(all []briefings.Subscription, ch briefings.Channel, but briefings.SubscriptionID) int {
	n := 0
	for _, s := range all {
		if s.ID != but && slices.ContainsFunc(s.Targets, func(t briefings.Target) bool { return t.Channel == ch }) {
			n++
		}
	}
	return n
}

// cleared refuses topics that cover a briefing which may not be shown in the
// channel. A subscription to everything is taken: it leaves such briefings out,
// and says so.
func (c *call) cleared(facts ChannelFacts, called string, topics []string) (notes []string, err error) {
	var hidden []string
	for _, e := range c.view.entries {
		if !onTopics(e.edition, topics) || e.strictest().Within(facts.Clearance) {
			continue
		}
		if len(topics) > 0 {
			return nil, briefings.Errorf(briefings.Forbidden, "%s shows up to %s, and the briefing %s is %s; choose another channel or other topics.",
				called, orDash(string(facts.Clearance)), e.Slug, e.strictest())
		}
		hidden = append(hidden, string(e.Slug))
	}
	if len(hidden) > 0 {
		notes = append(notes, fmt.Sprintf("%s shows up to %s, which leaves out %s: %s.", called, orDash(string(facts.Clearance)),
			count(len(hidden), "briefing"), listed(hidden[:min(3, len(hidden))], "and")))
	}
	return notes, nil
}

// onTopics reports whether an edition concerns one of the topics; of none, that
// is every edition.
func onTopics(e briefings.Edition, topics []string) bool {
	return len(topics) == 0 || slices.ContainsFunc(topics, func(t string) bool { return concerns(e, fold(t)) })
}
