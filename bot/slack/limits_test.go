package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
)

// hostile are texts that have broken a renderer somewhere.
func hostile() []string {
	return []string{
		"", " ", "\n\t\r", "\x00", "\u200b", "\u202eevil\u202c", "\ufeff", "&", "<", ">", "&amp;", "&lt;!channel&gt;", "<!channel>", "<!here>", "<!everyone>",
		"<@U01ALICE>", "<#C01GEN|general>", "<!subteam^S01|team>", "<!date^1392734382^{date}|x>", "<https://evil.example|https://good.example>",
		"https://good.example@evil.example/", "https://bank.example/a?b=1&c=2", "http://xn--80ak6aa92e.example/", "@channel @here", ":warning:", "*bold* _it_ ~no~ `code` ```",
		"[1]", "[99999999999999999999]", "[click](https://evil.example)", "| a | b |", "항만 검사 비용은 기국이 부담해야 한다", "שלום עולם", "مرحبا بالعالم", "e\u0301\u0301\u0301\u0301\u0301\u0301",
		"👩‍👩‍👧‍👦", "𝒳𝒴𝒵", "\xff\xfe", "\u3164", "'; DROP TABLE", "=cmd|' /C calc'!A0", "–", "…", "\u2028",
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
			return strings.Join(words, " ")
		case 4:
			// A name of 10,000 characters, with and without a place to cut it.
			word := rapid.SampledFrom([]string{"x", "가", "𝒳", "&", "<!channel>", "word ", "\u0301", "דבר "}).Draw(t, "word")
			n := rapid.SampledFrom([]int{10, 149, 150, 151, 2999, 3000, 3001, 10000}).Draw(t, "times")
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
		cell := rapid.OneOf(rapid.SampledFrom([]string{"Coastal states", "by 2027", "R&D", "", "–", "<!here>"}), anyText())
		table := commands.Table{Caption: anyText().Draw(t, "caption"), Header: rapid.SliceOfN(cell, width, width).Draw(t, "header")}
		rows := rapid.SampledFrom([]int{0, 1, 2, 99, 100, 101, 140}).Draw(t, "rows")
		row := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "Ports", "<!here>", ""}), width, width).Draw(t, "row")
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
			Statements: some(t, "statements", 60, rapid.Custom(func(t *rapid.T) commands.Statement {
				return commands.Statement{Text: text.Draw(t, "s"), Label: text.Draw(t, "label"), Group: text.Draw(t, "group"), Cites: anyCites().Draw(t, "cites")}
			})),
			Tables: some(t, "tables", 3, anyTable()),
			Citations: some(t, "citations", 100, rapid.Custom(func(t *rapid.T) commands.Citation {
				return commands.Citation{N: rapid.IntRange(-1, 110).Draw(t, "n"), Ref: briefings.PassageRef{Source: "S-0001", N: 3}, Source: text.Draw(t, "source"),
					Before: text.Draw(t, "before"), After: text.Draw(t, "after"), Notes: rapid.SliceOfN(text, 0, 3).Draw(t, "notes")}
			})),
			Actions: some(t, "actions", 60, rapid.Custom(func(t *rapid.T) commands.Action {
				return commands.Action{Label: rapid.OneOf(rapid.SampledFrom([]string{"1", "2", "Longer"}), text).Draw(t, "label"), Text: text.Draw(t, "does"), Confirm: text.Draw(t, "confirm"), Form: rapid.Bool().Draw(t, "form")}
			})),
			Files: some(t, "files", 5, rapid.Custom(func(t *rapid.T) commands.File {
				return commands.File{Name: text.Draw(t, "name"), Data: []byte("a,b\n")}
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
// can be shown to the table of limits and to the fake of Slack. Nothing of what
// the reply says may be missing.
func TestLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reply := anyReply().Draw(t, "reply")
		opts := renderOpts{Asked: rapid.SampledFrom([]string{"", "ask levy", strings.Repeat("x", 2001)}).Draw(t, "asked"),
			SharedBy: rapid.OneOf(rapid.Just(""), anyText()).Draw(t, "shared by"), Public: rapid.Bool().Draw(t, "public"), NoShare: rapid.Bool().Draw(t, "no share")}
		pages := pagesOf(t, reply, opts)
		shown := make([]strings.Builder, 3)
		for i, page := range pages {
			ways := chain(page)
			if len(ways) < 3 {
				t.Fatalf("page %d can be shown in %d ways only: %q", i+1, len(ways), faultsOf(page))
			}
			for j, way := range ways {
				if last := len(ways) - 1 - j; last < len(shown) {
					words(way, &shown[last])
				}
				for _, fault := range judged(way) {
					t.Errorf("page %d of %d, way %d: %s", i+1, len(pages), j+1, fault)
				}
			}
		}
		for i := range shown {
			checkWhole(t, reply, shown[i].String())
		}
	})
}

// pagesOf returns all pages of a reply, by whichever road they come.
func pagesOf(t *rapid.T, reply commands.Reply, opts renderOpts) []message {
	first := render(reply, opts)
	pages := []message{first}
	if opts.value(opts.Asked) == "" {
		return append(pages, first.More...)
	}
	if len(first.More) > 0 {
		t.Fatal("there is a button for the other pages, and they are continued as well")
	}
	for opts.Page = 2; opts.Page <= first.sheet.page.of; opts.Page++ {
		pages = append(pages, render(reply, opts))
	}
	return pages
}

