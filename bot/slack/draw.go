package slack

import (
	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/commands"
)

// A manner is a way to draw a page, the best first.
type manner int

const (
	richManner   manner = iota // rich text, and tables that page by themselves
	simpleManner               // the same with tables that older clients know
	plainManner                // the blocks that every client has ever known
	textManner                 // no blocks at all
)

// chain returns the message in the ways in which it can be shown, the best
// first and text alone at the end. All of them say the same; when Slack refuses
// one, the next is tried.
func chain(m message) []message {
	if m.sheet == nil {
		return []message{m}
	}
	var out []message
	for how := richManner; how <= textManner; how++ {
		if next, ok := m.drawn(how); ok {
			out = append(out, next)
		}
	}
	return out
}

// drawn returns the message drawn in one manner, or false when that is like the
// manner before or over a limit. Text alone always is within the limits.
func (m message) drawn(how manner) (message, bool) {
	switch {
	case how == textManner:
		m.Blocks, m.Text = nil, m.sheet.text()
		return m, true
	case how == simpleManner && !m.sheet.tabular():
		return message{}, false
	}
	m.Blocks, m.Text = m.sheet.blocks(how), m.sheet.notice.escaped
	return m, len(faults(m)) == 0
}

// message returns the sheet in the best manner.
func (s *sheet) message() message {
	for how := richManner; ; how++ {
		if m, ok := (message{sheet: s}).drawn(how); ok {
			return m
		}
	}
}

// tabular reports whether a table is drawn on the page.
func (s *sheet) tabular() bool {
	for _, p := range s.page.body {
		if p.table != nil {
			return true
		}
	}
	return false
}

func (s *sheet) blocks(how manner) []slack.Block {
	var out []slack.Block
	if !s.title.empty() {
		out = append(out, slack.NewHeaderBlock(s.title.object()))
	}
	if !s.marks.empty() {
		out = append(out, contextBlock(s.marks))
	}
	out = append(out, sections(s.page.lead)...)
	out = append(out, s.body(how)...)
	out = append(out, s.sourceBlocks()...)
	if !s.footer.empty() {
		out = append(out, contextBlock(s.footer))
	}
	if b := buttonsBlock(s.buttons); b != nil {
		out = append(out, b)
	}
	return out
}

// body draws the statements and tables in order. Slack allows one table in a
// message; the rows of another are lines of text.
func (s *sheet) body(how manner) []slack.Block {
	var drawn *tableHead
	for _, p := range s.page.body {
		if p.table != nil && drawn == nil && how != plainManner {
			drawn = p.table
		}
	}
	var out []slack.Block
	var lines, rows []piece
	flush := func() {
		if how == plainManner {
			out = append(out, sections(lines)...)
		} else {
			out = append(out, richBlocks(lines)...)
		}
		lines = nil
	}
	for i, p := range s.page.body {
		switch {
		case p.table == nil:
			lines = append(lines, p)
		case p.table != drawn:
			lines = append(lines, p.listed())
		default:
			rows = append(rows, p)
			if i+1 == len(s.page.body) || s.page.body[i+1].table != drawn {
				flush()
				out = append(out, tableBlock(rows, how == richManner))
			}
		}
	}
	flush()
	return out
}

// sourceBlocks draws the source lines of what the page cites.
func (s *sheet) sourceBlocks() []slack.Block {
	var out []slack.Block
	var text inert
	for _, n := range s.page.cites {
		line := s.sources[n]
		if text.size()+1+line.size() > maxContextText {
			out = append(out, contextBlock(text))
			text = inert{}
		}
		text = joinInert([]inert{text, line}, "\n")
	}
	if !text.empty() {
		out = append(out, contextBlock(text))
	}
	return out
}

func contextBlock(text inert) slack.Block { return slack.NewContextBlock("", text.object()) }

// sections draws pieces as lines of plain text, as many to a block as it takes.
func sections(pieces []piece) []slack.Block {
	var out []slack.Block
	var text inert
	for _, line := range linesOf(pieces) {
		if !text.empty() && text.size()+1+line.size() > maxSectionText {
			out = append(out, slack.NewSectionBlock(text.object(), nil, nil))
			text = inert{}
		}
		text = joinInert([]inert{text, line}, "\n")
	}
	if !text.empty() {
		out = append(out, slack.NewSectionBlock(text.object(), nil, nil))
	}
	return out
}

// linesOf returns pieces as lines of text, headings among them.
func linesOf(pieces []piece) []inert {
	var out []inert
	var group inert
	for _, p := range pieces {
		if p.text.empty() {
			continue
		}
		var parts []inert
		if p.group != group && !p.group.empty() {
			parts = append(parts, p.group)
		}
		group = p.group
		text := p.text.plus(p.numbers())
		if !p.label.empty() {
			text = text.plus(own("  ("), p.label, own(")"))
		}
		if p.bullet {
			text = own("• ").plus(text)
		}
		out = append(out, joinInert(append(parts, led("Before: ", p.before), text, led("After: ", p.after)), "\n"))
	}
	return out
}

// led returns the text led by a word of ours, and no text for no text.
func led(by string, text inert) inert {
	if text.empty() {
		return text
	}
	return own(by).plus(text)
}

// leftOut ends a text that does not hold all pages.
const leftOut = "The rest does not fit here; ask for less at a time."

// text returns the whole page as the text of a message without blocks. There
// are no buttons either, so that it goes on with the pages that follow and says
// what can be typed.
func (s *sheet) text() string {
	lines := []inert{s.title, s.marks}
	lines = append(lines, s.pageLines(s.page)...)
	var foot []inert
	for _, b := range s.buttons {
		if line := b.typed(); !line.empty() && len(foot) < mostTyped {
			foot = append(foot, line)
		}
	}
	foot = append(foot, s.footer)
	left := maxFallbackText - joinInert(lines, "\n").size() - joinInert(foot, "\n").size() - len(leftOut) - 3
	for _, p := range s.after {
		more := joinInert(s.pageLines(p), "\n")
		if left -= more.size() + 1; left < 0 {
			lines = append(lines, own(leftOut))
			break
		}
		lines = append(lines, more)
	}
	return joinInert(append(lines, foot...), "\n").escaped
}

// typed returns what can be typed in the place of a button, as a line of text.
func (b button) typed() inert {
	if b.text == "" {
		return inert{}
	}
	group := commands.Brief
	if row, ok := intake.RowAsked(b.text); ok {
		group = row.Group
	}
	return b.label.plus(own(": /"+group+" "), inertOf(b.text).shortened(maxBeside))
}

// mostTyped is how many commands a text without buttons names.
const mostTyped = 8

// pageLines returns what a page shows as lines of text.
func (s *sheet) pageLines(p *page) []inert {
	lines := linesOf(p.lead)
	var body []piece
	for _, b := range p.body {
		if b.table != nil {
			b = b.listed()
		}
		body = append(body, b)
	}
	lines = append(lines, linesOf(body)...)
	for _, n := range p.cites {
		lines = append(lines, s.sources[n])
	}
	return lines
}
