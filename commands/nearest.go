package commands

import "strings"

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
		if d := slips(word, strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	return best
}

// slips returns how many insertions, deletions, replacements and swaps of
// neighbouring letters lead from a to b.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, next := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		next[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last, next = last, next, before
	}
	return last[len(y)]
}
