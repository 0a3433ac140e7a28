package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"attache/commands"

	"attache/bot/intake"
)

// A spot is where a message is to be seen, and by whom.
type spot struct {
	channel string          // empty is the person's own conversation with the app
	thread  string          // the message under which it stands; empty is none
	user    string          // who alone sees it, unless it is open
	url     string          // a response address; empty is none
	open    bool            // everybody in the channel sees it
	direct  bool            // the channel is the person's own conversation with the app
	message string          // the message whose button was pressed
	replace bool            // it takes the place of the message that the response address belongs to
	posted  func(ts string) // is told the ID of an open message; nil when nobody wants to know
}

// show shows a message, plainer where Slack refuses it as it is. It is the one
// way in which anything is shown that is no view.
func (p *Platform) show(ctx context.Context, at spot, m message) error {
	var err error
	for _, form := range chain(m) {
		if err = p.send(ctx, at, form); err == nil || !tooRich(err) {
			break
		}
		p.log.Warn("slack refused the form of a message", "error", err)
	}
	if err != nil {
		return err
	}
	return p.sendFiles(ctx, at, m.Files)
}

// send shows one form of a message: at the response address while that lives,
// else by a call of its own, and to the person alone where the channel is barred.
// An open message that is to be remembered goes by a call first, since a response
// address does not tell the message's ID.
func (p *Platform) send(ctx context.Context, at spot, m message) error {
	if at.open && at.posted != nil && at.channel != "" && !at.direct {
		if err := p.postOpen(ctx, at, m); !barred(err) || at.url == "" || at.thread != "" {
			return err
		}
	}
	if at.url != "" && (!at.open || at.thread == "") {
		if err := p.respond(ctx, at, m); err == nil || !spent(err) && !barred(err) {
			return err
		}
	}
	switch {
	case at.direct && at.replace && at.message != "":
		return p.call(ctx, "chat.update", func(ctx context.Context) error {
			_, _, _, err := p.api.UpdateMessageContext(ctx, at.channel, at.message, options(spot{}, m)...)
			return err
		})
	case at.direct || at.channel == "":
		return p.sendDirect(ctx, at, m)
	case at.open:
		return p.postOpen(ctx, at, m)
	}
	err := p.call(ctx, "chat.postEphemeral", func(ctx context.Context) error {
		_, err := p.api.PostEphemeralContext(ctx, at.channel, at.user, options(at, m)...)
		return err
	})
	if barred(err) {
		return p.sendDirect(ctx, at, m)
	}
	return err
}

// postOpen shows a message to everybody in a channel.
func (p *Platform) postOpen(ctx context.Context, at spot, m message) error {
	if err := p.state.brake.turn(ctx, at.channel); err != nil {
		return err
	}
	return p.call(ctx, "chat.postMessage", func(ctx context.Context) error {
		_, ts, err := p.api.PostMessageContext(ctx, at.channel, options(at, m)...)
		if err == nil && at.open && at.posted != nil {
			at.posted(ts)
		}
		return err
	})
}

// sendDirect shows a message in the person's own conversation with the app.
func (p *Platform) sendDirect(ctx context.Context, at spot, m message) error {
	if !at.direct || at.channel == "" {
		own, err := p.state.directs.Get(ctx, at.user)
		if err != nil {
			return err
		}
		at = spot{channel: own, user: at.user, direct: true}
	}
	return p.postOpen(ctx, at, m)
}

// askDirect returns the ID of a person's own conversation with the app.
func (p *Platform) askDirect(ctx context.Context, user string) (string, error) {
	var id string
	err := p.call(ctx, "conversations.open", func(ctx context.Context) error {
		c, _, _, err := p.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err == nil {
			id = c.ID
		}
		return err
	})
	return id, err
}

// options returns what every message is posted with: text for notifications and
// screen readers, and no unfurling. A thread's reply is never also sent to the
// channel.
func options(at spot, m message) []slack.MsgOption {
	out := []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(m.Blocks) > 0 {
		out = append(out, slack.MsgOptionBlocks(m.Blocks...))
	}
	if at.thread != "" {
		out = append(out, slack.MsgOptionTS(at.thread))
	}
	return out
}

