package commands

import (
	"strings"
	"testing"
	"time"

	"attache/briefings"
)

// These rules cannot be seen from outside one by one.

func TestDay(t *testing.T) {
	at := time.Date(2025, 3, 31, 23, 30, 0, 0, time.UTC)
	for in, want := range map[string]string{
		"2024": "2024-01-01", "2024-06": "2024-06-01", "2024-06-30": "2024-06-30",
		"today": "2025-03-31", "yesterday": "2025-03-30", "7d": "2025-03-24", "2w": "2025-03-17", "1m": "2025-03-03", "1y": "2024-03-31",
	} {
		if got := day(in, at); got != want {
			t.Errorf("day(%q) = %s, want %s", in, got, want)
		}
	}
	if got := day("today", at.In(zone("Asia/Seoul"))); got != "2025-04-01" {
		t.Errorf("today in Seoul = %s, want 2025-04-01", got)
	}
}

func TestOnOrAfter(t *testing.T) {
	for _, tt := range []struct {
		date, day string
		want      bool
	}{
		{"2025", "2025-06-01", true}, {"2024", "2025-06-01", false}, {"2025-05", "2025-06-01", false}, {"2025-06", "2025-06-15", true},
		{"2025-06-14", "2025-06-15", false}, {"2024-01/2025-07", "2025-06-15", true}, {"", "2025-06-15", false},
	} {
		if got := onOrAfter(tt.date, tt.day); got != tt.want {
			t.Errorf("onOrAfter(%q, %q) = %v, want %v", tt.date, tt.day, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	verbs := verbWords(Verbs())
	for in, want := range map[string]string{"summry": "summary", "sumary": "summary", "aks": "ask", "fnid": "find", "timline": "timeline",
		"Lates": "latest", "publsh": "publish", "Seoul": "", "tariffs": "", "as": "", "": "", strings.Repeat("x", 10_000): ""} {
		if got := nearest(in, verbs); got != want {
			t.Errorf("nearest(%.20q) = %q, want %q", in, got, want)
		}
	}
}

func TestFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "|x", "%x", `  =HYPERLINK("x")`, "\u00a0=1", `"=1`, "＝1"} {
		if !formula(cell) {
			t.Errorf("formula(%q) = false", cell)
		}
	}
	for _, cell := range []string{"", "1 = 1", "62 per cent", "–", "한=글"} {
		if formula(cell) {
			t.Errorf("formula(%q) = true", cell)
		}
	}
}

func TestCSVFile(t *testing.T) {
	got := csvFile("x.csv", []string{"who", "what"}, [][]string{{"=cmd", "a \"b\", c\nd"}, {"\t=x", "\u202ey"}})
	want := "who,what\n'=cmd,\"a \"\"b\"\", c d\"\n\"' =x\",y\n"
	want = strings.Replace(want, "\"' =x\"", "' =x", 1)
	if string(got.Data) != want || got.Name != "x.csv" {
		t.Errorf("csvFile = %q, want %q", got.Data, want)
	}
}

func TestLocator(t *testing.T) {
	src := &briefings.Source{File: "x.txt", Meta: briefings.Metadata{Kind: "research paper", Publisher: "Harbour Institute", Date: "2024-05"},
		Tables: []briefings.Table{{Number: 2}, {Caption: "Levy by port"}, {}}}
	for _, tt := range []struct {
		p    briefings.Passage
		want string
	}{
		{briefings.Passage{Kind: briefings.Sentence, Section: []string{"3. Inspections", "Costs"}, Page: 27, Paragraph: 41}, "ch. 3, p. 27 ¶41"},
		{briefings.Passage{Kind: briefings.Sentence, Section: []string{"Chapter 04: Costs"}, Paragraph: 4}, "ch. 4 ¶4"},
		{briefings.Passage{Kind: briefings.Sentence, Section: []string{"2025 in review"}, Paragraph: 4}, "“2025 in review” ¶4"},
		{briefings.Passage{Kind: briefings.Sentence, Paragraph: 4}, "¶4"},
		{briefings.Passage{Kind: briefings.Note, NoteN: 12}, "note 12"},
		{briefings.Passage{Kind: briefings.Row, Table: 1, Text: "Levy | 62"}, "Table 2, row “Levy”"},
		{briefings.Passage{Kind: briefings.Row, Table: 2, Text: "| 62"}, "Table “Levy by port”, row “62”"},
		{briefings.Passage{Kind: briefings.Row, Table: 3, Text: "x"}, "Table 3, row “x”"},
	} {
		if got := locator(src, tt.p); got != tt.want {
			t.Errorf("locator(%+v) = %q, want %q", tt.p, got, tt.want)
		}
	}
	if got, want := sourceLine(src, briefings.Passage{Kind: briefings.Note, NoteN: 1}), "Research paper · Harbour Institute · note 1 · 2024-05"; got != want {
		t.Errorf("sourceLine = %q, want %q", got, want)
	}
}

func TestIDCode(t *testing.T) {
	seen := map[string]int{}
	for i := range 2000 {
		code := idCode("ask question:x", briefings.Seq(i), nil)
		if strings.Trim(code[:1], "ABCDEFGHJKMNPQRSTVWXYZ") != "" || strings.Trim(code[1:2], "0123456789") != "" {
			t.Fatalf("idCode %d = %s; a letter and then a digit are wanted", i, code)
		}
		seen[code]++
	}
	if len(seen) != 2000 {
		t.Errorf("2000 answers have %d codes", len(seen))
	}
}

func TestNumberedSlug(t *testing.T) {
	long := briefings.Slug(strings.Repeat("a", 63) + "b")
	for n, want := range map[int]briefings.Slug{1: long, 2: briefings.Slug(strings.Repeat("a", 62) + "-2"), 12: briefings.Slug(strings.Repeat("a", 61) + "-12")} {
		if got := numberedSlug(long, n); got != want {
			t.Errorf("numberedSlug(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestNameWords(t *testing.T) {
	a := advice{Recommendation: briefings.Recommendation{Addressee: []string{"the U.S. government", "Seoul"}}}
	for actor, want := range map[string]bool{"": true, "seoul": true, "US government": true, "U.S.": true, "Seoul’s": true, "Japan": false, "seoul government": false} {
		if got := addressed(a, actor); got != want {
			t.Errorf("addressed to %q = %v, want %v", actor, got, want)
		}
	}
}

func TestChapters(t *testing.T) {
	heads := func(texts ...string) *briefings.Source {
		s := &briefings.Source{ID: "S-0001", File: "x.txt"}
		for _, text := range texts {
			level := 1
			if strings.HasPrefix(text, "> ") {
				level, text = 2, text[2:]
			}
			s.Outline = append(s.Outline, briefings.Heading{Level: level, Text: text})
		}
		return s
	}
	bare := heads("Summary", "Introduction", "> Ships", "The levy in practice", "Conclusion")
	numbers := heads("Executive summary", "1. Introduction", "03 The levy", "Chapter 4: Conclusion")
	single := heads("The levy")
	for _, tt := range []struct {
		name   string
		source *briefings.Source
		text   string
		want   string // the headings, joined
	}{
		{"by its number", numbers, "chapter 3", "03 The levy"},
		{"by its number, short", numbers, "Ch. 4", "Chapter 4: Conclusion"},
		{"a number that none bears", numbers, "chapter 2", ""},
		{"by its place", bare, "chapter 2", "The levy in practice"},
		{"beyond the last", bare, "chapter 4", ""},
		{"one heading makes no chapters", single, "chapter 1", ""},
		{"by its words", numbers, "the LEVY", "03 The levy"},
		{"by a part of its words", bare, "levy in", "The levy in practice"},
		{"a heading below", bare, "ships", "Ships"},
		{"nothing", bare, "astronomy", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range chapters([]*briefings.Source{tt.source}, tt.text) {
				got = append(got, c.heading)
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("chapters(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
