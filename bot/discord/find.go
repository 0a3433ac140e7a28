package discord

import (
	"context"
	"slices"
	"strconv"
	"time"

	"attache/bot/intake"
	"attache/briefings"
)

// How a delivery is looked for: from a little before it was taken up, since
// Discord's clock may differ, through so many pages of the channel.
const (
	findBefore = 5 * time.Second
	findPage   = 100
	findPages  = 50
)

// A listing is a message of a channel, as far as it is looked at.
type listing struct {
	ID         string         `json:"id"`
	Author     userPayload    `json:"author"`
	Nonce      any            `json:"nonce"` // a number or a text
	Components []shownPayload `json:"components"`
}

// Find looks for a delivery among what the bot has posted to its channel or
// thread since it was taken up: by its nonce, or by the button that names it.
// Anybody can write either, so that the author counts too.
func (p *Platform) Find(ctx context.Context, d briefings.Delivery) (message string, found bool, err error) {
	channel, err := p.conversationOf(ctx, d.Channel)
	if err != nil {
		return "", false, fateOf(err)
	}
	self, err := p.state.self.Get(ctx, "")
	if err != nil {
		return "", false, unknowable(err)
	}
	if _, direct := d.Channel.Person(); !direct && d.Part > 0 && d.Thread != "" {
		id, err := p.findIn(ctx, d.Thread, self, d)
		switch {
		case codeOf(err) == codeNoChannel: // no thread was started
		case err != nil:
			return "", false, unknowable(err)
		case id != "":
			return id, true, nil
		}
	}
	id, err := p.findIn(ctx, channel, self, d)
	if err != nil {
		return "", false, unknowable(err)
	}
	return id, id != "", nil
}

// findIn returns the ID of the message in a channel that brought a delivery, ""
// when there surely is none.
func (p *Platform) findIn(ctx context.Context, channel, self string, d briefings.Delivery) (string, error) {
	since := d.Started
	if since.IsZero() {
		since = d.Slot
	}
	after := snowflakeAt(since.Add(-findBefore))
	for page := range findPages {
		all, err := p.rest.getMessages(ctx, channel, after, findPage)
		if err != nil {
			return "", err
		}
		for _, m := range all {
			if m.Author.ID == self && m.brings(d.ID) {
				return m.ID, nil
			}
			if snowflakeForm.MatchString(m.ID) && laterID(m.ID, after) {
				after = m.ID
			}
		}
		if len(all) < findPage {
			if page == 0 && len(all) == 0 {
				return "", p.readable(ctx, channel, d.Channel)
			}
			return "", nil
		}
	}
	return "", &intake.PostError{Fate: intake.Doubtful, Code: "too much was posted since to look through"}
}

// readable returns nil if the bot may read what was posted in a channel: to one
// that may not, Discord shows an empty list.
func (p *Platform) readable(ctx context.Context, channel string, c briefings.Channel) error {
	if _, direct := c.Person(); direct {
		return nil
	}
	s, err := p.askSpot(ctx, channel)
	switch {
	case err != nil:
		return err
	case !s.may.has(mayView | mayReadHistory):
		return &intake.PostError{Fate: intake.Refused, Code: "Read Message History is missing"}
	}
	return nil
}

// brings reports whether a message brings a delivery.
func (m listing) brings(id briefings.DeliveryID) bool {
	return m.Nonce == string(id) || hasID(m.Components, reportButton(id).id)
}

func hasID(parts []shownPayload, id string) bool {
	return slices.ContainsFunc(parts, func(p shownPayload) bool { return p.ID == id || hasID(p.Components, id) })
}

// unknowable is the fate of a look-up that failed: Refused when Discord will
// never tell.
func unknowable(err error) error {
	e := fateOf(err)
	if e.Fate == intake.NotSent {
		return &intake.PostError{Fate: intake.Doubtful, After: e.After, Code: e.Code, Err: e.Err}
	}
	return e
}

// epoch is where the times in Discord's IDs begin, in milliseconds of Unix.
// docs.discord.com/developers/reference#snowflakes
const epoch = 1_420_070_400_000

// snowflakeAt returns the least ID that something made at a time can have.
func snowflakeAt(t time.Time) string {
	return strconv.FormatInt(max(t.UnixMilli()-epoch, 0)<<22, 10)
}

// laterID reports whether an ID was made after another.
func laterID(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }
