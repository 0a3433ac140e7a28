package discord

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
)

// An office is a Discord that says one thing to each question.
type office struct {
	status  int               // of every answer; zero is 200
	behind  time.Duration     // how far its clock is
	answers map[string]string // by path; without one there is a good answer
	asked   int
}

func (o *office) RoundTrip(r *http.Request) (*http.Response, error) {
	o.asked++
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	text, ok := o.answers[path]
	if !ok {
		text = map[string]string{
			"/applications/@me": `{"id":"1","name":"Atta\nché","verify_key":"` + strings.Repeat("ab", 32) + `","bot_public":false,"interactions_endpoint_url":null}`,
			"/users/@me/guilds": `[{"id":"11","name":"Harbour Desk","features":[]},{"id":"12","name":"Elsewhere","features":[]}]`,
			"/guilds/11/roles":  `[{"id":"21","name":"editors"}]`,
			"/guilds/12/roles":  `[]`,
			"/gateway/bot":      `{"url":"wss://none","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":1,"max_concurrency":1}}`,
		}[path]
	}
	status := o.status
	if status == 0 {
		status = http.StatusOK
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(text)),
		Header: http.Header{"Date": {time.Now().Add(-o.behind).UTC().Format(http.TimeFormat)}}}, nil
}

// Check says who the bot is and where, or the one thing to mend, and never shows
// a token or an address of the API.
func TestCheck(t *testing.T) {
	app := func(fields string) map[string]string {
		return map[string]string{"/applications/@me": `{"id":"1","name":"Attaché","verify_key":"` + strings.Repeat("ab", 32) + `",` + fields + `}`}
	}
	for _, tt := range []struct {
		name   string
		office office
		cfg    Config
		want   string // of the answer, or of the error when it begins with a dash
	}{
		{"gateway", office{}, Config{}, "Atta ché in 2 servers, by the mode gateway"},
		{"one server", office{}, Config{Servers: []string{"11"}}, `Atta ché in the server "Harbour Desk", by the mode gateway`},
		{"roles", office{}, Config{Roles: map[string]briefings.Role{"21": briefings.Editor}}, "Atta ché in 2 servers"},
		{"no server", office{answers: map[string]string{"/users/@me/guilds": `[]`}}, Config{}, "Atta ché in no server yet"},
		{"nobody knows who may invite it", office{answers: app(`"bot_public":null`)}, Config{}, "Attaché in 2 servers, of which none is trusted while anybody may invite the bot"},
		{"anybody may invite it", office{answers: app(`"bot_public":true`)}, Config{}, "Attaché in 2 servers, of which none is trusted while anybody may invite the bot"},
		{"http", office{answers: app(`"bot_public":false,"interactions_endpoint_url":"https://desk.example` + Path + `"`)}, Config{Mode: HTTP, Listen: ":1"}, "Attaché in 2 servers, by the mode http"},
		{"token refused", office{status: 401}, Config{}, "-discord.token: Discord refused the bot's token (401)"},
		{"down", office{status: 503}, Config{}, "-Discord answers with status 503"},
		{"clock", office{behind: 4 * time.Minute}, Config{}, "-The clock is 4m0s away"},
		{"clock ahead", office{behind: -4 * time.Minute}, Config{}, "-The clock is "},
		{"interactions go elsewhere", office{answers: app(`"interactions_endpoint_url":"https://old.example/x"`)}, Config{}, "-discord.mode: The application sends interactions to an address"},
		{"interactions do not come", office{}, Config{Mode: HTTP, Listen: ":1"}, "-discord.mode: The application sends interactions to the gateway"},
		{"another path", office{answers: app(`"interactions_endpoint_url":"https://desk.example/x"`)}, Config{Mode: HTTP, Listen: ":1"}, "-discord.mode: Interactions Endpoint URL of the application does not end in"},
		{"another key", office{}, Config{Mode: HTTP, Listen: ":1", PublicKey: strings.Repeat("cd", 32)}, "-discord.public_key: The application has another one"},
		{"not in a server", office{}, Config{Servers: []string{"11", "99"}}, "-discord.servers: The bot is not in 99; invite it"},
		{"no such role", office{}, Config{Roles: map[string]briefings.Role{"21": briefings.Editor, "22": briefings.Owner}}, "-discord.roles: No server has the roles 22"},
		{"no sessions left", office{answers: map[string]string{"/gateway/bot": `{"session_start_limit":{"total":1000,"remaining":0,"reset_after":7200000}}`}}, Config{}, "-Discord lets the bot open no session for another 2h0m0s"},
		{"no token", office{}, Config{Token: "has a space"}, "-discord.token: Give the bot's token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cfg := tt.cfg
				cfg.API, cfg.HTTPClient = "http://discord.fake/api/v10", &http.Client{Transport: &tt.office}
				if cfg.Token == "" {
					cfg.Token = "token-of-a-test"
				}
				if cfg.PublicKey == "" {
					cfg.PublicKey = strings.Repeat("AB", 32)
				}
				got, err := Check(t.Context(), cfg)
				want, wrong := strings.CutPrefix(tt.want, "-")
				if wrong != (err != nil) || err != nil && briefings.KindOf(err) != briefings.Unusable {
					t.Fatalf("%q, %v", got, err)
				}
				if err != nil {
					got = err.Error()
				}
				if !strings.HasPrefix(got, want) || strings.Contains(got, "token-of-a-test") || strings.Contains(got, "discord.fake") {
					t.Errorf("%q, want %q", got, want)
				}
				if tt.office.status == http.StatusUnauthorized && tt.office.asked != 1 {
					t.Errorf("a refused token is used %d times", tt.office.asked)
				}
			})
		})
	}
}
