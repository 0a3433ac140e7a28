package manuscript_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/commands/manuscript"
)

// Every mistake is told by its line and by what to write instead.
func TestReadRefuses(t *testing.T) {
	replace := func(old, with string) string { return strings.Replace(portsFile, old, with, 1) }
	for name, c := range map[string]struct {
		file, want string
	}{
		"empty":                  {"\n \n", "The file is empty"},
		"no front matter":        {"# Ports\n", "Line 1: the file does not begin with front matter"},
		"front matter for ever":  {"---\nbriefing: ports\n", "Line 1: the front matter that begins here does not end"},
		"UTF-16":                 {"\xff\xfe-\x00-\x00", "Line 1 is not UTF-8"},
		"Latin-1":                {replace("council", "caf\xe9"), "Line 40 is not UTF-8"},
		"a bell":                 {replace("council", "coun\acil"), "Line 40 holds a control character (U+0007); remove it."},
		"a key twice":            {replace("owner:", "edition: 4\nowner:"), "Line 10: edition is set a second time, first on line 3"},
		"a mistyped key":         {replace("marking", "markign"), `Line 8: "markign" is not a name here; did you mean "marking"?`},
		"an unknown key":         {replace("marking", "colour"), `Line 8: "colour" is not a name here; choose from briefing, edition,`},
		"an alias":               {replace("slack/T01/U02", "*a"), "Line 10: "},
		"an anchor":              {replace("slack/T01/U02", "&a b"), "Line 10: anchors, aliases and tags are not offered"},
		"an anchor in a list":    {replace("- fisheries", "- &a fisheries"), "Line 6: anchors, aliases and tags are not offered"},
		"a tag":                  {replace("slack/T01/U02", "!!str b"), "Line 10: anchors, aliases and tags are not offered"},
		"a merge":                {replace("owner: slack/T01/U02", "<<: {owner: b}"), "Line 10: a name stands here as one word"},
		"a list for a value":     {replace("slack/T01/U02", "[a]"), "Line 10: owner has one value"},
		"a mapping for a list":   {replace("topics:\n  - fisheries\n  - \"ports, levies\"", "topics: {a: b}"), "Line 5: topics is a list"},
		"lists in a list":        {replace("- fisheries", "- [a]"), "Line 6: topics is a list of single values"},
		"a text for a mapping":   {"---\nports\n---\n", "Line 2: the front matter holds lines of the form"},
		"an open bracket":        {replace("slack/T01/U02", "[a"), "is not of the form"},
		"an open quotation mark": {replace("slack/T01/U02", `"a`), "is not of the form"},
		"two documents":          {replace("owner: ", "--- \nowner: "), "Line 11: this stands above the first section"},
		"a name of two words":    {replace("port-inspections", "Port inspections"), `Line 2: "Port inspections" is not a briefing's name`},
		"an edition of words":    {replace("edition: 3", "edition: third"), `Line 3: "third" is not a number`},
		"a revision below none":  {replace("revision: 12", "revision: -1"), `Line 4: "-1" is not a number`},
		"a marking of its own":   {replace("TLP:AMBER+STRICT", "secret"), `Line 8: "secret" is not a marking`},
		"an embargo of a day":    {replace("2026-12-01T09:00:00Z", "2026-12-01"), `Line 9: "2026-12-01" is not a time; write the embargo as 2026-12-01T09:00:00Z`},
		"no such day":            {replace("2027-03-01", "2027-02-30"), `Line 11: "2027-02-30" is not a day`},
		"no such scale":          {replace("phia", "kent"), `Line 12: "kent" is not a scale`},
		"no such source":         {replace("- S-0002", "- S-2"), `Line 15: "S-2" is not a source; write it as S-0001.`},
		"another title":          {replace("owner:", "title: Levies\nowner:"), `Line 19: the title here is not the one in the front matter, "Levies"`},
		"two titles":             {replace("## Bottom line", "# Ports"), "Line 20: a file has one title"},
		"text above":             {replace("## Bottom line", ""), "Line 22: this stands above the first section"},
		"a mistyped section":     {replace("## Recommendations", "## Recomendations"), `Line 33: "Recomendations" is not a section; did you mean "## Recommendations"?`},
		"an unknown section":     {replace("## Watch", "## Annex"), `Line 38: "Annex" is not a section; write ## and Bottom line, Key judgements, Recommendations or Watch.`},
		"a section too deep":     {replace("## Watch", "### Watch"), `Line 38: "Watch" is not a section; did you mean "## Watch"?`},
		"a section twice":        {replace("## Watch", "## Bottom line"), `Line 38: the section "Bottom line" began on line 20 already`},
		"a line of hyphens":      {replace("\n## Watch", "---\n## Watch"), "Line 37: a line of hyphens or stars says nothing here"},
		"text behind":            {replace("[S-0001#14]", "[S-0001#14] and more"), `Line 28: "and more" stands behind the citation [S-0001#14]`},
		"a passage of no form":   {replace("[S-0001#14]", "[S-1#14]"), `Line 28: "S-1#14" is not a passage; write it as [S-0001#12]`},
		"a source alone":         {replace("[S-0001#14]", "[S-0001]"), `Line 28: "S-0001" is not a passage`},
		"passage nought":         {replace("[S-0001#14]", "[S-0001#0]"), `Line 28: "S-0001#0" is not a passage`},
		"an open citation":       {replace("[S-0001#14]", "[S-0001#14"), `Line 28: the citation at "[S-0001#14" does not end`},
		"a citation of nothing":  {replace("The levy is likely to pass with a cap. ", ""), "Line 28: there is no sentence here"},
		"two horizons":           {replace("[S-0001#40]", "(by 2025) [S-0001#40]"), "Line 35: this recommendation says twice by when"},
		"no such date":           {replace("2026-12-03", "2026-13-03"), `Line 40: "2026-13-03" is not a date`},
		"a confidence of words":  {replace("moderate", "medium"), `Line 29: "medium" is no confidence; write low, moderate or high`},
		"no confidence":          {replace("moderate, because two surveys agree.", ""), `Line 29: "" is no confidence`},
		"two confidences":        {replace("2. Inspection", "Confidence: low.\n2. Inspection"), "Line 30: this statement has a confidence on line 29 already"},
		"nobody's confidence":    {replace("1. The levy", "Confidence: low.\n1. The levy"), "Line 28: this confidence belongs to no statement"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.file == portsFile {
				t.Fatal("the edit changes nothing")
			}
			_, err := manuscript.Read([]byte(c.file))
			if err == nil {
				t.Fatal("it is read")
			}
			if briefings.KindOf(err) != briefings.Invalid || !strings.Contains(err.Error(), c.want) || !strings.ContainsAny(err.Error()[len(err.Error())-1:], ".?") {
				t.Errorf("%s: %v, want a sentence with %q", briefings.KindOf(err), err, c.want)
			}
		})
	}
}

