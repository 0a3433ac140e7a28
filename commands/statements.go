package commands

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"attache/briefings"
)

// tellable reports whether a statement of a briefing in force may be told to
// readers: all that it rests on may be shown, or it is the desk's own judgement,
// which rests on nothing.
func (c *call) tellable(s briefings.Statement) bool {
	return s.Own && len(s.Citations) == 0 || c.supports(s)
}

// verbatim returns the source and the passage whose words a statement repeats, or
// false when it says something in words of its own. The statement is tellable.
func (c *call) verbatim(s briefings.Statement) (*briefings.Source, briefings.Passage, bool) {
	if s.Own || len(s.Citations) != 1 {
		return nil, briefings.Passage{}, false
	}
	src := c.view.byID[s.Citations[0].Source]
	passage, _ := src.Passage(s.Citations[0].N)
	return src, passage, passage.Text == s.Text
}

// arguedBy reports whether a statement rests on an opinion. What the desk judges
// itself is nobody else's argument.
func (c *call) arguedBy(s briefings.Statement) bool {
	return !s.Own && slices.ContainsFunc(s.Citations, func(ref briefings.PassageRef) bool { return opinion(c.view.byID[ref.Source]) })
}

// confidenceTag returns how sure the desk is of a statement, without the reason;
// empty when it does not say. It never stands in the sentence.
func confidenceTag(s briefings.Statement) string {
	if s.Confidence == "" {
		return ""
	}
	return "confidence: " + string(s.Confidence)
}

// restsOn returns the numbers of the passages that a statement rests on.
func (p *page) restsOn(s briefings.Statement) []int {
	var cites []int
	for _, ref := range s.Citations {
		cites = append(cites, p.cite(p.c.view.byID[ref.Source], ref.N))
	}
	return cites
}

// tells notes that the page tells a statement, by whether a source bears it.
func (p *page) tells(s briefings.Statement) {
	if len(s.Citations) > 0 {
		p.found++
	} else {
		p.own++
	}
}

// state adds a statement of a briefing to the body, in the words given, which are
// its own or have it in a frame. Words of a source stand in quotation marks.
func (p *page) state(s briefings.Statement, text, group string) {
	if src, passage, ok := p.c.verbatim(s); ok && text == s.Text {
		p.quote(src, passage.N, group)
		last := &p.reply.Statements[len(p.reply.Statements)-1]
		last.Label = joined(last.Label, confidenceTag(s))
		return
	}
	p.tells(s)
	p.reply.Statements = append(p.reply.Statements, Statement{Text: oneLine(text), Label: p.voice(s), Group: group, Cites: p.restsOn(s)})
}

// voice returns what stands beside a statement: whose it is when it is not simply
// what the sources say, and the confidence in it.
func (p *page) voice(s briefings.Statement) string {
	whose := ""
	switch {
	case s.Own:
		whose = desksOwn
	case p.c.arguedBy(s):
		whose = "the author argues"
	}
	return joined(whose, confidenceTag(s))
}

// leadWith makes a statement of a briefing the bottom line, and reports whether it
// is short enough. The confidence in it is the first line of the body.
func (p *page) leadWith(s briefings.Statement) bool {
	if src, passage, ok := p.c.verbatim(s); ok {
		if !p.lead(src, passage.N) {
			return false
		}
		p.sureOfLead(s)
		return true
	}
	text := oneLine(s.Text)
	switch {
	case s.Own:
		text = "The desk's judgement: " + text
	case p.c.arguedBy(s):
		text = "The author argues: " + text
	}
	// Each mark is counted as it will stand, before anything is numbered.
	next, marks := len(p.reply.Citations), ""
	for _, ref := range s.Citations {
		n, ok := p.numbers[ref]
		if !ok {
			next++
			n = next
		}
		marks += "[" + strconv.Itoa(n) + "]"
	}
	text = strings.TrimSpace(text + " " + marks)
	if utf8.RuneCountInString(text) > maxBottomLine {
		return false
	}
	p.restsOn(s)
	p.tells(s)
	p.reply.Text = text
	p.sureOfLead(s)
	return true
}

// sureOfLead says how sure the desk is of the bottom line.
func (p *page) sureOfLead(s briefings.Statement) {
	if s.Confidence != "" {
		p.say("Confidence in the bottom line: "+string(s.Confidence)+".", "")
	}
}
