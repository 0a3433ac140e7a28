package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"attache/bot/intake"
)

const (
	connectLimit = 15 * time.Second // from the first byte to Discord's hello, and from there to its greeting
	ackLimit     = 3 * time.Second  // for a heartbeat to be acknowledged
	writeLimit   = 3 * time.Second
	largestFrame = 16 << 20 // a server with all its channels is a few MiB at most

	shortestBeat = time.Second // more often would be more than Discord takes in a minute
	longestBeat  = 10 * time.Minute
)

// The operations of the gateway.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Why a websocket ends, when it is not that the connection broke.
var (
	errZombie    = errors.New("a heartbeat was not acknowledged")
	errReconnect = errors.New("discord asks to connect again")
	errIgnored   = errors.New("discord did not greet in time")
	errHello     = errors.New("discord asks for an impossible heartbeat")
	errAddress   = errors.New("discord names no address of a websocket")
)

// An invalid is Discord's word that the session does not stand.
type invalid struct{ resumable bool }

func (i invalid) Error() string {
	return fmt.Sprintf("discord calls the session invalid, resumable %t", i.resumable)
}

// A frame is what the gateway says.
type frame struct {
	Op   *int            `json:"op"`
	Type string          `json:"t"`
	Seq  int64           `json:"s"`
	Data json.RawMessage `json:"d"`
}

// A wire is one websocket of the gateway.
type wire struct {
	g        *gateway
	conn     *websocket.Conn
	session  *session
	resuming bool // the session is taken up again; otherwise it is asked for
	interval time.Duration

	acks  chan struct{} // a heartbeat was acknowledged
	asked chan struct{} // Discord wants a heartbeat now
	done  chan struct{} // closed when the wire has ended
	ready atomic.Bool   // Discord has greeted; nothing is replayed any more
	once  sync.Once
	err   error // why it ended; valid once done is closed

	sending sync.Mutex
	wg      sync.WaitGroup
}

// dial opens a websocket and waits for Discord's hello.
func (g *gateway) dial(ctx context.Context, s *session, address string, resuming bool) (*wire, error) {
	address, err := socketOf(address)
	if err != nil {
		return nil, err
	}
	end := time.Now().Add(connectLimit)
	limited, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	conn, resp, err := g.dialer().DialContext(limited, address, nil)
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("dial the gateway: %w", intake.Bare(err))
	}
	w := &wire{g: g, conn: conn, session: s, resuming: resuming,
		acks: make(chan struct{}, 1), asked: make(chan struct{}, 1), done: make(chan struct{})}
	stop := context.AfterFunc(limited, func() { conn.Close() })
	defer stop()
	conn.SetReadDeadline(end)
	if err := w.hello(); err != nil {
		conn.Close()
		return nil, fmt.Errorf("wait for a hello: %w", intake.Bare(err))
	}
	g.p.counts.connects.Add(1)
	return w, nil
}

// dialer returns the dialer of the settings, or one of the package's own.
func (g *gateway) dialer() *websocket.Dialer {
	if g.p.cfg.Dialer != nil {
		return g.p.cfg.Dialer
	}
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: connectLimit}
}

// hello reads until Discord has said how often it wants a heartbeat.
func (w *wire) hello() error {
	for {
		f, err := w.read()
		switch {
		case err != nil:
			return err
		case f.Op == nil || *f.Op != opHello:
			continue
		}
		var hello struct {
			Interval float64 `json:"heartbeat_interval"` // milliseconds
		}
		if json.Unmarshal(f.Data, &hello) != nil {
			return errHello
		}
		w.interval = time.Duration(hello.Interval * float64(time.Millisecond))
		if w.interval < shortestBeat || w.interval > longestBeat {
			return errHello
		}
		return nil
	}
}

// read returns the next frame. One that is too large or cannot be read is
// counted and comes back empty: the websocket is as good as before.
func (w *wire) read() (frame, error) {
	var f frame
	kind, body, err := w.conn.NextReader()
	if err != nil {
		return f, err
	}
	data, err := io.ReadAll(io.LimitReader(body, largestFrame+1))
	switch {
	case err != nil:
		return f, err
	case len(data) > largestFrame: // the next call skips what is left of it
		w.g.p.counts.huge.Add(1)
		return f, nil
	case kind != websocket.TextMessage || json.Unmarshal(data, &f) != nil || f.Op == nil:
		w.g.p.counts.malformed.Add(1)
		return frame{}, nil
	}
	return f, nil
}

// run greets Discord and takes in what it says until the wire ends; it returns
// why. At the end of ctx the session ends with the wire.
func (w *wire) run(ctx context.Context) error {
	w.g.p.counts.sockets.Add(1)
	defer w.g.p.counts.sockets.Add(-1)
	defer w.wg.Wait()
	stop := context.AfterFunc(ctx, func() { w.end(ctx.Err()) })
	defer stop()
	patience := time.AfterFunc(connectLimit, func() {
		if !w.ready.Load() {
			w.end(errIgnored)
		}
	})
	defer patience.Stop()
	w.greet(ctx)
	w.wg.Go(w.beat)
	for !w.over() {
		w.conn.SetReadDeadline(time.Now().Add(w.interval + 2*ackLimit))
		f, err := w.read()
		if err != nil {
			w.end(err)
			break
		}
		if f.Op != nil && !w.over() {
			w.g.p.room.Safely(func() { w.take(f, time.Now()) })
		}
	}
	if w.ready.Load() {
		w.g.p.health.disconnected()
	}
	return w.err
}

// greet takes the session up again, or asks for one.
func (w *wire) greet(ctx context.Context) {
	token := string(w.g.p.cfg.Token)
	if w.resuming {
		w.write(w.session.resume(token))
		return
	}
	w.g.starts.spend(ctx)
	w.g.p.counts.identifies.Add(1)
	w.write(identify(token))
}

// beat sends heartbeats until the wire ends. One that is not acknowledged ends
// it: Discord's end is gone, however well the connection looks.
func (w *wire) beat() {
	asks := rate.NewLimiter(rate.Every(time.Second), 5)
	timer := time.NewTimer(rand.N(w.interval)) // so that bots that come back together do not beat together
	defer timer.Stop()
	for {
		select {
		case <-w.done:
			return
		case <-w.asked:
			if !asks.Allow() {
				continue
			}
		case <-timer.C:
		}
		timer.Reset(w.interval)
		select { // what is left of an acknowledgement that nobody asked for
		case <-w.acks:
		default:
		}
		w.write(w.session.beat())
		late := time.NewTimer(ackLimit)
		select {
		case <-w.acks:
		case <-w.done:
		case <-late.C:
			w.g.p.counts.zombies.Add(1)
			w.end(errZombie)
		}
		late.Stop()
	}
}

// write sends a frame. What cannot be sent ends the wire.
func (w *wire) write(data []byte) {
	w.sending.Lock()
	defer w.sending.Unlock()
	w.conn.SetWriteDeadline(time.Now().Add(writeLimit))
	if err := w.conn.WriteMessage(websocket.TextMessage, data); err != nil {
		w.end(err)
	}
}

// over reports whether the wire has ended.
func (w *wire) over() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

// end ends the wire for a reason, of which the first counts. Only at the end of
// the platform is the session given up with it: the codes 1000 and 1001 say so.
func (w *wire) end(why error) {
	w.once.Do(func() {
		w.err = intake.Bare(why)
		close(w.done)
		code := closeAgain
		if errors.Is(why, context.Canceled) {
			code = websocket.CloseNormalClosure
		}
		w.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		w.conn.Close()
	})
}
