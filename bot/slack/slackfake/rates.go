package slackfake

import (
	"net/http"
	"time"
)

// A meter counts the calls of one method, or of one method in one channel.
type meter struct {
	left    float64 // calls that may be made at once
	at      time.Time
	paused  time.Time // no call before this moment
	since   time.Time // when that was said
	minute  float64
	highest float64
}

// grace is how long after a 429 a call may still arrive that was on its way.
const grace = 500 * time.Millisecond

// channelRate and channelBurst are what a channel bears of chat.postMessage:
// about one message a second, with short bursts.
const (
	channelRate  = 60
	channelBurst = 5
)

// meter counts a call and returns how long the app has to wait if it is one too
// many. The caller holds the lock.
func (s *Slack) meter(c *call, m method, now time.Time) time.Duration {
	name, minute, burst := c.method, m.minute, m.minute
	if c.method == "chat.postMessage" {
		name, minute, burst = name+" "+c.args.text("channel"), channelRate, channelBurst
	}
	if set, ok := s.cfg.Rates[c.method]; ok {
		minute, burst = set, max(set, 1)
	}
	wait := s.pausing(c.method, now)
	if wait == 0 && name != c.method {
		wait = s.pausing(name, now)
	}
	if wait > 0 {
		return wait
	}
	if minute == 0 {
		return 0
	}
	have := s.meters[name]
	if have == nil || have.highest == 0 {
		have = &meter{left: float64(burst), at: now}
		s.meters[name] = have
	}
	have.minute, have.highest = float64(minute), float64(burst)
	have.left = min(have.highest, have.left+now.Sub(have.at).Minutes()*have.minute)
	have.at = now
	if have.left >= 1 {
		have.left--
		return 0
	}
	wait = time.Duration((1-have.left)/have.minute*float64(time.Minute)).Truncate(time.Second) + time.Second
	s.pause(name, wait, now)
	return wait
}

// pausing returns how much of a pause is left, and records that the app did not
// keep it. The caller holds the lock.
func (s *Slack) pausing(name string, now time.Time) time.Duration {
	m := s.meters[name]
	if m == nil || !now.Before(m.paused) {
		return 0
	}
	if now.Sub(m.since) > grace {
		s.violate(name, "called %v after an answer with Retry-After: %v", now.Sub(m.since), m.paused.Sub(m.since))
	}
	return m.paused.Sub(now)
}

// pause makes a method refuse calls for a while. The caller holds the lock.
func (s *Slack) pause(name string, wait time.Duration, now time.Time) {
	m := s.meters[name]
	if m == nil {
		m = &meter{at: now}
		s.meters[name] = m
	}
	wait = (wait + time.Second - 1).Truncate(time.Second)
	m.paused, m.since = now.Add(wait), now
}

// tooMany answers 429. The caller holds the lock.
func (s *Slack) tooMany(c *call, w http.ResponseWriter, wait time.Duration) {
	s.calls = append(s.calls, Call{
		At: time.Now(), Method: c.method, Token: c.token, Args: c.args.raw(),
		Error: limited, Status: http.StatusTooManyRequests, RetryAfter: wait,
	})
	writeLimited(w, wait)
}
