package slack

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"attache/commands"
)

// renderOpts are what a reply does not say about itself.
type renderOpts struct {
	// Asked is the text form of the invocation that is answered. The buttons
	// that ask the same again carry it: another page, Share, Report. Without it,
	// or if it is too long for a button, there are none of these, and further
	// pages are continued in message.More.
	Asked    string
	Page     int    // which page, from 1; 0 is the first, and one too high the last
	SharedBy string // who shared the answer; the copy says so
	Public   bool   // the channel sees it
	NoShare  bool   // it may not be shared from here
	// Keep returns the short key under which a text is kept that no button can
	// hold; an empty key says that it is not. Without it such a button is left out.
	Keep func(text string) string
}

// A message is a reply as Slack shows it.
type message struct {
	Blocks []slack.Block   // none when Text is all
	Text   string          // escaped: what a notification and a screen reader say, or the whole reply
	Files  []commands.File // to be uploaded beside it
	More   []message       // the rest of the reply, each to be posted after the one before
	sheet  *sheet          // what it was drawn from
}

// A sheet is one page with what surrounds it.
type sheet struct {
	title   inert
	marks   inert // who sees it, which page, what is attached
	footer  inert
	notice  inert
	sources map[int]inert
	buttons []button
	page    *page
	after   []*page // those that a button leads to; text alone has no button and holds them too
}

// The most of the parts around a page.
const (
	maxFooter  = 600
	maxMarking = 40 // the longest label is TLP:AMBER+STRICT
	maxMarks   = 300
)

// render returns a reply as a message, whatever is in the reply: every part is
// cut down, laid out on further pages or drawn more simply until Slack takes it.
func render(reply commands.Reply, opts renderOpts) message {
	title := inertOf(reply.Title).shortened(maxHeader)
	marks := marksOf(reply, opts)
	g := &pager{sources: sourceLines(reply.Citations), frame: newBudget()}
	foot := inertOf(reply.Footer).shortened(maxFooter)
	// The frame is the title, the marks with the page's number, the footer and
	// the buttons.
	pageMark := len("Page 9999 of 9999 · ")
	if !g.frame.take(4+1, title.size()+marks.size()+pageMark+foot.size()+maxButtonsText) {
		panic("slack: the frame of a page leaves no room")
	}
	lead, body := leadPieces(reply), bodyPieces(reply, title, g.sources)
	if title.empty() && !slices.ContainsFunc(append(slices.Clone(lead), body...), piece.says) {
		lead = []piece{{text: inertOf(nothing)}}
	}
	pages := g.layOut(lead, body)
	draw := func(p *page) message {
		s := &sheet{title: title, marks: marks, footer: foot, sources: g.sources, notice: notice(reply, opts), page: p, buttons: buttonsOf(reply, opts, p)}
		if p.of > 1 {
			s.marks = joinInert([]inert{inertOf(fmt.Sprintf("Page %d of %d", p.number, p.of)), marks}, " · ")
		}
		if opts.value(opts.Asked) != "" {
			s.after = pages[p.number:]
		}
		return s.message()
	}
	at := min(max(opts.Page, 1), len(pages)) - 1
	m := draw(pages[at])
	m.Files = reply.Files
	if opts.value(opts.Asked) == "" {
		for _, p := range pages[at+1:] {
			m.More = append(m.More, draw(p))
		}
	}
	return m
}

// marksOf says who sees the message, how far it may travel and what comes with it.
func marksOf(reply commands.Reply, opts renderOpts) inert {
	var marks []inert
	switch {
	case opts.SharedBy != "":
		marks = append(marks, inertOf("Shared by "+opts.SharedBy).shortened(100))
	case reply.Private && !opts.Public:
		marks = append(marks, inertOf("Only you can see this"))
	}
	marks = append(marks, inertOf(reply.Marked()).shortened(maxMarking))
	for _, f := range reply.Files[:min(len(reply.Files), 3)] {
		marks = append(marks, inertOf(fmt.Sprintf("File %s, %s", inertOf(f.Name).shortened(60).plain(), bytesIn(len(f.Data)))))
	}
	return joinInert(marks, " · ").shortened(maxMarks)
}

func bytesIn(n int) string {
	if n < 1000 {
		return strconv.Itoa(n) + " bytes"
	}
	return fmt.Sprintf("%.1f kB", float64(n)/1000)
}

