package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"attache/briefings"
	"attache/store"
)

// A scheduler plans what subscriptions owe when they fall due. The plan and the
// subscription's next time are one commit, so a time is planned for once however
// often the process starts.
type scheduler struct {
	store *store.Store
	log   *slog.Logger
	// changed reports whether anything has changed for a subscription after one
	// change and up to another.
	changed func(ctx context.Context, sub briefings.Subscription, from, to briefings.Seq) (bool, error)
	steady  time.Time // nothing is planned before, because the clock has jumped
	last    time.Time // when the clock was looked at last
}

// A clock that jumps forward by more than a jump is given a while: it may be set
// back, and what would have fallen due in between would be posted for nothing.
const (
	clockJump  = time.Hour
	clockPause = time.Minute
)

// run plans what falls due until ctx ends.
func (s *scheduler) run(ctx context.Context) {
	for ctx.Err() == nil {
		woken := s.store.WakeDue()
		timer := time.NewTimer(s.round(ctx, time.Now()))
		select {
		case <-woken:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// round plans everything that is due and returns how long nothing more will be.
func (s *scheduler) round(ctx context.Context, now time.Time) time.Duration {
	if !s.last.IsZero() {
		s.compare(now, now.Sub(s.last), now.Round(0).Sub(s.last.Round(0)))
	}
	s.last = now
	if s.steady.After(now) {
		return s.steady.Sub(now)
	}
	due, next, err := s.store.DueSubscriptions(ctx, now)
	if err != nil {
		if ctx.Err() == nil {
			s.log.Error("due subscriptions not read", "error", err)
		}
		return 5 * time.Second
	}
	failed := false
	for _, sub := range due {
		if err := s.plan(ctx, sub, now); err != nil && ctx.Err() == nil {
			failed = true
			s.log.Error("digest not planned", "subscription", sub.ID, "error", err)
		}
	}
	switch {
	case failed:
		return 5 * time.Second
	case !next.IsZero():
		return max(min(next.Sub(now), longestPause), 0)
	}
	return longestPause
}

// compare holds new digests for a while when the clock on the wall has shown more
// time to pass than has passed.
func (s *scheduler) compare(now time.Time, passed, shown time.Duration) {
	if shown-passed > clockJump {
		s.steady = now.Add(clockPause)
		s.log.Warn("the clock has jumped forward; nothing new is planned for a minute", "by", (shown - passed).Round(time.Second))
	}
}

// plan writes down what a subscription owes now, and when it falls due next.
func (s *scheduler) plan(ctx context.Context, sub briefings.Subscription, now time.Time) error {
	slot, owed, missed := sub.Slot(now)
	upTo, err := s.store.Seq(ctx)
	if err != nil {
		return fmt.Errorf("read the change log: %w", err)
	}
	from, due := sub.Seen, sub.Due
	sub.Due, _ = sub.Next(now)
	var planned, replaced []briefings.Delivery
	switch {
	case missed:
		planned = s.owedTo(sub, slot, from, from, briefings.Expired, "it was missed for longer than it may be made up for")
		s.log.Warn("digest missed", "subscription", sub.ID, "slot", slot, "next", sub.Due)
	case owed:
		if planned, replaced, err = s.digest(ctx, &sub, slot, from, upTo, now); err != nil {
			return err
		}
	default:
		s.log.Debug("subscription not due", "subscription", sub.ID, "due", due, "next", sub.Due)
	}
	err = s.store.Plan(ctx, sub, planned, replaced)
	if briefings.KindOf(err) == briefings.Conflict {
		return nil // somebody changed it meanwhile; it is looked at again
	}
	return err
}

// digest returns the deliveries of one digest, and those it takes the place of.
// It advances the subscription.
func (s *scheduler) digest(ctx context.Context, sub *briefings.Subscription, slot time.Time, from, upTo briefings.Seq, now time.Time) (planned, replaced []briefings.Delivery, err error) {
	newest, unsent, err := s.newest(ctx, *sub)
	if err != nil {
		return nil, nil, err
	}
	sub.Seen = upTo
	news, err := s.changed(ctx, *sub, from, upTo)
	if err != nil {
		return nil, nil, err
	}
	if !news && !sub.Idle && !unsent {
		s.log.Info("digest skipped: nothing has changed", "subscription", sub.ID, "slot", slot, "next", sub.Due)
		return s.owedTo(*sub, slot, from, upTo, briefings.Idle, "nothing had changed"), nil, nil
	}
	sub.Edition++
	for _, d := range s.owedTo(*sub, slot, from, upTo, briefings.Planned, "") {
		switch old, ok := newest[d.Channel]; {
		case !ok || old.ID == d.ID:
		case old.State == briefings.Planned:
			d.From = min(d.From, old.From)
			old.State, old.Reason, old.Finished = briefings.Superseded, "the next digest holds what it would have", now
			replaced = append(replaced, old)
		default: // a plan that was cut short by a crash reaches beyond Seen here
			d.From = max(d.From, old.To)
			d.To = max(d.To, d.From)
			sub.Seen = max(sub.Seen, d.To)
		}
		if d.NotBefore, err = s.allowed(ctx, *sub, d.Channel, latest(slot, now)); err != nil {
			return nil, nil, err
		}
		planned = append(planned, d)
	}
	return planned, replaced, nil
}

// owedTo returns a delivery in the state for each target that is on.
func (s *scheduler) owedTo(sub briefings.Subscription, slot time.Time, from, to briefings.Seq, state briefings.DeliveryState, why string) []briefings.Delivery {
	var all []briefings.Delivery
	for _, t := range sub.Targets {
		if t.Off != "" {
			continue
		}
		d := briefings.Delivery{ID: briefings.NewDeliveryID(sub.ID, slot, t.Channel, 0), Subscription: sub.ID, Slot: slot, Channel: t.Channel,
			Edition: sub.Edition, From: from, To: to, State: state, Reason: why, NotBefore: slot}
		if !state.Open() {
			d.Finished = slot
		}
		all = append(all, d)
	}
	return all
}

// recent is how many deliveries of a subscription are looked at, beside a dozen for
// each target, for those that are still open or count for the day.
const recent = 200

// newest returns the newest delivery of a subscription to each channel, and
// whether the text of one is not yet made.
func (s *scheduler) newest(ctx context.Context, sub briefings.Subscription) (byChannel map[briefings.Channel]briefings.Delivery, unsent bool, err error) {
	all, err := s.store.DeliveriesOf(ctx, sub.ID, recent+12*len(sub.Targets))
	if err != nil {
		return nil, false, fmt.Errorf("list deliveries: %w", err)
	}
	byChannel = map[briefings.Channel]briefings.Delivery{}
	for _, d := range all {
		if _, known := byChannel[d.Channel]; !known && d.Part == 0 && d.State != briefings.Superseded {
			byChannel[d.Channel] = d
			unsent = unsent || d.State == briefings.Planned
		}
	}
	return byChannel, unsent, nil
}

// allowed returns when a digest that is due may be posted in a channel: after
// its quiet hours, and not beyond what a day may bring.
func (s *scheduler) allowed(ctx context.Context, sub briefings.Subscription, channel briefings.Channel, due time.Time) (time.Time, error) {
	settings, err := s.store.ChannelSettings(ctx, channel)
	if err != nil {
		return due, fmt.Errorf("settings of the channel: %w", err)
	}
	if settings.PerDay > 0 {
		zone, err := briefings.LoadZone(settings.Zone)
		if err != nil {
			zone, _ = briefings.LoadZone("UTC")
		}
		sent, err := s.sentOn(ctx, channel, due.In(zone))
		if err != nil {
			return due, err
		}
		if sent >= settings.PerDay {
			y, m, d := due.In(zone).Date()
			due = time.Date(y, m, d+1, 0, 0, 0, 0, zone)
			s.log.Info("digest held: the channel has had its digests of the day", "subscription", sub.ID, "channel", channel, "until", due)
		}
	}
	if end, quiet := settings.Quiet.End(due); quiet {
		s.log.Info("digest held: quiet hours", "subscription", sub.ID, "channel", channel, "until", end)
		return end, nil
	}
	return due, nil
}

// sentOn counts the digests that a channel has had, or will have, on the day of t.
func (s *scheduler) sentOn(ctx context.Context, channel briefings.Channel, t time.Time) (int, error) {
	subs, err := s.store.Subscriptions(ctx)
	if err != nil {
		return 0, fmt.Errorf("list subscriptions: %w", err)
	}
	day, n := t.Format(time.DateOnly), 0
	for _, sub := range subs {
		all, err := s.store.DeliveriesOf(ctx, sub.ID, recent+12*len(sub.Targets))
		if err != nil {
			return 0, fmt.Errorf("list deliveries: %w", err)
		}
		for _, d := range all {
			at := d.NotBefore
			if d.State == briefings.Sent {
				at = d.Finished
			}
			counts := d.State == briefings.Sent || d.State.Open()
			if counts && d.Part == 0 && d.Channel == channel && at.In(t.Location()).Format(time.DateOnly) == day {
				n++
			}
		}
	}
	return n, nil
}
