package briefings

import (
	"time"
)

// A SubscriptionID names a subscription, such as D-0001.
type SubscriptionID string

// A Subscription is a standing order for digests. Its owner is told when it
// breaks.
type Subscription struct {
	ID      SubscriptionID // given by the store; empty for a new one
	Name    string
	By      PersonID // the owner
	Topics  []string // only briefings on one of these; none is all
	Targets []Target // where each digest goes
	Timing  Timing
	Paused  bool
	Until   time.Time // snoozed until then; zero is not snoozed
	// CatchUp is how late a digest may still be posted after an outage; what was
	// missed longer ago is not made up for. It is at most [MaxCatchUp]. Several
	// missed times become one digest.
	CatchUp time.Duration
	// Idle says that a line is posted when nothing has changed; otherwise nothing
	// is, and the log says so.
	Idle bool
	// Repost says what is done when a platform cannot tell whether a digest
	// arrived: post it again, and perhaps twice, or leave it parked.
	Repost bool

	Seen    Seq       // the last change that a digest was planned for
	Due     time.Time // when it falls due next; zero is never
	Edition int       // the number of the last digest
	Made    time.Time
	Rev     uint64 // of the record it was read from; 0 for a new one
}

// The bounds and defaults of catching up.
const (
	MaxCatchUp     = 7 * 24 * time.Hour
	DefaultCatchUp = 6 * time.Hour
)

// A Target is one channel of a subscription.
type Target struct {
	Channel
	Faults int    // errors in a row that no retry can mend
	Off    string // why nothing is posted there any more; empty is that it is
}

// MostFaults is how many errors in a row that no retry can mend switch a target off.
const MostFaults = 3

// Timing says when a subscription falls due, as it is kept.
type Timing struct {
	Rule     string      `json:"rule"` // as ParseSchedule takes it
	Zone     string      `json:"zone"`
	Holidays []string    `json:"holidays,omitempty"`
	Skip     []time.Time `json:"skip,omitempty"`
}

// Schedule returns the schedule. The error is of kind Invalid.
func (t Timing) Schedule() (Schedule, error) {
	s, err := ParseSchedule(t.Rule, t.Zone)
	if err != nil {
		return Schedule{}, err
	}
	if s, err = s.Except(t.Holidays...); err != nil {
		return Schedule{}, err
	}
	return s.Skipping(t.Skip...), nil
}

// Next returns when the subscription falls due first after t, and false when it
// never does: it is paused, its timing cannot be read, or no day fits. Nothing is
// due while it is snoozed.
func (s Subscription) Next(t time.Time) (time.Time, bool) {
	when, err := s.Timing.Schedule()
	if s.Paused || err != nil {
		return time.Time{}, false
	}
	if s.Until.After(t) {
		t = s.Until.Add(-time.Nanosecond)
	}
	return when.Next(t)
}

// Slot returns the time for which a digest is owed now, given that nothing is
// owed before Due: the last time due not after now, and not longer ago than
// CatchUp allows. Without one, missed is whether a time was due and is past
// making up for. It costs the same after any outage.
func (s Subscription) Slot(now time.Time) (slot time.Time, owed, missed bool) {
	when, err := s.Timing.Schedule()
	if s.Paused || err != nil || s.Due.IsZero() || s.Due.After(now) || s.Until.After(now) {
		return time.Time{}, false, false
	}
	if slot, owed = when.Last(now, s.Due); !owed {
		return time.Time{}, false, false
	}
	if now.Sub(slot) > s.CatchUp+grace {
		return slot, false, true
	}
	return slot, true, false
}

// grace is how late a digest may be without any catching up: a scheduler wakes
// after the time due, never before it.
const grace = time.Minute
