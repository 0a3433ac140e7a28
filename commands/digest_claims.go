package commands

import (
	"maps"
	"slices"
	"unicode/utf8"

	"attache/briefings"
)

// maxJudgement is how long a key judgement is to be, where there is a choice.
const maxJudgement = 200

// A claim is what may become a bottom line or a key judgement: a passage in its
// own words, or an editor's statement with the passages that support it.
type claim struct {
	briefings.Statement      // its text is empty for a passage that no editor chose
	fresh               bool // readers have not seen it before
	placed              bool // it is advice or a date to come, which have a place of their own
}

// claims returns what an edition says, best first: what its editors put in front,
// then what sums up its sources; and first of all what the edition before did not
// say. Nothing is taken from a source that may not be shown.
func (g *digest) claimsOf(ch changed, before briefings.Edition) []claim {
	var all []claim
	known := map[briefings.PassageRef]bool{}
	old := slices.Concat(before.Text.BottomLine, before.Text.Judgements)
	for _, s := range slices.Concat(ch.edition.Text.BottomLine, ch.edition.Text.Judgements) {
		if !g.c.tellable(s) {
			continue
		}
		one := claim{Statement: s, fresh: !slices.ContainsFunc(old, func(o briefings.Statement) bool { return o.Text == s.Text })}
		if src, passage, repeats := g.c.verbatim(s); repeats {
			one.placed = g.places(src)[passage.N]
		}
		if len(s.Citations) == 1 {
			known[s.Citations[0]] = true
		}
		all = append(all, one)
	}
	for _, id := range ch.edition.Text.Sources {
		src, shown := g.c.view.byID[id]
		if !shown {
			continue
		}
		placed, fresh := g.places(src), !slices.Contains(before.Text.Sources, id)
		for _, n := range g.d.readings.of(src).summary() {
			if ref := (briefings.PassageRef{Source: id, N: n}); !known[ref] {
				known[ref] = true
				all = append(all, claim{Statement: briefings.Statement{Citations: []briefings.PassageRef{ref}}, fresh: fresh, placed: placed[n]})
			}
		}
	}
	// What is fresh comes first, otherwise the order stays.
	fresh := slices.DeleteFunc(slices.Clone(all), func(cl claim) bool { return !cl.fresh })
	return append(fresh, slices.DeleteFunc(all, func(cl claim) bool { return cl.fresh })...)
}

// places returns the passages of a source that are advice or a date to come.
func (g *digest) places(src *briefings.Source) map[int]bool {
	got := g.d.readings.of(src)
	set := maps.Clone(got.advice())
	for _, e := range got.timeline() {
		if toCome(e.Date, g.today) {
			set[e.Passage] = true
		}
	}
	return set
}

// supports reports whether every passage that a statement cites may be shown. A
// statement that loses a part of its support is not made.
func (c *call) supports(s briefings.Statement) bool {
	return len(s.Citations) > 0 && !slices.ContainsFunc(s.Citations, func(ref briefings.PassageRef) bool {
		src, shown := c.view.byID[ref.Source]
		if shown {
			_, shown = src.Passage(ref.N)
		}
		return !shown
	})
}

// length returns how many characters a claim has.
func (g *digest) length(cl claim) int {
	if cl.Text != "" {
		return utf8.RuneCountInString(cl.Text)
	}
	passage, _ := g.c.view.byID[cl.Citations[0].Source].Passage(cl.Citations[0].N)
	return utf8.RuneCountInString(passage.Text)
}

// bottomLine makes the first claim that is short enough the bottom line, and
// takes it from the candidates: what is fresh before what readers know, and of
// either an opinion only where there is nothing else.
func (g *digest) bottomLine() {
	for _, want := range []struct{ fresh, argued bool }{{true, false}, {true, true}, {false, false}, {false, true}} {
		for i, cl := range g.claims {
			if cl.fresh == want.fresh && g.c.arguedBy(cl.Statement) == want.argued && g.leads(cl) {
				g.leading = g.restsOn(cl.Statement)
				g.claims = slices.Delete(g.claims, i, i+1)
				return
			}
		}
	}
	g.reply.Text = "What sums this up follows; none of it is short enough to stand alone."
	if len(g.claims) == 0 {
		g.reply.Text = "What changed: " + tally(g.changes) + "."
	}
}

// leads makes a claim the bottom line, and reports whether it is short enough.
func (g *digest) leads(cl claim) bool {
	if cl.Text == "" {
		return g.lead(g.c.view.byID[cl.Citations[0].Source], cl.Citations[0].N)
	}
	return g.leadWith(cl.Statement)
}

// The most key judgements, and how many there are to be even if that takes what
// readers know already or what stands elsewhere too.
const (
	mostJudgements  = 5
	leastJudgements = 3
)

// pick returns the key judgements, best first. A claim that rests on nothing but
// what is shown before adds nothing, unless the desk makes it itself.
func (g *digest) pick() []claim {
	var got []claim
	shown := map[briefings.PassageRef]bool{}
	for ref := range g.numbers {
		shown[ref] = true
	}
	taken := map[int]bool{}
	adds := func(cl claim) bool {
		return cl.Own || slices.ContainsFunc(cl.Citations, func(r briefings.PassageRef) bool { return !shown[r] })
	}
	choose := func(most int, fits func(claim) bool) {
		for i, cl := range g.claims {
			if len(got) < most && fits(cl) && !taken[i] && adds(cl) {
				got, taken[i] = append(got, cl), true
				for _, ref := range cl.Citations {
					shown[ref] = true
				}
			}
		}
	}
	short := func(cl claim) bool { return g.length(cl) <= maxJudgement }
	choose(mostJudgements, func(cl claim) bool { return cl.fresh && !cl.placed && short(cl) })
	choose(leastJudgements, func(cl claim) bool { return !cl.placed && short(cl) })
	choose(leastJudgements, short)
	choose(leastJudgements, func(claim) bool { return true })
	return got
}

// claim adds a claim to the body.
func (g *digest) claim(cl claim, group string) {
	if cl.Text == "" {
		g.quote(g.c.view.byID[cl.Citations[0].Source], cl.Citations[0].N, group)
		return
	}
	g.state(cl.Statement, cl.Text, group)
}
