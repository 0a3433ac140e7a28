package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
)

// A patient is a platform that says how it is.
type patient struct {
	trouble string
	counts  map[string]int64
}

func (p patient) Name() string                               { return "telex" }
func (p patient) Run(context.Context, commands.Answer) error { return nil }
func (p patient) Counts() map[string]int64                   { return p.counts }
func (p patient) Trouble() string                            { return p.trouble }

func TestMetrics(t *testing.T) {
	var counts Counts
	counts.Answered.Store(7)
	counts.Late.Store(2)
	sick, well := patient{trouble: "The line is down; mend it."}, patient{counts: map[string]int64{"letters": 3, "acks": 4}}
	get := func(path string, platforms ...Platform) (int, string) {
		w := httptest.NewRecorder()
		metrics{&counts, platforms}.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	for _, test := range []struct {
		path      string
		platforms []Platform
		status    int
		want      string
	}{
		{"/healthz", nil, 200, "ok\n"},
		{"/healthz", []Platform{well, &stage{}}, 200, "ok\n"},
		{"/healthz", []Platform{well, sick}, 503, "telex: The line is down; mend it.\n"},
		{"/metrics", []Platform{&stage{}, well}, 200, `attache_answers_total{end="answered"} 7
attache_answers_total{end="refused"} 0
attache_answers_total{end="late"} 2
attache_answers_total{end="broken"} 0
attache_telex_acks 4
attache_telex_letters 3
`},
		{"/", nil, 404, "404 page not found\n"},
	} {
		if status, got := get(test.path, test.platforms...); status != test.status || got != test.want {
			t.Errorf("%s gives %d and\n%s\nwant %d and\n%s", test.path, status, got, test.status, test.want)
		}
	}
}

func TestMetricsListen(t *testing.T) {
	var counts Counts
	log := quietLog(t.Output())
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	taken := strings.TrimPrefix(server.URL, "http://")
	if _, err := (metrics{&counts, nil}).served(t.Context(), taken, log); ExitCode(err) != Unusable || !strings.Contains(Explain(err), "metrics.listen") {
		t.Errorf("an address that is taken gives %v", err)
	}
	end, err := metrics{&counts, nil}.served(t.Context(), "127.0.0.1:0", log)
	if err != nil {
		t.Fatal(err)
	}
	end()
	if end, err = (metrics{&counts, nil}).served(t.Context(), "", log); err != nil {
		t.Fatal(err)
	}
	end()
	for address, kind := range map[string]briefings.Kind{"": "", ":9100": "", "9100": briefings.Unusable, "host:port": briefings.Unusable} {
		config := DefaultConfig()
		config.Metrics.Listen = address
		if err := config.Validate(); briefings.KindOf(err) != kind {
			t.Errorf("the setting %q gives %v", address, err)
		}
	}
}
