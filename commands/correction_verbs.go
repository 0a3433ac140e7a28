package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"attache/briefings"
)

// correctionList says which messages rested on what no longer holds, and what has
// been done about each.
func (d *Desk) correctionList(ctx context.Context, c *call) (Reply, error) {
	s, err := d.subject(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	since := ""
	if v := c.Values["since"]; v != "" {
		since = day(v, c.At.In(zone(c.Place.Zone)))
	}
	rows, err := d.postedOn(ctx, c, s, since)
	if err != nil {
		return Reply{}, err
	}
	p := d.correctionPage(c, s, "")
	due := dueOf(rows)
	switch {
	case len(rows) == 0:
		p.reply.Text = fmt.Sprintf("No message here rests on anything of %s that no longer holds.", s.name)
		return p.reply, nil
	case len(due) == 0:
		p.reply.Text = fmt.Sprintf("%s rested on what no longer holds of %s; none is left to correct.", count(len(rows), "message"), s.name)
	default:
		p.reply.Text = fmt.Sprintf("%s rested on what no longer holds of %s; %d to correct.", count(len(rows), "message"), s.name, len(due))
		p.act("Correct", Invocation{Verb: "correction post", Values: map[string]string{"of": s.name}}.String())
	}
	d.listPosted(ctx, p, rows)
	p.reply.Footer = joined("Messages of the last 90 days", "times in "+zone(c.Place.Zone).String())
	return p.reply, nil
}

// mostPosted is how many messages one reply lists; those still to be corrected
// come first where there are more.
const mostPosted = 50

// listPosted adds the table of the messages.
func (d *Desk) listPosted(ctx context.Context, p *page, rows []posted) {
	if len(rows) > mostPosted {
		rest := slices.DeleteFunc(slices.Clone(rows), func(r posted) bool { return len(r.due) > 0 })
		rows = append(dueOf(rows), rest...)
		p.say(fmt.Sprintf("%d more are not shown.", len(rows)-mostPosted), "Note")
		rows = rows[:mostPosted]
	}
	t := Table{Header: []string{"", "where", "when", "what it said", "why it no longer holds", "corrected"}}
	names := map[briefings.Channel]string{}
	for _, r := range rows {
		if names[r.Channel] == "" {
			names[r.Channel] = d.posts(ctx, p.c, r.Channel)
		}
		state := "no"
		if r.fix != nil {
			state = r.fix.word()
		}
		if r.fix != nil && r.fix.holds() && len(r.due) > 0 {
			state += "; no longer right"
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(r.n), names[r.Channel], p.moment(r.At.In(zone(p.c.Place.Zone)), minute), name(r.Title), reasons(r.flaws, 1), state})
		t.Cites = append(t.Cites, nil)
	}
	p.reply.Tables = append(p.reply.Tables, t)
}

// posts returns how a channel is named in a list of messages. Whose a
// conversation with the bot alone is, is nobody else's affair.
func (d *Desk) posts(ctx context.Context, c *call, ch briefings.Channel) string {
	if _, own := ch.Person(); own && ch != c.own() {
		return "somebody's own messages"
	}
	return d.called(ctx, c, ch)
}

// reasons returns the clauses of flaws, each once, at most so many.
func reasons(flaws []flaw, most int) string {
	var all []string
	for _, f := range flaws {
		if !slices.Contains(all, f.why) {
			all = append(all, f.why)
		}
	}
	if more := len(all) - most; more > 0 {
		return listed(append(all[:most:most], fmt.Sprintf("%d more", more)), "and")
	}
	return listed(all, "and")
}

// dueOf returns the messages that are still to be corrected.
func dueOf(rows []posted) []posted {
	return slices.DeleteFunc(slices.Clone(rows), func(r posted) bool { return len(r.due) == 0 })
}

func (d *Desk) correctionPage(c *call, s *subject, text string) *page {
	title := s.name
	for _, b := range s.books {
		if string(b.Slug) == s.name {
			title = name(b.Title)
		}
	}
	p := d.page(c, "Corrections: "+title)
	p.reply.Text = text
	for _, b := range s.books {
		p.reply.Marking = stricter(b.strictest(), p.reply.Marking)
	}
	return p
}

