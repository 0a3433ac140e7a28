package discord

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
)

// encoded returns a message as it is sent.
func encoded(t testing.TB, m message) string {
	t.Helper()
	data, err := json.Marshal(m.payload(true))
	if err != nil {
		t.Fatal(err)
	}
	return readable(string(data))
}

// long is a reply of several pages: n statements, each with a source of its own.
func long(n int) commands.Reply {
	r := commands.Reply{Verb: "recs", Title: "Dues", Text: "Ports pay.", Private: true, Footer: "A7K2", Actions: []commands.Action{{Label: "1", Text: "cite ref:A7K2#1"}, {Label: "CSV", Text: "recs format:csv"}}}
	for i := 1; i <= n; i++ {
		r.Statements = append(r.Statements, commands.Statement{Text: fmt.Sprintf("Sentence %d %s.", i, strings.Repeat("goes on ", 50)), Cites: []int{i}})
		r.Citations = append(r.Citations, commands.Citation{N: i, Ref: briefings.PassageRef{Source: "S-0001", N: 100 + i}, Source: fmt.Sprintf("Paper, p. %d", i)})
	}
	return r
}

// TestPages turns the pages of a long reply by its buttons.
func TestPages(t *testing.T) {
	reply := long(30)
	first := render(reply, renderOpts{Asked: "recs"})
	of := first.sheet.page.of
	if of < 3 || len(first.More) > 0 {
		t.Fatalf("%d pages, want 3 or more, and %d messages after the first, want none", of, len(first.More))
	}
	seen := 0
	for n := 1; n <= of; n++ {
		got := encoded(t, render(reply, renderOpts{Asked: "recs", Page: n}))
		for _, want := range []struct {
			text string
			is   bool
		}{
			{fmt.Sprintf("-# Page %d of %d · Only you can see this", n, of), true},
			{fmt.Sprintf(`"label":"◀ Page %d"`, n-1), n > 1}, {fmt.Sprintf(`"custom_id":"page.%d:recs"`, n-1), n > 1},
			{fmt.Sprintf(`"label":"Page %d ▶"`, n+1), n < of}, {fmt.Sprintf(`"custom_id":"page.%d:recs"`, n+1), n < of},
			{"Ports pay.", n == 1}, {"cite ref:A7K2#1", n == 1}, {":recs format:csv", true}, {`"Share"`, true}, {`"Report"`, true},
		} {
			if strings.Contains(got, want.text) != want.is {
				t.Errorf("page %d: %q is there: %t", n, want.text, !want.is)
			}
		}
		for i := 1; i <= 30; i++ {
			statement, source := strings.Contains(got, fmt.Sprintf("Sentence %d ", i)), strings.Contains(got, fmt.Sprintf(`-# \\[%d\\] Paper, p. %d`, i, i))
			button := i > 1 && strings.Contains(got, fmt.Sprintf(":cite ref:S-0001#%d\"", 100+i))
			if statement != source || i > 1 && statement != button {
				t.Errorf("page %d: of passage %d the statement is there: %t, the source: %t, the button: %t", n, i, statement, source, button)
			}
			if statement {
				if seen++; seen != i {
					t.Errorf("page %d shows sentence %d after %d", n, i, seen-1)
				}
			}
		}
	}
	if seen != 30 {
		t.Errorf("%d of 30 statements are on the pages", seen)
	}
	if beyond := encoded(t, render(reply, renderOpts{Asked: "recs", Page: 99})); !strings.Contains(beyond, fmt.Sprintf("Page %d of %d", of, of)) {
		t.Error("a page beyond the last is not the last")
	}
	for name, opts := range map[string]renderOpts{"nothing asked": {}, "too long, and nobody keeps it": {Asked: xs(200)}} {
		if got := render(reply, opts); len(got.More) != of-1 || strings.Contains(encoded(t, got), "▶") || !got.More[0].Ephemeral {
			t.Errorf("%s: the reply goes on in %d messages, want %d", name, len(got.More), of-1)
		}
	}
	kept := render(reply, renderOpts{Asked: xs(200), Keep: func(string) string { return "key" }})
	if len(kept.More) != 0 || !strings.Contains(encoded(t, kept), `"page.2!key"`) {
		t.Errorf("what was asked is kept, and yet the reply goes on in %d messages", len(kept.More))
	}
}

