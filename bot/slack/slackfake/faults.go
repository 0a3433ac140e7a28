package slackfake

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// A Fault is what goes wrong with the next calls of one method. Without any of
// Error, Status, RetryAfter, Drop and Late the calls succeed, after Delay.
type Fault struct {
	Method      string        // "" is every method; "response_url", "upload" and "socket" are methods too
	Error       string        // answer ok:false with this name
	Status      int           // answer with this HTTP status and no JSON
	RetryAfter  time.Duration // answer 429; whole seconds
	Drop        bool          // cut the connection instead of answering
	Delay       time.Duration // wait before anything
	Late        time.Duration // cut the connection, and carry the call out after this
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

// fault takes the next fault of a method; nil when there is none.
func (s *Slack) fault(name string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Method != "" && f.Method != name {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			}
		}
		if f.RetryAfter > 0 {
			s.pause(name, f.RetryAfter, time.Now())
		}
		copied := *f
		return &copied
	}
	return nil
}

// before delays the call and answers it if the fault does so before anything
// happens. It reports whether the call goes on.
func (f *Fault) before(w http.ResponseWriter, r *http.Request) bool {
	if f.Delay > 0 && !sleep(r.Context(), f.Delay) {
		return false
	}
	if f.AfterEffect {
		return true
	}
	switch {
	case f.Drop:
		return false
	case f.RetryAfter > 0:
		writeLimited(w, f.RetryAfter)
		return false
	case f.Status != 0:
		http.Error(w, "no JSON here", f.Status)
		return false
	}
	return true
}

// cut ends the connection of a call that gets no answer.
func (f *Fault) cut() {
	if f.Drop {
		panic(http.ErrAbortHandler)
	}
}

// after fails a call that was carried out.
func (f *Fault) after(w http.ResponseWriter) {
	f.cut()
	if f.Status != 0 {
		http.Error(w, "no JSON here", f.Status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(reply{"ok": false, "error": f.Error})
}

// name returns what the log calls the fault.
func (f *Fault) name() string {
	switch {
	case f.RetryAfter > 0:
		return limited
	case f.Drop, f.Late > 0:
		return "dropped"
	}
	return f.Error
}

// status returns the HTTP status a call got; 0 when it got no answer.
func (f *Fault) status() int {
	switch {
	case f.Drop, f.Late > 0:
		return 0
	case f.RetryAfter > 0:
		return http.StatusTooManyRequests
	case f.Status != 0:
		return f.Status
	}
	return http.StatusOK
}

func writeLimited(w http.ResponseWriter, wait time.Duration) {
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusTooManyRequests)
	json.NewEncoder(w).Encode(reply{"ok": false, "error": limited})
}
