package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
	"attache/commands/manuscript"
)

// briefEdit shows a draft, or what a change of it would change. Nothing is saved
// before somebody has seen that, or has said that they need not.
func (d *Desk) briefEdit(ctx context.Context, c *call) (Reply, error) {
	if id := c.Values["proposal"]; id != "" && c.Values["own"] == "" {
		return d.briefSave(ctx, c, id)
	}
	if id := c.Values["forget"]; id != "" {
		return d.briefForget(ctx, c, id)
	}
	w, ours, err := d.changeOf(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if ours == nil {
		return d.briefShow(ctx, c, w)
	}
	m, err := d.merged(ctx, c, w, *ours)
	if err != nil {
		return Reply{}, err
	}
	if c.yes("confirm") && !m.moved {
		return d.saveNow(ctx, c, w, m)
	}
	return d.propose(ctx, c, w, m)
}

// An edition that was changed by hand: the text that somebody began with, and
// what they made of it.
type ours struct {
	was, now briefings.Content
	// revision and edition are what they had before them; without either it is what
	// is there now.
	revision, edition int
	note              string
}

// changeOf returns the briefing that a request names and the change that it
// makes, nil when it only asks to see it.
func (d *Desk) changeOf(ctx context.Context, c *call) (*work, *ours, error) {
	if len(c.Files) > 0 {
		return d.fileChange(ctx, c)
	}
	if c.Values["of"] == "" {
		return nil, nil, briefings.Errorf(briefings.Invalid, "Say which briefing: brief edit of:port-inspections, or attach its file. The verbs drafts and topics list them.")
	}
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return nil, nil, err
	}
	one := ours{was: w.text(), note: c.Values["note"]}
	switch id := c.Values["proposal"]; {
	case id != "":
		p, err := d.proposal(ctx, c, w.slug, id)
		if err != nil {
			return nil, nil, err
		}
		one.revision, one.edition, one.note = p.Seen, p.Base, p.Note
		if one.was, err = d.standing(ctx, c, w.slug, p.Seen, p.Base); err != nil {
			return nil, nil, err
		}
		one.now, err = ownOf(p.Text, c.value("own"))
		return w, &one, err
	case c.Values["revision"] != "" || c.Values["edition"] != "":
		if one.revision, one.edition, err = c.madeOn(); err != nil {
			return nil, nil, err
		}
		if one.was, err = d.standing(ctx, c, w.slug, one.revision, one.edition); err != nil {
			return nil, nil, err
		}
	}
	changed := false
	if one.now, changed, err = d.withOptions(ctx, c, one.was); err != nil {
		return nil, nil, err
	}
	if !changed {
		return w, nil, nil
	}
	return w, &one, nil
}

// madeOn returns the revision or the edition that a change says it was made on.
func (c *call) madeOn() (revision, edition int, err error) {
	for name, into := range map[string]*int{"revision": &revision, "edition": &edition} {
		if v := c.Values[name]; v != "" {
			if *into, err = strconv.Atoi(v); err != nil {
				return 0, 0, fmt.Errorf("option %s: %w", name, err)
			}
		}
	}
	return revision, edition, nil
}

// fileChange is changeOf of an attached file.
func (d *Desk) fileChange(ctx context.Context, c *call) (*work, *ours, error) {
	m, err := c.manuscript()
	if err != nil {
		return nil, nil, err
	}
	of := c.Values["of"]
	switch {
	case of == "" && m.Slug == "":
		return nil, nil, briefings.Errorf(briefings.Invalid, "The file names no briefing; send it with brief edit of:port-inspections, or as a new one with brief new.")
	case of == "":
		of = string(m.Slug)
	}
	w, err := d.work(ctx, c, of)
	if err != nil {
		return nil, nil, err
	}
	if m.Slug != "" && m.Slug != w.slug {
		return nil, nil, briefings.Errorf(briefings.Invalid, "The file is of %s and you name %s; leave out one of them.", m.Slug, w.slug)
	}
	one := ours{was: w.text(), now: m.Text, revision: m.Revision, edition: m.Base, note: c.Values["note"]}
	if m.Revision > 0 || m.Base > 0 {
		if one.was, err = d.standing(ctx, c, w.slug, m.Revision, m.Base); err != nil {
			return nil, nil, err
		}
	}
	if one.now, _, err = d.withOptions(ctx, c, one.now); err != nil {
		return nil, nil, err
	}
	return w, &one, nil
}

// manuscript reads the one file that came with a request.
func (c *call) manuscript() (manuscript.Manuscript, error) {
	if len(c.Files) > 1 {
		return manuscript.Manuscript{}, briefings.Errorf(briefings.Invalid, "Attach one file: a briefing is one Markdown file, as brief export gives it.")
	}
	m, err := manuscript.Read(c.Files[0].Data)
	if err != nil {
		return m, err
	}
	m.Text = cleanContent(m.Text)
	return m, nil
}

