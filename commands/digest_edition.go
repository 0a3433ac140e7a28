package commands

import (
	"cmp"
	"fmt"
	"slices"

	"attache/briefings"
)

// gatherOwn collects the recommendations that an edition makes and the one before
// did not, and all that it says to watch for whose day has not passed. What may
// not be told in the place is left out.
func (g *digest) gatherOwn(ch changed, before briefings.Edition) {
	for _, r := range ch.edition.Text.Recommendations {
		known := slices.ContainsFunc(before.Text.Recommendations, func(o briefings.Recommended) bool {
			return o.Text == r.Text && o.Addressee == r.Addressee && o.Horizon == r.Horizon
		})
		if !known && g.c.tellable(r.Statement) {
			g.recs = append(g.recs, ownAdvice(entry{Briefing: briefings.Briefing{Slug: ch.Slug}, edition: ch.edition, marking: ch.marking}, r))
		}
	}
	for _, w := range ch.edition.Text.Watch {
		if !past(w.Date, g.today) && g.c.tellable(w.Statement) {
			g.watched = append(g.watched, w)
		}
	}
}

// past reports whether a date of the form 2025, 2025-12 or 2025-12-15 is over on
// a day. A month or a year is not over before its end; no date is never past.
func past(date, day string) bool { return date != "" && date < day[:min(len(date), len(day))] }

// sortOwn puts what the desk watches for in the order of its days, what has none
// last, and its advice before that of the sources, without what it rests on there.
func (g *digest) sortOwn() {
	slices.SortStableFunc(g.watched, func(a, b briefings.WatchItem) int {
		if (a.Date == "") != (b.Date == "") {
			return cmp.Compare(b.Date, a.Date)
		}
		return cmp.Compare(a.Date, b.Date)
	})
	var own, others []advice
	for _, a := range g.recs {
		if a.own() {
			own = append(own, a)
		}
	}
	for _, a := range g.recs {
		if !a.own() && !slices.ContainsFunc(own, func(o advice) bool {
			return o.restsOn(briefings.PassageRef{Source: a.source.ID, N: a.Passage})
		}) {
			others = append(others, a)
		}
	}
	g.recs = append(own, others...)
}

// restsOn reports whether advice is that of a passage, or cites it.
func (a advice) restsOn(ref briefings.PassageRef) bool {
	if a.own() {
		return slices.Contains(a.made.Citations, ref)
	}
	return a.source.ID == ref.Source && a.Passage == ref.N
}

// adviceAndDates writes who is advised to do what, and what to watch for: what the
// desk says first.
func (g *digest) adviceAndDates() {
	recs := g.recs[:g.take[ofRecs]]
	watching := min(len(g.watched), g.take[ofDates])
	watched, dates := g.watched[:watching], g.dates[:g.take[ofDates]-watching]
	var titles []string
	if len(recs) > 0 {
		titles = append(titles, fmt.Sprintf("Recommendations (%d)", len(recs)))
		g.tableAdvice(recs, g.register, false)
		g.reply.Tables[0].Caption = "Recommendations"
	}
	if n := len(watched) + len(dates); n > 0 {
		undated := slices.ContainsFunc(watched, func(w briefings.WatchItem) bool { return w.Date == "" })
		noun := "date"
		if undated {
			noun = "item"
		}
		titles = append(titles, fmt.Sprintf("Watch (%s)", count(n, noun)))
	}
	for _, w := range watched {
		g.state(w.Statement, w.Text, "Watch")
		g.dateLast(w.Date)
	}
	for _, e := range dates {
		g.quote(e.source, e.Passage, "Watch")
		g.dateLast(e.Date)
	}
	g.reply.Title = joined(titles...)
}

// dateLast puts a date in front of the label of the last statement.
func (g *digest) dateLast(date string) {
	if date != "" {
		s := &g.reply.Statements[len(g.reply.Statements)-1]
		s.Label = joined(when(date), s.Label)
	}
}
