package bot

import (
	"context"
	"time"

	"attache/bot/intake"
	"attache/briefings"
)

// resolve finds out what became of an attempt whose end nobody wrote down. It is
// called when the quarantine is over.
func (o *outbox) resolve(ctx context.Context, poster Poster, d briefings.Delivery) bool {
	if d.Amends != "" {
		d.State, d.Retries, d.NotBefore, d.Reason = briefings.Ready, d.Retries+1, time.Now(), "it is changed once more"
		o.move(ctx, d)
		return false
	}
	message, found, err := poster.Find(ctx, d)
	switch {
	case err == nil && found:
		return o.sent(ctx, d, message)
	case err == nil:
		d.State, d.Retries, d.NotBefore, d.Reason = briefings.Ready, d.Retries+1, time.Now(), "it had not arrived"
		o.move(ctx, d)
		return false // it is posted again before anything after it
	case intake.FateOf(err).Fate != intake.Refused:
		return o.wait(ctx, d, "look for the delivery", err)
	}
	sub, _, subErr := o.terms(ctx, d)
	if subErr == nil && sub.Repost {
		d.State, d.Retries, d.NotBefore, d.Reason = briefings.Ready, d.Retries+1, time.Now(), "nobody can tell whether it had arrived"
		o.move(ctx, d)
		return false
	}
	o.log.Error("delivery parked", "delivery", d.ID, "subscription", d.Subscription, "channel", d.Channel, "error", err,
		"mend", "let the bot read the history of the channel")
	return o.finish(ctx, d, briefings.Parked, "nobody can tell whether it arrived")
}
