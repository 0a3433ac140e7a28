package documents

import (
	"attache/briefings"
)

// A page is a document while it is being read: its blocks, each of which the
// steps of reading give a kind, and what has been learnt on the way.
type page struct {
	text     string
	blocks   []block
	meta     briefings.Metadata
	contents map[string]bool // the folded titles of the table of contents
	sparse   bool            // the document has blank lines between its paragraphs
	notes    map[string]int  // the numbers of the notes, by the marks that lead to them
	tables   []table
	markers  map[int]bool // numbers of the note marks in the running text
	body     int          // index of the first block of the body
	tail     int          // index of the first block behind the body
}

func newPage(text string, blocks []block) *page {
	gaps := 0
	for i := range blocks {
		if blocks[i].gap > 0 {
			gaps++
		}
	}
	return &page{text: text, blocks: blocks, tail: len(blocks), sparse: gaps*8 >= len(blocks), contents: make(map[string]bool)}
}

// read runs the steps in order and fills in the source. Each step relies on the
// ones before it: notes and tables must be known before a line that stands
// between the halves of a paragraph can be called a running head, and clutter
// before the longest stretch of text can be called the body.
func (p *page) read(src *briefings.Source) {
	p.findContents()
	p.findNotes()
	p.findTables()
	p.findFurniture()
	p.findClutter()
	p.findFront()
	p.findBody()
	p.findBack()
	p.findHeadings()
	p.findPullQuotes()
	p.write(src)
}

// quote returns the raw text of the span.
func (p *page) quote(s briefings.Span) string { return p.text[s.Start:s.End] }

// next returns the index of the first block after i that keep accepts, or
// len(p.blocks).
func (p *page) next(i int, keep func(*block) bool) int {
	for i++; i < len(p.blocks); i++ {
		if keep(&p.blocks[i]) {
			return i
		}
	}
	return len(p.blocks)
}

// previous returns the index of the last block before i that keep accepts, or
// -1.
func (p *page) previous(i int, keep func(*block) bool) int {
	for i--; i >= 0; i-- {
		if keep(&p.blocks[i]) {
			return i
		}
	}
	return -1
}

// undecided reports whether the block is running text as far as is known.
func undecided(b *block) bool { return b.kind == prose || b.kind == heading }
