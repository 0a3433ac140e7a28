package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// labels say what a careful person finds in one sample. They quote the sample
// instead of counting its bytes, so that an edit of a sample is followed by an
// edit of the same words here; locate turns the quotes into offsets.
type labels struct {
	File       string          `json:"file"`
	Meta       labelMeta       `json:"meta"`
	Points     []labelPoint    `json:"points"`
	Outline    []labelHeading  `json:"outline"`
	Sentences  []labelSentence `json:"sentences"`
	Dropped    []labelDropped  `json:"dropped"`
	Footnotes  []labelNote     `json:"footnotes"`
	Tables     []table         `json:"tables"`
	PullQuotes []string        `json:"pull_quotes"`
	// Floors holds, by the name of the figure, what is still asked where the
	// ordinary floor is not reached; of faults, how many are borne.
	Floors map[string]float64 `json:"floors"`

	text       string
	dropped    []span // of Dropped
	pullQuotes []span // of PullQuotes
	apart      []span // notes and table cells: kept, but not as running text
}

// labelMeta lists the right answers for each field. No right answer means that
// the document does not say. Authors is one answer of several names.
type labelMeta struct {
	Title     []string `json:"title"`
	Authors   []string `json:"authors"`
	Publisher []string `json:"publisher"`
	Date      []string `json:"date"`
	Kind      []string `json:"kind"`
	DOI       []string `json:"doi"`
	ISBN      []string `json:"isbn"`
}

// A labelPoint is something that a summary of the document has to say. The
// sentences that make it or touch it name it.
type labelPoint struct {
	Name   string `json:"name"`
	Says   string `json:"says"`
	Weight int    `json:"weight"`
}

type labelHeading struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
	RunIn bool   `json:"run_in"`
}

// A labelSentence is one sentence of the main text. Quote has two parts when a
// page break cuts the sentence.
type labelSentence struct {
	Quote    []string `json:"quote"`
	Under    int      `json:"under"`    // number of its heading in Outline, counted from 1; 0 for none
	Notes    []int    `json:"notes"`    // the footnotes it bears
	Optional bool     `json:"optional"` // may be kept or left out, as a deck under the title may
	// Advice is strong (has to be found), weak (may be found), trap (must not
	// be) or empty (must not be, and nobody would).
	Advice    string   `json:"advice"`
	Addressee []string `json:"addressee"` // the names that may be given; empty when the text names nobody
	Makes     []string `json:"makes"`     // the points it makes in full
	Touches   []string `json:"touches"`   // the points it makes in part

	spans []span
}

type labelDropped struct {
	Why   string `json:"why"`
	Quote string `json:"quote"`
}

type labelNote struct {
	N    int      `json:"n"`
	Text string   `json:"text"`
	URLs []string `json:"urls"`
	Ibid int      `json:"ibid"` // the note that it repeats
}

type table struct {
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows"`
}

// loadLabels reads every file of labels with the sample that it is about.
func loadLabels(t *testing.T) []*labels {
	t.Helper()
	names, err := filepath.Glob("testdata/labels/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no labels: %v", err)
	}
	all := make([]*labels, len(names))
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		l := &labels{}
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.DisallowUnknownFields()
		if err := d.Decode(l); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sample, err := os.ReadFile(filepath.Join("bot/samples", l.File))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		l.text = string(sample)
		if err := l.locate(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[i] = l
	}
	return all
}

// locate finds the offsets of everything quoted, or says what the sample does
// not hold. Quotes of one kind stand in the order of the text.
func (l *labels) locate() error {
	in := finder{text: l.text}
	for i := range l.Sentences {
		s := &l.Sentences[i]
		if s.Under > len(l.Outline) || len(s.Quote) == 0 {
			return fmt.Errorf("sentence %d: no quote or no such heading", i+1)
		}
		for _, quote := range s.Quote {
			s.spans = append(s.spans, in.find(quote, false))
		}
	}
	in.at = 0
	for _, d := range l.Dropped {
		l.dropped = append(l.dropped, in.find(d.Quote, true))
	}
	in.at = 0
	for _, q := range l.PullQuotes {
		l.pullQuotes = append(l.pullQuotes, in.find(q, true))
	}
	in.at = 0
	for _, n := range l.Footnotes {
		l.apart = append(l.apart, in.find(n.Text, false))
	}
	in.at = 0
	for _, t := range l.Tables {
		for _, row := range append([][]string{t.Header}, t.Rows...) {
			for _, cell := range row {
				l.apart = append(l.apart, in.find(cell, false))
			}
		}
	}
	if len(in.missing) > 0 {
		return fmt.Errorf("%s does not hold, in this order, %q", l.File, in.missing)
	}
	return l.checkPoints()
}

// checkPoints returns an error unless every point that a sentence names exists
// and every point is made by some sentence.
func (l *labels) checkPoints() error {
	made := map[string]bool{}
	for _, p := range l.Points {
		made[p.Name] = false
	}
	for _, s := range l.Sentences {
		for _, name := range append(append([]string(nil), s.Makes...), s.Touches...) {
			if _, known := made[name]; !known {
				return fmt.Errorf("%q is not a point", name)
			}
		}
		for _, name := range s.Makes {
			made[name] = true
		}
	}
	for _, p := range l.Points {
		if !made[p.Name] {
			return fmt.Errorf("no sentence makes the point %q", p.Name)
		}
	}
	return nil
}

// A finder looks for quotes one after another and remembers those that the text
// does not hold.
type finder struct {
	text    string
	at      int
	missing []string
}

// find returns the next place of the quote; one that opens a line when a line
// is asked for.
func (f *finder) find(quote string, line bool) span {
	for from := f.at; quote != ""; {
		i := strings.Index(f.text[from:], quote)
		if i < 0 {
			break
		}
		start := from + i
		if line && start > 0 && f.text[start-1] != '\n' {
			from = start + 1
			continue
		}
		f.at = start + len(quote)
		return span{start, f.at}
	}
	f.missing = append(f.missing, quote)
	return span{}
}
