package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// request returns the request that the option of names by its number, if it
// belongs to the workspace.
func (d *Desk) request(ctx context.Context, c *call) (briefings.RFI, error) {
	of := strings.ToUpper(fold(c.value("of")))
	r, err := d.store.RFI(ctx, briefings.RFIID(of))
	if err == nil && !c.told(r) {
		err = briefings.Errorf(briefings.NotFound, "There is no request %q; rfi list shows those there are.", shown(c.value("of")))
	}
	return r, err
}

// requests returns the requests of the workspace, in the order in which they were
// asked.
func (d *Desk) requests(ctx context.Context, c *call) ([]briefings.RFI, error) {
	all, err := d.store.RFIs(ctx)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return slices.DeleteFunc(all, func(r briefings.RFI) bool { return !c.told(r) }), nil
}

// told reports whether a request may be told in the place: it belongs to the
// workspace, and what was asked where more may be shown is told there alone.
func (c *call) told(r briefings.RFI) bool {
	return c.tellsOf(r.Place) && r.Clearance.Within(clearanceOf(c))
}

// rfiList lists what the desk was asked, what is due first in front, and counts
// what is asked most.
func (d *Desk) rfiList(ctx context.Context, c *call) (Reply, error) {
	all, err := d.requests(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	state := c.value("state")
	shown := slices.DeleteFunc(slices.Clone(all), func(r briefings.RFI) bool {
		fits := state == "all" || string(r.State) == state || state == "waiting" && r.State.Waits()
		return !fits || c.yes("mine") && r.Owner != c.Person.ID
	})
	p := d.page(c, "What the desk was asked")
	loc := zone(c.Place.Zone)
	p.reply.Footer = joined(asksMost(all), "times in "+loc.String())
	if len(shown) == 0 {
		p.reply.Text = "Nothing is waiting for an answer."
		if state != "waiting" || c.yes("mine") {
			p.reply.Text = "No request has come so far."
		}
		return p.reply, nil
	}
	if state == "waiting" || state == "open" || state == "assigned" {
		slices.SortStableFunc(shown, func(a, b briefings.RFI) int { return a.Due.Compare(b.Due) })
	} else {
		slices.Reverse(shown)
	}
	t := Table{Header: []string{"", "question", "asked by", "needed by", "state", "looked after by", "answer"}}
	overdue := 0
	for i, r := range shown {
		if r.Overdue(c.At) {
			overdue++
		}
		if i >= mostRequests {
			continue
		}
		owner := "nobody"
		if r.Owner != "" {
			owner = d.who(ctx, c, r.Owner)
		}
		t.Rows = append(t.Rows, []string{string(r.ID), name(r.Question), d.calledAsker(c, r), p.moment(r.Due.In(loc), minute), stateOf(r, c.At), owner, d.arrival(ctx, r)})
		t.Cites = append(t.Cites, nil)
	}
	p.reply.Text = fmt.Sprintf("%s, %d overdue.", count(len(shown), "request"), overdue)
	p.reply.Tables = append(p.reply.Tables, t)
	if first := shown[0]; first.State.Waits() && first.Owner == "" {
		p.act("Take "+string(first.ID), Invocation{Verb: "rfi assign", Values: map[string]string{"of": string(first.ID)}}.String())
	}
	return p.reply, nil
}

// calledAsker returns how an asker is named to an editor of the same workspace.
func (d *Desk) calledAsker(c *call, r briefings.RFI) string {
	switch {
	case r.Asker == c.Person.ID:
		return "you"
	case r.Name != "":
		return name(r.Name)
	}
	return name(string(r.Asker))
}

// arrival says what became of the message that brings an answer.
func (d *Desk) arrival(ctx context.Context, r briefings.RFI) string {
	if r.Replied.IsZero() {
		return "–"
	}
	owed := r.Delivery()
	kept, err := d.store.Delivery(ctx, owed.ID)
	if err != nil {
		return "sent" // it is forgotten after a while
	}
	if kept.State == briefings.Sent {
		return "sent"
	}
	return stateWords(kept.State)
}

// rfiAssign says who looks after a request.
func (d *Desk) rfiAssign(ctx context.Context, c *call) (Reply, error) {
	r, err := d.request(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if !r.State.Waits() {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is %s; there is nothing to look after any more.", r.ID, r.State)
	}
	was := r.Owner
	owner, err := c.assignee(c.value("to"))
	if err != nil {
		return Reply{}, err
	}
	if owner != "" && owner != c.Person.ID {
		who, err := d.store.Person(ctx, owner)
		if err != nil {
			return Reply{}, fmt.Errorf("look up %s: %w", owner, err)
		}
		if who.Name != "" && !who.Role.AtLeast(briefings.Editor) {
			return Reply{}, briefings.Errorf(briefings.Forbidden, "%s is a %s; whoever answers has to be an editor.", name(who.Name), who.Role)
		}
	}
	r.Owner, r.State = owner, briefings.RFIAssigned
	what, text := "assigned to "+string(owner), fmt.Sprintf("%s is looked after by %s now.", r.ID, d.who(ctx, c, owner))
	if owner == "" {
		r.State = briefings.RFIOpen
		what, text = "assigned to nobody", fmt.Sprintf("Nobody looks after %s now.", r.ID)
	}
	if r.Owner != was {
		r.History = append(r.History, briefings.RFIStep{At: c.At, By: c.Person.ID, What: what})
	}
	if r, err = d.store.SaveRFI(ctx, r, c.stamp()); err != nil {
		return Reply{}, fmt.Errorf("assign %s: %w", r.ID, err)
	}
	p := d.rfiPage(c, r, text)
	if r.Owner != was {
		back := "nobody"
		if was != "" {
			back = string(was)
		}
		p.act("Undo", Invocation{Verb: "rfi assign", Values: map[string]string{"of": string(r.ID), "to": back}}.String())
	}
	return p.reply, nil
}

// assignee reads who is to look after a request: me, nobody, or somebody of the
// workspace.
func (c *call) assignee(to string) (briefings.PersonID, error) {
	switch strings.ToLower(to) {
	case "me":
		return c.Person.ID, nil
	case "nobody", "none":
		return "", nil
	}
	return c.personIn(to)
}

func (d *Desk) rfiPage(c *call, r briefings.RFI, text string) *page {
	p := d.page(c, Clean(r.Question))
	p.reply.Text = briefings.Shorten(text, maxBottomLine)
	p.reply.Footer = joined(string(r.ID), stateOf(r, c.At), "needed by "+p.moment(r.Due.In(zone(c.Place.Zone)), minute), zone(c.Place.Zone).String())
	return p
}

// rfiClose closes a request. Who still waits for an answer is told; that is asked
// about first.
func (d *Desk) rfiClose(ctx context.Context, c *call) (Reply, error) {
	r, err := d.request(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if r.State == briefings.RFIClosed {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s is closed already.", r.ID)
	}
	waits := r.State.Waits()
	if waits && !c.yes("confirm") {
		p := d.rfiPage(c, r, fmt.Sprintf("%s has no answer. %s is told that it is closed%s.", r.ID, d.calledAsker(c, r), because(c.Values["note"])))
		p.reply.Actions = []Action{{Label: "Close it", Text: c.Invocation.with("of", string(r.ID)).with("confirm", "yes").String(),
			Confirm: fmt.Sprintf("Close %s without an answer?", r.ID)}}
		return p.reply, nil
	}
	r.State, r.Note = briefings.RFIClosed, c.Values["note"]
	r.History = append(r.History, briefings.RFIStep{At: c.At, By: c.Person.ID, What: "closed"})
	var owed []briefings.Delivery
	if waits {
		r.Replied = c.At
		owed = append(owed, r.Delivery())
	}
	if r, err = d.store.SaveRFI(ctx, r, c.stamp(), owed...); err != nil {
		return Reply{}, fmt.Errorf("close %s: %w", r.ID, err)
	}
	return d.rfiPage(c, r, fmt.Sprintf("%s is closed.", r.ID)).reply, nil
}

func because(note string) string {
	if note == "" {
		return ""
	}
	return ": " + strings.TrimSuffix(briefings.Shorten(Clean(note), 150), ".")
}
