package discordfake_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"attache/bot/discord/discordfake"
)

type object = map[string]any
type list = []any

// An app is the smallest client that can talk to the fake.
type app struct {
	testing.TB
	fake *discordfake.Discord
	web  *http.Client
}

// openApp starts a fake and an app for it. The fake is closed with the test.
func openApp(t testing.TB, cfg discordfake.Config) *app {
	t.Helper()
	fake := discordfake.New(cfg)
	t.Cleanup(fake.Close)
	return &app{TB: t, fake: fake, web: fake.HTTPClient()}
}

// answered is what comes back from REST.
type answered struct {
	Status  int
	Header  http.Header
	ID      string
	Code    int
	Message string
	URL     string
	Flags   int
	Content string
	Errors  object
	Retry   float64 `json:"retry_after"`
	Global  bool
	Limits  struct {
		Remaining int
		Most      int `json:"max_concurrency"`
	} `json:"session_start_limit"`
	raw string
	err error
}

// call calls a route with the bot's token; body nil sends none.
func (a *app) call(method, path string, body any) answered {
	a.Helper()
	return a.callAs("Bot "+discordfake.BotToken, method, path, body)
}

// callAs calls a route with any Authorization.
func (a *app) callAs(token, method, path string, body any) answered {
	a.Helper()
	r := a.request(method, path, body)
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	return a.do(r)
}

func (a *app) request(method, path string, body any) *http.Request {
	a.Helper()
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			a.Fatal(err)
		}
	}
	r, err := http.NewRequest(method, a.fake.API()+path, bytes.NewReader(data))
	if err != nil {
		a.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	return r
}

func (a *app) do(r *http.Request) answered {
	response, err := a.web.Do(r)
	if err != nil {
		return answered{err: err}
	}
	defer response.Body.Close()
	var raw bytes.Buffer
	raw.ReadFrom(response.Body)
	out := answered{}
	json.Unmarshal(raw.Bytes(), &out)
	out.Status, out.Header, out.raw = response.StatusCode, response.Header, raw.String()
	return out
}

// quiet is a message that calls nobody.
func quiet(content string) object {
	return object{"content": content, "allowed_mentions": object{"parse": list{}}}
}

// with returns an object with more fields, or fewer: nil takes one away.
func with(o object, more object) object {
	out := object{}
	for k, v := range o {
		out[k] = v
	}
	for k, v := range more {
		if out[k] = v; v == nil {
			delete(out, k)
		}
	}
	return out
}

// say posts a proper message in a channel under a nonce.
func (a *app) say(channel, content, nonce string) answered {
	a.Helper()
	return a.call("POST", "/channels/"+channel+"/messages", with(quiet(content), object{"nonce": nonce, "enforce_nonce": true}))
}

// respond answers an interaction.
func (a *app) respond(d *discordfake.Delivery, kind int, data object) answered {
	a.Helper()
	body := object{"type": kind}
	if data != nil {
		body["data"] = data
	}
	return a.callAs("", "POST", "/interactions/"+d.ID+"/"+d.Token+"/callback", body)
}

// hook calls a route under the webhook of an interaction.
func (a *app) hook(d *discordfake.Delivery, method, rest string, body any) answered {
	a.Helper()
	return a.callAs("", method, "/webhooks/"+discordfake.AppID+"/"+d.Token+rest, body)
}

// violations fails the test unless the fake has recorded exactly these, each a
// part of one record.
func (a *app) violations(want ...string) {
	a.Helper()
	got := a.fake.Violations()
	if len(got) != len(want) {
		a.Fatalf("violations %q, want %q", got, want)
	}
	for i, w := range want {
		if !strings.Contains(got[i], w) {
			a.Errorf("violation %q, want %q", got[i], w)
		}
	}
}

// A payload is what comes on a link.
type payload struct {
	Op    int
	Seq   int64           `json:"s"`
	Kind  string          `json:"t"`
	Data  json.RawMessage `json:"d"`
	Code  int             `json:"-"` // close code; 0 for none
	Cut   bool            `json:"-"`
	Quiet bool            `json:"-"` // nothing came for ten minutes
}

// A line is one link of the app.
type line struct {
	*app
	ws      *websocket.Conn
	session string
	resume  string
	seq     int64
	every   time.Duration
}

