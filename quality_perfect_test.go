package main_test

import (
	"slices"
	"strings"
	"testing"
)

// TestPerfectReading checks the labels and the grader against each other: a
// reading made of the labels has no figure under its floor.
func TestPerfectReading(t *testing.T) {
	for _, l := range loadLabels(t) {
		for _, f := range newGrader(l, perfect(l)).figures() {
			if f.got < f.floor {
				t.Errorf("%s: %s of a perfect reading is %v, want %v", f.document, f.name, f.got, f.floor)
			}
		}
	}
}

// TestFaultyReading checks that the grader sees each sort of fault.
func TestFaultyReading(t *testing.T) {
	all := loadLabels(t)
	paper := all[slices.IndexFunc(all, func(l *labels) bool { return len(l.Footnotes) > 10 })]
	for _, fault := range append(mainTextFaults(), otherFaults()...) {
		r := perfect(paper)
		fault.spoil(paper, &r)
		figures := newGrader(paper, r).figures()
		i := slices.IndexFunc(figures, func(f figure) bool { return f.name == fault.figure })
		if f := figures[i]; f.got >= f.floor {
			t.Errorf("%s is %v in spite of a fault, want less than %v", f.name, f.got, f.floor)
		}
	}
}

// A fault spoils a perfect reading of the paper so that a figure falls.
type fault struct {
	figure string
	spoil  func(*labels, *reading)
}

func mainTextFaults() []fault {
	return []fault{
		{"sentence F1", func(l *labels, r *reading) {
			for i := range 3 {
				r.Sentences[i].Spans[0][1] -= 40
			}
		}},
		{"body recall", func(l *labels, r *reading) { r.Sentences = r.Sentences[1:] }},
		{"boilerplate dropped", func(l *labels, r *reading) {
			r.Sentences = append(r.Sentences, quoted{Spans: l.dropped[:1]})
		}},
		{"notes and tables kept out", func(l *labels, r *reading) {
			r.Sentences = append(r.Sentences, quoted{Spans: l.apart[:1]})
		}},
		{"metadata", func(l *labels, r *reading) { r.Meta.Title = nil }},
		{"metadata", func(l *labels, r *reading) { r.Meta.Authors = append(r.Meta.Authors, "Nobody") }},
		{"outline F1", func(l *labels, r *reading) { r.Outline[2].Level++ }},
		{"sections and notes attached", func(l *labels, r *reading) {
			for i := range r.Sentences[:20] {
				r.Sentences[i].Section = nil
			}
		}},
		{"page joins", func(l *labels, r *reading) {
			i := slices.IndexFunc(r.Sentences, func(q quoted) bool { return len(q.Spans) > 1 })
			r.Sentences[i].Spans = r.Sentences[i].Spans[:1]
		}},
	}
}

func otherFaults() []fault {
	return []fault{
		{"footnotes", func(l *labels, r *reading) { r.Footnotes[4].Text += " And more." }},
		{"footnote URLs", func(l *labels, r *reading) { r.Footnotes[0].URLs = nil }},
		{"Ibid resolved", func(l *labels, r *reading) { r.Footnotes[5].Resolved = nil }},
		{"table cell F1", func(l *labels, r *reading) { r.Tables[1].Rows = r.Tables[1].Rows[:3] }},
		{"pull quotes kept out", func(l *labels, r *reading) {
			r.Sentences = append(r.Sentences, quoted{Spans: l.pullQuotes[:1]})
		}},
		{"provenance", func(l *labels, r *reading) { r.Summary[0].Text += "!" }},
		{"recommendation precision", func(l *labels, r *reading) {
			r.Recommendations = append(r.Recommendations, r.Sentences[0], r.Sentences[1])
		}},
		{"recommendation recall", func(l *labels, r *reading) { r.Recommendations = r.Recommendations[2:] }},
		{"recommendation traps hit", func(l *labels, r *reading) {
			trap := slices.IndexFunc(l.Sentences, func(s labelSentence) bool { return s.Advice == "trap" })
			r.Recommendations = append(r.Recommendations, r.Sentences[trap])
		}},
		{"addressees right", func(l *labels, r *reading) {
			for i := range r.Recommendations {
				r.Recommendations[i].Addressee += ", Atlantis"
			}
		}},
		{"nugget@5", func(l *labels, r *reading) { r.Summary = r.Summary[:1] }},
	}
}

// perfect returns the reading that the labels describe.
func perfect(l *labels) (r reading) {
	first := func(list []string) *string {
		if len(list) == 0 {
			return nil
		}
		return &list[0]
	}
	m := &r.Meta
	m.Title, m.Publisher, m.Date, m.Kind = first(l.Meta.Title), first(l.Meta.Publisher), first(l.Meta.Date), first(l.Meta.Kind)
	m.DOI, m.ISBN, m.Authors = first(l.Meta.DOI), first(l.Meta.ISBN), slices.Clone(l.Meta.Authors)
	r.Outline = slices.Clone(l.Outline)
	for _, s := range l.Sentences {
		q := quoted{Text: plain(strings.Join(s.Quote, " ")), Spans: slices.Clone(s.spans), Footnotes: s.Notes}
		if s.Under > 0 {
			q.Section = []string{l.Outline[s.Under-1].Text}
		}
		r.Sentences = append(r.Sentences, q)
		if s.Advice == "strong" {
			q.Addressee = strings.Join(s.Addressee[:min(1, len(s.Addressee))], ", ")
			r.Recommendations = append(r.Recommendations, q)
		}
	}
	for _, n := range l.Footnotes {
		resolved := n.URLs
		if n.Ibid > 0 {
			resolved = l.Footnotes[n.Ibid-1].URLs
		}
		r.Footnotes = append(r.Footnotes, readNote{N: n.N, Text: n.Text, URLs: n.URLs, Resolved: resolved})
	}
	for _, t := range l.Tables {
		r.Tables = append(r.Tables, table{t.Header, slices.Clone(t.Rows)})
	}
	r.Summary = summaryOf(l, r)
	return r
}

// summaryOf chooses five sentences, each the one that adds most to those before.
func summaryOf(l *labels, r reading) (summary []quoted) {
	g := newGrader(l, r)
	var chosen []int
	for range 5 {
		best, most := 0, -1.0
		for k := range l.Sentences {
			if c := g.cover(append(slices.Clone(chosen), k)); c > most {
				best, most = k, c
			}
		}
		chosen = append(chosen, best)
		summary = append(summary, r.Sentences[best])
	}
	return summary
}