// correctionPost orders that messages are set right. It asks first.
func (d *Desk) correctionPost(ctx context.Context, c *call) (Reply, error) {
	know, err := d.store.CorrectionCount(ctx)
	if err != nil {
		return Reply{}, err
	}
	s, err := d.subject(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	rows, err := d.postedOn(ctx, c, s, "")
	if err != nil {
		return Reply{}, err
	}
	due, err := c.chosen(s, rows)
	if err != nil {
		return Reply{}, err
	}
	order := briefings.Correction{Of: s.name, Way: briefings.CorrectionWay(c.value("how")), Note: c.Values["note"], By: c.Person.ID, At: c.At,
		Seq: c.view.seq, Name: c.signature(), Targets: targetsOf(due, briefings.CorrectionWay(c.value("how")))}
	left := max(len(order.Targets)-briefings.MostTargets, 0)
	order.Targets = order.Targets[:len(order.Targets)-left]
	var to []string
	for _, t := range order.Targets {
		if n := d.posts(ctx, c, t.Channel); !slices.Contains(to, n) {
			to = append(to, n)
		}
	}
	what := fmt.Sprintf("%s in %s", count(len(order.Targets), "message"), some(to, 6))
	if !c.yes("confirm") {
		return d.correctionPreview(ctx, c, s, order, what, left)
	}
	kept, err := d.store.SaveCorrection(ctx, order, know, c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("correct %s: %w", s.name, err)
	}
	if err := d.store.Spread(ctx); err != nil {
		// It is ordered, and planned by the process in a moment.
		d.log.Warn("correction not planned at once", "correction", kept.ID, "error", err)
	}
	p := d.correctionPage(c, s, briefings.Shorten(fmt.Sprintf("%s is on its way: %s.", kept.ID, what), maxBottomLine))
	p.leftOver(left)
	p.act("List", Invocation{Verb: "correction list", Values: map[string]string{"of": s.name}}.String())
	p.reply.Footer = joined(string(kept.ID), p.moment(c.At.In(zone(c.Place.Zone)), minute+" MST"))
	return p.reply, nil
}

// correctionPreview names how many messages are corrected where, and shows what
// the first of them gets, as far as it may be shown here.
func (d *Desk) correctionPreview(ctx context.Context, c *call, s *subject, order briefings.Correction, what string, left int) (Reply, error) {
	p := d.correctionPage(c, s, "")
	verb := "get a reply in their thread"
	if order.Way == briefings.ByEdit {
		verb = "are changed in place"
	}
	if len(order.Targets) == 1 {
		verb = map[briefings.CorrectionWay]string{briefings.ByReply: "gets a reply in its thread", briefings.ByEdit: "is changed in place"}[order.Way]
	}
	p.reply.Text = briefings.Shorten(fmt.Sprintf("%s %s.", what, verb), maxBottomLine)
	p.leftOver(left)
	told := d.page(c, "")
	d.writeCorrection(told, s, order, order.Targets[0])
	p.say(told.reply.Title, "The first says")
	p.say(told.reply.Text, "The first says")
	p.reply.Statements = append(p.reply.Statements, told.reply.Statements...)
	p.reply.Citations = told.reply.Citations
	p.reply.Marking = stricter(told.reply.Marking, p.reply.Marking)
	label := fmt.Sprintf("Correct %d", len(order.Targets))
	p.reply.Actions = []Action{{Label: label, Text: c.Invocation.with("of", s.name).with("confirm", "yes").String(),
		Confirm: briefings.Shorten(fmt.Sprintf("Correct %s?", what), maxBottomLine)}}
	p.act("List", Invocation{Verb: "correction list", Values: map[string]string{"of": s.name}}.String())
	return p.reply, nil
}

func (p *page) leftOver(left int) {
	if left > 0 {
		p.say(fmt.Sprintf("%s more than one correction takes are left; order it again for them.", count(left, "message")), "Note")
	}
}

// signature returns how readers are told who corrected. The console belongs to no
// workspace, so nobody there is named elsewhere.
func (c *call) signature() string {
	if n := name(c.Person.Name); n != "" && c.Place.Platform != "console" {
		return n
	}
	return "the desk"
}

// chosen returns the messages to correct: all that are still due, or the one that
// the option only names by its number.
func (c *call) chosen(s *subject, rows []posted) ([]posted, error) {
	if only := c.Values["only"]; only != "" {
		n := c.number("only")
		switch {
		case n > len(rows):
			return nil, briefings.Errorf(briefings.NotFound, "There is no message %d; correction list of:%s numbers %s.", n, s.name, count(len(rows), "message"))
		case len(rows[n-1].due) == 0:
			return nil, briefings.Errorf(briefings.Conflict, "Message %d needs no correction any more: %s.", n, rows[n-1].fix.word())
		}
		return rows[n-1 : n], nil
	}
	due := dueOf(rows)
	if len(due) == 0 {
		return nil, briefings.Errorf(briefings.Conflict, "No message is left to correct for %s; correction list of:%s shows what has been done.", s.name, s.name)
	}
	return due, nil
}

// targetsOf returns the messages as a correction keeps them, with what they cite
// that no longer holds. A thread gets one reply for all that stands in it.
func targetsOf(rows []posted, way briefings.CorrectionWay) []briefings.Posting {
	var all []briefings.Posting
	at := map[string]int{}
	for _, r := range rows {
		t := r.Posting
		t.Refs, t.Answer = nil, ""
		for _, f := range r.due {
			if !slices.Contains(t.Refs, f.ref) {
				t.Refs = append(t.Refs, f.ref)
			}
		}
		if r.fix != nil && r.fix.holds() {
			t.Seq = max(t.Seq, r.fix.Seq)
		}
		key := spotOf(t, root(t))
		if i, seen := at[key]; seen && way == briefings.ByReply {
			for _, ref := range t.Refs {
				if !slices.Contains(all[i].Refs, ref) {
					all[i].Refs = append(all[i].Refs, ref)
				}
			}
			continue
		}
		at[key] = len(all)
		all = append(all, t)
	}
	return all
}

// some joins words as a sentence does, at most so many of them.
func some(words []string, most int) string {
	if len(words) > most {
		return listed(append(words[:most-1:most-1], fmt.Sprintf("%d more channels", len(words)-most+1)), "and")
	}
	return listed(words, "and")
}
