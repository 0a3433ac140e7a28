package intake

import (
	"sync"
	"time"
)

// A platform sends an inbound again for some minutes, Slack for about six; an
// hour leaves room for a slow clock and a long outage. Slack makes at most 30,000
// deliveries an hour.
const (
	seenFor  = time.Hour
	seenMost = 100_000
)

// Seen remembers for an hour what has come in and how it was acknowledged. It
// may be used from many goroutines at once.
type Seen struct {
	mu      sync.Mutex
	entries map[string]*Entry
	order   []*Entry // oldest first
}

// An Entry is one inbound that has come in.
type Entry struct {
	key  string
	at   time.Time
	Once sync.Once // the first to come decides the rest; the others wait for it

	Ack      []byte // as it was written the first time
	Declined bool   // it is left without an acknowledgement, and may come again
}

// NewSeen returns a memory of nothing.
func NewSeen() *Seen { return &Seen{entries: map[string]*Entry{}} }

// Entry returns the entry of a key, made new if it is not remembered.
func (s *Seen) Entry(key string, now time.Time) *Entry {
	e, _ := s.find(key, now)
	return e
}

// Note reports whether a key is new, and remembers it.
func (s *Seen) Note(key string, now time.Time) bool {
	_, fresh := s.find(key, now)
	return fresh
}

func (s *Seen) find(key string, now time.Time) (e *Entry, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(now)
	if e, ok := s.entries[key]; ok {
		return e, false
	}
	e = &Entry{key: key, at: now}
	s.entries[key] = e
	s.order = append(s.order, e)
	return e, true
}

// forget drops what is too old, and the oldest when there is too much.
func (s *Seen) forget(now time.Time) {
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

// Drop forgets an entry, so that the inbound may come again.
func (s *Seen) Drop(e *Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries[e.key] == e {
		delete(s.entries, e.key)
	}
}
