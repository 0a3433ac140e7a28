package search_test

import (
	"context"
	"strings"
	"testing"

	"attache/briefings"
	"attache/store/search"
)

// ballast makes words of the tested sentence neither everywhere nor nowhere.
var ballast = []string{
	"The harbour master inspects every ferry before noon.",
	"Cranes are painted in spring.",
	"Nobody had told us about the lighthouse, and the jordan almonds were gone.",
	"Grain is stored in tall silos.",
	"The museum lent a turkey sandwich to its guests.",
}

// meetings are sentences with what must find them and what must not.
var meetings = []struct {
	name, text, query string
	found             bool
}{
	{"inflexion", "Allies negotiated tariffs.", "negotiation of a tariff", true},
	{"possessive", "The minister's visit ended.", "ministers visit", true},
	{"curly possessive", "The ministers’ visit ended.", "minister visit", true},
	{"accents", "The détente of São Paulo held.", "detente Sao Paulo", true},
	{"full width", "The ＡＰＥＣ forum met.", "APEC forum", true},
	{"British spelling", "Labour defence programmes were modernised.", "modernize labor defense program", true},
	{"hyphen and none", "A multi-lateral forum convened.", "multilateral forum", true},
	{"none and hyphen", "A multilateral forum convened.", "multi-lateral forum", true},
	{"space and hyphen", "Nuclear-powered submarines sail.", "nuclear powered submarine", true},
	{"abbreviation and country", "U.S. forces left the valley.", "Have the United States left the valley?", true},
	{"country and abbreviation", "The United States left the valley.", "US valley", true},
	{"typed small", "The United States left the valley.", "us valley", true},
	{"pronoun", "The United States left the valley.", "tell us everything", false},
	{"demonym", "Vietnamese exporters complained.", "Vietnam exporter complaints", true},
	{"capital for government", "Hanoi banned the exports.", "Vietnam export ban", true},
	{"government for capital", "Vietnam banned the exports.", "Hanoi export ban", true},
	{"another country", "Vietnam banned the exports.", "Bolivia salt desert", false},
	{"small word of a name", "A quiet village by the sea.", "Turkey", false},
	{"Korean given name", "President Han Jae-myung resigned.", "Han Jae Mung", true},
	{"Korean given name in one", "President Han Jaemyung resigned.", "Han Jae-myung", true},
	{"other romanisation", "Park Geun-hye was impeached.", "Pak Kun-hye", true},
	{"typed small name", "President Lee Jae-myung resigned.", "lee jae mung", true},
	{"name in Hangul", "President Lee Jae-myung resigned.", "이재명", true},
	{"name in Hangul with a particle", "President Lee Jae-myung resigned.", "이재명은 누구인가", true},
	{"another name in Hangul", "President Lee Jae-myung resigned.", "박근혜", false},
	{"surname spelt otherwise", "President Yoon Suk Yeol declared it.", "윤석열", true},
	{"slip of the pen", "Zelenskyy spoke to parliament.", "Zelensky parliament", true},
	{"slip in a foreign name", "Minister Tor Kel-marin resigned.", "Kel-maron", true},
	{"short form explained", "The Joint Ferry Inspection Council (JFIC) met. JFIC rules apply.", "Joint Ferry Inspection Council rules", true},
	{"Korean word", "Import tariffs rose in May.", "관세", true},
	{"Korean compound", "The US–South Korea alliance will last.", "한미동맹", true},
	{"Korean with particles", "The US–South Korea alliance will last.", "한미동맹은 어떻게 되는가", true},
	{"Korean shorthand", "US Forces Korea stays in Pyeongtaek.", "주한미군", true},
	{"Korean off the subject", "Import tariffs rose in May.", "축구 국가대표 선발", false},
	{"Hangul in Hangul", "정부는 관세를 인상하였다.", "관세 인상", true},
	{"particles apart", "한미동맹의 미래가 밝다.", "한미동맹은 미래", true},
	{"Korean text, English question", "정부는 관세를 인상하였다.", "tariffs", true},
	{"quoted", "They called it strategic flexibility.", `"strategic flexibility"`, true},
	{"advice", "The government must close the quarry.", "What does the paper recommend about the quarry?", true},
	{"half of two", "The quarry is closed.", "quarry dividends", false},
	{"a name nobody has", "The election results were close.", "Zanzibar election results", false},
	{"off the subject", "The quarry is closed.", "Who won the football cup?", false},
	{"only stop words", "The quarry is closed.", "what is the", false},
	{"numbers", "It cost $1,250 in all.", "cost 1250", true},
}

