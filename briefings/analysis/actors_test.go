package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"attache/briefings"
	"attache/briefings/analysis"
)

// named returns the names of the actors, joined by semicolons, in alphabetical
// order.
func named(src *briefings.Source) string {
	var list []string
	for _, a := range analysis.Actors(src) {
		list = append(list, a.Name)
	}
	slices.Sort(list)
	return strings.Join(list, ";")
}

func TestActors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"capital and adjective stand for the state", "Oslo called. The Norwegian answer came late, said Norway.", "Norway"},
		{"dotted and joined", "The U.S.–Japan treaty holds, and the US-led talks go on.", "Japan;United States"},
		{"known body", "The North Atlantic Treaty Organization met; NATO agreed.", "NATO"},
		{"body by form", "The Harbour Workers Union met the Ministry of Sea Transport.", "Harbour Workers Union;Ministry of Sea Transport"},
		{"acronym in brackets", "The Coastal Pilots Association (CPA) struck, and the CPA won.", "Coastal Pilots Association"},
		{"surname", "President Ana Duarte spoke. Duarte's government fell.", "Ana Duarte"},
		{"office", "The then foreign minister, Tove Lindahl, resigned.", "Tove Lindahl"},
		{"title after a state", "US President Walter Pryce spoke.", "United States;Walter Pryce"},
		{"in one breath", "Under both President Hale and Marsh, prices rose.", "Hale;Marsh"},
		{"counterpart", "South Korea waits while the North arms.", "North Korea;South Korea"},
		{"group", "The 'Nordic Four' met again; the Nordic Four agreed.", "Nordic Four"},
		{"text that acts", "As the Coastal Security Strategy says, ports matter.", "Coastal Security Strategy"},
		{"places and times are none", "In January the Cold War ended on the Baltic Sea.", ""},
		{"first words are none", "Ports closed. Prices rose. Nobody paid.", ""},
		{"new state", "They met in New Zealand.", "New Zealand"},
		{"none", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := named(paper(t, c.text)); got != c.want {
				t.Errorf("%s\ngot %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// An invented state is found by what it does, by whom it is named with, and its
// adjective stands for it.
func TestActorsInventedStates(t *testing.T) {
	src := paper(t,
		"Brelland wants a port, and Brelland's navy knows why.",
		"Trade with Japan and Vastria grew; the Vastrian fleet did not.",
		"The Brellish press is silent about Vastria.")
	if got, want := named(src), "Brelland;Japan;Vastria"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Mentions count every naming, passages each passage once, and the most
// mentioned comes first.
func TestActorsCounts(t *testing.T) {
	src := paper(t, "Peru asked Lima. Chile did not. Peru waited.")
	got := analysis.Actors(src)
	if len(got) != 2 || got[0].Name != "Peru" || got[0].Mentions != 3 || !slices.Equal(got[0].Passages, []int{1, 3}) {
		t.Errorf("got %+v", got)
	}
}

// The rows of tables count, cell by cell.
func TestActorsTables(t *testing.T) {
	src := paper(t, "Table 1 lists the premiers.")
	src.Tables = []briefings.Table{{Header: []string{"Premier", "Rival"}, Rows: [][]string{{"Odd Berg-moen", "Chile"}}}}
	src.Passages = append(src.Passages, briefings.Passage{N: 2, Kind: briefings.Row, Table: 1, Text: "Odd Berg-moen Chile"})
	if got, want := named(src), "Chile;Odd Berg-moen"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTopics(t *testing.T) {
	src := paper(t,
		"Harbour dredging is slow. Peru pays for harbour dredging, and Ana Duarte knows it.",
		"Grain storage matters more than harbour dredging, said Ana Duarte.",
		"Without grain storage, Peru imports flour.")
	src.Outline = []briefings.Heading{{Level: 1, Text: "Grain storage"}}
	got := analysis.Topics(src, 2)
	slices.Sort(got)
	if want := []string{"grain storage", "harbour dredging"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := analysis.Topics(src, 0); len(got) != 0 {
		t.Errorf("asked for none, got %q", got)
	}
}
