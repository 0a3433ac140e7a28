package analysis_test

import (
	"testing"

	"attache/briefings/analysis"
)

// TestGoldDemands measures the reported demands. The labels list examples, so
// only recall has a floor, and none may be the author's own advice.
func TestGoldDemands(t *testing.T) {
	dir := goldDirs(t)
	for _, id := range goldIDs(t, dir) {
		doc := labelledSource(t, dir, id)
		var gold struct {
			Recommendations []struct{ Sentence, Grade string }
			ReportedDemands []struct{ Sentence string } `json:"reported_demands"`
		}
		found := map[string]bool{}
		for _, r := range analysis.Demands(doc.src) {
			found[doc.ids[r.Passage-1]] = true
			t.Logf("%s %q %.150s", doc.ids[r.Passage-1], r.Addressee, doc.src.Passages[r.Passage-1].Text)
		}
		if !load(t, &gold, dir, id, "recommendations.json") {
			continue
		}
		hit := 0
		for _, d := range gold.ReportedDemands {
			if found[d.Sentence] {
				hit++
			} else {
				t.Logf("%s missed", d.Sentence)
			}
		}
		for _, r := range gold.Recommendations {
			if r.Grade == "strong" && found[r.Sentence] {
				t.Errorf("%s is the author's own advice", r.Sentence)
			}
		}
		if got := ratio(hit, len(gold.ReportedDemands)); got < .7 {
			t.Errorf("%s: demand recall %.3f, want at least .7", id, got)
		}
		t.Logf("%s: demand recall %.3f topics %q", id, ratio(hit, len(gold.ReportedDemands)), analysis.Topics(doc.src, 15))
	}
}
