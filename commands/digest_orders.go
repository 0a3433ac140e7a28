package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// A standing is what somebody orders to be sent on a schedule.
type standing struct {
	name, rule, zone string
	topics           []string
	holidays         []string
	targets          []briefings.Channel
	catchUp          time.Duration
	idle             bool
}

// order keeps a new subscription and says when it comes.
func (d *Desk) order(ctx context.Context, c *call, o standing) (Reply, error) {
	here, err := d.channelSettings(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	timing, notes, err := planned(o.rule, o.holidays, o.zone, here.Zone, c.Place.Zone)
	if err != nil {
		return Reply{}, err
	}
	if len(o.topics) == 0 && here.Topic != "" {
		o.topics = topicsIn(here.Topic)
		notes = append(notes, fmt.Sprintf("It is on %s, as this channel is bound to it.", name(here.Topic)))
	}
	sub := briefings.Subscription{Name: name(o.name), By: c.Person.ID, Topics: o.topics, Timing: timing,
		CatchUp: o.catchUp, Idle: o.idle, Seen: c.view.seq, Made: c.At}
	for _, ch := range o.targets {
		sub.Targets = append(sub.Targets, briefings.Target{Channel: ch})
	}
	if _, ok := sub.Next(c.At); !ok {
		return Reply{}, briefings.Errorf(briefings.Invalid, "%q never comes in the next twelve years; choose other days.", shown(o.rule))
	}
	more, err := d.admit(ctx, c, o.targets, sub)
	if err != nil {
		return Reply{}, err
	}
	if sub, err = d.keepSubscription(ctx, c, sub, true); err != nil {
		return Reply{}, err
	}
	var to []string
	for _, ch := range o.targets {
		to = append(to, d.called(ctx, c, ch))
	}
	p := d.subscriptionPage(ctx, c, sub, fmt.Sprintf("%s is set: %s %s, to %s.", sub.ID, name(sub.Timing.Rule), sub.Timing.Zone, listed(to, "and")))
	if err := p.runs(sub); err != nil {
		return Reply{}, err
	}
	p.notes(slices.Concat(notes, more, c.unknownTopics(sub.Topics)))
	p.reply.Tables = append(p.reply.Tables, d.orders(ctx, c, sub))
	if c.Person.Role.AtLeast(briefings.Editor) {
		p.act("Preview", "digest preview of:"+string(sub.ID))
	}
	p.act("Undo", "watch remove of:"+string(sub.ID))
	return p.reply, nil
}

// digestNew sets up a digest.
func (d *Desk) digestNew(ctx context.Context, c *call) (Reply, error) {
	targets, err := c.channelsIn(c.value("targets"))
	if err != nil {
		return Reply{}, err
	}
	catchUp, err := catchUpIn(c.value("catchup"))
	if err != nil {
		return Reply{}, err
	}
	return d.order(ctx, c, standing{
		name: c.value("name"), rule: c.value("when"), zone: c.value("zone"), topics: topicsIn(c.value("topic")),
		holidays: holidaysIn(c.value("holidays")), targets: targets, catchUp: catchUp, idle: c.yes("idle"),
	})
}

// digestEdit changes a digest. It shows the difference first: the reply to the
// first request changes nothing and holds the button that does.
func (d *Desk) digestEdit(ctx context.Context, c *call) (Reply, error) {
	was, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	now, notes, err := d.edited(ctx, c, was)
	if err != nil {
		return Reply{}, err
	}
	diff := d.difference(ctx, c, was, now)
	switch {
	case len(diff.Rows) == 0:
		p := d.subscriptionPage(ctx, c, was, "Nothing would change; give what is to be different.")
		p.reply.Tables = append(p.reply.Tables, d.orders(ctx, c, was))
		return p.reply, p.runs(was)
	case !c.yes("confirm"):
		p := d.subscriptionPage(ctx, c, was, fmt.Sprintf("%s would change so; nothing is saved yet.", was.ID))
		p.reply.Tables = append(p.reply.Tables, diff)
		p.notes(notes)
		p.act("Save", c.Invocation.with("of", string(was.ID)).with("confirm", "yes").String())
		now.Due = was.Due
		return p.reply, p.runs(now)
	}
	retimed := !sameTiming(was.Timing, now.Timing)
	if now, err = d.keepSubscription(ctx, c, now, retimed); err != nil {
		return Reply{}, err
	}
	p := d.subscriptionPage(ctx, c, now, fmt.Sprintf("%s is changed.", now.ID))
	p.reply.Tables = append(p.reply.Tables, diff)
	p.notes(notes)
	p.act("Preview", "digest preview of:"+string(now.ID))
	p.act("Undo", undoEdit(c, was).String())
	return p.reply, p.runs(now)
}

// edited returns the subscription as the options would have it, and what readers
// should know of it.
func (d *Desk) edited(ctx context.Context, c *call, sub briefings.Subscription) (briefings.Subscription, []string, error) {
	var err error
	if v := c.value("name"); v != "" {
		sub.Name = name(v)
	}
	if v := c.value("topic"); v != "" {
		sub.Topics = topicsIn(v)
	}
	if v := c.value("catchup"); v != "" {
		if sub.CatchUp, err = catchUpIn(v); err != nil {
			return sub, nil, err
		}
	}
	if v := c.value("idle"); v != "" {
		sub.Idle = v == "yes"
	}
	rule, holidays := sub.Timing.Rule, sub.Timing.Holidays
	if v := c.value("when"); v != "" {
		rule = v
	}
	if v := c.value("holidays"); v != "" {
		holidays = holidaysIn(v)
	}
	timing, notes, err := planned(rule, holidays, c.value("zone"), sub.Timing.Zone)
	if err != nil {
		return sub, nil, err
	}
	timing.Skip = sub.Timing.Skip
	if sub.Timing = timing; !sub.Paused {
		if _, ok := sub.Next(c.At); !ok {
			return sub, nil, briefings.Errorf(briefings.Invalid, "%q never comes in the next twelve years; choose other days.", shown(rule))
		}
	}
	if v := c.value("targets"); v != "" {
		channels, err := c.channelsIn(v)
		if err != nil {
			return sub, nil, err
		}
		sub.Targets = retarget(sub.Targets, channels)
	}
	if c.value("targets") == "" && c.value("topic") == "" {
		return sub, notes, nil // a channel that has closed since is in nobody's way
	}
	more, err := d.admit(ctx, c, channelsOf(sub), sub)
	return sub, slices.Concat(notes, more, c.unknownTopics(sub.Topics)), err
}

// retarget returns the targets for the channels; those that stay keep what is
// known of them.
func retarget(was []briefings.Target, channels []briefings.Channel) []briefings.Target {
	var now []briefings.Target
	for _, ch := range channels {
		target := briefings.Target{Channel: ch}
		for _, t := range was {
			if t.Channel == ch {
				target = t
			}
		}
		now = append(now, target)
	}
	return now
}

func channelsOf(sub briefings.Subscription) []briefings.Channel {
	var channels []briefings.Channel
	for _, t := range sub.Targets {
		channels = append(channels, t.Channel)
	}
	return channels
}

// sameTiming reports whether two timings fall due at the same times.
func sameTiming(a, b briefings.Timing) bool {
	return a.Rule == b.Rule && a.Zone == b.Zone && slices.Equal(a.Holidays, b.Holidays) && slices.EqualFunc(a.Skip, b.Skip, time.Time.Equal)
}

// difference lays out what differs between two states of a subscription.
func (d *Desk) difference(ctx context.Context, c *call, was, now briefings.Subscription) Table {
	t := Table{Header: []string{"", "was", "becomes"}}
	before, after := d.settings(ctx, c, was), d.settings(ctx, c, now)
	for i := range before {
		if before[i][1] != after[i][1] {
			t.Rows = append(t.Rows, []string{before[i][0], before[i][1], after[i][1]})
			t.Cites = append(t.Cites, nil)
		}
	}
	return t
}

// undoEdit returns the command that takes an edit back: whatever was given, with
// the value from before.
func undoEdit(c *call, was briefings.Subscription) Invocation {
	idle := "no"
	if was.Idle {
		idle = "yes"
	}
	var targets []string
	for _, ch := range channelsOf(was) {
		targets = append(targets, ch.String())
	}
	before := map[string]string{
		"name": was.Name, "when": was.Timing.Rule, "zone": was.Timing.Zone, "idle": idle, "catchup": spell(was.CatchUp),
		"topic": orWord(was.Topics, ", ", "all"), "holidays": orWord(was.Timing.Holidays, " ", "none"), "targets": strings.Join(targets, " "),
	}
	undo := Invocation{Verb: c.Verb, Values: map[string]string{"of": string(was.ID), "confirm": "yes"}}
	for option, value := range before {
		if taken(c.Values, option) {
			undo.Values[option] = value
		}
	}
	return undo
}

// orWord joins the words, or returns another word when there are none.
func orWord(words []string, separator, none string) string {
	if len(words) == 0 {
		return none
	}
	return strings.Join(words, separator)
}
