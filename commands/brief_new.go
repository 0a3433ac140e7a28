package commands

import (
	"context"
	"fmt"
	"time"

	"attache/briefings"
	"attache/store"
)

// briefNew begins a briefing: its first draft, from what the options say or from
// a file.
func (d *Desk) briefNew(ctx context.Context, c *call) (Reply, error) {
	text, named, err := d.beginning(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if err := d.fits(ctx, c, text); err != nil {
		return Reply{}, err
	}
	slug, err := d.freeSlug(ctx, named, text.Title)
	if err != nil {
		return Reply{}, err
	}
	draft, err := d.store.SaveRevision(ctx, store.Save{Slug: slug, Text: text, Note: c.Values["note"]}, c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("begin %q: %w", slug, err)
	}
	w, err := d.work(ctx, c, string(draft.Slug))
	if err != nil {
		return Reply{}, err
	}
	p, err := d.showDraft(ctx, c, w)
	if err != nil {
		return Reply{}, err
	}
	p.reply.Text = fmt.Sprintf("%s is begun; this is revision %d of its draft.", slug, draft.N)
	return p.reply, nil
}

// beginning returns the text of a new briefing, and the short name that a file
// gives it, empty when none does. Without statements it proposes those that its
// sources make in their own words.
func (d *Desk) beginning(ctx context.Context, c *call) (briefings.Content, briefings.Slug, error) {
	text, slug := briefings.Content{Marking: d.marking}, briefings.Slug("")
	if len(c.Files) > 0 {
		m, err := c.manuscript()
		if err != nil {
			return text, "", err
		}
		text, slug = m.Text, m.Slug
	}
	text, _, err := d.withOptions(ctx, c, text)
	if err != nil {
		return text, "", err
	}
	if text.Title == "" {
		return text, "", briefings.Errorf(briefings.Invalid, `Say what it is about: brief new title:"Port inspections" sources:S-0001, or attach a Markdown file.`)
	}
	if len(text.Statements()) > 0 {
		return text, slug, nil
	}
	for _, id := range text.Sources {
		src, err := d.seen(ctx, c, id)
		if err != nil {
			return text, "", err
		}
		proposed := d.content(src, text.Marking)
		if len(text.BottomLine) == 0 {
			text.BottomLine = proposed.BottomLine
		} else {
			text.Judgements = append(text.Judgements, proposed.BottomLine...)
		}
		text.Judgements = append(text.Judgements, proposed.Judgements...)
		if len(text.Topics) == 0 {
			text.Topics = proposed.Topics
		}
	}
	return text, slug, nil
}

// freeSlug returns a short name that no briefing and no draft has: the one that
// was asked for, or one made of the title, numbered where they are taken.
func (d *Desk) freeSlug(ctx context.Context, named briefings.Slug, title string) (briefings.Slug, error) {
	if named == "" {
		named = briefings.MakeSlug(title)
	}
	for n := 1; ; n++ {
		slug := numberedSlug(named, n)
		if taken, _, err := d.taken(ctx, slug); err != nil || !taken {
			return slug, err
		}
	}
}

// briefShow shows a draft as it stands, or what is in force where there is none.
func (d *Desk) briefShow(ctx context.Context, c *call, w *work) (Reply, error) {
	p, err := d.showDraft(ctx, c, w)
	if err != nil {
		return Reply{}, err
	}
	return p.reply, nil
}

// staleAfter is how long a draft may lie before the desk is reminded of it.
const staleAfter = 30 * 24 * time.Hour

// showDraft is the page of a draft: what it says, how far it has come, what is to
// be looked at, and what can be done with it.
func (d *Desk) showDraft(ctx context.Context, c *call, w *work) (*page, error) {
	p, text := d.page(c, w.title()), w.text()
	loc := zone(c.Place.Zone)
	if w.drafted {
		p.reply.Text = fmt.Sprintf("Revision %d, %s; saved by %s on %s.", w.draft.N, d.stateOf(ctx, p, w.draft), d.who(ctx, c, w.draft.By), p.moment(w.draft.At.In(loc), minute))
		if c.At.Sub(w.draft.At) > staleAfter {
			p.reply.Text += " Nobody has touched it for 30 days."
		}
		if w.draft.Base != w.briefing.Latest {
			p.reply.Text += fmt.Sprintf(" It stands on edition %d, and edition %d is in force: the next edit brings them together.", w.draft.Base, w.briefing.Latest)
		}
	} else {
		p.reply.Text = fmt.Sprintf("There is no draft; this is edition %d, and an edit begins the next.", w.briefing.Latest)
	}
	p.reply.Text = briefings.Shorten(p.reply.Text, maxBottomLine)
	hidden, err := d.showContent(ctx, p, text, true)
	if err != nil {
		return nil, err
	}
	if len(text.Statements()) == 0 {
		p.say("It states nothing yet.", "Statements")
	}
	if hidden > 0 {
		p.say(count(hidden, "statement")+" rest on what may not be shown here.", "To look at")
	}
	warnings, err := d.lint(ctx, c, text)
	if err != nil {
		return nil, err
	}
	p.warn(text, warnings)
	d.particulars(ctx, p, w)
	d.offerWork(p, w, len(blocking(warnings)) > 0)
	p.reply.Footer = joined(string(w.slug), w.stands(), d.badge(ctx, c, w.briefing))
	return p, nil
}

// offerWork adds the buttons of what can be done next with a draft.
func (d *Desk) offerWork(p *page, w *work, blocked bool) {
	of := "of:" + string(w.slug)
	switch {
	case !w.drafted || blocked:
	case w.draft.State == briefings.Drafting:
		p.act("Send to review", reviewOf(w).String())
	case w.draft.State == briefings.InReview && p.c.Person.Role.AtLeast(briefings.Approver):
		p.act("Approve", approvalOf(w).String())
		p.reply.Actions = append(p.reply.Actions, Action{Label: "Return", Form: true,
			Text: Invocation{Verb: "brief return", Values: map[string]string{"of": string(w.slug), "note": "what is to be done"}}.String()})
	}
	p.form("Edit", w, w.text())
	if own := unsupported(w.text()); len(own) > 0 {
		values := map[string]string{"of": string(w.slug), "own": numbersOf(own)}
		p.act("Mark as the desk's own", Invocation{Verb: "brief edit", Values: values}.String())
	}
	p.act("Export", "brief export "+of)
	p.act("History", "brief history "+of)
}
