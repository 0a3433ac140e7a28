package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A frozen message is what a delivery keeps: the one line that it is created as,
// which is what a notification shows, and what that is changed to, the richest
// form first. All of it but the nonce is in Discord's form.
type frozen struct {
	Line   map[string]json.RawMessage `json:"line"`
	Forms  []json.RawMessage          `json:"forms,omitempty"`
	Thread string                     `json:"thread,omitempty"` // name of the thread in which it belongs, for parts after the first
}

// maxThread is the longest name of a thread. docs.discord.com/developers/resources/channel
const maxThread = 100

// Freeze renders the parts of a digest: the first as the message in the channel,
// what does not fit there and the other parts as messages of its thread.
func (p *Platform) Freeze(d briefings.Delivery, parts []commands.Reply) ([][]byte, error) {
	var out [][]byte
	for _, part := range parts {
		first := d.Part + len(out)
		opts := renderOpts{Public: true, NoShare: true, NoFiles: true, Keep: p.keeping(context.Background()),
			Delivery: func(page int) briefings.DeliveryID {
				return briefings.NewDeliveryID(d.Subscription, d.Slot, d.Channel, first+page-1)
			}}
		part.Files = nil
		m := render(part, opts)
		for i, one := range append([]message{m}, m.More...) {
			name := ""
			if first+i > 0 && d.About == "" {
				name = shortPlain(parts[0].Title, maxThread)
			}
			text, err := p.freeze(one, opts.Delivery(i+1), name)
			if err != nil {
				return nil, err
			}
			out = append(out, text)
		}
	}
	return out, nil
}

// freeze returns one message as a delivery keeps it. In the thread nobody is
// notified again.
func (p *Platform) freeze(m message, id briefings.DeliveryID, thread string) ([]byte, error) {
	f := frozen{Thread: thread}
	line := message{Content: m.notification(), Flags: flagQuietLinks, Components: buttonRows([]button{reportButton(id)})}
	if thread != "" {
		line.Flags |= flagSilent
	}
	text, err := json.Marshal(line.payload(true))
	if err != nil {
		return nil, fmt.Errorf("freeze a line: %w", err)
	}
	if p.cfg.Render == Embeds {
		// Content and embeds stand together, so that there is nothing to change after.
		if m, ok := m.drawn(embedManner); ok {
			m.Flags |= line.Flags
			if text, err = json.Marshal(m.payload(true)); err != nil {
				return nil, fmt.Errorf("freeze an embed: %w", err)
			}
			if err := json.Unmarshal(text, &f.Line); err != nil {
				return nil, fmt.Errorf("freeze an embed: %w", err)
			}
			return json.Marshal(f)
		}
	}
	if err := json.Unmarshal(text, &f.Line); err != nil {
		return nil, fmt.Errorf("freeze a line: %w", err)
	}
	for how := componentsManner; how < textManner; how++ { // text alone says no more than the line and could not be found again
		form, ok := m.drawn(how)
		if !ok {
			continue
		}
		text, err := json.Marshal(form.payload(false))
		if err != nil {
			return nil, fmt.Errorf("freeze a message: %w", err)
		}
		f.Forms = append(f.Forms, text)
	}
	return json.Marshal(f)
}

// Turn waits until a message may be posted in the channel.
func (p *Platform) Turn(ctx context.Context, channel briefings.Channel) error {
	if r := p.health.refusal(); r != nil {
		return fateOf(r)
	}
	id, err := p.conversationOf(ctx, channel)
	if err != nil {
		return err
	}
	if err := p.rest.limit.turn(ctx, toll{route: routeOfCreate, resource: id}); err != nil {
		return fateOf(notMade{err})
	}
	return nil
}

// Idempotent returns how long Discord surely takes the same nonce for the same
// message; it says some minutes.
func (p *Platform) Idempotent() time.Duration { return 90 * time.Second }

