package analysis

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// Sentences returns the ranges of the sentences of a paragraph of raw source
// text, in order, without the white space between them. A footnote mark, an
// emphasis mark or a closing quotation mark that touches the end of a sentence
// belongs to it. A paragraph of white space has none.
//
// The rules cover English and Korean. A full stop does not end a sentence after
// a title, an initial or another abbreviation that is followed by the rest of
// the sentence, inside a number or a Korean date, after the number of a list
// item, or when the next word starts with a small letter.
func Sentences(text string) []briefings.Span {
	var out []briefings.Span
	start := skipSpace(text, 0)
	for i := start; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isTerminator(r) {
			i += size
			continue
		}
		end := afterTerminators(text, i)
		next := skipSpace(text, end)
		if next < len(text) && (next == end || !breaks(text, start, i, next)) {
			i = end
			continue
		}
		out = append(out, briefings.Span{Start: start, End: end})
		start, i = next, next
	}
	if end := len(strings.TrimRightFunc(text, unicode.IsSpace)); start < end {
		out = append(out, briefings.Span{Start: start, End: end})
	}
	return out
}

func isTerminator(r rune) bool {
	return r == '.' || r == '!' || r == '?' || r == '…' || r == '。' || r == '！' || r == '？'
}

// afterTerminators returns the offset behind the terminators at i and all the
// marks that touch them.
func afterTerminators(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isTerminator(r), isCloser(r), briefings.IsSuperscript(r):
			i += size
		case r == '[' && briefings.BracketMark(text[i:]) > 0:
			i += briefings.BracketMark(text[i:])
		case r == '<' && strings.HasPrefix(text[i:], "</"):
			end := strings.IndexByte(text[i:], '>')
			if end < 0 || end > 10 {
				return i
			}
			i += end + 1
		default:
			return i
		}
	}
	return i
}

func isCloser(r rune) bool {
	return strings.ContainsRune(`"'”’)]»*_」』`, r)
}

func skipSpace(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += size
	}
	return i
}

// breaks reports whether the terminator at stop ends the sentence that began at
// start, given that the next word begins at next after white space.
func breaks(text string, start, stop, next int) bool {
	opener, first := firstLetter(text[next:])
	switch {
	case unicode.IsLower(first):
		return false
	case opener == '(' && !unicode.IsUpper(first), isDash(opener), isDash(first):
		return false
	case first == utf8.RuneError, strings.ContainsRune(",;:)]&/+=%", first):
		return false
	}
	if text[stop] != '.' {
		return true
	}
	word := lastWord(text[start:stop])
	switch {
	case isNumber(word) && strings.TrimSpace(text[start:stop]) == word:
		return false // the number of a list item
	case isNumber(word) && koreanDate(text[max(start, stop-16):stop], text[next:min(len(text), next+16)]):
		return false
	case isSyllable(word) && strings.TrimSpace(text[start:stop]) == word:
		return false // 가. 나. 다.
	}
	if abbreviations[strings.ToLower(word)] == numbered {
		return !unicode.IsDigit(first)
	}
	return !abbreviates(word, strings.TrimSpace(text[start:stop]) == word, nextWord(text[next:]))
}

// firstLetter returns the first character of s, and the first one that is not
// an opening quotation mark, bracket or emphasis mark.
func firstLetter(s string) (opener, first rune) {
	opener, _ = utf8.DecodeRuneInString(s)
	for _, r := range s {
		if !strings.ContainsRune("\"'“‘([«*_「『", r) {
			return opener, r
		}
	}
	return opener, utf8.RuneError
}

func isDash(r rune) bool { return r == '–' || r == '—' || r == '-' }

func isNumber(word string) bool {
	return word != "" && strings.Trim(word, "0123456789") == ""
}

// isSyllable reports whether word is a single Hangul syllable.
func isSyllable(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.Is(unicode.Hangul, r)
}

// koreanDate reports whether the full stop between before and after stands
// inside or at the end of a date of the form 2025. 10. 29.
func koreanDate(before, after string) bool {
	whole := dateEnd.FindString(before) + ". " + dateStart.FindString(after)
	return dateForm.MatchString(whole)
}

var (
	dateEnd   = regexp.MustCompile(`(\d{4}\.\s)?(\d{1,2}\.\s)?\d{1,4}$`)
	dateStart = regexp.MustCompile(`^(\d{1,2}\.\s?){0,2}`)
	dateForm  = regexp.MustCompile(`^\d{4}\.\s\d{1,2}\.\s\d{1,2}\.`)
)

// lastWord returns the characters of s behind its last space or bracket.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("([{“‘\"'*_/–—", r)
	})
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i+size:]
}

// nextWord returns the first word of s without the marks before it.
func nextWord(s string) string {
	s = strings.TrimLeft(s, "\"'“‘([«*_")
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	if end < 0 {
		return s
	}
	return s[:end]
}

// abbreviates reports whether a full stop after word belongs to the word rather
// than ending the sentence. opens says that word is all there is of the
// sentence so far.
func abbreviates(word string, opens bool, next string) bool {
	switch abbreviations[strings.ToLower(word)] {
	case neverEnds:
		return true
	case mayEnd:
		return opens || !starters[strings.ToLower(next)]
	}
	if dotted(word) || isInitial(word) {
		return opens || isInitial(word) && word != "I" || !starters[strings.ToLower(next)]
	}
	return false
}

// dotted reports whether word is letters with full stops between them: U.S, p.m.
func dotted(word string) bool {
	word = word[strings.LastIndexByte(word, '-')+1:] // as in EU-U.S
	letters := strings.Split(strings.TrimSuffix(word, "."), ".")
	if len(letters) < 2 {
		return false
	}
	for _, l := range letters {
		r, size := utf8.DecodeRuneInString(l)
		if size != len(l) || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// isInitial reports whether word is one capital letter, or two joined by a
// hyphen as in J-T.
func isInitial(word string) bool {
	for _, part := range strings.Split(word, "-") {
		r, size := utf8.DecodeRuneInString(strings.TrimSuffix(part, "."))
		if size == 0 || size != len(strings.TrimSuffix(part, ".")) || !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}
