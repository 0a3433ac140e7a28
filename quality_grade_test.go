package main_test

import (
	"slices"
	"strings"
)

// A reading is what read -json prints for one file.
type reading struct {
	File string `json:"file"`
	Meta struct {
		Title     *string  `json:"title"`
		Authors   []string `json:"authors"`
		Publisher *string  `json:"publisher"`
		Date      *string  `json:"date"`
		Kind      *string  `json:"kind"`
		DOI       *string  `json:"doi"`
		ISBN      *string  `json:"isbn"`
	} `json:"meta"`
	Outline         []labelHeading `json:"outline"`
	Sentences       []quoted       `json:"sentences"`
	Footnotes       []readNote     `json:"footnotes"`
	Tables          []table        `json:"tables"`
	Recommendations []quoted       `json:"recommendations"`
	Summary         []quoted       `json:"summary"`
	Timeline        []quoted       `json:"timeline"`
}

// quoted is a stretch of the text with what the list it stands in adds to it.
type quoted struct {
	Text      string   `json:"text"`
	Spans     []span   `json:"spans"`
	Section   []string `json:"section"`
	Footnotes []int    `json:"footnotes"`
	Addressee string   `json:"addressee"`
}

type readNote struct {
	N        int      `json:"n"`
	Text     string   `json:"text"`
	URLs     []string `json:"urls"`
	Resolved []string `json:"resolved_urls"`
}

// A grader holds one reading against the labels of the same sample.
type grader struct {
	*labels
	got     reading
	matched map[int]int // index into got.Sentences -> index into Sentences
}

func newGrader(l *labels, got reading) *grader {
	g := &grader{labels: l, got: got, matched: map[int]int{}}
	taken := map[int]bool{}
	for i, s := range got.Sentences {
		if k := g.sentence(s.Spans, .9); k >= 0 && !taken[k] {
			g.matched[i], taken[k] = k, true
		}
	}
	return g
}

// sentence returns the labelled sentence whose overlap with the spans, as a
// share of their union, is largest and at least the given share, or -1.
func (g *grader) sentence(spans []span, least float64) int {
	best := -1
	for i, s := range g.Sentences {
		common := overlap(spans, s.spans)
		if common == 0 {
			continue
		}
		if share := ratio(common, length(spans)+length(s.spans)-common); share >= least {
			best, least = i, share
		}
	}
	return best
}

// sentences returns the F1 of sentence boundaries.
func (g *grader) sentences() float64 {
	want, right, wrong := 0, 0, len(g.got.Sentences)-len(g.matched)
	for _, s := range g.Sentences {
		if !s.Optional {
			want++
		}
	}
	for _, k := range g.matched {
		if !g.Sentences[k].Optional {
			right++
		}
	}
	return f1(right, wrong, want-right)
}

// recall returns the share of the main text's bytes that some sentence covers.
func (g *grader) recall() float64 {
	covered, all := 0, 0
	for _, s := range g.Sentences {
		if !s.Optional {
			covered += overlap(g.kept(), s.spans)
			all += length(s.spans)
		}
	}
	return ratio(covered, all)
}

// keptOut returns the share of the spans' bytes that no sentence covers.
func (g *grader) keptOut(spans []span) float64 {
	return 1 - ratio(overlap(g.kept(), spans), max(1, length(spans)))
}

func (g *grader) kept() []span {
	var all []span
	for _, s := range g.got.Sentences {
		all = append(all, s.Spans...)
	}
	return all
}

// metadata returns how many of the seven fields are right.
func (g *grader) metadata() (right, all int) {
	one := func(got *string, want []string) bool {
		if len(want) == 0 || got == nil {
			return len(want) == 0 && got == nil
		}
		return slices.ContainsFunc(want, func(w string) bool { return fold(w) == fold(*got) })
	}
	m, w := g.got.Meta, g.Meta
	authors := slices.EqualFunc(m.Authors, w.Authors, func(a, b string) bool { return fold(a) == fold(b) })
	checks := []bool{one(m.Title, w.Title), authors, one(m.Publisher, w.Publisher), one(m.Date, w.Date),
		one(m.Kind, w.Kind), one(m.DOI, w.DOI), one(m.ISBN, w.ISBN)}
	for _, ok := range checks {
		if ok {
			right++
		}
	}
	return right, len(checks)
}

