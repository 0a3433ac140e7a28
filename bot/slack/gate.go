package slack

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"

	"attache/bot/intake"
)

// largestAnswer is the most that is read of an answer of the Web API.
const largestAnswer = 8 << 20

// A gate is what every call of the Web API passes. It counts, and once Slack
// has refused a token for good it lets nothing through any more: going on would
// look like an attack.
type gate struct {
	client *http.Client
	counts *counters
	health *health
	log    *slog.Logger
}

// Do implements the client that slack-go calls through.
func (g *gate) Do(req *http.Request) (*http.Response, error) {
	if r := g.health.refusal(); r != nil {
		return nil, r
	}
	g.counts.calls.Add(1)
	resp, err := g.client.Do(req)
	if err != nil {
		return nil, intake.Bare(err)
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		g.counts.limited.Add(1)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, largestAnswer))
	resp.Body.Close()
	if err != nil {
		return nil, intake.Bare(err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var said struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &said) == nil && !said.OK && final(said.Error) {
		refuse(g.health, g.counts, g.log, said.Error)
	}
	return resp, nil
}

// final reports whether an error of the Web API means that the token will never
// be good again.
func final(code string) bool {
	switch code {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
		"app_uninstalled", "user_removed_from_team", "team_disabled":
		return true
	}
	return false
}

// refuse stops all calls, and says so once in the log and in the metrics.
func refuse(h *health, counts *counters, log *slog.Logger, code string) {
	if r := (&refusal{code: code}); h.refuse(r) {
		counts.revoked.Store(1)
		log.Error("slack stopped", "reason", code, "mend", r.sentence())
	}
}
