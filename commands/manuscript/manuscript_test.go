package manuscript_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"attache/briefings"
	"attache/commands/manuscript"
)

// ports is a manuscript with one of everything.
func ports() manuscript.Manuscript {
	cite := func(n int) briefings.PassageRef { return briefings.PassageRef{Source: "S-0001", N: n} }
	return manuscript.Manuscript{Slug: "port-inspections", Base: 3, Revision: 12, Text: briefings.Content{
		Title: "Port inspections: who pays?", Topics: []string{"fisheries", "ports, levies"}, Marking: briefings.AmberStrict,
		Embargo: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Owner: "slack/T01/U02", ReviewBy: "2027-03-01", Scale: briefings.PHIA,
		BottomLine: []briefings.Statement{
			{Text: "Coastal states carry the cost.", Citations: []briefings.PassageRef{cite(12), cite(13)}},
			{Text: "That is a choice, and it can be made again.", Own: true},
		},
		Judgements: []briefings.Statement{
			{Text: "The levy is likely to pass with a cap.", Citations: []briefings.PassageRef{cite(14)}, Confidence: briefings.Moderate, Because: "two surveys agree"},
			{Text: "Inspection results become public.", Citations: []briefings.PassageRef{cite(15)}, Confidence: briefings.High},
		},
		Recommendations: []briefings.Recommended{
			{Statement: briefings.Statement{Text: "Publish the results of inspections.", Citations: []briefings.PassageRef{cite(40)}}, Addressee: "Coastal states", Horizon: "2026"},
			{Statement: briefings.Statement{Text: "Join the register.", Own: true}},
		},
		Watch: []briefings.WatchItem{
			{Statement: briefings.Statement{Text: "The council votes.", Citations: []briefings.PassageRef{{Source: "S-0002", N: 4}}}, Date: "2026-12-03"},
			{Statement: briefings.Statement{Text: "A flag state leaves the register.", Own: true}},
		},
		Sources: []briefings.SourceID{"S-0001", "S-0002"},
	}}
}

const portsFile = `---
briefing: port-inspections
edition: 3
revision: 12
topics:
  - fisheries
  - "ports, levies"
marking: TLP:AMBER+STRICT
embargo: 2026-12-01T09:00:00Z
owner: slack/T01/U02
review-by: 2027-03-01
scale: phia
sources:
  - S-0001
  - S-0002
---

# Port inspections: who pays?

## Bottom line

Coastal states carry the cost. [S-0001#12] [S-0001#13]

That is a choice, and it can be made again. [desk]

## Key judgements

1. The levy is likely to pass with a cap. [S-0001#14]
   Confidence: moderate, because two surveys agree.
2. Inspection results become public. [S-0001#15]
   Confidence: high.

## Recommendations

- Coastal states: Publish the results of inspections. [S-0001#40] (by 2026)
- Join the register. [desk]

## Watch

- 2026-12-03: The council votes. [S-0002#4]
- A flag state leaves the register. [desk]
`

func TestWrite(t *testing.T) {
	if diff := cmp.Diff(portsFile, string(manuscript.Write(ports()))); diff != "" {
		t.Error(diff)
	}
}

func TestRead(t *testing.T) {
	got, err := manuscript.Read([]byte(portsFile))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ports(), got); diff != "" {
		t.Error(diff)
	}
}

