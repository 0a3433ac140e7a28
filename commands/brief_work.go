package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
)

// A work is a briefing as somebody of the desk has it before them: what is in
// force and the draft of what comes next, both as they may be shown here.
type work struct {
	slug     briefings.Slug
	briefing briefings.Briefing // zero before the first edition
	edition  briefings.Edition  // the newest; zero before the first
	drafted  bool
	draft    briefings.Draft // zero when there is none
}

// text returns what an edit begins with: the draft's text, or else that of the
// newest edition.
func (w *work) text() briefings.Content {
	if w.drafted {
		return w.draft.Text
	}
	return w.edition.Text
}

// called returns the name in the order of a reply's title.
func (w *work) title() string { return cmp.Or(name(w.text().Title), string(w.slug)) }

// work returns the briefing that a request names, by its short name or its
// title. What may not be shown in the place is reported in the words for what is
// not there.
func (d *Desk) work(ctx context.Context, c *call, of string) (*work, error) {
	slug, err := d.slugOf(ctx, c, of)
	if err != nil {
		return nil, err
	}
	w := &work{slug: slug}
	shown := true
	w.draft, err = d.store.Draft(ctx, slug)
	switch {
	case err == nil:
		w.drafted = true
		if w.draft.Text, shown, err = d.shownText(ctx, c, slug, w.draft.Text); err != nil {
			return nil, err
		}
	case briefings.KindOf(err) != briefings.NotFound:
		return nil, fmt.Errorf("draft %q: %w", slug, err)
	}
	w.briefing, err = d.store.Briefing(ctx, slug)
	switch {
	case err == nil && w.briefing.Latest > 0:
		if w.edition, err = d.store.Edition(ctx, slug, w.briefing.Latest); err != nil {
			return nil, fmt.Errorf("edition %d of %q: %w", w.briefing.Latest, slug, err)
		}
		var also bool
		if w.edition.Text, also, err = d.shownText(ctx, c, slug, w.edition.Text); err != nil {
			return nil, err
		}
		shown = shown && also
	case err != nil && briefings.KindOf(err) != briefings.NotFound:
		return nil, fmt.Errorf("briefing %q: %w", slug, err)
	}
	if !shown || !w.drafted && w.briefing.Latest == 0 {
		return nil, d.noWork(ctx, c, slug)
	}
	c.mark(stricter(w.draft.Text.Marking, w.edition.Text.Marking))
	return w, nil
}

// drafted is work of which there is a draft. The error says what there is.
func (d *Desk) drafted(ctx context.Context, c *call) (*work, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return nil, err
	}
	if !w.drafted {
		return nil, briefings.Errorf(briefings.NotFound, "%s has no draft; edition %d is in force, and brief edit of:%s begins the next.", w.slug, w.briefing.Latest, w.slug)
	}
	return w, nil
}

// published is work of which an edition is in force.
func (d *Desk) published(ctx context.Context, c *call) (*work, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return nil, err
	}
	if w.briefing.Latest == 0 {
		return nil, briefings.Errorf(briefings.NotFound, "%s has no edition yet; its draft is at revision %d.", w.slug, w.draft.N)
	}
	return w, nil
}

// slugOf returns the short name that a text spells, or that of the briefing or
// draft in view whose title it is.
func (d *Desk) slugOf(ctx context.Context, c *call, of string) (briefings.Slug, error) {
	slug, err := briefings.ParseSlug(fold(of))
	if err == nil {
		return slug, nil
	}
	for _, e := range c.view.entries {
		if fold(e.Title) == fold(of) {
			return e.Slug, nil
		}
	}
	all, derr := d.draftsShown(ctx, c)
	if derr != nil {
		return "", derr
	}
	for _, draft := range all {
		if fold(draft.Text.Title) == fold(of) {
			return draft.Slug, nil
		}
	}
	return "", err
}

