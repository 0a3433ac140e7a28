package commands

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Clean returns text as one line that is safe to show: control characters,
// escape sequences' introducers, marks that hide or reorder text (zero-width,
// bidirectional, tag characters) and piled-up accents are taken out, line ends
// become spaces, and bytes that are no UTF-8 become U+FFFD. What remains is
// in its old order. It is idempotent.
func Clean(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	accents := 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
			accents = 0
		case hidden(r):
		case unicode.In(r, unicode.Mn, unicode.Me):
			if accents++; accents <= mostAccents {
				b.WriteRune(r)
			}
		default:
			b.WriteRune(r)
			accents = 0
		}
	}
	return b.String()
}

// mostAccents is the most combining marks on one letter that writing uses.
const mostAccents = 3

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// hidden reports whether a character has no shape of its own but changes what
// is seen: control and format characters, and the blank letters of Hangul.
func hidden(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u3164', '\uffa0':
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point) ||
		r >= '\ufe00' && r <= '\ufe0f' || r >= 0xe0000 && r <= 0xe0fff
}

// Name returns a name as it may stand in a reply: clean, on one line, 80
// characters at most. It is empty when nothing of it can be seen.
func Name(s string) string { return name(s) }

func name(s string) string {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	if utf8.RuneCountInString(s) > 80 {
		s = strings.TrimSpace(string([]rune(s)[:79])) + "…"
	}
	return s
}

// columnsOf returns how many columns of a terminal a character takes: two for
// the wide letters of East Asia, none for an accent on the letter before.
func columnsOf(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
