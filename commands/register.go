package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
)

// recSet says what has become of a recommendation. Without anything to set it
// shows what the register says.
func (d *Desk) recSet(ctx context.Context, c *call) (Reply, error) {
	a, was, err := d.registered(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if n := c.Values["change"]; n != "" && n != strconv.Itoa(was.N+1) {
		return Reply{}, d.beaten(ctx, c, was)
	}
	now, err := c.changed(was)
	if err != nil {
		return Reply{}, err
	}
	if now.Says(was) {
		p := d.recPage(c, a, was)
		p.registerTable(ctx, a, was)
		p.reply.Actions = append(p.reply.Actions, markAction("Change", was, was.ID))
		return p.keep(ctx, setWhen(p, was)), nil
	}
	kept, err := d.store.SetRec(ctx, now, c.stamp())
	if briefings.KindOf(err) == briefings.Conflict {
		if was, err := d.store.Rec(ctx, now.ID); err == nil {
			return Reply{}, d.beaten(ctx, c, was)
		}
	}
	if err != nil {
		return Reply{}, fmt.Errorf("set %s in the register: %w", now.ID, err)
	}
	p := d.recPage(c, a, kept)
	p.reply.Text = fmt.Sprintf("Set: %s is %s.", kept.ID, kept.State())
	p.reply.Tables = append(p.reply.Tables, p.recDifference(ctx, a, was, kept))
	if p.mayUndo(a, was, kept) {
		p.act("Undo", undoRec(was, kept).String())
	}
	p.act("History", Invocation{Verb: "rec history", Values: map[string]string{"of": string(kept.ID)}}.String())
	return p.keep(ctx, setWhen(p, kept)), nil
}

// recHistory lists what the register has said of a recommendation, the last first.
func (d *Desk) recHistory(ctx context.Context, c *call) (Reply, error) {
	a, now, err := d.registered(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	all, err := d.store.RecHistory(ctx, now.ID)
	if err != nil {
		return Reply{}, fmt.Errorf("history of %s: %w", now.ID, err)
	}
	p := d.recPage(c, a, now)
	if len(all) > 0 {
		p.reply.Text = fmt.Sprintf("%s: %s; %s.", now.ID, now.State(), count(len(all), "change"))
	}
	t := Table{Header: []string{"", "status", "owner and due", "note", "set"}}
	for _, e := range slices.Backward(all) {
		when := p.moment(e.At.In(zone(c.Place.Zone)), minute+" MST")
		t.Rows = append(t.Rows, []string{strconv.Itoa(e.N), string(e.State()), orDash(joined(p.ownerOf(ctx, e.Owner), e.Due)),
			orDash(p.noteOn(a, e.Note)), joined(p.ownerOf(ctx, e.By), when)})
		t.Cites = append(t.Cites, nil)
	}
	if len(all) > 0 {
		p.reply.Tables = append(p.reply.Tables, t)
	}
	p.reply.Actions = append(p.reply.Actions, markAction("Change", now, now.ID))
	return p.keep(ctx, setWhen(p, now)), nil
}

// registered returns the recommendation that the option of names, as it may be
// shown here, and what the register says of it. What may not be seen is reported
// in the same words as what is not there.
func (d *Desk) registered(ctx context.Context, c *call) (advice, briefings.RecEntry, error) {
	id, err := briefings.ParseRecID(c.value("of"))
	if err != nil {
		return advice{}, briefings.RecEntry{}, err
	}
	a, there, shown := d.recommendation(c, id)
	if !shown {
		return advice{}, briefings.RecEntry{}, briefings.Errorf(briefings.NotFound, "%s is not published here; recs lists what is.", id)
	}
	e, err := d.store.Rec(ctx, id)
	if err != nil {
		return advice{}, briefings.RecEntry{}, fmt.Errorf("register of %s: %w", id, err)
	}
	// What the register holds stays there when the words are read otherwise, or are
	// gone from the edition in force.
	if !there && e.N == 0 {
		return advice{}, e, briefings.Errorf(briefings.NotFound, "%s is no recommendation; recs lists those there are, and its CSV their IDs.", id)
	}
	return a, e, nil
}

// recommendation returns the recommendation of that name. There says whether
// anything is advised there today, and shown whether its source or briefing may be
// shown here.
func (d *Desk) recommendation(c *call, id briefings.RecID) (a advice, there, shown bool) {
	if slug, own := id.Briefing(); own {
		at := slices.IndexFunc(c.view.entries, func(e entry) bool { return e.Slug == slug })
		if at < 0 {
			return advice{}, false, false
		}
		c.mark(c.view.entries[at].marking)
		for _, a := range c.ownIn(func(e entry, _ briefings.Statement) bool { return e.Slug == slug }) {
			if a.id() == id {
				return a, true, true
			}
		}
		return advice{in: c.view.entries[at]}, false, true
	}
	ref, _ := id.Passage()
	src, shown := c.view.byID[ref.Source]
	if !shown {
		return advice{}, false, false
	}
	c.mark(src.Marking)
	if _, has := src.Passage(ref.N); !has {
		return advice{source: src}, false, true
	}
	a = advice{Recommendation: briefings.Recommendation{Passage: ref.N}, source: src}
	for _, rec := range d.readings.of(src).recs() {
		if rec.Passage == ref.N {
			return advice{Recommendation: rec, source: src}, true, true
		}
	}
	return a, false, true
}

// changed returns what the register is to say, by the options of the command.
func (c *call) changed(e briefings.RecEntry) (briefings.RecEntry, error) {
	e.Status = briefings.RecStatus(cmp.Or(c.Values["status"], string(e.State())))
	switch owner := c.Values["owner"]; {
	case strings.EqualFold(owner, nothing):
		e.Owner = ""
	case strings.EqualFold(owner, "me"):
		e.Owner = c.Person.ID
	case owner != "":
		id, err := c.personIn(owner)
		if err != nil {
			return e, err
		}
		e.Owner = id
	}
	switch due := c.Values["due"]; {
	case strings.EqualFold(due, nothing):
		e.Due = ""
	case due != "":
		day, err := dueDay(due, c.At.In(zone(c.Place.Zone)))
		if err != nil {
			return e, err
		}
		e.Due = day
	}
	switch note := c.Values["note"]; {
	case strings.EqualFold(note, nothing):
		e.Note = ""
	case note != "":
		e.Note = note
	}
	return e, nil
}

// dueDay returns the day that somebody typed, as 2006-01-02: the last day of a
// month or year, or so long from now.
func dueDay(typed string, at time.Time) (string, error) {
	v := strings.ToLower(typed)
	if !dateForm.MatchString(v) || !realDate(v) || v == "yesterday" {
		return "", briefings.Errorf(briefings.Invalid, "%q is no day to come; write due: as 2026-06-30, 2026-06 or 3m, or none.", shown(typed))
	}
	day := ahead(v, at)
	switch {
	case len(v) == len("2026") && v[3] <= '9':
		day = day.AddDate(1, 0, -1)
	case len(v) == len("2026-06") && v[4] == '-':
		day = day.AddDate(0, 1, -1)
	}
	return day.Format(time.DateOnly), nil
}

// beaten tells somebody what another has set before them.
func (d *Desk) beaten(ctx context.Context, c *call, now briefings.RecEntry) error {
	if now.N == 0 {
		return briefings.Errorf(briefings.Conflict, "The register says nothing of %s any more; look at it and set it again.", now.ID)
	}
	p := &page{d: d, c: c}
	by, says := p.ownerOf(ctx, now.By), joined(string(now.State()), p.ownerOf(ctx, now.Owner), now.Due)
	return briefings.Errorf(briefings.Conflict, "%s has set %s meanwhile: %s. Look at rec history of:%s and set it again.", by, now.ID, says, now.ID)
}