func TestReadIsBounded(t *testing.T) {
	just := portsFile + strings.Repeat("\n", manuscript.MaxSize-len(portsFile))
	if _, err := manuscript.Read([]byte(just)); err != nil {
		t.Error(err)
	}
	if _, err := manuscript.Read([]byte(just + "\n")); briefings.KindOf(err) != briefings.Limit {
		t.Error(err)
	}
	if _, err := manuscript.Statements(strings.Repeat("a", manuscript.MaxSize+1)); briefings.KindOf(err) != briefings.Limit {
		t.Error(err)
	}
	// So is what is long in one way only, without taking for ever.
	for _, wide := range []string{"[desk] ", "[", "a\n", "\\", "(by ", "a (by b) ", ": ", "[S-0001#1,", "- a\n", "Confidence: low\n", "\\u{20}", "# a\n"} {
		size := manuscript.MaxSize - 40
		if testing.Short() {
			size /= 8
		}
		text := strings.Repeat(wide, size/len(wide))
		for _, section := range []string{"Bottom line", "Recommendations", "Watch"} {
			m, err := manuscript.Read([]byte("---\n---\n## " + section + "\na " + text))
			if err == nil {
				manuscript.Write(m)
			} else if briefings.KindOf(err) == "" {
				t.Errorf("%q: %v", wide, err)
			}
		}
	}
	// What is deep rather than long is refused as well, and soon.
	for _, deep := range []string{"[", "{", "- ", "? ", "{a: "} {
		if _, err := manuscript.Read([]byte("---\n" + strings.Repeat(deep, 50000) + "\n---\n")); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%q: %v", deep, err)
		}
	}
}