// connect opens a link at an address without waiting for anything.
func (a *app) connect(address string) *line {
	a.Helper()
	ws, response, err := a.fake.Dialer().Dial(address+"/?v=10&encoding=json", nil)
	if err != nil {
		a.Fatalf("dial: %v (%v)", err, response)
	}
	a.Cleanup(func() { ws.Close() })
	return &line{app: a, ws: ws}
}

// gateway returns the address that a new session is started at.
func (a *app) gateway() string { return a.call("GET", "/gateway/bot", nil).URL }

// hello opens a link and takes its HELLO.
func (a *app) hello(address string) *line {
	a.Helper()
	l := a.connect(address)
	p := l.next()
	var hello struct {
		Interval int `json:"heartbeat_interval"`
	}
	json.Unmarshal(p.Data, &hello)
	if p.Op != 10 || hello.Interval <= 0 {
		a.Fatalf("first came %+v, want HELLO", p)
	}
	l.every = time.Duration(hello.Interval) * time.Millisecond
	return l
}

// dial starts a session and returns its link after the two servers came.
func (a *app) dial() *line {
	a.Helper()
	l := a.hello(a.gateway())
	l.identify(nil)
	if p := l.next(); p.Kind != "READY" {
		a.Fatalf("after identify came %+v, want READY", p)
	}
	for range 2 {
		if p := l.next(); p.Kind != "GUILD_CREATE" {
			a.Fatalf("after READY came %s, want GUILD_CREATE", p.Kind)
		}
	}
	return l
}

// send sends a payload.
func (l *line) send(op int, data any) {
	l.Helper()
	if err := l.ws.WriteJSON(object{"op": op, "d": data}); err != nil {
		l.Fatalf("send op %d: %v", op, err)
	}
}

func (l *line) identify(more object) {
	l.Helper()
	l.send(2, with(object{"token": discordfake.BotToken, "intents": 1, "properties": object{"os": "linux", "browser": "x", "device": "x"}}, more))
}

// again takes up the session of another link.
func (l *line) again(of *line, seq int64) {
	l.Helper()
	l.send(6, object{"token": discordfake.BotToken, "session_id": of.session, "seq": seq})
}

// next returns the next payload, or how the link ended.
func (l *line) next() payload {
	l.Helper()
	l.ws.SetReadDeadline(time.Now().Add(10 * time.Minute))
	_, data, err := l.ws.ReadMessage()
	if closing, ok := err.(*websocket.CloseError); ok && closing.Code != websocket.CloseAbnormalClosure {
		return payload{Code: closing.Code}
	}
	if err != nil {
		return payload{Cut: !strings.Contains(err.Error(), "timeout"), Quiet: strings.Contains(err.Error(), "timeout")}
	}
	var p payload
	json.Unmarshal(data, &p)
	l.seq = max(l.seq, p.Seq)
	if p.Kind == "READY" {
		var ready struct {
			Session string `json:"session_id"`
			Resume  string `json:"resume_gateway_url"`
		}
		json.Unmarshal(p.Data, &ready)
		l.session, l.resume = ready.Session, ready.Resume
	}
	return p
}

// serve sends heartbeats and hands every event to do until the link ends.
func (l *line) serve(do func(payload)) {
	stop := make(chan struct{})
	go func() {
		defer close(stop)
		for {
			l.ws.SetReadDeadline(time.Time{})
			_, data, err := l.ws.ReadMessage()
			if err != nil {
				return
			}
			var p payload
			json.Unmarshal(data, &p)
			if p.Op == 0 {
				do(p)
			}
		}
	}()
	go func() {
		tick := time.NewTicker(l.every)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				l.ws.WriteJSON(object{"op": 1, "d": nil})
			}
		}
	}()
}

// answering serves a link and gives every interaction one response.
func (l *line) answering(kind int, data object) {
	l.serve(func(p payload) {
		var i struct{ ID, Token string }
		json.Unmarshal(p.Data, &i)
		if p.Kind == "INTERACTION_CREATE" {
			l.callAs("", "POST", fmt.Sprintf("/interactions/%s/%s/callback", i.ID, i.Token), object{"type": kind, "data": data})
		}
	})
}
