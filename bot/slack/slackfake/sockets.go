package slackfake

import "time"

// MaxSockets is how many sockets an app may have open.
const MaxSockets = 10

// A Socket is the state of one Socket Mode connection.
type Socket struct {
	Number     int // 1, 2, 3 ... in the order of opening
	Opened     time.Time
	Closed     bool
	Refreshing bool // was asked to refresh
	Muted      bool
	Envelopes  int // delivered on it
	Acks       int // acknowledgements that came on it
}

// Sockets returns all connections so far, the oldest first.
func (s *Slack) Sockets() []Socket { return nil }

// Disconnect sends a disconnect frame on one socket, or on all for 0, with the
// reason "warning", "refresh_requested" or "link_disabled". After the last two
// the socket closes when its drain time is over.
func (s *Slack) Disconnect(number int, reason string) {}

// Drop cuts one socket, or all for 0, without a word.
func (s *Slack) Drop(number int) {}

// Mute makes one socket, or all for 0, half open: it takes everything and says
// nothing, not even a ping.
func (s *Slack) Mute(number int) {}

// Steer sends the following envelopes to one socket as long as it is open, even
// when it drains or is mute; 0 lets chance decide again.
func (s *Slack) Steer(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steer = number
}

// Silence makes new sockets wait for a hello that never comes, or ends that.
func (s *Slack) Silence(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = on
}

// RefuseSockets answers new sockets with a disconnect frame of this reason, as
// "too_many_websockets" or "link_disabled"; "" accepts them again.
func (s *Slack) RefuseSockets(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = reason
}

// Frame sends any bytes as one text frame on a socket, or on all for 0.
func (s *Slack) Frame(number int, frame []byte) {}

// Envelope delivers an envelope of any type, known or not.
func (s *Slack) Envelope(kind string, payload map[string]any) *Delivery { return nil }

type socket struct{}

func (so *socket) shut() {}
