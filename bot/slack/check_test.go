package slack_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"attache/bot/slack"
	"attache/briefings"
)

// every is what the manifest asks for, as Slack lists it beside an answer.
const every = "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,groups:read,im:history,im:read,im:write,mpim:read,usergroups:read,users:read"

// An office is a Web API that says one thing to each method.
type office struct {
	scopes  string
	ahead   time.Duration     // how far its clock is ahead
	status  int               // of every answer; zero is 200
	answers map[string]string // by method; without one it is {"ok":true}
	asked   []string          // methods with the token that each came with
}

func (o *office) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	o.asked = append(o.asked, method+" "+r.Header.Get("Authorization"))
	w.Header().Set("Date", time.Now().Add(o.ahead).UTC().Format(http.TimeFormat))
	if o.scopes != "" {
		w.Header().Set("X-OAuth-Scopes", o.scopes)
	}
	if o.status != 0 {
		w.WriteHeader(o.status)
	}
	text := o.answers[method]
	if text == "" {
		text = `{"ok":true,"team":"The\nDesk","user":"attache","url":"wss://none"}`
	}
	fmt.Fprint(w, text)
}

// Check says where the app is installed, or the one thing to mend, and never
// shows a token or an address.
func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name   string
		office office
		mode   string
		want   string // of the answer, or of the error when it begins with a dash
	}{
		{"socket", office{scopes: every}, slack.Socket, `attache in the workspace "The Desk", by the mode socket`},
		{"http", office{scopes: every, answers: map[string]string{"apps.connections.open": `{"ok":false,"error":"invalid_auth"}`}}, slack.HTTP,
			`attache in the workspace "The Desk", by the mode http`},
		{"no scopes told", office{}, slack.Socket, "attache"},
		{"more scopes than needed", office{scopes: " team:read, " + strings.ReplaceAll(every, ",", ", ")}, slack.Socket, "attache"},
		{"scopes missing", office{scopes: "chat:write,commands"}, slack.Socket, "-The app lacks app_mentions:read, assistant:write, channels:history, channels:read, files:read"},
		{"clock behind", office{ahead: 4 * time.Minute}, slack.Socket, "-The clock is "},
		{"clock ahead", office{ahead: -4 * time.Minute}, slack.Socket, "-The clock is "},
		{"clock near", office{ahead: time.Minute}, slack.Socket, "attache"},
		{"bot token refused", office{answers: map[string]string{"auth.test": `{"ok":false,"error":"token_revoked"}`}}, slack.Socket,
			"-slack.bot_token: Slack refused a token (token_revoked)"},
		{"app token refused", office{answers: map[string]string{"apps.connections.open": `{"ok":false,"error":"not_authed"}`}}, slack.Socket,
			"-slack.app_token: Slack refused a token (not_authed)"},
		{"no connections:write", office{answers: map[string]string{"apps.connections.open": `{"ok":false,"error":"missing_scope"}`}}, slack.Socket,
			`-slack.app_token: Slack answers apps.connections.open with "missing_scope"`},
		{"an error page", office{status: http.StatusBadGateway, answers: map[string]string{"auth.test": "<html>"}}, slack.Socket, "-Slack answers auth.test with status 502"},
		{"no JSON", office{answers: map[string]string{"auth.test": "<html>"}}, slack.Socket, "-Slack answers auth.test with status 200"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(&tt.office)
			defer server.Close()
			said, err := slack.Check(t.Context(), checked(server.URL+"/api/", tt.mode))
			want, wrong := strings.CutPrefix(tt.want, "-")
			if wrong {
				if briefings.KindOf(err) != briefings.Unusable || !strings.HasPrefix(err.Error(), want) {
					t.Errorf("check gives %q, %v; want %s", said, err, want)
				}
				said = fmt.Sprint(err)
			} else if err != nil || !strings.HasPrefix(said, want) {
				t.Errorf("check gives %q, %v; want %s", said, err, want)
			}
			for _, secret := range []string{"none-such", server.URL} {
				if strings.Contains(said, secret) {
					t.Errorf("check shows %q in %q", secret, said)
				}
			}
			if tt.office.asked[0] != "auth.test Bearer xoxb-none-such" {
				t.Errorf("the first call is %q", tt.office.asked[0])
			}
		})
	}
}

func checked(api, mode string) slack.Config {
	return slack.Config{BotToken: "xoxb-none-such", AppToken: "xapp-none-such", SigningSecret: "none-such", Mode: mode, Listen: ":1", API: api}
}

func TestCheckWithoutSlack(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	for api, want := range map[string]string{
		server.URL + "/api/":  "Slack cannot be reached",
		"http://[::1/api/":    "slack.api: ",
		"https://slack.com/x": "slack.api: ",
	} {
		if said, err := slack.Check(t.Context(), checked(api, slack.Socket)); briefings.KindOf(err) != briefings.Unusable || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("at %q check gives %q, %v; want %s", api, said, err, want)
		}
	}
	if _, err := slack.Check(t.Context(), slack.Config{}); briefings.KindOf(err) != briefings.Unusable || !strings.Contains(err.Error(), "slack.bot_token") {
		t.Errorf("without settings check gives %v", err)
	}
}
