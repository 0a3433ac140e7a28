package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"attache/briefings"
	"attache/briefings/analysis"
	"attache/store"
)

// advice is a recommendation: what a source advises, or what a briefing
// recommends itself.
type advice struct {
	briefings.Recommendation
	source *briefings.Source // that gives it; nil when a briefing does
	in     entry             // the briefing that gives it; zero when a source does
	made   briefings.Statement
}

// ownAdvice returns what an edition in force recommends itself.
func ownAdvice(e entry, r briefings.Recommended) advice {
	a := advice{in: e, made: r.Statement}
	if a.Horizon = r.Horizon; r.Addressee != "" {
		a.Addressee = []string{r.Addressee}
	}
	return a
}

// own reports whether a briefing recommends it.
func (a advice) own() bool { return a.source == nil }

// id returns the name of the recommendation in the register.
func (a advice) id() briefings.RecID {
	if a.own() {
		return briefings.OwnRec(a.in.Slug, a.made.Text)
	}
	return briefings.PassageRec(briefings.PassageRef{Source: a.source.ID, N: a.Passage})
}

// text returns the recommendation in its own words.
func (a advice) text() string {
	if a.own() {
		return a.made.Text
	}
	p, _ := a.source.Passage(a.Passage)
	return p.Text
}

// who returns the addressees as one cell, or "" when the text names none.
func (a advice) who() string { return strings.Join(a.Addressee, ", ") }

// standing labels what no source states as a finding: what stands in an opinion,
// and what a briefing recommends. It is a dash elsewhere.
func (a advice) standing() string {
	switch {
	case a.own() && len(a.made.Citations) == 0:
		return joined(fmt.Sprintf("%s, edition %d", a.in.Slug, a.in.edition.N), "the desk's own judgement", confidenceTag(a.made))
	case a.own():
		return joined(fmt.Sprintf("%s, edition %d", a.in.Slug, a.in.edition.N), confidenceTag(a.made))
	}
	return argument(a.source)
}

// argument labels a row that stands in an opinion; it is a dash elsewhere.
func argument(src *briefings.Source) string {
	if !opinion(src) {
		return "–"
	}
	return joined("the author argues", strings.ToLower(genre(src)))
}

// citesOf returns the numbers of the passages that a recommendation rests on, and
// marks the reply with its label.
func (p *page) citesOf(a advice) []int {
	if !a.own() {
		p.found++
		return []int{p.cite(a.source, a.Passage)}
	}
	p.c.mark(a.in.marking)
	var numbers []int
	for _, ref := range a.made.Citations {
		numbers = append(numbers, p.cite(p.c.view.byID[ref.Source], ref.N))
	}
	if len(numbers) > 0 {
		p.found++
	}
	return numbers
}

// ownIn returns what the editions in view recommend, in the order of their slugs.
// What has lost a part of its support is not told.
func (c *call) ownIn(wanted func(entry, briefings.Statement) bool) []advice {
	var all []advice
	for _, e := range c.view.entries {
		for _, r := range e.edition.Text.Recommendations {
			if c.tellable(r.Statement) && wanted(e, r.Statement) {
				all = append(all, ownAdvice(e, r))
			}
		}
	}
	return all
}

// counsel is the advice that was asked for.
type counsel struct {
	list     []advice // what the options leave: the briefings' own, then that of the sources in their order
	total    int      // how much there is before topic, actor, status and horizon
	scope    []*briefings.Source
	unstated int // how much says nothing of when, where a horizon was asked for
	register map[briefings.RecID]briefings.RecEntry
}

// briefings returns how many briefings' own recommendations are listed.
func (g counsel) briefings() int {
	slugs := map[briefings.Slug]bool{}
	for _, a := range g.list {
		if a.own() {
			slugs[a.in.Slug] = true
		}
	}
	return len(slugs)
}

// advised returns the advice that the options leave.
func (d *Desk) advised(ctx context.Context, c *call) (counsel, error) {
	scope, touches, err := d.topical(ctx, c)
	if err != nil {
		return counsel{}, err
	}
	got := counsel{scope: scope}
	if got.register, err = d.store.Register(ctx); err != nil {
		return counsel{}, fmt.Errorf("register of recommendations: %w", err)
	}
	var all []advice
	reported := c.value("kind") == "reported"
	if !reported {
		all = c.ownIn(c.ownWanted(touches))
	}
	for _, src := range scope {
		found := d.readings.of(src).recs()
		if reported {
			found = d.readings.of(src).demands()
		}
		for _, rec := range found {
			all = append(all, advice{Recommendation: rec, source: src})
		}
	}
	got.total = len(all)
	for _, a := range all {
		if (a.own() || touches(a.source, a.Passage)) && addressed(a, c.Values["actor"]) {
			got.list = append(got.list, a)
		}
	}
	if len(got.list) == 0 && len(all) > 0 && c.Values["actor"] != "" {
		return counsel{}, noSuchActor(c.Values["actor"], all)
	}
	got.sift(c)
	return got, nil
}

