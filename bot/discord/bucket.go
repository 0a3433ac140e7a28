package discord

import (
	"net/http"
	"strconv"
	"time"
)

// A bucket is how many calls Discord takes of some routes for one resource. It
// says so with every answer, and neither that its numbers stay nor how it counts,
// by windows or by refilling. So what is left is believed until the time at which
// there is more; then there is one call more in either case, and its answer tells
// the rest. The methods are called with the limiter's lock held.
type bucket struct {
	free   int       // calls that may be made
	until  time.Time // when there is more than that; zero is as soon as a call comes back
	epoch  int       // counts up whenever until has passed
	heard  bool      // an answer of this epoch has come
	flying int       // calls of this epoch under way
	last   time.Time // when a call was last let through
}

// What holds for a route of which Discord says nothing: so many calls at once,
// and one more after a time even when none comes back, so that a call that hangs
// does not hold up the others.
const (
	freeUntold = 5
	hangAfter  = time.Second
)

// opens returns when it is worth looking again, or zero when a call may be made.
// Told says that nothing but time can help.
func (b *bucket) opens(now time.Time) (until time.Time, told bool) {
	if !b.until.IsZero() && !now.Before(b.until) {
		b.until, b.heard, b.flying = time.Time{}, false, 0
		b.epoch++
		b.free = max(b.free, 1)
	}
	switch {
	case b.free > 0:
		return time.Time{}, false
	case !b.until.IsZero():
		return b.until, true
	case now.Sub(b.last) >= hangAfter:
		b.free = 1
		return time.Time{}, false
	}
	return b.last.Add(hangAfter), false
}

func (b *bucket) take(now time.Time) {
	b.free--
	b.flying++
	b.last = now
}

// back notes that a call of an epoch has come back.
func (b *bucket) back(epoch int, v *verdict, now time.Time) {
	current := epoch == b.epoch
	if current {
		b.flying--
	}
	switch {
	case v != nil && v.status == http.StatusTooManyRequests && !v.global && !v.everything:
		b.free = 0
		b.postpone(now.Add(v.after + settle))
	case !current:
	case b.heard && (v == nil || !v.told):
	case v == nil || v.status >= http.StatusInternalServerError:
		b.free = max(b.free, 1)
	case !v.told:
		b.free = max(b.free, freeUntold-b.flying)
	default:
		left := v.left
		if b.heard {
			left = min(left, b.free)
		} else {
			left = max(0, left-b.flying)
		}
		b.free, b.heard = left, true
		b.postpone(now.Add(v.reset + settle))
	}
}

func (b *bucket) postpone(until time.Time) {
	if until.After(b.until) {
		b.until = until
	}
}

// A verdict is what one answer says about rates.
type verdict struct {
	status     int
	bucket     string // what Discord calls it; empty when it does not say
	told       bool   // left and reset are there
	left       int    // calls that the bucket still takes
	reset      time.Duration
	after      time.Duration // of a 429: nothing before
	global     bool          // of a 429: nothing of the bot's own accord
	everything bool          // of a 429: nothing at all, for it was not the API that answered
	invalid    bool          // Discord counts it against its ban
}

// longestWait bounds what an answer can make us wait.
const longestWait = time.Hour

// verdictOf reads the headers of an answer. The body of a 429 adds to it.
func verdictOf(resp *http.Response) *verdict {
	h := resp.Header
	v := &verdict{status: resp.StatusCode, bucket: h.Get("X-RateLimit-Bucket")}
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	reset, ok := waitOf(h.Get("X-RateLimit-Reset-After"))
	if err == nil && ok && left >= 0 {
		v.told, v.left, v.reset = true, left, reset
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		v.invalid = true
	case http.StatusTooManyRequests:
		scope := h.Get("X-RateLimit-Scope")
		v.invalid = scope != "shared"
		v.global = h.Get("X-RateLimit-Global") == "true" || scope == "global"
		wait, _ := waitOf(h.Get("Retry-After"))
		v.after = max(wait, v.reset)
	}
	return v
}

// waitOf reads seconds as Discord writes them, with or without a fraction.
func waitOf(seconds string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(seconds, 64)
	if err != nil || !(n >= 0) {
		return 0, false
	}
	return time.Duration(min(n, longestWait.Seconds()) * float64(time.Second)), true
}