// respond shows a message at a response address. It is tried again only when
// Slack has said that it was one too many, or could not be reached.
func (p *Platform) respond(ctx context.Context, at spot, m message) error {
	if !p.own(at.url) {
		return &hookError{status: http.StatusGone, word: "expired_url"}
	}
	kind, quiet := "ephemeral", false
	if at.open {
		kind = "in_channel"
	}
	body := &slack.WebhookMessage{Text: m.Text, ResponseType: kind, ReplaceOriginal: at.replace, ThreadTimestamp: at.thread, UnfurlLinks: &quiet, UnfurlMedia: &quiet}
	if at.replace {
		body.ThreadTimestamp = ""
	}
	if len(m.Blocks) > 0 {
		body.Blocks = &slack.Blocks{BlockSet: m.Blocks}
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	return p.call(ctx, "response_url", func(ctx context.Context) error { return p.hook(ctx, at.url, encoded) })
}

// hook posts to a response address and reads what Slack says about it.
func (p *Platform) hook(ctx context.Context, address string, body []byte) error {
	if r := p.health.refusal(); r != nil {
		return r
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return intake.Bare(err)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := p.http.Do(req)
	if err != nil {
		return intake.Bare(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return intake.Bare(err)
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		p.counts.limited.Add(1)
		return &slack.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}
	}
	var answer struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	if json.Unmarshal(said, &answer) != nil {
		answer.Error = strings.TrimSpace(string(said))
	}
	if resp.StatusCode/100 == 2 && (answer.OK == nil || *answer.OK) {
		return nil
	}
	if len(answer.Error) > 60 || strings.ContainsAny(answer.Error, "<>:/") {
		answer.Error = "" // a page, not a word
	}
	return &hookError{status: resp.StatusCode, word: answer.Error}
}

// own reports whether an address belongs to Slack: https on one of its hosts, or
// the host of the settings' API.
func (p *Platform) own(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	host := strings.ToLower(u.Hostname())
	for _, domain := range [...]string{"slack.com", "slack-gov.com"} {
		if u.Scheme == "https" && (host == domain || strings.HasSuffix(host, "."+domain)) {
			return true
		}
	}
	api, err := url.Parse(p.cfg.API)
	return err == nil && api.Host != "" && u.Scheme == api.Scheme && strings.EqualFold(u.Host, api.Host)
}

// sendFiles uploads files to where a message was shown. What only one person
// may see goes into their own conversation with the app.
func (p *Platform) sendFiles(ctx context.Context, at spot, files []commands.File) error {
	if len(files) == 0 {
		return nil
	}
	if !at.open && !at.direct {
		own, err := p.state.directs.Get(ctx, at.user)
		if err != nil {
			return err
		}
		at = spot{channel: own}
	}
	var failed []error
	for _, f := range files {
		failed = append(failed, p.upload(ctx, at, f))
	}
	return errors.Join(failed...)
}

// upload uploads one file in Slack's three steps. The last alone makes anything
// visible, so the first two may be made again.
func (p *Platform) upload(ctx context.Context, at spot, f commands.File) error {
	var to *slack.GetUploadURLExternalResponse
	err := p.call(ctx, "files.getUploadURLExternal", func(ctx context.Context) (err error) {
		to, err = p.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Data)})
		return err
	})
	if err != nil {
		return err
	}
	err = p.call(ctx, "upload", func(ctx context.Context) error {
		return p.api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: to.UploadURL, Reader: bytes.NewReader(f.Data), Filename: f.Name})
	})
	if err != nil {
		return err
	}
	return p.call(ctx, "files.completeUploadExternal", func(ctx context.Context) error {
		_, err := p.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: to.FileID, Title: f.Name}}, Channel: at.channel, ThreadTimestamp: at.thread})
		return err
	})
}
