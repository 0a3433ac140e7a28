package documents_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands/documents"
)

func mustRead(t testing.TB, name string) *briefings.Source {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	src, err := documents.Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// mainText returns the sentences and run-ins of a source.
func mainText(src *briefings.Source) []string {
	var texts []string
	for _, p := range src.Passages {
		if p.InMainText() {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

func find(t testing.TB, src *briefings.Source, start string) briefings.Passage {
	t.Helper()
	for _, p := range src.Passages {
		if strings.HasPrefix(p.Text, start) {
			return p
		}
	}
	t.Fatalf("no passage starts with %q in %q", start, mainText(src))
	return briefings.Passage{}
}

func dropped(src *briefings.Source, text string) string {
	for _, d := range src.Dropped {
		if strings.Contains(briefings.Quote(src.Text, d.Spans), text) {
			return d.Why
		}
	}
	return ""
}

func TestReadPaper(t *testing.T) {
	src := mustRead(t, "paper.txt")
	t.Run("metadata", func(t *testing.T) {
		m := src.Meta
		got := []string{m.Title, m.Subtitle, strings.Join(m.Authors, "+"), m.Publisher, m.Date, m.Kind, m.DOI, m.ISBN, m.Language}
		want := []string{"Who Pays for the Lighthouse", "Fees, flags and the price of safe water", "Mara Ellingson", "Tern Institute", "2024-03", "policy paper", "10.1234/tern.5", "9780110000000", "en"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
	t.Run("outline", func(t *testing.T) {
		var got []string
		for _, h := range src.Outline {
			got = append(got, strings.Repeat("#", h.Level)+" "+h.Text)
		}
		want := []string{"# Summary", "# A light and its price", "## What the keepers left", "# What the ports want", "# About the author"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
	t.Run("a sentence cut by a page break has two spans", func(t *testing.T) {
		p := find(t, src, "Repairs were cheap")
		if len(p.Spans) != 2 || !strings.HasSuffix(p.Text, "a pilot and a day of calm weather.") {
			t.Errorf("got %d spans and %q", len(p.Spans), p.Text)
		}
		if next := find(t, src, "The board spent"); next.Paragraph != p.Paragraph {
			t.Errorf("the paragraph was cut: %d and %d", p.Paragraph, next.Paragraph)
		}
	})
	t.Run("run-in of a list item", func(t *testing.T) {
		p := find(t, src, "Publishes its accounts.")
		if p.Kind != briefings.RunIn || !slices.Equal(p.Section, []string{"Summary"}) {
			t.Errorf("got kind %q in %q", p.Kind, p.Section)
		}
	})
	t.Run("notes", func(t *testing.T) {
		if p := find(t, src, "The lamp was lit"); !slices.Equal(p.Footnotes, []int{1}) {
			t.Errorf("notes of the first sentence: %v", p.Footnotes)
		}
		ibid, _ := src.Footnote(2)
		if ibid.Ibid != 1 || !slices.Equal(ibid.Resolved, []string{"https://example.com/lights"}) {
			t.Errorf("Ibid. leads to %d %q", ibid.Ibid, ibid.Resolved)
		}
		third, _ := src.Footnote(3)
		if want := []string{"www.example.org/voss(1)", "https://example.org/minutes"}; !slices.Equal(third.URLs, want) {
			t.Errorf("addresses %q, want %q", third.URLs, want)
		}
	})
	t.Run("a table split by a page is one", func(t *testing.T) {
		if len(src.Tables) != 1 {
			t.Fatalf("%d tables", len(src.Tables))
		}
		tb := src.Tables[0]
		if tb.Number != 1 || tb.Caption != "Cost of the light, by year" || tb.Source != "Source: Tern Institute accounts." || len(tb.Rows) != 3 || tb.Rows[2][1] != "81" {
			t.Errorf("got %+v", tb)
		}
	})
	t.Run("what is left out and why", func(t *testing.T) {
		for text, want := range map[string]string{
			"A light and its price\t3":     "table of contents",
			"Every visit now needs a boat": "pull quote",
			"It studies the sea":           "about the publisher",
			"is a fellow at":               "about the author",
			"All rights reserved":          "licence or legal line",
			"header":                       "",
			"Who Pays for the Lighthouse\nFees, flags and the price of safe water\n\nYear": "",
		} {
			if got := dropped(src, text); got != want {
				t.Errorf("%q left out as %q, want %q", text, got, want)
			}
		}
		if len(src.PullQuotes) != 1 || !strings.HasPrefix(src.Passages[src.PullQuotes[0].Of-1].Text, "Repairs were") {
			t.Errorf("pull quotes %+v", src.PullQuotes)
		}
	})
}

// TestReadNothingLost checks that every character of a document that is not
// white space is in a passage, the outline, a table, a note or among what was
// left out.
func TestReadNothingLost(t *testing.T) {
	for _, name := range []string{"paper.txt", "page.txt"} {
		src := mustRead(t, name)
		covered := make([]bool, len(src.Text))
		cover := func(spans []briefings.Span) {
			for _, s := range spans {
				for i := s.Start; i < s.End; i++ {
					covered[i] = true
				}
			}
		}
		for _, p := range src.Passages {
			cover(p.Spans)
		}
		for _, h := range src.Outline {
			cover(h.Spans)
		}
		for _, d := range src.Dropped {
			cover(d.Spans)
		}
		for _, tb := range src.Tables {
			cover(tb.Spans)
		}
		rest := []byte(src.Text)
		for i, c := range covered {
			if c {
				rest[i] = ' '
			}
		}
		for _, tb := range src.Tables { // the caption and the source line belong to the table
			rest = []byte(strings.NewReplacer(tb.Caption, "", tb.Source, "").Replace(string(rest)))
		}
		left := strings.Join(strings.FieldsFunc(string(rest), func(r rune) bool { return r == ' ' || r == '\n' || r == '-' || r == '¹' || r == '²' || r == '³' }), " ")
		if left != "" && left != "Table 1." {
			t.Errorf("%s: lost %q", name, left)
		}
	}
}

func TestReadPage(t *testing.T) {
	src := mustRead(t, "page.txt")
	if got, want := src.Meta.Title, "Skerry Light Should Stay Lit, Whoever Pays for It"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if src.Meta.Kind != "op-ed" || src.Meta.Publisher != "Harbour Post" || src.Meta.Authors != nil || src.Meta.Date != "" {
		t.Errorf("metadata %+v", src.Meta)
	}
	texts := mainText(src)
	if len(texts) != 8 || !strings.HasPrefix(texts[0], "The board has money") || texts[7][:24] != "The harbour board must s" {
		t.Errorf("%d sentences: %q", len(texts), texts)
	}
	if len(src.Outline) != 0 {
		t.Errorf("headings %+v", src.Outline)
	}
	for text, want := range map[string]string{
		"Skip to content":                "button or menu",
		"Gull Watch+2Harbour News+1":     "citation residue",
		"The Hull Post+3":                "citation residue",
		"Photo: The Skerry":              "picture credit or caption",
		"A marrow that weighed":          "teaser of another story",
		"Prize marrow":                   "teaser of another story",
		"Sign up for our newsletter and": "newsletter or promotion",
		"4 Comments":                     "button or menu",
	} {
		if got := dropped(src, text); got != want {
			t.Errorf("%q left out as %q, want %q", text, got, want)
		}
	}
}

// TestReadSameTextInOtherDress reads one paper printed in other ways: what is
// read must not depend on the print.
func TestReadSameTextInOtherDress(t *testing.T) {
	data, err := os.ReadFile("testdata/paper.txt")
	if err != nil {
		t.Fatal(err)
	}
	plain := string(data)
	want := mainText(mustRead(t, "paper.txt"))
	superscripts := strings.NewReplacer("\n¹ ", "\n[1] ", "\n² ", "\n[2] ", "\n³ ", "\n[3] ", "¹", "[1]", "²", "[2]", "³", "[3]")
	for name, text := range map[string]string{
		"notes in brackets":       superscripts.Replace(plain),
		"notes in plain figures":  strings.NewReplacer("\n¹ ", "\n1. ", "\n² ", "\n2. ", "\n³ ", "\n3. ").Replace(plain),
		"lines broken at 60":      wrapLines(plain, 60),
		"lines broken at 72":      wrapLines(plain, 72),
		"lines set in and broken": wrapLines(strings.ReplaceAll(plain, "\n\nT", "\n\n    T"), 64),
		"Windows line ends":       strings.ReplaceAll(plain, "\n", "\r\n"),
		"two blank lines":         strings.ReplaceAll(plain, "\n\n", "\n\n\n"),
		"other running heads":     strings.ReplaceAll(plain, "Who Pays for the Lighthouse\nFees, flags and the price of safe water\n\nE", "Tern Institute | 4\n\n\fE"),
		"dotted contents":         strings.NewReplacer("Summary\t2", "Summary ........ 2", "price\t3", "price ..... 3", "want\t6", "want ...... 6", "author\t9", "author .... 9").Replace(plain),
	} {
		t.Run(name, func(t *testing.T) {
			src, err := documents.Read("paper.txt", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if got := mainText(src); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			if len(src.Footnotes) != 3 || len(src.Outline) != 5 || len(src.Tables) != 1 || src.Meta.Title != "Who Pays for the Lighthouse" {
				t.Errorf("%d notes, %d headings, %d tables, title %q", len(src.Footnotes), len(src.Outline), len(src.Tables), src.Meta.Title)
			}
		})
	}
}

// wrapLines breaks every line without a tab at the width.
func wrapLines(text string, width int) string {
	var out strings.Builder
	for l := range strings.SplitAfterSeq(text, "\n") {
		n := 0
		if strings.Contains(l, "\t") {
			out.WriteString(l)
			continue
		}
		for i, w := range strings.SplitAfter(l, " ") {
			if length := len([]rune(strings.TrimSpace(w))); i > 0 && n+length > width {
				out.WriteByte('\n')
				n = 0
			}
			out.WriteString(w)
			n += len([]rune(w))
		}
	}
	return out.String()
}

func TestReadRunInHeadings(t *testing.T) {
	src, err := documents.Read("a.txt", []byte("The light is old and the board is poor, so the two will quarrel until one of them goes out.\nWhat the Board Wants From Us. The board wants money and will not say how much of it.\nWhat Must Change. Somebody must pay, and somebody must say who, before the winter comes.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(src.Outline) != 2 || src.Outline[0].Text != "What the Board Wants From Us" || !src.Outline[1].RunIn {
		t.Errorf("outline %+v", src.Outline)
	}
	if p := find(t, src, "Somebody must pay"); !slices.Equal(p.Section, []string{"What Must Change"}) {
		t.Errorf("section %q", p.Section)
	}
}

// TestReadPlainKinds reads documents that are neither papers nor scraped pages.
func TestReadPlainKinds(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		title, date string
		authors     []string
		outline     []string
		first       string
		sentences   int
	}{
		{
			"a memorandum", "MEMORANDUM\n\nTO: The harbour board\nFROM: A. Whitlock, Lights Desk\nDATE: 14 May 2025\nSUBJECT: The lamp at Skerry\n\n1. BACKGROUND\n\nThe lamp has failed twice since March. Nobody has mended it.\n\n2. WHAT TO DO\n\n2.1 Money\n\nThe board should pay for a new lamp before the winter.\n",
			"The lamp at Skerry", "2025-05-14", []string{"A. Whitlock"}, []string{"# BACKGROUND", "# WHAT TO DO", "## Money"}, "The lamp has failed twice since March.", 3,
		},
		{
			"a list of points", "Key points\nLamps are failing\nPilots have moved to Hull\nDues will likely fall in the second half of 2025\nWatch the vote in August.\n",
			"", "", nil, []string{"# Key points"}, "Lamps are failing", 4,
		},
		{
			"a Korean article", "등대를 누가 지킬 것인가\n\n김민수 기자\n2025년 3월 4일\n\n정부는 등대를 지키기 위한 새 법을 준비하고 있다. 국회는 올해 안에 법을 통과시켜야 한다.\n\n저작권자 © 등대신문, 무단전재 금지\n",
			"등대를 누가 지킬 것인가", "2025-03-04", []string{"김민수"}, nil, "정부는 등대를 지키기 위한 새 법을 준비하고 있다.", 2,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := documents.Read("a.txt", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			var outline []string
			for _, h := range src.Outline {
				outline = append(outline, strings.Repeat("#", h.Level)+" "+h.Text)
			}
			m, got := src.Meta, mainText(src)
			if m.Title != c.title || m.Date != c.date || !slices.Equal(m.Authors, c.authors) || !slices.Equal(outline, c.outline) {
				t.Errorf("title %q, date %q, authors %q, outline %q", m.Title, m.Date, m.Authors, outline)
			}
			if len(got) != c.sentences || got[0] != c.first {
				t.Errorf("sentences %q", got)
			}
		})
	}
}

func TestReadShortWrapped(t *testing.T) {
	src, err := documents.Read("a.txt", []byte("The light after the storm\n\nThe lamp on the point went out twice in 2024. Pilots bore the first night\nwithout complaint. They took the second one to the board.\n\nThe board should say why. It must not let the lamp go out again before\nthe winter.\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := mainText(src)
	if len(got) != 5 || got[1] != "Pilots bore the first night without complaint." || src.Meta.Title != "The light after the storm" {
		t.Errorf("title %q, sentences %q", src.Meta.Title, got)
	}
}

func TestReadGluedLines(t *testing.T) {
	src, err := documents.Read("a.txt", []byte("Coast Quarterly\nCoast Quarterly Vol. 4, Issue 1About Coast Quarterly\nCoast Quarterly is the leading journal about harbours and lights.\nAuthor: Jon Orme\nPublished May 3, 2024\nDownload PDFThe light is old and the board is poor, so the two will quarrel.\nA second paragraph says the same thing in rather more words than the first one did.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := mainText(src); len(got) != 2 || !strings.HasPrefix(got[0], "The light is old") {
		t.Errorf("sentences %q", got)
	}
	m := src.Meta
	if m.Title != "" || m.Date != "2024-05-03" || !slices.Equal(m.Authors, []string{"Jon Orme"}) || m.Kind != "journal article" || m.Journal != "Coast Quarterly" {
		t.Errorf("metadata %+v", m)
	}
}

func TestReadMarkdown(t *testing.T) {
	src, err := documents.Read("a.md", []byte(`# Lamps and Ledgers

*By Soo Brandt*
*The Ledger Room, 12 June 2025*

The lamp is **old**, and [the board](https://example.com/board) knows it.[^cost] A second sentence.

## What to do

> Pay for the lamp
> and say so.

- The board must pay.

| Year | Cost |
|------|-----:|
| 2020 | 81   |

[^cost]: See <https://example.com/cost>.
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"The lamp is old, and the board knows it.", "A second sentence.", "Pay for the lamp and say so.", "The board must pay."}
	if got := mainText(src); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	m := src.Meta
	if m.Title != "Lamps and Ledgers" || m.Date != "2025-06-12" || m.Publisher != "The Ledger Room" || !slices.Equal(m.Authors, []string{"Soo Brandt"}) {
		t.Errorf("metadata %+v", m)
	}
	if len(src.Outline) != 1 || src.Outline[0].Level != 1 || src.Outline[0].Text != "What to do" {
		t.Errorf("outline %+v", src.Outline)
	}
	if p := find(t, src, "The lamp is old"); !slices.Equal(p.Footnotes, []int{1}) {
		t.Errorf("notes %v", p.Footnotes)
	}
	if len(src.Tables) != 1 || src.Tables[0].Rows[0][1] != "81" {
		t.Errorf("tables %+v", src.Tables)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		data string
		kind briefings.Kind
	}{
		{"empty", "", briefings.Invalid},
		{"white space", " \n\t\n", briefings.Invalid},
		{"a byte order mark alone", "\xef\xbb\xbf", briefings.Invalid},
		{"NUL bytes", "The light\x00 is old.", briefings.Unsupported},
		{"control characters", "\x01\x02\x03\x04 abc", briefings.Unsupported},
		{"PDF", "%PDF-1.7 ...", briefings.Unsupported},
		{"zip", "PK\x03\x04....", briefings.Unsupported},
		{"not UTF-8", strings.Repeat("\xe9\xe8 ", 50), briefings.Invalid},
		{"UTF-32", "\xff\xfe\x00\x00T\x00\x00\x00", briefings.Unsupported},
		{"odd UTF-16", "\xff\xfeT\x00h", briefings.Invalid},
		{"too large", strings.Repeat("The light is old. ", documents.MaxBytes/18+1), briefings.Limit},
		{"a line of megabytes", strings.Repeat("the light is old ", 1<<17), briefings.Limit},
		{"only buttons", "Share\nSubscribe\n3 Comments\n", briefings.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := documents.Read("a.txt", []byte(c.data))
			if briefings.KindOf(err) != c.kind {
				t.Fatalf("got %v, want kind %q", err, c.kind)
			}
			if text := err.Error(); !strings.HasSuffix(text, ".") || strings.Count(text, "\n") > 0 {
				t.Errorf("not one sentence: %q", text)
			}
		})
	}
}

// TestReadHostile reads text made to cost a reader of Markdown or of plain text
// more than its length warrants. A test of its own for each keeps the time of
// the suite honest: one that grows with the square of its length would not end.
func TestReadHostile(t *testing.T) {
	length := 100_000
	if testing.Short() {
		length = 20_000
	}
	for name, unit := range map[string]string{
		"numbers":    "1. ",
		"quotations": "> ",
		"links":      "[a](http",
		"images":     "![](",
		"brackets":   "[[[[",
		"emphasis":   "*a_ ",
		"contents":   "Contents\n",
		"entries":    "A light 3\n",
		"rows":       "a\tb\tc\n",
		"headings":   "The light\n\n",
		"residue":    "Abc+1",
		"marks":      "a[1] ",
	} {
		for _, file := range []string{"a.txt", "a.md"} {
			t.Run(name+" "+file, func(t *testing.T) {
				text := "The light is old and the board is poor, so the two will quarrel.\n\n" + strings.Repeat(unit, length/len(unit))
				if _, err := documents.Read(file, []byte(text)); err != nil && briefings.KindOf(err) == "" {
					t.Fatal(err)
				}
			})
		}
	}
}

func TestReadEncodings(t *testing.T) {
	const text = "The light is old. 등대가 낡았다."
	utf16 := func(order int) string {
		b := []byte{0xff, 0xfe}
		if order == 1 {
			b = []byte{0xfe, 0xff}
		}
		for _, r := range text {
			lo, hi := byte(r), byte(r>>8)
			if order == 1 {
				lo, hi = hi, lo
			}
			b = append(b, lo, hi)
		}
		return string(b)
	}
	for name, data := range map[string]string{
		"UTF-8":               text,
		"UTF-8 with a mark":   "\ufeff" + text,
		"UTF-16 little first": utf16(0),
		"UTF-16 big first":    utf16(1),
		"decomposed":          "The light is old. 등대가 낡았다.",
	} {
		src, err := documents.Read("a.txt", []byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := mainText(src); len(got) != 2 || got[0] != "The light is old." || got[1] != "등대가 낡았다." {
			t.Errorf("%s: %q", name, got)
		}
	}
	src, err := documents.Read("a.txt", []byte(strings.Repeat("The light is old and dim. ", 40)+"caf\xe9."))
	if err != nil || !strings.Contains(src.Text, "caf\uFFFD") {
		t.Errorf("one bad byte in many good ones: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"paper.txt", "page.txt"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add("a.txt", data)
		f.Add("a.md", data)
	}
	f.Add("a.md", []byte("# T\n\n- a[^1]\n\n[^1]: b\n\n|a|b|\n|-|-|\n|c||\n\n> x\n> y\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		src, err := documents.Read(name, data)
		if err != nil {
			if briefings.KindOf(err) == "" {
				t.Fatalf("not a sentence for a person: %v", err)
			}
			return
		}
		if err := src.Validate(); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkRead reads the largest document at hand.
func BenchmarkRead(b *testing.B) {
	name := "testdata/paper.txt"
	if all, _ := filepath.Glob("../../../shared/corpus/000*"); len(all) > 0 {
		name = all[0]
	}
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := documents.Read(name, data); err != nil {
			b.Fatal(err)
		}
	}
}
