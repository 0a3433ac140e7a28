package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
)

// barred says why a frozen text may no longer be posted, or "". The channel is
// looked at again, because it may have been shared or its clearance lowered since
// the text was made for it; what a platform says of a channel is a minute old at
// most.
func (o *outbox) barred(ctx context.Context, poster Poster, d briefings.Delivery) (string, error) {
	if d.Marking == "" {
		return "", nil
	}
	facts, err := poster.Look(ctx, d.Channel)
	if err != nil || d.Marking.Within(facts.Clearance) {
		return "", err
	}
	return fmt.Sprintf("its text is %s, and by now the channel shows up to %s", d.Marking, facts.Clearance), nil
}

// outdated reports whether a source has been handled otherwise since the text was
// frozen: it may bear a label or a name that may not be shown any more.
func (o *outbox) outdated(ctx context.Context, d briefings.Delivery) (bool, error) {
	changes, err := o.store.Changes(ctx, d.Known, 0)
	return slices.ContainsFunc(changes, func(ch briefings.Change) bool { return ch.Kind == briefings.Handled }), err
}

// ready posts a frozen text that was surely not posted. One that is outdated is
// made anew; when it belongs under a message that stands already it is given up,
// because that message is what it was made for.
func (o *outbox) ready(ctx context.Context, poster Poster, d briefings.Delivery) bool {
	old, err := o.outdated(ctx, d)
	switch {
	case err != nil:
		return o.wait(ctx, d, "look for what has changed", err)
	case old && d.Part > 0 && d.About == "":
		return o.finish(ctx, d, briefings.Failed, "a source is handled otherwise since it was written")
	case old:
		return o.prepare(ctx, poster, d)
	}
	return o.begin(ctx, poster, d, nil)
}

// renewed prepares the further messages of a text that is made anew: they take the
// place of those that were frozen with the first, and what is left of these is
// superseded.
func (o *outbox) renewed(ctx context.Context, d briefings.Delivery, more []briefings.Delivery) error {
	for i := 0; ; i++ {
		part := d.Part + 1 + i
		old, err := o.store.Delivery(ctx, briefings.NewDeliveryID(d.Subscription, d.Slot, d.Channel, part))
		switch {
		case briefings.KindOf(err) == briefings.NotFound || err == nil && old.State != briefings.Waiting:
			if i >= len(more) {
				return nil
			}
		case err != nil:
			return err
		case i < len(more):
			more[i].Rev = old.Rev
		default:
			old.State, old.Reason, old.Finished = briefings.Superseded, "the text was made anew and is shorter", time.Now()
			if _, err := o.store.Move(ctx, old); err != nil {
				return err
			}
		}
	}
}
