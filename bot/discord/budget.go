package discord

import (
	"slices"
	"strconv"
)

// A budget is how much a page can still take of the text displays. Both numbers
// are counted in what is sent, escapes included.
type budget struct {
	text  int // UTF-16 units
	bytes int // UTF-8 bytes, and cliffEach for each text display
}

// newBudget returns what an empty message can take.
func newBudget() budget { return budget{text: aimComponentText, bytes: aimBytes} }

// take lowers the budget and reports whether there was enough; if not, nothing
// is taken.
func (b *budget) take(text, bytes int) bool {
	if text > b.text || bytes > b.bytes {
		return false
	}
	b.text -= text
	b.bytes -= bytes
	return true
}

// A piece is the least part of a reply that a page can hold.
type piece struct {
	group   inert // heading over it; empty for none
	text    inert // empty when the piece only brings source lines
	label   inert // what kind of statement it is
	before  inert // the passage before, shown ahead of the text
	after   inert
	cites   []int // at most maxCites
	quiet   bool  // the text names its citations itself
	bullet  bool
	passage bool // it stands out between its neighbours
}

// says reports whether the piece shows anything.
func (p piece) says() bool { return !p.text.empty() || len(p.cites) > 0 }

// A page is what one message shows of a reply.
type page struct {
	lead   []piece // the error or the bottom line
	body   []piece // statements and rows, in order
	cites  []int   // numbers of all citations of lead and body, ascending
	number int
	of     int
}

// The most that one piece may take, in UTF-16 units with escapes. Longer text
// goes on in the next piece; what only stands beside it is shortened. A unit has
// at most three bytes, so that the pieces of the most fit a page in bytes too.
const (
	maxPiece  = 1000
	maxGroup  = 120
	maxBeside = 180 // a label, a neighbouring passage
	maxSource = 180 // a source line
	maxCites  = 4
)

// marksCost is what is drawn around a piece at most: a bullet, bold and italic
// marks, brackets around the label, the words that lead its neighbours, line ends.
const marksCost = len("\n- ****") + len("\n****") + len("  (**)") + len("\n-# Before\\: ") + len("\n-# After\\: ")

// cost returns the text and the bytes that the piece takes, whichever way it is
// drawn.
func (p piece) cost() (text, bytes int) {
	text, bytes = marksCost, marksCost
	for _, t := range []inert{p.text, p.label, p.group, p.before, p.after} {
		text += t.size()
		bytes += t.bytes()
	}
	for _, n := range p.cites {
		text += citeCost(n)
		bytes += citeCost(n)
	}
	return text, bytes
}

func citeCost(n int) int { return len(` \[\-\]`) + len(strconv.Itoa(n)) }

// lineCost is what is drawn around a source line.
const lineCost = len("\n-# ")

// A pager lays the pieces of a reply out on pages. A page holds the source line
// of every passage that it cites, so that none has to be looked for elsewhere.
type pager struct {
	sources map[int]inert // the source lines, by number
	frame   budget        // what the frame of a page leaves to its pieces

	pages []*page
	left  budget
}

// layOut returns the pages; there is always one.
func (g *pager) layOut(lead, body []piece) []*page {
	g.open()
	for _, p := range lead {
		at := g.place(p)
		at.lead = append(at.lead, p)
	}
	for _, p := range body {
		at := g.place(p)
		at.body = append(at.body, p)
	}
	for i, p := range g.pages {
		p.number, p.of = i+1, len(g.pages)
	}
	return g.pages
}

func (g *pager) open() {
	g.left = g.frame
	g.pages = append(g.pages, &page{})
}

// place returns the page that takes the piece: the open one, or a new one if
// the piece does not fit there. Every piece fits on an empty page.
func (g *pager) place(p piece) *page {
	if !g.fits(p) {
		g.open()
		if !g.fits(p) {
			panic("discord: a piece is larger than a page")
		}
	}
	at := g.pages[len(g.pages)-1]
	for _, n := range p.cites {
		if !slices.Contains(at.cites, n) {
			at.cites = append(at.cites, n)
		}
	}
	slices.Sort(at.cites)
	return at
}

// fits takes what the piece and its new source lines need, if that is there.
func (g *pager) fits(p piece) bool {
	text, bytes := p.cost()
	shown := g.pages[len(g.pages)-1].cites
	for i, n := range p.cites {
		if slices.Contains(shown, n) || slices.Contains(p.cites[:i], n) {
			continue
		}
		text += g.sources[n].size() + lineCost
		bytes += g.sources[n].bytes() + lineCost
		if len(shown)+i >= maxOptions {
			return false // more passages than the select of a page can list
		}
	}
	return g.left.take(text, bytes)
}
