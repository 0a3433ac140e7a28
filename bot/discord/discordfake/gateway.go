package discordfake

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// Operations of the gateway.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalid        = 9
	opHello          = 10
	opAcknowledged   = 11
)

// A link is one connection to the gateway. One goroutine reads from it, another
// writes to it; the other fields belong to the lock of the fake.
type link struct {
	fake   *Discord
	ws     *websocket.Conn
	number int
	host   string
	opened time.Time
	wake   chan struct{} // there is something to write
	gone   chan struct{} // closed with the connection

	queue               []frame
	closed, muted, deaf bool
	session             *session
	sent                []time.Time // what the app sent in the last minute
	beat                time.Time   // last heartbeat, or HELLO
	beats               int
	code                int // close code of the app; 0 when it sent none
	told                int // close code of the fake
}

// A frame is something to write; a code closes the connection after it.
type frame struct {
	data []byte
	code int
}

// cutOff is the code of a frame that ends the connection without a word.
const cutOff = -1

// serveGateway turns a request into a link.
func (d *Discord) serveGateway(w http.ResponseWriter, r *http.Request) {
	if f := d.fault("gateway"); f != nil && !f.before(w, r) {
		f.cut()
		return
	}
	d.mu.Lock()
	status, drop := d.door.status, d.door.drop
	d.mu.Unlock()
	if drop {
		panic(http.ErrAbortHandler)
	}
	if status != 0 {
		http.Error(w, "no gateway here", status)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		d.note("gateway", "the handshake failed: %v", err)
		return
	}
	l := &link{fake: d, ws: ws, host: r.Host, opened: time.Now(), wake: make(chan struct{}, 1), gone: make(chan struct{})}
	query := r.URL.Query()
	if !d.greet(l, query.Get("v"), query.Get("encoding")) {
		ws.Close()
		return
	}
	go l.write()
	l.read()
}

// greet admits a link and says HELLO; it reports false when the fake is closed.
func (d *Discord) greet(l *link, version, encoding string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	l.number = len(d.links) + 1
	d.links = append(d.links, l)
	l.beat = time.Now()
	switch {
	case version != "9" && version != "10":
		d.violate("gateway", "v=%s is not a version of the gateway", version)
		l.shutWith(closeVersion)
	case encoding != "json" && encoding != "":
		d.violate("gateway", "encoding %q was asked for, the fake speaks json", encoding)
		l.shutWith(closeDecode)
	case !d.door.silent:
		l.push(opHello, "", 0, object{"heartbeat_interval": d.cfg.Heartbeat.Milliseconds(), "_trace": list{"fake"}})
	}
	return true
}

// push queues a payload. The caller holds the lock.
func (l *link) push(op int, kind string, seq int64, data any) {
	payload := object{"op": op, "d": data, "s": nil, "t": nil}
	if op == opDispatch {
		payload["s"], payload["t"] = seq, kind
	}
	l.raw(mustJSON(payload))
}

// raw queues any text. The caller holds the lock.
func (l *link) raw(data []byte) {
	l.queue = append(l.queue, frame{data: data})
	l.nudge()
}

// shutWith closes the link with a code after what is queued. The caller holds
// the lock.
func (l *link) shutWith(code int) {
	l.queue = append(l.queue, frame{code: code})
	l.told = code
	if fatal(code) && l.session != nil {
		l.session.dead = true
	}
	l.nudge()
}

