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
	found := make([][]dating, len(t.sentences))
	for i := range t.sentences {
		found[i] = datings(t.sentences[i].words)
		c.extend(found[i])
	}
	for i := range t.sentences {
		c.add(&t.sentences[i], i, found[i])
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
func (c *calendar) extend(found []dating) {
	for _, d := range found {
		for _, e := range []day{d.from, d.to} {
			if e.year == c.issued.year && e.month != 0 && c.issued.month != 0 && c.issued.before(e) {
				c.issued = e
			}
		}
	}
}

// add gathers the dates of a sentence.
func (c *calendar) add(s *sentence, i int, found []dating) {
	if s.Kind != briefings.Sentence {
		return
	}
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
		h := happening{dating: d, sentence: i, about: s.around(d, reach, reach)}
		if d.from.month == 0 && d.first > 0 && s.words[d.first-1].is("the") {
			h.label = s.around(d, 0, 2)
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
	// dated are the words before a bare year that make it a date.
	dated = set(`in since by until till from after before during of early late mid around circa between year through the -`)
	// compared finds the words before a year that only compare with it.
	compared = regexp.MustCompile(`(?i)\b(time|times|year|years|month|months|level|levels|low|high|lowest|highest|largest|most|worst|best|first|record|peak|consecutive|straight|compared|than|relative)\b[^.;]{0,24} (since|in|of|with|to|from) $`)
	// counted are the words after a number that make a count of it.
	counted = set(`per percent km kilometres kilometers miles metres meters tonnes tons troops soldiers people words pages
dollars euros won yen cases jobs items documents sentences samples users million billion participants students % /`)
)

// dates reports whether the bare year of a dating says when something happened.
func dates(s *sentence, d dating) bool {
	before, prior, after := word{}, word{}, word{}
	if d.first > 0 {
		before = s.words[d.first-1]
	}
	if d.first > 1 {
		prior = s.words[d.first-2]
	}
	if d.last < len(s.words) {
		after = s.words[d.last]
	}
	switch {
	case d.to != (day{}):
		// A range is a date by its form, unless it stands in brackets alone.
		return !before.is("(") || !after.is(")")
	case strings.HasPrefix(s.words[d.first].low, "mid-"):
		return true
	case counted[after.low], before.is("$", "€", "£"), before.is("to") && prior.is("in", "into"):
		return false
	case !dated[before.low] || before.is("-") && !prior.is("mid", "late", "early"):
		return false
	case before.is("in", "since", "of", "from") && compared.MatchString(s.Text[:s.words[d.first].at]):
		return false
	case before.is("the"):
		return !after.mark && after.low != ""
	}
	return true
}

// reach is how many words on each side of a date tell what happened.
const reach = 9

// around returns the stems and names among the words nearest to a date, as many
// on each side as asked for.
func (s *sentence) around(d dating, left, right int) []string {
	near := append([]word{}, s.words[max(0, d.first-left):d.first]...)
	near = append(near, s.words[d.last:min(len(s.words), d.last+right)]...)
	var stems []string
	for _, stem := range contentStems(near) {
		numeric := stem[0] >= '0' && stem[0] <= '9'
		if !numeric && !calendarWords[stem] && !slices.Contains(stems, stem) {
			stems = append(stems, stem)
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
	byYear := map[int][]happening{}
	for _, h := range c.happenings {
		byYear[h.from.year] = append(byYear[h.from.year], h)
	}
	var kept []happening
	keptBy := map[string][]happening{}
	for _, h := range c.happenings {
		again := slices.ContainsFunc(keptBy[h.String()], func(k happening) bool {
			bare := h.from.month == 0 && h.to == (day{}) && recent-h.from.year >= landmark
			enough := 0.5
			if h.from.month == 0 {
				enough = 0.6
			}
			return bare || k.sentence == h.sentence || alike(k.about, h.about) >= enough
		})
		if !again && !slices.ContainsFunc(byYear[h.from.year], h.coarser) {
			kept = append(kept, h)
			keptBy[h.String()] = append(keptBy[h.String()], h)
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
