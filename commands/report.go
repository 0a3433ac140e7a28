package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attache/briefings"
)

// An ImportReport says what was read in a document, and what became of it: the
// quality report. Of a document that was only read, Source, Slug and Edition
// are zero.
type ImportReport struct {
	File    string
	Source  briefings.SourceID
	Known   bool // the same bytes were kept before
	Slug    briefings.Slug
	Title   string
	Marking briefings.Marking
	Edition int  // the edition in force that uses the source; 0 while it is a draft
	Fresh   bool // this import published that edition
	Review  bool // this import sent the draft to review
	Checked bool // somebody else than its author has to approve the draft

	Sentences, Sections, Tables int
	Footnotes, Linked           int // notes, and those whose mark stands in the text
	PullQuotes                  int
	Dropped                     []DroppedCount // the most frequent reason first
	Unknown                     []string       // metadata that the document does not state
	Recommendations             int
	Statements                  int // proposed for the briefing
}

// A DroppedCount says how often text was left out for one reason.
type DroppedCount struct {
	Why   string
	Times int
	Bytes int
}

// NewReport returns the report on a source that was read.
func NewReport(src *briefings.Source) ImportReport {
	r := ImportReport{File: src.File, Source: src.ID, Title: src.Label(), Tables: len(src.Tables),
		Footnotes: len(src.Footnotes), PullQuotes: len(src.PullQuotes)}
	marks := map[int]bool{}
	for _, p := range src.Passages {
		if p.InMainText() {
			r.Sentences++
		}
		if p.Kind != briefings.Note {
			for _, n := range p.Footnotes {
				marks[n] = true
			}
		}
	}
	for _, f := range src.Footnotes {
		if marks[f.N] {
			r.Linked++
		}
	}
	for _, h := range src.Outline {
		if !h.RunIn {
			r.Sections++
		}
	}
	r.Dropped = droppedCounts(src)
	if src.Unattributed {
		return r // what is withheld is not called unknown
	}
	m := src.Meta
	for _, f := range []struct {
		name  string
		known bool
	}{{"title", m.Title != ""}, {"author", len(m.Authors) > 0}, {"publisher", m.Publisher != ""}, {"date", m.Date != ""}, {"genre", m.Kind != ""}} {
		if !f.known {
			r.Unknown = append(r.Unknown, f.name)
		}
	}
	return r
}

// reportOn is NewReport with what analysis has found already.
func (d *Desk) reportOn(src *briefings.Source) ImportReport {
	r := NewReport(src)
	r.Recommendations, r.Checked = len(d.readings.of(src).recs()), !d.selfApproval
	return r
}

func droppedCounts(src *briefings.Source) []DroppedCount {
	var out []DroppedCount
	for _, dropped := range src.Dropped {
		i := slices.IndexFunc(out, func(c DroppedCount) bool { return c.Why == dropped.Why })
		if i < 0 {
			i = len(out)
			out = append(out, DroppedCount{Why: dropped.Why})
		}
		out[i].Times++
		for _, s := range dropped.Spans {
			out[i].Bytes += s.Len()
		}
	}
	slices.SortStableFunc(out, func(a, b DroppedCount) int { return cmp.Compare(b.Times, a.Times) })
	return out
}

// Reply returns the report as a reply, with what can be done next.
func (r ImportReport) Reply() Reply {
	reply := Reply{Verb: "import", Title: briefings.Shorten(name(r.File), maxTitle), Text: briefings.Shorten(r.outcome(), maxBottomLine), Private: true}
	say := func(group, text string) {
		reply.Statements = append(reply.Statements, Statement{Group: group, Text: text})
	}
	kept := []string{count(r.Sentences, "sentence")}
	if r.Sections > 0 {
		kept[0] += " in " + count(r.Sections, "section")
	}
	if r.Tables > 0 {
		kept = append(kept, count(r.Tables, "table"))
	}
	if r.Footnotes > 0 {
		kept = append(kept, fmt.Sprintf("%d of %s linked", r.Linked, count(r.Footnotes, "footnote")))
	}
	if r.PullQuotes > 0 {
		kept = append(kept, count(r.PullQuotes, "pull quote"))
	}
	say("Kept", strings.Join(kept, ", "))
	if len(r.Dropped) > 0 {
		var dropped []string
		for _, d := range r.Dropped {
			dropped = append(dropped, fmt.Sprintf("%d × %s", d.Times, d.Why))
		}
		say("Dropped", strings.Join(dropped, " · "))
	}
	if len(r.Unknown) > 0 {
		say("Unknown", strings.Join(r.Unknown, " · "))
	}
	if r.Statements > 0 || r.Recommendations > 0 {
		say("Found", count(r.Recommendations, "recommendation")+" · "+count(r.Statements, "statement")+" proposed")
	}
	if r.Source == "" {
		return reply
	}
	if r.Edition > 0 {
		reply.Actions = append(reply.Actions, Action{Label: "Summary", Text: "summary of:" + string(r.Slug)})
	} else {
		reply.Actions = append(reply.Actions, Action{Label: "Open draft", Text: "brief edit of:" + string(r.Slug)})
		switch {
		case r.Review:
		case r.Checked:
			reply.Actions = append(reply.Actions, Action{Label: "Send to review", Text: "brief review of:" + string(r.Slug)})
		default:
			reply.Actions = append(reply.Actions, Action{Label: "Publish", Text: "brief approve of:" + string(r.Slug)})
		}
	}
	if len(r.Dropped) > 0 {
		reply.Actions = append(reply.Actions, Action{Label: "Show what was dropped", Text: "report of:" + string(r.Source) + " show:dropped"})
	}
	return reply
}

