package slack

import (
	"sync"
	"time"
)

// Slack sends an inbound again for about six minutes; an hour leaves room for a
// slow clock and a long outage. It makes at most 30,000 deliveries an hour.
const (
	seenFor  = time.Hour
	seenMost = 100_000
)

// seen remembers for an hour what has come in and how it was acknowledged. It
// may be used from many goroutines at once.
type seen struct {
	mu      sync.Mutex
	entries map[string]*entry
	order   []*entry // oldest first
}

// An entry is one inbound that has come in.
type entry struct {
	key  string
	at   time.Time
	once sync.Once // the first to come decides the rest; the others wait for it

	ack      []byte // as it was written the first time
	declined bool   // it is left without an acknowledgement, and may come again
}

func newSeen() *seen { return &seen{entries: map[string]*entry{}} }

// entry returns the entry of a key, made new if it is not remembered.
func (s *seen) entry(key string, now time.Time) *entry {
	e, _ := s.find(key, now)
	return e
}

// note reports whether a key is new, and remembers it.
func (s *seen) note(key string, now time.Time) bool {
	_, fresh := s.find(key, now)
	return fresh
}

func (s *seen) find(key string, now time.Time) (e *entry, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(now)
	if e, ok := s.entries[key]; ok {
		return e, false
	}
	e = &entry{key: key, at: now}
	s.entries[key] = e
	s.order = append(s.order, e)
	return e, true
}

// forget drops what is too old, and the oldest when there is too much.
func (s *seen) forget(now time.Time) {
	n := 0
	for n < len(s.order) && (now.Sub(s.order[n].at) >= seenFor || len(s.order)-n >= seenMost) {
		if e := s.order[n]; s.entries[e.key] == e {
			delete(s.entries, e.key)
		}
		s.order[n] = nil
		n++
	}
	s.order = s.order[n:]
}

// drop forgets an entry, so that the inbound may come again.
func (s *seen) drop(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries[e.key] == e {
		delete(s.entries, e.key)
	}
}
