package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attache/briefings"
)

// write lays out the parts, without what their foot says. What is cited in all
// of them is then known.
func (g *digest) write() []Reply {
	g.front()
	parts := []Reply{g.cut(g.leading)}
	if len(g.changes) == 0 {
		return parts
	}
	if g.take[ofRecs]+g.take[ofDates] > 0 {
		g.adviceAndDates()
		parts = append(parts, g.cut(nil))
	}
	if len(g.reply.Citations) > 0 {
		g.sources()
		parts = append(parts, g.cut(nil))
	}
	return parts
}

// The items of a digest, as places in digest.take.
const (
	ofJudgements = iota
	ofChanges
	ofRecs
	ofDates
)

// front writes the message in the channel: title, bottom line, key judgements,
// what changed and when the next one comes.
func (g *digest) front() {
	marking := string(g.c.marking) // what is picked from these changes bears no stricter one
	rest := joined("digest "+strconv.Itoa(g.sub.Edition), g.window(), marking)
	g.reply.Title = joined(briefings.Shorten(name(g.sub.Name), maxTitle-len([]rune(rest))-3), rest)
	if len(g.changes) == 0 {
		g.reply.Text = "Nothing has changed since the last digest."
		g.comesNext()
		return
	}
	g.bottomLine()
	picked := g.pick()
	g.dates = slices.DeleteFunc(g.dates, func(e dated) bool { return g.elsewhere(picked, e) })
	g.take = shareOut([4]int{len(picked), len(g.changes), len(g.recs), len(g.watched) + len(g.dates)})
	for _, cl := range picked[:g.take[ofJudgements]] {
		g.claim(cl, "Key judgements")
	}
	group := "What changed: " + tally(g.changes)
	for _, ch := range g.foremost() {
		g.say(ch.sentence()+" · "+g.moment(ch.At.In(g.zone), minute), group)
		g.reply.Statements[len(g.reply.Statements)-1].Label = strings.ToLower(ch.word())
	}
	if rest := g.left(); rest != "" {
		g.say(rest, "Not shown here")
	}
	g.comesNext()
}

// foremost returns the changes that are shown: some of each kind, in the order of
// all.
func (g *digest) foremost() []changed {
	byKind := map[briefings.ChangeKind][]changed{}
	for _, ch := range g.changes {
		byKind[ch.Kind] = append(byKind[ch.Kind], ch)
	}
	chosen := inTurn([][]changed{byKind[briefings.Withdrawn], byKind[briefings.Published], byKind[briefings.Revised]})[:g.take[ofChanges]]
	return slices.DeleteFunc(slices.Clone(g.changes), func(ch changed) bool {
		return !slices.ContainsFunc(chosen, func(c changed) bool { return c.Seq == ch.Seq })
	})
}

// elsewhere reports whether the passage of a date stands among the judgements,
// the advice or what the desk watches for, or leads the digest.
func (g *digest) elsewhere(picked []claim, e dated) bool {
	ref := briefings.PassageRef{Source: e.source.ID, N: e.Passage}
	_, leads := g.numbers[ref]
	return leads || slices.ContainsFunc(picked, func(cl claim) bool { return slices.Contains(cl.Citations, ref) }) ||
		slices.ContainsFunc(g.recs, func(a advice) bool { return a.restsOn(ref) }) ||
		slices.ContainsFunc(g.watched, func(w briefings.WatchItem) bool { return slices.Contains(w.Citations, ref) })
}

// comesNext says when the next digest comes, in the zone of its schedule.
func (g *digest) comesNext() {
	if !g.next.IsZero() {
		in := zone(g.sub.Timing.Zone)
		g.say(g.moment(g.next.In(in), dueLayout)+" "+in.String(), "Next")
	}
}

// left says what a digest has no room for.
func (g *digest) left() string {
	var parts []string
	for i, rest := range []struct {
		there int
		noun  string
	}{ofChanges: {len(g.changes), "change"}, ofRecs: {len(g.recs), "recommendation"}, ofDates: {len(g.watched) + len(g.dates), "date"}} {
		if n := rest.there - g.take[i]; n > 0 {
			parts = append(parts, count(n, "more "+rest.noun))
		}
	}
	return listed(parts, "and")
}

// sources lists the documents that the digest rests on, each with the numbers of
// its passages.
func (g *digest) sources() {
	cites := map[briefings.SourceID][]int{}
	var order []briefings.SourceID
	for _, cited := range g.reply.Citations {
		id := cited.Ref.Source
		if cites[id] == nil {
			order = append(order, id)
		}
		cites[id] = append(cites[id], cited.N)
	}
	for _, id := range order {
		src := g.c.view.byID[id]
		g.say(string(id)+": "+name(src.Label()), "")
		s := &g.reply.Statements[len(g.reply.Statements)-1]
		s.Cites, s.Label = cites[id], describe(src)
	}
	g.reply.Title = fmt.Sprintf("Sources (%d)", len(order))
	g.reply.Text = fmt.Sprintf("%s of %s.", count(len(g.reply.Citations), "passage"), count(len(order), "document"))
}

