package analysis_test

import (
	"slices"
	"sort"
	"testing"

	"attache/briefings/analysis"
)

// A nugget is one point that a good summary makes.
type nugget struct {
	ID            string
	Weight        float64
	Full, Partial []string
}

// TestGoldSummary measures the first five sentences of summaries by the
// weighted points they make, against the best five sentences there are.
func TestGoldSummary(t *testing.T) {
	dir := goldDirs(t)
	for _, id := range goldIDs(t, dir) {
		t.Run(id, func(t *testing.T) {
			doc := labelledSource(t, dir, id)
			var gold struct {
				Nuggets []nugget
			}
			var chosen []string
			for _, n := range analysis.Summary(doc.src, 5) {
				chosen = append(chosen, doc.ids[n-1])
				t.Logf("%s %.200s", doc.ids[n-1], doc.src.Passages[n-1].Text)
			}
			if len(chosen) != 5 {
				t.Errorf("%d sentences, want 5", len(chosen))
			}
			if !load(t, &gold, dir, id, "keypoints.json") {
				return
			}
			score := cover(gold.Nuggets, chosen) / bestCover(gold.Nuggets, 5)
			t.Logf("%s: nugget@5 %.3f", id, score)
			if score < .75 {
				t.Errorf("nugget@5 %.3f, want at least .75", score)
			}
		})
	}
}

func cover(nuggets []nugget, chosen []string) float64 {
	sum := 0.0
	for _, n := range nuggets {
		has := func(list []string) bool {
			return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(chosen, s) })
		}
		if has(n.Full) {
			sum += n.Weight
		} else if has(n.Partial) {
			sum += n.Weight / 2
		}
	}
	return sum
}

// bestCover returns the best cover by n sentences that a beam of 100 finds.
func bestCover(nuggets []nugget, n int) float64 {
	var all []string
	for _, g := range nuggets {
		all = append(append(all, g.Full...), g.Partial...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	beam := [][]string{nil}
	for range n {
		var wider [][]string
		for _, b := range beam {
			for _, s := range all {
				if !slices.Contains(b, s) {
					wider = append(wider, append(slices.Clone(b), s))
				}
			}
		}
		sort.SliceStable(wider, func(i, j int) bool { return cover(nuggets, wider[i]) > cover(nuggets, wider[j]) })
		beam = wider[:min(100, len(wider))]
	}
	return cover(nuggets, beam[0])
}
