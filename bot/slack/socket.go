package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"attache/bot/intake"
)

const (
	connectLimit = 10 * time.Second // for each step: an address, a connection, a hello
	writeLimit   = 5 * time.Second
	largestFrame = 4 << 20
	atOnce       = 64 // envelopes of one websocket whose acknowledgement is being decided
)

// A closing is the reason for which Slack ends a websocket.
type closing struct{ reason string }

func (c closing) Error() string { return "slack closes the websocket: " + c.reason }

// A wire is one open websocket. It acknowledges what comes in until it is
// closed by either side, also after Slack has asked for a new one.
type wire struct {
	p       *Platform
	door    door
	conn    *websocket.Conn
	silence time.Duration // how long nothing may come in before the wire counts as dead

	write sync.Mutex
	slots chan struct{}
	wg    sync.WaitGroup // everything that runs for this wire

	hello  chan struct{} // closed when Slack has greeted
	life   time.Duration // how long Slack means to keep it; zero is unknown; valid after the hello
	retire chan closing  // holds the reason once Slack has asked for a new one
	done   chan struct{} // closed when nothing more will come in
	err    error         // why; valid once done is closed
}

// dial opens a websocket and waits for Slack's greeting.
func (p *Platform) dial(ctx context.Context, door door) (*wire, error) {
	limited, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	_, address, err := p.api.StartSocketModeContext(limited)
	if err != nil {
		return nil, fmt.Errorf("open a connection: %w", intake.Bare(err))
	}
	limited, cancel = context.WithTimeout(ctx, connectLimit)
	defer cancel()
	conn, resp, err := p.dialer().DialContext(limited, address, nil)
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("dial the websocket: %w", intake.Bare(err))
	}
	w := &wire{p: p, door: door, conn: conn, silence: 2 * p.cfg.PingInterval,
		slots: make(chan struct{}, atOnce), hello: make(chan struct{}),
		retire: make(chan closing, 1), done: make(chan struct{})}
	w.start()
	select {
	case <-w.hello:
		return w, nil
	case why := <-w.retire:
		err = why
	case <-w.done:
		err = fmt.Errorf("wait for a greeting: %w", w.err)
	case <-limited.Done():
		err = fmt.Errorf("wait for a greeting: %w", limited.Err())
	}
	w.close()
	return nil, err
}

// dialer returns the dialer of the settings, or one whose buffer holds the
// largest acknowledgement: Slack does not put fragments together.
func (p *Platform) dialer() *websocket.Dialer {
	if p.cfg.Dialer != nil {
		return p.cfg.Dialer
	}
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: connectLimit, WriteBufferSize: 32 << 10}
}

// start has the wire read, and ping, until it is closed.
func (w *wire) start() {
	w.p.counts.sockets.Add(1)
	w.conn.SetReadLimit(largestFrame)
	w.heard()
	w.conn.SetPongHandler(func(string) error {
		w.heard()
		return nil
	})
	w.conn.SetPingHandler(func(data string) error {
		w.heard()
		// What cannot be written is noticed by the next ping of our own.
		w.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeLimit))
		return nil
	})
	w.wg.Go(w.read)
	w.wg.Go(w.ping)
}

// heard puts off the end of a wire from which something has come.
func (w *wire) heard() { w.conn.SetReadDeadline(time.Now().Add(w.silence)) }

// read takes in frames until the connection ends.
func (w *wire) read() {
	defer w.p.counts.sockets.Add(-1)
	defer w.conn.Close()
	defer close(w.done)
	for {
		kind, frame, err := w.conn.ReadMessage()
		if err != nil {
			var late net.Error
			if errors.As(err, &late) && late.Timeout() {
				w.p.counts.halfOpen.Add(1)
			}
			w.err = intake.Bare(err)
			return
		}
		w.heard()
		if kind == websocket.TextMessage {
			w.frame(frame)
		}
	}
}

// ping asks for a sign of life as long as the wire is open. Slack pings too,
// but a peer that is gone does not.
func (w *wire) ping() {
	ticker := time.NewTicker(w.p.cfg.PingInterval)
	defer ticker.Stop()
	for {
		select {
		case <-w.done:
			return
		case <-ticker.C:
			if w.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeLimit)) != nil {
				w.conn.Close()
				return
			}
		}
	}
}

// frame deals with one frame. It returns before an envelope is acknowledged,
// so that one door does not hold up the next.
func (w *wire) frame(frame []byte) {
	var e envelope
	if lenient(frame, &e) != nil {
		w.p.counts.malformed.Add(1)
		return
	}
	switch e.Type {
	case "hello":
		select {
		case <-w.hello:
		default:
			w.life = time.Duration(e.Debug.Life) * time.Second
			close(w.hello)
		}
	case "disconnect":
		select {
		case w.retire <- closing{reason: e.Reason}:
		default:
		}
	default:
		w.slots <- struct{}{}
		w.wg.Go(func() {
			defer func() { <-w.slots }()
			w.envelope(e, time.Now())
		})
	}
}

// envelope takes in one envelope. One that means nothing here is acknowledged
// all the same: Slack would only send it again.
func (w *wire) envelope(e envelope, now time.Time) {
	send := func(ack json.RawMessage) { w.ack(e, ack) }
	switch e.Type {
	case kindCommand, kindAction, kindEvent:
		h, err := headOf(e.Payload)
		if err != nil || e.ID == "" {
			w.p.counts.malformed.Add(1)
			break
		}
		w.p.receive(w.door, inboundOf(e.Type, e.Payload, h, e.ID, now, e.Retry), h, send)
		return
	default:
		w.p.counts.unknown.Add(1)
	}
	if e.ID != "" {
		send(nil)
	}
}

// ack writes one acknowledgement. A wire that does not take it is closed; Slack
// then sends the envelope again.
func (w *wire) ack(e envelope, body json.RawMessage) {
	if e.Bodied != nil && !*e.Bodied {
		body = nil
	}
	frame, err := json.Marshal(struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{e.ID, body})
	if err != nil {
		panic("slack: an acknowledgement cannot be encoded: " + err.Error())
	}
	w.write.Lock()
	defer w.write.Unlock()
	w.conn.SetWriteDeadline(time.Now().Add(writeLimit))
	if err := w.conn.WriteMessage(websocket.TextMessage, frame); err != nil {
		w.p.counts.failedAcks.Add(1)
		w.p.log.Warn("slack acknowledgement not written", "envelope", e.ID, "error", intake.Bare(err))
		w.conn.Close()
		return
	}
	w.p.counts.acks.Add(1)
}

// close ends the wire and waits until nothing runs for it any more.
func (w *wire) close() {
	w.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
	w.conn.Close()
	w.wg.Wait()
}
