package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
)

// digestPause stops a digest until it is resumed.
func (d *Desk) digestPause(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if sub.Paused {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is paused already; digest resume lets it come again.", sub.ID)
	}
	sub.Paused = true
	if sub, err = d.keepSubscription(ctx, c, sub, true); err != nil {
		return Reply{}, err
	}
	p := d.subscriptionPage(ctx, c, sub, fmt.Sprintf("%s is paused; what changes meanwhile will be in its next edition.", sub.ID))
	p.act("Resume", "digest resume of:"+string(sub.ID))
	return p.reply, nil
}

// digestResume lets a paused or snoozed digest come again.
func (d *Desk) digestResume(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if !sub.Paused && !sub.Until.After(c.At) {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is not paused.", sub.ID)
	}
	sub.Paused, sub.Until = false, time.Time{}
	if sub, err = d.keepSubscription(ctx, c, sub, true); err != nil {
		return Reply{}, err
	}
	p := d.subscriptionPage(ctx, c, sub, fmt.Sprintf("%s comes again.", sub.ID))
	p.act("Pause", "digest pause of:"+string(sub.ID))
	return p.reply, p.runs(sub)
}

// digestSkipNext leaves out the next time due, or takes that back.
func (d *Desk) digestSkipNext(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	in, at := zone(sub.Timing.Zone), time.Time{}
	ahead := slices.DeleteFunc(slices.Clone(sub.Timing.Skip), func(t time.Time) bool { return !t.After(c.At) })
	var text string
	if c.yes("undo") {
		if len(ahead) == 0 {
			return Reply{}, briefings.Errorf(briefings.Conflict, "%s skips nothing.", sub.ID)
		}
		at = slices.MaxFunc(ahead, time.Time.Compare)
		ahead = slices.DeleteFunc(ahead, at.Equal)
		text = fmt.Sprintf("%s comes on %s after all.", sub.ID, at.In(in).Format(dueLayout))
	} else {
		var ok bool
		if at, ok = sub.Next(c.At); !ok {
			return Reply{}, briefings.Errorf(briefings.Conflict, "%s has no next time to skip; it is paused or its days are over.", sub.ID)
		}
		ahead = append(ahead, at)
		text = fmt.Sprintf("%s skips %s.", sub.ID, at.In(in).Format(dueLayout))
	}
	sub.Timing.Skip = ahead
	// A time that is owed already stays owed: only what lies ahead is skipped.
	if sub, err = d.keepSubscription(ctx, c, sub, sub.Due.After(c.At)); err != nil {
		return Reply{}, err
	}
	p := d.subscriptionPage(ctx, c, sub, text)
	p.moment(at.In(in), dueLayout)
	if !c.yes("undo") {
		p.act("Undo", "digest skip-next of:"+string(sub.ID)+" undo:yes")
	}
	return p.reply, p.runs(sub)
}
