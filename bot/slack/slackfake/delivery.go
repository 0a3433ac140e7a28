package slackfake

import (
	"encoding/json"
	"fmt"
	"time"
)

// AckLimit is how long Slack waits for an acknowledgement.
const AckLimit = 3 * time.Second

// retries are the pauses before the second, third and fourth attempt.
func retries() []time.Duration {
	return []time.Duration{0, time.Minute, 5 * time.Minute}
}

// A Delivery is one thing that a person did, or that happened, on its way to
// the app: an envelope on a socket or a signed callback.
//
//	waiting -> sent -> acknowledged
//	   ^         |
//	   +---------+  no acknowledgement within 3 s: up to three retries, then given up
type Delivery struct {
	ID      string // envelope ID; callbacks have one too, for the records
	Kind    string // "slash_commands", "interactive", "events_api"
	Trigger string // trigger ID, where Slack gives one
	Hook    string // response URL, where Slack gives one
	Thread  string // the thread that was started, for OpenThread
	// Refused is why Slack's own client would not send it, such as a required
	// field left empty. Nothing reaches the app then.
	Refused string

	fake    *Slack
	payload map[string]any
	bodied  bool // Slack reads the body of the acknowledgement
	hook    *hook
	view    string // the modal that was submitted
	offer   string // where the choices of a type-ahead select are kept
	done    chan struct{}

	attempt int
	reason  string // why the last attempt failed
	sent    time.Time
	socket  *socket
	names   []string // envelope IDs it was sent under
	ack     Ack
	acked   bool
}

// An Ack is how the app answered a delivery.
type Ack struct {
	OK       bool          // acknowledged within 3 s of one of its attempts
	Took     time.Duration // of the attempt that was acknowledged
	Attempts int           // attempts made
	Socket   int           // number of the socket that acknowledged; 0 by HTTP
	Status   int           // HTTP status of the last answer; 0 on a socket
	Body     json.RawMessage
}

// An Option is one choice that the app offered for a type-ahead select.
type Option struct {
	Text, Value, Description, Group string
}

// Wait returns when the delivery is acknowledged or given up: after the last
// retry, or when the fake is closed.
func (d *Delivery) Wait() Ack {
	<-d.done
	return d.Ack()
}

// Done is closed when Wait would return at once.
func (d *Delivery) Done() <-chan struct{} { return d.done }

// Ack returns how the delivery stands now, without waiting.
func (d *Delivery) Ack() Ack {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	return d.ack
}

func (d *Delivery) finished() bool {
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}

// finish ends the delivery. The caller holds the lock of the fake.
func (d *Delivery) finish() {
	if !d.finished() {
		close(d.done)
	}
}

// Options returns the choices that the acknowledgement of [Slack.Options] holds.
func (a Ack) Options() []Option {
	o, _ := decode(a.Body).(map[string]any)
	out := choices(o["options"], "")
	for _, g := range objects(o["option_groups"]) {
		out = append(out, choices(g["options"], caption(g, "label"))...)
	}
	return out
}

// choices returns the options of a list.
func choices(list any, group string) []Option {
	var out []Option
	for _, o := range objects(list) {
		out = append(out, Option{caption(o, "text"), word(o, "value"), caption(o, "description"), group})
	}
	return out
}

// Errors returns the validation errors by block ID that the acknowledgement of
// [Slack.Submit] holds; nil when the view was accepted.
func (a Ack) Errors() map[string]string {
	var body struct{ Errors map[string]string }
	json.Unmarshal(a.Body, &body)
	return body.Errors
}

// newDelivery registers what is on its way. The caller holds the lock.
func (s *Slack) newDelivery(kind string) *Delivery {
	d := &Delivery{ID: s.id("env-"), Kind: kind, fake: s, done: make(chan struct{})}
	s.deliveries[d.ID] = d
	if s.closed {
		d.finish()
	}
	return d
}

// refused returns a delivery that Slack's client does not make.
func (s *Slack) refused(kind, format string, args ...any) *Delivery {
	d := &Delivery{Kind: kind, fake: s, done: make(chan struct{}), Refused: fmt.Sprintf(format, args...)}
	d.finish()
	return d
}

