package commands

import (
	"context"
	"fmt"
	"time"

	"attache/briefings"
)

// digestSendNow plans a digest out of turn. It asks first.
func (d *Desk) digestSendNow(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	open, err := d.store.DeliveriesOf(ctx, sub.ID, mostOpen)
	if err != nil {
		return Reply{}, fmt.Errorf("deliveries of %s: %w", sub.ID, err)
	}
	after, owed, superseded := Owed(sub, c.At, c.view.seq, open)
	if len(owed) == 0 {
		return Reply{}, briefings.Errorf(briefings.Unusable, "%s has no channel that it can be posted to; digest targets shows why.", sub.ID)
	}
	var to []string
	for _, o := range owed {
		to = append(to, d.called(ctx, c, o.Channel))
	}
	for _, o := range owed {
		sub.Seen = min(sub.Seen, o.From)
	}
	what, nothing, err := d.wouldSay(ctx, c, sub)
	if err != nil {
		return Reply{}, err
	}
	if nothing && len(superseded) == 0 {
		p := d.subscriptionPage(ctx, c, sub, "Nothing has changed since the last edition, so nothing is sent.")
		return p.reply, p.runs(sub)
	}
	if !c.yes("confirm") {
		p := d.subscriptionPage(ctx, c, sub, fmt.Sprintf("Edition %d to %s: %s.", after.Edition, listed(to, "and"), what))
		p.reply.Actions = []Action{{Label: "Send now", Text: c.Invocation.with("of", string(sub.ID)).with("confirm", "yes").String(),
			Confirm: fmt.Sprintf("Send %s to %s now?", name(sub.Name), listed(to, "and"))}}
		p.act("Preview", "digest preview of:"+string(sub.ID))
		return p.reply, nil
	}
	if err := d.store.Plan(ctx, after, owed, superseded); err != nil {
		return Reply{}, fmt.Errorf("plan %s: %w", sub.ID, err)
	}
	p := d.subscriptionPage(ctx, c, sub, fmt.Sprintf("Edition %d is on its way to %s: %s.", after.Edition, listed(to, "and"), what))
	p.act("History", "digest history of:"+string(sub.ID))
	return p.reply, nil
}

// wouldSay says in a few words what a digest would hold now, as far as the asker
// may know, and whether it would be none in any channel.
func (d *Desk) wouldSay(ctx context.Context, c *call, sub briefings.Subscription) (what string, nothing bool, err error) {
	some, err := d.HasNews(ctx, sub, sub.Seen, c.view.seq)
	if err != nil {
		return "", false, err
	}
	here, err := d.news(ctx, c, sub, sub.Seen, c.view.seq)
	switch {
	case err != nil:
		return "", false, err
	case len(here) > 0:
		return tally(here), false, nil
	case some:
		return "what changed may not be shown here", false, nil
	}
	return "nothing has changed", !sub.Idle, nil
}

// mostOpen is how many of a subscription's newest deliveries are looked at for
// those that a new one supersedes.
const mostOpen = 200

// Owed returns what a subscription owes for a time due: the subscription as it
// stands once that is planned, its Due left as it was, and a planned delivery of
// the changes up to the given one for each target that is on. Of the newest
// deliveries that there are, those of the same channel that are planned and not
// made yet are superseded: the new one takes over from where they began. Without
// any, it begins where the newest one of the channel ends if that is beyond Seen,
// as a plan that took several commits and was cut short leaves it.
//
// What is superseded is returned in that state, with the revision it was read in.
func Owed(sub briefings.Subscription, slot time.Time, to briefings.Seq, there []briefings.Delivery) (after briefings.Subscription, owed, superseded []briefings.Delivery) {
	after = sub
	after.Edition++
	after.Seen = to
	for _, t := range sub.Targets {
		if t.Off != "" {
			continue
		}
		now := briefings.Delivery{ID: briefings.NewDeliveryID(sub.ID, slot, t.Channel, 0), Subscription: sub.ID, Slot: slot, Channel: t.Channel,
			Edition: after.Edition, From: sub.Seen, To: to, State: briefings.Planned, NotBefore: slot}
		open := false
		for _, old := range there {
			if old.Channel != t.Channel || old.State != briefings.Planned || old.Subscription != sub.ID || old.ID == now.ID {
				continue
			}
			if !open || old.From < now.From {
				now.From = old.From
			}
			open = true
			old.State, old.Finished, old.Reason = briefings.Superseded, slot, fmt.Sprintf("edition %d holds it", after.Edition)
			superseded = append(superseded, old)
		}
		if !open {
			now.From = max(now.From, reached(there, now))
		}
		owed = append(owed, now)
	}
	return after, owed, superseded
}

// reached returns the last change that a delivery to the same channel holds.
func reached(there []briefings.Delivery, now briefings.Delivery) briefings.Seq {
	var last briefings.Seq
	for _, old := range there {
		lost := old.State == briefings.Superseded || old.State == briefings.Expired
		if old.Channel == now.Channel && old.Subscription == now.Subscription && old.ID != now.ID && !lost {
			last = max(last, old.To)
		}
	}
	return last
}
