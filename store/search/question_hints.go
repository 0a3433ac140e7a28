package search

import (
	"slices"
	"strings"
)

// hints adds what sort of sentence would answer. They order what is found and
// need not be met.
func (r *reading) hints() {
	if len(r.list) == 0 {
		return
	}
	add := func(rank float64, term string) {
		r.add(need{at: -9, rank: rank, choices: []choice{{[]string{term}, 1}}})
	}
	asks := func(texts ...string) bool {
		return slices.ContainsFunc(r.list, func(w word) bool { return slices.Contains(texts, w.text) })
	}
	switch first := r.list[0].text; {
	case first == "should" || first == "must" || first == "ought" || asks("should", "해야", "하는가"):
		add(hintRank, adviceTerm)
	case first == "why" || asks("why", "reason", "reasons", "이유", "왜"):
		add(hintRank, causeTerm)
	case first == "when" || asks("언제", "when"):
		add(hintRank, dateTerm)
	case asks("mean", "means", "meaning", "define", "definition", "의미"):
		add(hintRank, sayTerm)
	case strings.HasPrefix(r.label(0, min(2, len(r.list))), "how m") || asks("rate", "percentage", "much", "얼마나"):
		add(hintRank, figureTerm)
	}
}

// phrases returns what stands between quotation marks, from two words on.
func (r *reading) phrases() [][]string {
	var out [][]string
	var run []string
	flush := func() {
		if len(run) > 1 {
			out = append(out, run)
		}
		run = nil
	}
	for _, w := range r.list {
		switch {
		case !w.quoted:
			flush()
		case !stopWords[w.text]:
			run = append(run, w.term)
		}
	}
	flush()
	return out
}
