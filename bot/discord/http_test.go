package discord

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// posted returns a request that nobody has signed.
func posted(body string) *http.Request {
	r := httptest.NewRequest("POST", Path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// interactionBody is a command as Discord posts it. Its ID is of this moment.
func interactionBody(n int) string {
	first, _ := born("0")
	return fmt.Sprintf(`{"id":"%d","token":"t%d","type":2,"member":{"user":{"id":"7"}},"data":{"name":"brief"}}`,
		time.Since(first).Milliseconds()<<22+int64(n), n)
}

// A listener is a platform in HTTP mode with a fake that signs for Discord.
type listener struct {
	fake *discordfake.Discord
	p    *Platform
	c    *tally
	http.Handler
}

func listening(t *testing.T) *listener {
	t.Helper()
	l := &listener{fake: discordfake.New(discordfake.Config{AnyCommand: true, Schema: openSchema()}), c: &tally{}}
	t.Cleanup(l.fake.Close)
	cfg := cabled(l.fake, &diary{})
	cfg.Mode, cfg.Listen = HTTP, "127.0.0.1:0"
	l.p = openPlatform(t, cfg)
	l.Handler = l.p.handler(l.c.door())
	return l
}

// signed returns a request that Discord has signed at a time.
func (l *listener) signed(body string, at time.Time) *http.Request {
	r := posted(body)
	l.fake.Sign(r, at)
	return r
}

// serve returns the answer to a request.
func (l *listener) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	return w
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
	stranger := discordfake.New(discordfake.Config{})
	defer stranger.Close()
	change := func(f func(l *listener, r *http.Request)) func(*listener) *http.Request {
		return func(l *listener) *http.Request {
			r := l.signed(interactionBody(1), now)
			f(l, r)
			return r
		}
	}
	at := func(when time.Time) func(*listener) *http.Request {
		return func(l *listener) *http.Request { return l.signed(interactionBody(1), when) }
	}
	of := func(body string) func(*listener) *http.Request {
		return func(l *listener) *http.Request { return l.signed(body, now) }
	}
	flipped := func(bit int) func(*listener) *http.Request {
		return change(func(_ *listener, r *http.Request) {
			raw, _ := hex.DecodeString(r.Header.Get(signatureHeader))
			raw[bit/8] ^= 1 << (bit % 8)
			r.Header.Set(signatureHeader, hex.EncodeToString(raw))
		})
	}
	cases := []struct {
		name   string
		r      func(*listener) *http.Request
		status int
	}{
		{"stale", at(now.Add(-skew - 2*time.Second)), 401},
		{"from the future", at(now.Add(skew + 2*time.Second)), 401},
		{"unsigned", change(func(_ *listener, r *http.Request) { r.Header.Del(signatureHeader) }), 401},
		{"an empty signature", change(func(_ *listener, r *http.Request) { r.Header.Set(signatureHeader, "") }), 401},
		{"no time", change(func(_ *listener, r *http.Request) { r.Header.Del(stampHeader) }), 401},
		{"two times", change(func(_ *listener, r *http.Request) { r.Header.Add(stampHeader, "1") }), 401},
		{"two signatures", change(func(_ *listener, r *http.Request) { r.Header.Add(signatureHeader, "00") }), 401},
		{"another time", change(func(_ *listener, r *http.Request) {
			r.Header.Set(stampHeader, strconv.FormatInt(now.Unix()+1, 10))
		}), 401},
		{"a time in words", change(func(_ *listener, r *http.Request) { r.Header.Set(stampHeader, "now") }), 401},
		{"a time beyond numbers", change(func(_ *listener, r *http.Request) { r.Header.Set(stampHeader, strings.Repeat("9", 40)) }), 401},
		{"a first bit", flipped(0), 401}, {"a middle bit", flipped(255), 401}, {"a last bit", flipped(511), 401},
		{"half a signature", change(func(_ *listener, r *http.Request) {
			r.Header.Set(signatureHeader, r.Header.Get(signatureHeader)[:64])
		}), 401},
		{"a signature of zeros", change(func(_ *listener, r *http.Request) { r.Header.Set(signatureHeader, strings.Repeat("00", 64)) }), 401},
		{"a signature of another body", change(func(_ *listener, r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(interactionBody(2)))
		}), 401},
		{"a body with something behind it", change(func(_ *listener, r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(interactionBody(1)+" ")), -1
		}), 401},
		{"a query", change(func(_ *listener, r *http.Request) { r.URL.RawQuery = "token=x" }), 401},
		{"a forged ping", func(*listener) *http.Request { return posted(`{"type":1}`) }, 401},
		{"100 MB", change(func(_ *listener, r *http.Request) { r.Body, r.ContentLength = io.NopCloser(&endless{t: t}), 100<<20 }), 413},
		{"100 MB of no stated size", change(func(_ *listener, r *http.Request) { r.Body, r.ContentLength = io.NopCloser(&endless{t: t}), -1 }), 413},
		{"another method", change(func(_ *listener, r *http.Request) { r.Method = "GET" }), 405},
		{"another address", change(func(_ *listener, r *http.Request) { r.URL.Path = "/" }), 404},
		{"no JSON", of("{"), 400}, {"a list", of("[]"), 400}, {"nothing", of(""), 400},
		{"no token", of(`{"id":"1","type":2}`), 400}, {"no ID", of(`{"token":"x","type":2}`), 400}, {"no type", of(`{"id":"1","token":"x"}`), 400},
		{"a type of the future", of(`{"id":"1","token":"x","type":77}`), 503},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := listening(t)
			got := l.serve(c.r(l))
			if got.Code != c.status || len(l.c.came) != 0 {
				t.Errorf("status %d, %d through the door; want %d and nothing done", got.Code, len(l.c.came), c.status)
			}
			m := l.p.Metrics()
			if refused := c.status == 401 || c.status == 413; refused != (m.Refused == 1) || m.Acks != 0 {
				t.Errorf("%d refused, %d responses", m.Refused, m.Acks)
			}
			if (c.status == 400) != (m.Malformed == 1) || (c.status == 503) != (m.Unknown == 1) {
				t.Errorf("%d malformed, %d unknown", m.Malformed, m.Unknown)
			}
		})
	}
}

