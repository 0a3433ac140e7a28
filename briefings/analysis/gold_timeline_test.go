package analysis_test

import (
	"slices"
	"testing"

	"attache/briefings/analysis"
)

// TestGoldTimeline measures the events against labels: the date must be equal
// and the passage one of those that tell of the event.
func TestGoldTimeline(t *testing.T) {
	dir := goldDirs(t)
	hit, found, wanted := 0, 0, 0
	for _, id := range goldIDs(t, dir) {
		doc := labelledSource(t, dir, id)
		var gold []struct {
			Date, Event string
			Sentences   []string
		}
		events := analysis.Timeline(doc.src)
		if !load(t, &gold, dir, id, "timeline.json") {
			for _, e := range events {
				t.Logf("%s %s %.160s", id, e.Date, doc.src.Passages[e.Passage-1].Text)
			}
			continue
		}
		wanted += len(gold)
		found += len(events)
		used := map[int]bool{}
		for _, e := range events {
			label := doc.ids[e.Passage-1]
			k := slices.IndexFunc(gold, func(g struct {
				Date, Event string
				Sentences   []string
			}) bool {
				return g.Date == e.Date && slices.Contains(g.Sentences, label)
			})
			if k < 0 || used[k] {
				t.Logf("%s: no such event %s: %.260s", label, e.Date, doc.src.Passages[e.Passage-1].Text)
				continue
			}
			used[k] = true
			hit++
		}
		for k, g := range gold {
			if !used[k] {
				t.Logf("%s: missed %s %s %s", id, g.Date, g.Event, g.Sentences)
			}
		}
	}
	precision, recall := ratio(hit, found), ratio(hit, wanted)
	f := 2 * precision * recall / (precision + recall)
	t.Logf("timeline P %.3f R %.3f F1 %.3f", precision, recall, f)
	if f < .9 {
		t.Errorf("F1 %.3f, want at least .9", f)
	}
}