// TestMeets asks whether a sentence is found first by a query, strictly, or
// not at all.
func TestMeets(t *testing.T) {
	for _, test := range meetings {
		t.Run(test.name, func(t *testing.T) {
			index := search.NewScan()
			mustApply(t, index, 1, []*briefings.Source{source(1, append(strings.SplitAfter(test.text, "@"), ballast...)...)})
			got := found(t, index, search.Query{Text: test.query})
			if ok := len(got) > 0 && got[0] == "S-0001#1"; ok != test.found {
				t.Errorf("%q in %q: found %v, want it first: %t", test.query, test.text, got, test.found)
			}
		})
	}
}

func TestContext(t *testing.T) {
	src := source(1, "Ports need cranes.", "They should be bought together.", "Ferries need fuel.", "They should be bought together.")
	for i, p := range []int{1, 1, 2, 2} {
		src.Passages[i].Paragraph = p
	}
	src.Passages[3].Section = []string{"Lighthouse policy"}
	src.Passages[1].Footnotes = []int{7}
	src.Passages = append(src.Passages, briefings.Passage{N: 5, Kind: briefings.Note, NoteN: 7, Text: "Interview, May 2025."})
	src.Meta.Publisher = "Institute of Port Affairs"
	src.Text = "Quayside House, the Institute of Port Affairs, is based in Leith.\n"
	for name, open := range opened(t) {
		t.Run(name, func(t *testing.T) {
			mustApply(t, open, 1, []*briefings.Source{src, source(2, append([]string{"Fuel and cranes are sold by weight, not bought."}, ballast...)...)})
			for _, test := range []struct{ query, first string }{
				{"cranes bought together", "S-0001#2"},
				{"fuel bought together", "S-0001#4"},
				{"lighthouse bought", "S-0001#4"},
				{"interview about what was bought", "S-0001#5"},
				{"What does Quayside House say on fuel?", "S-0001#3"},
				{"IPA fuel", "S-0001#3"},
			} {
				got := found(t, open, search.Query{Text: test.query})
				if len(got) == 0 || got[0] != test.first {
					t.Errorf("%q found %v, want %s first", test.query, got, test.first)
				}
			}
		})
	}
}

// TestNameVariants asks for a name that two sentences spell in two ways.
func TestNameVariants(t *testing.T) {
	index := search.NewScan()
	mustApply(t, index, 1, []*briefings.Source{source(1, append([]string{"Minister Tor Kel-marin resigned.", "Yesterday Kel-maron spoke of it."}, ballast...)...)})
	result, err := index.Search(context.Background(), search.Query{Text: "Kel-marin"})
	if err != nil || len(result.Hits) != 2 || result.Hits[0].Ref.N != 1 || result.Hits[1].Why != "kel, marin" {
		t.Errorf("found %v, %v; want both spellings, the asked one first", result.Hits, err)
	}
}

func TestLongQuery(t *testing.T) {
	index := search.NewScan()
	mustApply(t, index, 1, []*briefings.Source{source(1, ballast...)})
	for _, text := range []string{strings.Repeat("ferry harbour ", 100_000), strings.Repeat("관세", 10_000), strings.Repeat("A.", 10_000), strings.Repeat("-", 10_000), "a" + strings.Repeat("́", 10_000)} {
		if _, err := index.Search(context.Background(), search.Query{Text: text}); err != nil {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func FuzzSearch(f *testing.F) {
	index := search.NewScan()
	src := source(1, append([]string{"한미동맹의 미래가 밝다. U.S. Forces Korea (USFK)"}, ballast...)...)
	if err := index.Apply(context.Background(), 1, []*briefings.Source{src}, nil); err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"Lee Jae-myung", "\"a b\" U.S.", "관세를 1,000", "\xff-\x00'’", "A.B.C.-d'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := index.Apply(context.Background(), 1, []*briefings.Source{src, source(2, text)}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := index.Search(context.Background(), search.Query{Text: text}); err != nil {
			t.Fatal(err)
		}
	})
}