// outline returns the F1 of headings. Levels are compared from the highest
// that occurs, because a title may or may not count as one.
func (g *grader) outline() float64 {
	type heading struct {
		level int
		text  string
	}
	headings := func(list []labelHeading) (all []heading) {
		top := 9
		for _, h := range list {
			top = min(top, h.Level)
		}
		for _, h := range list {
			all = append(all, heading{h.Level - top, fold(h.Text)})
		}
		return all
	}
	return bagF1(headings(g.Outline), headings(g.got.Outline))
}

// sections returns the share of matched sentences that stand under the right
// heading and bear the right footnotes.
func (g *grader) sections() float64 {
	right := 0
	for i, k := range g.matched {
		got, want := g.got.Sentences[i], g.Sentences[k]
		under := len(got.Section) == 0
		if want.Under > 0 {
			under = len(got.Section) > 0 && fold(got.Section[len(got.Section)-1]) == fold(g.Outline[want.Under-1].Text)
		}
		if under && slices.Equal(got.Footnotes, want.Notes) {
			right++
		}
	}
	return ratio(right, len(g.matched))
}

// joins returns how many of the sentences cut by a page break came out whole.
func (g *grader) joins() (right, all int) {
	for _, s := range g.Sentences {
		if len(s.Quote) > 1 {
			all++
		}
	}
	for i, k := range g.matched {
		if len(g.Sentences[k].Quote) > 1 && len(g.got.Sentences[i].Spans) > 1 {
			right++
		}
	}
	return right, all
}

// A tally counts what is right of footnotes, their addresses and their Ibid.
type tally struct{ notes, urls, allURLs, ibid, allIbid int }

func (g *grader) footnotes() (c tally) {
	byNumber := map[int]readNote{}
	for _, n := range g.got.Footnotes {
		byNumber[n.N] = n
	}
	for _, want := range g.Footnotes {
		got, found := byNumber[want.N]
		if found && plain(got.Text) == plain(want.Text) {
			c.notes++
		}
		for _, u := range want.URLs {
			c.allURLs++
			if slices.Contains(got.URLs, u) {
				c.urls++
			}
		}
		if want.Ibid > 0 {
			c.allIbid++
			if found && slices.Equal(got.Resolved, g.Footnotes[want.Ibid-1].URLs) {
				c.ibid++
			}
		}
	}
	return c
}

// tables returns the mean F1 of cells over the tables, each labelled one against
// the table of the reading that fits best. A table too many counts as 0.
func (g *grader) tables() float64 {
	type cell struct {
		row, column int
		text        string
	}
	cells := func(t table) (all []cell) {
		for i, row := range append([][]string{t.Header}, t.Rows...) {
			for j, text := range row {
				all = append(all, cell{i, j, plain(text)})
			}
		}
		return all
	}
	if len(g.Tables)+len(g.got.Tables) == 0 {
		return 1
	}
	sum := 0.0
	for _, want := range g.Tables {
		best := 0.0
		for _, got := range g.got.Tables {
			best = max(best, bagF1(cells(want), cells(got)))
		}
		sum += best
	}
	return sum / float64(max(len(g.Tables), len(g.got.Tables)))
}

// pullQuotesOut returns how many pull quotes no sentence touches.
func (g *grader) pullQuotesOut() int {
	out := 0
	for _, q := range g.pullQuotes {
		if overlap(g.kept(), []span{q}) == 0 {
			out++
		}
	}
	return out
}

// provenance returns how many of the reading's texts equal the bytes they point
// at, after nothing but the documented normalisation.
func (g *grader) provenance() (right, all int) {
	for _, list := range [][]quoted{g.got.Sentences, g.got.Recommendations, g.got.Summary, g.got.Timeline} {
		for _, q := range list {
			var parts []string
			for _, s := range q.Spans {
				if s[0] < 0 || s[1] > len(g.text) || s[0] >= s[1] {
					parts = nil
					break
				}
				parts = append(parts, g.text[s[0]:s[1]])
			}
			all++
			if len(parts) > 0 && plain(strings.Join(parts, " ")) == plain(q.Text) {
				right++
			}
		}
	}
	return right, all
}