// Post makes one attempt to post a frozen message: as one line, which is then
// dressed. What becomes of the dress changes nothing about the delivery.
func (p *Platform) Post(ctx context.Context, d briefings.Delivery, until intake.Deadline) (string, error) {
	var f frozen
	if err := json.Unmarshal(d.Payload, &f); err != nil || len(f.Line) == 0 {
		return "", &intake.PostError{Fate: intake.Refused, Code: "payload_unreadable", Err: err}
	}
	if _, ok := d.Correction(); ok {
		return p.correct(ctx, d, f, until)
	}
	channel, err := p.postingTo(ctx, d, f)
	if err != nil {
		return "", err
	}
	f.Line["nonce"], f.Line["enforce_nonce"] = json.RawMessage(`"`+string(d.ID)+`"`), json.RawMessage("true")
	id, err := p.rest.createOnce(ctx, channel, f.Line, until)
	if codeOf(err) == codeNoChannel && channel != d.Channel.ID {
		// The thread could not be started, so that there is none.
		channel = d.Channel.ID
		id, err = p.rest.createOnce(ctx, channel, f.Line, until)
	}
	if err != nil {
		return "", fateOf(err)
	}
	p.dress(ctx, channel, id, d.ID, f.Forms)
	return id, nil
}

// conversationOf returns the ID of the channel on Discord: a person's own
// conversation with the bot has to be opened first. The error is an
// [intake.PostError] after which nothing was posted.
func (p *Platform) conversationOf(ctx context.Context, c briefings.Channel) (string, error) {
	user, ok := c.Person()
	if !ok {
		return c.ID, nil
	}
	own, err := p.state.directs.Get(ctx, user)
	if err != nil {
		return "", beforehand(err)
	}
	return own, nil
}

// postingTo returns where a delivery is posted: a part after the first in the
// thread of the first, which the second part starts. Where there can be no
// thread it follows in the channel itself.
func (p *Platform) postingTo(ctx context.Context, d briefings.Delivery, f frozen) (string, error) {
	channel, err := p.conversationOf(ctx, d.Channel)
	if _, direct := d.Channel.Person(); err != nil || direct || d.Part == 0 || d.Thread == "" {
		return channel, err
	}
	if d.Part > 1 {
		return d.Thread, nil
	}
	_, err = p.rest.createThread(ctx, channel, d.Thread, f.Thread)
	switch codeOf(err) {
	case 160004: // it has one, which bears its ID
		return d.Thread, nil
	case 50013, 50024, 160006: // no permission to; no threads here; too many of them
		return channel, nil
	}
	if err != nil {
		return "", beforehand(err)
	}
	return d.Thread, nil
}

// beforehand is the fate of a message when something fails that has to be done
// before it is posted.
func beforehand(err error) *intake.PostError {
	e := fateOf(err)
	if e.Fate == intake.Doubtful {
		return &intake.PostError{Fate: intake.NotSent, Code: e.Code, Err: e.Err}
	}
	return e
}

// dressAgain is when a message is dressed once more that stayed one line because
// Discord failed, and dressRoom in whose name.
const (
	dressAgain = 20 * time.Second
	dressRoom  = "digests"
)

// dress changes a message from its one line into the best form that Discord
// takes. When Discord does not answer, it is tried once more a little later.
func (p *Platform) dress(ctx context.Context, channel, id string, delivery briefings.DeliveryID, forms []json.RawMessage) {
	err := p.dressOnce(ctx, channel, id, forms)
	if err == nil {
		return
	}
	p.log.Warn("discord digest left as one line", "delivery", delivery, "error", err)
	var told *said
	if errors.As(err, &told) && told.status < 500 || p.health.refusal() != nil || !p.lobby.Admit(dressRoom) {
		return
	}
	p.lobby.Start(dressRoom, func(ctx context.Context) {
		if intake.Sleep(ctx, dressAgain) != nil {
			return
		}
		if err := p.dressOnce(ctx, channel, id, forms); err != nil {
			p.log.Warn("discord digest stays one line", "delivery", delivery, "error", err)
		}
	})
}

func (p *Platform) dressOnce(ctx context.Context, channel, id string, forms []json.RawMessage) error {
	var err error
	for i, form := range forms {
		if err = p.rest.editRaw(ctx, channel, id, form, i < len(forms)-1); err == nil || !tooRich(err) {
			return err
		}
		p.counts.fallbacks.Add(1)
	}
	return err
}
