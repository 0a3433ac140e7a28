package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// sourceMark says how a source is handled, and sets it. Whoever may use the verb
// may make it stricter at once; what lets more be shown than before needs an
// approver, who is asked first.
func (d *Desk) sourceMark(ctx context.Context, c *call) (Reply, error) {
	src, err := d.marked(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	was, err := d.store.Handling(ctx, src.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("handling of %s: %w", src.ID, err)
	}
	now := was
	if v, given := c.Values["marking"]; given {
		if now.Marking, err = briefings.ParseMarking(v); err != nil {
			return Reply{}, err
		}
	}
	if v, given := c.Values["attributed"]; given {
		now.Unattributed = v == "no"
	}
	now.Note = cmp.Or(c.Values["note"], was.Note)
	switch {
	case now == was:
		return d.howHandled(c, src, was), nil
	case now.Looser(was) && !c.Person.Role.AtLeast(briefings.Approver):
		return Reply{}, briefings.Errorf(briefings.Forbidden, "You may not let more of %s be shown: it needs the role %s, and yours is %s.", src.ID, briefings.Approver, c.Person.Role)
	case now.Looser(was) && !c.yes("confirm"):
		return d.askToLoosen(ctx, c, src, was, now)
	}
	if now, err = d.store.SetHandling(ctx, now, c.stamp()); err != nil {
		return Reply{}, fmt.Errorf("handle %s: %w", src.ID, err)
	}
	return d.nowHandled(ctx, c, src, was, now)
}

// marked returns the source that the option of names.
func (d *Desk) marked(ctx context.Context, c *call) (*briefings.Source, error) {
	of := c.value("of")
	got := c.view.called(of)
	switch {
	case len(got) == 1:
		c.mark(got[0].Marking)
		return got[0], nil
	case len(got) > 1:
		return nil, briefings.Errorf(briefings.Invalid, "%s are called %q; name one by its number, such as %s.", count(len(got), "source"), shown(of), got[0].ID)
	}
	src, err := d.seen(ctx, c, briefings.SourceID(strings.ToUpper(of)))
	if err != nil {
		if _, other := c.view.named(of); briefings.KindOf(err) == briefings.NotFound && other != nil {
			err = other
		}
		return nil, err
	}
	c.mark(src.Marking)
	return src, nil
}

// howHandled shows how a source is handled.
func (d *Desk) howHandled(c *call, src *briefings.Source, h briefings.Handling) Reply {
	p := d.page(c, "Handling of "+string(src.ID))
	p.reply.Text = briefings.Shorten(fmt.Sprintf("%s: %s, %s.", src.Label(), orWord(markingWords(h), "", "no label of its own"), attribution(h)), maxBottomLine)
	t := Table{Header: []string{"", ""}}
	add := func(what, value string) {
		if value != "" {
			t.Rows, t.Cites = append(t.Rows, []string{what, value}), append(t.Cites, nil)
		}
	}
	add("own label", orDash(string(h.Marking)))
	add("shown where", "cleared to "+orDash(string(src.Marking)))
	add("attribution", attribution(h))
	add("used by", orDash(strings.Join(c.users(src.ID), ", ")))
	add("note", name(h.Note))
	if h.By != "" {
		add("set", p.moment(h.At.In(zone(c.Place.Zone)), minute+" MST"))
	}
	p.reply.Tables = append(p.reply.Tables, t)
	return p.reply
}

func markingWords(h briefings.Handling) []string { return strings.Fields(string(h.Marking)) }

func attribution(h briefings.Handling) string {
	if h.Unattributed {
		return "not to be attributed"
	}
	return "may be attributed"
}

// users returns the briefings in view that use a source.
func (c *call) users(id briefings.SourceID) []string {
	var slugs []string
	for _, e := range c.view.entries {
		if slices.Contains(e.edition.Text.Sources, id) {
			slugs = append(slugs, string(e.Slug))
		}
	}
	return slugs
}

// difference is a table of what changes in how a source is handled.
func difference(was, now briefings.Handling) Table {
	t := Table{Header: []string{"", "was", "becomes"}}
	add := func(what, a, b string) {
		if a != b {
			t.Rows, t.Cites = append(t.Rows, []string{what, orDash(a), orDash(b)}), append(t.Cites, nil)
		}
	}
	add("own label", string(was.Marking), string(now.Marking))
	add("attribution", attribution(was), attribution(now))
	add("note", name(was.Note), name(now.Note))
	return t
}

// askToLoosen shows what would be let out, and changes nothing.
func (d *Desk) askToLoosen(ctx context.Context, c *call, src *briefings.Source, was, now briefings.Handling) (Reply, error) {
	n, err := d.usersOf(ctx, src.ID)
	if err != nil {
		return Reply{}, err
	}
	users := count(n, "briefing") + " in force use"
	if n == 1 {
		users += "s"
	}
	p := d.page(c, "Handling of "+string(src.ID))
	p.reply.Text = fmt.Sprintf("More of %s would be shown than today; %s it.", src.ID, users)
	p.reply.Tables = append(p.reply.Tables, difference(was, now))
	p.reply.Actions = []Action{{Label: "Let it be shown", Text: c.Invocation.with("of", string(src.ID)).with("confirm", "yes").String(),
		Confirm: fmt.Sprintf("Let more of %s be shown, which %s?", src.ID, users)}}
	return p.reply, nil
}

// usersOf returns how many briefings in force use a source, wherever they may be
// shown.
func (d *Desk) usersOf(ctx context.Context, id briefings.SourceID) (int, error) {
	all, err := d.store.Briefings(ctx)
	if err != nil {
		return 0, fmt.Errorf("list briefings: %w", err)
	}
	n := 0
	for _, b := range all {
		if b.Retired || b.Latest == 0 {
			continue
		}
		edition, err := d.store.Edition(ctx, b.Slug, b.Latest)
		if err != nil {
			return 0, fmt.Errorf("edition %d of %q: %w", b.Latest, b.Slug, err)
		}
		if slices.Contains(edition.Text.Sources, id) {
			n++
		}
	}
	return n, nil
}

// nowHandled says what has changed, and what is no longer shown because of it. It
// calls the source by its number: its title may be what is withheld now.
func (d *Desk) nowHandled(ctx context.Context, c *call, src *briefings.Source, was, now briefings.Handling) (Reply, error) {
	before := c.users(src.ID)
	view, err := d.viewFor(ctx, c.Place.Clearance)
	if err != nil {
		return Reply{}, err
	}
	c.view = view
	p := d.page(c, "Handling of "+string(src.ID))
	p.reply.Text = "Set; it holds for every answer and digest from now on."
	p.reply.Tables = append(p.reply.Tables, difference(was, now))
	after := c.users(src.ID)
	for _, slug := range before {
		if !slices.Contains(after, slug) {
			p.say(slug+" is no longer shown here: it bears the label of what it rests on, or is called after what is withheld.", "Not shown any more")
		}
	}
	if !now.Marking.Within(clearanceOf(c)) && now.Marking != "" {
		return p.reply, nil // what takes it back could not be said here
	}
	undo := c.Invocation.with("of", string(src.ID)).with("note", was.Note)
	undo = undo.with("marking", strings.ToLower(strings.TrimPrefix(string(was.Marking), "TLP:")))
	if undo = undo.with("attributed", "yes"); was.Unattributed {
		undo = undo.with("attributed", "no")
	}
	if undo = undo.with("confirm", ""); was.Looser(now) {
		undo = undo.with("confirm", "yes")
	}
	if !was.Looser(now) || c.Person.Role.AtLeast(briefings.Approver) {
		p.act("Undo", undo.String())
	}
	return p.reply, nil
}
