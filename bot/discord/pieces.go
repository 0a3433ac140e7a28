package discord

import (
	"fmt"
	"slices"
	"strings"

	"attache/commands"
)

// leadPieces returns the error and the bottom line.
func (d *drafter) leadPieces() []piece {
	var out []piece
	if e := d.reply.Error; e != nil {
		out = statementPieces(piece{text: inertOf(e.Text), label: inertOf(e.Code()).shortened(maxBeside)})
		if inertOf(e.Text).empty() {
			out = []piece{{text: inertOf(e.Code()).shortened(maxPiece)}}
		}
	}
	p := piece{quiet: true, cites: cited(d.reply.Text, d.reply.Citations)}
	if p.text = d.worded(d.reply.Text, p.cites); !p.text.empty() {
		out = append(out, statementPieces(p)...)
	}
	return out
}

// worded returns a text of the reply. Its moments become timestamps unless it
// cites a passage: what is quoted is shown as it stands.
func (d *drafter) worded(text string, cites []int) inert {
	if len(cites) > 0 {
		return inertOf(text)
	}
	return d.stamps.inert(text)
}

// bodyPieces returns the statements, the tables, the notes, and the sources
// that nothing cites, in pieces.
func (d *drafter) bodyPieces() []piece {
	around := map[int]commands.Citation{}
	for _, c := range d.reply.Citations {
		if c.Before != "" || c.After != "" {
			around[c.N] = c
		}
	}
	var out []piece
	for _, s := range d.reply.Statements {
		p := piece{group: inertOf(s.Group).shortened(maxGroup), text: d.worded(s.Text, s.Cites), bullet: !s.Redline(), cites: s.Cites,
			label: inertOf(s.Label).shortened(maxBeside)}
		if c, ok := around[only(s.Cites)]; ok {
			p.bullet, p.passage = false, true
			p.before, p.after = inertOf(c.Before).shortened(maxBeside), inertOf(c.After).shortened(maxBeside)
		}
		out = append(out, statementPieces(p)...)
	}
	for _, t := range d.reply.Tables {
		out = append(out, d.tablePieces(t)...)
	}
	for _, c := range d.reply.Citations {
		for _, note := range c.Notes {
			out = append(out, statementPieces(piece{group: inertOf(fmt.Sprintf("Notes of [%d]", c.N)), text: linked(note), bullet: true})...)
		}
	}
	return d.withSources(out)
}

// withSources leaves out the numbers of which there is no source, and adds a
// piece for each source that nothing cites.
func (d *drafter) withSources(pieces []piece) []piece {
	known := map[int]bool{}
	for i := range pieces {
		pieces[i].cites = slices.DeleteFunc(slices.Clone(pieces[i].cites), func(n int) bool { return d.sources[n].empty() })
		for _, n := range pieces[i].cites {
			known[n] = true
		}
	}
	for _, n := range cited(d.reply.Text, d.reply.Citations) {
		known[n] = true
	}
	for _, c := range d.reply.Citations {
		if !known[c.N] {
			known[c.N] = true
			pieces = append(pieces, piece{cites: []int{c.N}})
		}
	}
	return pieces
}

// only returns the one number of the list, and -1 for any other list.
func only(list []int) int {
	if len(list) == 1 {
		return list[0]
	}
	return -1
}

// statementPieces returns a statement in as many pieces as its text needs.
func statementPieces(p piece) []piece {
	if len(p.cites) > maxCites {
		p.cites = p.cites[:maxCites] // the others still have their source lines
	}
	parts := p.text.split(maxPiece)
	out := make([]piece, len(parts))
	for i, part := range parts {
		out[i] = piece{group: p.group, text: part, passage: p.passage}
	}
	out[0].bullet, out[0].before = p.bullet, p.before
	last := &out[len(out)-1]
	last.label, last.after, last.cites, last.quiet = p.label, p.after, p.cites, p.quiet
	return out
}

// numbers returns the citations as they follow the piece's text, if they do:
// " [1][3]".
func (p piece) numbers() inert {
	var b strings.Builder
	for i, n := range p.cites {
		if p.quiet {
			break
		}
		if i == 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "[%d]", n)
	}
	return own(b.String())
}
