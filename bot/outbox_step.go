package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// step does the next thing about a delivery, and reports whether the channel's
// next one may be looked at: whether this one is out of the way.
func (o *outbox) step(ctx context.Context, d briefings.Delivery) bool {
	poster := o.posters[d.Channel.Platform]
	if poster == nil {
		return o.unposted(ctx, d)
	}
	switch d.State {
	case briefings.Planned:
		return o.prepare(ctx, poster, d)
	case briefings.Ready:
		return o.ready(ctx, poster, d)
	case briefings.Sending, briefings.Uncertain:
		return o.resolve(ctx, poster, d)
	}
	return true
}

// late is how much later than a subscription allows a delivery may still be taken
// up: this long a start and a rate may take.
const late = time.Minute

// prepare makes the text of a planned delivery and posts it.
func (o *outbox) prepare(ctx context.Context, poster Poster, d briefings.Delivery) bool {
	sub, end, err := o.terms(ctx, d)
	switch {
	case err != nil:
		return o.wait(ctx, d, "read the subscription", err)
	case end.state != "":
		return o.finish(ctx, d, end.state, end.why)
	case time.Now().After(overdue(sub, d)):
		return o.finish(ctx, d, briefings.Expired, "it could not be posted in time")
	}
	facts, err := poster.Look(ctx, d.Channel)
	if err != nil {
		return o.wait(ctx, d, "look at the channel", err)
	}
	if !facts.Postable {
		return o.settle(ctx, poster, d, "", &intake.PostError{Fate: intake.Refused, Code: facts.Why})
	}
	place := commands.Place{Platform: d.Channel.Platform, Workspace: d.Channel.Workspace, Channel: d.Channel.ID, Clearance: facts.Clearance, Zone: sub.Timing.Zone}
	d.Known, err = o.store.Seq(ctx)
	if err != nil {
		return o.wait(ctx, d, "read the change log", err)
	}
	parts, err := o.compose(ctx, sub, d, place)
	if err != nil {
		return o.wait(ctx, d, "compose the text", err)
	}
	if len(parts) == 0 {
		return o.finish(ctx, d, briefings.Idle, "nothing had changed")
	}
	frozen, err := poster.Freeze(d, parts)
	if err != nil || len(frozen) == 0 {
		return o.wait(ctx, d, "render the text", err)
	}
	d.Payload = frozen[0]
	all := append([]briefings.Delivery{d}, under(d, frozen[1:])...)
	restOn(parts, all)
	if err := o.renewed(ctx, d, all[1:]); err != nil {
		return o.wait(ctx, d, "renew the further parts", err)
	}
	return o.begin(ctx, poster, all[0], all[1:])
}

// under returns the deliveries of the messages that belong under one.
func under(d briefings.Delivery, payloads [][]byte) []briefings.Delivery {
	var all []briefings.Delivery
	for i, payload := range payloads {
		part := d.Part + 1 + i
		all = append(all, briefings.Delivery{
			ID:           briefings.NewDeliveryID(d.Subscription, d.Slot, d.Channel, part),
			Subscription: d.Subscription, Slot: d.Slot, Channel: d.Channel, Part: part, Edition: d.Edition, From: d.From, To: d.To, About: d.About, Known: d.Known,
			State: briefings.Waiting, NotBefore: d.NotBefore, Payload: payload,
		})
	}
	return all
}

// begin posts a delivery that may never have been taken up. One that was due
// before this process began is looked for first: a store that was restored from a
// backup does not know what was sent after the backup was made. What is changed in
// place can be changed so again.
func (o *outbox) begin(ctx context.Context, poster Poster, d briefings.Delivery, more []briefings.Delivery) bool {
	if d.Attempt == 0 && d.Slot.Before(o.started) && d.Amends == "" {
		if done, goOn := o.known(ctx, poster, d, more); done {
			return goOn
		}
	}
	return o.attempt(ctx, poster, d, more)
}

// known settles a late delivery that the platform already has, and reports
// whether it did.
func (o *outbox) known(ctx context.Context, poster Poster, d briefings.Delivery, more []briefings.Delivery) (done, goOn bool) {
	message, found, err := poster.Find(ctx, d)
	switch {
	case err != nil && intake.FateOf(err).Fate == intake.Refused:
		if o.once("unsearchable " + d.Channel.String()) {
			o.log.Warn("a late digest cannot be looked for first", "channel", d.Channel, "error", err, "mend", "let the bot read the history of the channel")
		}
		return false, true
	case err != nil:
		return true, o.wait(ctx, d, "look for the delivery", err)
	case found:
		return true, o.sent(ctx, d, message, more...)
	}
	return false, true
}

