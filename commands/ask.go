package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"attache/briefings"
	"attache/store"
)

// ask answers a question with the passages that support it, best first, or says
// that nothing does.
func (d *Desk) ask(ctx context.Context, c *call) (Reply, error) {
	question := c.value("question")
	scope, err := scope(c)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, question)
	if len(scope) == 0 {
		return p.nothingHere(), nil
	}
	limit := c.number("limit")
	result, err := d.search(ctx, c, store.Query{Text: question, Limit: limit}, scope)
	if err != nil {
		return Reply{}, err
	}
	if len(result.Hits) == 0 {
		return p.unsupported(ctx, fmt.Sprintf("Nothing in the store answers “%s”.", briefings.Shorten(question, 200)), result.Nearest, len(scope)), nil
	}
	for i, h := range result.Hits {
		src := c.view.byID[h.Ref.Source]
		if i > 0 || !p.lead(src, h.Ref.N) {
			p.quote(src, h.Ref.N, "")
		}
		p.reply.Hits = append(p.reply.Hits, Hit{Cite: p.cite(src, h.Ref.N), Score: h.Score})
	}
	if p.reply.Text == "" {
		best := c.view.byID[result.Hits[0].Ref.Source]
		p.reply.Text = fmt.Sprintf("%s %s this; the closest is from %s [1].", inSources(p, "passage"), answers(len(result.Hits)), origin(best))
	}
	if len(result.Hits) == limit && limit < maxHits {
		p.act("Longer", c.Invocation.with("limit", strconv.Itoa(min(2*limit, maxHits))).String())
	}
	return p.keep(ctx, joined(readAs(c), p.searched(len(scope)))), nil
}

// find lists the passages that hold some words.
func (d *Desk) find(ctx context.Context, c *call) (Reply, error) {
	words := c.value("query")
	scope, err := scope(c)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, "Find: "+words)
	if len(scope) == 0 {
		return p.nothingHere(), nil
	}
	limit := c.number("limit")
	query := store.Query{Text: words, Limit: limit, Loose: true}
	switch c.value("type") {
	case "passage":
		query.Kinds = []briefings.PassageKind{briefings.Sentence, briefings.RunIn}
	case "table":
		query.Kinds = []briefings.PassageKind{briefings.Row}
	case "footnote":
		query.Kinds = []briefings.PassageKind{briefings.Note}
	case "rec":
		query.Kinds, query.Limit = []briefings.PassageKind{briefings.Sentence}, mostMatches
	}
	result, err := d.search(ctx, c, query, scope)
	if err != nil {
		return Reply{}, err
	}
	if c.value("type") == "rec" {
		result.Hits = slices.DeleteFunc(result.Hits, func(h store.Hit) bool {
			return !d.readings.of(c.view.byID[h.Ref.Source]).advice()[h.Ref.N]
		})
		result.Hits = result.Hits[:min(len(result.Hits), limit)]
	}
	if len(result.Hits) == 0 {
		return p.unsupported(ctx, fmt.Sprintf("No passage holds “%s”.", briefings.Shorten(words, 200)), result.Nearest, len(scope)), nil
	}
	for _, h := range result.Hits {
		src := c.view.byID[h.Ref.Source]
		p.quote(src, h.Ref.N, "")
		p.reply.Hits = append(p.reply.Hits, Hit{Cite: p.cite(src, h.Ref.N), Score: h.Score})
	}
	p.reply.Text = inSources(p, "passage") + ", the best first."
	if len(result.Hits) == limit && limit < maxHits {
		p.act("More", c.Invocation.with("limit", strconv.Itoa(min(2*limit, maxHits))).String())
	}
	return p.keep(ctx, p.searched(len(scope))), nil
}