// What editors do to a file changes nothing of what it says.
func TestReadIsKind(t *testing.T) {
	for name, edit := range map[string]func(string) string{
		"byte order mark":       func(s string) string { return "\ufeff" + s },
		"ends of lines of DOS":  func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"ends of lines of Macs": func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
		"no-break spaces":       func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"tabs":                  func(s string) string { return strings.ReplaceAll(s, "   Conf", "\tConf") },
		"curved marks":          func(s string) string { return strings.Replace(s, `phia`, `“PHIA”`, 1) },
		"dashes for hyphens":    func(s string) string { return strings.ReplaceAll(s, "[S-", "[S–") },
		"a dash for the fence":  func(s string) string { return strings.ReplaceAll(s, "---", "—") },
		"small letters":         func(s string) string { return strings.ReplaceAll(s, "[S-", "[s-") },
		"one bracket":           func(s string) string { return strings.Replace(s, "12] [S-0001#13]", "12, S-0001#13]", 1) },
		"no space before it":    func(s string) string { return strings.ReplaceAll(s, " [", "[") },
		"the stop behind":       func(s string) string { return strings.Replace(s, "cap. [S-0001#14]", "cap [S-0001#14].", 1) },
		"wrapped":               func(s string) string { return strings.ReplaceAll(s, "is likely to", "is\n   likely\nto") },
		"wrapped before it":     func(s string) string { return strings.ReplaceAll(s, " [S-0001#12]", "\n[S-0001#12]") },
		"no empty line":         func(s string) string { return strings.Replace(s, "#13]\n\nThat", "#13]\nThat", 1) },
		"a broken line":         func(s string) string { return strings.ReplaceAll(s, "is likely to", "is\\\nlikely  \nto") },
		"a wrapped reason":      func(s string) string { return strings.Replace(s, "because two", "because\n   two", 1) },
		"a reason plainly":      func(s string) string { return strings.Replace(s, ", because two", " because two", 1) },
		"no indentation":        func(s string) string { return strings.ReplaceAll(s, "   Confidence", "Confidence") },
		"stars":                 func(s string) string { return strings.ReplaceAll(s, "\n- ", "\n* ") },
		"bullets":               func(s string) string { return strings.ReplaceAll(s, "\n- ", "\n  •\t") },
		"numbers with brackets": func(s string) string { return strings.NewReplacer("1. ", "1) ", "2. ", "1) ").Replace(s) },
		"an empty bullet":       func(s string) string { return s + "- \n" },
		"the horizon before":    func(s string) string { return strings.Replace(s, "[S-0001#40] (by 2026)", "(by 2026) [S-0001#40]", 1) },
		"American judgement":    func(s string) string { return strings.Replace(s, "Key judgements", "KEY JUDGMENTS:", 1) },
		"every bracket escaped": func(s string) string { return strings.NewReplacer("[", `\[`, "]", `\]`, "#1", `\#1`).Replace(s) },
		"a title above too": func(s string) string {
			return strings.Replace(s, "edition", "title: \"Port inspections: who pays?\"\nedition", 1)
		},
		"the title only above": func(s string) string {
			return strings.Replace(strings.Replace(s, "# Port inspections: who pays?\n", "", 1), "edition", "title: 'Port inspections: who pays?'\nedition", 1)
		},
		"names in other words": func(s string) string { return strings.Replace(s, "review-by", "Review by", 1) },
		"a list on a line": func(s string) string {
			return strings.Replace(s, "sources:\n  - S-0001\n  - S-0002", "sources: s-0001, S-0002", 1)
		},
		"no sections left out": func(s string) string { return strings.Replace(s, "## Watch\n", "\n\n\n## Watch\n\n\n", 1) },
		"sections moved": func(s string) string {
			head, tail, _ := strings.Cut(s, "## Bottom line")
			a, b, _ := strings.Cut("## Bottom line"+tail, "## Watch")
			return head + "## Watch" + b + a
		},
	} {
		t.Run(name, func(t *testing.T) {
			edited := edit(portsFile)
			if edited == portsFile {
				t.Fatal("the edit changes nothing")
			}
			got, err := manuscript.Read([]byte(edited))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(ports(), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever a text says, its file says the same.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyManuscript().Draw(t, "manuscript")
		file := manuscript.Write(m)
		got, err := manuscript.Read(file)
		if err != nil {
			t.Fatalf("%v in\n%s", err, file)
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Fatalf("%s\n%s", diff, file)
		}
	})
}

// So do the fields of a form.
func TestFieldsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyManuscript().Draw(t, "manuscript").Text
		field := manuscript.WriteStatements(text.Judgements)
		if got, err := manuscript.Statements(field); err != nil || !cmp.Equal(text.Judgements, got) {
			t.Fatalf("%v: %s\n%s", err, cmp.Diff(text.Judgements, got), field)
		}
		field = manuscript.WriteRecommendations(text.Recommendations)
		if got, err := manuscript.Recommendations(field); err != nil || !cmp.Equal(text.Recommendations, got) {
			t.Fatalf("%v: %s\n%s", err, cmp.Diff(text.Recommendations, got), field)
		}
		field = manuscript.WriteWatchItems(text.Watch)
		if got, err := manuscript.WatchItems(field); err != nil || !cmp.Equal(text.Watch, got) {
			t.Fatalf("%v: %s\n%s", err, cmp.Diff(text.Watch, got), field)
		}
	})
}

