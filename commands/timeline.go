package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// mostEvents is how many events one reply lists; the newest are kept.
const mostEvents = 40

// dated is an event with the source that tells of it.
type dated struct {
	briefings.Event
	source *briefings.Source
}

// timeline lists dated events in order, each with its passage.
func (d *Desk) timeline(ctx context.Context, c *call) (Reply, error) {
	rest := *c
	rest.Invocation = c.Invocation.with("since", "")
	scope, touches, err := d.topical(ctx, &rest)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, timelineTitle(c))
	if len(scope) == 0 {
		return p.nothingHere(), nil
	}
	first := ""
	if since := c.Values["since"]; since != "" {
		first = day(since, c.At.In(zone(c.Place.Zone)))
	}
	var events []dated
	for _, src := range scope {
		for _, e := range d.readings.of(src).timeline() {
			if onOrAfter(e.Date, first) && touches(src, e.Passage) {
				events = append(events, dated{e, src})
			}
		}
	}
	if len(events) == 0 {
		p.reply.Text = fmt.Sprintf("%s no dated event that fits.", gives(len(scope)))
		return p.keep(ctx, p.searched(len(scope))), nil
	}
	slices.SortStableFunc(events, func(a, b dated) int { return strings.Compare(a.Date, b.Date) })
	p.reply.Text = fmt.Sprintf("%s from %s to %s.", count(len(events), "event"), when(events[0].Date), when(events[len(events)-1].Date))
	if len(events) == 1 {
		p.reply.Text = "1 event, " + when(events[0].Date) + "."
	}
	if len(events) > mostEvents {
		p.reply.Text += fmt.Sprintf(" The newest %d follow; add since: or topic: for others.", mostEvents)
		events = events[len(events)-mostEvents:]
	}
	t := Table{Header: []string{"date", "event", "in"}}
	for _, e := range events {
		passage, _ := e.source.Passage(e.Passage)
		p.found++
		t.Rows = append(t.Rows, []string{when(e.Date), passage.Text, argument(e.source)})
		t.Cites = append(t.Cites, []int{p.cite(e.source, e.Passage)})
	}
	dropEmptyColumn(&t, 2)
	p.reply.Tables = append(p.reply.Tables, t)
	return p.keep(ctx, p.searched(len(scope))), nil
}

func timelineTitle(c *call) string {
	title := "Timeline"
	if topic := c.Values["topic"]; topic != "" {
		title += " of " + topic
	}
	if source := c.Values["source"]; source != "" {
		title += " in " + source
	}
	return title
}

// when returns a stated date as it is read: 2025, Dec 2025, 15 Dec 2025, or a
// range of two.
func when(date string) string {
	if from, to, ok := strings.Cut(date, "/"); ok {
		return when(from) + " – " + when(to)
	}
	for _, form := range [...][2]string{{"2006-01-02", "2 Jan 2006"}, {"2006-01", "Jan 2006"}} {
		if t, err := time.Parse(form[0], date); err == nil {
			return t.Format(form[1])
		}
	}
	return date
}
