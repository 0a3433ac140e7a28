package commands

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"attache/briefings"
)

// mostSlots is how many times due a history shows, the newest first, and
// mostDeliveries how many deliveries it looks at for them.
const (
	mostSlots      = 20
	mostDeliveries = 400
)

// digestHistory says what became of a digest at each of its last times due.
func (d *Desk) digestHistory(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	all, err := d.store.DeliveriesOf(ctx, sub.ID, mostDeliveries)
	if err != nil {
		return Reply{}, fmt.Errorf("deliveries of %s: %w", sub.ID, err)
	}
	in := zone(sub.Timing.Zone)
	p := d.subscriptionPage(ctx, c, sub, "")
	slots := bySlot(all)
	if len(all) == mostDeliveries && len(slots) > 1 {
		slots = slots[:len(slots)-1] // it may be cut off
	}
	for _, s := range slots[:min(len(slots), mostSlots)] {
		edition := fmt.Sprintf("edition %d, due %s", s[0].Edition, p.moment(s[0].Slot.In(in), dueLayout))
		for _, r := range d.receipts(ctx, c, s, in) {
			p.say(r, edition)
		}
	}
	switch {
	case len(slots) == 0:
		p.reply.Text = fmt.Sprintf("%s has not come yet.", sub.ID)
		return p.reply, p.runs(sub)
	case len(slots) > mostSlots:
		p.reply.Text = fmt.Sprintf("The last %d times it was due.", mostSlots)
	default:
		p.reply.Text = "Each time it was due, the newest first."
	}
	p.reply.Footer = joined(p.reply.Footer, "times in "+in.String())
	return p.reply, nil
}

// bySlot groups deliveries, the newest first, by the time they were due.
func bySlot(all []briefings.Delivery) [][]briefings.Delivery {
	var slots [][]briefings.Delivery
	for _, one := range all {
		if n := len(slots); n > 0 && slots[n-1][0].Slot.Equal(one.Slot) {
			slots[n-1] = append(slots[n-1], one)
			continue
		}
		slots = append(slots, []briefings.Delivery{one})
	}
	return slots
}

// receipts says in a line for each state what became of the messages of one time
// due: "sent 07:30:02 Europe/London, 2 targets, 0 retries". A digest is as far in
// a channel as the slowest of its parts.
func (d *Desk) receipts(ctx context.Context, c *call, slot []briefings.Delivery, in *time.Location) []string {
	var order []briefings.Channel
	whole := map[briefings.Channel]briefings.Delivery{}
	for _, one := range slot {
		got, seen := whole[one.Channel]
		if !seen {
			order = append(order, one.Channel)
			whole[one.Channel] = one
			continue
		}
		if behind(one.State) > behind(got.State) {
			got.State, got.Reason = one.State, one.Reason
		}
		got.Retries += one.Retries
		if one.Finished.After(got.Finished) {
			got.Finished = one.Finished
		}
		whole[one.Channel] = got
	}
	var lines []string
	var sent []briefings.Delivery
	for _, ch := range order {
		if !c.tellsOf(ch) {
			continue // it went to another workspace once
		}
		if one := whole[ch]; one.State == briefings.Sent {
			sent = append(sent, one)
			continue
		}
		one := whole[ch]
		line := d.called(ctx, c, ch) + ": " + stateWords(one.State)
		if one.Reason != "" {
			line += " (" + briefings.Shorten(Clean(one.Reason), 120) + ")"
		}
		lines = append(lines, line)
	}
	if len(sent) > 0 {
		lines = append([]string{receipt(sent, in)}, lines...)
	}
	return lines
}

// receipt says when the last of the messages was sent, to how many channels and
// with how many retries.
func receipt(sent []briefings.Delivery, in *time.Location) string {
	last, retries := sent[0].Finished, 0
	for _, one := range sent {
		retries += one.Retries
		if one.Finished.After(last) {
			last = one.Finished
		}
	}
	layout := "15:04:05"
	if last.In(in).Format(time.DateOnly) != sent[0].Slot.In(in).Format(time.DateOnly) {
		layout = "2 Jan 2006 15:04:05"
	}
	again := fmt.Sprintf("%d retries", retries)
	if retries == 1 {
		again = "1 retry"
	}
	return strings.Join([]string{"sent " + last.In(in).Format(layout) + " " + in.String(), count(len(sent), "target"), again}, ", ")
}

// behind orders the states of the parts of one digest: the one that says most of
// what is still to be done, or went wrong, is the digest's.
func behind(s briefings.DeliveryState) int {
	order := map[briefings.DeliveryState]int{briefings.Sent: 1, briefings.Idle: 1, briefings.Superseded: 2, briefings.Expired: 3, briefings.Waiting: 4,
		briefings.Planned: 5, briefings.Ready: 6, briefings.Sending: 7, briefings.Uncertain: 8, briefings.Parked: 9, briefings.Failed: 10}
	return order[s]
}

// stateWords says what a state means to a reader.
func stateWords(s briefings.DeliveryState) string {
	words := map[briefings.DeliveryState]string{
		briefings.Planned: "planned", briefings.Waiting: "being sent", briefings.Ready: "about to be sent", briefings.Sending: "being sent",
		briefings.Uncertain: "sent perhaps; being looked up", briefings.Parked: "sent perhaps; nobody can find out", briefings.Failed: "refused by the platform",
		briefings.Expired: "missed; it was too late to make up for", briefings.Superseded: "merged into the next", briefings.Idle: "nothing had changed",
	}
	return cmp.Or(words[s], string(s))
}
