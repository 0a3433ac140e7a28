package briefings

import (
	"slices"
	"strings"
	"time"

	"github.com/netresearch/go-cron"
)

// A Schedule says at which instants something falls due. It has a rule in the
// five fields of cron, read on the wall clock of a zone. The zero Schedule is
// never due. A Schedule is a value: nothing changes it, and its methods may be
// called from many goroutines at once.
//
// A rule with fixed hours is due once for each wall time that it names: at the
// first of two instants where the clock is set back over it, and at the first
// instant that there is where the clock is set forward over it. A rule whose
// hours begin with * follows the time that passes: it is due whenever the wall
// clock shows one of its minutes, twice where the clock shows it twice and never
// where it does not. So do cronie and systemd.
//
// Where the day of the month and the day of the week are both restricted, either
// is enough, as cron has it.
type Schedule struct {
	rule     string // in five fields
	zone     *time.Location
	wall     *cron.SpecSchedule // on a clock without zones
	flows    bool               // it follows the time that passes
	holidays []string           // days on which it is not due, as 2006-01-02, sorted
	skipped  []time.Time        // instants at which it is not due
}

// String returns the rule in five fields, or "" for the zero Schedule.
func (s Schedule) String() string { return s.rule }

// Zone returns the zone, UTC for the zero Schedule.
func (s Schedule) Zone() *time.Location {
	if s.zone == nil {
		return time.UTC
	}
	return s.zone
}

// Except returns the schedule without the days, each as 2006-01-02 in its zone,
// instead of those it was without before. The error is of kind Invalid and names
// the first that is no day.
func (s Schedule) Except(days ...string) (Schedule, error) {
	for _, day := range days {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return s, Errorf(Invalid, "%q is no day; write holidays as 2025-12-25, with spaces between them.", Shorten(day, 40))
		}
	}
	s.holidays = slices.Compact(slices.Sorted(slices.Values(days)))
	return s, nil
}

// Holidays returns the days on which the schedule is not due, in order.
func (s Schedule) Holidays() []string { return slices.Clone(s.holidays) }

// Skipping returns the schedule without the instants.
func (s Schedule) Skipping(instants ...time.Time) Schedule {
	s.skipped = append(slices.Clone(s.skipped), instants...)
	return s
}

// Next returns the first instant after t at which the schedule is due, and false
// when there is none in the next twelve years.
func (s Schedule) Next(t time.Time) (time.Time, bool) {
	for s.wall != nil {
		next, ok := s.next(t)
		if !ok || !s.excepted(next) {
			return next, ok
		}
		t = next
	}
	return time.Time{}, false
}

// Upcoming returns the first n instants after t at which the schedule is due, or
// fewer when there are no more.
func (s Schedule) Upcoming(t time.Time, n int) []time.Time {
	var all []time.Time
	for len(all) < n {
		next, ok := s.Next(t)
		if !ok {
			break
		}
		all = append(all, next)
		t = next
	}
	return all
}

// Last returns the last instant not after t, and not before the earliest, at
// which the schedule is due; false when there is none. It costs the same
// however long ago the earliest is.
func (s Schedule) Last(t, earliest time.Time) (time.Time, bool) {
	for s.wall != nil {
		last, ok := s.last(t)
		if !ok || last.Before(earliest) {
			break
		}
		if !s.excepted(last) {
			return last, true
		}
		t = last.Add(-time.Nanosecond)
	}
	return time.Time{}, false
}

// excepted reports whether a holiday or a skip takes an instant out.
func (s Schedule) excepted(t time.Time) bool {
	if slices.ContainsFunc(s.skipped, t.Equal) {
		return true
	}
	_, found := slices.BinarySearch(s.holidays, t.In(s.zone).Format(time.DateOnly))
	return found
}

// longestRepeat is more than any zone has ever set its clock back or forward in
// the years that schedules are made for.
const longestRepeat = 25 * time.Hour

// next is Next before exceptions.
func (s Schedule) next(t time.Time) (time.Time, bool) {
	if s.flows {
		return s.nextFlowing(t)
	}
	// A wall time behind the clock may have its first instant after t only where
	// the clock was just set, so looking a day back is enough.
	for w := s.wall.Next(labelOf(t, s.zone).Add(-longestRepeat)); !w.IsZero(); w = s.wall.Next(w) {
		if due := firstInstant(w, s.zone); due.After(t) {
			return due, true
		}
	}
	return time.Time{}, false
}

// last is Last before exceptions, and without an earliest.
func (s Schedule) last(t time.Time) (time.Time, bool) {
	if s.flows {
		return s.lastFlowing(t)
	}
	for w := s.wall.Prev(labelOf(t, s.zone).Add(longestRepeat)); !w.IsZero(); w = s.wall.Prev(w) {
		if due := firstInstant(w, s.zone); !due.After(t) {
			return due, true
		}
	}
	return time.Time{}, false
}

// nextFlowing goes from one change of the zone's clock to the next: between two
// of them the wall clock and the time that passes agree.
func (s Schedule) nextFlowing(t time.Time) (time.Time, bool) {
	for limit := t.AddDate(searchYears, 0, 0); t.Before(limit); {
		_, end := t.In(s.zone).ZoneBounds()
		label := labelOf(t, s.zone)
		w := s.wall.Next(label)
		if w.IsZero() {
			break
		}
		if due := t.Add(w.Sub(label)); end.IsZero() || due.Before(end) {
			return due, true
		}
		// The instant of the change is due by what the clock shows after it.
		if label := labelOf(end, s.zone); s.wall.Next(label.Add(-time.Second)).Equal(label) {
			return end, true
		}
		t = end
	}
	return time.Time{}, false
}

// lastFlowing is nextFlowing backwards.
func (s Schedule) lastFlowing(t time.Time) (time.Time, bool) {
	for limit := t.AddDate(-searchYears, 0, 0); t.After(limit); {
		start, _ := t.In(s.zone).ZoneBounds()
		label := labelOf(t, s.zone)
		w := s.wall.Prev(label.Truncate(time.Minute).Add(time.Minute))
		if w.IsZero() {
			break
		}
		due := t.Add(w.Sub(label))
		if start.IsZero() || !due.Before(start) {
			return due, true
		}
		t = start.Add(-time.Nanosecond)
	}
	return time.Time{}, false
}

// labelOf returns what the wall clock of the zone shows at t, as if it were UTC.
func labelOf(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	_, offset := local.Zone()
	return local.UTC().Add(time.Duration(offset) * time.Second)
}

// firstInstant returns the first instant at which the wall clock of the zone
// shows at least the label: the first of two where it shows it twice, and the
// end of the gap where it does not show it at all.
func firstInstant(label time.Time, zone *time.Location) time.Time {
	// The instants that could bear the label lie around it, at most a day away.
	// Going through the stretches of equal offset from the earliest on finds the
	// first.
	at := label.Add(-longestRepeat)
	for {
		_, end := at.In(zone).ZoneBounds()
		due := at.Add(label.Sub(labelOf(at, zone)))
		if end.IsZero() || due.Before(end) {
			return latest(due, at)
		}
		at = end
	}
}

// latest returns the later of two instants.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// searchYears is how far a rule is looked ahead: the 29th of February can be
// eight years away.
const searchYears = 12

// LoadZone returns the zone of an IANA name, such as Europe/London. The error is
// of kind Invalid. What only this machine could resolve, such as Local or a path,
// is no name.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" || strings.HasPrefix(name, "/") || strings.Contains(name, "..") {
		return nil, Errorf(Invalid, "The time zone %q is not known; write an IANA name such as Europe/London.", Shorten(name, 40))
	}
	return zone, nil
}
