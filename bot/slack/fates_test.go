package slack

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
)

// TestFates holds what is said of an attempt to what became of it: one call, and
// whether anything arrived.
func TestFates(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault slackfake.Fault
		want  intake.Fate
		shown int
	}{
		{"cut off before", slackfake.Fault{Drop: true}, intake.Doubtful, 0},
		{"cut off after", slackfake.Fault{Drop: true, AfterEffect: true}, intake.Doubtful, 1},
		{"no answer in time", slackfake.Fault{Delay: 11 * time.Second}, intake.Doubtful, 0},
		{"carried out late", slackfake.Fault{Late: 3 * time.Second}, intake.Doubtful, 1},
		{"503 before", slackfake.Fault{Status: 503}, intake.Doubtful, 0},
		{"503 after", slackfake.Fault{Status: 503, AfterEffect: true}, intake.Doubtful, 1},
		{"a page with 200", slackfake.Fault{Status: 200, AfterEffect: true}, intake.Doubtful, 1},
		{"a page with 403", slackfake.Fault{Status: 403}, intake.Doubtful, 0},
		{"internal_error", slackfake.Fault{Error: "internal_error"}, intake.Doubtful, 0},
		{"internal_error after", slackfake.Fault{Error: "internal_error", AfterEffect: true}, intake.Doubtful, 1},
		{"fatal_error after", slackfake.Fault{Error: "fatal_error", AfterEffect: true}, intake.Doubtful, 1},
		{"service_unavailable after", slackfake.Fault{Error: "service_unavailable", AfterEffect: true}, intake.Doubtful, 1},
		{"known client_msg_id", slackfake.Fault{Error: "duplicate_message_not_found"}, intake.Doubtful, 0},
		{"429", slackfake.Fault{RetryAfter: 7 * time.Second}, intake.NotSent, 0},
		{"ratelimited", slackfake.Fault{Error: "ratelimited"}, intake.NotSent, 0},
		{"rate_limited", slackfake.Fault{Error: "rate_limited"}, intake.NotSent, 0},
		{"request_timeout", slackfake.Fault{Error: "request_timeout"}, intake.NotSent, 0},
		{"channel_not_found", slackfake.Fault{Error: "channel_not_found"}, intake.Refused, 0},
		{"is_archived", slackfake.Fault{Error: "is_archived"}, intake.Refused, 0},
		{"not_in_channel", slackfake.Fault{Error: "not_in_channel"}, intake.Refused, 0},
		{"restricted_action", slackfake.Fault{Error: "restricted_action"}, intake.Refused, 0},
		{"missing_scope", slackfake.Fault{Error: "missing_scope"}, intake.Refused, 0},
		{"a word of another day", slackfake.Fault{Error: "moon_is_full"}, intake.Refused, 0},
		{"account_inactive", slackfake.Fault{Error: "account_inactive"}, intake.Stopped, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			play(t, Config{}, func(s *scene) {
				d := s.owed("C_DESK")[0]
				tt.fault.Method = "chat.postMessage"
				s.fake.Inject(tt.fault)
				ts, err := s.posts(d)
				if err == nil || err.Fate != tt.want || ts != "" {
					t.Fatalf("the fate is %v, want %s", err, tt.want)
				}
				if tt.fault.RetryAfter > 0 && (err.After != 7*time.Second || s.p.state.brake.left("chat.postMessage") != 7*time.Second) {
					t.Errorf("it may come again after %s", err.After)
				}
				if strings.Contains(err.Error(), "fake.") || strings.Contains(err.Error(), "xoxb") {
					t.Errorf("the error holds an address or a token: %v", err)
				}
				time.Sleep(30 * time.Second)
				if calls, shown := len(s.fake.Log("chat.postMessage")), len(s.fake.Messages("C_DESK")); calls > 1 || shown != tt.shown {
					t.Errorf("%d calls and %d messages, want one and %d", calls, shown, tt.shown)
				}
				if tt.want == intake.Stopped {
					return
				}
				if _, found, err := s.p.Find(s.t.Context(), d); found != (tt.shown == 1) || err != nil {
					t.Errorf("found %t, %v", found, err)
				}
			})
		})
	}
}

// A trip is a transport of one function.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// What breaks off on the way may have arrived unless nothing of it was handed out,
// or there was no way.
func TestBreaksOff(t *testing.T) {
	for _, tt := range []struct {
		name   string
		handed func(length int64) int64 // how many bytes leave in time; nil is no way to Slack
		want   intake.Fate
	}{
		{"nobody answers the door", nil, intake.NotSent},
		{"too late before the first byte", func(int64) int64 { return 0 }, intake.NotSent},
		{"too late after the first bytes", func(int64) int64 { return 10 }, intake.Doubtful},
		{"too late after the last byte", func(length int64) int64 { return length }, intake.Doubtful},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := openPlatform(t, Config{HTTPClient: &http.Client{Transport: trip(func(r *http.Request) (*http.Response, error) {
				if tt.handed == nil {
					return nil, &net.OpError{Op: "dial", Err: io.EOF}
				}
				if _, err := io.ReadFull(r.Body, make([]byte, tt.handed(r.ContentLength))); err != nil {
					return nil, err
				}
				time.Sleep(time.Minute)
				_, err := r.Body.Read(make([]byte, 1))
				return nil, err
			})}})
			frozen, err := p.Freeze(briefings.Delivery{}, parts())
			if err != nil {
				t.Fatal(err)
			}
			d := briefings.Delivery{ID: "x", Channel: briefings.Channel{Platform: "slack", Workspace: "T", ID: "C"}, Payload: frozen[0]}
			_, err = p.Post(t.Context(), d, intake.NewDeadline(10*time.Second))
			if e := intake.FateOf(err); err == nil || e.Fate != tt.want {
				t.Errorf("%s: the fate is %v, want %s", tt.name, err, tt.want)
			}
		})
	}
}
