package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"attache/bot/intake"
)

// callFate says what is known of a call without an answer. It began when Slack may
// have the whole of it.
func callFate(err error, began bool) error {
	var r *refusal
	switch {
	case errors.As(err, &r):
		return &intake.PostError{Fate: intake.Stopped, Code: r.code}
	case !began:
		return &intake.PostError{Fate: intake.NotSent, Err: err}
	}
	return &intake.PostError{Fate: intake.Doubtful, Err: err}
}

// posted reads what Slack answered.
func posted(resp *http.Response) (string, error) {
	var said struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
		TS    string `json:"ts"`
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After")) // without a number the caller backs off
		return "", &intake.PostError{Fate: intake.NotSent, Code: "ratelimited", After: max(time.Duration(seconds)*time.Second, time.Second)}
	case resp.StatusCode >= 500:
		return "", &intake.PostError{Fate: intake.Doubtful, Code: "status " + strconv.Itoa(resp.StatusCode)}
	}
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil || !said.OK && said.Error == "" || said.OK && said.TS == "" {
		return "", &intake.PostError{Fate: intake.Doubtful, Code: "status " + strconv.Itoa(resp.StatusCode), Err: err}
	}
	if !said.OK {
		return "", slack.SlackErrorResponse{Err: said.Error}
	}
	return said.TS, nil
}

// fateOf says what Slack's word means for what was to be posted. A word that is
// not known here is one of the many for what Slack does not take.
func fateOf(err error) *intake.PostError {
	if e, ok := errors.AsType[*intake.PostError](err); ok {
		return e
	}
	code := slackWord(err)
	var r *refusal
	switch {
	case errors.As(err, &r):
		return &intake.PostError{Fate: intake.Stopped, Code: r.code}
	case code == "":
		return &intake.PostError{Fate: intake.Doubtful, Err: err}
	case final(code):
		return &intake.PostError{Fate: intake.Stopped, Code: code}
	}
	switch code {
	case "ratelimited", "rate_limited", "request_timeout", "team_added_to_org", "org_login_required":
		return &intake.PostError{Fate: intake.NotSent, Code: code}
	case "internal_error", "fatal_error", "service_unavailable", "duplicate_message_not_found", "duplicate_channel_not_found":
		// The last two speak of an earlier message with the same client_msg_id.
		return &intake.PostError{Fate: intake.Doubtful, Code: code}
	}
	return &intake.PostError{Fate: intake.Refused, Code: code}
}
