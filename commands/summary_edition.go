package commands

import (
	"context"
	"fmt"
	"slices"

	"attache/briefings"
	"attache/briefings/redline"
)

// inForce returns the briefing in view that bears a name or a title, or false when
// none does.
func (v *view) inForce(text string) (entry, bool) {
	want := fold(text)
	for _, e := range v.entries {
		if string(e.Slug) == want {
			return e, true
		}
	}
	for _, e := range v.entries {
		if fold(e.Title) == want {
			return e, true
		}
	}
	return entry{}, false
}

// written reports whether the desk wrote in an edition: whether it says more than
// sentences of its sources, as an import proposes them.
func (c *call) written(text briefings.Content) bool {
	for _, s := range text.Statements() {
		if !c.tellable(s) {
			continue
		}
		if _, _, repeats := c.verbatim(s); !repeats || s.Confidence != "" {
			return true
		}
	}
	for _, l := range linesOfBriefing(text) {
		if (l.part == redline.Recommendations || l.part == redline.Watch) && c.tellable(l.Statement) {
			return true
		}
	}
	return false
}

// The headings of what a briefing recommends and watches for.
const (
	advising = "Recommendations"
	watching = "Watch"
)

// sumEdition gives what the edition in force of a briefing states, as its editors
// wrote it. Statements that have lost a part of their support are left out.
func (d *Desk) sumEdition(ctx context.Context, c *call, e entry, want length) Reply {
	p := d.page(c, name(e.Title))
	c.mark(e.marking)
	text := e.edition.Text
	whole := want.chapters > 0
	left := 0
	part := func(group string, most int, lines []briefLine) {
		for _, l := range lines {
			switch {
			case !c.tellable(l.Statement):
			case p.reply.Text == "" && group != watching && group != advising && p.leadWith(l.Statement):
				most--
			case most < 1 && !whole:
				left++
			default:
				most--
				p.state(l.Statement, l.text, group)
			}
		}
	}
	of := map[string][]briefLine{}
	for _, l := range linesOfBriefing(text) {
		of[l.part] = append(of[l.part], l)
	}
	part(heading(redline.BottomLine), len(of[redline.BottomLine]), of[redline.BottomLine])
	part(heading(redline.Judgements), want.statements-1, of[redline.Judgements])
	part(advising, want.recommendations, of[redline.Recommendations])
	part(watching, want.recommendations, of[redline.Watch])
	if p.reply.Text == "" {
		p.reply.Text = "What the briefing says follows; none of it is short enough to stand alone."
	}
	if left > 0 && !whole {
		p.act("Longer", c.Invocation.with("depth", "full").String())
	}
	sources := slices.DeleteFunc(slices.Clone(text.Sources), func(id briefings.SourceID) bool { return c.view.byID[id] == nil })
	for _, id := range sources[:min(3, len(sources))] {
		label := "Sources"
		if len(sources) > 1 {
			label = "Source " + string(id)
		}
		p.act(label, Invocation{Verb: "summary", Values: map[string]string{"of": string(id)}}.String())
	}
	return p.keep(ctx, joined(fmt.Sprintf("%s, edition %d", e.Slug, e.edition.N), d.badge(ctx, c, e.Briefing), fmt.Sprintf("edition %d of the store", c.view.seq)))
}
