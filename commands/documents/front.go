package documents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// labelForm matches a line in which a page names one of its own facts.
	labelForm = regexp.MustCompile(`(?i)^(subject|re|title|to|cc|from|authors?|author\(s\)|by|written by|edited by|themes?|topics?|tags|keywords|categor(?:y|ies)|regions?|programmes?|series|(?:date |first )?published(?: on| online)?|posted(?: on)?|updated|last updated|date|date of publication|publication date|issued?|volume|vol\.|doi|issn|isbn|source|publisher|journal|filed under|저자|글|발행일)\s*[:：]\s*(\S.*)$`)
	// datedForm matches a date with the words before it that a page uses.
	datedForm    = regexp.MustCompile(`(?i)^(?:published|posted|updated|first published|last updated|issued|released)(?: on| online)?\s+(.+)$`)
	bylineForm   = regexp.MustCompile(`^(?i:by|written by|words by|글)\s+(\S.*)$`)
	reporterForm = regexp.MustCompile(`^(\p{Hangul}{2,4}) (?:선임|수석)?(?:기자|특파원|논설위원|칼럼니스트|연구원|연구위원|교수)$`)
	issueForm    = regexp.MustCompile(`(?i)^(.*?)[,:]?\s*\b(?:vol(?:ume)?\.?)\s*(\d+)[,;:]?\s*(?:(?:issue|no|number|nr)\.?\s*(\d+))?`)
)

// findFront finds where the body begins and what the lines before it say about
// the document. Lines with a label near the top end the front: whatever stands
// above them is the publisher's. So does a table of contents.
func (p *page) findFront() {
	p.findSelfCitation()
	p.findMarkedTitle()
	if p.body == 0 {
		p.body = p.frontEnd()
	}
	for i := range p.blocks[:p.body] {
		b := &p.blocks[i]
		if b.kind != prose || b.fixed {
			continue
		}
		p.readFrontLine(b)
	}
	p.findTitle()
	p.dropFront()
	p.readTail()
}

// frontEnd returns the index of the first block of the body when the document
// has no table of contents.
func (p *page) frontEnd() int {
	first := p.next(-1, func(b *block) bool {
		return undecided(b) && (b.fixed || b.bullet || b.isProse() && !blurbForm.MatchString(b.text))
	})
	end, proses := first, 0
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == prose && isLabel(b.text) && proses <= 3 {
			// Paragraphs above a label belong to the front; the buttons that
			// follow it do too.
			if proses == 0 || p.blurbsOnly(first, i) {
				end = i + 1
			}
		}
		if b.isProse() && i >= first {
			proses++
		}
	}
	for end < len(p.blocks) && p.blocks[end].kind == left {
		end++
	}
	if end >= len(p.blocks) {
		return 0
	}
	if first < len(p.blocks) && end < first {
		end = first
	}
	return p.headingsBefore(end)
}

// blurbsOnly reports whether the paragraphs from i to j describe a publisher:
// they stand under a heading "About ..." or read as such.
func (p *page) blurbsOnly(i, j int) bool {
	for ; i < j; i++ {
		b := &p.blocks[i]
		if !b.isProse() || blurbForm.MatchString(b.text) {
			continue
		}
		under := p.previous(i, func(o *block) bool { return o.kind == prose && !o.isProse() })
		if under < 0 || !noticeHeading.MatchString(p.blocks[under].text) {
			return false
		}
	}
	return true
}

// headingsBefore moves the start of the body back over the heading of a first
// section: one that is marked, numbered or has a usual name, or a question. Short
// sentences belong to the body too.
func (p *page) headingsBefore(i int) int {
	for i > 0 {
		above := i - 1
		for above > 0 && p.blocks[above].kind == left && (p.blocks[above].why == whyMark || p.blocks[above].why == whyPageNumber) {
			above-- // a bullet or the number of the chapter
		}
		b := &p.blocks[above]
		text := strings.TrimSpace(b.text)
		sentence := ended(text) && !strings.HasSuffix(text, ":") && words(text) >= 4 && !blurbForm.MatchString(text)
		numbered := chapterForm.MatchString(text) && words(text) < 12 && !ended(text) && parseDate(text) == ""
		if b.kind != prose || isLabel(text) || !b.fixed && !isSectionName(text) && !numbered && !sentence {
			return i
		}
		i = above
	}
	return i
}

// isPaper reports whether the document has what a paper's title page comes
// with: a table of contents, or notes and a line that tells how to cite it.
func (p *page) isPaper() bool {
	return len(p.contents) > 0 || p.hasNotes() && p.selfCitation() != ""
}

