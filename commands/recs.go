package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"attache/briefings"
	"attache/briefings/analysis"
	"attache/store"
)

// advice is a recommendation with the source that gives it.
type advice struct {
	briefings.Recommendation
	source *briefings.Source
}

func (a advice) passage() briefings.Passage {
	p, _ := a.source.Passage(a.Passage)
	return p
}

// who returns the addressees as one cell, or "" when the text names none.
func (a advice) who() string { return strings.Join(a.Addressee, ", ") }

// recs lists who is advised to do what: the authors' own advice, or what they
// report others to demand.
func (d *Desk) recs(ctx context.Context, c *call) (Reply, error) {
	list, total, scope, err := d.advised(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	noun := "recommendation"
	if c.value("kind") == "reported" {
		noun = "reported demand"
	}
	p := d.page(c, recsTitle(c, noun))
	switch {
	case len(scope) == 0:
		return p.nothingHere(), nil
	case len(list) == 0:
		p.reply.Text = fmt.Sprintf("None of %s in %s fits.", count(total, noun), count(len(scope), "source"))
		if total == 0 {
			p.reply.Text = fmt.Sprintf("%s no %s.", gives(len(scope)), noun)
		}
		return p.keep(ctx, p.searched(len(scope))), nil
	}
	p.reply.Text = fmt.Sprintf("%s in %s.", count(len(list), noun), count(len(scope), "source"))
	if len(list) < total {
		p.reply.Text = fmt.Sprintf("%d of %s in %s.", len(list), count(total, noun), count(len(scope), "source"))
	}
	if noun != "recommendation" {
		p.reply.Text += " Others ask for these; the authors do not."
	}
	switch c.value("format") {
	case "list":
		p.listAdvice(list)
	case "csv":
		p.fileAdvice(list)
	default:
		p.tableAdvice(list)
	}
	if c.value("format") != "csv" {
		p.act("CSV", c.Invocation.with("format", "csv").String())
	}
	if c.value("kind") == "advice" {
		p.act("Reported demands", c.Invocation.with("kind", "reported").String())
	}
	return p.keep(ctx, p.searched(len(scope))), nil
}

func recsTitle(c *call, noun string) string {
	title := strings.ToUpper(noun[:1]) + noun[1:] + "s"
	if actor := c.Values["actor"]; actor != "" {
		title += " to " + actor
	}
	if topic := c.Values["topic"]; topic != "" {
		title += " on " + topic
	}
	return title
}

func gives(sources int) string {
	if sources == 1 {
		return "The one source gives"
	}
	return fmt.Sprintf("The %d sources give", sources)
}

// advised returns the advice that the options leave, in the order of the
// sources and of their text, and how much there is before topic and actor.
func (d *Desk) advised(ctx context.Context, c *call) (list []advice, total int, scope []*briefings.Source, err error) {
	scope, touches, err := d.topical(ctx, c)
	if err != nil {
		return nil, 0, nil, err
	}
	var all []advice
	for _, src := range scope {
		found := d.readings.of(src).recs()
		if c.value("kind") == "reported" {
			found = d.readings.of(src).demands()
		}
		for _, rec := range found {
			all = append(all, advice{rec, src})
		}
	}
	for _, a := range all {
		if touches(a.source, a.Passage) && addressed(a, c.Values["actor"]) {
			list = append(list, a)
		}
	}
	if len(list) == 0 && len(all) > 0 && c.Values["actor"] != "" {
		return nil, 0, nil, noSuchActor(c.Values["actor"], all)
	}
	return list, len(all), scope, nil
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

// tableAdvice lays the advice out as a table, a citation with each row.
func (p *page) tableAdvice(list []advice) {
	t := Table{Header: []string{"who", "does what", "by", "in"}}
	for _, a := range list {
		p.found++
		t.Rows = append(t.Rows, []string{orDash(a.who()), a.passage().Text, orDash(a.Horizon), argument(a.source)})
		t.Cites = append(t.Cites, []int{p.cite(a.source, a.Passage)})
	}
	dropEmptyColumn(&t, 3)
	dropEmptyColumn(&t, 2)
	p.reply.Tables = append(p.reply.Tables, t)
}

// argument labels a row that stands in an opinion; it is a dash elsewhere.
func argument(src *briefings.Source) string {
	if !opinion(src) {
		return "–"
	}
	return joined("the author argues", strings.ToLower(genre(src)))
}

// dropEmptyColumn takes out a column in which no row says anything.
func dropEmptyColumn(t *Table, column int) {
	for _, r := range t.Rows {
		if r[column] != "–" {
			return
		}
	}
	t.Header = slices.Delete(t.Header, column, column+1)
	for i := range t.Rows {
		t.Rows[i] = slices.Delete(t.Rows[i], column, column+1)
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// listAdvice lays the advice out as sentences under their addressees, in the
// order in which these are first addressed.
func (p *page) listAdvice(list []advice) {
	var order []string
	by := map[string][]advice{}
	for _, a := range list {
		who := a.who()
		if who == "" {
			who = "Nobody named"
		}
		if by[who] == nil {
			order = append(order, who)
		}
		by[who] = append(by[who], a)
	}
	for _, who := range order {
		for _, a := range by[who] {
			p.quote(a.source, a.Passage, who)
		}
	}
}

// fileAdvice lays the advice out as a CSV file.
func (p *page) fileAdvice(list []advice) {
	var rows [][]string
	for _, a := range list {
		p.found++
		n := p.cite(a.source, a.Passage)
		rows = append(rows, []string{strconv.Itoa(n), a.who(), a.passage().Text, a.Horizon,
			p.reply.Citations[n-1].Ref.String(), p.reply.Citations[n-1].Source, a.source.File})
	}
	p.reply.Files = append(p.reply.Files, csvFile("recommendations.csv",
		[]string{"n", "who", "does what", "by", "passage", "where", "file"}, rows))
}
