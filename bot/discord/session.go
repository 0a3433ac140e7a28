package discord

import (
	"encoding/json"
	"net/url"
	"runtime"
	"sync/atomic"
)

// intents is what the gateway is asked to tell: the servers that the bot is in.
// Interactions come without any, and nothing that people write is asked for.
const intents = 1 << 0

// A session is what Discord remembers of the bot between two websockets. It is
// taken up again where it was left, and what happened meanwhile is sent then.
type session struct {
	id  string
	url string       // where it is taken up again
	seq atomic.Int64 // of the last event that came in; zero is none
}

// saw notes the number of an event.
func (s *session) saw(seq int64) {
	if seq > s.seq.Load() {
		s.seq.Store(seq)
	}
}

// beat returns the frame of a heartbeat.
func (s *session) beat() []byte {
	var seq *int64
	if n := s.seq.Load(); n > 0 {
		seq = &n
	}
	return encodeFrame(opHeartbeat, seq)
}

// resume returns the frame that takes the session up again.
func (s *session) resume(token string) []byte {
	return encodeFrame(opResume, map[string]any{"token": token, "session_id": s.id, "seq": s.seq.Load()})
}

// identify returns the frame that asks for a new session.
func identify(token string) []byte {
	return encodeFrame(opIdentify, map[string]any{
		"token": token, "intents": intents, "compress": false,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "attache", "device": "attache"},
	})
}

func encodeFrame(op int, data any) []byte {
	frame, err := json.Marshal(map[string]any{"op": op, "d": data})
	if err != nil {
		panic("discord: a frame cannot be encoded: " + err.Error())
	}
	return frame
}

// A greeting is what Discord says to a new session.
type greeting struct {
	Session string `json:"session_id"`
	URL     string `json:"resume_gateway_url"`
	Servers []struct {
		ID string `json:"id"`
	} `json:"guilds"` // all that the bot is in; nil is not said
}

// names reports whether a server is among those that the bot is in.
func (g greeting) names(server string) bool {
	for _, s := range g.Servers {
		if s.ID == server {
			return true
		}
	}
	return g.Servers == nil
}

// open makes the session the one that Discord greets. The address at which it is
// taken up again gets the token, so one that is less safe than the first, or
// none at all, is left out for the first.
func (s *session) open(g greeting, first string) {
	s.id, s.url = g.Session, first
	next, err := url.Parse(g.URL)
	if err != nil || next.Host == "" || next.Scheme != "wss" && (next.Scheme != "ws" || secure(first)) {
		return
	}
	s.url = g.URL
}

// secure reports whether an address of the gateway hides what is said.
func secure(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "wss"
}

// socketOf returns the address of a websocket of the gateway that speaks the
// version and the encoding of this package.
func socketOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "wss" && u.Scheme != "ws" {
		return "", errAddress
	}
	u.RawQuery = url.Values{"v": {"10"}, "encoding": {"json"}}.Encode()
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}
