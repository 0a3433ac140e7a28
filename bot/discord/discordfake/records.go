package discordfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A Request is one request that the app made to the REST interface.
type Request struct {
	At     time.Time
	Route  string // such as "POST /channels/{channel_id}/messages"
	Path   string // without the tokens it held
	Body   json.RawMessage
	Files  int
	Token  string // "bot", "" or "unknown"
	Status int    // 0 when it got no answer
	Code   int    // Discord's error code; 0 for none
	Took   time.Duration
}

// An Invalid is a request of the kind that Discord counts: 10,000 of them in
// ten minutes and the address is banned.
type Invalid struct {
	At     time.Time
	Status int
	Route  string
}

// A Latency is how long the app took to respond to one interaction.
type Latency struct {
	Interaction string
	Kind        string
	Took        time.Duration
	Missed      bool // no response came within 3 s
}

// An Effect is something that a person could see happen.
type Effect struct {
	At          time.Time
	Kind        string // "message", "ephemeral", "update", "delete", "modal", "thread"
	Channel     string
	User        string // who alone sees it; "" is everyone in the channel
	Message     string
	Interaction string // what it answers; "" for a message of the bot's own accord
}

// A Violation is a rule that the app broke.
type Violation struct {
	At    time.Time
	Where string // route, "gateway", "identify", "resume", "network" or a kind of interaction
	Rule  string // one sentence
}

// String returns the violation as one line.
func (v Violation) String() string { return v.Where + ": " + v.Rule }

// Violations returns every rule broken so far, oldest first. A test expects none.
func (d *Discord) Violations() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for _, v := range d.violations {
		out = append(out, v.String())
	}
	return out
}

// ViolationLog returns every rule broken so far with its time.
func (d *Discord) ViolationLog() []Violation {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.violations)
}

// Requests returns the requests to the named routes, or all when none is named,
// oldest first.
func (d *Discord) Requests(routes ...string) []Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Request
	for _, r := range d.requests {
		if len(routes) == 0 || slices.Contains(routes, r.Route) {
			out = append(out, r)
		}
	}
	return out
}

// InvalidRequests returns the requests that were answered 401, 403 or 429, but
// for those of a shared limit.
func (d *Discord) InvalidRequests() []Invalid {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.invalid)
}

// AckLatencies returns how long each interaction waited for its response, in
// the order in which they ended.
func (d *Discord) AckLatencies() []Latency {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.latencies)
}

// Effects returns what people could see happen, oldest first.
func (d *Discord) Effects() []Effect {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.effects)
}

// Forget drops the messages, requests, latencies, effects and finished
// deliveries so far, so that a test of many days
// stays small. Violations are kept.
func (d *Discord) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.channels = map[string][]*Message{}
	d.requests, d.latencies, d.effects, d.invalid = nil, nil, nil, nil
	d.dead = map[string]time.Time{}
	for id, v := range d.deliveries {
		if v.finished() {
			delete(d.deliveries, id)
			delete(d.tokens, v.Token)
		}
	}
	for id, m := range d.modals {
		if v := d.deliveries[m.Interaction]; v == nil {
			delete(d.modals, id)
		}
	}
	for key, n := range d.nonces {
		if time.Since(n.at) > d.cfg.NonceWindow {
			delete(d.nonces, key)
		}
	}
	for name, m := range d.meters {
		if time.Since(m.opened) > time.Hour && time.Now().After(m.paused) {
			delete(d.meters, name)
		}
	}
	d.identifies = slices.DeleteFunc(d.identifies, func(at time.Time) bool { return time.Since(at) > 24*time.Hour })
}

// violate records a broken rule. The caller holds the lock.
func (d *Discord) violate(where, format string, args ...any) {
	d.violations = append(d.violations, Violation{At: time.Now(), Where: where, Rule: fmt.Sprintf(format, args...)})
}

// happen records an effect. The caller holds the lock.
func (d *Discord) happen(e Effect) {
	e.At = time.Now()
	d.effects = append(d.effects, e)
}
