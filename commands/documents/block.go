package documents

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// A blockKind says what a block has been found to be.
type blockKind int

const (
	prose     blockKind = iota // a paragraph, or not decided yet
	heading                    // an entry of the outline
	note                       // a footnote or endnote
	row                        // one row of a table
	caption                    // the line over a table
	sourceRow                  // the line under a table that says where it comes from
	pullQuote                  // a repetition of body text, set large
	frontLine                  // a line that tells about the document, such as its date
	left                       // left out, for the reason in why
)

// A block is a stretch of lines that belong together. Its body is the block
// without what only marks it: a bullet, a chapter's or a note's number.
type block struct {
	span   briefings.Span
	body   briefings.Span
	text   string // of body
	kind   blockKind
	why    string // for what is left out
	gap    int    // blank lines before it
	lines  int
	page   int
	level  int              // of a heading
	number string           // chapter number that stood before a heading
	note   int              // number of a note
	table  int              // of a row, caption or source line: its table, from 1
	cells  []briefings.Span // of a row
	bullet bool
	fixed  bool   // the format itself said what it is; no rule may decide otherwise
	glue   bool   // it ran together with the block before
	front  bool   // it is part of the metadata that precede a Markdown document
	label  string // of a note that has a name rather than a number

	continues bool // it goes on with the paragraph of the block before
}

// leaveOut marks the block as left out for a reason. A block that is already
// left out keeps its first reason.
func (b *block) leaveOut(why string) {
	if b.kind != left {
		b.kind, b.why = left, why
	}
}

// ended reports whether the text ends as a sentence does. A colon ends it too:
// what follows is a list or a quotation of its own.
func ended(text string) bool {
	text = strings.TrimRightFunc(stripMarks(text), func(r rune) bool { return isCloser(r) || unicode.IsSpace(r) })
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?…。:：", r)
}

func isCloser(r rune) bool { return strings.ContainsRune(`"'”’)]»*_」』`, r) }

// stripMarks returns the text without the footnote marks at its end.
func stripMarks(text string) string {
	for {
		short := strings.TrimRightFunc(text, func(r rune) bool { return briefings.IsSuperscript(r) || unicode.IsSpace(r) || isCloser(r) && r != ']' })
		if i := strings.LastIndexByte(short, '['); i > 0 && briefings.BracketMark(short[i:]) == len(short)-i {
			short = short[:i]
		}
		if len(short) == len(text) {
			return text
		}
		text = short
	}
}

// isProse reports whether the block reads as running text rather than as a
// line of its own: it ends as a sentence does and is long enough to be one.
func (b *block) isProse() bool {
	return b.kind == prose && ended(b.text) && (len(b.text) >= 80 || strings.Count(b.text, " ") >= 9)
}

// opensLower reports whether the text starts in the middle of a sentence.
func opensLower(text string) bool {
	for _, r := range text {
		if !strings.ContainsRune("\"'“‘([*_", r) {
			return unicode.IsLower(r)
		}
	}
	return false
}

func words(text string) int { return len(strings.Fields(text)) }

// fold returns the letters and digits of the text in lower case: what two
// spellings of the same line share.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// foldDigits is fold with every number left out, so that a running head with
// another page number is the same line.
func foldDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func sortedInts(values []int) []int {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted
}

// textBlocks cuts plain text into blocks: lines that ran together are cut
// apart, lines that were broken at a margin are joined.
func textBlocks(text string) []block {
	lines := unglue(text, splitLines(text))
	wrap := findWrapping(lines)
	var blocks []block
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && wrap.goesOn(lines[end-1], lines[end]) && !counts(lines[i].text, lines[end].text) && !indented(lines[i], lines[end-1], lines[end]) {
			end++
		}
		b := newBlock(text, lines[i:end])
		i = end
		if n := residueStart(b.text); n > 0 {
			residue := b
			residue.span.Start, residue.body.Start = b.body.Start+n, b.body.Start+n
			residue.text, residue.gap, residue.glue, residue.bullet = text[residue.body.Start:residue.body.End], 0, true, false
			_, end := trimSpan(text, b.body.Start, residue.span.Start)
			b.span.End, b.body.End = end, end
			b.text = text[b.body.Start:b.body.End]
			blocks = append(blocks, b, residue)
			continue
		}
		blocks = append(blocks, b)
	}
	return blocks
}

// indented reports whether the third line is set in from the one before, as the
// first line of a new paragraph is, unless the block that began with the first
// line sets all its other lines in.
func indented(first, before, next line) bool {
	return next.indent > before.indent+1 && ended(before.text) && !startsBlock(first.text)
}

// counts reports whether the second line begins with the number after the one
// that the first begins with, as the next note or the next item of a list does.
func counts(first, second string) bool {
	a, b := plainNoteMark(first), plainNoteMark(second)
	return a.style == plain && b.style == plain && b.number == a.number+1
}

func newBlock(text string, lines []line) block {
	span := briefings.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}
	b := block{span: span, body: span, gap: lines[0].gap, lines: len(lines), page: lines[0].page, glue: lines[0].glue}
	if n := bulletLength(lines[0].text); n > 0 {
		b.bullet = true
		b.body.Start += n
	}
	b.text = text[b.body.Start:b.body.End]
	return b
}
