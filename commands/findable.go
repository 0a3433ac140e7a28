package commands

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// findable reports whether a passage that a search has found would be found
// without the names that its source withholds: a question that consists of them
// must not be answered by the source, because that would confirm the guess. It
// holds for every source that may be attributed, and for every question that
// uses no word of a withheld name.
func (vs *veils) findable(query string, src *briefings.Source, n int) bool {
	if !src.Unattributed {
		return true
	}
	vs.mu.Lock()
	veil := vs.kept[src.ID].veil
	vs.mu.Unlock()
	words := contentWords(query)
	touched := veil.Names(query)
	for _, w := range words {
		touched = touched || veil.Holds(w)
	}
	if !touched {
		return true
	}
	passage, _ := src.Passage(n)
	said := contentWords(strings.ReplaceAll(passage.Text, briefings.Withheld, " "))
	for _, w := range words {
		for _, s := range said {
			if alike(w, s) {
				return true
			}
		}
	}
	return false
}

// contentWords returns the words of a text that say what it is about, folded.
func contentWords(text string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		if (utf8.RuneCountInString(w) > 2 || w[0] >= utf8.RuneSelf) && !functionWord(w) {
			words = append(words, w)
		}
	}
	return words
}

// functionWord reports whether a word stands in sentences about anything.
func functionWord(w string) bool {
	switch w {
	case "the", "and", "for", "who", "what", "does", "did", "how", "why", "say", "says", "said", "with", "from", "about", "this", "that",
		"are", "was", "were", "has", "have", "had", "which", "when", "where", "their", "its", "not", "should", "will", "would", "can", "could",
		"may", "must", "been", "than", "then", "there", "these", "those", "also", "any", "all", "more", "most", "into", "between", "they", "our":
		return true
	}
	return false
}

// alike reports whether two folded words are the same or begin with the same
// five letters, as the forms of one word do.
func alike(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	n := min(len(ra), len(rb), 5)
	return a == b || n > 3 && string(ra[:n]) == string(rb[:n])
}
