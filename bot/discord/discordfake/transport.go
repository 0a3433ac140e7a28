package discordfake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// HTTPClient returns a client whose requests the fake answers in this process.
// Any other host cannot be reached, and trying is a violation.
func (d *Discord) HTTPClient() *http.Client {
	return &http.Client{Transport: inProcess{handler: http.HandlerFunc(d.route), reach: d.reaches}}
}

// Dialer returns a dialer of sockets in memory.
func (d *Discord) Dialer() *websocket.Dialer {
	return &websocket.Dialer{
		WriteBufferSize: 32 << 10,
		NetDialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			if !d.reaches(&url.URL{Host: address}) {
				return nil, fmt.Errorf("dial %s: no such host", address)
			}
			if err := context.Cause(ctx); err != nil {
				return nil, err
			}
			client, server := pipe()
			go serveOne(server, http.HandlerFunc(d.route))
			return client, nil
		},
	}
}

// Listen serves the fake on a loopback address as well, which [Discord.API] then
// returns.
func (d *Discord) Listen() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for the fake Discord: %w", err)
	}
	server := &http.Server{Handler: http.HandlerFunc(d.route)}
	d.mu.Lock()
	d.base, d.server = "http://"+listener.Addr().String(), server
	d.mu.Unlock()
	go server.Serve(listener)
	return nil
}

// The hosts of a fake in memory. A client learns all but the first from it.
const (
	gatewayHost = "gateway.discord.fake"
	resumeHost  = "resume.discord.fake"
	cdnHost     = "cdn.discord.fake"
)

// reaches reports whether an address is the fake's own, and records it if not.
func (d *Discord) reaches(to *url.URL) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	own := strings.TrimPrefix(d.base, "http://")
	known := []string{strings.TrimPrefix(Base, "http://"), gatewayHost, resumeHost, cdnHost}
	if slices.Contains(known, to.Hostname()) || to.Host == own || to.Host == d.resumeAt() {
		return true
	}
	d.violate("network", "the app tried to reach %q", to.Host)
	return false
}

// gatewayAt returns the host that a new session connects to.
func (d *Discord) gatewayAt() string {
	if d.base == Base {
		return gatewayHost
	}
	return strings.TrimPrefix(d.base, "http://")
}

// resumeAt returns the host that a session is resumed at: another one, so that
// an app which does not listen is seen.
func (d *Discord) resumeAt() string {
	if d.base == Base {
		return resumeHost
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(d.base, "http://"), ":")
	return "localhost:" + port
}

// cdnAt returns the base address of attachments.
func (d *Discord) cdnAt() string {
	if d.base == Base {
		return "http://" + cdnHost
	}
	return d.base
}

// route finds what an address of the fake stands for.
func (d *Discord) route(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	room, rest, _ := strings.Cut(path, "/")
	switch {
	case websocket.IsWebSocketUpgrade(r):
		d.serveGateway(w, r)
	case room == "api":
		_, rest, _ = strings.Cut(rest, "/") // the version
		d.serveAPI(w, r, "/"+strings.TrimSuffix(rest, "/"))
	case room == "attachments" || room == "ephemeral-attachments":
		d.serveFile(w, r, path)
	default:
		http.NotFound(w, r)
	}
}

// inProcess answers requests by calling a handler in the caller's goroutine.
type inProcess struct {
	handler http.Handler
	reach   func(*url.URL) bool
}

func (t inProcess) RoundTrip(r *http.Request) (response *http.Response, err error) {
	if !t.reach(r.URL) {
		return nil, fmt.Errorf("dial %s: no such host", r.URL.Host)
	}
	ctx := r.Context()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	body := []byte(nil)
	if r.Body != nil {
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body.Close()
	}
	defer func() {
		switch cut := recover(); {
		case cut == nil:
		case cut == http.ErrAbortHandler && context.Cause(ctx) != nil:
			response, err = nil, context.Cause(ctx)
		case cut == http.ErrAbortHandler:
			response, err = nil, io.ErrUnexpectedEOF
		default:
			panic(cut)
		}
	}()
	there := r.Clone(ctx)
	there.Body, there.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	there.Host, there.RequestURI, there.RemoteAddr = r.URL.Host, r.URL.RequestURI(), memory{}.String()
	answer := &recorder{header: http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}}
	t.handler.ServeHTTP(answer, there)
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return answer.response(r), nil
}

// A recorder keeps the answer of a handler.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

func (r *recorder) Flush() {}

func (r *recorder) response(to *http.Request) *http.Response {
	r.WriteHeader(http.StatusOK)
	return &http.Response{
		StatusCode: r.status, Status: fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, Body: io.NopCloser(&r.body), ContentLength: int64(r.body.Len()), Request: to,
	}
}

// serveOne reads the one request of a connection that is to become a socket.
func serveOne(c net.Conn, handler http.Handler) {
	w := &hijacker{conn: c, recorder: recorder{header: http.Header{}}}
	r, err := http.ReadRequest(newReader(c, w))
	if err != nil {
		c.Close()
		return
	}
	defer func() {
		if cut := recover(); cut != nil && !errors.Is(asError(cut), http.ErrAbortHandler) {
			panic(cut)
		}
		if !w.taken {
			c.Close()
		}
	}()
	handler.ServeHTTP(w, r)
	if !w.taken {
		w.response(r).Write(c)
	}
}

func asError(v any) error {
	err, _ := v.(error)
	return err
}
