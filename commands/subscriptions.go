package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache/briefings"
	"attache/store"
)

// personal reports whether a subscription goes to nobody but its owner.
func personal(sub briefings.Subscription) bool {
	return !slices.ContainsFunc(sub.Targets, func(t briefings.Target) bool {
		_, own := t.Person()
		return !own
	})
}

// sees reports whether the asker may know of a subscription: their own, those of
// the channel they are in, and as an editor those of every channel of the
// workspace. What goes to one person alone is nobody else's affair but the
// owner's.
func (c *call) sees(sub briefings.Subscription) bool {
	switch {
	case sub.By == c.Person.ID:
		return true
	case !slices.ContainsFunc(channelsOf(sub), c.tellsOf):
		return false
	case c.Person.Role.AtLeast(briefings.Owner):
		return true
	case personal(sub):
		return false
	}
	return c.Person.Role.AtLeast(briefings.Editor) ||
		slices.ContainsFunc(sub.Targets, func(t briefings.Target) bool { return t.Channel == c.here() })
}

// mayChange returns nil when the asker may change a subscription that they see.
// What goes to several workspaces is no one's but the console's.
func (d *Desk) mayChange(ctx context.Context, c *call, sub briefings.Subscription) error {
	switch {
	case slices.ContainsFunc(channelsOf(sub), func(ch briefings.Channel) bool { return !c.tellsOf(ch) }):
		return briefings.Errorf(briefings.Forbidden, "%s goes to another workspace as well; it is changed on the console.", sub.ID)
	case personal(sub) || c.Person.Role.AtLeast(briefings.Editor):
		return nil
	}
	return d.mayNot(ctx, c, fmt.Sprintf("You may not change %s, which goes to a channel", sub.ID), briefings.Editor)
}

