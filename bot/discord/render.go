package discord

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"attache/briefings"
	"attache/commands"
)

// renderOpts are what a reply does not say about itself.
type renderOpts struct {
	// Asked is the text form of the invocation that is answered. The buttons
	// that ask the same again carry it: another page, Share, Report. Without it,
	// or if it can neither be carried nor kept, there are none of these, and
	// further pages are continued in message.More.
	Asked    string
	Page     int    // which page, from 1; 0 is the first, and one too high the last
	SharedBy string // who shared the answer; the copy says so
	Public   bool   // the channel sees it
	NoShare  bool   // it may not be shared from here
	NoFiles  bool   // a longer table does not bring itself as a file
	// Forms are those that can be opened from here, as formText writes them: one
	// is a button, more are a select.
	Forms []string
	// Delivery returns the delivery that brings a page, from 1, which its button
	// Report then names; nil when nothing of it is one.
	Delivery func(page int) briefings.DeliveryID
	// Keep returns the short key, of at most 24 characters, under which a text
	// is kept that no custom_id can hold; an empty key says that it is not.
	// Without it such a button is left out.
	Keep func(text string) string
}

// A message is a reply as Discord shows it, in one way of its chain.
type message struct {
	Content    string          // markdown; empty when Components are all
	Components []component     // with flagComponents the whole message, else rows of buttons
	Embeds     []embed         // none when Content or Components are all
	Files      []commands.File // to be sent with it, under names that Discord leaves alone
	Flags      int             // flagComponents or flagQuietLinks
	Ephemeral  bool            // only the asker may see it
	More       []message       // the rest, each to be posted after the one before, by a chain of its own
	sheet      *sheet          // what it was drawn from; nil when there is no other way to show it
}

// A sheet is one page with what surrounds it.
type sheet struct {
	title   inert
	marks   inert // who sees it, which page
	footer  inert
	notice  inert
	sources map[int]inert
	rows    rows
	files   []commands.File
	page    *page
	after   []*page // those that a button leads to; text alone has no button and holds them too
}

// The most of the parts around a page.
const (
	maxTitle   = 150
	maxFooter  = 250
	maxMarks   = 150
	maxMarking = 40 // the longest label is TLP:AMBER+STRICT
)

// render returns a reply as a message, whatever is in the reply: every part is
// cut down, laid out on further pages or drawn more simply until Discord takes it.
func render(reply commands.Reply, opts renderOpts) message {
	d := &drafter{reply: reply, opts: opts, stamps: newStamper(reply.Instants), keys: newKeeper(opts.Keep)}
	pages := d.pages()
	if len(pages) > 1 && opts.Asked != "" {
		_, d.carried = d.keys.id(kindPage, len(pages), opts.Asked)
	}
	at := min(max(opts.Page, 1), len(pages)) - 1
	sheet := d.sheet(pages[at])
	if !opts.NoFiles {
		sheet.files = filesOf(reply)
	}
	if d.carried {
		sheet.after = pages[at+1:]
	}
	m := sheet.message()
	if !d.carried {
		for _, p := range pages[at+1:] {
			m.More = append(m.More, d.sheet(p).message())
		}
	}
	m.Ephemeral = reply.Private && !opts.Public
	for i := range m.More {
		m.More[i].Ephemeral = m.Ephemeral
	}
	return m
}

// A drafter draws the pages of one reply.
type drafter struct {
	reply   commands.Reply
	opts    renderOpts
	stamps  stamper
	keys    *keeper
	title   inert
	marks   inert
	footer  inert
	sources map[int]inert
	carried bool // a button leads to the other pages
}

