package discord

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Discord allows 1,000 sessions to be opened in a day. One more ends all of them
// and resets the bot's token, and a process that crashes as it starts gets there
// by itself. The first few of a day are free; from then on each waits longer, so
// that a bot that crashes all day still comes back again and again.
const (
	day       = 24 * time.Hour
	mostOpens = 45 // sessions opened in a rolling day
	freeOpens = 10
	longerBy  = 2 * time.Minute // by which each session after those waits longer than the one before
	apart     = 6 * time.Second // between two at least: Discord takes one in five seconds

	ledgerLimit = 15 * time.Second // for the ledger to be looked up: longer than a store stalls
	noteLimit   = 5 * time.Second  // for it to take a note, with Discord waiting
)

// starts counts the sessions that were opened. The ledger is looked up until it
// has answered once; from then on this process knows all there are.
type starts struct {
	p      *Platform
	ledger Ledger
	known  bool        // the ledger has been looked up
	opened []time.Time // within a day, in order
}

func newStarts(p *Platform) *starts {
	s := &starts{p: p, ledger: p.cfg.Ledger}
	if s.ledger == nil {
		s.ledger = &memory{}
	}
	return s
}

// An allowance is what Discord itself says about opening sessions. The zero
// allowance says nothing.
type allowance struct {
	total int
	left  int
	until time.Duration // from now, when the count begins anew
}

// wait returns how long no session may be opened.
func (s *starts) wait(ctx context.Context, a allowance) time.Duration {
	s.lookUp(ctx)
	now := time.Now()
	s.opened = slices.DeleteFunc(s.opened, func(o time.Time) bool { return now.Sub(o) >= day })
	wait := due(s.opened, now)
	if a.total <= 0 {
		return wait
	}
	// Discord's own count stands in for a ledger that takes no notes: without
	// one, a process may have crashed any number of times.
	if n := (a.total - a.left) * mostOpens / a.total; n > len(s.opened) {
		wait = max(wait, gap(n))
	}
	if a.left <= 0 {
		wait = max(wait, a.until)
	}
	return wait
}

// lookUp asks the ledger what was opened before this process began. What lies
// in the future, by a clock that was wrong, counts as of now.
func (s *starts) lookUp(ctx context.Context) {
	if s.known {
		return
	}
	limited, cancel := context.WithTimeout(ctx, ledgerLimit)
	defer cancel()
	before, err := s.ledger.Opened(limited)
	if err != nil {
		if ctx.Err() == nil {
			s.p.log.Warn("discord sessions opened cannot be looked up", "error", err)
		}
		return
	}
	now := time.Now()
	for _, at := range before {
		if at.After(now) {
			at = now
		}
		s.opened = append(s.opened, at)
	}
	slices.SortFunc(s.opened, time.Time.Compare)
	s.known = true
}

// due returns how long to wait after these sessions, opened within the last day
// and in order.
func due(opened []time.Time, now time.Time) time.Duration {
	n := len(opened)
	switch {
	case n == 0:
		return 0
	case n >= mostOpens:
		return opened[n-mostOpens].Add(day).Sub(now)
	}
	return max(0, opened[n-1].Add(gap(n)).Sub(now))
}

// gap returns how long to wait after the last of so many sessions.
func gap(n int) time.Duration {
	return max(apart, time.Duration(n-freeOpens+1)*longerBy)
}

// spend counts a session that is about to be opened.
func (s *starts) spend(ctx context.Context) {
	now := time.Now()
	s.opened = append(s.opened, now)
	limited, cancel := context.WithTimeout(ctx, noteLimit)
	defer cancel()
	if err := s.ledger.Note(limited, now); err != nil && ctx.Err() == nil {
		s.p.log.Warn("a discord session opened cannot be noted", "error", err)
	}
}

// spent says why nothing comes in, when that is because of what was opened before.
func spent(opened int, wait time.Duration) string {
	return fmt.Sprintf("Connected %d times within a day, which Discord does not take for long; the next time is in %s; see in the log what ends the connections.",
		opened, wait.Round(time.Minute))
}

// memory is a ledger that is lost with the process.
type memory struct {
	mu     sync.Mutex
	opened []time.Time
}

// Opened returns the times of the last day.
func (m *memory) Opened(context.Context) ([]time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.opened), nil
}

// Note adds a time and forgets those that are older than a day.
func (m *memory) Note(_ context.Context, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.opened = append(slices.DeleteFunc(m.opened, func(o time.Time) bool { return at.Sub(o) >= day }), at)
	return nil
}