// scope returns the sources in view that the options source, topic and since
// leave. The list is empty only when nothing is in view.
func scope(c *call) ([]*briefings.Source, error) {
	got := c.view.sources
	if len(got) == 0 {
		return nil, nil
	}
	if name := c.Values["source"]; name != "" {
		named, err := c.view.named(name)
		if err != nil {
			return nil, err
		}
		got = named
	}
	if topic := c.Values["topic"]; topic != "" {
		on, err := c.view.onTopic(topic)
		if err != nil {
			return nil, err
		}
		got = slices.DeleteFunc(slices.Clone(got), func(s *briefings.Source) bool { return !slices.Contains(on, s) })
	}
	if since := c.Values["since"]; since != "" {
		first := day(since, c.At.In(zone(c.Place.Zone)))
		got = slices.DeleteFunc(slices.Clone(got), func(s *briefings.Source) bool { return !onOrAfter(s.Meta.Date, first) })
	}
	if len(got) == 0 {
		return nil, briefings.Errorf(briefings.NotFound, "No source is left by these options; leave one out.")
	}
	return got, nil
}

// mostMatches is how many passages a topic may touch.
const mostMatches = 500

// search asks the store's index about the sources in scope. What the index
// knows and the view does not, because it changed a moment ago or may not be
// seen here, is left out.
func (d *Desk) search(ctx context.Context, c *call, query store.Query, scope []*briefings.Source) (store.Result, error) {
	if !c.view.whole || len(scope) != len(c.view.sources) {
		for _, s := range scope {
			query.Sources = append(query.Sources, s.ID)
		}
	}
	result, err := d.store.Search(ctx, query)
	if err != nil {
		return store.Result{}, fmt.Errorf("search for %q: %w", query.Text, err)
	}
	unseen := func(h store.Hit) bool {
		src, ok := c.view.byID[h.Ref.Source]
		if ok {
			_, ok = src.Passage(h.Ref.N)
		}
		return !ok || !d.veils.findable(query.Text, src, h.Ref.N)
	}
	result.Hits = slices.DeleteFunc(slices.Clone(result.Hits), unseen)
	result.Nearest = slices.DeleteFunc(slices.Clone(result.Nearest), unseen)
	return result, nil
}

// unsupported says in one line that nothing was found and shows what comes
// nearest, which is offered as a place to look and not as an answer.
func (p *page) unsupported(ctx context.Context, text string, nearest []store.Hit, searched int) Reply {
	p.reply.Text = text
	for _, h := range nearest[:min(len(nearest), 3)] {
		p.quote(p.c.view.byID[h.Ref.Source], h.Ref.N, "Nearest")
	}
	p.found = 0
	asked := cmp.Or(p.c.Values["query"], p.c.Values["of"])
	if p.c.Verb == "ask" {
		asked = p.c.value("question")
		p.act("Find these words", Invocation{Verb: "find", Values: map[string]string{"query": asked}}.String())
	}
	p.act("Ask the desk", Invocation{Verb: "ask-desk", Values: map[string]string{"question": asked}}.String())
	return p.keep(ctx, joined(readAs(p.c), p.searched(searched)))
}

// nothingHere is the reply while nothing is in view.
func (p *page) nothingHere() Reply {
	p.reply.Text = "Nothing is published here yet; an editor can import a document and publish it."
	p.reply.Footer = joined(readAs(p.c), p.searched(0))
	return p.reply
}

// readAs says that a text without a verb was taken for a question.
func readAs(c *call) string {
	if c.Assumed {
		return "Read as a question (ask)"
	}
	return ""
}

// inSources returns how many passages of how many sources the page cites:
// "3 passages in 2 sources".
func inSources(p *page, noun string) string {
	var seen []briefings.SourceID
	for _, c := range p.reply.Citations {
		if !slices.Contains(seen, c.Ref.Source) {
			seen = append(seen, c.Ref.Source)
		}
	}
	return count(len(p.reply.Citations), noun) + " in " + count(len(seen), "source")
}

func answers(n int) string {
	if n == 1 {
		return "answers"
	}
	return "answer"
}
