package commands

import (
	"strings"

	"attache/briefings"
)

// nearest returns the candidate closest to a mistyped word, or "" when none is
// close enough: one slip in a word of up to four letters, two in a longer one,
// a swap of neighbours being one slip. Ties go to the first candidate.
func nearest(word string, candidates []string) string {
	word = strings.ToLower(word)
	n := len([]rune(word))
	if n < 3 || n > 32 {
		return ""
	}
	best, least := "", 3
	if n <= 4 {
		least = 2
	}
	for _, c := range candidates {
		if d := briefings.Slips(word, strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	return best
}