func TestStatements(t *testing.T) {
	cited := func(text string, n ...int) briefings.Statement {
		s := briefings.Statement{Text: text}
		for _, n := range n {
			s.Citations = append(s.Citations, briefings.PassageRef{Source: "S-0001", N: n})
		}
		return s
	}
	sure := cited("Costs rise.", 3)
	sure.Confidence, sure.Because = briefings.High, "the figures are those of the U.S."
	own := briefings.Statement{Text: "We doubt it.", Own: true}
	for name, c := range map[string]struct {
		text string
		want []briefings.Statement
	}{
		"none":             {"", nil},
		"blank":            {" \n\n", nil},
		"one":              {"Costs rise. [S-0001#3]", []briefings.Statement{cited("Costs rise.", 3)}},
		"one a line":       {"Costs rise.\nPrices fall.", []briefings.Statement{cited("Costs rise."), cited("Prices fall.")}},
		"one over lines":   {"Costs\n  rise.\n[S-0001#3]", []briefings.Statement{cited("Costs rise.", 3)}},
		"with signs":       {"1. Costs rise.\n- Prices fall.\n", []briefings.Statement{cited("Costs rise."), cited("Prices fall.")}},
		"a reason":         {`Costs rise. [S-0001#3]` + "\n" + `confidence : HIGH - because the figures are those of the U.S\.`, []briefings.Statement{sure}},
		"the desk":         {"We doubt it. [ Desk ]", []briefings.Statement{own}},
		"several":          {"Costs rise [S-0001#3; S-0001#4], [S-0001#5].", []briefings.Statement{cited("Costs rise.", 3, 4, 5)}},
		"not a citation":   {`See [sic] \u{5b}S-0001#3] in C:\temp\\ [12]`, []briefings.Statement{cited(`See [sic] [S-0001#3] in C:\temp\ [12]`)}},
		"what is not seen": {`A\u{a0}b\u{202e}c \u{d800} \u{zz}`, []briefings.Statement{cited("A\u00a0b\u202ec \\u{d800} \\u{zz}")}},
		"Korean":           {"검사 비용은 기국이 낸다. [S-0001#3]", []briefings.Statement{cited("검사 비용은 기국이 낸다.", 3)}},
		"Arabic":           {"تدفع الدول الساحلية التكلفة. [S-0001#3]", []briefings.Statement{cited("تدفع الدول الساحلية التكلفة.", 3)}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := manuscript.Statements(c.text)
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		})
	}
	if _, err := manuscript.Statements("Costs rise.\nPrices fall. [S-1]"); err == nil || !strings.Contains(err.Error(), "Line 2:") {
		t.Error(err)
	}
}

func TestRecommendations(t *testing.T) {
	for text, want := range map[string]briefings.Recommended{
		"Coastal states: Publish: all of it. (by 2026)": {Addressee: "Coastal states", Statement: briefings.Statement{Text: "Publish: all of it."}, Horizon: "2026"},
		`Do two things\: publish and join.`:             {Statement: briefings.Statement{Text: "Do two things: publish and join."}},
		"Meet at 10:30 (by the quay) there.":            {Statement: briefings.Statement{Text: "Meet at 10:30 (by the quay) there."}},
		`Wait \(by the quay).`:                          {Statement: briefings.Statement{Text: "Wait (by the quay)."}},
		`Act. (by the end of 2026 \(or so\)).`:          {Statement: briefings.Statement{Text: "Act."}, Horizon: "the end of 2026 (or so)"},
	} {
		got, err := manuscript.Recommendations(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]briefings.Recommended{want}, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestWatchItems(t *testing.T) {
	for text, want := range map[string]briefings.WatchItem{
		"2026-12-3 : A vote.":   {Date: "2026-12-03", Statement: briefings.Statement{Text: "A vote."}},
		"2026: A vote: 12 to 3": {Date: "2026", Statement: briefings.Statement{Text: "A vote: 12 to 3"}},
		`2026\: a year.`:        {Statement: briefings.Statement{Text: "2026: a year."}},
		"In 2026: a vote.":      {Statement: briefings.Statement{Text: "In 2026: a vote."}},
	} {
		got, err := manuscript.WatchItems(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]briefings.WatchItem{want}, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// Nothing in a file ends the process, and what is taken stays as it is.
func FuzzRead(f *testing.F) {
	f.Add([]byte(portsFile))
	f.Add([]byte("---\ntopics: [a, “b”, \"c\\u0000\"]\n...\n## Watch\n* 2026-1: [desk] a\n"))
	f.Add([]byte("---\n---\n# \\u{}\\\n## key judgments\nA [s–0001#1, desk];\n  b\nConfidence: none - because x..\n"))
	f.Add([]byte("\ufeff---\r\nscale: ICD 203\r\n---\r\n## Recommendations\r\n+ A: B (by x) [S-0001#2]!\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := manuscript.Read(data)
		if err != nil {
			if briefings.KindOf(err) == "" {
				t.Fatalf("%v is no sentence for a person", err)
			}
			return
		}
		again, err := manuscript.Read(manuscript.Write(first))
		if err != nil {
			t.Fatalf("%v in\n%s", err, manuscript.Write(first))
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