// sift leaves what has the status and the horizon that were asked for.
func (g *counsel) sift(c *call) {
	if status := briefings.RecStatus(c.Values["status"]); status != "" {
		g.list = slices.DeleteFunc(g.list, func(a advice) bool { return g.register[a.id()].State() != status })
	}
	horizon := c.Values["horizon"]
	if horizon == "" {
		return
	}
	at := c.At.In(zone(c.Place.Zone))
	g.list = slices.DeleteFunc(g.list, func(a advice) bool {
		has := horizonOf(a.Horizon, at)
		if has == "" {
			g.unstated++
		}
		return has != horizon
	})
}

// ownWanted returns a test whether what a briefing recommends is asked for. A
// document that is named has no recommendations but its own, and a topic that is
// a briefing's name has that briefing's.
func (c *call) ownWanted(touches func(*briefings.Source, int) bool) func(entry, briefings.Statement) bool {
	topic, source := fold(c.Values["topic"]), fold(c.Values["source"])
	isName := slices.ContainsFunc(c.view.entries, func(e entry) bool { return string(e.Slug) == topic })
	about := map[briefings.Slug]bool{}
	for _, e := range c.view.about(topic) {
		about[e.Slug] = true
	}
	return func(e entry, s briefings.Statement) bool {
		switch {
		case source != "" && string(e.Slug) != source:
			return false
		case topic == "":
			return true
		case isName:
			return string(e.Slug) == topic
		}
		return about[e.Slug] || slices.ContainsFunc(s.Citations, func(ref briefings.PassageRef) bool { return touches(c.view.byID[ref.Source], ref.N) })
	}
}

// topical returns the sources that the options leave and a test whether a
// passage is on the topic asked for. A topic that is a briefing's own name
// stands for all of its sources; any other is looked for in the passages.
func (d *Desk) topical(ctx context.Context, c *call) ([]*briefings.Source, func(*briefings.Source, int) bool, error) {
	all := func(*briefings.Source, int) bool { return true }
	topic := c.Values["topic"]
	if topic == "" {
		got, err := scope(c)
		return got, all, err
	}
	rest := *c
	rest.Invocation = c.Invocation.with("topic", "").with("since", "")
	got, err := scope(&rest)
	if err != nil || len(got) == 0 {
		return got, all, err
	}
	if own := slices.DeleteFunc(slices.Clone(got), func(s *briefings.Source) bool { return !c.view.inBriefing(briefings.Slug(fold(topic)), s.ID) }); len(own) > 0 {
		return own, all, nil
	}
	result, err := d.search(ctx, c, store.Query{Text: topic, Limit: mostMatches, Loose: true}, got)
	if err != nil {
		return nil, nil, err
	}
	on := make(map[briefings.PassageRef]bool, len(result.Hits))
	for _, h := range result.Hits {
		on[h.Ref] = true
	}
	return got, func(s *briefings.Source, n int) bool { return on[briefings.PassageRef{Source: s.ID, N: n}] }, nil
}

// addressed reports whether advice is given to the actor: every word of the
// actor's name is a word of one addressee, or both are names of one state, as a
// capital is of its own.
func addressed(a advice, actor string) bool {
	want := nameWords(actor)
	if len(want) == 0 {
		return true
	}
	state, isState := analysis.State(actor)
	return slices.ContainsFunc(a.Addressee, func(who string) bool {
		if other, ok := analysis.State(who); isState && ok && other == state {
			return true
		}
		have := nameWords(who)
		return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
	})
}

// nameWords returns the words of a name as they are compared: folded, without
// the article, the possessive, and the stops of U.S.
func nameWords(name string) []string {
	name = strings.ReplaceAll(fold(name), ".", "")
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' })
	for i, w := range words {
		words[i] = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" || w == "the" })
}

// noSuchActor names the actors that are advised most.
func noSuchActor(actor string, all []advice) error {
	times := map[string]int{}
	var names []string
	for _, a := range all {
		for _, who := range a.Addressee {
			if times[who]++; times[who] == 1 {
				names = append(names, who)
			}
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return times[b] - times[a] })
	if len(names) == 0 {
		return briefings.Errorf(briefings.NotFound, "Nothing is addressed to %q: the advice names nobody. Leave actor: out.", shown(actor))
	}
	for i, n := range names {
		names[i] = name(n)
	}
	return briefings.Errorf(briefings.NotFound, "Nothing is addressed to %q; those advised are %s.", shown(actor), listed(names[:min(len(names), 6)], "and"))
}
