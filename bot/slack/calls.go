package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"attache/bot/intake"
)

// How often a call is tried that is known to have had no effect, and how long
// it waits before the next try when Slack does not say.
const (
	mostTries = 5
	tryAfter  = 500 * time.Millisecond
)

// A brake keeps calls from coming faster than Slack takes them. It may be used
// from many goroutines at once.
type brake struct {
	mu     sync.Mutex
	paused map[string]time.Time     // by method: no call before
	pace   map[string]*rate.Limiter // by channel
	posts  *rate.Limiter            // of digests, in the whole workspace
}

// newBrake returns a brake that lets so many messages of digests through in a minute.
func newBrake(perMinute int) *brake {
	return &brake{paused: map[string]time.Time{}, pace: map[string]*rate.Limiter{}, posts: rate.NewLimiter(rate.Every(time.Minute/time.Duration(perMinute)), 1)}
}

// pause lets no call of the method through for a time.
func (b *brake) pause(method string, d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := time.Now().Add(d); until.After(b.paused[method]) {
		b.paused[method] = until
	}
}

// left returns how long no call of the method may be made; zero is not at all.
func (b *brake) left(method string) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(time.Until(b.paused[method]), 0)
}

// wait returns when a call of the method may be made, or the error of ctx. It
// fails at once when ctx ends before that.
func (b *brake) wait(ctx context.Context, method string) error {
	for {
		d := b.left(method)
		if d == 0 {
			return ctx.Err()
		}
		if err := intake.Sleep(ctx, d); err != nil {
			return err
		}
	}
}

// The rate at which Slack takes messages for one channel.
const (
	perChannel = time.Second
	inOneGo    = 3
	mostPaced  = 10_000
)

// turn waits until a message may be posted in a channel.
func (b *brake) turn(ctx context.Context, channel string) error {
	b.mu.Lock()
	l, ok := b.pace[channel]
	if !ok {
		for id := range b.pace {
			if len(b.pace) < mostPaced {
				break
			}
			delete(b.pace, id)
		}
		l = rate.NewLimiter(rate.Every(perChannel), inOneGo)
		b.pace[channel] = l
	}
	b.mu.Unlock()
	if err := l.Wait(ctx); err != nil {
		return fmt.Errorf("wait for a turn: %w", err)
	}
	return nil
}

// call makes one call of the Web API and makes it again only when it is certain
// that it had no effect: when Slack answered that it was one too many, or could
// not be reached at all.
func (p *Platform) call(ctx context.Context, method string, do func(ctx context.Context) error) error {
	var err error
	for try := range mostTries {
		if waitErr := p.state.brake.wait(ctx, method); waitErr != nil {
			if err == nil {
				err = waitErr
			}
			return fmt.Errorf("%s: %w", method, intake.Bare(err))
		}
		if err = do(ctx); err == nil {
			return nil
		}
		var limited *slack.RateLimitedError
		switch {
		case errors.As(err, &limited):
			p.state.brake.pause(method, max(limited.RetryAfter, time.Second))
		case tooMany(err):
			p.state.brake.pause(method, time.Second<<try)
		case neverSent(err):
			if intake.Sleep(ctx, tryAfter<<try) != nil {
				return fmt.Errorf("%s: %w", method, intake.Bare(err))
			}
		default:
			return fmt.Errorf("%s: %w", method, intake.Bare(err))
		}
	}
	return fmt.Errorf("%s: %w", method, intake.Bare(err))
}

// tooMany reports whether Slack refused a call for its number without saying
// when the next may come.
func tooMany(err error) bool {
	var status slack.StatusCodeError
	var told *hookError
	return errors.As(err, &status) && status.Code == http.StatusTooManyRequests ||
		errors.As(err, &told) && told.status == http.StatusTooManyRequests ||
		slackWord(err) == "ratelimited" || slackWord(err) == "rate_limited"
}

// neverSent reports whether a call cannot have reached Slack.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// slackWord returns Slack's name for what went wrong, or "".
func slackWord(err error) string {
	var said slack.SlackErrorResponse
	var told *hookError
	switch {
	case errors.As(err, &said):
		return said.Err
	case errors.As(err, &told):
		return told.word
	}
	return ""
}

// tooRich reports whether Slack refused what was to be shown for its form or its
// size, so that a plainer one may pass. Nothing has been shown then.
func tooRich(err error) bool {
	switch slackWord(err) {
	case "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_attachments",
		"too_many_attachments", "block_mismatch", "unsupported_block", "cannot_parse_attachment", "invalid_payload", "view_too_large":
		return true
	}
	return errors.Is(err, slack.ErrBlockIDNotUnique)
}

// spent reports whether a response address can no longer be used. Nothing has
// been shown then.
func spent(err error) bool {
	switch slackWord(err) {
	case "used_url", "expired_url", "expired_trigger_id", "no_active_hooks", "no_service", "action_prohibited", "cannot_reply_to_message":
		return true
	}
	var told *hookError
	return errors.As(err, &told) && (told.status == http.StatusNotFound || told.status == http.StatusGone)
}

// barred reports whether the app may not show anything in the channel. Nothing
// has been shown then.
func barred(err error) bool {
	switch slackWord(err) {
	case "channel_not_found", "not_in_channel", "is_archived", "user_not_in_channel", "restricted_action", "cannot_reply_to_message", "messages_tab_disabled",
		"restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "team_access_not_granted", "no_permission", "ekm_access_denied":
		return true
	}
	return false
}

// A hookError is what Slack answered at a response address.
type hookError struct {
	status int
	word   string
}

// Error returns the status and Slack's word, without the address.
func (e *hookError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %d %s", e.status, e.word))
}
