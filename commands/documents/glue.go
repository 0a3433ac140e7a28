package documents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// unglue cuts apart what ran together when a page's text was copied: a button
// before the first word of a paragraph ("Print pageThe port"), or a heading
// behind the last one of a line ("Issue 4About the journal").
func unglue(text string, lines []line) []line {
	var out []line
	for _, l := range lines {
		rest := l
		if n := buttonPrefix(rest.text); n > 0 {
			var first line
			first, rest = rest.cut(text, n)
			out = append(out, first)
		}
		if n := headingSuffix(rest.text); n > 0 {
			var first line
			first, rest = rest.cut(text, n)
			out = append(out, first)
		}
		out = append(out, rest)
	}
	return out
}

// cut returns the two parts of the line on both sides of offset n.
func (l line) cut(text string, n int) (line, line) {
	part := func(start, end, gap int, glue bool) line {
		s, e := trimSpan(text, start, end)
		return line{Span: briefings.Span{Start: s, End: e}, text: text[s:e], gap: gap, page: l.page, glue: glue}
	}
	return part(l.Start, l.Start+n, l.gap, l.glue), part(l.Start+n, l.End, 0, true)
}

// buttonPrefix returns the length of the words of a button that run straight
// into the capital of the next word, or 0.
func buttonPrefix(text string) int {
	for _, end := range joints(text, 60) {
		if isButton(text[:end]) && utf8.RuneCountInString(text[end:]) > 20 {
			return end
		}
	}
	return 0
}

// headingSuffix returns the offset at which the words of a button or the
// heading of a notice run straight on from the line's own last word, or 0.
func headingSuffix(text string) int {
	if len(text) > 200 {
		return 0
	}
	for _, end := range joints(text, len(text)) {
		if rest := text[end:]; words(rest) <= 6 && (isButton(rest) || noticeHeading.MatchString(rest)) && !isButton(text[:end]) {
			return end
		}
	}
	return 0
}

// joints returns the offsets below limit at which a capital follows a small
// letter, a digit or an upper-case abbreviation without a space.
func joints(text string, limit int) []int {
	var found []int
	prev, before := rune(0), rune(0)
	for i, r := range text {
		if i > limit {
			break
		}
		if unicode.IsUpper(r) {
			next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			capitals := unicode.IsUpper(prev) && unicode.IsUpper(before) && unicode.IsLower(next)
			if unicode.IsLower(prev) || unicode.IsDigit(prev) || capitals {
				found = append(found, i)
			}
		}
		before, prev = prev, r
	}
	return found
}

var noticeHeading = regexp.MustCompile(`^(About (the |this )?\p{Lu}[\p{L} ]+|About (the|this) \p{L}+|Related|Newsletter|Comments|Share)$`)

// residueForm is a run of site names, each with the number of further citations
// that a chat model's page shows behind a sentence.
var residueForm = regexp.MustCompile(`^(?:[\p{Lu}\p{N}][^+]{0,60}?\+\d{1,2}\s*)+$`)

// residueStart returns the offset of such a run at the end of a line, or 0.
func residueStart(text string) int {
	if !strings.Contains(text, "+") || !residueTail.MatchString(text) {
		return 0
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		for i < len(text) {
			c, n := utf8.DecodeRuneInString(text[i:])
			if !isCloser(c) && !briefings.IsSuperscript(c) {
				break
			}
			i += n
		}
		tail := strings.TrimLeft(text[i:], " \t\r\n")
		start := len(text) - len(tail)
		if tail != "" && residueForm.MatchString(tail) && namesOnly(tail) {
			return start
		}
	}
	return 0
}

var residueTail = regexp.MustCompile(`\pL\+\d{1,2}\s*$`)

// namesOnly reports whether every word of the run starts with a capital or a
// digit, but for the small words that names contain.
func namesOnly(run string) bool {
	for _, name := range regexp.MustCompile(`\+\d{1,2}`).Split(run, -1) {
		for i, w := range strings.Fields(name) {
			r, _ := utf8.DecodeRuneInString(w)
			small := i > 0 && strings.Contains(" of the and for in on at de la le & ", " "+w+" ")
			if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !small && !strings.Contains(w, ".") && !unicode.Is(unicode.Hangul, r) {
				return false
			}
		}
	}
	return true
}

// isResidue reports whether the whole line is such a run.
func isResidue(text string) bool {
	return residueForm.MatchString(text) && namesOnly(text)
}
