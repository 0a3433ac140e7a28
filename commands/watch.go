package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"attache/briefings"
)

// watchAdd has somebody sent what changes on a topic, or has it posted to the
// channel of the request.
func (d *Desk) watchAdd(ctx context.Context, c *call) (Reply, error) {
	target := c.own()
	if c.yes("here") {
		if !c.Person.Role.AtLeast(briefings.Editor) {
			return Reply{}, briefings.Errorf(briefings.Forbidden, "To post to the channel needs the role %s, and yours is %s; leave here: out to be told yourself.", briefings.Editor, c.Person.Role)
		}
		target = c.here()
	}
	topics := topicsIn(c.value("topic"))
	if len(topics) == 0 {
		return Reply{}, briefings.Errorf(briefings.Invalid, "%s", c.row.Options[0].Missing)
	}
	return d.order(ctx, c, standing{
		name: strings.Join(topics, ", "), rule: c.value("when"), zone: c.value("zone"), topics: topics,
		targets: []briefings.Channel{target}, catchUp: briefings.DefaultCatchUp,
	})
}

// mostListed is how many subscriptions one reply lists.
const mostListed = 50

// watchList lists the subscriptions that the asker may know of.
func (d *Desk) watchList(ctx context.Context, c *call) (Reply, error) {
	all, err := d.subscriptions(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, "What is followed")
	t := Table{Header: []string{"", "name", "topics", "when", "to", "next"}}
	for _, sub := range all[:min(len(all), mostListed)] {
		next := "–"
		switch {
		case sub.Paused:
			next = "paused"
		case !sub.Due.IsZero():
			next = p.moment(sub.Due.In(zone(sub.Timing.Zone)), dueLayout)
		}
		t.Rows = append(t.Rows, []string{string(sub.ID), name(sub.Name), topicsOf(sub), name(sub.Timing.Rule + " " + sub.Timing.Zone), d.goesTo(ctx, c, sub), next})
		t.Cites = append(t.Cites, nil)
	}
	if len(t.Rows) == 0 {
		p.reply.Text = "Nothing is followed here; watch add TOPIC follows one."
		return p.reply, nil
	}
	p.reply.Text = count(len(all), "subscription") + "."
	if len(all) > mostListed {
		p.reply.Text += fmt.Sprintf(" The first %d follow.", mostListed)
	}
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Footer = "Each time is in the zone of its schedule"
	return p.reply, nil
}

// watchRemove ends a subscription.
func (d *Desk) watchRemove(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if err := d.store.RemoveSubscription(ctx, sub.ID, c.stamp()); err != nil {
		return Reply{}, fmt.Errorf("remove subscription %s: %w", sub.ID, err)
	}
	p := d.subscriptionPage(ctx, c, sub, fmt.Sprintf("%s is removed: %s.", sub.ID, name(sub.Name)))
	p.act("Order it again", orderAgain(sub).String())
	return p.reply, nil
}

// orderAgain returns the command that orders what was removed.
func orderAgain(sub briefings.Subscription) Invocation {
	values := map[string]string{"when": sub.Timing.Rule, "zone": sub.Timing.Zone}
	if personal(sub) && len(sub.Topics) > 0 && len(sub.Targets) == 1 {
		values["topic"] = strings.Join(sub.Topics, ", ")
		return Invocation{Verb: "watch add", Values: values}
	}
	values["name"] = sub.Name
	if len(sub.Topics) > 0 {
		values["topic"] = strings.Join(sub.Topics, ", ")
	}
	var targets []string
	for _, t := range sub.Targets {
		targets = append(targets, t.Channel.String())
	}
	values["targets"] = strings.Join(targets, " ")
	if len(sub.Timing.Holidays) > 0 {
		values["holidays"] = strings.Join(sub.Timing.Holidays, " ")
	}
	if values["catchup"] = spell(sub.CatchUp); sub.Idle {
		values["idle"] = "yes"
	}
	return Invocation{Verb: "digest new", Values: values}
}

// watchSnooze holds a subscription back for a while, or ends that.
func (d *Desk) watchSnooze(ctx context.Context, c *call) (Reply, error) {
	if first, last, two := cutLast(c.value("of")); two && dateForm.MatchString(last) && !taken(c.Values, "until") {
		c.Invocation = c.Invocation.with("of", first).with("until", strings.ToLower(last))
	}
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	now := c.At.In(zone(sub.Timing.Zone))
	until := ahead(c.value("until"), now)
	text := fmt.Sprintf("%s sleeps until %s.", sub.ID, until.Format(minute))
	switch sub.Until = until; {
	case c.value("until") == "today":
		sub.Until, text = time.Time{}, fmt.Sprintf("%s is awake.", sub.ID)
	case !until.After(c.At):
		return Reply{}, briefings.Errorf(briefings.Invalid, "%s is over already; write a day to come, or 3d or 1w.", shown(c.value("until")))
	case until.After(c.At.AddDate(1, 0, 0)):
		return Reply{}, briefings.Errorf(briefings.Limit, "Snooze for a year at most, or remove %s.", sub.ID)
	}
	if sub, err = d.keepSubscription(ctx, c, sub, true); err != nil {
		return Reply{}, err
	}
	p := d.subscriptionPage(ctx, c, sub, text)
	if sub.Until.After(c.At) {
		p.moment(until, minute)
		p.act("Undo", "watch snooze of:"+string(sub.ID)+" until:today")
	}
	return p.reply, p.runs(sub)
}

// cutLast splits text at its last white space.
func cutLast(text string) (before, last string, two bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return "", text, false
	}
	return strings.TrimSpace(text[:i]), text[i+1:], true
}
