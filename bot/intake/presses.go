package intake

import (
	"sync"
	"time"
)

// Presses knows which buttons are being seen to, so that two quick presses do
// one thing. It may be used from many goroutines at once.
type Presses struct {
	mu sync.Mutex
	at map[string]time.Time // zero while it is being seen to
}

// NewPresses returns a memory of no press.
func NewPresses() *Presses { return &Presses{at: map[string]time.Time{}} }

// onePress is how soon after a press another of the same button is taken for
// the same one.
const onePress = 3 * time.Second

// Begin reports whether a press is a new one.
func (p *Presses) Begin(key string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, at := range p.at {
		if !at.IsZero() && now.Sub(at) >= onePress {
			delete(p.at, k)
		}
	}
	if _, ok := p.at[key]; ok {
		return false
	}
	p.at[key] = time.Time{}
	return true
}

// End says that a press has been seen to.
func (p *Presses) End(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at[key] = time.Now()
}
