package slackfake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"
)

// HTTPClient returns a client whose requests the fake answers in this process.
// Any other host cannot be reached, and trying is a violation.
func (s *Slack) HTTPClient() *http.Client {
	return &http.Client{Transport: inProcess{handler: http.HandlerFunc(s.route), reach: s.reaches}}
}

// Dialer returns a dialer of sockets in memory.
func (s *Slack) Dialer() *websocket.Dialer {
	return &websocket.Dialer{
		WriteBufferSize: 32 << 10,
		NetDialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			if host, _, _ := net.SplitHostPort(address); !s.reaches(&url.URL{Host: host}) {
				return nil, fmt.Errorf("dial %s: no such host", address)
			}
			if err := context.Cause(ctx); err != nil {
				return nil, err
			}
			client, server := pipe()
			go serveOne(server, http.HandlerFunc(s.route))
			return client, nil
		},
	}
}

// Listen serves the fake on a loopback address as well, which [Slack.API] then
// returns.
func (s *Slack) Listen() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for the fake Slack: %w", err)
	}
	server := &http.Server{Handler: http.HandlerFunc(s.route)}
	s.mu.Lock()
	s.base, s.server = "http://"+listener.Addr().String(), server
	s.mu.Unlock()
	go server.Serve(listener)
	return nil
}

// reaches reports whether an address is the fake's own, and records it if not.
func (s *Slack) reaches(to *url.URL) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := strings.TrimPrefix(s.base, "http://")
	if to.Hostname() == strings.TrimPrefix(Base, "http://") || to.Host == own {
		return true
	}
	s.violate("network", "the app tried to reach %q", to.Host)
	return false
}

// route finds what an address of the fake stands for.
func (s *Slack) route(w http.ResponseWriter, r *http.Request) {
	room, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch room {
	case "api":
		s.serveAPI(w, r, rest)
	case "hooks":
		s.serveHook(w, r, rest)
	case "upload":
		s.serveUpload(w, r, rest)
	case "files":
		s.serveFile(w, r, rest)
	case "link":
		s.serveSocket(w, r)
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
	if trace := httptrace.ContextClientTrace(ctx); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
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
		case cut == http.ErrAbortHandler:
			response, err = nil, io.ErrUnexpectedEOF
		default:
			panic(cut)
		}
	}()
	there := r.Clone(ctx)
	there.Body, there.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	there.Host, there.RequestURI, there.RemoteAddr = r.URL.Host, r.URL.RequestURI(), memory{}.String()
	answer := &recorder{header: http.Header{}}
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
