package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"attache/briefings"
	"attache/store"
)

// The most characters of the parts of a reply that platforms limit.
const (
	maxTitle      = 150
	maxBottomLine = 280
)

// A page is a reply being written. It numbers the passages that the reply
// rests on in the order in which they are first cited.
type page struct {
	d       *Desk
	c       *call
	reply   Reply
	numbers map[briefings.PassageRef]int
	found   int // sentences that the page shows with their citations
	own     int // sentences that it shows and no source makes
}

func (d *Desk) page(c *call, title string) *page {
	return &page{d: d, c: c, numbers: map[briefings.PassageRef]int{},
		reply: Reply{Title: briefings.Shorten(strings.Join(strings.Fields(title), " "), maxTitle)}}
}

// cite returns the citation number of passage n of a source, which is as it may
// be shown, and marks the reply with its label.
func (p *page) cite(src *briefings.Source, n int) int {
	ref := briefings.PassageRef{Source: src.ID, N: n}
	p.c.mark(src.Marking)
	if number, ok := p.numbers[ref]; ok {
		return number
	}
	passage, ok := src.Passage(n)
	if !ok {
		panic("commands: no passage " + ref.String())
	}
	number := len(p.reply.Citations) + 1
	p.numbers[ref] = number
	p.reply.Citations = append(p.reply.Citations, Citation{
		N: number, Ref: ref, File: src.File, Spans: passage.Spans, Text: passage.Text,
		Section: passage.Section, Source: sourceLine(src, passage),
	})
	return number
}

// quote adds passage n of a source to the body, in its own words.
func (p *page) quote(src *briefings.Source, n int, group string) {
	passage, _ := src.Passage(n)
	p.found++
	p.reply.Statements = append(p.reply.Statements, Statement{
		Text: inQuotes(passage), Group: group, Cites: []int{p.cite(src, n)},
		Label: p.d.label(src, passage),
	})
}

// say adds a sentence of Attaché's own to the body.
func (p *page) say(text, group string) {
	p.reply.Statements = append(p.reply.Statements, Statement{Text: text, Group: group})
}

// lead makes passage n of a source the bottom line, and reports whether it is
// short enough to be one. A passage is never cut: a hedge may stand at its end.
func (p *page) lead(src *briefings.Source, n int) bool {
	passage, _ := src.Passage(n)
	if passage.Kind != briefings.Sentence {
		return false
	}
	text := inQuotes(passage) + " [" + strconv.Itoa(len(p.reply.Citations)+1) + "]"
	switch voice := p.d.voice(src, passage); {
	case opinion(src):
		text = "The author argues: " + text
	case voice == "recommendation":
		text = "Recommended: " + text
	}
	if utf8.RuneCountInString(text) > maxBottomLine {
		return false
	}
	p.cite(src, n)
	p.found++
	p.reply.Text = text
	return true
}

// inQuotes returns a passage between quotation marks; a table's row stands as
// it is.
func inQuotes(p briefings.Passage) string {
	if p.Kind == briefings.Row || strings.HasPrefix(p.Text, "“") && strings.HasSuffix(p.Text, "”") {
		return p.Text
	}
	return "“" + p.Text + "”"
}

// minute is the layout of a moment in a reply.
const minute = "2 Jan 2006 15:04"

// moment returns a moment as it stands in the reply, and notes it there.
func (p *page) moment(at time.Time, layout string) string {
	text := at.Format(layout)
	if !slices.ContainsFunc(p.reply.Instants, func(i Instant) bool { return i.Text == text }) {
		p.reply.Instants = append(p.reply.Instants, Instant{Text: text, At: at})
	}
	return text
}

// act adds a button.
func (p *page) act(label, text string) {
	p.reply.Actions = append(p.reply.Actions, Action{Label: briefings.Shorten(label, 24), Text: text})
}

// mostPassageButtons is how many passages get a button of their own.
const mostPassageButtons = 5

// keep saves the answer under its ID, so that its passages can be named later,
// and finishes the page: the footer, and a button for each passage in front of
// the others. An answer that cannot be saved is still given, without an ID.
func (p *page) keep(ctx context.Context, searched string) Reply {
	id, err := p.save(ctx)
	if err != nil {
		p.d.log.Warn("answer not kept", "verb", p.c.Verb, "error", err)
	}
	supported := ""
	if p.found+p.own > 0 {
		supported = fmt.Sprintf("%d of %s supported", p.found, count(p.found+p.own, "sentence"))
	}
	p.reply.Footer = joined(searched, supported, id)
	var buttons []Action
	for _, c := range p.reply.Citations[:min(len(p.reply.Citations), mostPassageButtons)] {
		buttons = append(buttons, p.citeButton(c, id))
	}
	p.reply.Actions = append(buttons, p.reply.Actions...)
	return p.reply
}

// citeButton returns the button that opens a citation of the answer with the ID;
// without one it leads to the source.
func (p *page) citeButton(c Citation, id string) Action {
	ref := c.Ref.String()
	if id != "" {
		ref = id + "#" + strconv.Itoa(c.N)
	}
	return Action{Label: strconv.Itoa(c.N), Text: "cite ref:" + ref}
}

// searched says how much was looked at, and which edition of the store it was.
func (p *page) searched(sources int) string {
	return fmt.Sprintf("Searched %s, edition %d of the store", count(sources, "source"), p.c.view.seq)
}

// save has the answer kept with the audit entry and returns its ID. The ID follows from what was asked,
// the edition of the store and the clearance, not from who asked or when: the
// same question on the same store has the same ID. It has four characters, or
// more where four are taken by another answer.
func (p *page) save(ctx context.Context) (string, error) {
	text := p.c.Invocation.with("share", "").String()
	answer := store.Answer{Text: text, By: p.c.Person.ID, At: p.c.At, Seq: p.c.view.seq}
	for _, c := range p.reply.Citations {
		answer.Citations = append(answer.Citations, c.Ref)
	}
	if len(answer.Citations) == 0 {
		return "", nil
	}
	code := idCode(text, p.c.view.seq, answer.Citations)
	for length := 4; length <= len(code); length++ {
		answer.ID = code[:length]
		kept, err := p.d.store.Answer(ctx, answer.ID)
		switch {
		case briefings.KindOf(err) == briefings.NotFound:
			p.c.answer, p.reply.Answer = &answer, answer.ID
			return answer.ID, nil
		case err != nil:
			return "", fmt.Errorf("look up answer %s: %w", answer.ID, err)
		case kept.Text == text && kept.Seq == answer.Seq && slices.Equal(kept.Citations, answer.Citations):
			p.reply.Answer = answer.ID
			return answer.ID, nil
		}
	}
	return "", fmt.Errorf("no free ID for %q", text)
}

// idCode returns the letters and digits that an answer's ID begins with.
func idCode(text string, seq briefings.Seq, refs []briefings.PassageRef) string {
	return briefings.Code(fmt.Appendf(nil, "%s\n%d\n%v", text, seq, refs))
}

// count returns a number with its noun: "1 source", "14 sources".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
