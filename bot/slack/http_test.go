package slack

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/briefings"
)

const formType = "application/x-www-form-urlencoded"

// signed returns a request as Slack would send it at a time.
func signed(secret, mediaType, body string, at time.Time) *http.Request {
	r := httptest.NewRequest("POST", Path, strings.NewReader(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, "v0:"+stamp+":"+body)
	r.Header.Set("Content-Type", mediaType)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

func commandBody(trigger string) string {
	return url.Values{"command": {"/brief"}, "text": {"help"}, "user_id": {"U1"}, "trigger_id": {trigger}}.Encode()
}

// served returns how a fresh platform answers requests, and how often its door
// has had work done.
func served(t *testing.T, ack any, requests ...*http.Request) (last *httptest.ResponseRecorder, works int, p *Platform, c *tally) {
	t.Helper()
	p, c = openPlatform(t, Config{Mode: HTTP, Listen: "127.0.0.1:0"}), &tally{}
	h := p.handler(c.door(ack))
	for _, r := range requests {
		last = httptest.NewRecorder()
		h.ServeHTTP(last, r)
	}
	return last, c.done(), p, c
}

// endless is a body that never ends, and fails the test when too much of it is read.
type endless struct {
	t    *testing.T
	read int
}

func (e *endless) Read(b []byte) (int, error) {
	e.read += len(b)
	if e.read > 4<<20 {
		e.t.Fatal("read 4 MiB of a body that is too large")
	}
	return len(b), nil
}

func TestHTTPTurnsAway(t *testing.T) {
	now := time.Now()
	good := func() *http.Request { return signed(testSecret, formType, commandBody("T1"), now) }
	change := func(f func(r *http.Request)) *http.Request {
		r := good()
		f(r)
		return r
	}
	signature := good().Header.Get("X-Slack-Signature")
	cases := []struct {
		name   string
		r      *http.Request
		status int
	}{
		{"another secret", signed("another-secret", formType, commandBody("T1"), now), 401},
		{"an empty secret", signed("", formType, commandBody("T1"), now), 401},
		{"stale", signed(testSecret, formType, commandBody("T1"), now.Add(-5*time.Minute-2*time.Second)), 401},
		{"from the future", signed(testSecret, formType, commandBody("T1"), now.Add(5*time.Minute+2*time.Second)), 401},
		{"no signature", change(func(r *http.Request) { r.Header.Del("X-Slack-Signature") }), 401},
		{"no time", change(func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }), 401},
		{"two times", change(func(r *http.Request) { r.Header.Add("X-Slack-Request-Timestamp", "1") }), 401},
		{"two signatures", change(func(r *http.Request) { r.Header.Add("X-Slack-Signature", signature) }), 401},
		{"another time", change(func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now.Unix()+1, 10))
		}), 401},
		{"a time in words", change(func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "now") }), 401},
		{"another version", change(func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v1"+signature[2:]) }), 401},
		{"half a signature", change(func(r *http.Request) { r.Header.Set("X-Slack-Signature", signature[:30]) }), 401},
		{"a body that was altered", change(func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(commandBody("T2")))
		}), 401},
		{"a payload in the query", change(func(r *http.Request) { r.URL.RawQuery = "payload=%7B%7D" }), 401},
		{"a command in the query", change(func(r *http.Request) { r.URL.RawQuery = "text=publish" }), 401},
		{"100 MB", change(func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(&endless{t: t}), 100<<20
		}), 413},
		{"100 MB of no stated size", change(func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(&endless{t: t}), -1
		}), 413},
		{"another method", change(func(r *http.Request) { r.Method = "GET" }), 405},
		{"another address", change(func(r *http.Request) { r.URL.Path = "/" }), 404},
		{"words of no form", signed(testSecret, "text/plain", "hello", now), 400},
		{"no JSON", signed(testSecret, "application/json", "{", now), 400},
		{"a list", signed(testSecret, "application/json", "[]", now), 400},
		{"an address unverified", signed("another-secret", "application/json", `{"type":"url_verification","challenge":"x"}`, now), 401},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, works, p, tally := served(t, nil, c.r)
			if got.Code != c.status || works != 0 || len(tally.came) != 0 {
				t.Errorf("status %d, %d works, %d through the door; want %d and nothing done", got.Code, works, len(tally.came), c.status)
			}
			if m := p.Metrics(); (c.status == 401 || c.status == 413) && m.Refused != 1 || m.Acks != 0 {
				t.Errorf("%d refused, %d acknowledged; want 1 and 0", m.Refused, m.Acks)
			}
		})
	}
}

