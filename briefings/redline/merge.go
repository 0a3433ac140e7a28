package redline

import (
	"slices"

	"attache/briefings"
)

// A Conflict is one thing that both sides changed, each in its own way. An empty
// line is what a side removed, or what was not there.
type Conflict struct {
	Part               string
	Base, Mine, Theirs string
}

// Merge joins what two people made of the same text. What only one side changed
// is as that side has it, what one side added is there, and what one side removed
// and the other left alone is gone. What both changed in different ways is as
// they have it and is named as a conflict, in the order of the parts. The order
// of statements is that of the one side that changed it, or else theirs.
//
// The merged text may share slices with the three. Whether it can be published is
// not judged: it may cite a source that one side left out.
func Merge(base, mine, theirs briefings.Content) (merged briefings.Content, conflicts []Conflict) {
	for _, f := range fields() {
		b, m, t := f.show(base), f.show(mine), f.show(theirs)
		switch {
		case t == b:
			f.take(&merged, mine)
		case m == b || m == t:
			f.take(&merged, theirs)
		default:
			f.take(&merged, theirs)
			conflicts = append(conflicts, Conflict{f.part, b, m, t})
		}
	}
	merged.Topics = mergeList(Topics, base.Topics, mine.Topics, theirs.Topics, plainUnit, &conflicts)
	merged.BottomLine = mergeList(BottomLine, base.BottomLine, mine.BottomLine, theirs.BottomLine, statementUnit, &conflicts)
	merged.Judgements = mergeList(Judgements, base.Judgements, mine.Judgements, theirs.Judgements, statementUnit, &conflicts)
	merged.Recommendations = mergeList(Recommendations, base.Recommendations, mine.Recommendations, theirs.Recommendations, recommendedUnit, &conflicts)
	merged.Watch = mergeList(Watch, base.Watch, mine.Watch, theirs.Watch, watchUnit, &conflicts)
	merged.Sources = mergeList(Sources, base.Sources, mine.Sources, theirs.Sources, plainUnit, &conflicts)
	return merged, conflicts
}

// mergeList joins three lists and adds what both sides changed to conflicts.
func mergeList[T any](part string, base, mine, theirs []T, of func(T) unit, conflicts *[]Conflict) []T {
	b, m, t := units(base, of), units(mine, of), units(theirs, of)
	switch {
	case equal(t, b):
		return slices.Clone(mine)
	case equal(m, b) || equal(m, t):
		return slices.Clone(theirs)
	}
	g := merging{part: part, mine: align(b, m), theirs: align(b, t), lost: map[int]bool{}}
	g.decide()
	*conflicts = append(*conflicts, g.conflicts...)
	var all []T
	for _, at := range g.order() {
		if at.mine {
			all = append(all, mine[at.n])
		} else {
			all = append(all, theirs[at.n])
		}
	}
	return all
}

func equal(a, b []unit) bool {
	return slices.EqualFunc(a, b, func(x, y unit) bool { return x.key == y.key })
}

// A merging is one list on its way.
type merging struct {
	part         string
	mine, theirs alignment
	take         []taken      // by the place in the base: what it has become
	lost         map[int]bool // lines of mine that they have added too
	conflicts    []Conflict
}

// taken is a line of one side; nothing is taken when n is below 0.
type taken struct {
	mine bool
	n    int
}

// decide says for each line of the base what it becomes, and which of the lines
// added here were added there as well.
func (g *merging) decide() {
	line := func(us []unit, n int) string {
		if n < 0 {
			return ""
		}
		return us[n].line
	}
	for i, b := range g.mine.before {
		m, t := g.mine.to[i], g.theirs.to[i]
		mineSame := m >= 0 && g.mine.after[m].key == b.key
		theirsSame := t >= 0 && g.theirs.after[t].key == b.key
		agreed := m < 0 && t < 0 || m >= 0 && t >= 0 && g.mine.after[m].key == g.theirs.after[t].key
		switch {
		case theirsSame && !agreed:
			g.take = append(g.take, taken{true, m})
		default:
			g.take = append(g.take, taken{false, t})
			if !mineSame && !agreed {
				g.conflicts = append(g.conflicts, Conflict{g.part, b.line, line(g.mine.after, m), line(g.theirs.after, t)})
			}
		}
	}
	added := map[string]int{}
	for _, j := range unpaired(g.theirs.from) {
		added[g.theirs.after[j].key]++
	}
	for _, j := range unpaired(g.mine.from) {
		if k := g.mine.after[j].key; added[k] > 0 {
			added[k]--
			g.lost[j] = true
		}
	}
}

// order returns the lines of the merged list. One side is followed line by line;
// what the other added is put behind what it follows there.
func (g *merging) order() []taken {
	lead, other, mineLeads := g.theirs, g.mine, false
	if !monotone(g.mine.to) && monotone(g.theirs.to) {
		lead, other, mineLeads = g.mine, g.theirs, true
	}
	var all []taken
	where := map[taken]bool{}
	put := func(at int, one taken) {
		all = slices.Insert(all, at, one)
		where[one] = true
	}
	for n, i := range lead.from {
		switch {
		case i >= 0 && g.take[i].n >= 0:
			put(len(all), g.take[i])
		case i < 0 && !(mineLeads && g.lost[n]):
			put(len(all), taken{mineLeads, n})
		}
	}
	at := 0 // behind the last line of the other side that is in the list
	for n, i := range other.from {
		one := taken{!mineLeads, n}
		if i >= 0 {
			one = g.take[i]
		} else if mineLeads || !g.lost[n] {
			put(at, one)
		}
		if where[one] {
			at = slices.Index(all, one) + 1
			continue
		}
		if i >= 0 && g.take[i].n >= 0 {
			put(at, one) // the side that leads has removed it, and the other's wording was kept
			at++
		}
	}
	return all
}

// monotone reports whether what is still there is in its old order.
func monotone(to []int) bool {
	last := -1
	for _, n := range to {
		if n >= 0 && n < last {
			return false
		}
		last = max(last, n)
	}
	return true
}