// TestChain says the same in every way, and all pages as text.
func TestChain(t *testing.T) {
	reply := long(9)
	ways := chain(render(reply, renderOpts{Asked: "recs"}))
	if len(ways) != 3 {
		t.Fatalf("%d ways, want 3", len(ways))
	}
	parts, boxes, text := ways[0], ways[1], ways[2]
	if parts.Flags != flagComponents || parts.Content != "" || len(parts.Embeds) > 0 {
		t.Errorf("components: %s", encoded(t, parts))
	}
	if boxes.Flags != 0 || !strings.HasPrefix(boxes.Content, "### Dues\n-# Page 1") || !strings.HasSuffix(boxes.Content, "Ports pay.") || len(boxes.Embeds) != 1 ||
		boxes.Embeds[0].Footer.Text != "A7K2" || strings.Contains(boxes.Embeds[0].Description, "Ports pay.") || len(boxes.Components) != 2 {
		t.Errorf("an embed: %s", encoded(t, boxes))
	}
	if text.Flags != flagQuietLinks || len(text.Components)+len(text.Embeds) > 0 || len(text.More) == 0 {
		t.Errorf("text: %s", encoded(t, text))
	}
	all := text.Content
	for _, m := range text.More {
		if m.Flags != flagQuietLinks || len(chain(m)) != 1 || !m.Ephemeral {
			t.Errorf("the text goes on as %+v", m)
		}
		all += "\n" + m.Content
	}
	for _, want := range []string{"Sentence 9 ", `\/brief cite ref\:A7K2\#1`, `CSV\: \/brief recs format\:csv`, "-# A7K2"} {
		if !strings.Contains(all, want) {
			t.Errorf("text alone, which has no button, has no %s", want)
		}
	}
	if only := chainFrom(render(reply, renderOpts{Asked: "recs"}), embedManner); len(only) != 2 || only[0].Flags != 0 {
		t.Errorf("from embeds on there are %d ways", len(only))
	}
	endless := chain(render(long(200), renderOpts{Asked: "recs"}))[2]
	if last := endless.More[len(endless.More)-1]; len(endless.More) >= mostTexts || !strings.Contains(last.Content, leftOut) {
		t.Errorf("a reply without end is %d messages of text, the last %q", 1+len(endless.More), last.Content)
	}
	retire := chain(render(commands.Reply{Title: "T", Actions: []commands.Action{{Label: "Publish", Text: "publish of:x"}}}, renderOpts{}))[2]
	if !strings.Contains(retire.Content, `Publish\: \/brief\-admin publish of\:x`) {
		t.Errorf("an editor is told to type %q", retire.Content)
	}
}