// A recorded request that is sent again is turned away, whatever it is.
func TestHTTPTurnsReplaysAway(t *testing.T) {
	now := time.Now()
	for name, body := range map[string]string{
		"command":                     commandBody("T1"),
		"suggestion, which has no ID": url.Values{"payload": {`{"type":"block_suggestion","user":{"id":"U1"}}`}}.Encode(),
	} {
		got, works, _, c := served(t, nil, signed(testSecret, formType, body, now), signed(testSecret, formType, body, now))
		if got.Code != 401 || len(c.came) != 1 || works > 1 {
			t.Errorf("%s: status %d, %d through the door, %d works; want 401 and 1", name, got.Code, len(c.came), works)
		}
		// The count of retries is not signed, so it excuses nothing.
		again := signed(testSecret, formType, body, now)
		again.Header.Set("X-Slack-Retry-Num", "1")
		got, works, _, c = served(t, nil, signed(testSecret, formType, body, now), again)
		if got.Code != 401 || len(c.came) != 1 || works > 1 {
			t.Errorf("%s as a retry: status %d, %d through the door, %d works; want 401 and 1", name, got.Code, len(c.came), works)
		}
	}
}

// What Slack sends again itself is acknowledged as before and not done again.
func TestHTTPTakesRetries(t *testing.T) {
	now := time.Now()
	retry := signed(testSecret, formType, commandBody("T1"), now.Add(-time.Minute))
	retry.Header.Set("X-Slack-Retry-Num", "1")
	ack := map[string]string{"text": "as before"}
	got, works, p, _ := served(t, ack, signed(testSecret, formType, commandBody("T1"), now), retry)
	if got.Code != 200 || got.Body.String() != `{"text":"as before"}` || works != 1 || p.Metrics().Duplicates != 1 {
		t.Errorf("status %d, body %q, %d works, %d duplicates; want 200, the same body, 1 and 1",
			got.Code, got.Body, works, p.Metrics().Duplicates)
	}
	// A retry of what never arrived is as good as new.
	late := signed(testSecret, "application/json", `{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}`, now)
	late.Header.Set("X-Slack-Retry-Num", "3")
	got, works, _, c := served(t, nil, late)
	if got.Code != 200 || works != 1 || c.came[0].Retry != 3 {
		t.Errorf("status %d, %d works; want 200 and 1, after 3 retries", got.Code, works)
	}
}

func TestHTTPTakesAllKinds(t *testing.T) {
	payload := func(json string) string { return url.Values{"payload": {json}}.Encode() }
	cases := []struct{ name, mediaType, body, kind, id, field string }{
		{"command", formType, commandBody("T1"), kindCommand, "T1", `"text":"help"`},
		{"command with a charset", formType + "; charset=utf-8", commandBody("T1"), kindCommand, "T1", `"text":"help"`},
		{"button", formType, payload(`{"type":"block_actions","trigger_id":"T2","user":{"id":"U1"}}`), kindAction, "T2", `"type":"block_actions"`},
		{"event", "application/json", `{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":"U1"}}`, kindEvent, "Ev1", `"event_id":"Ev1"`},
		{"event about a person", "application/json", `{"type":"event_callback","event_id":"Ev2","event":{"type":"user_change","user":{"id":"U1"}}}`, kindEvent, "Ev2", `"U1"`},
		{"odd field", "application/json", `{"type":"event_callback","event_id":"Ev3","view":7,"event":{"type":"app_mention"}}`, kindEvent, "Ev3", `"view":7`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, works, _, tally := served(t, nil, signed(testSecret, c.mediaType, c.body, time.Now()))
			if got.Code != 200 || got.Body.Len() != 0 || works != 1 {
				t.Fatalf("status %d, body %q, %d works; want 200, an empty body and 1", got.Code, got.Body, works)
			}
			if in := tally.came[0]; in.Kind != c.kind || in.ID != c.id || !bytes.Contains(in.Payload, []byte(c.field)) || !json.Valid(in.Payload) {
				t.Errorf("came in as %s %s %s", in.Kind, in.ID, in.Payload)
			}
		})
	}
}

