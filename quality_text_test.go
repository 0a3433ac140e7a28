package main_test

import (
	"regexp"
	"strings"
	"unicode"
)

// A span is a pair of byte offsets into a file, end exclusive.
type span [2]int

func (s span) size() int { return s[1] - s[0] }

var (
	noteMark = regexp.MustCompile(`[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(\S)\[\^?\d{1,3}\]`)
	emphasis = regexp.MustCompile(`\*\*|\*|</?(i|b|em|strong)>`)
)

// plain is the grader's own form of the documented normalisation, written apart
// from the product's so that a fault there shows here.
func plain(s string) string {
	s = noteMark.ReplaceAllString(s, "$1")
	s = emphasis.ReplaceAllString(s, "")
	s = strings.NewReplacer(`\$`, "$", "‘", "'", "’", "'", "“", `"`, "”", `"`).Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

// fold returns the letters and digits of s in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func length(spans []span) (n int) {
	for _, s := range spans {
		n += s.size()
	}
	return n
}

// overlap returns how many bytes two lists of spans have in common.
func overlap(a, b []span) (n int) {
	for _, s := range a {
		for _, t := range b {
			n += max(0, min(s[1], t[1])-max(s[0], t[0]))
		}
	}
	return n
}

// bagF1 returns the F1 of two lists without regard to their order.
func bagF1[T comparable](want, got []T) float64 {
	left := map[T]int{}
	for _, x := range want {
		left[x]++
	}
	right := 0
	for _, x := range got {
		if left[x] > 0 {
			left[x]--
			right++
		}
	}
	return f1(right, len(got)-right, len(want)-right)
}

func f1(right, wrong, missed int) float64 {
	if right+wrong+missed == 0 {
		return 1
	}
	return 2 * float64(right) / float64(2*right+wrong+missed)
}

// ratio returns part of all, and 1 when there is nothing.
func ratio(part, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(part) / float64(all)
}
