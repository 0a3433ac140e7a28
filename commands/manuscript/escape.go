package manuscript

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A glyph is one character of a line and how it was written there.
type glyph struct {
	r   rune // nothing for the code \u{}, which stands for an empty text
	how manner
}

// A manner says how far a character may be part of the syntax.
type manner byte

const (
	bare    manner = iota // written as it is
	escaped               // behind a backslash: itself, and at most the bracket of a citation
	coded                 // written as a number: never anything but itself
)

const (
	nothing = rune(-1)
	masked  = utf8.RuneError // stands in a mask for what is no syntax
)

// decode takes a line apart. A backslash before anything but punctuation or a
// code is itself; at the end of the line it is Markdown's sign that the line
// goes on below, and falls away.
func decode(line string) []glyph {
	glyphs := make([]glyph, 0, len(line))
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		if r == '\\' {
			if code := codeForm.FindStringSubmatch(line[i:]); code != nil {
				if r, ok := codeRune(code[1]); ok {
					glyphs = append(glyphs, glyph{r, coded})
					i += len(code[0])
					continue
				}
			}
			next, n := utf8.DecodeRuneInString(line[i+1:])
			switch {
			case i+1 == len(line):
				return glyphs
			case next < utf8.RuneSelf && (unicode.IsPunct(next) || unicode.IsSymbol(next)):
				glyphs = append(glyphs, glyph{next, escaped})
				i += 1 + n
				continue
			}
		}
		glyphs = append(glyphs, glyph{r, bare})
		i += size
	}
	return glyphs
}

var codeForm = regexp.MustCompile(`^\\u\{([0-9A-Fa-f]{0,6})\}`)

// codeRune returns the character that a code names, or false for none.
func codeRune(hex string) (rune, bool) {
	if hex == "" {
		return nothing, true
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// mask returns the glyphs as a string with one character for each, in which
// those written in a further manner than the given one have no meaning.
func mask(glyphs []glyph, most manner) string {
	var b strings.Builder
	for _, g := range glyphs {
		if g.how > most {
			g.r = masked
		}
		b.WriteRune(g.r)
	}
	return b.String()
}

// count returns how many glyphs stand before an offset of their mask.
func count(mask string, offset int) int { return utf8.RuneCountInString(mask[:offset]) }

// plain returns what the glyphs say. White space that is not coded is folded to
// single spaces, and left out at both ends.
func plain(glyphs []glyph) string {
	var b strings.Builder
	space := false
	for _, g := range glyphs {
		if g.how != coded && unicode.IsSpace(g.r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		if g.r != nothing {
			b.WriteRune(g.r)
		}
	}
	return b.String()
}

// A place says what syntax a text has to keep clear of where it stands.
type place struct {
	begins bool // it begins a line
	colon  bool // a colon before a space would end an addressee
	by     bool // (by ...) would be a horizon
	ends   bool // a bracket would end what it stands in
	dated  bool // a date and a colon at its start would be the date of the item
}

const citingForm = `(?i)\[\s*(?:s\s*[-‐‑‒–—−]\s*\d|desk\s*\])`

var (
	// citing is how a citation begins; looser than what is accepted, so that a
	// mistyped one is told and not taken for text.
	citing = regexp.MustCompile(citingForm)
	cites  = regexp.MustCompile("^" + citingForm)
	byForm = regexp.MustCompile(`(?i)^\(\s*by\s`)
	// marker is the sign of a list at the start of a line.
	marker    = regexp.MustCompile(`^\s*(?:[-*+•–—]|(\d{1,3})[.)])(?:\s+|$)`)
	dateForm  = regexp.MustCompile(`^\s*(\d{4}(?:[-‐‑–]\d{1,2}(?:[-‐‑–]\d{1,2})?)?)\s*:(?:\s|$)`)
	levelForm = regexp.MustCompile(`(?i)^\s*confidence\s*:`)
)

// encode returns the text in a form that decode and plain turn back into it.
// What is no UTF-8 becomes U+FFFD.
func encode(s string, at place) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	if s == "" {
		return `\u{}`
	}
	special := -1 // the offset of the character that keeps the start of the line clear
	if at.begins {
		special = opening(s)
	}
	if m := dateForm.FindStringIndex(s); at.dated && m != nil {
		special = strings.IndexByte(s, ':')
	}
	var b strings.Builder
	before := ' '
	for i, r := range s {
		next, size := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		spaced := size == 0 || unicode.IsSpace(next)
		switch {
		case r == ' ' && !unicode.IsSpace(before) && !spaced:
			b.WriteByte(' ')
		case unicode.IsSpace(r) || unseen(r) || r == '[' && cites.MatchString(s[i:]) || i == special && r >= utf8.RuneSelf:
			fmt.Fprintf(&b, `\u{%x}`, r)
		case r == '\\' || i == special || r == ':' && at.colon && spaced ||
			r == '(' && at.by && byForm.MatchString(s[i:]) || (r == '(' || r == ')') && at.ends:
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// opening returns the offset of the character whose meaning must go so that the
// text begins a line as text, or -1.
func opening(s string) int {
	if m := marker.FindStringSubmatchIndex(s); m != nil {
		return max(m[3], 0)
	}
	if strings.ContainsRune("#-*+=_>~`", rune(s[0])) {
		return 0
	}
	if levelForm.MatchString(s) {
		return strings.IndexByte(s, ':')
	}
	return -1
}

// unseen reports whether a character has no shape of its own: control and format
// characters, the blanks of Hangul, and those that nobody has given a shape.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point, unicode.Variation_Selector) ||
		r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0'
}
