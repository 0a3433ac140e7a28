package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
	"attache/store"
)

// askDesk hands a question to the people of the desk, or lists what the asker has
// handed to them.
func (d *Desk) askDesk(ctx context.Context, c *call) (Reply, error) {
	question := c.Values["question"]
	if question == "" {
		return d.ownRequests(ctx, c)
	}
	loc := zone(c.Place.Zone)
	due := dueBy(c.value("needed-by"), c.At.In(loc))
	if !due.After(c.At) {
		return Reply{}, briefings.Errorf(briefings.Invalid, "%s is past already; say by when you need it, such as needed-by:3d.", c.value("needed-by"))
	}
	r := briefings.RFI{Question: question, Asker: c.Person.ID, Name: name(c.Person.Name), Place: c.here(), Clearance: clearanceOf(c), Zone: c.Place.Zone,
		At: c.At, Due: due, History: []briefings.RFIStep{{At: c.At, By: c.Person.ID, What: "asked"}}}
	kept, fresh, err := d.store.NewRFI(ctx, r, c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("ask the desk: %w", err)
	}
	p := d.page(c, Clean(kept.Question))
	by := p.moment(kept.Due.In(loc), minute)
	switch {
	case fresh:
		p.reply.Text = fmt.Sprintf("%s is with the desk. The answer comes to you alone, by %s %s.", kept.ID, by, loc)
	case kept.State.Waits():
		p.reply.Text = fmt.Sprintf("You asked this already: it is %s, due %s %s.", kept.ID, by, loc)
	default:
		p.reply.Text = fmt.Sprintf("You asked this already: %s is %s.", kept.ID, kept.State)
	}
	p.say(d.looksAfter(ctx, c, kept), "Who looks after it")
	p.reply.Footer = joined(string(kept.ID), string(kept.State))
	p.act("What I have asked", "ask-desk")
	return p.reply, nil
}

// dueBy returns the moment up to which something is in time: the end of a day, or
// so long after now.
func dueBy(v string, now time.Time) time.Time {
	at := ahead(v, now)
	if last := v[len(v)-1]; len(v) < 5 && last > '9' && v != "today" {
		return at
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 23, 59, 0, 0, at.Location())
}

// looksAfter says who looks after a request.
func (d *Desk) looksAfter(ctx context.Context, c *call, r briefings.RFI) string {
	switch {
	case r.Owner == "":
		return "Nobody yet; the editors of the desk see it in their list."
	case r.Owner == c.Person.ID:
		return "You."
	}
	return d.who(ctx, c, r.Owner)
}

// ownRequests lists what the asker has asked the desk, the newest first.
func (d *Desk) ownRequests(ctx context.Context, c *call) (Reply, error) {
	all, err := d.store.RFIs(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("list requests: %w", err)
	}
	all = slices.DeleteFunc(all, func(r briefings.RFI) bool { return r.Asker != c.Person.ID })
	slices.Reverse(all)
	p := d.page(c, "What you have asked the desk")
	if len(all) == 0 {
		p.reply.Text = "You have not asked the desk anything yet; write ask-desk and your question."
		return p.reply, nil
	}
	loc := zone(c.Place.Zone)
	t := Table{Header: []string{"", "question", "state", "needed by", "what came of it"}}
	for _, r := range all[:min(len(all), mostRequests)] {
		question := "asked where more may be shown"
		if r.Clearance.Within(clearanceOf(c)) {
			question = name(r.Question)
		}
		t.Rows = append(t.Rows, []string{string(r.ID), question, stateOf(r, c.At), p.moment(r.Due.In(loc), minute), outcomeOf(c, r)})
		t.Cites = append(t.Cites, nil)
	}
	waiting := 0
	for _, r := range all {
		if r.State.Waits() {
			waiting++
		}
	}
	p.reply.Text = fmt.Sprintf("%s, %d of them waiting for an answer.", count(len(all), "request"), waiting)
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Footer = joined(fmt.Sprintf("At most %d may wait at a time", store.MostRequests), "times in "+loc.String())
	return p.reply, nil
}

// mostRequests is how many requests one reply lists.
const mostRequests = 50

// stateOf returns the state of a request as it is listed.
func stateOf(r briefings.RFI, now time.Time) string {
	if r.Overdue(now) {
		return string(r.State) + ", overdue"
	}
	return string(r.State)
}

// outcomeOf says what came of a request, as far as it may be told in the place:
// an answer whose passages are above its clearance stands in the asker's own
// messages alone.
func outcomeOf(c *call, r briefings.RFI) string {
	told := !slices.ContainsFunc(r.Refs, func(ref briefings.PassageRef) bool { return c.view.byID[ref.Source] == nil })
	switch {
	case r.Answer != "" && told && r.Clearance.Within(clearanceOf(c)):
		return briefings.Shorten(Clean(r.Answer), 200)
	case r.Answer != "":
		return "answered in your own messages"
	}
	return cmp.Or(briefings.Shorten(Clean(r.Note), 200), "–")
}
