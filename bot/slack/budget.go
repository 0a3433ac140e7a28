package slack

import (
	"slices"
	"strconv"
)

// A budget is how much a message can still take. Both numbers are counted in
// what is sent: escapes whole, text in UTF-16 units.
type budget struct {
	blocks int
	text   int
}

// newBudget returns what an empty message can take.
func newBudget() budget { return budget{blocks: maxMessageBlocks, text: maxMessageText} }

// take lowers the budget and reports whether there was enough; if not, nothing
// is taken.
func (b *budget) take(blocks, text int) bool {
	if blocks > b.blocks || text > b.text {
		return false
	}
	b.blocks -= blocks
	b.text -= text
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
	address bool // web addresses in it can be pressed

	table *tableHead // of a row; nil for everything else
	cells []inert    // of a row: as many as the head has columns
}

// says reports whether the piece shows anything.
func (p piece) says() bool { return !p.text.empty() || p.table != nil || len(p.cites) > 0 }

// A page is what one message shows of a reply.
type page struct {
	lead   []piece // the error or the bottom line
	body   []piece // statements and rows, in order
	cites  []int   // numbers of all citations of lead and body, ascending
	number int
	of     int
}

// The most that one piece may take. Longer text goes on in the next piece; what
// only stands beside it is shortened.
const (
	maxPiece  = 2000
	maxGroup  = 150
	maxBeside = 300 // a label, a neighbouring passage
	maxSource = 300 // a source line
	maxCites  = 8
)

// marksCost is what is drawn around a piece at most: a bullet, brackets around
// the label, the words that lead its neighbours, line ends.
const marksCost = len("\n• ") + len("  ()") + len("\nBefore: ") + len("\nAfter: ")

// cost returns the text that the piece takes, whichever way it is drawn.
func (p piece) cost() int {
	text := p.text.size() + p.label.size() + p.group.size() + p.before.size() + p.after.size() + marksCost
	for _, n := range p.cites {
		text += citeCost(n)
	}
	for i, cell := range p.cells {
		text += p.table.header[i].size() + cell.size() + len(": ") + len(" · ")
	}
	return text
}

func citeCost(n int) int { return len("[] ") + len(strconv.Itoa(n)) }

// A pager lays the pieces of a reply out on pages. A page holds the source line
// of every passage that it cites, so that none has to be looked for elsewhere.
type pager struct {
	sources map[int]inert // the source lines, by number
	frame   budget        // what the frame of a page leaves to its pieces

	pages []*page
	left  budget
	run   int        // text in the block that the next piece would join; 0 for none
	lines int        // the same, of the source lines
	table *tableHead // the last whose head is on the page
	rows  int        // of that table
}

// layOut returns the pages; there is always one.
func (g *pager) layOut(lead, body []piece) []*page {
	g.open()
	for _, p := range lead {
		at := g.place(p)
		at.lead = append(at.lead, p)
	}
	g.run = 0 // the lead has a block of its own
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
	g.left, g.run, g.lines, g.table, g.rows = g.frame, 0, 0, nil, 0
	g.pages = append(g.pages, &page{})
}

// place returns the page that takes the piece: the open one, or a new one if
// the piece does not fit there. Every piece fits on an empty page.
func (g *pager) place(p piece) *page {
	if !g.fits(p) {
		g.open()
		if !g.fits(p) {
			panic("slack: a piece is larger than a page")
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
	rows := 0
	blocks, text, run, lines := 0, p.cost(), g.run, g.lines
	if p.table != nil {
		if rows = g.rows + 1; p.table != g.table {
			rows, run = 1, 0
			text += p.table.cost()
		}
		if rows > maxTableRows {
			return false
		}
	} else if g.table != nil {
		run = 0 // a table ends the block before it
	}
	joined := run > 0 && run+text <= maxSectionText
	if joined {
		run += text
	} else {
		blocks, run = blocks+1, text
	}
	shown := g.pages[len(g.pages)-1].cites
	for _, n := range p.cites {
		if slices.Contains(shown, n) {
			continue
		}
		line := g.sources[n].size() + 1
		text += line
		if lines == 0 || lines+line > maxContextText {
			blocks, lines = blocks+1, 0
		}
		lines += line
	}
	if !g.left.take(blocks, text) {
		return false
	}
	g.run, g.lines, g.table, g.rows = run, lines, p.table, rows
	return true
}
