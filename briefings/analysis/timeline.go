package analysis

import (
	"regexp"
	"slices"
	"strings"

	"attache/briefings"
)

// Timeline returns the dated events of the main text in chronological order,
// and in reading order where the dates are equal.
//
// A date without a year takes it from its sentence, from the date of the
// document, or from the dates before it; where none tells, it is left out. So
// are decades, years that only label a publication or compare, and an event
// that the text has told before.
func Timeline(src *briefings.Source) []briefings.Event {
	t := read(src)
	c := calendar{}
	c.issued, _ = parseDay(src.Meta.Date)
	for i := range t.sentences {
		c.extend(&t.sentences[i])
	}
	for i := range t.sentences {
		c.add(&t.sentences[i], i)
	}
	happenings := c.distinct()
	slices.SortStableFunc(happenings, func(a, b happening) int {
		if n := strings.Compare(a.String(), b.String()); n != 0 {
			return n
		}
		return a.sentence - b.sentence
	})
	events := make([]briefings.Event, len(happenings))
	for i, h := range happenings {
		events[i] = briefings.Event{Date: h.String(), Passage: t.sentences[h.sentence].N}
	}
	return events
}

// A happening is something dated.
type happening struct {
	dating
	sentence int
	about    []string // the stems and names around the date
	label    []string // of a year that stands before what it dates, the stems of that
}

// A calendar gathers what happened and when.
type calendar struct {
	issued     day // when the document was issued, as far as it says
	latest     int // the year of the date that was read last
	happenings []happening
}

// extend moves the date of issue on to the latest month or day of the same year
// that the text spells out: what a document tells of happened before it.
func (c *calendar) extend(s *sentence) {
	for _, d := range datings(s.Text) {
		for _, e := range []day{d.from, d.to} {
			if e.year == c.issued.year && e.month != 0 && c.issued.month != 0 && c.issued.before(e) {
				c.issued = e
			}
		}
	}
}

// add gathers the dates of a sentence.
func (c *calendar) add(s *sentence, i int) {
	if s.Kind != briefings.Sentence {
		return
	}
	found := datings(s.Text)
	for k, d := range found {
		if d.from.year == 0 {
			if d.from.year = c.year(found, k); d.from.year == 0 {
				continue
			}
			if d.to != (day{}) {
				d.to.year = d.from.year
				if d.to.month < d.from.month {
					d.to.year++
				}
			}
		}
		if d.from.month == 0 && !dates(s, d) {
			continue
		}
		c.latest = d.from.year
		h := happening{dating: d, sentence: i, about: s.around(d.start, d.end, reach, reach)}
		if d.from.month == 0 && strings.HasSuffix(strings.ToLower(s.Text[:d.start]), "the ") {
			h.label = s.around(d.start, d.end, 0, 2)
		}
		c.happenings = append(c.happenings, h)
	}
}

// year returns the year of date k of a sentence, which does not spell it: the
// one spelled before or after it in the sentence, the last in which it is not
// after the document's own date, or the one read last. It returns 0 when none
// of them tells.
func (c *calendar) year(found []dating, k int) int {
	want := found[k].from
	fits := func(year int) bool {
		want.year = year
		return c.issued.year == 0 || !c.issued.before(want)
	}
	for i := k - 1; i >= 0; i-- {
		if y := found[i].from.year; y != 0 && found[i].from.month != 0 && fits(y) {
			return y
		}
	}
	for i := k + 1; i < len(found); i++ {
		if y := found[i].from.year; y != 0 && fits(y) {
			return y
		}
	}
	if y := c.issued.year; y != 0 {
		if fits(y) {
			return y
		}
		return y - 1
	}
	return c.latest
}