// withOptions returns a text with what the options of a request say in place of what
// it says, and whether any of them says anything. An option that says none
// empties its part.
func (d *Desk) withOptions(ctx context.Context, c *call, text briefings.Content) (briefings.Content, bool, error) {
	changed := false
	var err error
	set := func(option string, into func(string) error) {
		if v, given := c.Values[option]; given && err == nil {
			changed, err = true, into(v)
		}
	}
	set("title", func(v string) error { text.Title = Clean(v); return nil })
	set("topics", func(v string) error { text.Topics = topicsIn(orNone(v)); return nil })
	set("marking", func(v string) (err error) { text.Marking, err = briefings.ParseMarking(v); return err })
	set("scale", func(v string) error { text.Scale = briefings.Scale(v); return nil })
	set("sources", func(v string) (err error) { text.Sources, err = d.sourcesIn(ctx, c, v); return err })
	set("review-by", func(v string) (err error) { text.ReviewBy, err = dayIn(v, c.At.In(zone(c.Place.Zone))); return err })
	set("owner", func(v string) (err error) { text.Owner, err = d.ownerIn(c, v); return err })
	set("embargo", func(v string) (err error) { text.Embargo, err = momentIn(v, zone(c.Place.Zone)); return err })
	set("bottom-line", func(v string) (err error) { text.BottomLine, err = manuscript.Statements(orNone(v)); return err })
	set("judgements", func(v string) (err error) { text.Judgements, err = manuscript.Statements(orNone(v)); return err })
	set("recommendations", func(v string) (err error) {
		text.Recommendations, err = manuscript.Recommendations(orNone(v))
		return err
	})
	set("watch", func(v string) (err error) { text.Watch, err = manuscript.WatchItems(orNone(v)); return err })
	set("own", func(v string) (err error) { text, err = ownOf(text, v); return err })
	return cleanContent(text), changed, err
}

// orNone returns the value of an option, empty when it says none.
func orNone(v string) string {
	if fold(v) == "none" {
		return ""
	}
	return v
}

// sourcesIn reads the IDs of sources that may be shown in the place, with spaces
// or commas between them.
func (d *Desk) sourcesIn(ctx context.Context, c *call, text string) ([]briefings.SourceID, error) {
	var ids []briefings.SourceID
	for _, word := range strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return r == ',' || r == ' ' }) {
		src, err := d.seen(ctx, c, briefings.SourceID(word))
		if briefings.KindOf(err) == briefings.NotFound {
			return nil, briefings.Errorf(briefings.NotFound, "There is no source %q here; write sources as S-0001 S-0002.", shown(word))
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, src.ID) {
			ids = append(ids, src.ID)
		}
	}
	return ids, nil
}

// ownerIn reads who answers for a briefing.
func (d *Desk) ownerIn(c *call, text string) (briefings.PersonID, error) {
	switch fold(text) {
	case "none":
		return "", nil
	case "me":
		return c.Person.ID, nil
	}
	return c.personIn(text)
}

// momentIn reads a moment to come: a day, a day and a time in the zone, or the
// form of RFC 3339; none is no moment.
func momentIn(text string, loc *time.Location) (time.Time, error) {
	if fold(text) == "none" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, loc); err == nil {
			return t.UTC(), nil
		}
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(text)); err == nil {
		return t.UTC(), nil
	}
	return time.Time{}, briefings.Errorf(briefings.Invalid, "%q is not a moment; write it as 2027-03-31 09:00.", shown(text))
}

// cleanContent returns a text without what cannot be seen or reorders what is:
// nobody can review that.
func cleanContent(c briefings.Content) briefings.Content {
	clean := func(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }
	statement := func(s briefings.Statement) briefings.Statement {
		s.Text, s.Because = clean(s.Text), clean(s.Because)
		return s
	}
	c.Title = clean(c.Title)
	c.Topics, c.BottomLine, c.Judgements = slices.Clone(c.Topics), slices.Clone(c.BottomLine), slices.Clone(c.Judgements)
	c.Recommendations, c.Watch = slices.Clone(c.Recommendations), slices.Clone(c.Watch)
	for i := range c.Topics {
		c.Topics[i] = clean(c.Topics[i])
	}
	for i := range c.BottomLine {
		c.BottomLine[i] = statement(c.BottomLine[i])
	}
	for i := range c.Judgements {
		c.Judgements[i] = statement(c.Judgements[i])
	}
	for i := range c.Recommendations {
		r := &c.Recommendations[i]
		r.Statement, r.Addressee, r.Horizon = statement(r.Statement), clean(r.Addressee), clean(r.Horizon)
	}
	for i := range c.Watch {
		c.Watch[i].Statement = statement(c.Watch[i].Statement)
	}
	return c
}