// attempt posts a delivery whose text is frozen. Everything that can take long
// is done before it is taken up, and taking it up is on disk before the first
// byte leaves.
func (o *outbox) attempt(ctx context.Context, poster Poster, d briefings.Delivery, more []briefings.Delivery) bool {
	if err := poster.Turn(ctx, d.Channel); err != nil {
		return o.wait(ctx, d, "wait for the platform", err)
	}
	if why, err := o.barred(ctx, poster, d); err != nil {
		return o.wait(ctx, d, "look at the channel again", err)
	} else if why != "" {
		return o.finish(ctx, d, briefings.Failed, why)
	}
	until := intake.NewDeadline(o.limit)
	claim := d
	claim.State, claim.Owner, claim.Reason = briefings.Sending, o.owner, ""
	claim.Attempt, claim.Started, claim.Deadline = d.Attempt+1, time.Now(), until.Time()
	moves := append([]briefings.Delivery{claim}, more...)
	moved, err := o.store.Move(ctx, moves...)
	if briefings.KindOf(err) == briefings.Conflict {
		return false // another process has taken it up
	}
	if err != nil {
		return o.wait(ctx, d, "take up the delivery", err)
	}
	return o.post(ctx, poster, moved[0], until)
}

// post makes the attempts of one claim. A platform that takes a repetition for
// the same message is asked again while this process remembers the attempt and
// nobody else may look yet.
func (o *outbox) post(ctx context.Context, poster Poster, d briefings.Delivery, until intake.Deadline) bool {
	ctx = context.WithoutCancel(ctx) // what has begun is brought to its end
	again := intake.NewDeadline(min(poster.Idempotent(), o.quarantine-2*o.limit))
	var doubt error // of an earlier try: a later one that surely sent nothing does not take it away
	for try := 0; ; try++ {
		message, err := o.one(ctx, poster, d, until)
		switch {
		case err == nil:
			return o.settle(ctx, poster, d, message, nil)
		case doubt != nil && intake.FateOf(err).Fate != intake.Doubtful:
			return o.settle(ctx, poster, d, "", doubt)
		}
		if intake.FateOf(err).Fate != intake.Doubtful || try == 3 || again.Passed() {
			return o.settle(ctx, poster, d, message, err)
		}
		doubt = err
		// The process may be paused while it waits, for longer than the platform
		// remembers the first attempt.
		if intake.Sleep(ctx, backoff(try, 200*time.Millisecond, 2*time.Second)) != nil || again.Passed() {
			return o.settle(ctx, poster, d, message, err)
		}
		until = intake.NewDeadline(o.limit)
	}
}

// one makes one attempt.
func (o *outbox) one(ctx context.Context, poster Poster, d briefings.Delivery, until intake.Deadline) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, o.limit)
	defer cancel()
	return poster.Post(ctx, d, until)
}

// settle writes down how an attempt ended.
func (o *outbox) settle(ctx context.Context, poster Poster, d briefings.Delivery, message string, err error) bool {
	if err == nil {
		return o.sent(ctx, d, message)
	}
	fate := intake.FateOf(err)
	d.Reason = briefings.Shorten(fate.Error(), 200)
	switch fate.Fate {
	case intake.NotSent:
		d.State, d.Retries = readyState(d), d.Retries+1
		d.NotBefore = time.Now().Add(max(fate.After, backoff(d.Retries, time.Second, 10*time.Minute)))
		o.hold(d.Channel, d.NotBefore)
	case intake.Stopped:
		d.State = readyState(d)
		o.halt(d.Channel.Platform, d.Reason)
	case intake.Refused:
		return o.refused(ctx, poster, d, fate)
	default:
		d.State = briefings.Uncertain
	}
	o.move(ctx, d)
	return false
}

// halt asks nothing of a platform any more that refuses the bot itself, and says
// so once.
func (o *outbox) halt(platform, why string) {
	o.mu.Lock()
	first := !o.stopped[platform]
	o.stopped[platform] = true
	o.mu.Unlock()
	if first {
		o.log.Error("digests are held", "platform", platform, "reason", why, "mend", "give the bot a token that is taken, and start again")
	}
}

// readyState is the state of a delivery that was not sent: without a frozen text
// it is still planned.
func readyState(d briefings.Delivery) briefings.DeliveryState {
	if len(d.Payload) == 0 {
		return briefings.Planned
	}
	return briefings.Ready
}

// sent writes down that the platform has a delivery, and readies the next part,
// which is the first of more when they are not kept yet.
func (o *outbox) sent(ctx context.Context, d briefings.Delivery, message string, more ...briefings.Delivery) bool {
	d.State, d.Message, d.Finished, d.Reason = briefings.Sent, message, time.Now(), ""
	if len(more) == 0 {
		next, err := o.store.Delivery(ctx, briefings.NewDeliveryID(d.Subscription, d.Slot, d.Channel, d.Part+1))
		switch {
		case err == nil && next.State == briefings.Waiting:
			more = append(more, next)
		case err != nil && briefings.KindOf(err) != briefings.NotFound:
			return o.wait(ctx, d, "read the next part", err)
		}
	}
	moves := append([]briefings.Delivery{d}, more...)
	if len(moves) > 1 {
		next := &moves[1]
		next.State, next.NotBefore, next.Thread = briefings.Ready, d.Finished, cmp.Or(d.Thread, message)
	}
	ok := o.move(ctx, moves...)
	if ok && d.Part == 0 && d.About == "" {
		if _, err := o.store.MarkTarget(ctx, d.Subscription, d.Channel, false, ""); err != nil && briefings.KindOf(err) == "" {
			o.log.Warn("target not marked", "subscription", d.Subscription, "channel", d.Channel, "error", err)
		}
	}
	o.log.Info("digest part sent", "subscription", d.Subscription, "channel", d.Channel, "part", d.Part, "slot", d.Slot, "retries", d.Retries)
	return ok
}

