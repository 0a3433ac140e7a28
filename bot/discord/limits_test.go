package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"attache/bot/discord/discordfake"
	"attache/briefings"
	"attache/commands"
)

// hostile are texts that have broken a renderer somewhere.
func hostile() []string {
	return []string{
		"", " ", "\n\t\r", "\x00", "\u200b", "\u202eevil\u202c", "\ufeff", "&", "<", ">", "&amp;", "@everyone", "@here", "<@123456789012345678>", "<@!1>", "<@&2>", "<#3>", "<t:0:F>", "<t:1700000000:f>",
		"</ask:4>", "<id:customize>", "<:smile:5>", "<a:dance:6>", ":warning:", "https://good.example@evil.example/", "https://bank.example/a?b=1&c=2", "<https://evil.example>", "http://xn--80ak6aa92e.example/",
		"discord.gg/abcdef", "[click](https://evil.example)", "[1](<https://evil.example> \"t\")", "*bold* _it_ __u__ ~~no~~ ||spoiler|| `code` ```", "# heading", "-# small", "> quote", ">>> all", "- item", "1. item", "* item", "+ item",
		`\*`, `\`, `\\`, `¯\_(ツ)_/¯`, "[1]", "[99999999999999999999]", "| a | b |", "항만 검사 비용은 기국이 부담해야 한다", "שלום עולם", "مرحبا بالعالم", "e\u0301\u0301\u0301\u0301\u0301\u0301",
		"👩‍👩‍👧‍👦", "𝒳𝒴𝒵", "\xff\xfe", "\u3164", "'; DROP TABLE", "=cmd|' /C calc'!A0", "–", "…", "\u2028", "24 Nov 2025 09:00",
	}
}

// anyText draws text of any length and any sort.
func anyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 7).Draw(t, "sort") {
		case 0:
			return ""
		case 1:
			return rapid.String().Draw(t, "any")
		case 2, 3:
			words := rapid.SliceOfN(rapid.SampledFrom(hostile()), 1, 6).Draw(t, "words")
			return strings.Join(words, rapid.SampledFrom([]string{" ", ""}).Draw(t, "between"))
		case 4:
			// A name of 5,000 characters, with and without a place to cut it.
			word := rapid.SampledFrom([]string{"x", "가", "𝒳", "*", "@everyone", "word ", "\u0301", "דבר ", "1. ", "https://a.example/b_c "}).Draw(t, "word")
			n := rapid.SampledFrom([]int{10, 99, 100, 101, 999, 1000, 1001, 1999, 2000, 2001, 5000}).Draw(t, "times")
			return strings.Repeat(word, n)
		}
		return strings.Repeat(rapid.SampledFrom([]string{"Flag states should bear the cost. ", "R&D and <ports>: ", "항만 비용 "}).Draw(t, "sentence"), rapid.IntRange(1, 12).Draw(t, "times"))
	})
}

func some[T any](t *rapid.T, name string, most int, one *rapid.Generator[T]) []T {
	n := rapid.SampledFrom([]int{0, 1, 2, 5, most}).Draw(t, name+" n")
	return rapid.SliceOfN(one, n, n).Draw(t, name)
}

func anyCites() *rapid.Generator[[]int] { return rapid.SliceOfN(rapid.IntRange(-3, 40), 0, 12) }

func anyTable() *rapid.Generator[commands.Table] {
	return rapid.Custom(func(t *rapid.T) commands.Table {
		width := rapid.IntRange(0, 25).Draw(t, "width")
		cell := rapid.OneOf(rapid.SampledFrom([]string{"Coastal states", "by 2027", "R&D", "", "–", "@here"}), anyText())
		table := commands.Table{Caption: anyText().Draw(t, "caption"), Header: rapid.SliceOfN(cell, width, width).Draw(t, "header")}
		rows := rapid.SampledFrom([]int{0, 1, 2, 20, 60}).Draw(t, "rows")
		row := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "Ports", "<@&1>", ""}), width, width).Draw(t, "row")
		for range rows {
			table.Rows, table.Cites = append(table.Rows, row), append(table.Cites, anyCites().Draw(t, "cites"))
		}
		if rows > 0 && rapid.Bool().Draw(t, "hostile") {
			table.Rows[0] = rapid.SliceOfN(cell, 0, width+2).Draw(t, "ragged")
		}
		return table
	})
}

func anyReply() *rapid.Generator[commands.Reply] {
	return rapid.Custom(func(t *rapid.T) commands.Reply {
		text := anyText()
		r := commands.Reply{
			Verb: "ask", Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Footer: text.Draw(t, "footer"), Private: rapid.Bool().Draw(t, "private"),
			Statements: some(t, "statements", 40, rapid.Custom(func(t *rapid.T) commands.Statement {
				return commands.Statement{Text: text.Draw(t, "s"), Label: text.Draw(t, "label"), Group: text.Draw(t, "group"), Cites: anyCites().Draw(t, "cites")}
			})),
			Tables: some(t, "tables", 3, anyTable()),
			Citations: some(t, "citations", 60, rapid.Custom(func(t *rapid.T) commands.Citation {
				return commands.Citation{N: rapid.IntRange(-1, 70).Draw(t, "n"), Ref: briefings.PassageRef{Source: "S-0001", N: 3}, Source: text.Draw(t, "source"),
					Before: text.Draw(t, "before"), After: text.Draw(t, "after"), Notes: rapid.SliceOfN(text, 0, 3).Draw(t, "notes")}
			})),
			Actions: some(t, "actions", 60, rapid.Custom(func(t *rapid.T) commands.Action {
				return commands.Action{Label: rapid.OneOf(rapid.SampledFrom([]string{"1", "2", "Longer"}), text).Draw(t, "label"), Text: text.Draw(t, "does"), Confirm: text.Draw(t, "confirm"), Form: rapid.Bool().Draw(t, "form")}
			})),
			Files: some(t, "files", 12, rapid.Custom(func(t *rapid.T) commands.File {
				return commands.File{Name: text.Draw(t, "name"), Data: []byte("a,b\n")}
			})),
			Instants: some(t, "instants", 3, rapid.Custom(func(t *rapid.T) commands.Instant {
				at := time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "at"), 0)
				return commands.Instant{Text: rapid.OneOf(rapid.Just("24 Nov 2025 09:00"), text).Draw(t, "moment"), At: at}
			})),
		}
		r.Marking = briefings.Marking(rapid.OneOf(rapid.SampledFrom([]string{"", string(briefings.Green), string(briefings.AmberStrict)}), text).Draw(t, "marking"))
		if rapid.Bool().Draw(t, "failed") {
			r.Error = &briefings.Error{Kind: briefings.Kind(text.Draw(t, "kind")), Text: text.Draw(t, "error")}
		}
		return r
	})
}

// TestLimits renders any reply, and holds every way in which each of its pages
// can be shown to the table of limits and to the fake of Discord. Nothing of
// what the reply says may be missing.
func TestLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reply := anyReply().Draw(t, "reply")
		opts := renderOpts{Asked: rapid.SampledFrom([]string{"", "ask levy", "ask line\nend", strings.Repeat("x", 101)}).Draw(t, "asked"),
			SharedBy: rapid.OneOf(rapid.Just(""), anyText()).Draw(t, "shared by"), Public: rapid.Bool().Draw(t, "public"), NoShare: rapid.Bool().Draw(t, "no share"),
			Forms: rapid.SampledFrom([][]string{nil, {"ask"}, {"ask", "find?query=a", "ask", "nonsense", "recs?topic=" + strings.Repeat("x", 200)}}).Draw(t, "forms")}
		if rapid.Bool().Draw(t, "kept") {
			opts.Keep = func(text string) string { return fmt.Sprintf("key%d", len(text)%7) }
		}
		pages := pagesOf(t, reply, opts)
		shown := make([]strings.Builder, 3)
		for i, page := range pages {
			ways := chain(page)
			if len(ways) != 3 {
				t.Fatalf("page %d can be shown in %d ways only: %q", i+1, len(ways), faultsOf(page))
			}
			for j, way := range ways {
				more := way.More
				if j < 2 && opts.Asked == "" || len(page.More) > 0 {
					more = way.More[:len(way.More)-len(page.More)] // the other pages, which have chains of their own
				}
				for _, part := range append([]message{way}, more...) {
					words(part, &shown[j])
					for _, fault := range judged(part) {
						t.Errorf("page %d of %d, way %d: %s", i+1, len(pages), j+1, fault)
					}
				}
			}
			aimed(t, page)
		}
		for i := range shown {
			checkWhole(t, reply, shown[i].String())
		}
	})
}

// aimed demands that a page keeps the margins that are ours.
func aimed(t *rapid.T, m message) {
	c := &checker{ids: map[string]bool{}, files: map[string]bool{}}
	c.parts("message", tree(m.Components), topParts)
	if c.components > aimComponents+len(m.Files) || c.text > aimComponentText || c.bytes > aimBytes {
		t.Errorf("%d components with %d files, %d units and %d bytes", c.components, len(m.Files), c.text, c.bytes)
	}
}

// pagesOf returns all pages of a reply, by whichever road they come.
func pagesOf(t *rapid.T, reply commands.Reply, opts renderOpts) []message {
	first := render(reply, opts)
	pages := []message{first}
	if len(first.More) > 0 || first.sheet.page.of == 1 {
		return append(pages, first.More...)
	}
	if _, ok := buttonOf(first, kindPage); !ok {
		t.Fatal("no button leads to the other pages, and they are not continued")
	}
	for opts.Page = 2; opts.Page <= first.sheet.page.of; opts.Page++ {
		pages = append(pages, render(reply, opts))
	}
	return pages
}

// buttonOf returns the first button of a kind.
func buttonOf(m message, kind string) (pressed, bool) {
	for _, b := range slices.Concat(m.sheet.rows.passages, m.sheet.rows.more, m.sheet.rows.forms) {
		if p, ok := parseCustomID(b.id); ok && p.Kind == kind {
			return p, true
		}
	}
	return pressed{}, false
}

// faultsOf returns what is wrong with each manner of drawing.
func faultsOf(m message) []string {
	parts := message{Components: m.sheet.components(), Flags: flagComponents, Files: m.Files}
	boxes := message{Files: m.Files}
	boxes.Content, boxes.Embeds, boxes.Components = m.sheet.embeds()
	return append(faults(parts), faults(boxes)...)
}

// judged returns what the table of limits and the fake of Discord have against a
// message.
func judged(m message) []string {
	out := faults(m)
	for _, p := range discordfake.CheckMessage(m.payload(true)) {
		out = append(out, "discordfake: "+p.String())
	}
	if n := units(m.notification()); n == 0 || n > maxNotice {
		out = append(out, fmt.Sprintf("a notification of %d", n))
	}
	return out
}

// checkWhole demands that what all pages show, in one of the ways of their
// chains, is all that the reply says.
func checkWhole(t *rapid.T, reply commands.Reply, shown string) {
	all, stamps := letters(shown), newStamper(reply.Instants)
	holds := func(text inert) bool {
		return !slices.ContainsFunc(text.split(maxPiece), func(part inert) bool { return !strings.Contains(all, letters(part.plain())) })
	}
	demand := func(what, text string) {
		if !holds(inertOf(text)) && !holds(stamps.inert(text)) {
			t.Errorf("%s is missing: %.200q in %.400q", what, text, all)
		}
	}
	demand("the bottom line", reply.Text)
	if reply.Error != nil {
		demand("the error", reply.Error.Text)
	}
	for _, s := range reply.Statements {
		demand("a statement", s.Text)
	}
	for _, table := range reply.Tables {
		for _, row := range table.Rows {
			whole := 0
			for _, cell := range row {
				whole += inertOf(cell).size() + maxColumn
			}
			for _, cell := range row {
				if whole < maxPiece && oneLine(cell) != none { // a longer row is cut anywhere
					demand("a cell", cell)
				}
			}
		}
	}
}

// words writes all markdown of a message in order, as people read it.
func words(m message, to *strings.Builder) {
	read := func(text string) {
		for line := range strings.SplitSeq(text, "\n") {
			to.WriteString(inert{line}.plain() + "\n")
		}
	}
	read(m.Content)
	for _, e := range m.Embeds {
		read(e.Description)
	}
	var walk func(v any)
	walk = func(v any) {
		for _, part := range list(v) {
			read(str(object(part)["content"]))
			walk(object(part)["components"])
		}
	}
	walk(tree(m.Components))
}

// letters returns text without spaces, and without what only sets it apart, so
// that it can be compared wherever it was cut.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n*->#", r) {
			return -1
		}
		return r
	}, s)
}
