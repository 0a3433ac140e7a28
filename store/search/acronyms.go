package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// An acronym is a short form that a source explains itself, as in "Combined
// Forces Command (CFC)", with the terms of what it stands for.
type acronym struct {
	Short string   `json:"short"`
	Long  []string `json:"long"`
}

var inBrackets = regexp.MustCompile(`\(([A-Z][A-Za-z&-]{1,9})\)`)

// acronyms returns those that the text explains, in order.
func acronyms(text string) []acronym {
	var out []acronym
	for _, m := range inBrackets.FindAllStringSubmatchIndex(text, -1) {
		short := text[m[2]:m[3]]
		if shapeOf(short) != upper {
			continue
		}
		before := words(text[max(0, runeStart(text, m[0]-120)):m[0]])
		n := expansion(before, strings.ToLower(short))
		if n == 0 {
			continue
		}
		found := acronym{Short: words(short)[0].term}
		for _, w := range before[len(before)-n:] {
			if !stopWords[w.text] {
				found.Long = append(found.Long, w.term)
			}
		}
		if len(found.Long) > 1 && !slices.ContainsFunc(out, func(a acronym) bool { return a.Short == found.Short && slices.Equal(a.Long, found.Long) }) {
			out = append(out, found)
		}
	}
	return out
}

// runeStart returns the first offset from i on at which a character begins.
func runeStart(text string, i int) int {
	for i > 0 && i < len(text) && text[i]&0xC0 == 0x80 {
		i++
	}
	return i
}

// expansion returns how many of the last words spell the letters by their
// beginnings, the fewest that do, or 0.
func expansion(list []word, letters string) int {
	letters = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, letters)
	for n := 2; n <= min(len(list), len(letters)+3); n++ {
		if tail := list[len(list)-n:]; spells(tail, letters) && !stopWords[tail[0].text] {
			return n
		}
	}
	return 0
}

// spells reports whether beginnings of the words, in order, make the letters.
// A stop word may add nothing.
func spells(list []word, letters string) bool {
	if len(list) == 0 {
		return letters == ""
	}
	if stopWords[list[0].text] && spells(list[1:], letters) {
		return true
	}
	for n := 1; n <= min(len(list[0].text), len(letters), 4) && list[0].text[:n] == letters[:n]; n++ {
		if spells(list[1:], letters[n:]) {
			return true
		}
	}
	return false
}
