package search

import (
	"slices"
	"strings"
)

// A term is one thing a passage can be found by, and the word it stands at.
type term struct {
	text string
	at   int
}

// The terms that say what sort of sentence a passage is. No word begins with
// an exclamation mark.
const (
	adviceTerm = "!advice" // says what should be done
	causeTerm  = "!cause"  // gives a reason
	sayTerm    = "!define" // says what something means
	figureTerm = "!figure" // holds a figure
	dateTerm   = "!date"   // holds a year or month
)

// terms returns what a text can be found by, in order, and the number of its
// words without stop words: stems, a hyphenated word also in one, pairs of
// Hangul syllables, how Korean names sound, and the glossary's entries.
func terms(list []word) ([]term, int) {
	out := make([]term, 0, 2*len(list))
	length := 0
	for i, w := range list {
		if w.shape == hangul {
			out = appendHangul(out, w.text, i)
			length++
			continue
		}
		if !stopWords[w.text] || w.shape == upper {
			out = append(out, term{w.term, i})
			length++
		}
		if i+1 < len(list) && list[i+1].linked {
			out = append(out, term{joined(w, list[i+1]), i})
		}
		if key := nameAt(list, i); key != "" {
			out = append(out, term{"^" + key, i})
		}
	}
	for _, m := range glossary().match(list, false) {
		for _, part := range m.parts {
			for _, means := range part {
				out = append(out, term{means.term(), m.start})
			}
		}
	}
	for _, s := range sorts(list) {
		out = append(out, term{s, 0})
	}
	slices.SortStableFunc(out, func(a, b term) int { return a.at - b.at })
	return out, length
}

// appendHangul appends a Hangul word without its particles, and its pairs of
// syllables.
func appendHangul(out []term, text string, at int) []term {
	bare := withoutParticle(text)
	pairs := bigrams(text)
	if len(pairs) != 1 || pairs[0] != bare {
		out = append(out, term{bare, at})
	}
	for _, p := range pairs {
		out = append(out, term{p, at})
	}
	return out
}

// joined returns the term of two words written as one.
func joined(a, b word) string { return stem(a.text + b.text) }

// nameAt returns the sound of the Korean given name at word i, or "": Jae-myung,
// Jae Myung, or Jaemyung after a surname.
func nameAt(list []word, i int) string {
	w := list[i]
	if w.shape != capital {
		return ""
	}
	if i+1 < len(list) {
		next := list[i+1]
		if oneSyllable(w) && oneSyllable(next) && !next.breaks && (next.linked || next.shape == capital) {
			return nameKey(w.text + next.text)
		}
	}
	if i > 0 && list[i-1].shape == capital && !w.linked && syllables(w.text) == 2 && len(w.text) <= 10 && isSurname(list[i-1].text) {
		return nameKey(w.text)
	}
	return ""
}

// sorts returns the terms for what sort of sentence the words are.
func sorts(list []word) []string {
	var out []string
	add := func(term string) {
		if !slices.Contains(out, term) {
			out = append(out, term)
		}
	}
	for i, w := range list {
		next := ""
		if i+1 < len(list) {
			next = list[i+1].text
		}
		switch w.text {
		case "because", "owing", "reason", "reasons", "hence", "thus", "therefore", "thereby", "given", "since":
			add(causeTerm)
		case "due":
			if next == "to" {
				add(causeTerm)
			}
		case "means", "meaning", "defined", "termed", "called", "described", "concept", "refers", "definition", "characterized", "known":
			add(sayTerm)
		case "percent", "cent", "billion", "million", "trillion", "bn", "pct":
			add(figureTerm)
		case "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december":
			if w.shape == capital {
				add(dateTerm)
			}
		}
		if w.shape == number {
			if len(w.text) == 4 && (strings.HasPrefix(w.text, "19") || strings.HasPrefix(w.text, "20")) {
				add(dateTerm)
			} else {
				add(figureTerm)
			}
		}
	}
	return out
}

// advises reports whether the words say what should be done.
func advises(list []word) bool {
	for i, w := range list {
		switch w.text {
		case "should", "must", "recommend", "recommends", "urge", "urges", "advise", "advises":
			return true
		case "ought", "needs", "need":
			if i+1 < len(list) && list[i+1].text == "to" {
				return true
			}
		}
	}
	return false
}