// refused gives a delivery up, and its channel too when that keeps happening.
// The subscription's owner is told then, once.
func (o *outbox) refused(ctx context.Context, poster Poster, d briefings.Delivery, fate *intake.PostError) bool {
	if !o.finish(ctx, d, briefings.Failed, d.Reason) {
		return false
	}
	if d.About != "" {
		return true // who ordered it reads that in what they ordered; the channel's digests are another matter
	}
	off, err := o.store.MarkTarget(ctx, d.Subscription, d.Channel, true, d.Reason)
	if err != nil {
		o.log.Warn("target not marked", "subscription", d.Subscription, "channel", d.Channel, "error", err)
		return true
	}
	if !off {
		return true
	}
	o.log.Error("target switched off", "subscription", d.Subscription, "channel", d.Channel, "reason", fate.Code)
	sub, err := o.store.Subscription(ctx, d.Subscription)
	if err != nil {
		return true
	}
	text := fmt.Sprintf("The digest %q is no longer posted to %s, which has refused it %d times (%s). Mend that, then switch it on with /brief-admin digest resume of:%s.",
		sub.Name, d.Channel, briefings.MostFaults, fate.Code, sub.ID)
	if err := poster.Tell(ctx, sub.By, text); err != nil {
		o.log.Warn("owner not told", "subscription", sub.ID, "error", err)
	}
	return true
}

// finish ends a delivery that is not sent, and with it the parts that wait for it.
func (o *outbox) finish(ctx context.Context, d briefings.Delivery, state briefings.DeliveryState, why string) bool {
	d.State, d.Reason, d.Finished = state, why, time.Now()
	moves := []briefings.Delivery{d}
	for part := d.Part + 1; ; part++ {
		next, err := o.store.Delivery(ctx, briefings.NewDeliveryID(d.Subscription, d.Slot, d.Channel, part))
		if err != nil || next.State != briefings.Waiting {
			break
		}
		next.State, next.Reason, next.Finished = state, why, d.Finished
		moves = append(moves, next)
	}
	o.log.Info("digest not sent", "subscription", d.Subscription, "channel", d.Channel, "state", state, "reason", why)
	return o.move(ctx, moves...)
}

// move writes deliveries, and reports whether this process still had them. What
// the disk refuses is tried again: the record then stands as it was, and is
// resolved as after a crash.
func (o *outbox) move(ctx context.Context, ds ...briefings.Delivery) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.limit)
	defer cancel()
	_, err := o.store.Move(ctx, ds...)
	switch {
	case briefings.KindOf(err) == briefings.Conflict:
		if ds[0].State == briefings.Sent {
			o.log.Warn("digest part was sent while another process looked after it", "delivery", ds[0].ID, "message", ds[0].Message)
		}
		return false
	case err != nil:
		o.log.Error("delivery not written", "delivery", ds[0].ID, "state", ds[0].State, "error", err)
		o.hold(ds[0].Channel, time.Now().Add(5*time.Second))
		return false
	}
	return true
}

// wait leaves a delivery as it is for a while, because of a failure that is not
// its own.
func (o *outbox) wait(ctx context.Context, d briefings.Delivery, what string, err error) bool {
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return false
	}
	if fate := intake.FateOf(err); fate.Fate == intake.Stopped {
		o.halt(d.Channel.Platform, fate.Code)
		return false
	}
	pause := max(intake.FateOf(err).After, backoff(d.Retries, 2*time.Second, time.Minute))
	o.hold(d.Channel, time.Now().Add(pause))
	o.log.Warn("delivery has to wait", "doing", what, "delivery", d.ID, "subscription", d.Subscription, "channel", d.Channel, "error", err)
	return false
}

// backoff returns how long to wait before the next try: twice as long each time,
// and half of it left to chance.
func backoff(tries int, least, most time.Duration) time.Duration {
	pause := min(least<<min(tries, 12), most)
	return pause/2 + rand.N(pause/2+1)
}

// targetOff returns why nothing is posted to a channel, or "".
func targetOff(sub briefings.Subscription, channel briefings.Channel) string {
	for _, t := range sub.Targets {
		if t.Channel == channel {
			return t.Off
		}
	}
	return "the channel is no longer a target"
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