// anyText draws a text made of what could be taken for syntax, of what cannot be
// seen, and of the scripts of the world.
func anyText() *rapid.Generator[string] {
	bits := rapid.SampledFrom([]string{"a", "levy", "Port", " ", " ", "  ", ": ", ":", ". ", ".", ",", "[", "]", "[S-0001#12]", "[desk]", "[ s–1", "(by 2026)", "(by ", ")", "(",
		`\`, `\u{`, `\u{}`, "{a0}", "#", "## Watch", "# ", "- ", "-", "---", "1. ", "12) ", "• ", "–", "—", "* ", "_", "=", "~", "`", `"`, "'", "“", "”", "|", "&", "!", "%", "@", "<b>",
		"2026: ", "2026-12-03: ", "Confidence: low", "because ", "none", "null", "true", "\t", "\n", "\r", "\u00a0", "\u3000", "\u2028", "\u0085", "\u200b", "\u202e", "\ufeff", "\u00ad", "\x00", "\x1b",
		"항만 검사", "الموانئ", "תל אביב", "港口", "e\u0301", "👩‍🚒", "\ufffd", "\ufffe"})
	return rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(bits, 0, 8), func(s []string) string { return strings.Join(s, "") }))
}

func anyStatement() *rapid.Generator[briefings.Statement] {
	return rapid.Custom(func(t *rapid.T) briefings.Statement {
		s := briefings.Statement{Text: anyText().Draw(t, "text"), Own: rapid.Bool().Draw(t, "own"),
			Confidence: rapid.SampledFrom([]briefings.Confidence{"", "", briefings.Low, briefings.Moderate, briefings.High}).Draw(t, "confidence")}
		if rapid.Bool().Draw(t, "reasoned") {
			s.Because = anyText().Draw(t, "because")
		}
		for range rapid.IntRange(0, 2).Draw(t, "citations") {
			s.Citations = append(s.Citations, briefings.PassageRef{Source: briefings.NewSourceID(rapid.IntRange(1, 99999).Draw(t, "source")), N: rapid.IntRange(1, 9999).Draw(t, "n")})
		}
		return s
	})
}

func anyManuscript() *rapid.Generator[manuscript.Manuscript] {
	return rapid.Custom(func(t *rapid.T) manuscript.Manuscript {
		m := manuscript.Manuscript{Base: rapid.IntRange(0, 1<<31-1).Draw(t, "base"), Revision: rapid.IntRange(0, 99).Draw(t, "revision")}
		m.Slug = rapid.SampledFrom([]briefings.Slug{"", "ports", "null", "12", "항만-검사", "a-1"}).Draw(t, "slug")
		c := &m.Text
		c.Title = anyText().Draw(t, "title")
		c.Topics = some(t, "topics", anyText())
		c.Marking = rapid.SampledFrom(append(briefings.Markings(), "")).Draw(t, "marking")
		if rapid.Bool().Draw(t, "embargoed") {
			c.Embargo = time.Unix(rapid.Int64Range(0, 9e9).Draw(t, "embargo"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()
		}
		c.Owner = briefings.PersonID(anyText().Draw(t, "owner"))
		c.ReviewBy = rapid.SampledFrom([]string{"", "2027-02-28", "2028-02-29"}).Draw(t, "review")
		c.Scale = rapid.SampledFrom([]briefings.Scale{"", briefings.ICD203, briefings.PHIA}).Draw(t, "scale")
		c.BottomLine = some(t, "bottom line", anyStatement())
		c.Judgements = some(t, "judgements", anyStatement())
		c.Recommendations = some(t, "recommendations", rapid.Custom(func(t *rapid.T) briefings.Recommended {
			return briefings.Recommended{Statement: anyStatement().Draw(t, "statement"), Addressee: anyText().Draw(t, "addressee"), Horizon: anyText().Draw(t, "horizon")}
		}))
		c.Watch = some(t, "watch", rapid.Custom(func(t *rapid.T) briefings.WatchItem {
			return briefings.WatchItem{Statement: anyStatement().Draw(t, "statement"), Date: rapid.SampledFrom([]string{"", "2026", "2026-12", "2026-12-03"}).Draw(t, "date")}
		}))
		c.Sources = some(t, "sources", rapid.Map(rapid.IntRange(1, 99999), briefings.NewSourceID))
		return m
	})
}

// some draws up to three, and nil for none.
func some[T any](t *rapid.T, label string, one *rapid.Generator[T]) []T {
	var all []T
	for range rapid.IntRange(0, 3).Draw(t, label) {
		all = append(all, one.Draw(t, label))
	}
	return all
}
