package slackfake

import "time"

// Sockets returns all connections so far, the oldest first.
func (s *Slack) Sockets() []Socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Socket
	for _, so := range s.sockets {
		out = append(out, Socket{so.number, so.opened, so.closed, so.refreshing, so.muted, so.envelopes, so.acks})
	}
	return out
}

// each does something with one open socket, or with all for 0. The caller holds
// the lock.
func (s *Slack) each(number int, do func(*socket)) {
	for _, so := range s.sockets {
		if !so.closed && (number == 0 || so.number == number) {
			do(so)
		}
	}
}

// Disconnect sends a disconnect frame on one socket, or on all for 0, with the
// reason "warning", "refresh_requested" or "link_disabled". After all but a
// warning the socket closes when its drain time is over.
func (s *Slack) Disconnect(number int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.each(number, func(so *socket) {
		if reason != "warning" && !so.refreshing {
			so.refreshing, so.drained = true, time.Now().Add(s.cfg.Drain)
		}
		so.push(disconnectFrame(reason))
	})
}

// Drop cuts one socket, or all for 0, without a word.
func (s *Slack) Drop(number int) {
	var cut []*socket
	s.mu.Lock()
	s.each(number, func(so *socket) { cut = append(cut, so) })
	s.mu.Unlock()
	for _, so := range cut {
		so.shut()
	}
}

// Mute makes one socket, or all for 0, half open: it takes everything and says
// nothing, not even a ping.
func (s *Slack) Mute(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.each(number, func(so *socket) { so.muted = true })
}

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
func (s *Slack) Frame(number int, frame []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.each(number, func(so *socket) { so.push(frame) })
}

// Envelope delivers an envelope of any type, known or not. Slack redelivers it
// until it is acknowledged.
func (s *Slack) Envelope(kind string, payload map[string]any) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.newDelivery(kind)
	d.payload = payload
	s.send(d)
	return d
}
