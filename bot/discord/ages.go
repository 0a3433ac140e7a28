package discord

import (
	"strconv"
	"sync"
	"time"
)

// baseFor is how long at least what is known of the difference between two
// clocks holds. They drift apart, and may be set.
const baseFor = 30 * time.Minute

// An ages tells how old interactions are by the time in their IDs, which is Discord's
// clock and not this one. The difference between the two is in every age, and the
// least age of the last half hour is hardly more than that difference. It may be
// used from many goroutines at once.
type ages struct {
	mu    sync.Mutex
	since time.Time
	base  [2]*time.Duration // of this half hour and the one before; nil is unknown
}

// late reports whether an interaction came too late to be responded to. A
// replayed one is compared with this clock when nothing else is known; one that
// is not is then in time, and known from.
func (a *ages) late(id string, now time.Time, replayed bool) bool {
	at, ok := born(id)
	if !ok {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch passed := now.Sub(a.since); {
	case passed >= 2*baseFor:
		a.since, a.base = now, [2]*time.Duration{}
	case passed >= baseFor:
		a.since, a.base = now, [2]*time.Duration{nil, a.base[0]}
	}
	age := now.Sub(at)
	base, known := a.least()
	if !replayed && (a.base[0] == nil || age < *a.base[0]) {
		a.base[0] = &age
	}
	switch {
	case !known && !replayed:
		return false
	case !known:
		base = 0
	}
	return age-base > ackWithin
}

// least returns the least age that is remembered.
func (a *ages) least() (least time.Duration, known bool) {
	for _, b := range a.base {
		if b != nil && (!known || *b < least) {
			least, known = *b, true
		}
	}
	return least, known
}

// born returns the time in an ID of Discord, or false for one that has none.
func born(id string) (time.Time, bool) {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(n>>22) + time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()), true
}
