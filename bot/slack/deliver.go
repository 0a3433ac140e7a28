package slack

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// markerType is the event type of the metadata that marks a delivery, and
// markerKey where its ID stands there. Whoever can read the message can read it.
const (
	markerType = "attache_delivery"
	markerKey  = "d"
)

// postMethod is the method that posts, and updateMethod the one that changes what
// was posted.
const (
	postMethod   = "chat.postMessage"
	updateMethod = "chat.update"
)

// methodOf returns the method that brings a delivery.
func methodOf(d briefings.Delivery) string {
	if d.Amends != "" {
		return updateMethod
	}
	return postMethod
}

// A frozen message is what a delivery keeps: the message in every form that
// Slack may have to be offered, the richest first.
type frozen struct {
	Forms []frozenForm `json:"forms"`
}

type frozenForm struct {
	Text   string          `json:"text"`
	Blocks json.RawMessage `json:"blocks,omitempty"`
}

// Freeze renders the parts of a digest: the first as the message in the channel,
// what does not fit there and the other parts as messages of its thread.
func (p *Platform) Freeze(_ briefings.Delivery, parts []commands.Reply) ([][]byte, error) {
	var out [][]byte
	for _, part := range parts {
		part.Files = nil
		first := render(part, renderOpts{Public: true, NoShare: true})
		for _, m := range append([]message{first}, first.More...) {
			f := frozen{}
			for _, form := range chain(m) {
				one := frozenForm{Text: form.Text}
				if len(form.Blocks) > 0 {
					blocks, err := json.Marshal(form.Blocks)
					if err != nil {
						return nil, fmt.Errorf("freeze blocks: %w", err)
					}
					one.Blocks = blocks
				}
				f.Forms = append(f.Forms, one)
			}
			data, err := json.Marshal(f)
			if err != nil {
				return nil, fmt.Errorf("freeze a message: %w", err)
			}
			out = append(out, data)
		}
	}
	return out, nil
}

// Turn waits until a message may be posted in the channel and in the workspace.
func (p *Platform) Turn(ctx context.Context, channel briefings.Channel) error {
	if r := p.health.refusal(); r != nil {
		return &intake.PostError{Fate: intake.Stopped, Code: r.code}
	}
	if err := p.state.brake.turn(ctx, channel.ID); err != nil {
		return err
	}
	if err := p.state.brake.posts.Wait(ctx); err != nil {
		return fmt.Errorf("wait for the workspace's turn: %w", err)
	}
	// A person's own conversation is opened ahead of the attempt; what is wrong
	// with it the attempt says.
	p.conversationOf(ctx, channel)
	return p.state.brake.wait(ctx, postMethod)
}

// Idempotent returns zero: Slack promises nothing about a repetition.
func (p *Platform) Idempotent() time.Duration { return 0 }

// Post makes one attempt to post a frozen message. Slack is offered a plainer
// form only when it has refused one for its form, which means that it has posted
// nothing.
func (p *Platform) Post(ctx context.Context, d briefings.Delivery, until intake.Deadline) (string, error) {
	var f frozen
	if err := json.Unmarshal(d.Payload, &f); err != nil || len(f.Forms) == 0 {
		return "", &intake.PostError{Fate: intake.Refused, Code: "payload_unreadable", Err: err}
	}
	channel, err := p.conversationOf(ctx, d.Channel)
	if err != nil {
		return "", err
	}
	if left := p.state.brake.left(methodOf(d)); left > 0 {
		return "", &intake.PostError{Fate: intake.NotSent, Code: "ratelimited", After: left}
	}
	var failed error
	for _, form := range f.Forms {
		ts, err := p.postForm(ctx, channel, d, form, until)
		if err == nil {
			return ts, nil
		}
		failed = err
		if !tooRich(err) {
			break
		}
		p.log.Warn("slack refused the form of a digest", "delivery", d.ID, "error", err)
	}
	return "", aboutMessage(d, fateOf(failed))
}

