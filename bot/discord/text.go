package discord

import (
	"slices"

	"attache/bot/intake"
	"attache/commands"
)

// leftOut ends a text that does not hold all pages.
const leftOut = "The rest does not fit here; ask for less at a time."

// The most messages that a page and the pages after it become as text, and the
// most commands that they name in place of buttons.
const (
	mostTexts = 6
	mostTyped = 8
)

// texts draws the page as text alone, in as many messages as that takes: the
// given one and more behind it. There are no buttons, so that the text goes on
// with the pages that follow and says what can be typed.
func (s *sheet) texts(m message) message {
	lines := slices.Concat(s.headLines(), s.pageLines(s.page))
	foot := s.typed()
	if !s.footer.empty() {
		foot = append(foot, small+s.footer.escaped)
	}
	if len(lines)+len(foot) == 0 {
		lines = section{own(nothing).escaped}
	}
	for _, p := range s.after {
		more := slices.Concat(lines, s.pageLines(p))
		if len(contents(slices.Concat(more, foot))) > mostTexts {
			lines = append(lines, own(leftOut).escaped)
			break
		}
		lines = more
	}
	all := contents(slices.Concat(lines, foot))
	m.Content, m.Flags = all[0], flagQuietLinks
	var rest []message
	for _, content := range all[1:] {
		rest = append(rest, message{Content: content, Flags: flagQuietLinks, Ephemeral: m.Ephemeral})
	}
	m.More = slices.Concat(rest, m.More)
	return m
}

// typed names the commands of the buttons that run one.
func (s *sheet) typed() section {
	var out section
	for _, b := range slices.Concat(s.rows.passages, s.rows.more) {
		if b.text == "" || len(out) == mostTyped {
			continue
		}
		group := commands.Brief
		if row, ok := intake.RowAsked(b.text); ok {
			group = row.Group
		}
		line := inertOf(b.label).plus(own(": /"+group+" "), inertOf(b.text))
		if line.size() <= maxPiece {
			out = append(out, line.escaped)
		}
	}
	return out
}

// pageLines returns what a page shows, as lines.
func (s *sheet) pageLines(p *page) section {
	var out section
	for _, part := range slices.Concat(sectionsOf(p.lead), sectionsOf(p.body)) {
		out = append(out, part...)
	}
	return append(out, s.sourceLines(p)...)
}

// contents packs lines into as few contents as hold them. No line is longer than
// a content.
func contents(lines section) []string {
	var out []string
	size := 0
	for _, line := range lines {
		n := units(line)
		if len(out) == 0 || size+1+n > maxContent {
			out, size = append(out, line), n
			continue
		}
		out[len(out)-1] += "\n" + line
		size += 1 + n
	}
	return out
}
