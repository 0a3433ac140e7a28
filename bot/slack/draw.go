package slack

import (
	"github.com/slack-go/slack"
)

// A manner is a way to draw a page, the best first.
type manner int

const (
	richManner   manner = iota // rich text, and tables that page by themselves
	simpleManner               // the same with tables that older clients know
	plainManner                // the blocks that every client has ever known
)

// chain returns the message in the ways in which it can be shown, the best
// first and text alone at the end. All of them say the same; when Slack refuses
// one, the next is tried.
func chain(m message) []message {
	if m.sheet == nil {
		return []message{m}
	}
	var out []message
	for how := richManner; how <= plainManner; how++ {
		if how == simpleManner && !m.sheet.tabular() {
			continue
		}
		next := m
		next.Blocks = m.sheet.blocks(how)
		if len(faults(next)) == 0 {
			out = append(out, next)
		}
	}
	last := m
	last.Blocks, last.Text = nil, m.sheet.text()
	return append(out, last)
}

// message returns the sheet drawn in the best manner that is within the limits.
func (s *sheet) message() message {
	return chain(message{Text: s.notice.escaped, sheet: s})[0]
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
			lines = append(lines, piece{group: p.table.caption, text: p.rowLine(), cites: p.cites, bullet: true})
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
		text := p.text.plus(numbers(p.cites))
		if !p.label.empty() {
			text = text.plus(own("  ("), p.label, own(")"))
		}
		if p.bullet {
			text = own("• ").plus(text)
		}
		out = append(out, joinInert(append(parts, p.before, text, p.after), "\n"))
	}
	return out
}

// text returns the whole page as the text of a message without blocks.
func (s *sheet) text() string {
	lines := []inert{s.title, s.marks}
	lines = append(lines, linesOf(s.page.lead)...)
	var body []piece
	for _, p := range s.page.body {
		if p.table != nil {
			p = piece{group: p.table.caption, text: p.rowLine(), cites: p.cites, bullet: true}
		}
		body = append(body, p)
	}
	lines = append(lines, linesOf(body)...)
	for _, n := range s.page.cites {
		lines = append(lines, s.sources[n])
	}
	return joinInert(append(lines, s.footer), "\n").escaped
}
