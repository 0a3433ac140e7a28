package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
)

// mostCorrected is how many statements that no longer hold, and how many that
// hold now, a correction names.
const mostCorrected = 4

// Correction composes what one delivery of a correction says, as it may be shown
// in the place. There is no part when nothing is left to correct: what was
// withdrawn has come back. The same arguments on the same store give the same
// parts.
func (d *Desk) Correction(ctx context.Context, id briefings.CorrectionID, del briefings.Delivery, place Place, at time.Time) ([]Reply, error) {
	order, err := d.store.Correction(ctx, id)
	if err != nil {
		return nil, err
	}
	i, ok := order.Target(del)
	if !ok {
		return nil, fmt.Errorf("delivery %s is none of %s", del.ID, id)
	}
	view, err := d.viewFor(ctx, place.Clearance)
	if err != nil {
		return nil, err
	}
	c := &call{Request: Request{Place: place, At: at}, view: view, Invocation: Invocation{Verb: "correction post"}}
	s := &subject{name: order.Of, force: map[briefings.SourceID]bool{}}
	if ref, err := briefings.ParsePassageRef(order.Of + "#1"); err == nil {
		s.source = ref.Source
	}
	if err := d.readBooks(ctx, s); err != nil {
		return nil, err
	}
	p := d.page(c, "")
	if !d.writeCorrection(p, s, order, order.Targets[i]) {
		return nil, nil
	}
	p.reply.Verb = "correction post"
	p.reply.Footer = joined(string(order.ID), "corrected by "+cmp.Or(order.Name, "the desk"), p.moment(order.At.In(zone(place.Zone)), minute+" MST"))
	for _, cited := range p.reply.Citations[:min(len(p.reply.Citations), mostPassageButtons)] {
		p.reply.Actions = append(p.reply.Actions, p.citeButton(cited, ""))
	}
	_, p.reply.Private = del.Channel.Person()
	return []Reply{p.reply}, nil
}

// writeCorrection writes what a message gets: what was said, what holds now with
// what supports it, and the note. It reports whether there is anything to correct.
func (d *Desk) writeCorrection(p *page, s *subject, order briefings.Correction, t briefings.Posting) bool {
	flaws := s.flaws(t, t.Seq)
	if len(flaws) == 0 {
		return false
	}
	day := t.At.In(zone(p.c.Place.Zone)).Format("2 Jan 2006")
	told := slices.DeleteFunc(slices.Clone(flaws), func(f flaw) bool { return !f.book.strictest().Within(clearanceOf(p.c)) })
	why := reasons(told, 2)
	if len(told) == 0 {
		why = "what it rests on may not be shown here any more"
	}
	if order.Way == briefings.ByEdit {
		p.reply.Title = briefings.Shorten("Corrected: "+name(t.Title), maxTitle)
		p.reply.Text = briefings.Shorten(fmt.Sprintf("What stood here on %s no longer holds: %s.", day, why), maxBottomLine)
	} else {
		p.reply.Title = briefings.Shorten("Correction: "+name(t.Title), maxTitle)
		p.reply.Text = briefings.Shorten(fmt.Sprintf("What was said here on %s no longer holds: %s.", day, why), maxBottomLine)
		p.wasSaid(told)
	}
	p.holdsNow(told)
	if order.Note != "" {
		p.say(briefings.Shorten(Clean(order.Note), 1000), "Note")
	}
	return true
}

// wasSaid says what no longer holds, where it may still be shown.
func (p *page) wasSaid(flaws []flaw) {
	strict := map[briefings.SourceID]bool{}
	for _, f := range flaws {
		strict[f.ref.Source] = strict[f.ref.Source] || f.strict
	}
	var said []string
	for _, f := range flaws {
		if f.was.Text == "" || len(said) == mostCorrected || slices.Contains(said, f.was.Text) || !p.c.supports(f.was) || strict[f.ref.Source] {
			continue
		}
		said = append(said, f.was.Text)
		p.reply.Marking = stricter(f.book.strictest(), p.reply.Marking)
		p.reply.Statements = append(p.reply.Statements, Statement{Text: Clean(f.was.Text), Label: "no longer said", Group: "What was said"})
	}
}

// holdsNow says what the newest editions say in the place of what no longer
// holds, each with its citations.
func (p *page) holdsNow(flaws []flaw) {
	var said []string
	for _, f := range flaws {
		for _, s := range f.now {
			if len(said) == mostCorrected || slices.Contains(said, s.Text) || !p.c.supports(s) || !p.c.reads(f.book.Slug) {
				continue
			}
			said = append(said, s.Text)
			var cites []int
			for _, ref := range s.Citations {
				cites = append(cites, p.cite(p.c.view.byID[ref.Source], ref.N))
			}
			p.found++
			p.reply.Marking = stricter(f.book.Marking, p.reply.Marking)
			p.reply.Statements = append(p.reply.Statements, Statement{Text: Clean(s.Text), Group: "What holds now", Cites: cites})
		}
	}
	if len(said) == 0 {
		p.say("Nothing has taken its place; do not rely on it.", "What holds now")
	}
}

// reads reports whether a briefing is in view.
func (c *call) reads(slug briefings.Slug) bool {
	return slices.ContainsFunc(c.view.entries, func(e entry) bool { return e.Slug == slug })
}
