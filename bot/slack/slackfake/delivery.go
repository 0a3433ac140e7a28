package slackfake

import (
	"encoding/json"
	"time"
)

// AckLimit is how long Slack waits for an acknowledgement.
const AckLimit = 3 * time.Second

// A Delivery is one thing that a person did, or that happened, on its way to
// the app: an envelope on a socket or a signed callback.
type Delivery struct {
	ID      string // envelope ID; callbacks have one too, for the records
	Kind    string // "slash_commands", "interactive", "events_api"
	Trigger string // trigger ID, where Slack gives one
	Hook    string // response URL, where Slack gives one
	// Refused is why Slack's own client would not send it, such as a required
	// field left empty. Nothing reaches the app then.
	Refused string

	fake *Slack
	sent sending
	done chan struct{}
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
// retry, when its retries are exhausted or the fake is closed.
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
	return d.sent.ack
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
func (a Ack) Options() []Option { return nil }

// Errors returns the validation errors by block ID that the acknowledgement of
// [Slack.Submit] holds; nil when the view was accepted.
func (a Ack) Errors() map[string]string { return nil }

type sending struct {
	payload map[string]any
	ack     Ack
}