// Discord asks whether the address is the application's, by a ping of its own.
func TestHTTPPing(t *testing.T) {
	l := listening(t)
	if got := l.serve(l.fake.PingRequest()); got.Code != 200 || got.Body.String() != `{"type":1}` || got.Header().Get("Content-Type") != "application/json" {
		t.Errorf("status %d, %q", got.Code, got.Body)
	}
	if m := l.p.Metrics(); m.Inbounds != 0 || len(l.c.came) != 0 {
		t.Errorf("a ping is taken for an interaction: %+v", m)
	}
}

// What was recorded and is sent again is turned away, in either spelling of its
// signature; what is signed anew is not done again.
func TestHTTPReplays(t *testing.T) {
	l := listening(t)
	body, now := interactionBody(1), time.Now()
	if got := l.serve(l.signed(body, now)); got.Code != 200 || !strings.Contains(got.Body.String(), "Noted.") {
		t.Fatalf("status %d, %q", got.Code, got.Body)
	}
	if got := l.serve(l.signed(body, now)); got.Code != 401 {
		t.Errorf("a recorded request got %d", got.Code)
	}
	loud := l.signed(body, now)
	loud.Header.Set(signatureHeader, strings.ToUpper(loud.Header.Get(signatureHeader)))
	if got := l.serve(loud); got.Code != 401 {
		t.Errorf("a recorded request in capitals got %d", got.Code)
	}
	if got := l.serve(l.signed(body, now.Add(time.Second))); got.Code == 200 {
		t.Errorf("the same interaction, signed anew, got %d", got.Code)
	}
	l.p.room.Wait()
	if m := l.p.Metrics(); l.c.done() != 1 || m.Duplicates != 1 || m.Refused != 2 {
		t.Errorf("%d worked on, %+v", l.c.done(), m)
	}
}

// spoken is a platform in HTTP mode in a bubble, that the fake posts to.
func spoken(t *testing.T, door door, act func(k *cable)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		k := &cable{fake: discordfake.New(discordfake.Config{AnyCommand: true}), log: &diary{}}
		defer k.fake.Close()
		cfg := cabled(k.fake, k.log)
		cfg.Mode, cfg.Listen = HTTP, "127.0.0.1:0"
		k.p = openPlatform(t, cfg)
		k.fake.Serve(k.p.handler(door))
		act(k)
		k.p.room.Close(grace)
		k.p.lobby.Close(0)
		k.clean(t)
	})
}