// aboutMessage says in words for people what Slack does not take about the message
// that a delivery belongs to.
func aboutMessage(d briefings.Delivery, e *intake.PostError) *intake.PostError {
	if _, ok := d.Correction(); !ok || e.Fate != intake.Refused {
		return e
	}
	switch e.Code {
	case "message_not_found", "thread_not_found":
		e.Code = briefings.MessageGone
	case "restricted_action_thread_locked":
		e.Code = "the thread is locked"
	case "cant_update_message", "edit_window_closed":
		e.Code = "the message cannot be changed any more"
	}
	return e
}

// conversationOf returns the ID of the conversation that a channel is: a
// person's own has to be opened first.
func (p *Platform) conversationOf(ctx context.Context, c briefings.Channel) (string, error) {
	user, ok := c.Person()
	if !ok {
		return c.ID, nil
	}
	own, err := p.state.directs.Get(ctx, user)
	if err != nil {
		if e := fateOf(err); e.Fate == intake.Refused || e.Fate == intake.Stopped {
			return "", e
		}
		return "", &intake.PostError{Fate: intake.NotSent, Err: err} // nothing was posted yet
	}
	return own, nil
}

// fieldsOf returns the body of the call that brings a delivery in a form. That of
// a new message carries the metadata by which it can be found again; one that is
// changed keeps what it bears.
func fieldsOf(channel string, d briefings.Delivery, form frozenForm) map[string]any {
	fields := map[string]any{"channel": channel, "text": form.Text}
	if len(form.Blocks) > 0 {
		fields["blocks"] = form.Blocks
	}
	if d.Amends != "" {
		fields["ts"] = d.Amends
		return fields
	}
	fields["unfurl_links"], fields["unfurl_media"], fields["client_msg_id"] = false, false, messageID(d.ID)
	fields["metadata"] = slack.SlackMetadata{EventType: markerType, EventPayload: map[string]any{markerKey: string(d.ID)}}
	if d.Thread != "" {
		fields["thread_ts"] = d.Thread
	}
	return fields
}

// postForm makes the call, which is not repeated.
func (p *Platform) postForm(ctx context.Context, channel string, d briefings.Delivery, form frozenForm, until intake.Deadline) (string, error) {
	encoded, err := json.Marshal(fieldsOf(channel, d, form))
	if err != nil {
		panic("slack: a frozen message cannot be encoded: " + err.Error())
	}
	body, began := until.Guard(bytes.NewReader(encoded)), false
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { began = true }})
	req, err := http.NewRequestWithContext(traced, http.MethodPost, p.apiBase()+methodOf(d), body)
	if err != nil {
		return "", &intake.PostError{Fate: intake.NotSent, Err: intake.Bare(err)}
	}
	req.ContentLength = int64(len(encoded))
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("Authorization", "Bearer "+string(p.cfg.BotToken))
	resp, err := p.gate.Do(req)
	switch {
	case errors.Is(err, intake.ErrTooLate):
		return "", callFate(err, false)
	case err != nil:
		return "", callFate(err, began || body.Begun())
	}
	defer resp.Body.Close()
	ts, err := posted(resp)
	if e, ok := errors.AsType[*intake.PostError](err); ok && e.After > 0 {
		p.state.brake.pause(methodOf(d), e.After)
	}
	return ts, err
}

// apiBase returns the address of the Web API, ending in a slash.
func (p *Platform) apiBase() string {
	if p.cfg.API != "" {
		return p.cfg.API
	}
	return slack.APIURL
}

// messageID returns the UUID of version 5 that follows from a delivery's ID, for
// the field in which clients of Slack number their messages (RFC 9562, 5.5).
func messageID(id briefings.DeliveryID) string {
	space := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8} // of URLs
	h := sha1.New()
	h.Write(space[:])
	h.Write([]byte("attache:" + id))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	text := hex.EncodeToString(u)
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
