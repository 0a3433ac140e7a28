package commands

import (
	"context"
	"fmt"
	"strings"

	"attache/briefings"
	"attache/store"
)

// drafts lists the drafts that are not yet published.
func (d *Desk) drafts(ctx context.Context, c *call) (Reply, error) {
	all, err := d.store.Drafts(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("list drafts: %w", err)
	}
	p := d.page(c, "Drafts")
	t := Table{Header: []string{"draft", "title", "sources", "since"}}
	loc := zone(c.Place.Zone)
	for _, draft := range all {
		draft, ok, err := d.draftShown(ctx, c, draft)
		if err != nil {
			return Reply{}, err
		}
		if !ok {
			continue
		}
		c.mark(draft.Text.Marking)
		var ids []string
		for _, id := range draft.Text.Sources {
			ids = append(ids, string(id))
		}
		t.Rows = append(t.Rows, []string{string(draft.Slug), name(draft.Text.Title), strings.Join(ids, ", "), p.moment(draft.At.In(loc), minute)})
		t.Cites = append(t.Cites, nil)
		if len(t.Rows) <= 3 {
			p.act("Publish "+string(draft.Slug), "publish of:"+string(draft.Slug))
		}
	}
	if len(t.Rows) == 0 {
		p.reply.Text = "No draft is waiting."
		return p.reply, nil
	}
	p.reply.Text = count(len(t.Rows), "draft") + " not yet published."
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Footer = "Times in " + loc.String()
	return p.reply, nil
}

// publish makes a draft the newest edition of its briefing.
func (d *Desk) publish(ctx context.Context, c *call) (Reply, error) {
	slug, err := briefings.ParseSlug(fold(c.value("of")))
	if err != nil {
		return Reply{}, err
	}
	draft, err := d.store.Draft(ctx, slug)
	if briefings.KindOf(err) == briefings.NotFound {
		return Reply{}, d.noDraft(ctx, c, slug)
	}
	if err != nil {
		return Reply{}, fmt.Errorf("draft %q: %w", slug, err)
	}
	if _, ok, err := d.draftShown(ctx, c, draft); err != nil {
		return Reply{}, err
	} else if !ok {
		return Reply{}, d.noDraft(ctx, c, slug)
	}
	edition, err := d.store.Approve(ctx, slug, 0, store.Stamp{By: c.Person.ID, At: c.At})
	if err != nil {
		return Reply{}, fmt.Errorf("publish %q: %w", slug, err)
	}
	c.mark(edition.Text.Marking)
	p := d.page(c, edition.Text.Title)
	p.reply.Text = fmt.Sprintf("%s is published: edition %d, %s, %s.", slug, edition.N, count(len(edition.Text.Sources), "source"), edition.Text.Marking)
	for _, s := range append(edition.Text.BottomLine, edition.Text.Judgements...) {
		if err := d.statement(ctx, p, s); err != nil {
			return Reply{}, err
		}
	}
	p.act("Summary", "summary of:"+string(slug))
	p.act("Retire", "retire of:"+string(slug))
	p.reply.Footer = "Edition " + fmt.Sprint(edition.N) + " · " + p.moment(edition.At.In(zone(c.Place.Zone)), minute+" MST")
	return p.reply, nil
}

// statement adds a statement of an edition with its citations.
func (d *Desk) statement(ctx context.Context, p *page, s briefings.Statement) error {
	var cites []int
	for _, ref := range s.Citations {
		src, err := d.source(ctx, p.c.view, ref.Source)
		if err != nil {
			return err
		}
		cites = append(cites, p.cite(src, ref.N))
	}
	p.reply.Statements = append(p.reply.Statements, Statement{Text: s.Text, Group: "Statements", Cites: cites})
	return nil
}

// noDraft says that there is no such draft, and which there are.
func (d *Desk) noDraft(ctx context.Context, c *call, slug briefings.Slug) error {
	all, err := d.store.Drafts(ctx)
	if err != nil {
		return fmt.Errorf("list drafts: %w", err)
	}
	var names []string
	for _, draft := range all {
		if _, ok, err := d.draftShown(ctx, c, draft); err != nil {
			return err
		} else if ok {
			names = append(names, string(draft.Slug))
		}
	}
	if meant := nearest(string(slug), names); meant != "" {
		return misread{briefings.Errorf(briefings.NotFound, "No draft is called %s; did you mean %s?", slug, meant), "publish of:" + meant}
	}
	for _, e := range c.view.entries {
		if e.Slug == slug {
			return briefings.Errorf(briefings.NotFound, "%s is published already, as edition %d, and has no draft.", slug, e.Latest)
		}
	}
	if len(names) == 0 {
		return briefings.Errorf(briefings.NotFound, "No draft is called %s; none is waiting.", slug)
	}
	return briefings.Errorf(briefings.NotFound, "No draft is called %s; those waiting are %s.", slug, listed(names[:min(len(names), 6)], "and"))
}

// retire takes a briefing out of force. It asks first: the reply to the first
// request changes nothing and holds the button that does.
func (d *Desk) retire(ctx context.Context, c *call) (Reply, error) {
	slug, err := briefings.ParseSlug(fold(c.value("of")))
	if err != nil {
		return Reply{}, err
	}
	for _, e := range c.view.entries {
		if e.Slug == slug {
			return d.retireEntry(ctx, c, e)
		}
	}
	var names []string
	for _, e := range c.view.entries {
		names = append(names, string(e.Slug))
	}
	if meant := nearest(string(slug), names); meant != "" {
		return Reply{}, misread{briefings.Errorf(briefings.NotFound, "No briefing in force is called %s; did you mean %s?", slug, meant), "retire of:" + meant}
	}
	return Reply{}, briefings.Errorf(briefings.NotFound, "No briefing in force is called %s; the verb topics lists them.", slug)
}

func (d *Desk) retireEntry(ctx context.Context, c *call, e entry) (Reply, error) {
	c.mark(e.marking)
	p := d.page(c, e.Title)
	sources := count(len(e.edition.Text.Sources), "source")
	if !c.yes("confirm") {
		p.reply.Text = fmt.Sprintf("Retiring %s takes edition %d and %s out of answers; nothing is deleted.", e.Slug, e.Latest, sources)
		p.reply.Actions = []Action{{Label: "Retire", Text: c.Invocation.with("confirm", "yes").String(),
			Confirm: fmt.Sprintf("Retire %s with %s?", e.Slug, sources)}}
		return p.reply, nil
	}
	if _, err := d.store.Retire(ctx, e.Slug, c.Values["note"], store.Stamp{By: c.Person.ID, At: c.At}); err != nil {
		return Reply{}, fmt.Errorf("retire %q: %w", e.Slug, err)
	}
	p.reply.Text = fmt.Sprintf("%s is retired; its editions stay in the record.", e.Slug)
	p.reply.Footer = p.moment(c.At.In(zone(c.Place.Zone)), minute+" MST")
	return p.reply, nil
}
