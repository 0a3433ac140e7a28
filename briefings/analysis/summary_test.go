package analysis_test

import (
	"slices"
	"testing"

	"attache/briefings"
	"attache/briefings/analysis"
)

// harbours is a small essay with a thesis, findings and advice.
func harbours(t testing.TB) *briefings.Source {
	return paper(t,
		"Why do harbours silt up? Nobody who has stood on a quay in winter asks that twice.",
		"This paper argues that the silting of the northern harbours is driven by the dams upstream and not by the sea, as the ministry holds.",
		"The dams hold back the spring floods that used to flush the northern harbours of silt, so that the channels lose a metre of depth every year.",
		"For instance, the pilots of one harbour told us about a tug that sat on a bank for a night.",
		"The minister said that the dams upstream were none of the harbours' business.",
		"If nothing is done about the dams, the northern harbours are likely to close to grain ships, and the risk for the islands that live on imported grain is great.",
		"Norway must let the dams release the spring floods again before the channels of the northern harbours are lost.",
		"The port authorities should share the cost of dredging the northern harbours with the owners of the dams upstream.",
		"It is a pity.")
}

func TestSummaryChoosesThesisFindingAndAdvice(t *testing.T) {
	src := harbours(t)
	got := found(src, analysis.Summary(src, 3))
	if len(got) != 3 {
		t.Fatalf("got %d sentences, want 3: %q", len(got), got)
	}
	if want := src.Passages[2].Text; got[0] != want {
		t.Errorf("first is %q, want the thesis", got[0])
	}
	advice := 0
	for _, r := range analysis.Recommendations(src) {
		if slices.Contains(got, src.Passages[r.Passage-1].Text) {
			advice++
		}
	}
	if advice == 0 || advice == 3 {
		t.Errorf("%d of the three are advice, want both sorts: %q", advice, got)
	}
}

// Questions, fragments, examples and other people's words do not sum up.
func TestSummaryLeavesOut(t *testing.T) {
	src := harbours(t)
	for _, s := range found(src, analysis.Summary(src, 4)) {
		for _, n := range []int{1, 5, 6, len(src.Passages)} {
			if s == src.Passages[n-1].Text {
				t.Errorf("chose %q", s)
			}
		}
	}
}

// A source that sums itself up is taken at its word.
func TestSummaryOwnSummary(t *testing.T) {
	src := paper(t,
		"# Summary",
		"Ferries on the inner route will run at a loss until the two companies that serve it agree on fares.",
		"# Fares",
		"Fares on the outer route rose again because fuel, crews and quays all cost more than they did in the year before.",
		"Passengers on the outer route pay more for the crossing than those on any other route in the country do.",
		"# Ships",
		"The newest ferry on the outer route was built in a yard that has since closed its gates for good.",
		"Crews on the outer route work longer shifts than the rules of the coastguard foresee for such crossings.")
	if got := analysis.Summary(src, 1); !slices.Equal(got, []int{1}) {
		t.Errorf("got %v, want the sentence of the summary", got)
	}
}

// Two sentences that say the same do not both sum up.
func TestSummaryDoesNotRepeat(t *testing.T) {
	src := paper(t,
		"The dams upstream drive the silting of the northern harbours, and the channels lose depth every year.",
		"The dams upstream drive the silting of the northern harbours, and the channels lose depth each year.",
		"Grain ships that cannot enter the harbours unload at sea, which doubles the price of flour on the islands.")
	got := analysis.Summary(src, 2)
	if !slices.Contains(got, 3) {
		t.Errorf("got %v, want passage 3 among them", got)
	}
}

func TestSummaryIsDeterministicAndBounded(t *testing.T) {
	src := harbours(t)
	first := analysis.Summary(src, 5)
	for range 5 {
		if again := analysis.Summary(src, 5); !slices.Equal(first, again) {
			t.Fatalf("got %v and then %v", first, again)
		}
	}
	if got := analysis.Summary(src, 0); len(got) != 0 {
		t.Errorf("asked for none, got %v", got)
	}
	if got := analysis.Summary(&briefings.Source{}, 5); len(got) != 0 {
		t.Errorf("an empty source gave %v", got)
	}
	all := analysis.Summary(src, 100)
	if len(all) < 6 {
		t.Errorf("only %d passages where six can sum up", len(all))
	}
	slices.Sort(all)
	if len(slices.Compact(slices.Clone(all))) != len(all) || len(all) > len(src.Passages) {
		t.Errorf("passages repeat: %v", all)
	}
}

// Notes and rows of tables are no main text.
func TestSummaryReadsMainTextOnly(t *testing.T) {
	src := paper(t, "The channels of the northern harbours lose a metre of depth in every year of low water.")
	src.Passages = append(src.Passages, briefings.Passage{N: 2, Kind: briefings.Note, Text: "This paper argues that the channels of the northern harbours lose a metre of depth every year."})
	if got := analysis.Summary(src, 2); !slices.Equal(got, []int{1}) {
		t.Errorf("got %v, want passage 1 alone", got)
	}
}

// A very long text is summed up too.
func TestSummaryLongText(t *testing.T) {
	src := longPaper(1 << 20)
	if got := analysis.Summary(src, 5); len(got) != 5 {
		t.Errorf("got %v, want five passages", got)
	}
}
