package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
	"attache/briefings/analysis"
	"attache/store"
)

// A length is how much of each part a summary of a given depth holds.
type length struct {
	statements, recommendations, chapters int
}

func lengthOf(depth string) length {
	switch depth {
	case "30s":
		return length{statements: 3}
	case "full":
		return length{statements: 8, recommendations: 50, chapters: 2}
	}
	return length{statements: 5, recommendations: 3}
}

// summary gives the main statements of a document, a chapter or a topic,
// whichever the name fits first.
func (d *Desk) summary(ctx context.Context, c *call) (Reply, error) {
	of := c.value("of")
	scope, err := scope(c)
	if err != nil {
		return Reply{}, err
	}
	if len(scope) == 0 {
		return d.page(c, "Summary").nothingHere(), nil
	}
	want := lengthOf(c.value("depth"))
	briefing, known := c.view.inForce(of)
	if known && c.Values["source"] == "" && c.written(briefing.edition.Text) {
		return d.sumEdition(ctx, c, briefing, want), nil
	}
	badge := d.badge(ctx, c, briefing.Briefing)
	named := slices.DeleteFunc(c.view.called(of), func(s *briefings.Source) bool { return !slices.Contains(scope, s) })
	found := chapters(scope, of)
	switch {
	case len(named) == 1:
		return d.sumDocument(ctx, c, named[0], want, badge), nil
	case len(named) > 1:
		return d.sumDocuments(ctx, c, named, want, badge), nil
	case len(found) > 0:
		return d.sumChapters(ctx, c, found, want), nil
	}
	return d.sumTopic(ctx, c, scope, want)
}

// sumDocument gives the bottom line, the key statements, the advice and, at
// full depth, the statements of each chapter. The badge says when somebody last
// looked at the briefing that was asked for.
func (d *Desk) sumDocument(ctx context.Context, c *call, src *briefings.Source, want length, badge string) Reply {
	p := d.page(c, src.Label())
	got := d.readings.of(src)
	shown := map[int]bool{}
	for _, n := range p.statements(src, got.summary(), want.statements, "Key statements") {
		shown[n] = true
	}
	left := want.recommendations
	for _, rec := range got.recs() {
		if left > 0 && !shown[rec.Passage] {
			shown[rec.Passage] = true
			left--
			p.quote(src, rec.Passage, "Recommendations")
		}
	}
	if want.chapters > 0 {
		for _, h := range src.Outline {
			if h.Level == 1 && !h.RunIn {
				p.chapter(src, h.Text, want.chapters, shown)
			}
		}
	}
	p.offer(src)
	return p.keep(ctx, joined(describe(src), badge, fmt.Sprintf("edition %d of the store", c.view.seq)))
}

// statements adds n of a source's ranked passages and returns them: the best
// that is short enough as the bottom line, even from further down, and the best
// of the others in the group.
func (p *page) statements(src *briefings.Source, ranked []int, n int, group string) []int {
	lead := slices.IndexFunc(ranked, func(n int) bool { return p.reply.Text == "" && p.lead(src, n) })
	var taken []int
	if lead >= 0 {
		taken = append(taken, ranked[lead])
	}
	for i, passage := range ranked {
		if i != lead && len(taken) < n {
			taken = append(taken, passage)
			p.quote(src, passage, group)
		}
	}
	switch {
	case p.reply.Text != "":
	case len(ranked) == 0:
		p.reply.Text = "This text holds no statement that sums it up."
	default:
		p.reply.Text = "The statements that sum this up follow; none is short enough to stand alone."
	}
	return taken
}

// chapter adds the main statements of a chapter that are not shown yet.
func (p *page) chapter(src *briefings.Source, heading string, n int, shown map[int]bool) {
	sub, numbers := part(src, heading)
	if sub == nil {
		return
	}
	for _, i := range analysis.Summary(sub, n) {
		if whole := numbers[i-1]; !shown[whole] {
			shown[whole] = true
			p.quote(src, whole, heading)
		}
	}
}

// offer adds the buttons that lead from a summary to more of the same source.
func (p *page) offer(src *briefings.Source) {
	if p.c.value("depth") != "full" {
		p.act("Longer", p.c.Invocation.with("depth", "full").String())
	}
	if len(p.d.readings.of(src).recs()) > 0 {
		p.act("Recommendations", "recs source:"+string(src.ID))
	}
	if len(p.d.readings.of(src).timeline()) > 0 {
		p.act("Timeline", "timeline source:"+string(src.ID))
	}
}

