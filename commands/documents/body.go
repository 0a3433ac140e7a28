package documents

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// findClutter marks what surrounds an article on a page and can be told by its
// own words: buttons, counters, picture credits, calls to subscribe, licences.
func (p *page) findClutter() {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != prose || b.fixed {
			continue
		}
		switch {
		case p.inContents(b.text):
		case isButton(b.text), breadcrumb.MatchString(b.text):
			b.leaveOut(whyButton)
		case isResidue(b.text):
			b.leaveOut(whyResidue)
		case isCredit(b.text):
			b.leaveOut(whyCredit)
		case isPromotion(b.text), p.betweenClutter(i) && len(b.text) < 200 && promotionWords.MatchString(b.text), blurbForm.MatchString(b.text) && appeal.MatchString(b.text):
			b.leaveOut(whyPromotion)
		}
	}
}

// betweenClutter reports whether clutter stands on both sides of the block, or a
// line that could be the head of a box before it.
func (p *page) betweenClutter(i int) bool {
	if i == 0 || i+1 >= len(p.blocks) {
		return false
	}
	before, after := &p.blocks[i-1], &p.blocks[i+1]
	button := after.kind == left && isPageClutter(after.why) || isButton(after.text)
	return button && (before.kind == left && isPageClutter(before.why) || !before.isProse())
}

// A region is a stretch of blocks between clutter, with its amount of running
// text.
type region struct {
	first, last int // the first and last block of running text
	size        int // bytes of running text
	apart       int // clutter between it and the region before
}

// findBody keeps the longest stretch of running text and whatever belongs to
// it, and leaves out what is only other text on the same page: teasers of other
// stories, with their tags and titles.
func (p *page) findBody() {
	regions := p.regions()
	if len(regions) < 2 {
		p.dropAfter(regions)
		return
	}
	most := 0
	for i, r := range regions {
		if r.size > regions[most].size {
			most = i
		}
	}
	main := p.wordsOf(regions[most])
	kept := regions[most]
	for i := most + 1; i < len(regions); i++ {
		r := regions[i]
		if !p.belongs(r, main) {
			end := r.last + 1
			if i+1 == len(regions) {
				end = len(p.blocks)
			}
			p.leaveOut(kept.last+1, end, whyTeaser)
			continue
		}
		kept.last = r.last
		for w, n := range p.wordsOf(r) {
			main[w] += n
		}
	}
	first := regions[most].first
	for i := most - 1; i >= 0; i-- {
		if p.belongs(region{first: regions[i].first, last: regions[i].last, size: regions[i].size, apart: regions[i+1].apart}, main) {
			first = regions[i].first
			continue
		}
		p.leaveOut(regions[i].first, regions[i].last+1, whyTeaser)
	}
	p.dropAfter([]region{{first: first, last: kept.last}})
}

// regions cuts the body at clutter.
func (p *page) regions() []region {
	var all []region
	apart := 0
	open := false
	for i := p.body; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		switch {
		case b.kind == left && isPageClutter(b.why):
			open = false
			apart++
		case b.kind == prose && (b.fixed || b.bullet || b.isProse()):
			if !open {
				all = append(all, region{first: i, last: i, apart: apart})
				open, apart = true, 0
			}
			r := &all[len(all)-1]
			r.last = i
			r.size += len(b.text)
		}
	}
	return all
}

func isPageClutter(why string) bool {
	switch why {
	case whyButton, whyCredit, whyPromotion, whyMenu:
		return true
	}
	return false
}

// belongs reports whether a region apart from the main text is about the same
// thing. A teaser is short, has a title of its own or is cut off by a button
// that leads to the rest; it also speaks of something else.
func (p *page) belongs(r region, main map[string]float64) bool {
	if r.apart == 0 {
		return true
	}
	alike := cosine(p.wordsOf(r), main)
	switch titled, cutOff := p.titled(r), p.cutOff(r); {
	case titled && cutOff:
		return alike > 0.4
	case titled || cutOff:
		return alike > 0.2
	}
	return alike > 0.08
}

// titled reports whether a line that could be a title stands before the region,
// behind the clutter that sets it apart.
func (p *page) titled(r region) bool {
	for i := r.first - 1; i >= p.body; i-- {
		b := &p.blocks[i]
		if b.kind == prose && !b.isProse() && words(b.text) >= 3 {
			return true
		}
		if b.isProse() {
			return false
		}
		if b.kind == left && isPageClutter(b.why) && i < r.first-2 {
			return false
		}
	}
	return false
}

// cutOff reports whether a button follows the region, as behind the first
// paragraphs of another story.
func (p *page) cutOff(r region) bool {
	if r.last+1 >= len(p.blocks) {
		return false
	}
	b := &p.blocks[r.last+1]
	return b.kind == left && moreButton.MatchString(b.text)
}

// moreButton matches the button that leads from a teaser to its story.
var moreButton = regexp.MustCompile(`(?i)^(?:read|keep|continue|show|see|view|full)\b.{0,10}\b(?:more|reading|story|article|less|all)`)

// leaveOut leaves out what is undecided from one block up to another.
func (p *page) leaveOut(from, to int, why string) {
	for i := from; i < to; i++ {
		if p.blocks[i].kind == prose && !p.blocks[i].fixed {
			p.blocks[i].leaveOut(why)
		}
	}
}

// dropAfter leaves out the short lines behind the last paragraph when clutter
// follows it, and those between the front and the first paragraph.
func (p *page) dropAfter(regions []region) {
	if len(regions) == 0 {
		return
	}
	last := regions[len(regions)-1].last
	clutter := false
	for i := last + 1; i < len(p.blocks); i++ {
		clutter = clutter || p.blocks[i].kind == left && isPageClutter(p.blocks[i].why)
	}
	if clutter && !p.hasNotes() && len(p.contents) == 0 {
		p.leaveOut(last+1, len(p.blocks), whyMenu)
	}
}

// wordsOf counts the words of four letters or more in the region.
func (p *page) wordsOf(r region) map[string]float64 {
	counts := make(map[string]float64)
	for i := r.first; i <= r.last; i++ {
		if p.blocks[i].kind != prose {
			continue
		}
		for _, w := range strings.FieldsFunc(strings.ToLower(p.blocks[i].text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) >= 4 && !commonWord(w) {
				counts[w]++
			}
		}
	}
	return counts
}

func commonWord(w string) bool {
	return strings.Contains(" that this with from have been will would could should their there which about while into more than also over under such these those they them were when where what only some most other after before between because being both each even ever much many must same through during against within without ", " "+w+" ")
}

// cosine returns the cosine of the angle between two vectors of word counts,
// each count dampened by its logarithm: 1 for the same words, 0 for none in
// common.
func cosine(a, b map[string]float64) float64 {
	dot, na, nb := 0.0, 0.0, 0.0
	for _, w := range slices.Sorted(maps.Keys(a)) { // in order, so that the sum never differs
		x := 1 + math.Log(a[w])
		na += x * x
		if m := b[w]; m > 0 {
			dot += x * (1 + math.Log(m))
		}
	}
	for _, w := range slices.Sorted(maps.Keys(b)) {
		x := 1 + math.Log(b[w])
		nb += x * x
	}
	if na == 0 || nb == 0 {
		return 0
	}
	return dot / math.Sqrt(na*nb)
}