// draftsShown returns the drafts that may be shown in the place, in the order of
// their short names.
func (d *Desk) draftsShown(ctx context.Context, c *call) ([]briefings.Draft, error) {
	all, err := d.store.Drafts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	var got []briefings.Draft
	for _, draft := range all {
		text, shown, err := d.shownText(ctx, c, draft.Slug, draft.Text)
		if err != nil {
			return nil, err
		}
		if draft.Text = text; shown {
			got = append(got, draft)
		}
	}
	return got, nil
}

// noWork says that there is neither briefing nor draft of a name, and which was
// probably meant.
func (d *Desk) noWork(ctx context.Context, c *call, slug briefings.Slug) error {
	all, err := d.draftsShown(ctx, c)
	if err != nil {
		return err
	}
	var names []string
	for _, draft := range all {
		names = append(names, string(draft.Slug))
	}
	for _, e := range c.view.entries {
		names = append(names, string(e.Slug))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if meant := nearest(string(slug), names); meant != "" {
		return misread{briefings.Errorf(briefings.NotFound, "No briefing or draft is called %s; did you mean %s?", slug, meant), c.Invocation.with("of", meant).String()}
	}
	if len(names) == 0 {
		return briefings.Errorf(briefings.NotFound, "No briefing or draft is called %s; there is none yet.", slug)
	}
	return briefings.Errorf(briefings.NotFound, "No briefing or draft is called %s; there are %s.", slug, listed(names[:min(len(names), 6)], "and"))
}

// textAt returns the text of a briefing as it stood after a revision; of no
// revision it is that of an edition, and of neither an empty one.
func (d *Desk) textAt(ctx context.Context, slug briefings.Slug, revision, edition int) (briefings.Content, error) {
	for n := revision; n > 0; n-- {
		r, err := d.store.Revision(ctx, slug, n)
		if briefings.KindOf(err) == briefings.NotFound && n == 1 {
			// A draft from before there were revisions is its own first one.
			if draft, derr := d.store.Draft(ctx, slug); derr == nil && draft.Saved == 1 {
				return draft.Text, nil
			}
		}
		if err != nil {
			return briefings.Content{}, err
		}
		switch r.Kind {
		case briefings.Saved:
			return r.Text, nil
		case briefings.Release, briefings.RolledBack:
			return d.textAt(ctx, slug, 0, r.Edition)
		case briefings.Discarded:
			return d.textAt(ctx, slug, 0, r.Base)
		}
	}
	if edition == 0 {
		return briefings.Content{}, nil
	}
	e, err := d.store.Edition(ctx, slug, edition)
	return e.Text, err
}

// standing returns what an edit that was made on a revision or an edition began
// with, as it may be shown.
func (d *Desk) standing(ctx context.Context, c *call, slug briefings.Slug, revision, edition int) (briefings.Content, error) {
	text, err := d.textAt(ctx, slug, revision, edition)
	if err != nil {
		return text, err
	}
	text, shown, err := d.shownText(ctx, c, slug, text)
	if err == nil && !shown {
		err = briefings.Errorf(briefings.NotFound, "What %s said then may not be shown here; export it anew.", slug)
	}
	return text, err
}

// dayIn reads a day to come, as 2027-03-31 or 6m, and returns it as 2006-01-02;
// none is no day.
func dayIn(text string, at time.Time) (string, error) {
	if fold(text) == "none" {
		return "", nil
	}
	if !dateForm.MatchString(text) || !realDate(text) {
		return "", briefings.Errorf(briefings.Invalid, "%q is not a day; write it as 2027-03-31, or as 6m for six months from now.", shown(text))
	}
	return ahead(fold(text), at).Format(time.DateOnly), nil
}

// overdue reports whether the day by which a briefing was to be looked at again
// has passed.
func overdue(b briefings.Briefing, at time.Time) bool {
	return b.ReviewBy != "" && b.ReviewBy < at.Format(time.DateOnly)
}
