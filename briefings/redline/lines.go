package redline

import (
	"fmt"
	"strings"
	"time"

	"attache/briefings"
)

// The parts of a briefing, in the order in which they are compared.
const (
	Title           = "title"
	Topics          = "topics"
	Marking         = "marking"
	Embargo         = "embargo"
	Owner           = "owner"
	ReviewBy        = "review by"
	Scale           = "scale"
	BottomLine      = "bottom line"
	Judgements      = "key judgements"
	Recommendations = "recommendations"
	Watch           = "watch"
	Sources         = "sources"
)

// A unit is what is compared as one: a statement, a topic or a source.
type unit struct {
	line string // what people read of it
	key  string // equal for what is equal in everything
	text string // what its likeness to another is judged by; empty for what is the same or another
}

// A field is a part that has one value.
type field struct {
	part string
	show func(briefings.Content) string
	take func(into *briefings.Content, from briefings.Content)
}

// fields returns the parts of one value, in their order.
func fields() []field {
	return []field{
		{Title, func(c briefings.Content) string { return c.Title }, func(c *briefings.Content, from briefings.Content) { c.Title = from.Title }},
		{Marking, func(c briefings.Content) string { return string(c.Marking) }, func(c *briefings.Content, from briefings.Content) { c.Marking = from.Marking }},
		{Embargo, func(c briefings.Content) string { return moment(c.Embargo) }, func(c *briefings.Content, from briefings.Content) { c.Embargo = from.Embargo }},
		{Owner, func(c briefings.Content) string { return string(c.Owner) }, func(c *briefings.Content, from briefings.Content) { c.Owner = from.Owner }},
		{ReviewBy, func(c briefings.Content) string { return c.ReviewBy }, func(c *briefings.Content, from briefings.Content) { c.ReviewBy = from.ReviewBy }},
		{Scale, func(c briefings.Content) string { return string(c.Scale) }, func(c *briefings.Content, from briefings.Content) { c.Scale = from.Scale }},
	}
}

// moment returns an embargo as people read it in a file, and "" for none.
func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func plainUnit[T ~string](s T) unit { return unit{line: string(s), key: string(s)} }

func statementUnit(s briefings.Statement) unit { return newUnit(s, "", "") }

func recommendedUnit(r briefings.Recommended) unit {
	before, behind := "", ""
	if r.Addressee != "" {
		before = r.Addressee + ": "
	}
	if r.Horizon != "" {
		behind = " (by " + r.Horizon + ")"
	}
	u := newUnit(r.Statement, before, behind)
	u.key += fmt.Sprintf(" %q %q", r.Addressee, r.Horizon)
	return u
}

func watchUnit(w briefings.WatchItem) unit {
	before := ""
	if w.Date != "" {
		before = w.Date + ": "
	}
	u := newUnit(w.Statement, before, "")
	u.key += fmt.Sprintf(" %q", w.Date)
	return u
}

// newUnit returns a statement as a unit: its sentence, its citations, and its
// confidence behind a dot.
func newUnit(s briefings.Statement, before, behind string) unit {
	line := before + s.Text
	cites := ""
	for _, c := range s.Citations {
		cites += " [" + c.String() + "]"
	}
	line += cites
	if s.Own {
		line += " [desk]"
	}
	line += behind
	if s.Confidence != "" || s.Because != "" {
		line += " · confidence: " + string(s.Confidence)
		if s.Because != "" {
			line += ", because " + s.Because
		}
	}
	return unit{line: line, key: fmt.Sprintf("%q %q %t %q %q", s.Text, cites, s.Own, s.Confidence, s.Because), text: strings.TrimSpace(s.Text)}
}

// units returns the units of a list.
func units[T any](all []T, of func(T) unit) []unit {
	us := make([]unit, len(all))
	for i, one := range all {
		us[i] = of(one)
	}
	return us
}
