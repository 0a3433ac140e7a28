package documents

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	contentsHead = regexp.MustCompile(`(?i)^(?:table of )?contents$|^목차$|^차례$|^in this (?:paper|report|issue brief|publication)$`)
	// contentsLine is an entry of a table of contents: an optional chapter
	// number, a title, and a page number behind a tab, a row of dots or a space.
	contentsLine = regexp.MustCompile(`(?i)^(?:(?:chapter |part )?(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})[.:)]?[\t ]+)?(\S.*?)([\t .·…_]*[\t .·…_])(\d{1,3})$`)
	// pagedFirst is an entry whose page number stands before the title.
	pagedFirst   = regexp.MustCompile(`^(\d{1,3})[\t ]+(\S.*)$`)
	pageNumber   = regexp.MustCompile(`(?i)^(?:[-–—]\s*)?(?:page|pg?\.?)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—])?$|^[ivxl]{1,6}$`)
	chapterAlone = regexp.MustCompile(`(?i)^(?:chapter|part|section) (?:\d{1,2}|[ivx]{1,5})[.:]?$`)
	// pagedHead is a running head that shares its line with the page number.
	pagedHead = regexp.MustCompile(`^(?:page )?\d{1,4}\s*[|·•│]\s*\S.*$|^\S.*\s*[|·•│]\s*(?i:page )?\d{1,4}(?: of \d{1,4})?$`)
)

// findContents marks the table of contents and remembers its entries. One
// without a heading is known by at least four lines in a row that lead over
// dots or a tab to page numbers that do not fall.
func (p *page) findContents() {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.lines == 1 && contentsHead.MatchString(strings.TrimRight(b.text, ": ")) {
			if end := p.contentsEnd(i+1, true); end > i+2 {
				b.leaveOut(whyContents)
				p.takeContents(i+1, end)
				p.body = end
				return
			}
		}
	}
	for i := range p.blocks {
		if end := p.contentsEnd(i, false); end-i >= 4 {
			p.takeContents(i, end)
			p.body = end
			return
		}
	}
}

// contentsEnd returns the index behind the entries that start at i. Under a
// heading an entry may have its page number behind a mere space or in front,
// and may lack it once.
func (p *page) contentsEnd(i int, headed bool) int {
	last, page, misses := i, 0, 0
	for ; i < len(p.blocks); i++ {
		text := p.blocks[i].text
		title, n, leader := contentsEntry(text)
		switch {
		case title != "" && n >= page && n < page+400 && (headed || leader):
			page, misses, last = n, 0, i+1
		case headed && misses == 0 && utf8.RuneCountInString(text) < 100 && !ended(text):
			misses++
		default:
			return last
		}
	}
	return last
}

// contentsEntry reads a line as an entry of a table of contents. It returns the
// folded title, the page number, and whether dots or a tab lead to it. A line
// that is none has no title.
func contentsEntry(text string) (title string, page int, leader bool) {
	if m := contentsLine.FindStringSubmatch(text); m != nil {
		return fold(m[2]), atoi(m[4]), strings.Trim(m[3], " ") != ""
	}
	if m := pagedFirst.FindStringSubmatch(text); m != nil && !ended(text) {
		return fold(m[2]), atoi(m[1]), false
	}
	return "", 0, false
}

func (p *page) takeContents(from, to int) {
	for i := from; i < to; i++ {
		b := &p.blocks[i]
		if title, _, _ := contentsEntry(b.text); title != "" {
			p.contents[title] = true
		}
		b.leaveOut(whyContents)
	}
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1e7 {
			return n
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// findFurniture marks page numbers, running heads and whatever else a page
// repeats. A line that comes back is furniture unless each time it could be a
// heading: a paragraph has ended before it and one begins after it.
func (p *page) findFurniture() {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != prose || b.fixed || b.lines > 1 {
			continue
		}
		switch {
		case b.text == "-" || b.text == "•" || b.text == "*":
			b.leaveOut(whyMark)
		case pageNumber.MatchString(b.text):
			b.leaveOut(whyPageNumber)
		case chapterAlone.MatchString(b.text):
			b.leaveOut(whyChapter)
		case utf8.RuneCountInString(b.text) < 140 && pagedHead.MatchString(b.text):
			b.leaveOut(whyRunningHead)
		}
	}
	places := make(map[string][]int)
	for i := range p.blocks {
		b := &p.blocks[i]
		if key := foldDigits(b.text); b.kind == prose && !b.fixed && !b.bullet && len(key) > 1 && utf8.RuneCountInString(b.text) <= 160 && !p.inContents(b.text) {
			places[key] = append(places[key], i)
		}
	}
	firstProse := p.next(-1, (*block).isProse)
	for _, at := range places {
		if len(at) < 2 || p.couldBeHeading(at) {
			continue
		}
		why := whyRepeated(p, at)
		for n, i := range at {
			// The first may be the title page's own.
			if n == 0 && i < firstProse && !isButton(p.blocks[i].text) && (words(p.blocks[i].text) > 2 || len(at) < 4 && words(p.blocks[i].text) > 1) {
				continue
			}
			p.blocks[i].leaveOut(why)
		}
	}
	p.findLoneHeads()
}

// whyRepeated tells a running head, which stands between the halves of the
// text, from an entry of a menu.
func whyRepeated(p *page, at []int) string {
	for _, i := range at {
		if i > 0 && p.blocks[i-1].kind == note {
			return whyRunningHead
		}
	}
	if p.hasNotes() || len(p.contents) > 0 {
		return whyRunningHead
	}
	return whyMenu
}

func (p *page) hasNotes() bool { return len(p.notes) > 0 }

// inContents reports whether the table of contents has the line, with or
// without the number of a chapter.
func (p *page) inContents(text string) bool {
	if len(p.contents) == 0 {
		return false
	}
	if len(text) > 400 {
		return false
	}
	m := chapterForm.FindStringSubmatch(text)
	return p.contents[fold(text)] || m != nil && p.contents[fold(m[2])]
}

// couldBeHeading reports whether every one of the places is one where a heading
// could stand.
func (p *page) couldBeHeading(at []int) bool {
	for _, i := range at {
		b := &p.blocks[i]
		if ended(b.text) && len(b.text) > 60 {
			return false
		}
		next := i + 1
		if next < len(p.blocks) && !p.blocks[next].isProse() {
			next++
		}
		if next >= len(p.blocks) || !p.blocks[next].isProse() || opensLower(p.blocks[next].text) {
			return false
		}
		if i > 0 {
			before := &p.blocks[i-1]
			if before.kind != prose || !ended(before.text) && len(before.text) > 60 {
				return false
			}
		}
	}
	return true
}

// findLoneHeads marks running heads that occur once: a line that repeats the
// line of the title page at a place where a heading could not stand.
func (p *page) findLoneHeads() {
	first := p.next(-1, (*block).isProse)
	titles := make(map[string]bool)
	for i := 0; i < first && i < len(p.blocks); i++ {
		if b := &p.blocks[i]; b.kind == prose && words(b.text) >= 3 {
			titles[foldDigits(b.text)] = true
			if i > 0 {
				titles[foldDigits(p.blocks[i-1].text+b.text)] = true
			}
		}
	}
	for i := first + 1; i < len(p.blocks); i++ {
		if b := &p.blocks[i]; b.kind == prose && !b.fixed && titles[foldDigits(b.text)] && !p.inContents(b.text) {
			b.leaveOut(whyRunningHead)
		}
	}
}
