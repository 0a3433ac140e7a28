package commands

import (
	"log/slog"
	"sync"

	"attache/briefings"
	"attache/store"
)

// Options are the settings of a Desk. The zero Options is fine.
type Options struct {
	Log     *slog.Logger      // where failures of the world go; nil discards them
	Marking briefings.Marking // the handling label of a new briefing; zero is TLP:GREEN
	// Channels looks at the channels that digests are to be posted to. Without
	// it a digest can only go where it is ordered.
	Channels Channels
	// Staff says who has which role; nil is those whom the store has on record.
	Staff Staff
	// SelfApproval says that somebody may approve what they wrote.
	SelfApproval bool
}

// A Desk answers requests from what a store keeps. Its methods may be called
// from many goroutines at once. It holds nothing that is not also in the store,
// so any number of desks may share one.
type Desk struct {
	store        *store.Store
	log          *slog.Logger
	marking      briefings.Marking
	channels     Channels // may be nil
	staff        Staff
	selfApproval bool
	rows         []Row
	readings     *readings
	veils        *veils

	mu    sync.Mutex
	shelf *shelf // the newest one built; nil before the first request
}

// New returns a desk for the store, which stays the caller's to close.
func New(st *store.Store, opts Options) *Desk {
	d := &Desk{store: st, log: opts.Log, marking: opts.Marking, channels: opts.Channels, staff: opts.Staff, selfApproval: opts.SelfApproval, rows: Verbs(), readings: newReadings(), veils: newVeils()}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.staff == nil {
		d.staff = Recorded(st)
	}
	if d.marking == "" {
		d.marking = briefings.Green
	}
	return d
}