// pages lays the reply out.
func (d *drafter) pages() []*page {
	d.title = inertOf(d.reply.Title).shortened(maxTitle)
	d.marks = marksOf(d.reply, d.opts)
	d.footer = d.stamps.inert(d.reply.Footer).shortened(maxFooter)
	d.sources = sourceLines(d.reply.Citations)
	g := &pager{sources: d.sources, frame: newBudget()}
	pageMark := len("Page 9999 of 9999 · ")
	around := len("### ") + len("\n-# ") + pageMark + len("\n-# ")
	if !g.frame.take(d.title.size()+d.marks.size()+d.footer.size()+around,
		d.title.bytes()+d.marks.bytes()+d.footer.bytes()+around+maxDisplays*cliffEach) {
		panic("discord: the frame of a page leaves no room")
	}
	lead, body := d.leadPieces(), d.bodyPieces()
	if d.title.empty() && !slices.ContainsFunc(slices.Concat(lead, body), piece.says) {
		lead = []piece{{text: inertOf(nothing)}}
	}
	return g.layOut(lead, body)
}

// sheet returns a page with what surrounds it.
func (d *drafter) sheet(p *page) *sheet {
	s := &sheet{title: d.title, marks: d.marks, footer: d.footer, notice: notice(d.reply, d.opts), sources: d.sources,
		page: p, rows: rowsOf(d, p)}
	if p.of > 1 {
		s.marks = joinInert([]inert{own(fmt.Sprintf("Page %d of %d", p.number, p.of)), d.marks}, " · ")
	}
	return s
}

// marksOf says who sees the message and how far it may travel.
func marksOf(reply commands.Reply, opts renderOpts) inert {
	var who inert
	switch {
	case opts.SharedBy != "":
		who = inertOf("Shared by " + opts.SharedBy).shortened(maxMarks)
	case reply.Private && !opts.Public:
		who = inertOf("Only you can see this")
	}
	return joinInert([]inert{who, markingOf(reply)}, " · ")
}

// markingOf returns the label of a reply as a header bears it; see commands.Reply.Marked.
func markingOf(reply commands.Reply) inert { return inertOf(reply.Marked()).shortened(maxMarking) }

// notice returns the one line that a notification shows: title and bottom line.
func notice(reply commands.Reply, opts renderOpts) inert {
	text := inertOf(reply.Text)
	if reply.Error != nil {
		text = inertOf(reply.Error.Text + "  " + reply.Error.Code())
	}
	line := joinInert([]inert{inertOf(reply.Title).shortened(maxTitle), text}, " — ")
	if opts.SharedBy != "" {
		line = joinInert([]inert{inertOf("Shared by " + opts.SharedBy).shortened(maxMarks / 2), line}, " · ")
	}
	if line.empty() {
		line = inertOf(nothing)
	}
	// The label is never what is cut.
	label := markingOf(reply)
	if label.empty() {
		return line.shortened(maxNotice)
	}
	return joinInert([]inert{line.shortened(maxNotice - label.size() - len(" · ")), label}, " · ")
}

// notification returns the message as one line of markdown, of at most 300
// characters: what a notification shows of it. A message of components notifies
// of nothing, so that it is created with this as its content and edited then.
func (m message) notification() string {
	if m.sheet == nil {
		return inert{m.Content}.shortened(maxNotice).escaped
	}
	return m.sheet.notice.escaped
}

// nothing is shown of a reply without any text.
const nothing = "Nothing to show."

// sourceLines returns the source line of every citation, by number.
func sourceLines(citations []commands.Citation) map[int]inert {
	out := make(map[int]inert, len(citations))
	for _, c := range citations {
		if _, twice := out[c.N]; !twice {
			out[c.N] = joinInert([]inert{own(fmt.Sprintf("[%d]", c.N)), inertOf(c.Source).shortened(maxSource - len(`\[99999\] `))}, " ")
		}
	}
	return out
}

var markForm = regexp.MustCompile(`\[(\d{1,6})\]`)

// cited returns the citations that a text names itself.
func cited(text string, citations []commands.Citation) []int {
	var out []int
	for _, m := range markForm.FindAllStringSubmatch(text, maxCites) {
		n, _ := strconv.Atoi(m[1])
		if slices.ContainsFunc(citations, func(c commands.Citation) bool { return c.N == n }) {
			out = append(out, n)
		}
	}
	return out
}
