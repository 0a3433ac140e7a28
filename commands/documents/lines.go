package documents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// A line is one line of a document, without the white space at its ends.
type line struct {
	briefings.Span
	text   string
	gap    int  // blank lines before it
	indent int  // white space before it
	page   int  // counted from 1 by form feeds; 0 when the document has none
	glue   bool // it was cut off the line before, with which it had run together
}

// width returns how far the line reaches from the margin, in characters.
func (l line) width() int { return l.indent + utf8.RuneCountInString(l.text) }

// splitLines returns the lines of the text that are not blank. A form feed, a
// vertical tab and a lone carriage return end a line as a line feed does.
func splitLines(text string) []line {
	var lines []line
	page, gap := 0, 0
	if strings.IndexByte(text, '\f') >= 0 {
		page = 1
	}
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && !isLineEnd(text[end]) {
			end++
		}
		if s, e := trimSpan(text, start, end); s < e {
			lines = append(lines, line{Span: briefings.Span{Start: s, End: e}, text: text[s:e], gap: gap, indent: s - start, page: page})
			gap = 0
		} else {
			gap++
		}
		if end < len(text) && text[end] == '\f' {
			page++
		}
		if strings.HasPrefix(text[end:], "\r\n") {
			end++
		}
		start = end + 1
	}
	return lines
}

func isLineEnd(c byte) bool { return c == '\n' || c == '\r' || c == '\f' || c == '\v' }

// trimSpan returns the range without white space, byte order marks and
// zero-width spaces at its ends.
func trimSpan(text string, start, end int) (int, int) {
	blank := func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }
	kept := strings.TrimLeftFunc(text[start:end], blank)
	start = end - len(kept)
	return start, start + len(strings.TrimRightFunc(kept, blank))
}

// A wrapping says how the lines of a document were broken. A zero width means
// that a line is a paragraph.
type wrapping struct{ width int }

// longWord matches a word that no margin can break, such as an address.
var longWord = regexp.MustCompile(`\S{32}`)

// findWrapping looks at the lines that another one follows without a blank line
// between. Where paragraphs were broken at a margin, most of these lines reach
// nearly to it and none is much longer.
func findWrapping(lines []line) wrapping {
	var lengths []int
	broken := 0 // lines that break off within a sentence
	for i := 0; i+1 < len(lines); i++ {
		if lines[i+1].gap == 0 && !lines[i+1].glue && !strings.Contains(lines[i].text, "\t") && !longWord.MatchString(lines[i].text) {
			lengths = append(lengths, lines[i].width())
			if opensLower(lines[i+1].text) && !ended(lines[i].text) {
				broken++
			}
		}
	}
	if len(lengths) == 0 || len(lengths) < 4 && broken == 0 {
		return wrapping{}
	}
	width := percentile(lengths, 94)
	if width < 40 || width > 180 {
		return wrapping{}
	}
	near := 0
	for _, n := range lengths {
		if n*10 >= width*7 {
			near++
		}
	}
	if near*100 < len(lengths)*55 {
		return wrapping{}
	}
	return wrapping{width: width}
}

// percentile returns the value that the given share of the values, in per cent,
// does not exceed.
func percentile(values []int, share int) int {
	sorted := sortedInts(values)
	return sorted[(len(sorted)-1)*share/100]
}

// goesOn reports whether the second line belongs to the paragraph of the first:
// its first word would not have fitted on the first line, or it starts in the
// middle of a sentence.
func (w wrapping) goesOn(first, second line) bool {
	if w.width == 0 || second.gap > 0 || second.glue || strings.Contains(first.text, "\t") {
		return false
	}
	if pageNumber.MatchString(first.text) || pageNumber.MatchString(second.text) && ended(first.text) {
		return false
	}
	if leaders.MatchString(first.text) || leaders.MatchString(second.text) || residueTail.MatchString(first.text) {
		return false
	}
	if opening := sentencesOf(second.text); ended(first.text) && len(opening) > 1 && inTitleCase(second.text[:opening[0].End]) {
		return false
	}
	if startsBlock(second.text) && !(strings.HasPrefix(second.text, "—") || strings.HasPrefix(second.text, "–")) || startsBlock(second.text) && ended(first.text) {
		return false
	}
	if first.width() > w.width && ended(first.text) {
		return false // an address ran over the margin, so a full line says nothing
	}
	word, _, _ := strings.Cut(second.text, " ")
	if first.width()+1+utf8.RuneCountInString(word) > w.width {
		return true
	}
	r, _ := utf8.DecodeRuneInString(second.text)
	return unicode.IsLower(r) && !ended(first.text)
}

// leaders matches the dots that lead to a page number.
var leaders = regexp.MustCompile(`\.{5,}|(?: \.){4,}|·{4,}|…\s*\d{1,3}$`)

// startsBlock reports whether a line opens a block of its own wherever it
// stands: a list item, a note, a row or a caption.
func startsBlock(text string) bool {
	return bulletLength(text) > 0 || noteMark(text).length > 0 || strings.Contains(text, "\t") || captionForm.MatchString(text)
}

// bulletLength returns the length of the bullet and the space behind it that a
// line begins with, or 0.
func bulletLength(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	if !strings.ContainsRune("-–—•‣◦▪●*·", r) || size == len(text) {
		return 0
	}
	rest := strings.TrimLeft(text[size:], " \t")
	if len(rest) == len(text)-size || rest == "" {
		return 0
	}
	return len(text) - len(rest)
}
