package briefings_test

import (
	"strings"
	"testing"

	"attache/briefings"
)

func TestParseSlug(t *testing.T) {
	for _, good := range []string{"a", "port-inspections", "2025-outlook", "항만-검사"} {
		if got, err := briefings.ParseSlug(good); err != nil || string(got) != good {
			t.Errorf("%q: %v, %v", good, got, err)
		}
	}
	for _, bad := range []string{"", "-", "a-", "-a", "a--b", "Port", "a b", "a/b", "a.b", strings.Repeat("a", 65), "a\n", "é\u0301"} {
		if _, err := briefings.ParseSlug(bad); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestMakeSlug(t *testing.T) {
	for title, want := range map[string]briefings.Slug{
		"Who Pays for the Lighthouse?":                 "who-pays-for-the-lighthouse",
		"Seoul's “pragmatic” turn":                     "seouls-pragmatic-turn",
		"해저 케이블을 누가 지킬 것인가":                            "해저-케이블을-누가-지킬-것인가",
		"one two three four five six seven eight nine": "one-two-three-four-five-six-seven-eight",
		"?!":            "untitled",
		"":              "untitled",
		"Ⅷ ²":           "untitled",
		"U.S. and E.U.": "u-s-and-e-u",
	} {
		got := briefings.MakeSlug(title)
		if got != want {
			t.Errorf("MakeSlug(%q) = %q, want %q", title, got, want)
		}
	}
}

func FuzzMakeSlug(f *testing.F) {
	f.Add("Who Pays for the Lighthouse?")
	f.Add("İstanbul ǅ 등대 ²")
	f.Fuzz(func(t *testing.T, title string) {
		if slug := briefings.MakeSlug(title); slug != "untitled" {
			if _, err := briefings.ParseSlug(string(slug)); err != nil {
				t.Fatalf("%q: %v", title, err)
			}
		}
	})
}

func TestContentValidate(t *testing.T) {
	good := func() *briefings.Content {
		return &briefings.Content{
			Title: "Ports", Marking: briefings.Green, Sources: []briefings.SourceID{"S-0001"},
			BottomLine: []briefings.Statement{{Text: "Fees rise.", Citations: []briefings.PassageRef{{Source: "S-0001", N: 1}}}},
		}
	}
	if err := good().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*briefings.Content){
		"no title":      func(c *briefings.Content) { c.Title = " " },
		"no source":     func(c *briefings.Content) { c.Sources = nil },
		"no citation":   func(c *briefings.Content) { c.BottomLine[0].Citations = nil },
		"no marking":    func(c *briefings.Content) { c.Marking = "" },
		"bad judgement": func(c *briefings.Content) { c.Judgements = []briefings.Statement{{Text: "So."}} },
	} {
		c := good()
		spoil(c)
		if err := c.Validate(); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
