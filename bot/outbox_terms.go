package bot

import (
	"context"
	"slices"
	"time"

	"attache/briefings"
	"attache/commands"
)

// An ending is why a delivery is not made; the zero ending is that it is.
type ending struct {
	state briefings.DeliveryState
	why   string
}

// terms returns the subscription whose digest a delivery brings, with how late
// that may come, or why it is not made. What is no digest has no subscription: it
// was ordered by somebody, and what is returned holds its ID and the longest
// time.
func (o *outbox) terms(ctx context.Context, d briefings.Delivery) (briefings.Subscription, ending, error) {
	if d.About != "" {
		return briefings.Subscription{ID: d.Subscription, CatchUp: briefings.MaxCatchUp}, ending{}, nil
	}
	sub, err := o.store.Subscription(ctx, d.Subscription)
	switch {
	case briefings.KindOf(err) == briefings.NotFound:
		return sub, ending{briefings.Superseded, "the subscription was removed"}, nil
	case err != nil:
		return sub, ending{}, err
	}
	if off := targetOff(sub, d.Channel); off != "" {
		return sub, ending{briefings.Failed, off}, nil
	}
	return sub, ending{}, nil
}

// overdue returns when a delivery is too late to be of use.
func overdue(sub briefings.Subscription, d briefings.Delivery) time.Time {
	return latest(d.Slot, d.NotBefore).Add(sub.CatchUp + late)
}

// unposted ends a delivery for a platform that nothing is connected to, once it
// is too late to be of use. Until then the platform may come back, with the next
// start of the process.
func (o *outbox) unposted(ctx context.Context, d briefings.Delivery) bool {
	sub, end, err := o.terms(ctx, d)
	switch {
	case err != nil:
		return o.wait(ctx, d, "read the subscription", err)
	case d.State == briefings.Sending || d.State == briefings.Uncertain:
		end = ending{briefings.Parked, "nothing is connected to " + d.Channel.Platform + ", so nobody can tell whether it arrived"}
	case end.state == "":
		end = ending{briefings.Expired, "nothing was connected to " + d.Channel.Platform + " in time"}
	default:
		return o.finish(ctx, d, end.state, end.why)
	}
	if until := overdue(sub, d); time.Now().Before(until) {
		o.hold(d.Channel, until)
		return false
	}
	return o.finish(ctx, d, end.state, end.why)
}

// restOn notes in the deliveries of a text what it rests on: each message on what
// its own part cites, or on everything where a part has become several messages.
func restOn(parts []commands.Reply, ds []briefings.Delivery) {
	for i := range ds {
		mine := parts
		if len(parts) == len(ds) {
			mine = parts[i : i+1]
		}
		ds[i].Cites, ds[i].Marking = nil, ""
		for _, part := range mine {
			ds[i].Marking = briefings.Stricter(part.Marking, ds[i].Marking)
			for _, c := range part.Citations {
				if !slices.Contains(ds[i].Cites, c.Ref) {
					ds[i].Cites = append(ds[i].Cites, c.Ref)
				}
			}
		}
	}
}
