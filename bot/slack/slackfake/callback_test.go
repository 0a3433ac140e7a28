package slackfake_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

// A guard is the smallest HTTP app: it verifies, keeps what it got, and answers.
type guard struct {
	mu     sync.Mutex
	got    []string
	answer func(attempt int, w http.ResponseWriter)
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	stamp := r.Header.Get("X-Slack-Request-Timestamp")
	mac := hmac.New(sha256.New, []byte(slackfake.SigningSecret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	if "v0="+hex.EncodeToString(mac.Sum(nil)) != r.Header.Get("X-Slack-Signature") || stamp != fmt.Sprint(time.Now().Unix()) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	g.mu.Lock()
	g.got = append(g.got, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
	n := len(g.got)
	g.mu.Unlock()
	if g.answer != nil {
		g.answer(n, w)
	}
}

func TestCallbacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		g := &guard{answer: func(_ int, w http.ResponseWriter) {
			time.Sleep(time.Second)
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"response_type":"in_channel","text":"Hello."}`)
		}}
		a.fake.Serve(g)
		ack := a.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
		if !ack.OK || ack.Took != time.Second || ack.Status != 200 || ack.Socket != 0 {
			t.Errorf("ack %+v", ack)
		}
		if m := a.fake.Messages("C_DESK"); len(m) != 1 || m[0].To != "" || m[0].Text != "Hello." {
			t.Errorf("messages %+v", m)
		}
		a.violations()
	})
}

func TestCallbackRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		g := &guard{answer: func(n int, w http.ResponseWriter) {
			switch n {
			case 1:
				time.Sleep(10 * time.Second)
			case 2:
				w.WriteHeader(http.StatusInternalServerError)
			}
		}}
		a.fake.Serve(g)
		start := time.Now()
		ack := a.fake.Mention("U_ANNA", "C_DESK", "", "help").Wait()
		if !ack.OK || ack.Attempts != 3 || time.Since(start) != 63*time.Second {
			t.Errorf("ack %+v after %v, want the third at 63 s", ack, time.Since(start))
		}
		if got := strings.Join(g.got, " "); got != " 1http_timeout 2http_error" {
			t.Errorf("retries %q", got)
		}
		failed := &guard{answer: func(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }}
		a.fake.Serve(failed)
		if ack := a.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait(); ack.OK || ack.Attempts != 1 || ack.Status != 502 {
			t.Errorf("a command: %+v, want no retry", ack)
		}
		a.violations("was answered 0", "was answered 500", "was answered 502")
		time.Sleep(time.Minute)
	})
}

func TestForgedCallbacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.fake.Serve(&guard{})
		genuine := func() *http.Request { return a.fake.CommandRequest("U_ANNA", "C_DESK", "/brief help") }
		for name, c := range map[string]struct {
			forge func(*http.Request)
			want  int
		}{
			"genuine":      {func(*http.Request) {}, 200},
			"wrong secret": {func(r *http.Request) { slackfake.Sign(r, "guess", time.Now()) }, 401},
			"stale":        {func(r *http.Request) { slackfake.Sign(r, slackfake.SigningSecret, time.Now().Add(-6*time.Minute)) }, 401},
			"unsigned":     {func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 401},
			"other body":   {func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("command=/brief")) }, 401},
		} {
			r := genuine()
			c.forge(r)
			if got, _ := a.fake.Deliver(r); got != c.want {
				t.Errorf("%s: %d, want %d", name, got, c.want)
			}
		}
		if got, _ := a.fake.Deliver(a.fake.EventRequest("app_mention", object{"text": "x"})); got != 200 {
			t.Errorf("event: %d", got)
		}
		if got, _ := a.fake.Deliver(a.fake.ChallengeRequest("3eZ")); got != 200 {
			t.Errorf("challenge: %d", got)
		}
		a.violations()
	})
}

// TestCallbackAddress delivers over a real connection.
func TestCallbackAddress(t *testing.T) {
	a := openApp(t, slackfake.Config{})
	g := &guard{}
	server := httptest.NewServer(g)
	defer server.Close()
	a.fake.ServeAt(server.URL)
	if ack := a.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait(); !ack.OK {
		t.Errorf("ack %+v", ack)
	}
	a.violations()
}
