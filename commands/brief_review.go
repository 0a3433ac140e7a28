package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"attache/briefings"
	"attache/briefings/redline"
)

func reviewOf(w *work) Invocation {
	return Invocation{Verb: "brief review", Values: map[string]string{"of": string(w.slug), "revision": strconv.Itoa(w.draft.N)}}
}

func approvalOf(w *work) Invocation {
	return Invocation{Verb: "brief approve", Values: map[string]string{"of": string(w.slug), "revision": strconv.Itoa(w.draft.N)}}
}

// briefReview sends a draft to review, if nothing keeps it from being published.
func (d *Desk) briefReview(ctx context.Context, c *call) (Reply, error) {
	w, err := d.drafted(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if reply, stale, err := d.stale(ctx, c, w); stale || err != nil {
		return reply, err
	}
	warnings, err := d.lint(ctx, c, w.draft.Text)
	if err != nil {
		return Reply{}, err
	}
	if bars := blocking(warnings); len(bars) > 0 {
		return d.barred(c, w, bars), nil
	}
	if w.draft, err = d.submit(ctx, c, w); err != nil {
		return Reply{}, err
	}
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("Revision %d of %s is in review; %s.", w.draft.Saved, w.slug, d.approvers(ctx, c, w))
	p.againstEdition(w)
	p.warn(w.draft.Text, warnings)
	if c.Person.Role.AtLeast(briefings.Approver) {
		p.act("Approve", approvalOf(w).String())
	}
	p.act("Show it", "brief edit of:"+string(w.slug))
	p.reply.Footer = w.stands()
	return p.reply, nil
}

func (d *Desk) submit(ctx context.Context, c *call, w *work) (briefings.Draft, error) {
	draft, err := d.store.Submit(ctx, w.slug, w.draft.N, c.Values["note"], c.stamp())
	if err != nil {
		return w.draft, fmt.Errorf("review %q: %w", w.slug, err)
	}
	draft.Text = w.draft.Text
	return draft, nil
}

// barred lists what keeps a draft from being published.
func (d *Desk) barred(c *call, w *work, bars []briefings.Warning) Reply {
	p := d.page(c, w.title())
	p.reply.Error = briefings.Errorf(briefings.Invalid, "%s of revision %d keep %s from being published; mend them and send it again.", count(len(bars), "fault"), w.draft.Saved, w.slug)
	if len(bars) == 1 {
		p.reply.Error = briefings.Errorf(briefings.Invalid, "1 fault of revision %d keeps %s from being published; mend it and send it again.", w.draft.Saved, w.slug)
	}
	p.warn(w.draft.Text, bars)
	p.form("Edit", w, w.text())
	if own := unsupported(w.text()); len(own) > 0 {
		values := map[string]string{"of": string(w.slug), "own": numbersOf(own)}
		p.act("Mark as the desk's own", Invocation{Verb: "brief edit", Values: values}.String())
	}
	return p.reply
}

// againstEdition adds what is different from the edition in force; of a first
// edition there is nothing to compare with.
func (p *page) againstEdition(w *work) {
	if w.briefing.Latest > 0 {
		p.redline(redline.Compare(w.edition.Text, w.draft.Text), fmt.Sprintf("Against edition %d", w.briefing.Latest))
	}
}

// stale refuses a command that was made on another text than the one that is
// there, and shows what has changed since.
func (d *Desk) stale(ctx context.Context, c *call, w *work) (Reply, bool, error) {
	v := c.Values["revision"]
	if v == "" {
		return Reply{}, false, nil
	}
	n := c.number("revision")
	if n >= w.draft.Saved && n <= w.draft.N {
		return Reply{}, false, nil
	}
	p := d.page(c, w.title())
	p.reply.Error = briefings.Errorf(briefings.Conflict, "%s is at revision %d by now, and you have seen revision %d; nothing is done.", w.slug, w.draft.N, n)
	if was, err := d.standing(ctx, c, w.slug, n, w.draft.Base); err == nil {
		p.redline(redline.Compare(was, w.draft.Text), "Since revision "+v)
	} else if briefings.KindOf(err) == "" {
		return Reply{}, true, err
	}
	p.act("Show it", "brief edit of:"+string(w.slug))
	return p.reply, true, nil
}

// mayApprove refuses somebody who wrote a part of the draft, and a draft that was
// not sent to review, unless the settings let people approve their own.
func (d *Desk) mayApprove(ctx context.Context, c *call, w *work) error {
	if d.selfApproval {
		return nil
	}
	if w.draft.State == briefings.Drafting {
		return briefings.Errorf(briefings.Conflict, "%s is not in review; its authors send it with brief review of:%s.", w.slug, w.slug)
	}
	if slices.Contains(w.draft.Authors, c.Person.ID) {
		return briefings.Errorf(briefings.Forbidden, "Who writes does not approve here, and you have written in %s: %s.", w.slug, d.approvers(ctx, c, w))
	}
	return nil
}

// briefApprove releases a draft. It asks first: the reply to the first request
// changes nothing and holds the button that does.
func (d *Desk) briefApprove(ctx context.Context, c *call) (Reply, error) {
	w, err := d.drafted(ctx, c)
	if err != nil {
		return Reply{}, d.wasPublished(ctx, c, err)
	}
	if reply, stale, err := d.stale(ctx, c, w); stale || err != nil {
		return reply, err
	}
	if w.draft.State == briefings.Approved && w.draft.Text.Embargo.After(c.At) {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is approved already and under embargo; it is published when that ends.", w.slug)
	}
	if err := d.mayApprove(ctx, c, w); err != nil {
		return Reply{}, err
	}
	warnings, err := d.lint(ctx, c, w.draft.Text)
	if err != nil {
		return Reply{}, err
	}
	if bars := blocking(warnings); len(bars) > 0 {
		return d.barred(c, w, bars), nil
	}
	if !c.yes("confirm") {
		return d.askApproval(ctx, c, w, warnings)
	}
	edition, err := d.store.Approve(ctx, w.slug, w.draft.N, c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("approve %q: %w", w.slug, err)
	}
	if edition.N == 0 {
		return d.underEmbargo(c, w), nil
	}
	return d.released(ctx, c, edition)
}

// wasPublished says of a draft that is gone that it was published.
func (d *Desk) wasPublished(ctx context.Context, c *call, err error) error {
	if briefings.KindOf(err) != briefings.NotFound {
		return err
	}
	w, werr := d.work(ctx, c, c.value("of"))
	if werr != nil || w.briefing.Latest == 0 {
		return err
	}
	return briefings.Errorf(briefings.NotFound, "%s is published already, as edition %d, and has no draft.", w.slug, w.briefing.Latest)
}

// askApproval shows what would be released.
func (d *Desk) askApproval(ctx context.Context, c *call, w *work, warnings []briefings.Warning) (Reply, error) {
	p := d.page(c, w.title())
	next, statements := w.briefing.Latest+1, count(len(w.draft.Text.Statements()), "statement")
	p.reply.Text = fmt.Sprintf("Edition %d of %s would have %s, %s; nothing is published yet.", next, w.slug, statements, count(len(w.draft.Text.Sources), "source"))
	question := fmt.Sprintf("Publish edition %d of %s with %s?", next, w.slug, statements)
	if w.draft.Text.Embargo.After(c.At) {
		at := p.moment(w.draft.Text.Embargo.In(zone(c.Place.Zone)), minute+" MST")
		p.reply.Text = fmt.Sprintf("Edition %d of %s would have %s and come into force on %s.", next, w.slug, statements, at)
		question = fmt.Sprintf("Approve edition %d of %s with %s, to be published on %s?", next, w.slug, statements, at)
	}
	if w.briefing.Latest == 0 {
		if _, err := d.showContent(ctx, p, w.draft.Text, false); err != nil {
			return Reply{}, err
		}
	}
	p.againstEdition(w)
	p.warn(w.draft.Text, warnings)
	p.reply.Actions = append(p.reply.Actions, Action{Label: "Publish", Confirm: question, Text: approvalOf(w).with("confirm", "yes").String()})
	p.act("Show it", "brief edit of:"+string(w.slug))
	p.reply.Footer = w.stands()
	return p.reply, nil
}

// underEmbargo says that a draft is approved and waits.
func (d *Desk) underEmbargo(c *call, w *work) Reply {
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("%s is approved and comes into force on %s.", w.slug, p.moment(w.draft.Text.Embargo.In(zone(c.Place.Zone)), minute+" MST"))
	p.act("Show it", "brief edit of:"+string(w.slug))
	return p.reply
}

// released says that an edition is in force, and what it states.
func (d *Desk) released(ctx context.Context, c *call, edition briefings.Edition) (Reply, error) {
	text, shown, err := d.shownText(ctx, c, edition.Slug, edition.Text)
	if err != nil || !shown {
		return Reply{Text: string(edition.Slug) + " is published."}, err
	}
	c.mark(text.Marking)
	p := d.page(c, text.Title)
	p.reply.Text = fmt.Sprintf("%s is published: edition %d, %s, %s.", edition.Slug, edition.N, count(len(text.Sources), "source"), text.Marking)
	if _, err := d.showContent(ctx, p, text, false); err != nil {
		return Reply{}, err
	}
	p.act("Summary", "summary of:"+string(edition.Slug))
	p.act("History", "brief history of:"+string(edition.Slug))
	p.act("Retire", "brief retire of:"+string(edition.Slug))
	p.reply.Footer = "Edition " + strconv.Itoa(edition.N) + " · " + p.moment(edition.At.In(zone(c.Place.Zone)), minute+" MST")
	return p.reply, nil
}

// briefReturn gives a draft back to its authors.
func (d *Desk) briefReturn(ctx context.Context, c *call) (Reply, error) {
	w, err := d.drafted(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if reply, stale, err := d.stale(ctx, c, w); stale || err != nil {
		return reply, err
	}
	if _, err := d.store.Return(ctx, w.slug, w.draft.N, c.value("note"), c.stamp()); err != nil {
		return Reply{}, fmt.Errorf("return %q: %w", w.slug, err)
	}
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("%s is a draft again; its authors see why in its history.", w.slug)
	p.say(Clean(c.value("note")), "What is to be done")
	p.act("Show it", "brief edit of:"+string(w.slug))
	p.act("History", "brief history of:"+string(w.slug))
	return p.reply, nil
}

// briefDiscard throws a draft away, once it was asked.
func (d *Desk) briefDiscard(ctx context.Context, c *call) (Reply, error) {
	w, err := d.drafted(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if reply, stale, err := d.stale(ctx, c, w); stale || err != nil {
		return reply, err
	}
	p := d.page(c, w.title())
	statements := count(len(w.draft.Text.Statements()), "statement")
	if !c.yes("confirm") {
		p.reply.Text = fmt.Sprintf("Discarding takes the draft of %s with %s away; what is in force stays, and so do its revisions in the history.", w.slug, statements)
		p.reply.Actions = []Action{{Label: "Discard", Text: c.Invocation.with("revision", strconv.Itoa(w.draft.N)).with("confirm", "yes").String(),
			Confirm: fmt.Sprintf("Discard the draft of %s with %s?", w.slug, statements)}}
		p.act("Export first", "brief export of:"+string(w.slug))
		p.reply.Footer = w.stands()
		return p.reply, nil
	}
	if err := d.store.Discard(ctx, w.slug, w.draft.N, c.Values["note"], c.stamp()); err != nil {
		return Reply{}, fmt.Errorf("discard %q: %w", w.slug, err)
	}
	p.reply.Text = fmt.Sprintf("The draft of %s is gone; its history keeps what it said.", w.slug)
	p.act("History", "brief history of:"+string(w.slug))
	return p.reply, nil
}
