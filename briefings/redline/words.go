package redline

import (
	"slices"
	"strings"
	"unicode"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// A Piece is a stretch of a changed line. The pieces that are not Added, put
// together, are the line as it was, and those that are not Removed the line as
// it is.
type Piece struct {
	Kind Kind // Same, Removed or Added
	Text string
}

// pieces compares two lines word by word.
func pieces(was, now string) []Piece {
	a, b := split(was), split(now)
	var all []Piece
	add := func(kind Kind, words []string) {
		if text := strings.Join(words, ""); text != "" {
			all = append(all, Piece{kind, text})
		}
	}
	at := 0
	for _, d := range bridged(lcs.DiffLines(a, b), a) {
		add(Same, a[at:d.Start])
		add(Removed, a[d.Start:d.End])
		add(Added, b[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	add(Same, a[at:])
	return all
}

// bridged joins differences with nothing but white space between them, so that a
// phrase put in place of another reads as one.
func bridged(diffs []lcs.Diff, a []string) []lcs.Diff {
	var all []lcs.Diff
	for _, d := range diffs {
		if n := len(all); n > 0 && !slices.ContainsFunc(a[all[n-1].End:d.Start], visible) {
			all[n-1].End, all[n-1].ReplEnd = d.End, d.ReplEnd
			continue
		}
		all = append(all, d)
	}
	return all
}

func visible(s string) bool { return strings.TrimSpace(s) != "" }

// wordsOnly returns the words that hold a letter or a figure, in small letters.
func wordsOnly(words []string) []string {
	var all []string
	for _, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			all = append(all, strings.ToLower(w))
		}
	}
	return all
}

// split divides a text into words, white space and single marks, which together
// are the text. A citation's name is one word. The letters of scripts that are
// written without spaces are words of their own.
func split(text string) []string {
	var all []string
	start, last := 0, other
	for i, r := range text {
		kind := kindOf(r)
		if i > start && (kind != last || kind == other) {
			all = append(all, text[start:i])
			start = i
		}
		last = kind
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

// What a character may be to the division into words.
const (
	other = iota
	space
	letter
)

func kindOf(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return space
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return other
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’-#", r):
		return letter
	}
	return other
}
