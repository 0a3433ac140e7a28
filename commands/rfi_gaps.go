package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// mostGaps is how many words of questions a list counts.
const mostGaps = 3

// asksMost counts the words that most waiting requests share, such as
// "Asked most: ports (4), levy (2)"; "" when no word stands in two of them.
func asksMost(all []briefings.RFI) string {
	counts := map[string]int{}
	for _, r := range all {
		if !r.State.Waits() {
			continue
		}
		seen := map[string]bool{}
		for _, w := range strings.FieldsFunc(fold(r.Question), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) < 2 || common(w) {
				continue
			}
			if w = singular(w); !seen[w] {
				seen[w] = true
				counts[w]++
			}
		}
	}
	var words []string
	for w, n := range counts {
		if n > 1 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for i, w := range words {
		words[i] = fmt.Sprintf("%s (%d)", w, counts[w])
	}
	if len(words) == 0 {
		return ""
	}
	return "Asked most: " + strings.Join(words[:min(len(words), mostGaps)], ", ")
}

// singular returns an English word without the s of its plural, so that both are
// counted together.
func singular(w string) string {
	if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") {
		return w[:len(w)-1]
	}
	return w
}

// common reports whether a word says nothing about the subject of a question.
func common(w string) bool {
	switch w {
	case "the", "and", "for", "who", "what", "when", "where", "why", "how", "which", "whose", "is", "are", "was", "were", "be", "been", "will", "would",
		"should", "could", "can", "may", "might", "must", "shall", "do", "does", "did", "has", "have", "had", "of", "on", "in", "at", "to", "by", "an", "as",
		"it", "its", "or", "if", "we", "us", "our", "you", "your", "they", "their", "them", "he", "she", "his", "her", "that", "this", "these", "those",
		"there", "about", "after", "before", "from", "with", "into", "than", "then", "not", "no", "any", "all", "some", "more", "most", "many", "much",
		"pay", "say", "says", "said", "tell", "know", "next", "new", "now", "please", "between", "during", "until", "since", "out", "up", "so", "me", "my":
		return true
	}
	return false
}