// The first response goes back with the request: what the door has ready, what
// the work says soon, or that it takes longer.
func TestHTTPResponds(t *testing.T) {
	takes := func(d time.Duration) door {
		return func(inbound) reaction {
			return reaction{Late: response{Type: responseDeferred, Data: map[string]int{"flags": flagEphemeral}}, Work: func(ctx context.Context, turn *turn) {
				intake.Sleep(ctx, d)
				if err := turn.answer(ctx, message{Content: "Found.", Ephemeral: true}); err != nil {
					t.Error(err)
				}
			}}
		}
	}
	for _, c := range []struct {
		name string
		door door
		kind int
		took time.Duration // at most
		text string
	}{
		{"at once", (&tally{}).door(), responseMessage, 0, "Noted."},
		{"soon", takes(time.Millisecond), responseMessage, time.Millisecond, "Found."},
		{"later", takes(10 * time.Second), responseDeferred, 100 * time.Millisecond, "Found."},
	} {
		spoken(t, c.door, func(k *cable) {
			d := k.ask()
			if r := d.Wait(); !r.OK || r.Status != 200 || r.Type != c.kind || r.Took > c.took {
				t.Errorf("%s: %+v", c.name, r)
			}
			time.Sleep(11 * time.Second)
			if m, ok := d.Original(); !ok || m.Text() != c.text || m.ForUser != discordfake.Anna {
				t.Errorf("%s: %t %+v", c.name, ok, m)
			}
			if n := len(k.fake.Requests("POST /interactions/{interaction_id}/{interaction_token}/callback")); n != 0 {
				t.Errorf("%s: %d calls for what goes back with the request", c.name, n)
			}
		})
	}
}

// Files do not go back with the request, so they take the other way.
func TestHTTPFiles(t *testing.T) {
	spoken(t, func(in inbound) reaction {
		m := message{Content: "A file.", Ephemeral: true, Files: []commands.File{{Name: "a.csv", Data: []byte("1,2\n")}}}
		return reaction{Now: &response{Type: responseMessage, Data: m.payload(true), Files: m.Files}}
	}, func(k *cable) {
		d := k.ask()
		if r := d.Wait(); !r.OK || r.Type != responseMessage {
			t.Errorf("%+v", r)
		}
		synctest.Wait()
		if r := d.Response(); r.Status != 202 {
			t.Errorf("the request was answered %d", r.Status)
		}
		if m, ok := d.Original(); !ok || len(m.Attachments) != 1 {
			t.Errorf("%t %+v", ok, m)
		}
	})
}

// A request that nothing answers is not kept waiting for ever, and what comes
// after it finds nobody.
func TestHTTPUnanswered(t *testing.T) {
	var late error
	synctest.Test(t, func(t *testing.T) {
		l := listening(t)
		h := l.p.handler(func(in inbound) reaction {
			time.Sleep(5 * time.Second)
			late = in.Ack(t.Context(), apology(in, "Too late."))
			return reaction{}
		})
		start, w := time.Now(), httptest.NewRecorder()
		h.ServeHTTP(w, l.signed(interactionBody(1), time.Now()))
		if took := time.Since(start); w.Code != 503 || took != patience || l.p.Metrics().Unanswered != 1 {
			t.Errorf("status %d after %v, %+v", w.Code, took, l.p.Metrics())
		}
		time.Sleep(5 * time.Second)
	})
	if late != errGone {
		t.Errorf("a response after that: %v", late)
	}
}

// Run serves on the address of the settings until its ctx ends.
func TestHTTPRun(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	fake := discordfake.New(discordfake.Config{})
	defer fake.Close()
	settings := func(address string, log *slog.Logger) Config {
		cfg := cabled(fake, &diary{})
		cfg.Mode, cfg.Listen, cfg.Log = HTTP, address, log
		return cfg
	}
	if err := openPlatform(t, settings(taken.Addr().String(), nil)).Run(t.Context(), nil); err == nil {
		t.Error("Run took an address that is in use")
	}
	ctx, cancel := context.WithCancel(t.Context())
	said, log := io.Pipe()
	p, ended := openPlatform(t, settings("127.0.0.1:0", slog.New(slog.NewTextHandler(log, nil)))), make(chan error, 1)
	go func() { ended <- p.Run(ctx, nil) }()
	lines := bufio.NewReader(said)
	address := ""
	for address == "" { // it says that it listens, and where
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		_, address, _ = strings.Cut(strings.TrimSpace(line), "address=")
	}
	go io.Copy(io.Discard, lines)
	r := posted(`{"type":1}`)
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

func TestNewWithoutKey(t *testing.T) {
	for _, key := range []string{"", "  ", "ab", strings.Repeat("zz", 32), strings.Repeat("ab", 33)} {
		_, err := New(Config{Mode: HTTP, Listen: ":0", Token: "x", PublicKey: key}, blank{})
		if briefings.KindOf(err) != briefings.Unusable {
			t.Errorf("New with the public key %q gave %v, want an unusable setting", key, err)
		}
	}
}
