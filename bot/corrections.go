package bot

import (
	"context"
	"log/slog"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/store"
)

// remembering returns what keeps in the store that something was posted. A message
// that could not be kept is shown all the same: it will not be corrected.
func remembering(st *store.Store, log *slog.Logger) intake.Remember {
	return func(ctx context.Context, p briefings.Posting) {
		if err := st.SavePosting(ctx, p); err != nil {
			log.Error("posted message not remembered", "channel", p.Channel, "message", p.Message, "error", err)
		}
	}
}

// spreadAgain is how soon corrections are looked at again after a failure, and
// spreadLook when nothing has woken their planner.
const (
	spreadAgain = 5 * time.Second
	spreadLook  = 10 * time.Minute
)

// spreads plans what corrections owe until ctx ends: what is ordered while the
// process runs, and what a process before it has ordered and not come to plan.
func spreads(ctx context.Context, st *store.Store, log *slog.Logger) {
	for ctx.Err() == nil {
		woken, pause := st.WakeCorrections(), spreadLook
		if err := st.Spread(ctx); err != nil {
			pause = spreadAgain
			if ctx.Err() == nil {
				log.Error("corrections not planned", "error", err)
			}
		}
		timer := time.NewTimer(pause)
		select {
		case <-woken:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}
