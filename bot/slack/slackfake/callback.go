package slackfake

import (
	"net/http"
	"time"
)

// Serve makes the fake deliver by signed HTTP instead of sockets, to a handler
// in this process.
func (s *Slack) Serve(app http.Handler) {}

// ServeAt makes the fake deliver by signed HTTP to an address.
func (s *Slack) ServeAt(address string) {}

// CommandRequest returns the signed callback of a slash command without sending
// it, for a test to forge. The trigger and response URL in it work.
func (s *Slack) CommandRequest(user, channel, text string) *http.Request { return nil }

// EventRequest returns the signed callback of an event without sending it.
func (s *Slack) EventRequest(kind string, event map[string]any) *http.Request { return nil }

// Sign signs a callback with any secret and time; its body is read and put back.
func Sign(r *http.Request, secret string, at time.Time) {}
