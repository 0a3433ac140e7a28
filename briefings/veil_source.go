package briefings

import (
	"slices"
	"strings"
	"time"
)

// Source returns the source as it may be shown: without the names in its
// metadata and texts, called by its ID, dated to the month. Passages keep their
// numbers and spans, so that what cites them cites the same; the whole text and
// what was dropped from it, which names whoever made it, are left out. A nil
// veil returns the source itself.
func (v *Veil) Source(src *Source) *Source {
	if v == nil {
		return src
	}
	out := *src
	out.Unattributed = true
	out.File, out.Text, out.SHA256 = string(src.ID), "", ""
	out.Meta = Metadata{Date: monthOf(src.Meta.Date), Kind: v.Text(src.Meta.Kind), Language: src.Meta.Language}
	out.Imported, out.By = time.Time{}, ""
	out.PullQuotes, out.Dropped = nil, nil
	out.Outline = slices.Clone(src.Outline)
	for i, h := range out.Outline {
		out.Outline[i].Text = v.Text(h.Text)
	}
	out.Passages = slices.Clone(src.Passages)
	for i, p := range out.Passages {
		out.Passages[i].Text, out.Passages[i].Section = v.Text(p.Text), v.texts(p.Section)
	}
	out.Footnotes = slices.Clone(src.Footnotes)
	for i, f := range out.Footnotes {
		n := &out.Footnotes[i]
		n.Text, n.URLs, n.Resolved = v.Text(f.Text), v.texts(f.URLs), v.texts(f.Resolved)
	}
	out.Tables = slices.Clone(src.Tables)
	for i, t := range out.Tables {
		n := &out.Tables[i]
		n.Caption, n.Source, n.Header = v.Text(t.Caption), v.Text(t.Source), v.texts(t.Header)
		n.Rows = make([][]string, len(t.Rows))
		for j, row := range t.Rows {
			n.Rows[j] = v.texts(row)
		}
	}
	return &out
}

// texts returns the texts without names; the same slice when none is in them.
func (v *Veil) texts(list []string) []string {
	if !slices.ContainsFunc(list, v.Names) {
		return list
	}
	out := slices.Clone(list)
	for i, text := range out {
		out[i] = v.Text(text)
	}
	return out
}

// monthOf returns a date without its day, which often says which document it is.
func monthOf(date string) string {
	if len(date) > len("2006-01") {
		return date[:len("2006-01")]
	}
	return date
}

// Veils are the veils of the sources that may not be attributed.
type Veils map[SourceID]*Veil

// Content returns the text of a briefing as it may be shown: without the names
// of those of its sources that may not be attributed. A title that names one
// becomes "Untitled briefing" with the ID of the source, and a topic that does
// is left out. The content that was given is not changed.
func (vs Veils) Content(c Content) Content {
	for _, id := range c.Sources {
		if v := vs[id]; v != nil {
			c = v.content(c, id)
		}
	}
	return c
}

// Untitled returns what a briefing is called whose source may not be named.
func Untitled(id SourceID) string { return "Untitled briefing " + string(id) }

func (v *Veil) content(c Content, id SourceID) Content {
	if v.Names(c.Title) {
		c.Title = Untitled(id)
	}
	c.Topics = slices.DeleteFunc(slices.Clone(c.Topics), v.Names)
	c.BottomLine, c.Judgements = slices.Clone(c.BottomLine), slices.Clone(c.Judgements)
	c.Recommendations, c.Watch = slices.Clone(c.Recommendations), slices.Clone(c.Watch)
	for i := range c.BottomLine {
		v.statement(&c.BottomLine[i])
	}
	for i := range c.Judgements {
		v.statement(&c.Judgements[i])
	}
	for i := range c.Recommendations {
		r := &c.Recommendations[i]
		v.statement(&r.Statement)
		r.Addressee, r.Horizon = v.Text(r.Addressee), v.Text(r.Horizon)
	}
	for i := range c.Watch {
		v.statement(&c.Watch[i].Statement)
	}
	return c
}

func (v *Veil) statement(s *Statement) { s.Text, s.Because = v.Text(s.Text), v.Text(s.Because) }

// Tell reports whether a briefing's short name is made of what one of its
// sources withholds.
func (vs Veils) Tell(slug Slug, sources []SourceID) bool {
	return slices.ContainsFunc(sources, func(id SourceID) bool { return vs[id].Tells(slug) })
}

// Named returns what of a content tells what its sources withhold: the title, a
// topic, a statement or the short name; "" when nothing does.
func (vs Veils) Named(slug Slug, c Content) string {
	for _, id := range c.Sources {
		v := vs[id]
		if v == nil {
			continue
		}
		if v.Tells(slug) {
			return string(slug)
		}
		texts := append([]string{c.Title}, c.Topics...)
		for _, s := range c.Statements() {
			texts = append(texts, s.Text, s.Because)
		}
		for _, r := range c.Recommendations {
			texts = append(texts, r.Addressee, r.Horizon)
		}
		if i := slices.IndexFunc(texts, v.Names); i >= 0 {
			return strings.TrimSpace(texts[i])
		}
	}
	return ""
}
