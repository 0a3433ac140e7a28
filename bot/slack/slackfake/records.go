package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A Call is one request that the app made to the Web API or to a response URL.
type Call struct {
	At         time.Time
	Method     string // such as "chat.postMessage", or "response_url", "upload", "download"
	Token      string // "bot", "app", "" or "unknown"
	Args       json.RawMessage
	Error      string // Slack's name for the error; "" when it was carried out
	Status     int    // of the HTTP answer
	RetryAfter time.Duration
}

// A Latency is how long the app took to acknowledge one delivery.
type Latency struct {
	Delivery string
	Kind     string
	Attempt  int // 0 for the first attempt
	Took     time.Duration
	Missed   bool // no acknowledgement came within 3 s
}

// An Effect is something that a person could see happen.
type Effect struct {
	At       time.Time
	Kind     string // "message", "ephemeral", "update", "delete", "view", "home", "errors", "file"
	Channel  string
	User     string // who alone sees it; "" is everyone in the channel
	TS       string // of the message
	View     string // ID of the view
	Delivery string // what it answers, where Slack can tell: by response URL, trigger or acknowledgement
}

// An Active is a control sequence that Slack would act on: a mention, a
// broadcast, a link to a channel or an address behind a text.
type Active struct {
	Kind  string // "broadcast", "user", "group", "channel", "date" or "link"
	Text  string // as it stands in the payload, such as "<!channel>"
	Where string // path in the payload, such as "blocks[2].text"
}

// A Violation is a rule that the app broke.
type Violation struct {
	At    time.Time
	Where string // method, envelope kind or "socket"
	Rule  string // one sentence
}

// String returns the violation as one line.
func (v Violation) String() string { return v.Where + ": " + v.Rule }

// Violations returns every rule broken so far, oldest first. A test expects none.
func (s *Slack) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// Actives returns the control sequences of everything shown so far. Text that
// was escaped has none.
func (s *Slack) Actives() []Active {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.actives)
}

// Log returns the calls of the named methods, or of all when none is named,
// oldest first.
func (s *Slack) Log(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(methods) == 0 {
		return slices.Clone(s.calls)
	}
	var out []Call
	for _, c := range s.calls {
		if slices.Contains(methods, c.Method) {
			out = append(out, c)
		}
	}
	return out
}

// AckLatencies returns how long each attempt to deliver waited for its
// acknowledgement, in the order in which they ended.
func (s *Slack) AckLatencies() []Latency {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.latencies)
}

// Effects returns what people could see happen, oldest first.
func (s *Slack) Effects() []Effect {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.effects)
}

// Forget drops the messages, calls, latencies, effects and finished deliveries
// so far, so that a test of many days stays small. Violations and open views
// are kept.
func (s *Slack) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels = map[string][]*Message{}
	s.calls, s.latencies, s.effects, s.actives = nil, nil, nil, nil
	for id, d := range s.deliveries {
		if d.finished() {
			delete(s.deliveries, id)
		}
	}
	s.forgotten = true
	s.expire(time.Now())
}

// violate records a broken rule. The caller holds the lock.
func (s *Slack) violate(where, format string, args ...any) {
	s.violations = append(s.violations, Violation{At: time.Now(), Where: where, Rule: fmt.Sprintf(format, args...)})
}
