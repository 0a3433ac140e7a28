package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// A reporting platform says how it is. What it says may be read by anybody who
// reaches the listener of the metrics, so it holds no secret and no question.
type reporting interface {
	Platform
	// Counts returns what has been counted so far, by a lower-case name.
	Counts() map[string]int64
	// Trouble returns what is wrong and how to mend it, empty when all is well.
	Trouble() string
}

// metrics shows counts and health to whoever watches over the process.
type metrics struct {
	counts    *Counts
	platforms []Platform
}

// handler serves /metrics, in the text form that Prometheus reads, and /healthz,
// which answers 200 when every platform hears what people say and 503 with a
// sentence for each that does not.
func (m metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.write(w)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		trouble := m.trouble()
		if len(trouble) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		fmt.Fprintln(w, strings.Join(append(trouble, "ok")[:max(1, len(trouble))], "\n"))
	})
	return mux
}

// write writes every count on a line of its own. A stream that cannot be written
// to has nobody left to be told.
func (m metrics) write(w io.Writer) {
	fmt.Fprintf(w, "attache_answers_total{end=\"answered\"} %d\n", m.counts.Answered.Load())
	fmt.Fprintf(w, "attache_answers_total{end=\"refused\"} %d\n", m.counts.Refused.Load())
	fmt.Fprintf(w, "attache_answers_total{end=\"late\"} %d\n", m.counts.Late.Load())
	fmt.Fprintf(w, "attache_answers_total{end=\"broken\"} %d\n", m.counts.Broken.Load())
	for _, p := range m.platforms {
		r, ok := p.(reporting)
		if !ok {
			continue
		}
		counts := r.Counts()
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(w, "attache_%s_%s %d\n", r.Name(), name, counts[name])
		}
	}
}

// trouble returns a line for each platform that is not well.
func (m metrics) trouble() []string {
	var lines []string
	for _, p := range m.platforms {
		if r, ok := p.(reporting); ok && r.Trouble() != "" {
			lines = append(lines, r.Name()+": "+r.Trouble())
		}
	}
	return lines
}

// served listens at the address and returns what ends that. An empty address
// listens nowhere. The error is of kind Unusable.
func (m metrics) served(ctx context.Context, address string, log *slog.Logger) (end func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, briefings.Errorf(briefings.Unusable, "metrics.listen: Nothing can listen there (%v); choose another address.", errors.Unwrap(err))
	}
	server := &http.Server{Handler: m.handler(), ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics not served", "error", err)
		}
	}()
	log.Info("metrics served", "address", listener.Addr().String())
	return func() {
		server.Close()
		<-ended
	}, nil
}