// outcome says in one line what became of the document.
func (r ImportReport) outcome() string {
	if r.Source == "" {
		return fmt.Sprintf("%s: read as “%s”.", name(r.File), briefings.Shorten(name(r.Title), 100))
	}
	what := "source " + string(r.Source)
	if r.Known {
		what = "the same as source " + string(r.Source)
	}
	switch {
	case r.Fresh:
		return fmt.Sprintf("%s → %s, published as %s, edition %d.", name(r.File), what, r.Slug, r.Edition)
	case r.Edition > 0:
		return fmt.Sprintf("%s → %s, in force as %s, edition %d.", name(r.File), what, r.Slug, r.Edition)
	}
	if r.Review {
		return fmt.Sprintf("%s → %s, draft %s, sent to review: an approver releases it.", name(r.File), what, r.Slug)
	}
	return fmt.Sprintf("%s → %s, draft %s.", name(r.File), what, r.Slug)
}

// report shows the quality report on a source, a draft or a briefing, or the
// text that was dropped.
func (d *Desk) report(ctx context.Context, c *call) (Reply, error) {
	src, slug, err := d.reported(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	c.mark(src.Marking)
	if c.value("show") == "dropped" {
		return d.droppedText(c, src), nil
	}
	report := d.reportOn(src)
	report.Slug = slug
	report.Statements = min(1+draftJudgements, len(d.readings.of(src).summary()))
	if slug != "" {
		if report.Edition, err = d.editionWith(ctx, slug, src.ID); err != nil {
			return Reply{}, err
		}
	}
	return report.Reply(), nil
}

// reported returns the source that the option of names, and the short name of
// its draft or briefing where one is found.
func (d *Desk) reported(ctx context.Context, c *call) (*briefings.Source, briefings.Slug, error) {
	of := c.value("of")
	drafts, err := d.store.Drafts(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list drafts: %w", err)
	}
	id := briefings.SourceID(strings.ToUpper(of))
	for _, draft := range drafts {
		if fold(of) == string(draft.Slug) && len(draft.Text.Sources) > 0 {
			id = draft.Text.Sources[len(draft.Text.Sources)-1]
		}
	}
	var src *briefings.Source
	if got := c.view.called(of); len(got) > 0 {
		src = got[0]
	} else if src, err = d.seen(ctx, c, id); err != nil {
		if _, other := c.view.named(of); briefings.KindOf(err) == briefings.NotFound && other != nil {
			err = other
		}
		return nil, "", err
	}
	for _, draft := range drafts {
		if slices.Contains(draft.Text.Sources, src.ID) {
			return src, draft.Slug, nil
		}
	}
	for _, e := range c.view.entries {
		if slices.Contains(e.edition.Text.Sources, src.ID) {
			return src, e.Slug, nil
		}
	}
	return src, "", nil
}

// mostDropped is how many dropped parts one reply shows.
const mostDropped = 60

// droppedText shows what was left out of a source, by reason.
func (d *Desk) droppedText(c *call, src *briefings.Source) Reply {
	p := d.page(c, "Dropped from "+src.File)
	if src.Unattributed {
		p.reply.Text = "What was left out of a non-attributable source is not shown: it often says who wrote it."
		return p.reply
	}
	counts := droppedCounts(src)
	p.reply.Text = fmt.Sprintf("%s of text were left out; they are kept in the source.", count(len(src.Dropped), "part"))
	if len(src.Dropped) == 0 {
		p.reply.Text = "Nothing was left out."
	}
	for _, why := range counts {
		for _, dropped := range src.Dropped {
			if dropped.Why == why.Why && len(p.reply.Statements) < mostDropped {
				text := briefings.Normal(briefings.Quote(src.Text, dropped.Spans))
				p.say("“"+briefings.Shorten(text, 160)+"” "+bytesOf(dropped.Spans), why.Why+" ("+strconv.Itoa(why.Times)+")")
			}
		}
	}
	p.reply.Footer = joined(string(src.ID), src.File)
	return p.reply
}
