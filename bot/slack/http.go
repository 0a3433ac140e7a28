package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Path is where Slack sends commands, interactions and events in HTTP mode.
const Path = "/slack/events"

// largestBody is the most that is read of a request.
const largestBody = 1 << 20

// listen serves Slack's requests until ctx ends or Slack refuses a token.
func (p *Platform) listen(ctx context.Context, door door) error {
	listener, err := net.Listen("tcp", p.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen for slack: %w", err)
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
	p.log.Info("slack listening", "address", listener.Addr().String())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve slack: %w", err)
	case <-ctx.Done():
	case <-p.health.stopped():
	}
	// What is being acknowledged takes a second at most; nobody else is waited for.
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if server.Shutdown(limited) != nil {
		server.Close()
	}
	<-ended
	return nil
}

// handler takes in everything that Slack posts: commands, interactions and
// events, all at one address.
func (p *Platform) handler(door door) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+Path, func(w http.ResponseWriter, r *http.Request) {
		body, status := p.authentic(w, r)
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
// rarely: a wrong secret has to be seen, and a stranger must not fill the disk.
func (p *Platform) turnedAway(status int) {
	if n := p.counts.refused.Add(1); n&(n-1) == 0 {
		p.log.Warn("slack request refused", "status", status, "refused", n, "mend", "if nothing from Slack arrives, set the signing secret anew")
	}
}

// authentic reads the body of a request that Slack has signed and that has not
// come before. A status other than 200 says why there is none.
func (p *Platform) authentic(w http.ResponseWriter, r *http.Request) (body []byte, status int) {
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
	// The query is not signed. Slack sends none, so whoever does means harm.
	if r.URL.RawQuery != "" || verify(p.cfg.SigningSecret, r.Header, body, now) != nil {
		return nil, http.StatusUnauthorized
	}
	// The signature of a request is its own: what Slack sends again is signed
	// anew. A recorded request would be a duplicate anyway, but it may name
	// nothing that shows it; and the header that counts the retries is not signed.
	if fresh := p.seen.Note(signatureKey(r), now); !fresh {
		return nil, http.StatusUnauthorized
	}
	return body, http.StatusOK
}

// signatureKey is what a request's signature is remembered under.
func signatureKey(r *http.Request) string { return "signature/" + r.Header.Get("X-Slack-Signature") }

// admit takes in an authentic body.
func (p *Platform) admit(w http.ResponseWriter, r *http.Request, door door, body []byte) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	kind, payload, err := bodyOf(mediaType, body)
	var h head
	if err == nil && kind != "" {
		h, err = headOf(payload)
	}
	switch {
	case err != nil:
		p.counts.malformed.Add(1)
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	case kind == kindEvent && h.Type == "url_verification":
		writeAck(w, "text/plain; charset=utf-8", []byte(h.Challenge))
		return
	case kind == "" || kind == kindEvent && h.Type != "event_callback":
		p.counts.unknown.Add(1)
		writeAck(w, "", nil)
		return
	}
	retry, _ := strconv.Atoi(r.Header.Get("X-Slack-Retry-Num"))
	in := inboundOf(kind, payload, h, r.Header.Get("X-Slack-Signature"), time.Now(), max(retry, 0))
	if !p.receive(door, in, h, func(ack json.RawMessage) {
		writeAck(w, "application/json; charset=utf-8", ack)
		p.counts.acks.Add(1)
	}) {
		// It was not taken in, so the same request may come again.
		p.seen.Drop(p.seen.Entry(signatureKey(r), time.Now()))
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
}

// writeAck writes a whole answer now, before the work that it is for.
func writeAck(w http.ResponseWriter, mediaType string, body []byte) {
	if mediaType != "" && len(body) > 0 {
		w.Header().Set("Content-Type", mediaType)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	// Whoever has gone away sends again.
	w.Write(body)
	http.NewResponseController(w).Flush()
}