// faultsOf returns what is wrong with each manner of drawing.
func faultsOf(m message) []string {
	var out []string
	for how := richManner; how <= plainManner; how++ {
		m.Blocks = m.sheet.blocks(how)
		out = append(out, faults(m)...)
	}
	return out
}

// judged returns what the table of limits and the fake of Slack have against a
// message.
func judged(m message) []string {
	out := faults(m)
	payload := map[string]any{"text": m.Text}
	if m.Blocks != nil {
		payload["blocks"] = m.Blocks
	}
	for _, p := range slackfake.Check(payload) {
		out = append(out, "slackfake: "+p.String())
	}
	for _, a := range slackfake.FindActive(payload) {
		if a.Kind == "link" && strings.HasPrefix(a.Text, "link http") {
			continue // the address of a note, which shows where it leads
		}
		out = append(out, fmt.Sprintf("slackfake: active: %v", a))
	}
	return out
}

// checkWhole demands that what all pages show, in one of the ways of their
// chains, is all that the reply says.
func checkWhole(t *rapid.T, reply commands.Reply, shown string) {
	all := letters(shown)
	demand := func(what, text string) {
		for _, part := range inertOf(text).split(maxPiece) {
			if want := letters(part.escaped); !strings.Contains(all, want) {
				t.Errorf("%s is missing: %.200q in %.400q", what, part.escaped, shown)
			}
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
			for _, cell := range row {
				if inertOf(cell).size() < 200 { // a longer row is cut into pieces that hold names of columns too
					demand("a cell", cell)
				}
			}
		}
	}
}

// words writes all text of a message in order, escaped.
func words(v any, to *strings.Builder) {
	switch v := v.(type) {
	case message:
		if v.Blocks == nil {
			to.WriteString(v.Text)
		}
		words(tree(v.Blocks), to)
	case []any:
		for _, e := range v {
			words(e, to)
		}
	case map[string]any:
		if s, ok := v["text"].(string); ok {
			if v["type"] != "plain_text" { // the only text that is sent with escapes
				s = escape(s)
			}
			to.WriteString(s)
			return
		}
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			words(v[k], to)
		}
	}
}

// letters returns text without spaces, so that it can be compared wherever it
// was cut.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }

// TestViewLimits holds modals and App Home, filled with anything, to the limits.
func TestViewLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]string{}
		for _, r := range commands.Verbs() {
			for _, o := range r.Options {
				values[o.Name] = anyText().Draw(t, o.Name)
			}
		}
		opts := modalOpts{Role: rapid.SampledFrom(append(briefings.Roles(), "")).Draw(t, "role"), Values: values, Meta: `{"c":"C01GEN"}`, Files: rapid.Bool().Draw(t, "files")}
		views := map[string]any{"home": homeView(homeOpts{Admin: rapid.Bool().Draw(t, "admin"), Fresh: some(t, "fresh", 60, anyText()),
			Watches: commands.Reply{Title: anyText().Draw(t, "followed"), Tables: some(t, "watches", 3, anyTable())},
			Steps: some(t, "steps", 60, rapid.Custom(func(t *rapid.T) homeStep {
				return homeStep{Done: rapid.Bool().Draw(t, "done"), Text: anyText().Draw(t, "step"), How: anyText().Draw(t, "how")}
			}))})}
		views["said"] = sayModal("Brief edit", sentence(briefings.Errorf(briefings.Invalid, "It is said: %s.", anyText().Draw(t, "said"))))
		views["any"] = form{}.view(briefings.Reader, opts.Meta)
		for _, r := range commands.Verbs() {
			views[r.Name] = verbModal(r, opts)
			views[r.Group+" "+r.Name] = briefModal(r.Group, r.Name, opts)
		}
		for name, view := range views {
			for _, fault := range judgedView(view) {
				t.Errorf("%s: %s", name, fault)
			}
			// Forms are opened by a call; what acknowledges one only says something.
			if data, err := json.Marshal(map[string]any{"response_action": "update", "view": view}); err != nil || (name == "said" || name == "any") && len(data) > maxAckBytes {
				t.Errorf("%s: %d bytes in an acknowledgement (%v)", name, len(data), err)
			}
		}
		answer := suggestions(some(t, "choices", 130, rapid.Custom(func(t *rapid.T) intake.Choice {
			return intake.Choice{Value: anyText().Draw(t, "value"), Label: anyText().Draw(t, "label")}
		})), anyText().Draw(t, "typed"))
		c := &checker{ids: map[string]bool{}}
		if len(answer.Options) > 0 {
			c.element(object(tree(map[string]any{"type": "static_select", "options": answer.Options})))
		}
		for _, fault := range c.found {
			t.Error(fault)
		}
		for _, p := range slackfake.CheckOptions(answer) {
			t.Errorf("slackfake: %s", p)
		}
	})
}

func judgedView(view any) []string {
	out := viewFaults(view)
	for _, p := range slackfake.CheckView(view) {
		out = append(out, "slackfake: "+p.String())
	}
	return out
}
