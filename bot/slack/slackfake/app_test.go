package slackfake_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"attache/bot/slack/slackfake"
)

// An app is the smallest client that can talk to the fake.
type app struct {
	testing.TB
	fake *slackfake.Slack
	web  *http.Client
}

// openApp starts a fake and an app for it. The fake is closed with the test.
func openApp(t testing.TB, cfg slackfake.Config) *app {
	t.Helper()
	fake := slackfake.New(cfg)
	t.Cleanup(fake.Close)
	return &app{TB: t, fake: fake, web: fake.HTTPClient()}
}

// answered is what comes back from the Web API.
type answered struct {
	Status     int
	RetryAfter string
	OK         bool
	Error      string
	TS         string
	MessageTS  string `json:"message_ts"`
	URL        string
	UploadURL  string `json:"upload_url"`
	FileID     string `json:"file_id"`
	Needed     string
	View       struct{ ID, Hash string }
	Channel    json.RawMessage
	Messages   []map[string]any
	Metadata   struct {
		Messages   []string
		NextCursor string `json:"next_cursor"`
	} `json:"response_metadata"`
	raw string
}

// call calls a method with the bot's token.
func (a *app) call(method string, args map[string]any) answered {
	a.Helper()
	return a.callAs(slackfake.BotToken, method, args)
}

// callAs calls a method with any token.
func (a *app) callAs(token, method string, args map[string]any) answered {
	a.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		a.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, a.fake.API()+method, bytes.NewReader(body))
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := a.web.Do(r)
	if err != nil {
		return answered{Error: err.Error()}
	}
	defer response.Body.Close()
	var out answered
	var raw bytes.Buffer
	raw.ReadFrom(response.Body)
	json.Unmarshal(raw.Bytes(), &out)
	out.Status, out.RetryAfter, out.raw = response.StatusCode, response.Header.Get("Retry-After"), raw.String()
	return out
}

// post posts JSON to any address and returns the status and the body.
func (a *app) post(address, body string) (int, string) {
	a.Helper()
	response, err := a.web.Post(address, "application/json", strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	var out bytes.Buffer
	out.ReadFrom(response.Body)
	return response.StatusCode, out.String()
}

// say posts a proper message in a channel.
func (a *app) say(channel, text string) answered {
	a.Helper()
	return a.call("chat.postMessage", map[string]any{"channel": channel, "text": text, "unfurl_links": false, "unfurl_media": false})
}

// violations fails the test unless the fake has recorded exactly these, each a
// part of one record.
func (a *app) violations(want ...string) {
	a.Helper()
	got := a.fake.Violations()
	if len(got) != len(want) {
		a.Fatalf("violations %v, want %q", got, want)
	}
	for i, w := range want {
		if !strings.Contains(got[i].String(), w) {
			a.Errorf("violation %q, want %q", got[i], w)
		}
	}
}

// An envelope is what comes on a socket.
type envelope struct {
	Type         string
	Reason       string
	EnvelopeID   string `json:"envelope_id"`
	RetryAttempt int    `json:"retry_attempt"`
	Payload      map[string]any
	Connections  int `json:"num_connections"`
	Debug        struct {
		Time int `json:"approximate_connection_time"`
	} `json:"debug_info"`
	raw string
}

// A line is one socket of the app.
type line struct {
	*app
	ws *websocket.Conn
}

// dial opens a socket as an app does and returns it after its hello.
func (a *app) dial() *line {
	a.Helper()
	return a.dialAt(a.fake.Dialer())
}

// dialMute opens a socket without waiting for its hello.
func (a *app) dialMute() *line {
	a.Helper()
	opened := a.callAs(slackfake.AppToken, "apps.connections.open", nil)
	if !opened.OK {
		a.Fatalf("apps.connections.open: %s", opened.Error)
	}
	return a.connect(a.fake.Dialer(), opened.URL)
}

// dialAt opens a socket with another dialer and returns it after its hello.
func (a *app) dialAt(dialer *websocket.Dialer) *line {
	a.Helper()
	l := a.connect(dialer, a.callAs(slackfake.AppToken, "apps.connections.open", nil).URL)
	if e := l.next(); e.Type != "hello" {
		a.Fatalf("the first frame is %q, want hello", e.Type)
	}
	return l
}

func (a *app) connect(dialer *websocket.Dialer, address string) *line {
	a.Helper()
	ws, _, err := dialer.Dial(address, nil)
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { ws.Close() })
	return &line{a, ws}
}

// next returns the next frame; its Type is "closed" when there is none any more
// and "silent" when nothing comes for ten
// minutes, after which the socket cannot be read any more.
func (l *line) next() envelope {
	l.Helper()
	l.ws.SetReadDeadline(time.Now().Add(10 * time.Minute))
	_, data, err := l.ws.ReadMessage()
	switch {
	case err != nil && strings.Contains(err.Error(), "timeout"):
		return envelope{Type: "silent"}
	case err != nil:
		return envelope{Type: "closed"}
	}
	var e envelope
	json.Unmarshal(data, &e)
	e.raw = string(data)
	return e
}

// ack acknowledges an envelope with a body, JSON or nothing.
func (l *line) ack(id, body string) {
	l.Helper()
	frame := `{"envelope_id":"` + id + `"}`
	if body != "" {
		frame = `{"envelope_id":"` + id + `","payload":` + body + `}`
	}
	if err := l.ws.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		l.Fatal(err)
	}
}

// serve acknowledges everything on a socket with one body until it ends.
func (l *line) serve(body string) {
	go func() {
		for {
			l.ws.SetReadDeadline(time.Time{})
			_, data, err := l.ws.ReadMessage()
			if err != nil {
				return
			}
			var e envelope
			json.Unmarshal(data, &e)
			if e.EnvelopeID != "" {
				frame := `{"envelope_id":"` + e.EnvelopeID + `"`
				if body != "" && e.Type != "events_api" {
					frame += `,"payload":` + body
				}
				l.ws.WriteMessage(websocket.TextMessage, []byte(frame+"}"))
			}
		}
	}()
}