func (l *link) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// read takes what the app sends until the connection ends.
func (l *link) read() {
	defer l.shut()
	l.ws.SetReadLimit(1 << 20)
	for {
		kind, data, err := l.ws.ReadMessage()
		l.fake.mu.Lock()
		switch {
		case err != nil:
			l.left(err)
		case l.muted || l.told != 0:
		case kind != websocket.TextMessage:
			l.fake.violate("gateway", "a frame is not text")
			l.shutWith(closeDecode)
		default:
			l.take(data)
		}
		l.fake.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// left notes how the app closed: 1000 and 1001 end its session. The caller
// holds the lock.
func (l *link) left(err error) {
	closing, ok := err.(*websocket.CloseError)
	if !ok || l.closed || l.told != 0 || closing.Code == websocket.CloseAbnormalClosure {
		return
	}
	l.code = closing.Code
	if l.session != nil && (l.code == websocket.CloseNormalClosure || l.code == websocket.CloseGoingAway) {
		l.session.dead = true
	}
}

// write sends what is queued and ends a link whose app is silent.
func (l *link) write() {
	defer l.shut()
	allowed := l.fake.cfg.Heartbeat * 3 / 2
	silence := time.NewTimer(allowed)
	defer silence.Stop()
	for {
		select {
		case <-l.gone:
			return
		case <-l.wake:
		case <-silence.C:
			l.fake.mu.Lock()
			left := allowed - time.Since(l.beat)
			if left <= 0 && !l.muted && !l.fake.door.silent && l.told == 0 {
				l.fake.violate("gateway", "link %d sent no heartbeat for %v", l.number, allowed)
				l.shutWith(closeTimeout)
			}
			l.fake.mu.Unlock()
			silence.Reset(max(left, allowed/8))
		}
		for _, f := range l.drain() {
			if !l.send(f) {
				return
			}
		}
	}
}

// drain returns what is to be written; what a mute link is given is lost.
func (l *link) drain() []frame {
	l.fake.mu.Lock()
	defer l.fake.mu.Unlock()
	frames := l.queue
	l.queue = nil
	if l.muted {
		return nil
	}
	return frames
}

// send writes one frame and reports whether the link still stands. After a
// close it waits a little for the app to close as well.
func (l *link) send(f frame) bool {
	l.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if f.code == 0 {
		return l.ws.WriteMessage(websocket.TextMessage, f.data) == nil
	}
	if f.code == cutOff {
		return false
	}
	l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, closeWords(f.code)), time.Now().Add(10*time.Second))
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.gone:
	}
	return false
}

// shut ends the connection. It may be called from anywhere, more than once.
func (l *link) shut() {
	l.fake.mu.Lock()
	if !l.closed {
		l.closed = true
		close(l.gone)
		if l.session != nil && l.session.link == l {
			l.session.link, l.session.lost = nil, time.Now()
		}
	}
	l.fake.mu.Unlock()
	l.ws.Close()
}

// A packet is what the app sends.
type packet struct {
	Op   *int            `json:"op"`
	Data json.RawMessage `json:"d"`
}

// gatewayBytes and gatewaySends are what a link takes: bytes in a payload, and
// payloads in a minute.
const (
	gatewayBytes = 4096
	gatewaySends = 120
)

// take acts on one payload of the app. The caller holds the lock.
func (l *link) take(data []byte) {
	d, now := l.fake, time.Now()
	for len(l.sent) > 0 && now.Sub(l.sent[0]) >= time.Minute {
		l.sent = l.sent[1:]
	}
	l.sent = append(l.sent, now)
	var p packet
	switch err := json.Unmarshal(data, &p); {
	case len(l.sent) > gatewaySends:
		d.violate("gateway", "more than %d payloads in a minute", gatewaySends)
		l.shutWith(closeRate)
		return
	case len(data) > gatewayBytes:
		d.violate("gateway", "a payload has %d bytes, more than %d", len(data), gatewayBytes)
		l.shutWith(closeDecode)
		return
	case err != nil || p.Op == nil:
		d.violate("gateway", "a payload cannot be read: %s", shortened(string(data), 80))
		l.shutWith(closeDecode)
		return
	}
	switch *p.Op {
	case opHeartbeat:
		l.heartbeat(p.Data)
	case opIdentify:
		l.identify(p.Data)
	case opResume:
		l.resume(p.Data)
	case opPresence, opVoice, opRequestMembers:
		if l.session == nil {
			d.violate("gateway", "op %d came before identify", *p.Op)
			l.shutWith(closeStranger)
		}
	default:
		d.violate("gateway", "op %d is not one that an app sends", *p.Op)
		l.shutWith(closeUnknownOp)
	}
}

// heartbeat acknowledges, unless the link is a zombie. The caller holds the lock.
func (l *link) heartbeat(data json.RawMessage) {
	var seq *int64
	if json.Unmarshal(data, &seq) != nil {
		l.fake.violate("gateway", "a heartbeat holds %s, neither a number nor null", shortened(string(data), 40))
	}
	l.beat = time.Now()
	l.beats++
	if s := l.session; s != nil && seq != nil {
		if *seq > s.seq {
			l.fake.violate("gateway", "a heartbeat says %d, and only %d events were sent", *seq, s.seq)
		}
		s.forget(*seq)
	}
	if !l.deaf {
		l.push(opAcknowledged, "", 0, nil)
	}
}
