package search

import (
	"cmp"
	"slices"
)

// When something supports an answer.
const (
	enough   = 0.5  // the share of what is asked that the best passage must meet
	keepDown = 0.22 // a hit scores at least this share of the best
)

// settle turns judged passages into a result.
func settle(list []judged, query Query) Result {
	list = slices.DeleteFunc(list, func(j judged) bool { return j.score <= 0 })
	slices.SortFunc(list, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.score, a.score), byRef(a.ref, b.ref))
	})
	if len(list) == 0 {
		return Result{}
	}
	if !query.Loose && !supported(list) {
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
func supported(list []judged) bool {
	for _, j := range list[:min(5, len(list))] {
		if j.support >= enough {
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
