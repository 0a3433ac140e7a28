package discordfake

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"strconv"
	"time"
)

// A meter counts the requests to one route and what it is about, or all.
type meter struct {
	left   float64
	opened time.Time // when the window opened, or the last refill
	paused time.Time // no request before this moment
	since  time.Time // when that was said
}

// grace is how long after a 429 a request may still arrive that was on its way.
const grace = 500 * time.Millisecond

// globalMeter is the meter of everything the bot does.
const globalMeter = "global"

// meter counts a request against the bot's rate and the route's, and returns
// the headers of its answer, or 429. The caller holds the lock.
func (d *Discord) meter(c *call) answer {
	if !c.route.exempt() {
		if wait := d.pausing(globalMeter); wait > 0 {
			return tooMany(wait, "global", nil)
		}
		if n := d.cfg.GlobalRate; n > 0 {
			if m := d.count(globalMeter, Rate{n, time.Second}); m.paused.After(time.Now()) {
				return tooMany(time.Until(m.paused), "global", nil)
			}
		}
	}
	rate := c.route.rate
	if set, ok := d.cfg.RouteRates[c.route.name()]; ok {
		rate = set
	}
	name := c.bucket()
	if wait := d.pausing(name); wait > 0 {
		return tooMany(wait, "user", nil)
	}
	if rate.Limit <= 0 {
		return answer{}
	}
	m := d.count(name, rate)
	header := http.Header{}
	reset := d.resets(m, rate)
	header.Set("X-RateLimit-Limit", strconv.Itoa(rate.Limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, int(m.left))))
	header.Set("X-RateLimit-Reset", seconds(time.Duration(time.Now().Add(reset).UnixNano())))
	header.Set("X-RateLimit-Reset-After", seconds(reset))
	header.Set("X-RateLimit-Bucket", c.bucketHash())
	if m.paused.After(time.Now()) {
		return tooMany(time.Until(m.paused), "user", header)
	}
	return answer{header: header}
}

// count takes one request from a meter, and pauses it when there is none left.
func (d *Discord) count(name string, rate Rate) *meter {
	now := time.Now()
	m := d.meters[name]
	if m == nil {
		m = &meter{}
		d.meters[name] = m
	}
	switch passed := now.Sub(m.opened); {
	case m.opened.IsZero() || !d.cfg.Sliding && passed >= rate.Per:
		m.left, m.opened = float64(rate.Limit), now
	case d.cfg.Sliding:
		m.left = min(float64(rate.Limit), m.left+float64(passed)/float64(rate.Per)*float64(rate.Limit))
		m.opened = now
	}
	const whole = 1 - 1e-9 // a third of a refill three times is one
	if m.left >= whole {
		m.left--
		return m
	}
	m.paused, m.since = now.Add(d.resets(m, rate)), now
	return m
}

// resets returns when a meter has something again: the end of its window, or
// the next refill.
func (d *Discord) resets(m *meter, rate Rate) time.Duration {
	if !d.cfg.Sliding {
		return max(time.Until(m.opened.Add(rate.Per)), time.Millisecond)
	}
	missing := 1 - m.left
	if missing <= 0 {
		return time.Millisecond
	}
	return time.Duration(math.Ceil(missing * float64(rate.Per) / float64(rate.Limit)))
}

// pausing returns how much of a pause is left, and records that the app did not
// keep it. The caller holds the lock.
func (d *Discord) pausing(name string) time.Duration {
	m, now := d.meters[name], time.Now()
	if m == nil || !now.Before(m.paused) {
		return 0
	}
	if now.Sub(m.since) > grace {
		d.violate(name, "called %v after a 429 that asked for %v", now.Sub(m.since), m.paused.Sub(m.since))
	}
	return m.paused.Sub(now)
}

// pause makes a meter refuse requests for a while. The caller holds the lock.
func (d *Discord) pause(name string, wait time.Duration) {
	m := d.meters[name]
	if m == nil {
		m = &meter{}
		d.meters[name] = m
	}
	m.paused, m.since = time.Now().Add(wait), time.Now()
}

// bucket names what a request counts against: its route and the channel,
// server or webhook it is about.
func (c *call) bucket() string {
	for _, name := range []string{"channel_id", "guild_id", "webhook_token"} {
		if v := c.params[name]; v != "" {
			return c.route.name() + " " + v
		}
	}
	return c.route.name()
}

// bucketHash returns the name Discord gives the route's bucket.
func (c *call) bucketHash() string {
	h := fnv.New64a()
	h.Write([]byte(c.route.name()))
	return fmt.Sprintf("%016x", h.Sum64())
}

// tooMany answers 429.
func tooMany(wait time.Duration, scope string, header http.Header) answer {
	if header == nil {
		header = http.Header{}
	}
	header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	header.Set("X-RateLimit-Scope", scope)
	if scope == "global" {
		header.Set("X-RateLimit-Global", "true")
	} else {
		header.Set("X-RateLimit-Reset-After", seconds(wait))
	}
	return answer{status: http.StatusTooManyRequests, header: header, body: object{
		"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": scope == "global",
	}}
}

// seconds writes a time as Discord's headers do, with milliseconds.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
