package analysis

import (
	"unicode"
	"unicode/utf8"
)

// A place is one word of one sentence of a paragraph.
type place struct{ sentence, word int }

// markQuotes notes which words of a paragraph are quoted. A quotation may run
// over several sentences, but not beyond the paragraph: one that is opened and
// never closed reaches the paragraph's end when it is in double marks, and is
// taken for an apostrophe when it is in single ones.
func markQuotes(paragraph []sentence) {
	var places []place
	for i := range paragraph {
		for j := range paragraph[i].words {
			places = append(places, place{i, j})
		}
	}
	barren := 0 // no single mark before this place closes anything
	for k := 0; k < len(places); k++ {
		s := &paragraph[places[k].sentence]
		closing := opens(s, places[k].word)
		if closing == "" {
			continue
		}
		from := k + 1
		if single(closing) {
			from = max(from, barren)
		}
		end := findClose(paragraph, places, from, k+longest, closing)
		if end < 0 && single(closing) {
			barren = max(barren, min(len(places), k+longest))
			continue
		}
		if end < 0 {
			end = len(places)
		}
		for q := k; q <= end && q < len(places); q++ {
			paragraph[places[q].sentence].words[places[q].word].quoted = true
		}
		k = end
	}
}

// opens returns the mark that closes the quotation which word i opens, or "".
func opens(s *sentence, i int) string {
	w := s.words[i]
	if !w.mark {
		return ""
	}
	switch w.low {
	case "“":
		return "”"
	case "«":
		return "»"
	case `"`:
		return `"`
	case "‘":
		return "’"
	case "'":
		before, _ := utf8.DecodeLastRuneInString(s.Text[:w.at])
		after, _ := utf8.DecodeRuneInString(s.Text[w.end:])
		if (w.at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before)) && (unicode.IsLetter(after) || after == '[') {
			return "'"
		}
	}
	return ""
}

// single reports whether a mark may also be an apostrophe.
func single(mark string) bool { return mark == "'" || mark == "’" }

// longest is how many words a quotation in single marks may have.
const longest = 500

// findClose returns the index in places of the mark that closes a quotation,
// or -1. A single mark closes only where a word ends, and before limit.
func findClose(paragraph []sentence, places []place, from, limit int, mark string) int {
	if !single(mark) {
		limit = len(places)
	}
	for k := from; k < min(limit, len(places)); k++ {
		s := &paragraph[places[k].sentence]
		w := s.words[places[k].word]
		if !w.mark || w.low != mark {
			continue
		}
		if single(mark) {
			after, _ := utf8.DecodeRuneInString(s.Text[w.end:])
			if unicode.IsLetter(after) || unicode.IsDigit(after) {
				continue
			}
		}
		return k
	}
	return -1
}
