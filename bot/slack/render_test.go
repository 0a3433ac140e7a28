package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
)

// encoded returns the blocks of a message as they are sent.
func encoded(t *testing.T, m message) string {
	t.Helper()
	data, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	return readable(string(data))
}

// readable returns JSON with <, > and & as they are.
func readable(s string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(s)
}

// long is a reply of several pages: n statements, each with a source of its own.
func long(n int) commands.Reply {
	r := commands.Reply{Title: "Dues", Text: "Ports pay.", Private: true, Footer: "A7K2", Actions: []commands.Action{{Label: "1", Text: "cite ref:A7K2#1"}, {Label: "CSV", Text: "recs format:csv"}}}
	for i := 1; i <= n; i++ {
		r.Statements = append(r.Statements, commands.Statement{Text: fmt.Sprintf("Sentence %d %s.", i, strings.Repeat("goes on ", 60)), Cites: []int{i}})
		r.Citations = append(r.Citations, commands.Citation{N: i, Ref: briefings.PassageRef{Source: "S-0001", N: 100 + i}, Source: fmt.Sprintf("Paper, p. %d", i)})
	}
	return r
}

// TestPages turns the pages of a long reply by its buttons.
func TestPages(t *testing.T) {
	reply := long(60)
	first := render(reply, renderOpts{Asked: "recs"})
	of := first.sheet.page.of
	if of < 3 {
		t.Fatalf("%d pages, want 3 or more", of)
	}
	seen := 0
	for n := 1; n <= of; n++ {
		got := encoded(t, render(reply, renderOpts{Asked: "recs", Page: n}))
		for _, want := range []struct {
			text string
			is   bool
		}{
			{fmt.Sprintf("Page %d of %d", n, of), true},
			{`"Previous page"`, n > 1}, {fmt.Sprintf(`"action_id":"page.%d","value":"recs"`, n-1), n > 1},
			{`"Next page"`, n < of}, {fmt.Sprintf(`"action_id":"page.%d","value":"recs"`, n+1), n < of},
			{"Ports pay.", n == 1}, {`"cite ref:A7K2#1"`, n == 1}, {`"recs format:csv"`, true}, {`"Share"`, true}, {`"Report"`, true},
		} {
			if strings.Contains(got, want.text) != want.is {
				t.Errorf("page %d: %q is there: %t", n, want.text, !want.is)
			}
		}
		for i := 1; i <= 60; i++ {
			statement, source := strings.Contains(got, fmt.Sprintf("Sentence %d ", i)), strings.Contains(got, fmt.Sprintf("[%d] Paper, p. %d", i, i))
			if statement != source {
				t.Errorf("page %d: of passage %d the statement is there: %t, the source: %t", n, i, statement, source)
			}
			if statement {
				if seen++; seen != i {
					t.Errorf("page %d shows sentence %d after %d", n, i, seen-1)
				}
				if button := fmt.Sprintf(`"cite ref:S-0001#%d"`, 100+i); n > 1 && i < seen+3 && !strings.Contains(got, `cite ref:S-0001#`) {
					t.Errorf("page %d has no button such as %s", n, button)
				}
			}
		}
	}
	if seen != 60 {
		t.Errorf("%d of 60 statements are on the pages", seen)
	}
	if beyond := encoded(t, render(reply, renderOpts{Asked: "recs", Page: 99})); !strings.Contains(beyond, fmt.Sprintf("Page %d of %d", of, of)) {
		t.Error("a page beyond the last is not the last")
	}
	if got := render(reply, renderOpts{Asked: strings.Repeat("x", maxButtonValue+1)}); len(got.More) != of-1 || strings.Contains(encoded(t, got), "Next page") {
		t.Errorf("without a button that could carry it the reply goes on in %d messages, want %d", len(got.More), of-1)
	}
	ways := chain(first)
	if text := ways[len(ways)-1].Text; !strings.Contains(text, "Sentence 60 ") {
		t.Error("text alone, which has no button, ends with the first page")
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
		{"a mention's answer", renderOpts{Asked: "ask x", Public: true}, false, false, ""},
		{"a copy", renderOpts{Asked: "ask x", Public: true, SharedBy: "Ines <!channel> Faber"}, false, false, "Shared by Ines &lt;!channel&gt; Faber"},
	}
	for _, tt := range tests {
		m := render(reply, tt.opts)
		got := encoded(t, m)
		if strings.Contains(got, "Only you can see this") != tt.only || strings.Contains(got, "share.0") != tt.share {
			t.Errorf("%s: %s", tt.name, got)
		}
		if tt.by != "" && (!strings.Contains(got, tt.by) || !strings.HasPrefix(m.Text, tt.by)) {
			t.Errorf("%s: nobody is named: %q, %s", tt.name, m.Text, got)
		}
		if !strings.Contains(m.Text, "Dues: Ports pay.") {
			t.Errorf("%s: the notification says %q", tt.name, m.Text)
		}
	}
	reply.Error = briefings.Errorf(briefings.Forbidden, "You may not.")
	if got := encoded(t, render(reply, renderOpts{Asked: "ask x"})); strings.Contains(got, "share.0") || strings.Contains(got, "problem.0") || !strings.Contains(got, "You may not.") || !strings.Contains(got, "E-ROLE") {
		t.Errorf("an error: %s", got)
	}
}

