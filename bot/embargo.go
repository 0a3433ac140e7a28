package bot

import (
	"context"
	"log/slog"
	"time"

	"attache/briefings"
	"attache/store"
)

// An embargo publishes what an approver has released for later when its time has
// come. What is under embargo stands in the store and in no process, so a restart
// forgets nothing; of several processes on one store one makes the edition.
type embargo struct {
	store *store.Store
	log   *slog.Logger
}

// longestEmbargoed bounds how long nothing is looked at, since timers do not
// follow a clock that is set.
const longestEmbargoed = time.Minute

// run publishes what falls due until ctx ends.
func (e *embargo) run(ctx context.Context) {
	for ctx.Err() == nil {
		woken := e.store.WakeDrafts()
		timer := time.NewTimer(e.round(ctx, time.Now()))
		select {
		case <-woken:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// round publishes what is due, and returns how long nothing more will be. A draft
// that cannot be published is told in the log and left to the editors; it does not
// hold up the others.
func (e *embargo) round(ctx context.Context, now time.Time) time.Duration {
	drafts, err := e.store.Drafts(ctx)
	if err != nil {
		if ctx.Err() == nil {
			e.log.Error("drafts under embargo not read", "error", err)
		}
		return longestEmbargoed
	}
	pause := longestEmbargoed
	for _, draft := range drafts {
		if draft.State != briefings.Approved {
			continue
		}
		if left := draft.Text.Embargo.Sub(now); left > 0 {
			pause = min(pause, left)
			continue
		}
		edition, err := e.store.Publish(ctx, draft.Slug, store.Stamp{By: draft.Approver, At: now})
		switch kind := briefings.KindOf(err); {
		case err == nil:
			e.log.Info("embargo ended", "briefing", draft.Slug, "edition", edition.N)
		case kind == briefings.NotFound:
			// Another process was faster.
		case ctx.Err() == nil:
			e.log.Error("embargo ended and nothing is published", "briefing", draft.Slug, "error", err)
		}
	}
	return pause
}
