package commands

import (
	"context"
	"fmt"
	"strconv"

	"attache/briefings"
	"attache/briefings/redline"
)

// editionSeen returns the newest edition that a command says it has seen, that of
// the work when it says none.
func (c *call) editionSeen(w *work) int {
	if c.Values["edition"] == "" {
		return w.briefing.Latest
	}
	return c.number("edition")
}

// briefVerify notes that a briefing still holds.
func (d *Desk) briefVerify(ctx context.Context, c *call) (Reply, error) {
	w, err := d.published(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	reviewBy := w.briefing.ReviewBy
	if v := c.Values["review-by"]; v != "" {
		if reviewBy, err = dayIn(v, c.At.In(zone(c.Place.Zone))); err != nil {
			return Reply{}, err
		}
	}
	today := c.At.In(zone(c.Place.Zone)).Format("2006-01-02")
	if reviewBy != "" && reviewBy <= today {
		return Reply{}, briefings.Errorf(briefings.Invalid, "Say when to look again, on a day to come: brief verify of:%s review-by:6m, or review-by:none.", w.slug)
	}
	now, err := d.store.VerifyBriefing(ctx, w.slug, c.editionSeen(w), reviewBy, c.Values["note"], c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("verify %q: %w", w.slug, err)
	}
	p := d.page(c, name(w.edition.Text.Title))
	p.reply.Text = fmt.Sprintf("Edition %d of %s holds, as you say.", now.Latest, w.slug)
	p.act("Summary", "summary of:"+string(w.slug))
	p.act("History", "brief history of:"+string(w.slug))
	p.reply.Footer = joined(string(w.slug), d.badge(ctx, c, now))
	return p.reply, nil
}

// briefRollback brings the text of an older edition back, once it was asked.
func (d *Desk) briefRollback(ctx context.Context, c *call) (Reply, error) {
	w, err := d.published(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	to := c.number("to")
	if to >= w.briefing.Latest && !w.briefing.Retired {
		return Reply{}, briefings.Errorf(briefings.Invalid, "Edition %d of %s is the newest; name an older one, which brief history of:%s lists.", w.briefing.Latest, w.slug, w.slug)
	}
	text, err := d.standing(ctx, c, w.slug, 0, to)
	if err != nil {
		return Reply{}, err
	}
	if !c.yes("confirm") {
		p := d.page(c, w.title())
		statements := count(len(text.Statements()), "statement")
		p.reply.Text = fmt.Sprintf("Edition %d of %s would say again what edition %d says, with %s; no edition is deleted.", w.briefing.Latest+1, w.slug, to, statements)
		p.redline(redline.Compare(w.edition.Text, text), fmt.Sprintf("Against edition %d", w.briefing.Latest))
		p.reply.Actions = append(p.reply.Actions, Action{Label: "Roll back", Confirm: fmt.Sprintf("Bring edition %d of %s back with %s?", to, w.slug, statements),
			Text: c.Invocation.with("edition", strconv.Itoa(w.briefing.Latest)).with("confirm", "yes").String()})
		p.reply.Footer = w.stands()
		return p.reply, nil
	}
	edition, err := d.store.Rollback(ctx, w.slug, to, c.editionSeen(w), c.Values["note"], c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("roll %q back: %w", w.slug, err)
	}
	reply, err := d.released(ctx, c, edition)
	if err != nil {
		return Reply{}, err
	}
	reply.Text = fmt.Sprintf("%s is as it was: edition %d says what edition %d said.", w.slug, edition.N, to)
	if w.drafted {
		reply.Text += " There is a draft; its next edit brings both together."
	}
	return reply, nil
}

// briefRetire takes a briefing out of force. It asks first: the reply to the
// first request changes nothing and holds the button that does.
func (d *Desk) briefRetire(ctx context.Context, c *call) (Reply, error) {
	w, err := d.published(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if w.briefing.Retired {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is retired already; publish a new edition to bring it back.", w.slug)
	}
	p := d.page(c, name(w.edition.Text.Title))
	sources := count(len(w.edition.Text.Sources), "source")
	if !c.yes("confirm") {
		p.reply.Text = fmt.Sprintf("Retiring %s takes edition %d and %s out of answers; nothing is deleted.", w.slug, w.briefing.Latest, sources)
		p.reply.Actions = []Action{{Label: "Retire", Text: c.Invocation.with("confirm", "yes").String(),
			Confirm: fmt.Sprintf("Retire %s with %s?", w.slug, sources)}}
		return p.reply, nil
	}
	if _, err := d.store.Retire(ctx, w.slug, c.Values["note"], c.stamp()); err != nil {
		return Reply{}, fmt.Errorf("retire %q: %w", w.slug, err)
	}
	p.reply.Text = fmt.Sprintf("%s is retired; its editions stay in the record.", w.slug)
	p.reply.Footer = p.moment(c.At.In(zone(c.Place.Zone)), minute+" MST")
	return p.reply, nil
}