// TestActionOf reads back every action_id that is written, and no other.
func TestActionOf(t *testing.T) {
	for _, kind := range []string{actionRun, actionPage, actionShare, actionProblem, actionOpen} {
		if got, n, ok := actionOf(actionID(kind, 7)); got != kind || n != 7 || !ok {
			t.Errorf("%s.7 is read as %q, %d, %t", kind, got, n, ok)
		}
	}
	for _, id := range []string{"", "run", "run.", "run.x", "runs.1", ".1", "verb"} {
		if got, n, ok := actionOf(id); ok {
			t.Errorf("%q is read as %q, %d", id, got, n)
		}
	}
}

// TestOneTable draws the first of two tables as one and the other as lines.
func TestOneTable(t *testing.T) {
	r := table("first")
	r.Tables = append(r.Tables, commands.Table{Caption: "Second", Header: []string{"who", "what"}, Rows: [][]string{{"R&D", "<!here>"}}, Cites: [][]int{{1}}})
	r.Citations = []commands.Citation{{N: 1, Source: "Paper"}}
	ways := chain(render(r, renderOpts{}))
	if len(ways) != 4 {
		t.Fatalf("%d ways to show a table, want 4", len(ways))
	}
	for i, want := range []string{`"data_table"`, `"table"`, "• what: first", "• what: first"} {
		got := encoded(t, ways[i]) + ways[i].Text
		if !strings.Contains(got, want) || strings.Count(got, "_table\"") > 1 {
			t.Errorf("way %d: no %s: %s", i, want, got)
		}
		if i > 1 && !strings.Contains(got, "Second") || !strings.Contains(got, "[1] Paper") {
			t.Errorf("way %d: the second table is missing: %s", i, got)
		}
	}
}

// TestCitePassage shows a passage between its neighbours, and lets only the
// honest addresses of its notes be pressed.
func TestCitePassage(t *testing.T) {
	r := commands.Reply{Title: "Dues", Private: true, Statements: []commands.Statement{{Text: "“The levy *rose* to <5.”", Cites: []int{1}}},
		Citations: []commands.Citation{{N: 1, Source: "Paper", Before: "It was so.", After: "It was not.", Notes: []string{"Note 3: see https://ports.example.org/a?x=1&y=2, and https://good.example@evil.example/."}}}}
	got := encoded(t, render(r, renderOpts{}))
	for _, want := range []string{"Before: It was so.", "After: It was not.", `"text":"“The levy *rose* to <","style":{"bold":true}`, "Notes of [1]",
		`"type":"link","url":"https://ports.example.org/a?x=1&y=2","text":"https://ports.example.org/a?x=1&y=2"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, `"url":"https://good`) {
		t.Errorf("an address that lies can be pressed: %s", got)
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
