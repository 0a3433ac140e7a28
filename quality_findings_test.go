package main_test

import (
	"slices"
	"strings"
)

// advice holds the counts of recommendations found.
type advice struct{ right, wrong, missed, traps, addressed int }

func (g *grader) advice() (a advice) {
	found := map[int]bool{}
	for _, r := range g.got.Recommendations {
		k := g.sentence(r.Spans, .8)
		switch {
		case k < 0:
			if !slices.ContainsFunc(g.Outline, func(h labelHeading) bool { return fold(h.Text) == fold(r.Text) }) {
				a.wrong++
			}
		case g.Sentences[k].Advice == "strong":
			if !found[k] && addressed(r.Addressee, g.Sentences[k].Addressee) {
				a.addressed++
			}
			found[k] = true
		case g.Sentences[k].Advice == "trap":
			a.traps++
			a.wrong++
		case g.Sentences[k].Advice == "":
			a.wrong++
		}
	}
	a.right = len(found)
	for k, s := range g.Sentences {
		if s.Advice == "strong" && !found[k] {
			a.missed++
		}
	}
	return a
}

// nuggets returns the weight of the points that the first five sentences of the
// summary make, half for one that is only touched, as a share of the most that
// any five sentences could make.
func (g *grader) nuggets() float64 {
	var chosen []int
	for _, s := range g.got.Summary[:min(5, len(g.got.Summary))] {
		if k := g.sentence(s.Spans, .8); k >= 0 {
			chosen = append(chosen, k)
		}
	}
	return g.cover(chosen) / g.most(nil, 0)
}

func (g *grader) cover(chosen []int) float64 {
	sum := 0.0
	for _, p := range g.Points {
		share := 0.0
		for _, k := range chosen {
			switch s := g.Sentences[k]; {
			case slices.Contains(s.Makes, p.Name):
				share = 1
			case slices.Contains(s.Touches, p.Name):
				share = max(share, .5)
			}
		}
		sum += share * float64(p.Weight)
	}
	return sum
}

// most returns the best cover of the chosen sentences and others from the given
// one on that make a point, five in all.
func (g *grader) most(chosen []int, from int) float64 {
	best := g.cover(chosen)
	if len(chosen) == 5 {
		return best
	}
	for k := from; k < len(g.Sentences); k++ {
		if len(g.Sentences[k].Makes) > 0 {
			best = max(best, g.most(append(slices.Clone(chosen), k), k+1))
		}
	}
	return best
}

// addressed reports whether an addressee as given names only those accepted.
func addressed(given string, accepted []string) bool {
	if given == "" || len(accepted) == 0 {
		return given == "" && len(accepted) == 0
	}
	known := func(name string) bool {
		name = fold(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "the "))
		return slices.ContainsFunc(accepted, func(a string) bool { return fold(a) == name })
	}
	for name := range strings.SplitSeq(given, ",") {
		if known(name) { // an "and" may belong to the name
			continue
		}
		for part := range strings.SplitSeq(name, " and ") {
			if !known(part) {
				return false
			}
		}
	}
	return true
}