// TestShared holds what only the asker and what everybody sees apart.
func TestShared(t *testing.T) {
	reply := long(2)
	tests := []struct {
		name        string
		opts        renderOpts
		only, share bool
		by          string
	}{
		{"private", renderOpts{Asked: "ask x"}, true, true, ""},
		{"where nothing may be shared", renderOpts{Asked: "ask x", NoShare: true}, true, false, ""},
		{"in the open", renderOpts{Asked: "ask x", Public: true}, false, false, ""},
		{"a copy", renderOpts{Asked: "ask x", Public: true, SharedBy: "Ines <@&1> Faber"}, false, false, `Shared by Ines \<\@&1\> Faber`},
	}
	for _, tt := range tests {
		m := render(reply, tt.opts)
		got := encoded(t, m)
		if strings.Contains(got, "Only you can see this") != tt.only || strings.Contains(got, `"share.0:ask x"`) != tt.share || m.Ephemeral != tt.only ||
			(m.payload(true).Flags&flagEphemeral != 0) != tt.only || m.payload(false).Flags != flagComponents {
			t.Errorf("%s: %s", tt.name, got)
		}
		if tt.by != "" && (!strings.Contains(got, strings.ReplaceAll(tt.by, `\`, `\\`)) || !strings.HasPrefix(m.notification(), tt.by)) {
			t.Errorf("%s: nobody is named: %q, %s", tt.name, m.notification(), got)
		}
		if !strings.Contains(m.notification(), "Dues — Ports pay.") {
			t.Errorf("%s: the notification says %q", tt.name, m.notification())
		}
		if !strings.Contains(got, `"allowed_mentions":{"parse":[]}`) {
			t.Errorf("%s: somebody may be pinged: %s", tt.name, got)
		}
	}
	reply.Error = briefings.Errorf(briefings.Forbidden, "You may not.")
	if got := encoded(t, render(reply, renderOpts{Asked: "ask x", Forms: []string{"ask?question=x"}})); strings.Contains(got, "share.0") || strings.Contains(got, "problem.0") ||
		!strings.Contains(got, `You may not.  *(E\\-ROLE)*`) || !strings.Contains(got, `"label":"Open form"`) || !strings.Contains(got, `"open.1:ask?question=x"`) {
		t.Errorf("an error: %s", got)
	}
}

// TestPassages gives each passage of a page a button, and more than five a select.
func TestPassages(t *testing.T) {
	for n, want := range map[int]string{0: "", 5: "buttons", 6: "select"} {
		reply := long(0)
		for i := 1; i <= n; i++ {
			reply.Statements = append(reply.Statements, commands.Statement{Text: "S.", Cites: []int{i}})
			reply.Citations = append(reply.Citations, commands.Citation{N: i, Ref: briefings.PassageRef{Source: "S-0001", N: i}, Source: "R&D *paper*"})
		}
		got := encoded(t, render(reply, renderOpts{Forms: []string{"ask", "find"}}))
		if buttons := strings.Contains(got, `"label":"[5]"`); buttons != (want == "buttons") {
			t.Errorf("%d passages: buttons are there: %t", n, buttons)
		}
		if menu := strings.Contains(got, `"placeholder":"Passages"`); menu != (want == "select") || menu && !strings.Contains(got, `"label":"[6] R&D *paper*","value":"run.5:cite ref:S-0001#6"`) {
			t.Errorf("%d passages: %s", n, got)
		}
		if !strings.Contains(got, `"label":"find — list the passages that hold some words","value":"open.1:find"`) {
			t.Errorf("%d passages: no form can be opened: %s", n, got)
		}
	}
	cite := commands.Reply{Verb: "cite", Statements: []commands.Statement{{Text: "S.", Cites: []int{1}}}, Citations: []commands.Citation{{N: 1, Source: "Paper"}}}
	if p, ok := buttonOf(render(cite, renderOpts{}), kindRun); ok {
		t.Errorf("a passage that is shown leads to itself: %+v", p)
	}
}

// TestCitePassage shows a passage between its neighbours, and lets only the
// honest addresses of its notes be pressed.
func TestCitePassage(t *testing.T) {
	r := commands.Reply{Title: "Dues", Private: true, Statements: []commands.Statement{{Text: "“The levy *rose* to <5.”", Cites: []int{1}}},
		Citations: []commands.Citation{{N: 1, Source: "Paper", Before: "It was so.", After: "It was not.", Notes: []string{"Note 3: see https://ports.example.org/a?x=1&y=2, and https://good.example@evil.example/."}}}}
	got := strings.ReplaceAll(encoded(t, render(r, renderOpts{})), `\\`, `\`)
	for _, want := range []string{`-# Before\: It was so.`, `**“The levy \*rose\* to \<5.”** \[1\]`, `-# After\: It was not.`, `**Notes of \[1\]**`,
		`see <https://ports.example.org/a?x=1&y=2>, and https\:\/\/good.example\@evil.example\/.`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// TestInstants shows moments in the reader's own time, but never in what is quoted.
func TestInstants(t *testing.T) {
	at := "24 Nov 2025 09:00"
	r := commands.Reply{Title: at, Text: "Sent " + at, Footer: "Edition 1 · " + at, Instants: []commands.Instant{{Text: at, At: time.Unix(1763974800, 0)}},
		Statements: []commands.Statement{{Text: "Own: " + at}, {Text: "“Quoted: " + at + "”", Cites: []int{1}}}, Citations: []commands.Citation{{N: 1, Source: "Paper " + at}},
		Tables: []commands.Table{{Header: []string{"a", "b"}, Rows: [][]string{{"Row", at}, {"Cited", at}}, Cites: [][]int{nil, {1}}}}}
	ways := chain(render(r, renderOpts{}))
	got := strings.ReplaceAll(encoded(t, ways[0]), `\\`, `\`)
	for _, want := range []string{`### 24 Nov 2025 09\:00`, "Sent <t:1763974800:f>", "Edition 1 · <t:1763974800:f>", `Own\: <t:1763974800:f>`, `“Quoted\: 24 Nov 2025 09\:00”`, `Paper 24 Nov 2025 09\:00`,
		"Row — <t:1763974800:f>", `Cited — 24 Nov 2025 09\:00`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if footer := ways[1].Embeds[0].Footer.Text; footer != "Edition 1 · 24 November 2025 09:00 UTC" {
		t.Errorf("where no timestamp is read the footer is %q", footer)
	}
}

// BenchmarkRender draws an answer, and a reply of several pages.
func BenchmarkRender(b *testing.B) {
	for _, n := range []int{5, 100} {
		reply := long(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				render(reply, renderOpts{Asked: "recs"})
			}
		})
	}
}
