package documents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// chapterForm matches a heading that shares its line with its number.
var chapterForm = regexp.MustCompile(`^(?i:(?:chapter|part|section) )?(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}\.)[.:)]?\s+(\S.*)$`)

// findHeadings marks the headings of the body and gives each its level. A
// heading that the table of contents names, or that bears a number, has the
// level that these say. Any other is one below; and the headings that follow a
// heading with no text of its own are below that one.
func (p *page) findHeadings() {
	if p.hasMarkup() {
		p.settleLevels()
		return
	}
	for i := p.body; i < p.tail; i++ {
		b := &p.blocks[i]
		if b.kind == prose && !b.fixed && p.isHeading(i) {
			b.kind = heading
			if m := chapterForm.FindStringSubmatchIndex(b.text); m != nil && (len(p.contents) == 0 || p.inContents(b.text)) {
				b.number = b.text[m[2]:m[3]]
				b.body.Start += m[4]
				b.text = p.quote(b.body)
			}
		}
	}
	for i := p.body; i < len(p.blocks); i++ {
		if b := &p.blocks[i]; b.kind == heading && b.number == "" && i > 0 && isChapterNumber(&p.blocks[i-1]) {
			b.number = p.blocks[i-1].text
			p.blocks[i-1].why = whyChapter
		}
	}
	p.levelHeadings()
}

func isChapterNumber(b *block) bool {
	return b.kind == left && (b.why == whyChapter || b.why == whyPageNumber && strings.Trim(b.text, "0123456789") == "" && len(b.text) <= 2)
}

// isHeading reports whether block i is a heading: a line that could be one, at
// a place where one can stand.
func (p *page) isHeading(i int) bool {
	b := &p.blocks[i]
	if p.inContents(b.text) {
		return true
	}
	if !looksLikeHeading(b) || !isSectionName(b.text) && p.inList(i) {
		return false
	}
	next := p.next(i, undecided)
	if next >= p.tail || next != i+1 && !p.onlyNotes(i+1, next) {
		return false
	}
	after := &p.blocks[next]
	if opensLower(after.text) || !after.isProse() && !after.bullet && !looksLikeHeading(after) && !ended(after.text) && !p.openProse(next) {
		return false
	}
	if before := p.previous(i, undecided); before >= p.body {
		prev := &p.blocks[before]
		if prev.kind == prose && !ended(prev.text) && !looksLikeHeading(prev) && !prev.fixed {
			return before == i-1 && b.gap > 0 && p.isWhole(prev)
		}
	}
	if b.gap == 0 && i > p.body && words(b.text) > 12 && p.sparse {
		return false
	}
	// A short line between clutter on a scraped page is a caption or a tag.
	if i+1 < len(p.blocks) && p.blocks[i+1].kind == left && isPageClutter(p.blocks[i+1].why) {
		return false
	}
	return true
}

// inList reports whether block i is one of four lines or more in a row that
// could all be headings: points of a list without marks.
func (p *page) inList(i int) bool {
	point := func(j int) bool {
		return j >= p.body && j < p.tail && undecided(&p.blocks[j]) && looksLikeHeading(&p.blocks[j]) && !chapterForm.MatchString(p.blocks[j].text) && !p.inContents(p.blocks[j].text)
	}
	if !point(i) {
		return false
	}
	first, last := i, i
	for last-first < 3 && point(first-1) {
		first--
	}
	for last-first < 3 && point(last+1) {
		last++
	}
	return last-first >= 3
}

// isWhole reports whether a paragraph without a stop at its end is a list item
// rather than the first half of a cut paragraph.
func (p *page) isWhole(b *block) bool { return b.bullet }

// openProse reports whether block i is the first half of a cut paragraph.
func (p *page) openProse(i int) bool {
	return len(p.blocks[i].text) > 100 && len(sentencesOf(p.blocks[i].text)) > 1
}

func (p *page) onlyNotes(from, to int) bool {
	for i := from; i < to; i++ {
		if k := p.blocks[i].kind; k != left {
			return false
		}
	}
	return true
}

// looksLikeHeading reports whether the block has the form of a heading: a line
// without a stop that starts with a capital or a number and does not break off
// at a small word.
func looksLikeHeading(b *block) bool {
	text := briefings.Normal(b.text)
	if b.bullet || text == "" || utf8.RuneCountInString(text) > 260 || words(text) > 42 || ended(b.text) && !questionHeading(text) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "\"'“‘("))
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !unicode.Is(unicode.Hangul, first) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune(",;–—-(/", last) || breaksOff(text) {
		return false
	}
	if len(noteMarks(b.text)) > 1 {
		return false
	}
	return len(sentencesOf(b.text)) == 1
}

func questionHeading(text string) bool {
	return strings.HasSuffix(text, "?") && words(text) <= 14
}

// breaksOff reports whether the text ends with a word that another one must
// follow.
func breaksOff(text string) bool {
	i := strings.LastIndexByte(text, ' ')
	return strings.Contains(" a an the of in on at to for from with by and or but nor that which who whose as than is are was were be been has have had will would its their his her this these those into over under between ", " "+strings.ToLower(text[i+1:])+" ")
}

// levelHeadings gives every heading its level, 1 for a chapter.
func (p *page) levelHeadings() {
	chapters := len(p.contents) > 0
	for i := p.body; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		if b.kind == heading && b.number != "" {
			chapters = true
		}
	}
	container := 0 // level of the last heading that has headings but no text below it
	last := 0      // level of the last heading
	for i := p.body; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		if b.kind != heading || b.fixed {
			continue
		}
		switch {
		case b.level > 0:
		case strings.Contains(b.number, "."):
			b.level = 1 + strings.Count(strings.Trim(b.number, "."), ".")
		case b.number != "" || p.inContents(b.text) || isSectionName(b.text) && b.number == "" && !p.insideChapter(i):
			b.level = 1
		case container > 0:
			b.level = container + 1
		case chapters && last > 0:
			b.level = 2
		default:
			b.level = 1
		}
		if b.level <= container {
			container = 0
		}
		next := p.next(i, undecided)
		if b.level > 1 || !chapters {
			if next < p.tail && p.blocks[next].kind == heading && p.blocks[next].level == 0 && !p.inContents(p.blocks[next].text) && p.blocks[next].number == "" {
				container = b.level
			}
		}
		last = b.level
	}
}

// insideChapter reports whether a numbered or listed chapter has begun before
// block i while the heading at i is neither.
func (p *page) insideChapter(i int) bool {
	for j := i - 1; j >= p.body; j-- {
		if b := &p.blocks[j]; b.kind == heading && (b.number != "" || p.inContents(b.text)) {
			return true
		}
	}
	return false
}

// hasMarkup reports whether the format itself has named headings. Then no other
// line is one.
func (p *page) hasMarkup() bool {
	return p.next(-1, func(b *block) bool { return b.kind == heading && b.fixed }) < len(p.blocks)
}

// settleLevels moves the levels of marked headings up so that the highest is 1.
func (p *page) settleLevels() {
	highest := 9
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == heading {
			highest = min(highest, b.level)
		}
	}
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == heading {
			b.level -= highest - 1
		}
	}
}