func TestHTTPIgnores(t *testing.T) {
	for name, r := range map[string]*http.Request{
		"rate limit":         signed(testSecret, "application/json", `{"type":"app_rate_limited"}`, time.Now()),
		"certificate check":  signed(testSecret, formType, "ssl_check=1", time.Now()),
		"type of the future": signed(testSecret, "application/json", `{"type":"thought"}`, time.Now()),
	} {
		if got, works, p, _ := served(t, nil, r); got.Code != 200 || works != 0 || p.Metrics().Unknown != 1 {
			t.Errorf("%s: status %d, %d works, %d unknown; want 200, 0 and 1", name, got.Code, works, p.Metrics().Unknown)
		}
	}
}

func TestHTTPVerifiesItsAddress(t *testing.T) {
	r := signed(testSecret, "application/json", `{"type":"url_verification","challenge":"3eZbrw1a"}`, time.Now())
	if got, _, _, _ := served(t, nil, r); got.Code != 200 || got.Body.String() != "3eZbrw1a" {
		t.Errorf("status %d, body %q; want 200 and the challenge", got.Code, got.Body)
	}
}

// The acknowledgement is on its way before the work begins.
func TestHTTPAcknowledgesFirst(t *testing.T) {
	p := openPlatform(t, Config{Mode: HTTP, Listen: "127.0.0.1:0"})
	w, flushed := httptest.NewRecorder(), make(chan bool, 1)
	p.handler(func(inbound) (any, func(context.Context)) {
		return map[string]string{"text": "soon"}, func(context.Context) { flushed <- w.Flushed }
	}).ServeHTTP(w, signed(testSecret, formType, commandBody("T1"), time.Now()))
	if !<-flushed || w.Body.String() != `{"text":"soon"}` {
		t.Errorf("the work began before the acknowledgement was written, or it was %q", w.Body)
	}
}

// What there is no room for, and nobody can be told about, is left to Slack to
// send again.
func TestHTTPOverfull(t *testing.T) {
	p, c := openPlatform(t, Config{Mode: HTTP, Listen: "127.0.0.1:0"}), &tally{}
	h := p.handler(c.door(nil))
	send := func(at time.Time) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, signed(testSecret, "application/json", `{"type":"event_callback","event_id":"Ev1","event":{"type":"reaction_added","user":"U1"}}`, at))
		return w.Code
	}
	for n := range intake.RoomFor {
		p.room.Admit(strconv.Itoa(n))
	}
	for range intake.LobbyFor {
		p.lobby.Admit("")
	}
	if got := send(time.Now()); got != 503 || p.Metrics().Dropped != 1 || p.Metrics().Acks != 0 {
		t.Errorf("status %d, %+v; want 503, one dropped and none acknowledged", got, p.Metrics())
	}
	p.room.Leave("0")
	if got, works := send(time.Now().Add(-time.Minute)), c.done(); got != 200 || works != 1 {
		t.Errorf("sent again once there is room: status %d, %d works; want 200 and 1", got, works)
	}
}

// Run serves on the address of the settings until its ctx ends.
func TestHTTPRun(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := openPlatform(t, Config{Mode: HTTP, Listen: taken.Addr().String()}).Run(t.Context(), nil); err == nil {
		t.Error("Run took an address that is in use")
	}
	defer taken.Close()
	ctx, cancel := context.WithCancel(t.Context())
	said, log := io.Pipe()
	p, ended := openPlatform(t, Config{Mode: HTTP, Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(log, nil))}), make(chan error, 1)
	go func() { ended <- p.Run(ctx, nil) }()
	lines := bufio.NewReader(said)
	line, err := lines.ReadString('\n') // that it listens, and where
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, lines)
	_, address, _ := strings.Cut(strings.TrimSpace(line), "address=")
	r := signed("another-secret", formType, commandBody("T1"), time.Now())
	r.URL, r.RequestURI = &url.URL{Scheme: "http", Host: address, Path: Path}, ""
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	cancel()
	if err := <-ended; err != nil || resp.StatusCode != 401 || p.Health().Connected {
		t.Errorf("Run returned %v, a forged request got %d, health %+v", err, resp.StatusCode, p.Health())
	}
}

func TestNewWithoutSecret(t *testing.T) {
	for _, secret := range []intake.Secret{"", "  "} {
		_, err := New(Config{Mode: HTTP, Listen: ":0", BotToken: "xoxb-x", SigningSecret: secret}, blank{})
		if briefings.KindOf(err) != briefings.Unusable {
			t.Errorf("New with the signing secret %q gave %v, want an unusable setting", string(secret), err)
		}
	}
}