var (
	// dated finds the words before a bare year that make it a date.
	dated = regexp.MustCompile(`(?i)\b(in|since|by|until|till|from|after|before|during|of|early|late|mid|around|circa|between|year|through|the)[ -]$`)
	// compared finds the words before a year that only compare with it.
	compared = regexp.MustCompile(`(?i)\b(time|times|year|years|month|months|level|levels|low|high|lowest|highest|largest|most|worst|best|first|record|peak|consecutive|straight|compared|than|relative)\b[^.;]{0,24} (since|in|of|with|to|from) $`)
	// into tells of a year that lies ahead and is not the date of anything.
	into = regexp.MustCompile(`(?i)\b(going|heading|looking|moving|well|far) (in)?to $`)
	// counted finds what makes a number of what looks like a year.
	counted = regexp.MustCompile(`^( (per cent|percent|km|kilomet\w+|miles|met(re|er)s|tonnes|tons|troops|soldiers|people|words|pages|dollars|euros|won|yen|cases|jobs|items|documents|sentences|samples|users|million|billion|participants|students|words)\b|%|,\d|\.\d|s\b|/\d)`)
	// cited finds what makes a citation of a year.
	cited = regexp.MustCompile(`(\(\s*$|et al\.?,?\s*\(?$|\p{Lu}[\p{L}’'-]+,\s*$|;\s*$|\bpp?\.\s*$)`)
	// attributive finds a year that stands before what it dates.
	attributive = regexp.MustCompile(`^ (\p{L}|['‘“"])`)
)

// dates reports whether the bare year of a dating says when something happened.
func dates(s *sentence, d dating) bool {
	before, after := s.Text[:d.start], s.Text[d.end:]
	if d.to != (day{}) {
		// A range is dated by its form, unless it stands in brackets alone.
		return !strings.HasSuffix(before, "(") || !strings.HasPrefix(after, ")")
	}
	switch {
	case counted.MatchString(after), compared.MatchString(before), into.MatchString(before):
		return false
	case cited.MatchString(before) && (strings.HasPrefix(after, ")") || strings.HasPrefix(after, ";") || strings.HasPrefix(after, ",") || after == "."):
		return false
	case !dated.MatchString(before):
		return false
	}
	low := strings.ToLower(before)
	if strings.HasSuffix(low, "the ") || strings.HasSuffix(low, "of ") && attributive.MatchString(after) {
		return attributive.MatchString(after)
	}
	return true
}

// reach is how many words on each side of a date tell what happened.
const reach = 9

// around returns the stems and names among the words nearest to
// s.Text[start:end], as many on each side as asked for.
func (s *sentence) around(start, end, left, right int) []string {
	first, last := len(s.words), 0
	for i, w := range s.words {
		if w.at < start {
			first = i + 1
		}
		if w.end <= end {
			last = i + 1
		}
	}
	first = min(first, len(s.words))
	near := append([]word{}, s.words[max(0, first-left):first]...)
	near = append(near, s.words[min(last, len(s.words)):min(len(s.words), last+right)]...)
	var stems []string
	for _, stem := range contentStems(near) {
		if stem[0] < '0' || stem[0] > '9' {
			if !calendarWords[stem] && !slices.Contains(stems, stem) {
				stems = append(stems, stem)
			}
		}
	}
	return stems
}

// landmark is the age in years from which two mentions of a bare year are taken
// for one event.
const landmark = 15

// distinct returns the happenings without those that tell again of an event:
// the same date, or the month or year that contains it, with mostly the same
// words around it.
func (c *calendar) distinct() []happening {
	recent := c.issued.year
	for _, h := range c.happenings {
		if c.issued.year == 0 {
			recent = max(recent, h.from.year)
		}
	}
	var kept []happening
	for _, h := range c.happenings {
		again := slices.ContainsFunc(kept, func(k happening) bool {
			bare := h.from.month == 0 && h.to == (day{}) && recent-h.from.year >= landmark
			enough := 0.5
			if h.from.month == 0 {
				enough = 0.6
			}
			return k.dating.String() == h.dating.String() && (bare || k.sentence == h.sentence || alike(k.about, h.about) >= enough)
		})
		if !again && !slices.ContainsFunc(c.happenings, h.coarser) {
			kept = append(kept, h)
		}
	}
	return kept
}

// coarser reports whether the happening only names the month or the year of
// the other one, which tells of the same.
func (h happening) coarser(o happening) bool {
	switch {
	case h.to != (day{}) || !h.from.contains(o.from):
		return false
	case o.sentence == h.sentence:
		return alike(o.about, h.about) > 0.6
	}
	return alike(o.about, h.about) >= 0.4 || alike(o.about, h.label) > 0
}

// alike returns which part of the shorter list of stems the other has too.
func alike(a, b []string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for _, s := range a {
		if slices.Contains(b, s) {
			n++
		}
	}
	return float64(n) / float64(len(a))
}
