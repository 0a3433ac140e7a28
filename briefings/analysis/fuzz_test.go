package analysis_test

import (
	"slices"
	"testing"

	"attache/briefings/analysis"
)

// FuzzAnalysis holds for any text: nothing panics, every finding points at a
// passage of the source, and lists are in the order that they promise.
func FuzzAnalysis(f *testing.F) {
	f.Add("Oslo must pay. 'It must,' he said, \"and soon.", "# Summary")
	f.Add("The U.S.–Brelland pact of 3-5 June 2025 (see Table 1) says: 'we must", "In 2003–09, May 31,")
	f.Add("must should need to that that, and and – – (", "\u00a0’’ “ Dec.")
	f.Fuzz(func(t *testing.T, a, b string) {
		src := paper(t, a, b, a)
		within := func(n int) {
			if n < 1 || n > len(src.Passages) {
				t.Fatalf("passage %d of %d", n, len(src.Passages))
			}
		}
		for _, n := range analysis.Summary(src, 5) {
			within(n)
		}
		last := 0
		for _, r := range analysis.Recommendations(src) {
			within(r.Passage)
			if r.Passage <= last || slices.Contains(r.Addressee, "") {
				t.Fatalf("passage %d after %d, addressee %q", r.Passage, last, r.Addressee)
			}
			last = r.Passage
		}
		for _, r := range analysis.Demands(src) {
			within(r.Passage)
		}
		date := ""
		for _, e := range analysis.Timeline(src) {
			within(e.Passage)
			if e.Date < date {
				t.Fatalf("%s after %s", e.Date, date)
			}
			date = e.Date
		}
		for _, actor := range analysis.Actors(src) {
			if actor.Name == "" || actor.Mentions < len(actor.Passages) || !slices.IsSorted(actor.Passages) {
				t.Fatalf("actor %+v", actor)
			}
		}
		if got := analysis.Topics(src, 3); len(got) > 3 {
			t.Fatalf("%d topics, asked for 3", len(got))
		}
	})
}