func isLabel(text string) bool {
	if utf8.RuneCountInString(text) > 160 {
		return false
	}
	if labelForm.MatchString(text) {
		return true
	}
	if m := datedForm.FindStringSubmatch(text); m != nil {
		return parseDate(m[1]) != ""
	}
	if m := bylineForm.FindStringSubmatch(text); m != nil {
		return len(names(m[1])) > 0
	}
	return false
}

// readFrontLine takes what one line of the front says.
func (p *page) readFrontLine(b *block) {
	// On a title page the kind may take two lines, which only form one group.
	if k := kindOf(b.text); k != "" && !p.isPaper() {
		setOnce(&p.meta.Kind, k)
		b.kind = frontLine
	}
	for l := range strings.SplitSeq(b.text, "\n") {
		for part := range splitFacts(strings.Trim(l, " \t\r*_")) {
			if p.readFact(part) {
				b.kind = frontLine
			}
		}
	}
	if m := issueForm.FindStringSubmatch(b.text); m != nil && words(b.text) < 16 {
		b.kind = frontLine
		if p.meta.Journal == "" {
			p.meta.Journal = strings.TrimSpace(m[1])
		}
		if p.meta.Kind == "" {
			p.meta.Kind = "journal article"
		}
	}
}

// splitFacts yields the parts of a line between strokes and dots.
func splitFacts(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("|·•│", r) }) {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}

// readFact takes a fact such as "By A. Name" or "3 May 2025", and reports
// whether the text was one.
func (p *page) readFact(text string) bool {
	if m := labelForm.FindStringSubmatch(text); m != nil {
		return p.readLabel(strings.ToLower(m[1]), m[2])
	}
	if m := datedForm.FindStringSubmatch(text); m != nil {
		if d := parseDate(m[1]); d != "" {
			setOnce(&p.meta.Date, d)
			return true
		}
	}
	if d := parseDate(text); d != "" {
		setOnce(&p.meta.Date, d)
		return true
	}
	// The name of a publication may stand before the date: The Gazette, 3 May 2025.
	if i := strings.Index(text, ", "); i > 2 && i < 60 && unicode.IsUpper(rune(text[0])) {
		if d := parseDate(text[i+2:]); d != "" && !isName(text[:i]) {
			setOnce(&p.meta.Date, d)
			setOnce(&p.meta.Publisher, text[:i])
			return true
		}
	}
	if m := reporterForm.FindStringSubmatch(text); m != nil {
		p.setAuthors([]string{m[1]})
		return true
	}
	if m := bylineForm.FindStringSubmatch(text); m != nil {
		if who := names(m[1]); len(who) > 0 {
			p.setAuthors(who)
			return true
		}
	}
	return false
}

func (p *page) readLabel(label, value string) bool {
	switch label {
	case "subject", "re", "title":
		setOnce(&p.meta.Title, value)
	case "author", "authors", "author(s)", "from", "by", "written by", "저자", "글":
		p.setAuthors(names(value))
	case "published", "published on", "published online", "date published", "first published", "posted", "posted on", "date", "date of publication", "publication date", "issued", "발행일":
		setOnce(&p.meta.Date, parseDate(value))
	case "publisher":
		setOnce(&p.meta.Publisher, value)
	case "journal":
		setOnce(&p.meta.Journal, value)
		setOnce(&p.meta.Kind, "journal article")
	case "doi":
		setOnce(&p.meta.DOI, doiForm.FindString(value))
	case "isbn":
		setOnce(&p.meta.ISBN, isbnDigits(value))
	}
	return true
}

func (p *page) setAuthors(who []string) {
	if len(p.meta.Authors) == 0 {
		p.meta.Authors = who
	}
}

func setOnce(field *string, value string) {
	if *field == "" {
		*field = strings.TrimSpace(value)
	}
}

// isPlain reports whether nothing in the front but its own lines says that it
// is one: no contents, no labels, no clutter of a page. Its lines then are text,
// as in a list of points.
func (p *page) isPlain() bool {
	if len(p.contents) > 0 {
		return false
	}
	for i := range p.blocks[:p.body] {
		b := &p.blocks[i]
		if b.kind == left || b.kind == frontLine && b.text != p.meta.Title {
			return false
		}
	}
	return true
}

// dropFront leaves out what remains of the front.
func (p *page) dropFront() {
	plain := p.isPlain()
	for i := range p.blocks[:p.body] {
		b := &p.blocks[i]
		switch {
		case b.kind != prose || b.fixed || plain:
		case b.isProse():
			b.leaveOut(whyPublisher)
		default:
			b.leaveOut(whyMenu)
		}
	}
}
