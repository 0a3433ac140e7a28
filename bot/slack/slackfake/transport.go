package slackfake

import (
	"net/http"

	"github.com/gorilla/websocket"
)

// HTTPClient returns a client whose requests the fake answers in this process.
// Any other host cannot be reached, and trying is a violation.
func (s *Slack) HTTPClient() *http.Client { return nil }

// Dialer returns a dialer of sockets in memory.
func (s *Slack) Dialer() *websocket.Dialer { return nil }

// Listen serves the fake on a loopback address as well, which [Slack.API] then
// returns.
func (s *Slack) Listen() error { return nil }
