package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// rfiAnswer answers a request. It shows first exactly what the asker will see.
func (d *Desk) rfiAnswer(ctx context.Context, c *call) (Reply, error) {
	r, err := d.request(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if !r.State.Waits() && !d.undelivered(ctx, r) {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is %s already.", r.ID, r.State)
	}
	if r.Refs, err = refsIn(c.Values["refs"]); err != nil {
		return Reply{}, err
	}
	r.Answer, r.Own = c.Values["text"], c.yes("own")
	if len(r.Refs) == 0 && !r.Own {
		return Reply{}, briefings.Errorf(briefings.Invalid, "The answer cites nothing; name passages with refs:S-0001#12, or say that it is the desk's own with own:yes.")
	}
	there, err := d.askersPlace(ctx, c, r)
	if err != nil {
		return Reply{}, err
	}
	if err := d.citable(ctx, c, r, there); err != nil {
		return Reply{}, err
	}
	owner := cmp.Or(r.Owner, c.Person.ID)
	r.State, r.Owner, r.Replied, r.Note = briefings.RFIAnswered, owner, c.At, ""
	if !c.yes("confirm") {
		told, err := d.repliedTo(ctx, r, there, c.At)
		if err != nil {
			return Reply{}, err
		}
		p := d.page(c, told.Title)
		p.reply = told
		p.reply.Footer = joined(told.Footer, "this is what "+d.calledAsker(c, r)+" will see")
		p.reply.Actions = []Action{{Label: "Send it", Text: c.Invocation.with("of", string(r.ID)).with("confirm", "yes").String(),
			Confirm: fmt.Sprintf("Send this answer to %s?", d.calledAsker(c, r))}}
		return p.reply, nil
	}
	r.History = append(r.History, briefings.RFIStep{At: c.At, By: c.Person.ID, What: "answered"})
	if r, err = d.store.SaveRFI(ctx, r, c.stamp(), r.Delivery()); err != nil {
		return Reply{}, fmt.Errorf("answer %s: %w", r.ID, err)
	}
	p := d.rfiPage(c, r, fmt.Sprintf("The answer to %s is on its way to %s.", r.ID, d.calledAsker(c, r)))
	p.act("List", "rfi list state:answered")
	return p.reply, nil
}

// undelivered reports whether an answer never reached the asker, so that it can
// be given again.
func (d *Desk) undelivered(ctx context.Context, r briefings.RFI) bool {
	if r.State != briefings.RFIAnswered {
		return false
	}
	owed := r.Delivery()
	kept, err := d.store.Delivery(ctx, owed.ID)
	return err == nil && (kept.State == briefings.Failed || kept.State == briefings.Expired)
}

// refsIn reads passages such as S-0001#12 with spaces or commas between them.
func refsIn(text string) ([]briefings.PassageRef, error) {
	var refs []briefings.PassageRef
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\n' }) {
		ref, err := briefings.ParsePassageRef(strings.Trim(word, "[]()"))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs, nil
}

// askersPlace returns the asker's own conversation as a place: what may be shown
// there is also what might be shown where they asked.
func (d *Desk) askersPlace(ctx context.Context, c *call, r briefings.RFI) (Place, error) {
	own := r.Channel()
	place := Place{Platform: own.Platform, Workspace: own.Workspace, Clearance: r.Clearance, Zone: r.Zone}
	if d.channels == nil {
		return place, nil
	}
	facts, err := d.channels.Look(ctx, own)
	if err != nil {
		return place, fmt.Errorf("look at %s: %w", own, err)
	}
	if !facts.Postable {
		return place, briefings.Errorf(briefings.Unusable, "%s cannot be written to: %s", d.calledAsker(c, r), cmp.Or(Clean(facts.Why), "the platform does not say why."))
	}
	if !place.Clearance.Within(facts.Clearance) {
		place.Clearance = facts.Clearance
	}
	return place, nil
}

// citable refuses passages that are not there, not in force, or above what the
// editor or the asker may be shown.
func (d *Desk) citable(ctx context.Context, c *call, r briefings.RFI, there Place) error {
	view, err := d.viewFor(ctx, there.Clearance)
	if err != nil {
		return err
	}
	for _, ref := range r.Refs {
		src, ok := c.view.byID[ref.Source]
		if !ok {
			return briefings.Errorf(briefings.NotFound, "%s is not published here; cite passages that are in force.", ref.Source)
		}
		if _, ok := src.Passage(ref.N); !ok {
			return briefings.Errorf(briefings.NotFound, "%s has no passage %d; its last is %d.", ref.Source, ref.N, len(src.Passages))
		}
		if view.byID[ref.Source] == nil {
			return briefings.Errorf(briefings.Forbidden, "%s may not be shown to the asker: where they asked shows up to %s; answer without it.", ref, there.Clearance)
		}
	}
	return nil
}

// Replied composes the message that brings an asker what became of a request, as
// it may be shown in the place. Passages that may no longer be shown there, or
// are no longer in force, are left out, and the message says so. The same
// arguments on the same store give the same parts.
func (d *Desk) Replied(ctx context.Context, id briefings.RFIID, del briefings.Delivery, place Place, at time.Time) ([]Reply, error) {
	r, err := d.store.RFI(ctx, id)
	if err != nil {
		return nil, err
	}
	if owed := r.Delivery(); owed.ID != del.ID {
		return nil, nil // it was answered again since
	}
	if r.Clearance.Within(place.Clearance) {
		place.Clearance = r.Clearance
	}
	place.Zone = r.Zone
	reply, err := d.repliedTo(ctx, r, place, at)
	if err != nil {
		return nil, err
	}
	return []Reply{reply}, nil
}

// repliedTo is what the asker sees.
func (d *Desk) repliedTo(ctx context.Context, r briefings.RFI, place Place, at time.Time) (Reply, error) {
	view, err := d.viewFor(ctx, place.Clearance)
	if err != nil {
		return Reply{}, err
	}
	c := &call{Request: Request{Place: place, At: at}, view: view, Invocation: Invocation{Verb: "rfi answer"}}
	p := d.page(c, Clean(r.Question))
	p.reply.Verb, p.reply.Private = "rfi answer", true
	loc := zone(place.Zone)
	p.reply.Footer = joined(string(r.ID), "asked "+p.moment(r.At.In(loc), minute), string(r.State)+" "+p.moment(r.Replied.In(loc), minute), loc.String())
	if r.State == briefings.RFIClosed {
		p.reply.Text = briefings.Shorten(fmt.Sprintf("The desk has closed %s without an answer%s.", r.ID, because(r.Note)), maxBottomLine)
		return p.reply, nil
	}
	p.reply.Text = "The desk answers your question:"
	label, left := "", 0
	var cites []int
	for _, ref := range r.Refs {
		src := view.byID[ref.Source]
		if src == nil || len(src.Passages) < ref.N {
			left++
			continue
		}
		cites = append(cites, p.cite(src, ref.N))
	}
	if r.Own {
		label = "the desk's own judgement"
	}
	p.reply.Statements = append(p.reply.Statements, Statement{Text: strings.Join(strings.Fields(Clean(r.Answer)), " "), Label: label, Cites: cites})
	for _, ref := range r.Refs {
		if src := view.byID[ref.Source]; src != nil && len(src.Passages) >= ref.N {
			p.quote(src, ref.N, "It rests on")
		}
	}
	if left > 0 {
		p.say(fmt.Sprintf("%s may not be shown here any more.", count(left, "passage")), "Note")
	}
	for _, cited := range p.reply.Citations[:min(len(p.reply.Citations), mostPassageButtons)] {
		p.reply.Actions = append(p.reply.Actions, p.citeButton(cited, ""))
	}
	return p.reply, nil
}
