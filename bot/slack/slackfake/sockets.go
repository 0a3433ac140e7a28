package slackfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// MaxSockets is how many sockets an app may have open.
const MaxSockets = 10

// warning is how long before its end a socket is warned.
const warning = 10 * time.Second

// debugLife is how long a socket lives when it was opened with debug_reconnects.
const debugLife = 6 * time.Minute

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

// A socket is one connection. One goroutine reads from it, another writes to
// it; the other fields belong to the lock of the fake.
type socket struct {
	fake   *Slack
	ws     *websocket.Conn
	number int
	opened time.Time
	life   time.Duration
	wake   chan struct{} // there is something to write, or the state has changed
	gone   chan struct{} // closed with the connection

	queue                     [][]byte
	closed, refreshing, muted bool
	drained                   time.Time // when a refreshing socket closes
	envelopes, acks           int
}

func (c *call) openConnection() (reply, string) {
	ticket := c.id("ticket")
	c.tickets[ticket] = true
	return reply{"url": "ws" + c.base[len("http"):] + "/link?ticket=" + ticket}, ""
}

// serveSocket turns a request into a socket.
func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	if f := s.fault("socket"); f != nil && !f.before(w, r) {
		f.cut()
		return
	}
	s.mu.Lock()
	ticket := r.URL.Query().Get("ticket")
	known := s.tickets[ticket]
	delete(s.tickets, ticket)
	if !known {
		s.violate("socket", "opened without a fresh address from apps.connections.open")
	}
	s.mu.Unlock()
	if !known {
		http.NotFound(w, r)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		s.note("socket", "the handshake failed: %v", err)
		return
	}
	so := &socket{fake: s, ws: ws, opened: time.Now(), life: s.cfg.Life, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	if r.URL.Query().Get("debug_reconnects") == "true" {
		so.life = debugLife
	}
	if !s.admit(so) {
		ws.Close()
		return
	}
	ws.SetPingHandler(so.pong)
	go so.write()
	so.read()
}

// admit greets a new socket and gives it what waits, or refuses it.
func (s *Slack) admit(so *socket) bool {
	s.mu.Lock()
	reason := s.refuse
	open := 0
	for _, other := range s.sockets {
		if !other.closed {
			open++
		}
	}
	if reason == "" && open >= MaxSockets {
		reason = "too_many_websockets"
		s.violate("socket", "more than %d sockets are open", MaxSockets)
	}
	if reason != "" || s.closed {
		s.mu.Unlock()
		so.ws.WriteMessage(websocket.TextMessage, disconnectFrame(reason))
		return false
	}
	defer s.mu.Unlock()
	so.number = len(s.sockets) + 1
	s.sockets = append(s.sockets, so)
	if s.silent {
		return true
	}
	so.push(helloFrame(s, open+1, so.life))
	waiting := s.waiting
	s.waiting = nil
	for _, d := range waiting {
		s.send(d)
	}
	return true
}

func helloFrame(s *Slack, connections int, life time.Duration) []byte {
	debug := map[string]any{"host": "fake", "build_number": 1}
	if life > 0 {
		debug["approximate_connection_time"] = int(life / time.Second)
	}
	out, _ := json.Marshal(map[string]any{
		"type": "hello", "num_connections": connections, "debug_info": debug,
		"connection_info": map[string]any{"app_id": s.world.App},
	})
	return out
}

func disconnectFrame(reason string) []byte {
	out, _ := json.Marshal(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "fake"}})
	return out
}

// push queues a frame. The caller holds the lock.
func (so *socket) push(frame []byte) {
	so.queue = append(so.queue, frame)
	so.nudge()
}

func (so *socket) nudge() {
	select {
	case so.wake <- struct{}{}:
	default:
	}
}

// pong answers a ping of the app, unless the socket is half open.
func (so *socket) pong(data string) error {
	so.fake.mu.Lock()
	muted := so.muted
	so.fake.mu.Unlock()
	if !muted {
		so.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
	}
	return nil
}

// read takes acknowledgements until the connection ends.
func (so *socket) read() {
	defer so.shut()
	for {
		kind, data, err := so.ws.ReadMessage()
		if err != nil {
			return
		}
		so.fake.mu.Lock()
		switch {
		case so.muted:
		case kind != websocket.TextMessage:
			so.fake.violate("socket", "sent a frame that is not text")
		default:
			so.fake.acknowledge(so, data)
		}
		so.fake.mu.Unlock()
	}
}

// write sends what is queued, pings, and ends the socket when its life is over.
func (so *socket) write() {
	defer so.shut()
	pings := newTicker(so.fake.cfg.Ping)
	defer pings.Stop()
	end := newTicker(so.life)
	warn := newTicker(so.life - warning)
	drain := time.NewTimer(time.Hour)
	drain.Stop()
	defer func() { end.Stop(); warn.Stop(); drain.Stop() }()
	for {
		select {
		case <-so.gone:
			return
		case <-so.wake:
		case <-pings.C:
			if !so.send(websocket.PingMessage, nil) {
				return
			}
		case <-warn.C:
			so.fake.Disconnect(so.number, "warning")
			warn.Stop()
		case <-end.C:
			so.fake.Disconnect(so.number, "refresh_requested")
			end.Stop()
		case <-drain.C:
			return
		}
		frames, left := so.take()
		for _, f := range frames {
			if !so.send(websocket.TextMessage, f) {
				return
			}
		}
		if left >= 0 {
			drain.Reset(left)
		}
	}
}

// newTicker returns a ticker, one that never ticks for no period.
func newTicker(every time.Duration) *time.Ticker {
	if every > 0 {
		return time.NewTicker(every)
	}
	t := time.NewTicker(time.Hour)
	t.Stop()
	return t
}

// take returns what is to be written, and how long the socket still drains; a
// negative time when it does not. What a mute socket is given is lost.
func (so *socket) take() ([][]byte, time.Duration) {
	so.fake.mu.Lock()
	defer so.fake.mu.Unlock()
	frames := so.queue
	so.queue = nil
	if so.muted {
		frames = nil
	}
	if !so.refreshing {
		return frames, -1
	}
	return frames, max(0, time.Until(so.drained))
}

// send writes one frame and reports whether the socket still stands.
func (so *socket) send(kind int, frame []byte) bool {
	if kind == websocket.PingMessage {
		so.fake.mu.Lock()
		muted := so.muted
		so.fake.mu.Unlock()
		if muted {
			return true
		}
		return so.ws.WriteControl(kind, frame, time.Now().Add(10*time.Second)) == nil
	}
	so.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	return so.ws.WriteMessage(kind, frame) == nil
}

// shut ends the connection. It may be called from anywhere, more than once.
func (so *socket) shut() {
	so.fake.mu.Lock()
	if !so.closed {
		so.closed = true
		close(so.gone)
	}
	so.fake.mu.Unlock()
	so.ws.Close()
}

// pick chooses the socket of an envelope; nil when none is open. The caller
// holds the lock.
func (s *Slack) pick() *socket {
	open := slices.DeleteFunc(slices.Clone(s.sockets), func(so *socket) bool { return so.closed })
	for _, so := range open {
		if so.number == s.steer {
			return so
		}
	}
	if len(open) == 0 {
		return nil
	}
	return open[s.random.IntN(len(open))]
}
