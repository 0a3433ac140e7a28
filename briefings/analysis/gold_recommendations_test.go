package analysis_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"attache/briefings"
	"attache/briefings/analysis"
)

// TestGoldRecommendations measures the recommendations against labels.
func TestGoldRecommendations(t *testing.T) {
	dir := goldDirs(t)
	fold := goldAliases(t, dir)
	for _, id := range goldIDs(t, dir) {
		t.Run(id, func(t *testing.T) { gradeRecommendations(t, dir, id, fold) })
	}
}

func gradeRecommendations(t *testing.T, dir, id string, fold func(string) string) {
	doc := labelledSource(t, dir, id)
	var gold struct {
		Recommendations []struct {
			Sentence, Grade string
			Addressee       []string
		}
		Neutral, Traps []struct{ Sentence string }
	}
	found := analysis.Recommendations(doc.src)
	if !load(t, &gold, dir, id, "recommendations.json") {
		// Essays without labels were written without advice in them, save one
		// closing admonition.
		if len(found) > 1 {
			t.Errorf("%d recommendations in an essay that gives none", len(found))
		}
		return
	}
	strong, allowed, traps := map[string][]string{}, map[string]bool{}, map[string]bool{}
	for _, r := range gold.Recommendations {
		allowed[r.Sentence] = true
		if r.Grade == "strong" {
			strong[r.Sentence] = r.Addressee
		}
	}
	for _, n := range gold.Neutral {
		allowed[n.Sentence] = true
	}
	for _, n := range gold.Traps {
		traps[n.Sentence] = true
	}
	hit, wrong, trapped, right := 0, 0, 0, 0
	seen := map[string]bool{}
	for _, r := range found {
		p, label := doc.src.Passages[r.Passage-1], doc.ids[r.Passage-1]
		seen[label] = true
		switch want, required := strong[label]; {
		case required:
			hit++
			if sameAddressee(r, want, fold) {
				right++
			} else {
				t.Logf("%s: addressee %q, want %q: %s", label, r.Addressee, want, p.Text)
			}
		case !allowed[label]:
			wrong++
			t.Logf("%s: not advice: %s", label, p.Text)
		}
		if traps[label] {
			trapped++
		}
	}
	logMissed(t, doc, strong, seen)
	precision, recall := ratio(hit, hit+wrong), ratio(hit, len(strong))
	t.Logf("%s: P %.3f R %.3f traps %d/%d addressee %.3f", id, precision, recall, trapped, len(traps), ratio(right, hit))
	if precision < .95 || recall < .95 || trapped > 0 || ratio(right, hit) < .9 {
		t.Errorf("below the floor of .95, .95, 0 and .9")
	}
}

// logMissed names the labels that were wanted and not seen.
func logMissed(t *testing.T, doc labelled, wanted map[string][]string, seen map[string]bool) {
	t.Helper()
	for i, label := range doc.ids {
		if _, required := wanted[label]; required && !seen[label] {
			t.Logf("%s: missed: %s", label, doc.src.Passages[i].Text)
		}
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// sameAddressee reports whether a recommendation addresses nobody but those
// wanted, with aliases folded.
func sameAddressee(r briefings.Recommendation, want []string, fold func(string) string) bool {
	if len(r.Addressee) == 0 {
		return false
	}
	for _, a := range r.Addressee {
		if !slices.ContainsFunc(want, func(w string) bool { return fold(w) == fold(a) }) {
			return false
		}
	}
	return true
}

// goldAliases returns a function that folds the aliases of an actor to one
// name; the head of the state that is advised stands for the state.
func goldAliases(t *testing.T, dir string) func(string) string {
	t.Helper()
	var gold struct {
		Actors []struct {
			Name, Role string
			Aliases    []string
		}
	}
	load(t, &gold, dir, "actors.json")
	names := map[string]string{}
	for _, a := range gold.Actors {
		for _, alias := range append(a.Aliases, a.Name) {
			if names[letters(alias)] == "" {
				names[letters(alias)] = a.Name
			}
		}
	}
	return func(s string) string {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "President "), "the ")
		for _, tail := range []string{" government", " administration", " leadership", " policymakers", " authorities", " officials"} {
			s = strings.TrimSuffix(s, tail)
		}
		name := names[letters(s)]
		for _, a := range gold.Actors {
			if a.Name == name && strings.HasPrefix(a.Role, "President of ") {
				for _, state := range gold.Actors {
					if strings.Contains(a.Role, "President of "+state.Name+" ") {
						return state.Name
					}
				}
			}
		}
		return name
	}
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func goldIDs(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() {
			ids = append(ids, e.Name())
		}
	}
	return ids
}
