package bot

import (
	"strings"

	"attache/briefings"
	"attache/briefings/analysis"
)

// summaryLength is how many sentences the summary of a dry run has: the upper
// end of the five to eight that a reader takes in at one look.
const summaryLength = 8

// A reading is the form in which read -json shows a document. Lists are never
// null; metadata that the document does not state is.
type reading struct {
	File            string         `json:"file"`
	Text            string         `json:"text"`
	Meta            readMeta       `json:"meta"`
	Outline         []readHeading  `json:"outline"`
	Sentences       []readSentence `json:"sentences"`
	Footnotes       []readNote     `json:"footnotes"`
	Tables          []readTable    `json:"tables"`
	PullQuotes      []readQuote    `json:"pullquotes"`
	Dropped         []readDropped  `json:"dropped"`
	Recommendations []readAdvice   `json:"recommendations"`
	Summary         []readQuote    `json:"summary"`
	Timeline        []readEvent    `json:"timeline"`
	Actors          []readActor    `json:"actors"`
}

type readMeta struct {
	Title     *string  `json:"title"`
	Authors   []string `json:"authors"`
	Publisher *string  `json:"publisher"`
	Date      *string  `json:"date"`
	Kind      *string  `json:"kind"`
	DOI       *string  `json:"doi"`
	ISBN      *string  `json:"isbn"`
}

type readHeading struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
}

type readSentence struct {
	Text      string           `json:"text"`
	Spans     []briefings.Span `json:"spans"`
	Section   []string         `json:"section"`
	Footnotes []int            `json:"footnotes"`
}

type readNote struct {
	N        int      `json:"n"`
	Text     string   `json:"text"`
	URLs     []string `json:"urls"`
	Resolved []string `json:"resolved_urls"`
}

type readTable struct {
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows"`
}

type readQuote struct {
	Text  string           `json:"text"`
	Spans []briefings.Span `json:"spans"`
}

type readDropped struct {
	Spans []briefings.Span `json:"spans"`
	Why   string           `json:"why"`
}

type readAdvice struct {
	Text      string           `json:"text"`
	Spans     []briefings.Span `json:"spans"`
	Addressee string           `json:"addressee"`
}

type readEvent struct {
	Date  string           `json:"date"`
	Text  string           `json:"text"`
	Spans []briefings.Span `json:"spans"`
}

type readActor struct {
	Name string `json:"name"`
}

// readingOf returns the form of a source and of what is found in it.
func readingOf(src *briefings.Source) reading {
	r := reading{
		File: src.File, Text: mainText(src), Meta: metaOf(src.Meta),
		Outline: []readHeading{}, Sentences: []readSentence{}, Footnotes: []readNote{}, Tables: []readTable{},
		PullQuotes: []readQuote{}, Dropped: []readDropped{}, Recommendations: []readAdvice{},
		Summary: []readQuote{}, Timeline: []readEvent{}, Actors: []readActor{},
	}
	for _, h := range src.Outline {
		r.Outline = append(r.Outline, readHeading{h.Level, h.Text})
	}
	for _, p := range src.Passages {
		if p.InMainText() {
			r.Sentences = append(r.Sentences, readSentence{p.Text, p.Spans, list(p.Section), list(p.Footnotes)})
		}
	}
	for _, f := range src.Footnotes {
		r.Footnotes = append(r.Footnotes, readNote{f.N, f.Text, list(f.URLs), list(f.Resolved)})
	}
	for _, t := range src.Tables {
		r.Tables = append(r.Tables, readTable{list(t.Header), list(t.Rows)})
	}
	for _, q := range src.PullQuotes {
		r.PullQuotes = append(r.PullQuotes, readQuote{q.Text, list(q.Spans)})
	}
	for _, d := range src.Dropped {
		r.Dropped = append(r.Dropped, readDropped{list(d.Spans), d.Why})
	}
	r.find(src)
	return r
}

// find adds what analysis finds in the source. A passage number outside the
// source is a broken promise of analysis and panics.
func (r *reading) find(src *briefings.Source) {
	for _, rec := range analysis.Recommendations(src) {
		p := src.Passages[rec.Passage-1]
		r.Recommendations = append(r.Recommendations, readAdvice{p.Text, p.Spans, strings.Join(rec.Addressee, ", ")})
	}
	for _, n := range analysis.Summary(src, summaryLength) {
		p := src.Passages[n-1]
		r.Summary = append(r.Summary, readQuote{p.Text, p.Spans})
	}
	for _, e := range analysis.Timeline(src) {
		p := src.Passages[e.Passage-1]
		r.Timeline = append(r.Timeline, readEvent{e.Date, p.Text, p.Spans})
	}
	for _, a := range analysis.Actors(src) {
		r.Actors = append(r.Actors, readActor{a.Name})
	}
}

func metaOf(m briefings.Metadata) readMeta {
	known := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return readMeta{
		Title: known(m.Title), Authors: m.Authors, Publisher: known(m.Publisher), Date: known(m.Date),
		Kind: known(m.Kind), DOI: known(m.DOI), ISBN: known(m.ISBN),
	}
}

// mainText returns the kept running text in reading order, a blank line between
// paragraphs.
func mainText(src *briefings.Source) string {
	var b strings.Builder
	paragraph := 0
	for _, p := range src.Passages {
		if !p.InMainText() {
			continue
		}
		switch {
		case b.Len() == 0:
		case p.Paragraph != paragraph:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(p.Text)
		paragraph = p.Paragraph
	}
	return b.String()
}

// list returns the items, never nil: JSON shows an empty list and not null.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
