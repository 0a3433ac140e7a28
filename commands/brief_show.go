package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
	"attache/briefings/redline"
)

// desksOwn stands beside a statement that no passage makes.
const desksOwn = "the desk's judgement"

// voiceOf returns what stands beside a statement of a briefing: that it is the
// desk's own, and the confidence in it with its reason. Neither stands in the
// sentence.
func voiceOf(s briefings.Statement) string {
	own, confidence := "", ""
	if s.Own {
		own = desksOwn
	}
	if s.Confidence != "" {
		confidence = "confidence: " + string(s.Confidence)
		if s.Because != "" {
			confidence += " (because " + s.Because + ")"
		}
	}
	return joined(own, confidence)
}

// recommendedText returns a recommendation as one sentence: whom it concerns,
// what to do, and by when.
func recommendedText(r briefings.Recommended) string {
	text := r.Text
	if r.Addressee != "" {
		text = r.Addressee + ": " + text
	}
	if r.Horizon != "" {
		text += " (by " + r.Horizon + ")"
	}
	return text
}

// watchText returns a watch item with its date in front.
func watchText(w briefings.WatchItem) string {
	if w.Date != "" {
		return w.Date + ": " + w.Text
	}
	return w.Text
}

// A line of a briefing is a statement as it is shown: the heading it stands
// under, the sentence and what supports it.
type briefLine struct {
	part string // as package redline calls it
	text string
	briefings.Statement
}

// linesOfBriefing returns all that a briefing states, in the order in which it is
// shown.
func linesOfBriefing(c briefings.Content) []briefLine {
	var all []briefLine
	for _, s := range c.BottomLine {
		all = append(all, briefLine{redline.BottomLine, s.Text, s})
	}
	for _, s := range c.Judgements {
		all = append(all, briefLine{redline.Judgements, s.Text, s})
	}
	for _, r := range c.Recommendations {
		all = append(all, briefLine{redline.Recommendations, recommendedText(r), r.Statement})
	}
	for _, w := range c.Watch {
		all = append(all, briefLine{redline.Watch, watchText(w), w.Statement})
	}
	return all
}

// heading returns the name of a part with a capital.
func heading(part string) string { return strings.ToUpper(part[:1]) + part[1:] }

// content adds what a briefing states to the body, each statement under the
// heading of its part and with its citations; numbered, when somebody is to name
// one of them. A statement that rests on a passage which may not be shown here is
// left out, and the number of those is returned.
func (d *Desk) showContent(ctx context.Context, p *page, c briefings.Content, numbered bool) (hidden int, err error) {
	for i, l := range linesOfBriefing(c) {
		var cites []int
		whole := true
		for _, ref := range l.Citations {
			src, err := d.seen(ctx, p.c, ref.Source)
			if briefings.KindOf(err) == briefings.NotFound {
				whole = false
				break
			}
			if err != nil {
				return hidden, err
			}
			if _, there := src.Passage(ref.N); there {
				cites = append(cites, p.cite(src, ref.N))
			}
		}
		if !whole {
			hidden++
			continue
		}
		text := strings.Join(strings.Fields(Clean(l.text)), " ")
		if numbered {
			text = strconv.Itoa(i+1) + ". " + text
		}
		p.reply.Statements = append(p.reply.Statements, Statement{Text: text, Label: Clean(voiceOf(l.Statement)), Group: heading(l.part), Cites: cites})
	}
	return hidden, nil
}

// particulars adds the table of what holds for a briefing as a whole.
func (d *Desk) particulars(ctx context.Context, p *page, w *work) {
	text, loc := w.text(), zone(p.c.Place.Zone)
	var ids []string
	for _, id := range text.Sources {
		ids = append(ids, string(id))
	}
	owner := text.Owner
	if owner == "" {
		owner = w.briefing.Owner
	}
	t := Table{Header: []string{"", ""}}
	row := func(what, value string) {
		if value != "" {
			t.Rows, t.Cites = append(t.Rows, []string{what, value}), append(t.Cites, nil)
		}
	}
	row("marking", string(text.Marking))
	row("topics", strings.Join(text.Topics, ", "))
	row("sources", strings.Join(ids, ", "))
	if owner != "" {
		row("owner", d.who(ctx, p.c, owner))
	}
	row("review by", text.ReviewBy)
	if !text.Embargo.IsZero() {
		row("embargo", p.moment(text.Embargo.In(loc), minute+" MST"))
	}
	row("scale", string(text.Scale))
	p.reply.Tables = append(p.reply.Tables, t)
}

// stateOf says how far a draft has come.
func (d *Desk) stateOf(ctx context.Context, p *page, draft briefings.Draft) string {
	switch draft.State {
	case briefings.InReview:
		return "in review"
	case briefings.Approved:
		return fmt.Sprintf("approved by %s, comes into force %s", d.who(ctx, p.c, draft.Approver), p.moment(draft.Text.Embargo.In(zone(p.c.Place.Zone)), minute+" MST"))
	}
	return "draft"
}

// badge says when somebody last looked at a briefing in force, and when somebody
// has to look again. It is empty when nobody has said either.
func (d *Desk) badge(ctx context.Context, c *call, b briefings.Briefing) string {
	verified, due := "", ""
	if !b.Verified.IsZero() {
		verified = "verified " + b.Verified.In(zone(c.Place.Zone)).Format("2 Jan 2006")
		if b.Verifier != "" {
			verified += " by " + d.who(ctx, c, b.Verifier)
		}
	}
	switch {
	case overdue(b, c.At.In(zone(c.Place.Zone))):
		due = "due for review since " + dayText(b.ReviewBy)
	case b.ReviewBy != "":
		due = "to be reviewed by " + dayText(b.ReviewBy)
	}
	return joined(verified, due)
}

// dayText returns a day of the form 2006-01-02 as it stands in a sentence.
func dayText(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 Jan 2006")
}