// subscriptions returns those that the asker may know of, in the order of their
// IDs.
func (d *Desk) subscriptions(ctx context.Context, c *call) ([]briefings.Subscription, error) {
	all, err := d.store.Subscriptions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	all = slices.DeleteFunc(all, func(s briefings.Subscription) bool { return !c.sees(s) })
	slices.SortFunc(all, func(a, b briefings.Subscription) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// subscription returns the one that the option of names by its ID, its name or
// its topic, and that the asker may change.
func (d *Desk) subscription(ctx context.Context, c *call) (briefings.Subscription, error) {
	var none briefings.Subscription
	all, err := d.subscriptions(ctx, c)
	if err != nil {
		return none, err
	}
	of := c.value("of")
	found := matching(all, of)
	switch {
	case len(found) == 1:
		return found[0], d.mayChange(ctx, c, found[0])
	case len(found) > 1:
		return none, briefings.Errorf(briefings.Invalid, "%q may be %s; name one by its ID.", shown(of), listed(idsOf(found), "or"))
	}
	// An ID is close to many others, and the wrong one must not be a press away.
	if meant := nearest(of, namesOf(all)); meant != "" {
		return none, misread{briefings.Errorf(briefings.NotFound, "No subscription is called %q; did you mean %s?", shown(of), name(meant)), c.Invocation.with("of", meant).String()}
	}
	return none, briefings.Errorf(briefings.NotFound, "No subscription is called %q; the verb watch list shows those there are.", shown(of))
}

// matching returns the subscriptions that a text fits: by ID, else by the whole
// name, else by a topic, else by a part of the name.
func matching(all []briefings.Subscription, text string) []briefings.Subscription {
	want := fold(text)
	tests := []func(briefings.Subscription) bool{
		func(s briefings.Subscription) bool { return fold(string(s.ID)) == want },
		func(s briefings.Subscription) bool { return fold(s.Name) == want },
		func(s briefings.Subscription) bool {
			return slices.ContainsFunc(s.Topics, func(t string) bool { return fold(t) == want })
		},
		func(s briefings.Subscription) bool { return len(want) > 3 && strings.Contains(fold(s.Name), want) },
	}
	for _, fits := range tests {
		var got []briefings.Subscription
		for _, s := range all {
			if fits(s) {
				got = append(got, s)
			}
		}
		if len(got) > 0 {
			return got
		}
	}
	return nil
}

func idsOf(all []briefings.Subscription) []string {
	var ids []string
	for _, s := range all {
		ids = append(ids, string(s.ID))
	}
	return ids
}

func namesOf(all []briefings.Subscription) []string {
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	return names
}

// stamp is who does what the request asks, and when.
func (c *call) stamp() store.Stamp { return store.Stamp{By: c.Person.ID, At: c.At} }

// keepSubscription saves a subscription. With anew it falls due by its timing
// from now on; without, what is owed already stays owed.
func (d *Desk) keepSubscription(ctx context.Context, c *call, sub briefings.Subscription, anew bool) (briefings.Subscription, error) {
	if anew {
		sub.Due = time.Time{}
		if due, ok := sub.Next(c.At); ok {
			sub.Due = due
		}
	}
	kept, err := d.store.SaveSubscription(ctx, sub, c.stamp())
	if err != nil {
		return sub, fmt.Errorf("save subscription %q: %w", sub.ID, err)
	}
	return kept, nil
}

// subscriptionPage begins a reply about a subscription.
func (d *Desk) subscriptionPage(ctx context.Context, c *call, sub briefings.Subscription, text string) *page {
	p := d.page(c, name(sub.Name))
	p.reply.Text = briefings.Shorten(text, maxBottomLine)
	p.reply.Footer = joined(string(sub.ID), "owner "+d.who(ctx, c, sub.By))
	return p
}

// goesTo names the channels of a subscription to the asker; those of other
// workspaces are counted.
func (d *Desk) goesTo(ctx context.Context, c *call, sub briefings.Subscription) string {
	var names []string
	others := 0
	for _, ch := range channelsOf(sub) {
		if !c.tellsOf(ch) {
			others++
			continue
		}
		names = append(names, d.called(ctx, c, ch))
	}
	if others > 0 {
		names = append(names, fmt.Sprintf("%d elsewhere", others))
	}
	return strings.Join(names, ", ")
}

// orders describes a subscription: one line for each thing that is set.
func (d *Desk) orders(ctx context.Context, c *call, sub briefings.Subscription) Table {
	t := Table{Header: []string{"", ""}}
	for _, row := range d.settings(ctx, c, sub) {
		t.Rows = append(t.Rows, row[:])
		t.Cites = append(t.Cites, nil)
	}
	return t
}

// settings returns what is set in a subscription, each with its name.
func (d *Desk) settings(ctx context.Context, c *call, sub briefings.Subscription) [][2]string {
	state := "on"
	switch {
	case sub.Paused:
		state = "paused"
	case sub.Until.After(c.At):
		state = "snoozed until " + sub.Until.In(zone(sub.Timing.Zone)).Format(minute)
	}
	idle := "nothing is posted"
	if sub.Idle {
		idle = "one line is posted"
	}
	return [][2]string{
		{"name", name(sub.Name)}, {"when", name(ruled(sub.Timing))}, {"topics", topicsOf(sub)}, {"to", d.goesTo(ctx, c, sub)},
		{"holidays", orDash(strings.Join(sub.Timing.Holidays, ", "))}, {"catches up", caughtUp(sub.CatchUp)},
		{"without news", idle}, {"state", state},
	}
}

func caughtUp(d time.Duration) string {
	if d == 0 {
		return "never"
	}
	return "for " + spell(d)
}

// topicsOf returns the topics of a subscription in words.
func topicsOf(sub briefings.Subscription) string {
	if len(sub.Topics) == 0 {
		return "all"
	}
	var names []string
	for _, t := range sub.Topics {
		names = append(names, name(t))
	}
	return strings.Join(names, ", ")
}

// topicsIn reads topics with commas between them; all is none.
func topicsIn(text string) []string {
	var topics []string
	for part := range strings.SplitSeq(text, ",") {
		if t := strings.TrimSpace(Clean(part)); t != "" && !strings.EqualFold(t, "all") {
			topics = append(topics, t)
		}
	}
	return topics
}

// unknownTopics says which topics no briefing in view concerns yet.
func (c *call) unknownTopics(topics []string) []string {
	var notes []string
	for _, t := range topics {
		if !slices.ContainsFunc(c.view.entries, func(e entry) bool { return concerns(e.edition, fold(t)) }) {
			notes = append(notes, fmt.Sprintf("No briefing here is on %q yet; it waits for one.", shown(t)))
		}
	}
	return notes
}

// notes adds what a reader should know to the page.
func (p *page) notes(notes []string) {
	for _, n := range notes {
		p.say(n, "Note")
	}
}

// channelSettings returns what is set for the channel of the request; the zero
// settings where nothing is.
func (d *Desk) channelSettings(ctx context.Context, c *call) (briefings.ChannelSettings, error) {
	s, err := d.store.ChannelSettings(ctx, c.here())
	if err != nil && briefings.KindOf(err) != briefings.NotFound {
		return s, fmt.Errorf("settings of %s: %w", c.here(), err)
	}
	s.Channel = c.here()
	return s, nil
}
