package briefings_test

import (
	"strings"
	"testing"

	"attache/briefings"
)

func closedSource() *briefings.Source {
	return &briefings.Source{ID: "S-0004", File: "faber-closed-harbours.md", SHA256: "x", Text: "By Ines Faber", Marking: briefings.Green,
		Meta: briefings.Metadata{Title: "Dues", Authors: []string{"Ines Faber", "김민수", "Q"}, Publisher: "Centre for Harbour and Island Studies",
			Journal: "Tide", Date: "2025-06-02", Kind: "research paper", DOI: "10.1000/xy.7", ISBN: "9781234567897"}}
}

func TestVeilText(t *testing.T) {
	v := briefings.NewVeil(closedSource())
	for text, want := range map[string]string{
		"Ines Faber says so.":                        "[withheld] says so.",
		"INES\n FABER’s view":                        "[withheld]’s view",
		"Faber (2024) and fabers":                    "[withheld] (2024) and fabers",
		"a fabric of dues":                           "a fabric of dues",
		"Dues and dues":                              "[withheld] and dues",
		"see CHIS, chis":                             "see [withheld], chis",
		"ines-faber.example":                         "[withheld].example",
		"www.inesfaber.example/a":                    "www.[withheld].example/a",
		"김민수는 말한다":                                   "[withheld]는 말한다",
		"centre for harbour & island":                "centre for harbour & island",
		"Centre for Harbour–and Island\u00a0Studies": "[withheld]",
		"doi.org/10.1000/XY.7":                       "doi.org/[withheld]",
		"978-1-2345-6789-7":                          "[withheld]",
		"Faber-Closed Harbours":                      "[withheld]",
		"the tide rises at the Tide":                 "the tide rises at the [withheld]",
		"Q and A":                                    "Q and A",
		"":                                           "",
	} {
		if got := v.Text(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if v.Names(text) != (text != want) {
			t.Errorf("%q: names %v", text, v.Names(text))
		}
	}
	var none *briefings.Veil
	if none.Text("Ines Faber") != "Ines Faber" || none.Tells("ines-faber") || none.Holds("faber") {
		t.Error("no veil withholds something")
	}
}

func TestVeilTells(t *testing.T) {
	v := briefings.NewVeil(closedSource())
	for slug, want := range map[briefings.Slug]bool{"dues": true, "dues-2": true, "harbour-dues": true, "levies": false, "ines-faber-on-levies": true, "fabrics": false} {
		if v.Tells(slug) != want {
			t.Errorf("%s tells: %v", slug, !want)
		}
	}
}

// The source is veiled in every part, and nothing of the one that was given changes.
func TestVeilSource(t *testing.T) {
	src := closedSource()
	src.Outline = []briefings.Heading{{Level: 1, Text: "Faber’s dues"}}
	src.Passages = []briefings.Passage{{N: 1, Kind: briefings.Sentence, Text: "Faber says so.", Section: []string{"By Ines Faber"}, Spans: []briefings.Span{{Start: 0, End: 5}}}}
	src.Footnotes = []briefings.Footnote{{N: 1, Text: "Faber, Tide", URLs: []string{"https://inesfaber.example"}, Resolved: []string{"https://inesfaber.example"}}}
	src.Tables = []briefings.Table{{Caption: "By Faber", Source: "CHIS", Header: []string{"Faber"}, Rows: [][]string{{"Faber", "1"}}}}
	src.Dropped = []briefings.Dropped{{Why: "running head"}}
	got := briefings.NewVeil(src).Source(src)
	if got.Label() != "Non-attributable source S-0004" || got.File != "S-0004" || got.Text != "" || got.SHA256 != "" || got.Dropped != nil || !got.Unattributed {
		t.Errorf("the source is %+v", got)
	}
	if m := got.Meta; m.Title+m.Publisher+m.Journal+m.DOI+m.ISBN != "" || m.Authors != nil || m.Date != "2025-06" || m.Kind != "research paper" {
		t.Errorf("its metadata are %+v", m)
	}
	all := got.Outline[0].Text + got.Passages[0].Text + got.Passages[0].Section[0] + got.Footnotes[0].Text + got.Footnotes[0].URLs[0] +
		got.Footnotes[0].Resolved[0] + got.Tables[0].Caption + got.Tables[0].Source + got.Tables[0].Header[0] + got.Tables[0].Rows[0][0]
	if strings.Contains(strings.ToLower(all), "faber") || strings.Contains(all, "CHIS") || strings.Count(all, briefings.Withheld) != 11 {
		t.Errorf("its texts are %q", all)
	}
	if got.Passages[0].Spans[0].End != 5 || got.Passages[0].N != 1 {
		t.Errorf("the passage has become %+v", got.Passages[0])
	}
	if src.Passages[0].Text != "Faber says so." || src.Outline[0].Text != "Faber’s dues" || src.Tables[0].Rows[0][0] != "Faber" || src.Unattributed {
		t.Error("the source that was given has changed")
	}
}

func TestVeilsContent(t *testing.T) {
	veils := briefings.Veils{"S-0004": briefings.NewVeil(closedSource())}
	c := briefings.Content{Title: "Faber on levies", Topics: []string{"levies", "Ines Faber"}, Sources: []briefings.SourceID{"S-0001", "S-0004"},
		Judgements: []briefings.Statement{{Text: "Faber says so.", Because: "Tide says it"}}}
	got := veils.Content(c)
	if got.Title != "Untitled briefing S-0004" || len(got.Topics) != 1 || got.Judgements[0].Text != "[withheld] says so." || got.Judgements[0].Because != "[withheld] says it" {
		t.Errorf("the content is %+v", got)
	}
	if c.Judgements[0].Text != "Faber says so." || len(c.Topics) != 2 {
		t.Error("the content that was given has changed")
	}
	if veils.Named("levies", c) != "Faber on levies" || veils.Named("levies", got) != "" || veils.Named("dues", got) != "dues" {
		t.Error("what names somebody is not told from what does not")
	}
	c.Sources = c.Sources[:1]
	if got := veils.Content(c); got.Title != c.Title {
		t.Errorf("a briefing of another source has become %q", got.Title)
	}
}

func TestLooser(t *testing.T) {
	h := func(m briefings.Marking, unattributed bool) briefings.Handling {
		return briefings.Handling{Marking: m, Unattributed: unattributed}
	}
	for _, c := range []struct {
		now, was briefings.Handling
		looser   bool
	}{
		{h(briefings.Red, false), h(briefings.Green, false), false}, {h(briefings.Green, false), h(briefings.Red, false), true},
		{h("", false), h(briefings.Clear, false), true}, {h(briefings.Clear, true), h("", false), false},
		{h(briefings.Red, false), h(briefings.Red, true), true}, {h(briefings.Red, true), h(briefings.Red, true), false},
	} {
		if c.now.Looser(c.was) != c.looser {
			t.Errorf("%+v after %+v is looser: %v", c.now, c.was, !c.looser)
		}
	}
}