// notice returns the one line that a notification shows: title and bottom line.
func notice(reply commands.Reply, opts renderOpts) inert {
	text := inertOf(reply.Text)
	if reply.Error != nil {
		text = inertOf(reply.Error.Text + "  " + reply.Error.Code())
	}
	title := inertOf(reply.Title).shortened(maxHeader)
	sep := ": "
	if strings.HasSuffix(title.escaped, "?") || strings.HasSuffix(title.escaped, ":") {
		sep = " "
	}
	line := joinInert([]inert{title, text}, sep)
	if opts.SharedBy != "" {
		line = joinInert([]inert{inertOf("Shared by " + opts.SharedBy).shortened(100), line}, " · ")
	}
	if line.empty() {
		line = inertOf(nothing)
	}
	// The label is never what is cut.
	label := inertOf(reply.Marked()).shortened(maxMarking)
	if label.empty() {
		return line.shortened(maxNotice)
	}
	return joinInert([]inert{line.shortened(maxNotice - label.size() - len(" · ")), label}, " · ")
}

// nothing is shown of a reply without any text.
const nothing = "Nothing to show."

// sourceLines returns the source line of every citation, by number.
func sourceLines(citations []commands.Citation) map[int]inert {
	out := make(map[int]inert, len(citations))
	for _, c := range citations {
		if _, twice := out[c.N]; !twice {
			out[c.N] = joinInert([]inert{inertOf(fmt.Sprintf("[%d]", c.N)), inertOf(c.Source).shortened(maxSource)}, " ")
		}
	}
	return out
}

var markForm = regexp.MustCompile(`\[(\d{1,6})\]`)

// leadPieces returns the error and the bottom line.
func leadPieces(reply commands.Reply) []piece {
	var out []piece
	if reply.Error != nil {
		out = statementPieces(piece{text: inertOf(reply.Error.Text), label: inertOf(reply.Error.Code()).shortened(maxBeside)})
		if inertOf(reply.Error.Text).empty() {
			out = []piece{{text: inertOf(reply.Error.Code()).shortened(maxPiece)}}
		}
	}
	if text := inertOf(reply.Text); !text.empty() {
		p := piece{text: text, quiet: true}
		for _, m := range markForm.FindAllStringSubmatch(reply.Text, maxCites) {
			n, _ := strconv.Atoi(m[1])
			if slices.ContainsFunc(reply.Citations, func(c commands.Citation) bool { return c.N == n }) {
				p.cites = append(p.cites, n)
			}
		}
		out = append(out, statementPieces(p)...)
	}
	return out
}

// bodyPieces returns the statements, the tables, the notes, and the sources
// that nothing cites, in pieces.
func bodyPieces(reply commands.Reply, title inert, sources map[int]inert) []piece {
	around := map[int]commands.Citation{}
	for _, c := range reply.Citations {
		if c.Before != "" || c.After != "" {
			around[c.N] = c
		}
	}
	var out []piece
	for _, s := range reply.Statements {
		p := piece{group: inertOf(s.Group).shortened(maxGroup), text: inertOf(s.Text), bullet: !s.Redline(), cites: s.Cites,
			label: inertOf(s.Label).shortened(maxBeside)}
		if c, ok := around[only(s.Cites)]; ok {
			p.bullet = false
			p.before, p.after = inertOf(c.Before).shortened(maxBeside), inertOf(c.After).shortened(maxBeside)
		}
		out = append(out, statementPieces(p)...)
	}
	for _, t := range reply.Tables {
		out = append(out, tablePieces(t, title)...)
	}
	for _, c := range reply.Citations {
		for _, note := range c.Notes {
			out = append(out, statementPieces(piece{group: inertOf(fmt.Sprintf("Notes of [%d]", c.N)), text: inertOf(note), bullet: true, address: true})...)
		}
	}
	cited := map[int]bool{}
	for i := range out {
		out[i].cites = slices.DeleteFunc(slices.Clone(out[i].cites), func(n int) bool { return sources[n].empty() })
		for _, n := range out[i].cites {
			cited[n] = true
		}
	}
	for _, p := range leadPieces(reply) {
		for _, n := range p.cites {
			cited[n] = true
		}
	}
	for _, c := range reply.Citations {
		if !cited[c.N] {
			cited[c.N] = true
			out = append(out, piece{cites: []int{c.N}})
		}
	}
	return out
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
		out[i] = piece{group: p.group, text: part, address: p.address}
	}
	out[0].bullet, out[0].before = p.bullet, p.before
	last := &out[len(out)-1]
	last.label, last.after, last.cites, last.quiet = p.label, p.after, p.cites, p.quiet
	return out
}

// numbers returns the citations as they follow the piece's text, if they do.
func (p piece) numbers() inert {
	if p.quiet {
		return inert{}
	}
	return numbers(p.cites)
}

// numbers returns citation numbers as they follow a sentence: " [1][3]".
func numbers(cites []int) inert {
	var b strings.Builder
	for i, n := range cites {
		if i == 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "[%d]", n)
	}
	return own(b.String())
}