// cut takes what was written since the last cut as a part of its own. Besides the
// citations of its body it holds those of its text.
func (g *digest) cut(text []int) Reply {
	part := g.reply
	used := map[int]bool{}
	for _, n := range text {
		used[n] = true
	}
	for _, s := range part.Statements {
		for _, n := range s.Cites {
			used[n] = true
		}
	}
	for _, t := range part.Tables {
		for _, row := range t.Cites {
			for _, n := range row {
				used[n] = true
			}
		}
	}
	part.Citations = slices.DeleteFunc(slices.Clone(g.reply.Citations), func(c Citation) bool { return !used[c.N] })
	g.reply = Reply{Citations: g.reply.Citations}
	return part
}

// finish adds the foot and the buttons, now that the digest has an ID; an empty
// one is none.
func (g *digest) finish(ctx context.Context, parts []Reply, id string) {
	front := &parts[0]
	searched := fmt.Sprintf("Composed by rule from edition %d of the store", g.c.view.seq)
	front.Footer = joined(searched, g.owner(ctx), string(g.sub.ID), id)
	for _, c := range front.Citations[:min(len(front.Citations), mostPassageButtons)] {
		front.Actions = append(front.Actions, g.citeButton(c, id))
	}
	if len(g.changes) == 0 {
		return
	}
	add := func(label string, inv Invocation) {
		front.Actions = append(front.Actions, Action{Label: label, Text: inv.String()})
	}
	slug, topic := string(g.changes[0].Slug), g.topic()
	add("Ask", Invocation{Verb: "help", Values: map[string]string{"verb": "ask"}})
	add("Follow", Invocation{Verb: "watch add", Values: map[string]string{"topic": orWord(g.sub.Topics, ", ", slug)}})
	if len(g.changes) > g.take[ofChanges] {
		add("All changes", Invocation{Verb: "latest", Values: withTopic(topic, "since", g.firstDay())})
	}
	if len(g.recs) > g.take[ofRecs] {
		add("All recommendations", Invocation{Verb: "recs", Values: withTopic(topic)})
	}
	if len(g.watched)+len(g.dates) > g.take[ofDates] {
		add("All dates", Invocation{Verb: "timeline", Values: withTopic(topic, "since", g.today)})
	}
}

// owner names the owner to those who read the digest; nobody of another
// workspace.
func (g *digest) owner(ctx context.Context) string {
	if !g.c.knows(g.sub.By) {
		return ""
	}
	owner, err := g.d.store.Person(ctx, g.sub.By)
	if err != nil {
		owner = briefings.Person{ID: g.sub.By} // a name is a courtesy
	}
	return "owner " + calledPerson(owner)
}

// topic returns what the verbs that show the rest are to be about; empty is
// everything.
func (g *digest) topic() string {
	switch {
	case len(g.changes) == 1:
		return string(g.changes[0].Slug)
	case len(g.sub.Topics) == 1:
		return g.sub.Topics[0]
	}
	return ""
}

// firstDay returns the day of the first change.
func (g *digest) firstDay() string {
	first := slices.MinFunc(g.changes, func(a, b changed) int { return a.At.Compare(b.At) })
	return first.At.In(g.zone).Format("2006-01-02")
}

// withTopic returns the values of options: a topic, unless it is empty, and the
// names and values that follow.
func withTopic(topic string, more ...string) map[string]string {
	values := map[string]string{}
	if topic != "" {
		values["topic"] = topic
	}
	for i := 0; i+1 < len(more); i += 2 {
		values[more[i]] = more[i+1]
	}
	return values
}

// merged returns the parts of a digest as one reply, each under its own heading:
// how somebody sees it who asks for a preview.
func merged(parts []Reply) Reply {
	whole := parts[0]
	whole.Statements, whole.Citations = slices.Clone(whole.Statements), slices.Clone(whole.Citations)
	for _, part := range parts[1:] {
		for _, s := range part.Statements {
			if s.Group == "" {
				s.Group = part.Title
			}
			whole.Statements = append(whole.Statements, s)
		}
		whole.Tables = append(whole.Tables, part.Tables...)
		for _, c := range part.Citations {
			if !slices.ContainsFunc(whole.Citations, func(have Citation) bool { return have.N == c.N }) {
				whole.Citations = append(whole.Citations, c)
			}
		}
	}
	slices.SortFunc(whole.Citations, func(a, b Citation) int { return a.N - b.N })
	return whole
}

// digestPreview shows what a digest would say now, where it is asked for.
func (d *Desk) digestPreview(ctx context.Context, c *call) (Reply, error) {
	sub, err := d.subscription(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	sub.Edition++
	c.Invocation = Invocation{Verb: c.Verb, Values: map[string]string{"of": string(sub.ID)}}
	next, _ := sub.Next(c.At)
	g, err := d.compose(ctx, c, sub, sub.Seen, c.view.seq, next)
	if err != nil {
		return Reply{}, err
	}
	if g == nil {
		p := d.subscriptionPage(ctx, c, sub, "Nothing has changed since the last edition, so nothing would be posted.")
		return p.reply, p.runs(sub)
	}
	parts := g.write()
	id, err := g.save(ctx)
	if err != nil {
		d.log.Warn("answer not kept", "verb", c.Verb, "error", err)
	}
	g.finish(ctx, parts, id)
	return merged(parts), nil
}
