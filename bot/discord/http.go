package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Path is where Discord sends interactions in HTTP mode.
const Path = "/discord/interactions"

// largestBody is the most that is read of a request.
const largestBody = 1 << 20

// patience is how long a request waits for its response. Discord waits 3 s.
const patience = 2500 * time.Millisecond

// errGone is the failure of a response for which nobody waits any more.
var errGone = errors.New("the request has ended")

// listen serves Discord's requests until ctx ends or Discord refuses the bot.
func (p *Platform) listen(ctx context.Context, door door) error {
	listener, err := net.Listen("tcp", p.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen for discord: %w", err)
	}
	server := &http.Server{
		Handler:           p.handler(door),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
	p.health.connected()
	defer p.health.disconnected()
	p.log.Info("discord listening", "address", listener.Addr().String())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve discord: %w", err)
	case <-ctx.Done():
	case <-p.health.stopped():
	}
	// What is being responded to takes three seconds at most; nobody else is waited for.
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), ackWithin)
	defer cancel()
	if server.Shutdown(limited) != nil {
		server.Close()
	}
	<-ended
	return nil
}

// handler takes in everything that Discord posts, all at one address.
func (p *Platform) handler(door door) http.Handler {
	key, _ := hex.DecodeString(p.cfg.PublicKey) // nobody can sign for one that is none
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+Path, func(w http.ResponseWriter, r *http.Request) {
		body, status := p.authentic(w, r, key)
		if status != http.StatusOK {
			p.turnedAway(status)
			w.Header().Set("Connection", "close")
			http.Error(w, http.StatusText(status), status)
			return
		}
		p.admit(w, r, door, body)
	})
	return mux
}

// turnedAway counts a request that was refused, and says so in the log ever more
// rarely: a wrong key has to be seen, and a stranger must not fill the disk.
// Discord itself sends some that it wants refused.
func (p *Platform) turnedAway(status int) {
	if n := p.counts.refused.Add(1); n&(n-1) == 0 {
		p.log.Warn("discord request refused", "status", status, "refused", n, "mend", "if nothing from Discord arrives, set the public key anew")
	}
}

// authentic reads the body of a request that Discord has signed and that has not
// come before. A status other than 200 says why there is none.
func (p *Platform) authentic(w http.ResponseWriter, r *http.Request, key ed25519.PublicKey) (body []byte, status int) {
	if r.ContentLength > largestBody {
		return nil, http.StatusRequestEntityTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	now := time.Now()
	// The query is not signed. Discord sends none, so whoever does means harm.
	if r.URL.RawQuery != "" || verify(key, r.Header, body, now) != nil {
		return nil, http.StatusUnauthorized
	}
	// A signature is good once: Discord sends nothing twice. Its hexadecimal
	// digits can be written in two ways.
	if !p.seen.Note("signature/"+strings.ToLower(r.Header.Get(signatureHeader)), now) {
		return nil, http.StatusUnauthorized
	}
	return body, http.StatusOK
}

// admit takes in an authentic body and answers the request with the first
// response to it.
func (p *Platform) admit(w http.ResponseWriter, r *http.Request, door door, body []byte) {
	now := time.Now()
	in, h, err := inboundOf(body, now)
	switch {
	case h.Type == typePing:
		writeResponse(w, response{Type: responsePong})
		return
	case err != nil:
		p.counts.malformed.Add(1)
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	case p.outOfTime(in, false):
		http.Error(w, http.StatusText(http.StatusGone), http.StatusGone)
		return
	}
	open := &window{said: make(chan response), written: make(chan error, 1), gone: make(chan struct{})}
	defer close(open.gone)
	in.Ack = open.ack(p.callback(in))
	silent := make(chan struct{})
	go p.room.Safely(func() {
		if !p.receive(door, in, h) {
			close(silent)
		}
	})
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case said := <-open.said:
		open.written <- writeResponse(w, said)
		return
	case <-silent:
	case <-timer.C:
	case <-r.Context().Done():
	}
	p.counts.unanswered.Add(1)
	http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
}

// A window is where a request waits for its response.
type window struct {
	said    chan response
	written chan error    // what became of it
	gone    chan struct{} // closed when nobody waits any more
}

// ack returns how the response is given to the request that waits for it.
// Discord takes no files there; those go by a call, as on the gateway, and the
// request is told that there is nothing more to come.
func (n *window) ack(call func(context.Context, response) error) func(context.Context, response) error {
	return func(ctx context.Context, r response) error {
		if len(r.Files) > 0 {
			if err := call(ctx, r); err != nil {
				return err
			}
			r = response{}
		}
		select {
		case n.said <- r:
			return <-n.written
		case <-n.gone:
			return errGone
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// writeResponse writes a whole response now. The zero response is one that was
// sent otherwise.
func writeResponse(w http.ResponseWriter, said response) error {
	if said.Type == 0 {
		w.WriteHeader(http.StatusAccepted)
		return nil
	}
	body, err := json.Marshal(said)
	if err != nil {
		panic("discord: a response cannot be encoded: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if _, err := w.Write(body); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}
