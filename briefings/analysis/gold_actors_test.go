package analysis_test

import (
	"slices"
	"testing"

	"attache/briefings/analysis"
)

// TestGoldActors measures which of the labelled actors are found, and that none
// is that occurs only in clutter.
func TestGoldActors(t *testing.T) {
	dir := goldDirs(t)
	var gold struct {
		Actors []struct {
			Name          string
			Aliases, Docs []string
		}
		Forbidden map[string][]string
	}
	load(t, &gold, dir, "actors.json")
	for _, id := range goldIDs(t, dir) {
		doc := labelledSource(t, dir, id)
		names := map[string]bool{}
		var listed []string
		for _, a := range analysis.Actors(doc.src) {
			names[letters(a.Name)] = true
			listed = append(listed, a.Name)
		}
		t.Logf("%s: %d %q", id, len(listed), listed)
		hit, wanted := 0, 0
		for _, a := range gold.Actors {
			if !slices.Contains(a.Docs, id) {
				continue
			}
			wanted++
			if slices.ContainsFunc(append(a.Aliases, a.Name), func(s string) bool { return names[letters(s)] }) {
				hit++
			} else {
				t.Logf("%s: missed %s", id, a.Name)
			}
		}
		t.Logf("%s: actor recall %.3f", id, ratio(hit, wanted))
		if ratio(hit, wanted) < .9 {
			t.Errorf("%s: actor recall %.3f, want at least .9", id, ratio(hit, wanted))
		}
		for _, f := range gold.Forbidden[id] {
			if names[letters(f)] {
				t.Errorf("%s: %s is no actor", id, f)
			}
		}
	}
}
