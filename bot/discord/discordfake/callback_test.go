package discordfake_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
)

// An endpoint is an app that takes interactions by HTTP.
type endpoint struct {
	key    string
	status int
	answer string
	wait   time.Duration
	last   string
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	e.last = string(body)
	key, _ := hex.DecodeString(e.key)
	signature, _ := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
	if !ed25519.Verify(key, append([]byte(r.Header.Get("X-Signature-Timestamp")), body...), signature) {
		http.Error(w, "invalid request signature", http.StatusUnauthorized)
		return
	}
	<-time.After(e.wait)
	if strings.Contains(e.last, `"type":1,`) && !strings.Contains(e.last, `"data"`) {
		io.WriteString(w, `{"type":1}`)
		return
	}
	w.WriteHeader(e.status)
	io.WriteString(w, e.answer)
}

func encoded(v any) string {
	out, _ := json.Marshal(v)
	return string(out)
}

func TestServe(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		answer string
		wait   time.Duration
		ok     bool
		rule   string
	}{
		{"reply", 200, encoded(object{"type": 4, "data": quiet("x")}), time.Second, true, ""},
		{"late", 200, encoded(object{"type": 4, "data": quiet("x")}), 4 * time.Second, false, ""},
		{"refused", 401, "", 0, false, "answered 401"},
		{"rubbish", 200, "<html>", 0, false, "answered 200"},
		{"wrong type", 200, encoded(object{"type": 8, "data": object{"choices": list{}}}), 0, false, "only an autocomplete"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, anyCommand, func(a *app) {
				app := &endpoint{a.fake.PublicKey(), tt.status, tt.answer, tt.wait, ""}
				a.fake.Serve(app)
				d := ask(a)
				if r := d.Wait(); r.OK != tt.ok || r.Failed == tt.ok || tt.ok && r.Took != tt.wait {
					t.Errorf("response %+v", r)
				}
				time.Sleep(2 * time.Second)
				if m, ok := d.Original(); ok != tt.ok || ok && m.Content != "x" {
					t.Errorf("message %+v", m)
				}
				if tt.rule == "" {
					a.violations()
				} else {
					a.violations(tt.rule)
				}
			})
		})
	}
}

// An app that answers 202 responds by REST.
func TestServeAccepted(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		a.fake.Serve(&endpoint{a.fake.PublicKey(), 202, "", 0, ""})
		d := ask(a)
		time.Sleep(time.Second)
		a.respond(d, discordfake.Reply, quiet("x"))
		if r := d.Wait(); !r.OK || r.Took != time.Second || r.Status != 202 {
			t.Errorf("response %+v", r)
		}
		a.violations()
	})
}

// A test can forge what it likes of a signed request.
func TestDeliverForged(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		app := &endpoint{a.fake.PublicKey(), 200, "{}", 0, ""}
		a.fake.Serve(app)
		if status, body := a.fake.Deliver(a.fake.PingRequest()); status != 200 || body != `{"type":1}` {
			t.Errorf("ping: %d %s", status, body)
		}
		signed := func() *http.Request { return a.fake.CommandRequest(discordfake.Anna, discordfake.Desk, "brief") }
		if status, _ := a.fake.Deliver(signed()); status != 200 {
			t.Errorf("signed: %d, want 200", status)
		}
		forged := signed()
		forged.Body = io.NopCloser(strings.NewReader(`{"type":2}`))
		if status, _ := a.fake.Deliver(forged); status != 401 {
			t.Errorf("another body: %d, want 401", status)
		}
		stale := signed()
		a.fake.Sign(stale, time.Now().Add(-time.Hour))
		if status, _ := a.fake.Deliver(stale); status != 200 || stale.Header.Get("X-Signature-Timestamp") == "" {
			t.Errorf("an old but right signature: %d, want what the app makes of it", status)
		}
		app.wait = time.Minute
		if status, _ := a.fake.Deliver(signed()); status != 0 {
			t.Errorf("no answer: %d, want 0", status)
		}
		time.Sleep(time.Minute)
		a.fake.Serve(nil)
		a.dial()
		if r := ask(a); !r.Response().Delivered {
			t.Errorf("back at the gateway: %+v", r.Response())
		}
	})
}
