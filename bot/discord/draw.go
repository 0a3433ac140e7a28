package discord

import "strings"

// A manner is a way to draw a page, the best first.
type manner int

const (
	componentsManner manner = iota // components v2
	embedManner                    // text, an embed and rows of buttons
	textManner                     // text alone
)

// chain returns the message in the ways in which it can be shown, the best
// first and text alone at the end. All of them say the same; when Discord
// refuses one, the next is tried. A way may need more messages than another, so
// that More is that of the way.
func chain(m message) []message { return chainFrom(m, componentsManner) }

// chainFrom is chain without the ways before the first that is wanted.
func chainFrom(m message, first manner) []message {
	if m.sheet == nil {
		return []message{m}
	}
	var out []message
	for how := first; how <= textManner; how++ {
		if next, ok := m.drawn(how); ok {
			out = append(out, next)
		}
	}
	return out
}

// drawn returns the message drawn in one manner, or false when that is over a
// limit. Text alone always is within the limits.
func (m message) drawn(how manner) (message, bool) {
	next := message{Files: m.Files, Ephemeral: m.Ephemeral, More: m.More, sheet: m.sheet}
	switch how {
	case componentsManner:
		next.Components, next.Flags = m.sheet.components(), flagComponents
	case embedManner:
		next.Content, next.Embeds, next.Components = m.sheet.embeds()
	case textManner:
		return m.sheet.texts(next), true
	}
	return next, len(faults(next)) == 0
}

// message returns the sheet in the best manner.
func (s *sheet) message() message {
	for how := componentsManner; ; how++ {
		if m, ok := (message{sheet: s, Files: s.files}).drawn(how); ok {
			return m
		}
	}
}

// The marks of ours that begin a line. What they lead is inert.
const (
	heading = "### "
	bullet  = "- "
	small   = "-# "
)

func bold(t inert) string { return "**" + t.escaped + "**" }

// A section is some lines of markdown that belong together: those of a group of
// statements, or the sources.
type section []string

func (s section) String() string { return strings.Join(s, "\n") }

func (s section) size() int { return units(s.String()) }

// sectionsOf draws pieces as lines, a section for each group of them.
func sectionsOf(pieces []piece) []section {
	var out []section
	var group inert
	for _, p := range pieces {
		if p.text.empty() {
			continue
		}
		if len(out) == 0 || p.group != group {
			out = append(out, nil)
			if !p.group.empty() {
				out[len(out)-1] = section{bold(p.group)}
			}
		}
		group = p.group
		last := &out[len(out)-1]
		*last = append(*last, p.lines()...)
	}
	return out
}

// lines draws a piece.
func (p piece) lines() []string {
	var out []string
	if !p.before.empty() {
		out = append(out, small+own("Before: ").plus(p.before).escaped)
	}
	text := p.text.escaped
	if p.passage {
		text = bold(p.text)
	}
	if p.bullet {
		text = bullet + text
	}
	text += p.numbers().escaped
	if !p.label.empty() {
		text += "  *(" + p.label.escaped + ")*"
	}
	out = append(out, text)
	if !p.after.empty() {
		out = append(out, small+own("After: ").plus(p.after).escaped)
	}
	return out
}

// headLines draws the title and the marks.
func (s *sheet) headLines() section {
	var out section
	if !s.title.empty() {
		out = append(out, heading+s.title.escaped)
	}
	if !s.marks.empty() {
		out = append(out, small+s.marks.escaped)
	}
	return out
}

// leadLines draws the error and the bottom line.
func (s *sheet) leadLines() section {
	var out section
	for _, part := range sectionsOf(s.page.lead) {
		out = append(out, part...)
	}
	return out
}

// sourceLines draws the sources of what the page cites.
func (s *sheet) sourceLines(p *page) section {
	var out section
	for _, n := range p.cites {
		out = append(out, small+s.sources[n].escaped)
	}
	return out
}
