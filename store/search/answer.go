package search

import (
	"cmp"
	"slices"
)

// keepDown is the share of the best score that a hit has at least.
const keepDown = 0.22

// enough returns the share of what is asked, counted by how rare it is, that a
// passage must meet to support an answer. Of two things asked, one is not
// enough; of many, no passage meets all.
func enough(needs int) float64 {
	switch needs {
	case 0, 1:
		return 0.35
	case 2:
		return 0.58
	case 3:
		return 0.53
	case 4:
		return 0.5
	}
	return max(0.34, 0.5-0.04*float64(needs-4))
}

// settle turns the passages judged by a plan into a result.
func settle(list []judged, p *plan, query Query) Result {
	list = slices.DeleteFunc(list, func(j judged) bool { return j.score <= 0 })
	slices.SortFunc(list, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.score, a.score), byRef(a.ref, b.ref))
	})
	if len(list) == 0 {
		return Result{}
	}
	if !query.Loose && !supported(list, p) {
		return Result{Nearest: hits(list[:min(3, len(list))])}
	}
	limit := query.Limit
	if limit <= 0 {
		limit = 10
	}
	end := 0
	for end < len(list) && end < limit && list[end].score >= keepDown*list[0].score {
		end++
	}
	return Result{Hits: hits(list[:end])}
}

// supported reports whether one of the best passages meets enough of what was
// asked.
func supported(list []judged, p *plan) bool {
	needs := 0
	for _, n := range p.needs {
		if n.support > 0 && !n.pair {
			needs++
		}
	}
	for _, j := range list[:min(5, len(list))] {
		if j.support >= enough(needs) {
			return true
		}
	}
	return false
}

func hits(list []judged) []Hit {
	out := make([]Hit, len(list))
	for i, j := range list {
		out[i] = Hit{Ref: j.ref, Score: j.score, Why: j.why}
	}
	return out
}
