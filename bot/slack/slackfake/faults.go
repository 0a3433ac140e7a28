package slackfake

import "time"

// A Fault is what goes wrong with the next calls of one method. Without any of
// Error, Status, RetryAfter and Drop the calls succeed, late.
type Fault struct {
	Method      string        // "" is every method; "response_url", "upload" and "socket" are methods too
	Error       string        // answer ok:false with this name
	Status      int           // answer with this HTTP status and no JSON
	RetryAfter  time.Duration // answer 429
	Drop        bool          // cut the connection instead of answering
	Delay       time.Duration // wait before anything
	AfterEffect bool          // carry the call out, then fail
	Times       int           // how many calls; 0 is one, negative is all from now on
}

// Inject makes the next calls go wrong. Faults of one method are used in the
// order in which they were injected.
func (s *Slack) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// Heal removes all faults that are still to come.
func (s *Slack) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Revoke makes the tokens invalid: every call answers token_revoked, or the
// other name given. An empty name makes them valid again.
func (s *Slack) Revoke(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = name
}
