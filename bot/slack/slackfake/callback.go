package slackfake

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// endpointPath is where an app in this process is called.
const endpointPath = "http://app.fake/slack/events"

// Serve makes the fake deliver by signed HTTP instead of sockets, to a handler
// in this process. Nil goes back to sockets.
func (s *Slack) Serve(app http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if app == nil {
		s.address = ""
		return
	}
	s.address = endpointPath
	s.endpoint = inProcess{handler: app, reach: func(*url.URL) bool { return true }}
}

// ServeAt makes the fake deliver by signed HTTP to an address.
func (s *Slack) ServeAt(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address, s.endpoint = address, http.DefaultTransport
}

// CommandRequest returns the signed callback of a slash command without sending
// it, for a test to forge. The trigger and response URL in it work.
func (s *Slack) CommandRequest(user, channel, text string) *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callback(s.command(user, channel, text))
}

// EventRequest returns the signed callback of an event without sending it.
func (s *Slack) EventRequest(kind string, event map[string]any) *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callback(s.event(kind, event))
}

// ChallengeRequest returns the signed callback by which Slack makes sure that an
// address is the app's: the answer is to be the challenge.
func (s *Slack) ChallengeRequest(challenge string) *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.newDelivery("events_api")
	d.payload = map[string]any{"token": "verification", "type": "url_verification", "challenge": challenge}
	return s.callback(d)
}

// Deliver sends a callback as it stands, forged or not, and returns the status
// and the body of the answer; status 0 means that no answer came within 3 s.
func (s *Slack) Deliver(r *http.Request) (status int, body string) {
	s.mu.Lock()
	endpoint := s.endpoint
	s.mu.Unlock()
	if endpoint == nil {
		panic("slackfake: Serve or ServeAt comes before Deliver")
	}
	ctx, cancel := context.WithTimeout(r.Context(), AckLimit)
	defer cancel()
	status, data, _ := exchange(ctx, endpoint, r.WithContext(ctx))
	return status, string(data)
}

// Sign signs a callback with any secret and time; its body is read and put back.
func Sign(r *http.Request, secret string, at time.Time) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(fmt.Sprintf("slackfake: sign: %v", err))
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// callback returns the signed request of a delivery. The caller holds the lock.
func (s *Slack) callback(d *Delivery) *http.Request {
	kind, body := "application/x-www-form-urlencoded", ""
	switch d.Kind {
	case "slash_commands":
		form := url.Values{}
		for name, v := range d.payload {
			form.Set(name, fmt.Sprint(v))
		}
		body = form.Encode()
	case "interactive":
		body = url.Values{"payload": {string(mustJSON(d.payload))}}.Encode()
	default:
		kind, body = "application/json", string(mustJSON(d.payload))
	}
	address := s.address
	if address == "" {
		address = endpointPath
	}
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		panic(fmt.Sprintf("slackfake: callback: %v", err))
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	if d.attempt > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		r.Header.Set("X-Slack-Retry-Reason", d.reason)
	}
	Sign(r, s.cfg.SigningSecret, time.Now())
	return r
}

func mustJSON(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("slackfake: %v", err))
	}
	return out
}

// callBack makes one attempt by HTTP and takes the answer.
func (s *Slack) callBack(d *Delivery, attempt int) {
	s.mu.Lock()
	r, endpoint := s.callback(d), s.endpoint
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), AckLimit)
	defer cancel()
	status, body, err := exchange(ctx, endpoint, r.WithContext(ctx))
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.finished() || d.attempt != attempt {
		return
	}
	d.ack.Status = status
	if status/100 == 2 {
		s.settle(d, jsonBody(body))
		return
	}
	d.reason = "http_error"
	if err != nil {
		d.reason = "http_timeout"
	}
	s.violate(d.Kind, "%s was answered %d (%v) within %v", d.ID, status, err, AckLimit)
	s.missed(d)
	if d.Kind != "events_api" {
		d.finish() // people see an error; only events are retried
		return
	}
	s.again(d)
}

// jsonBody returns the body of an answer; plain text is a message for the
// person who typed a command.
func jsonBody(body []byte) json.RawMessage {
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || json.Valid(trimmed) {
		return trimmed
	}
	return mustJSON(map[string]string{"text": string(body)})
}

// exchange makes one round trip that ends with its context, even if the app
// does not. What went wrong is in err.
func exchange(ctx context.Context, endpoint http.RoundTripper, r *http.Request) (status int, body []byte, err error) {
	type result struct {
		status int
		body   []byte
		err    error
	}
	done := make(chan result, 1)
	go func() {
		response, err := endpoint.RoundTrip(r)
		if err != nil {
			done <- result{err: err}
			return
		}
		defer response.Body.Close()
		data, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
		done <- result{response.StatusCode, data, err}
	}()
	select {
	case got := <-done:
		return got.status, got.body, got.err
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
}