// describe returns a source's genre, origin and date on one line.
func describe(src *briefings.Source) string {
	return joined(genre(src), origin(src), src.Meta.Date)
}

// sumDocuments gives the main statements of several documents, each under its
// own name, and says how to ask for one of them.
func (d *Desk) sumDocuments(ctx context.Context, c *call, sources []*briefings.Source, want length, badge string) Reply {
	p := d.page(c, "Summary of "+c.value("of"))
	each := max(1, want.statements/len(sources))
	for _, src := range sources {
		ranked := d.readings.of(src).summary()
		for _, n := range ranked[:min(each, len(ranked))] {
			p.quote(src, n, src.Label())
		}
	}
	p.reply.Text = fmt.Sprintf("%s are called %q; name one for more of it.", count(len(sources), "source"), shown(c.value("of")))
	for _, src := range sources[:min(3, len(sources))] {
		p.act("Only "+string(src.ID), c.Invocation.with("of", string(src.ID)).String())
	}
	return p.keep(ctx, joined(badge, p.searched(len(sources))))
}

// sumChapters gives the main statements of a chapter, or of the chapters of
// several documents that the name fits.
func (d *Desk) sumChapters(ctx context.Context, c *call, found []chapter, want length) Reply {
	p := d.page(c, found[0].heading+" · "+found[0].source.Label())
	if len(found) > 1 {
		p = d.page(c, "Summary of "+c.value("of"))
		p.reply.Text = fmt.Sprintf("%s fit %q; add source: for one of them.", count(len(found), "chapter"), shown(c.value("of")))
	}
	each := max(1, want.statements/len(found))
	for _, f := range found {
		sub, numbers := part(f.source, f.heading)
		if sub == nil {
			continue
		}
		ranked := analysis.Summary(sub, fullSummary)
		for i, n := range ranked {
			ranked[i] = numbers[n-1]
		}
		group := "Key statements"
		if len(found) > 1 {
			group = f.heading + " · " + f.source.Label()
		}
		p.statements(f.source, ranked, each, group)
	}
	if p.reply.Text == "" {
		p.reply.Text = "Nothing stands under this heading."
	}
	if c.value("depth") != "full" {
		p.act("Longer", c.Invocation.with("depth", "full").String())
	}
	return p.keep(ctx, p.searched(len(sourcesOf(found))))
}

func sourcesOf(found []chapter) []*briefings.Source {
	var got []*briefings.Source
	for _, f := range found {
		if !slices.Contains(got, f.source) {
			got = append(got, f.source)
		}
	}
	return got
}

// sumTopic gives what the sources say on a topic: of the passages that match
// it, those that their documents weigh most, in each source's order.
func (d *Desk) sumTopic(ctx context.Context, c *call, scope []*briefings.Source, want length) (Reply, error) {
	of := c.value("of")
	p := d.page(c, of)
	query := store.Query{Text: of, Limit: 2 * want.statements, Kinds: []briefings.PassageKind{briefings.Sentence}}
	result, err := d.search(ctx, c, query, scope)
	if err != nil {
		return Reply{}, err
	}
	if len(result.Hits) == 0 {
		text := fmt.Sprintf("Nothing in the store is called or says much on “%s”.", briefings.Shorten(of, 150))
		return p.unsupported(ctx, text, result.Nearest, len(scope)), nil
	}
	taken := 0
	for _, h := range spread(result.Hits, want.statements) {
		src := c.view.byID[h.Ref.Source]
		if taken > 0 || !p.lead(src, h.Ref.N) {
			p.quote(src, h.Ref.N, strings.TrimSpace("On "+of))
		}
		taken++
	}
	if p.reply.Text == "" {
		p.reply.Text = inSources(p, "passage") + " speak to this; the closest is [1]."
	}
	p.act("Recommendations", Invocation{Verb: "recs", Values: map[string]string{"topic": of}}.String())
	return p.keep(ctx, p.searched(len(scope))), nil
}

// spread returns the first n hits, but no source fills more than half of them
// while another has hits to give.
func spread(hits []store.Hit, n int) []store.Hit {
	var got, rest []store.Hit
	from := map[briefings.SourceID]int{}
	for _, h := range hits {
		if from[h.Ref.Source] < (n+1)/2 {
			from[h.Ref.Source]++
			got = append(got, h)
		} else {
			rest = append(rest, h)
		}
	}
	got = append(got, rest...)
	return got[:min(n, len(got))]
}
