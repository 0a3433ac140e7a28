package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"attache/briefings"
	"attache/commands"
)

// A switchboard knows the platforms on which digests are posted. They are put in
// once, before anybody asks.
type switchboard struct {
	mu      sync.Mutex
	posters map[string]Poster
}

// put adds the platforms that can be posted on.
func (s *switchboard) put(platforms []Platform) []Poster {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posters = map[string]Poster{}
	var all []Poster
	for _, p := range platforms {
		if poster, ok := p.(Poster); ok {
			s.posters[poster.Name()] = poster
			all = append(all, poster)
		}
	}
	return all
}

// Look implements [commands.Channels].
func (s *switchboard) Look(ctx context.Context, ch briefings.Channel) (commands.ChannelFacts, error) {
	s.mu.Lock()
	poster := s.posters[ch.Platform]
	s.mu.Unlock()
	if poster == nil {
		return commands.ChannelFacts{Why: fmt.Sprintf("nothing is connected to %s here; choose a channel of a platform that is", ch.Platform)}, nil
	}
	return poster.Look(ctx, ch)
}

// keepFor is how long what was posted, and what became of a delivery, can be looked
// up.
const keepFor = 90 * 24 * time.Hour

// keepProposals is how long an edit that was shown can still be saved.
const keepProposals = 7 * 24 * time.Hour

// delivers plans and posts digests on the platforms until the returned function
// is called, which waits for what is in hand. The end of ctx does not reach it,
// so that it may end after the platforms.
func (o *office) delivers(ctx context.Context, platforms []Platform, log *slog.Logger) (end func()) {
	posters := o.channels.put(platforms)
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	box := newOutbox(o.store, o.compose, log, posters...)
	plan := &scheduler{store: o.store, log: log, changed: o.desk.HasNews}
	var wg sync.WaitGroup
	wg.Go(func() { plan.run(ctx) })
	wg.Go(func() { box.run(ctx) })
	wg.Go(func() { spreads(ctx, o.store, log) })
	wg.Go(func() { o.sweep(ctx, log) })
	wg.Go(func() { (&embargo{store: o.store, log: log}).run(ctx) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// compose implements [composer] with the desk.
func (o *office) compose(ctx context.Context, sub briefings.Subscription, d briefings.Delivery, place commands.Place) ([]commands.Reply, error) {
	now := time.Now()
	if id, ok := d.Correction(); ok {
		return o.desk.Correction(ctx, id, d, place, now)
	}
	if id, ok := d.Request(); ok {
		return o.desk.Replied(ctx, id, d, place, now)
	}
	next, _ := sub.Next(now)
	sub.Edition = d.Edition
	return o.desk.Digest(ctx, sub, d.From, d.To, place, now, next)
}

// sweep forgets old messages and edits, once a day, until ctx ends.
func (o *office) sweep(ctx context.Context, log *slog.Logger) {
	for day := time.NewTicker(24 * time.Hour); ; {
		before := time.Now().Add(-keepFor)
		deliveries, err := o.store.Sweep(ctx, before)
		postings, err2 := o.store.SweepPostings(ctx, before)
		edits, err3 := o.store.SweepProposals(ctx, time.Now().Add(-keepProposals))
		if err := errors.Join(err, err2, err3); err != nil && ctx.Err() == nil {
			log.Warn("old messages not forgotten", "error", err)
		} else if deliveries+postings+edits > 0 {
			log.Info("old messages forgotten", "deliveries", deliveries, "postings", postings, "edits", edits)
		}
		select {
		case <-day.C:
		case <-ctx.Done():
			day.Stop()
			return
		}
	}
}
