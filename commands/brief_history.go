package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"attache/briefings"
	"attache/briefings/redline"
	"attache/commands/manuscript"
)

// briefHistory lists the editions of a briefing and its revisions, newest first,
// each with who did it and what changed in counts.
func (d *Desk) briefHistory(ctx context.Context, c *call) (Reply, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	limit, before := c.number("limit"), 0
	if c.Values["before"] != "" {
		before = c.number("before")
	}
	// One more than is shown: what the last one changed is seen against it.
	all, err := d.store.Revisions(ctx, w.slug, before, limit+1)
	if err != nil {
		return Reply{}, fmt.Errorf("history of %q: %w", w.slug, err)
	}
	p := d.page(c, w.title())
	p.reply.Text = "History of " + string(w.slug) + ": " + w.stands() + "."
	if before == 0 {
		if err := d.editionTable(ctx, p, w, limit); err != nil {
			return Reply{}, err
		}
	}
	if err := d.revisionTable(ctx, p, w, all, limit); err != nil {
		return Reply{}, err
	}
	if len(all) > limit {
		p.act("Earlier", c.Invocation.with("before", strconv.Itoa(all[limit-1].N)).String())
	}
	if w.briefing.Latest > 1 && c.Person.Role.AtLeast(briefings.Approver) {
		p.act(fmt.Sprintf("Roll back to %d", w.briefing.Latest-1), Invocation{Verb: "brief rollback", Values: map[string]string{"of": string(w.slug),
			"to": strconv.Itoa(w.briefing.Latest - 1), "edition": strconv.Itoa(w.briefing.Latest)}}.String())
	}
	p.act("Show it", "brief edit of:"+string(w.slug))
	p.reply.Footer = "Times in " + zone(c.Place.Zone).String()
	return p.reply, nil
}

// editionTable adds the editions. What was marked above the clearance of the
// place when it was published is not told.
func (d *Desk) editionTable(ctx context.Context, p *page, w *work, limit int) error {
	t := Table{Caption: "Editions", Header: []string{"edition", "published", "written by", "approved by", "changed"}}
	loc := zone(p.c.Place.Zone)
	for n := w.briefing.Latest; n > 0 && n > w.briefing.Latest-limit; n-- {
		e, err := d.store.Edition(ctx, w.slug, n)
		if err != nil {
			return fmt.Errorf("edition %d of %q: %w", n, w.slug, err)
		}
		text, shown, err := d.shownText(ctx, p.c, w.slug, e.Text)
		if err != nil {
			return err
		}
		if !shown {
			continue
		}
		p.c.mark(text.Marking)
		changed := count(len(text.Statements()), "statement")
		if n > 1 {
			if changed, err = d.since(ctx, p.c, w.slug, 0, n-1, text); err != nil {
				return err
			}
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(n), p.moment(e.At.In(loc), minute), d.names(ctx, p.c, e.Authors), d.who(ctx, p.c, e.By), changed})
		t.Cites = append(t.Cites, nil)
	}
	if len(t.Rows) > 0 {
		p.reply.Tables = append(p.reply.Tables, t)
	}
	return nil
}

// since says in counts what a text changes against the one before it.
func (d *Desk) since(ctx context.Context, c *call, slug briefings.Slug, revision, edition int, text briefings.Content) (string, error) {
	was, err := d.standing(ctx, c, slug, revision, edition)
	if briefings.KindOf(err) == briefings.NotFound {
		return "–", nil
	}
	if err != nil {
		return "", err
	}
	return countsOf(redline.Compare(was, text)), nil
}

// countsOf counts differences by their kind: "2 added, 1 changed".
func countsOf(all []redline.Change) string {
	n := map[redline.Kind]int{}
	for _, ch := range all {
		n[ch.Kind]++
	}
	var parts []string
	for _, kind := range []redline.Kind{redline.Added, redline.Changed, redline.Removed, redline.Moved} {
		if n[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[kind], kind))
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// names lists people as the asker may know them.
func (d *Desk) names(ctx context.Context, c *call, ids []briefings.PersonID) string {
	var all []string
	for _, id := range ids[:min(len(ids), 3)] {
		all = append(all, d.who(ctx, c, id))
	}
	if more := len(ids) - len(all); more > 0 {
		all = append(all, fmt.Sprintf("%d more", more))
	}
	return orDash(strings.Join(all, ", "))
}

// revisionTable adds the revisions, at most limit of them. A revision whose text
// may not be shown here is left out, and then nobody's notes are told.
func (d *Desk) revisionTable(ctx context.Context, p *page, w *work, all []briefings.Revision, limit int) error {
	t := Table{Caption: "Revisions", Header: []string{"", "when", "who", "did", "what"}}
	loc := zone(p.c.Place.Zone)
	shownAll := true
	texts := make([]*briefings.Content, len(all))
	for i, r := range all {
		if r.Kind != briefings.Saved {
			continue
		}
		text, shown, err := d.shownText(ctx, p.c, w.slug, r.Text)
		if err != nil {
			return err
		}
		if shownAll = shownAll && shown; shown {
			texts[i] = &text
		}
	}
	for i, r := range all[:min(len(all), limit)] {
		if r.Kind == briefings.Saved && texts[i] == nil {
			continue
		}
		what := ""
		switch {
		case r.Kind == briefings.RolledBack:
			what = fmt.Sprintf("edition %d is edition %d again", r.Edition, r.From)
		case r.Edition > 0:
			what = fmt.Sprintf("edition %d", r.Edition)
		case r.Kind == briefings.Saved:
			var err error
			if what, err = d.since(ctx, p.c, w.slug, r.N-1, r.Base, *texts[i]); err != nil {
				return err
			}
		}
		if r.Note != "" && shownAll {
			what = joined(what, briefings.Shorten(Clean(r.Note), 120))
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(r.N), p.moment(r.At.In(loc), minute), d.who(ctx, p.c, r.By), string(r.Kind), what})
		t.Cites = append(t.Cites, nil)
	}
	if len(t.Rows) > 0 {
		p.reply.Tables = append(p.reply.Tables, t)
	}
	return nil
}

// briefExport gives the draft of a briefing, or an edition, as a file that can be
// edited and attached again.
func (d *Desk) briefExport(ctx context.Context, c *call) (Reply, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	m, what := manuscript.Manuscript{Slug: w.slug, Base: w.briefing.Latest, Text: w.text()}, fmt.Sprintf("edition %d", w.briefing.Latest)
	file := fmt.Sprintf("%s-edition-%d.md", w.slug, w.briefing.Latest)
	switch {
	case c.Values["edition"] != "":
		n := c.number("edition")
		if m.Text, err = d.standing(ctx, c, w.slug, 0, n); err != nil {
			return Reply{}, err
		}
		m.Base, what, file = n, fmt.Sprintf("edition %d", n), fmt.Sprintf("%s-edition-%d.md", w.slug, n)
	case w.drafted:
		m.Base, m.Revision = w.draft.Base, w.draft.N
		what, file = fmt.Sprintf("revision %d of the draft", w.draft.N), fmt.Sprintf("%s-revision-%d.md", w.slug, w.draft.N)
	}
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("This is %s of %s as a file: edit it, and attach it to brief edit; the difference is shown before anything is saved.", what, w.slug)
	p.reply.Files = []File{{Name: file, Data: manuscript.Write(m)}}
	p.reply.Footer = w.stands()
	return p.reply, nil
}