// send makes one attempt. The caller holds the lock.
func (s *Slack) send(d *Delivery) {
	if d.finished() {
		return
	}
	if s.address != "" {
		d.sent = time.Now()
		d.ack.Attempts++
		go s.callBack(d, d.attempt)
		return
	}
	so := s.pick()
	if so == nil {
		s.waiting = append(s.waiting, d)
		return
	}
	d.sent, d.socket = time.Now(), so
	d.ack.Attempts++
	so.envelopes++
	name := d.ID
	if d.attempt > 0 && s.cfg.FreshEnvelopes {
		name = fmt.Sprintf("%s-%d", d.ID, d.attempt)
		s.deliveries[name] = d
	}
	d.names = append(d.names, name)
	so.push(frame(d, name))
	attempt := d.attempt
	time.AfterFunc(AckLimit, func() { s.overdue(d, attempt) })
}

// frame returns the envelope of a delivery.
func frame(d *Delivery, name string) []byte {
	envelope := map[string]any{
		"envelope_id": name, "type": d.Kind, "payload": d.payload, "accepts_response_payload": d.bodied,
	}
	if d.Kind == "events_api" || d.attempt > 0 {
		envelope["retry_attempt"], envelope["retry_reason"] = d.attempt, ""
		if d.attempt > 0 {
			envelope["retry_reason"] = "timeout"
		}
	}
	out, err := json.Marshal(envelope)
	if err != nil {
		panic(fmt.Sprintf("slackfake: envelope: %v", err))
	}
	return out
}

// overdue ends an attempt that got no acknowledgement on a socket in time.
func (s *Slack) overdue(d *Delivery, attempt int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.finished() || d.attempt != attempt {
		return
	}
	if so := d.socket; !so.closed && !so.muted && !so.refreshing {
		s.violate(d.Kind, "%s was not acknowledged within %v", d.ID, AckLimit)
	}
	s.missed(d)
	s.again(d)
}

// missed records an attempt without an acknowledgement. The caller holds the lock.
func (s *Slack) missed(d *Delivery) {
	s.latencies = append(s.latencies, Latency{Delivery: d.ID, Kind: d.Kind, Attempt: d.attempt, Took: AckLimit, Missed: true})
}

// again plans the next attempt, or gives the delivery up. The caller holds the lock.
func (s *Slack) again(d *Delivery) {
	ladder := retries()
	if d.attempt >= len(ladder) {
		d.finish()
		return
	}
	pause := ladder[d.attempt]
	d.attempt++
	if pause == 0 {
		s.send(d)
		return
	}
	time.AfterFunc(pause, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.send(d)
	})
}

// acknowledge takes the acknowledgement of an envelope. The caller holds the lock.
func (s *Slack) acknowledge(so *socket, raw []byte) {
	var ack struct {
		EnvelopeID string `json:"envelope_id"`
		Payload    json.RawMessage
	}
	if err := json.Unmarshal(raw, &ack); err != nil || ack.EnvelopeID == "" {
		s.violate("socket", "sent %q, which is no acknowledgement", shortened(string(raw), 80))
		return
	}
	if len(raw) >= maxAck {
		s.violate("socket", "acknowledged %s with %d bytes; Slack drops %d and more", ack.EnvelopeID, len(raw), maxAck)
		return
	}
	so.acks++
	d := s.deliveries[ack.EnvelopeID]
	if d == nil {
		if !s.forgotten {
			s.violate("socket", "acknowledged %q, which was never sent", ack.EnvelopeID)
		}
		return
	}
	if d.acked {
		return
	}
	d.ack.Socket = so.number
	s.settle(d, ack.Payload)
}

// maxAck is the size at which Slack drops what comes on a socket.
const maxAck = 20 << 10

// settle ends a delivery that was acknowledged. The caller holds the lock.
func (s *Slack) settle(d *Delivery, body json.RawMessage) {
	took := time.Since(d.sent)
	late := took > AckLimit || d.finished()
	s.latencies = append(s.latencies, Latency{Delivery: d.ID, Kind: d.Kind, Attempt: d.attempt, Took: took, Missed: late})
	d.acked, d.ack.Took, d.ack.Body = true, took, body
	if !late {
		d.ack.OK = true
		s.apply(d, body)
	}
	d.finish()
}
