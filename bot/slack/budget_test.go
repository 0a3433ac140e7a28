package slack

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"attache/commands"
)

func TestBudget(t *testing.T) {
	tests := []struct {
		name         string
		blocks, text int
		want         bool
	}{
		{"nothing", 0, 0, true},
		{"all of it", 50, 11000, true},
		{"a block too many", 51, 0, false},
		{"a character too many", 1, 11001, false},
	}
	for _, tt := range tests {
		b := newBudget()
		got := b.take(tt.blocks, tt.text)
		if got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
		if left := newBudget(); !got && b != left {
			t.Errorf("%s: what was not there has been taken: %+v", tt.name, b)
		}
	}
	if maxMessageText >= cliffText || !regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`).MatchString(limitsAsOf) {
		t.Errorf("%d characters leave no margin to %d, or %q is no month", maxMessageText, cliffText, limitsAsOf)
	}
}

// filled is a piece that costs as much as is asked for.
func filled(cost int) piece { return piece{text: inertOf(strings.Repeat("x", cost-marksCost))} }

// TestPager lays out pieces at both sides of every edge of a page.
func TestPager(t *testing.T) {
	many := func(n, cost int) []piece { return slices.Repeat([]piece{filled(cost)}, n) }
	source := func(size int) map[int]inert { return map[int]inert{1: inertOf(strings.Repeat("s", size))} }
	citing := func(n, cost int) []piece {
		out := many(n, cost)
		for i := range out {
			out[i].cites, out[i].quiet = []int{1}, true
			out[i].text = inertOf(strings.Repeat("x", cost-marksCost-citeCost(1)))
		}
		return out
	}
	head := &tableHead{caption: inertOf("c"), header: []inert{inertOf("h")}}
	rows := func(n int) []piece {
		return slices.Repeat([]piece{{table: head, cells: []inert{inertOf("x")}}}, n)
	}
	wide := budget{blocks: 1000, text: 1 << 30}
	tests := []struct {
		name    string
		frame   budget
		sources map[int]inert
		body    []piece
		pages   int
	}{
		{"nothing", newBudget(), nil, nil, 1},
		{"text that fits", budget{50, 1000}, nil, many(10, 100), 1},
		{"one character too many", budget{50, 999}, nil, many(10, 100), 2},
		{"blocks that fit: two pieces share one", budget{2, 1 << 20}, nil, many(4, 1500), 1},
		{"pieces that do not share", budget{2, 1 << 20}, nil, many(4, 1501), 2},
		{"one block too many", budget{2, 1 << 20}, nil, many(5, 1500), 2},
		{"a source line counts once a page", budget{50, 5*100 + 51}, source(50), citing(5, 100), 1},
		{"and it counts", budget{50, 5*100 + 50}, source(50), citing(5, 100), 2},
		{"a source line needs a block", budget{1, 1 << 20}, nil, many(1, 100), 1},
		{"100 rows", wide, nil, rows(100), 1},
		{"101 rows", wide, nil, rows(101), 2},
		{"a head needs a block", budget{2, 1 << 20}, nil, append(many(1, 100), rows(2)...), 1},
		{"and after it the lines begin a block", budget{2, 1 << 20}, nil, append(append(many(1, 100), rows(2)...), many(1, 100)...), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := &pager{sources: tt.sources, frame: tt.frame}
			pages := g.layOut(nil, tt.body)
			if len(pages) != tt.pages {
				t.Errorf("%d pages, want %d", len(pages), tt.pages)
			}
			var all []piece
			for i, p := range pages {
				if p.number != i+1 || p.of != len(pages) {
					t.Errorf("page %d calls itself %d of %d", i+1, p.number, p.of)
				}
				all = append(all, p.body...)
			}
			if len(all) != len(tt.body) {
				t.Errorf("%d pieces came out of %d", len(all), len(tt.body))
			}
		})
	}
}

// The source lines of a page stand in the order of their numbers, each once.
func TestPagerSortsSources(t *testing.T) {
	g := &pager{frame: newBudget()}
	pages := g.layOut([]piece{{text: inertOf("x"), cites: []int{7}}}, []piece{{text: inertOf("x"), cites: []int{9, 2}}, {text: inertOf("x"), cites: []int{2, 3}}})
	if got := pages[0].cites; !slices.Equal(got, []int{2, 3, 7, 9}) {
		t.Errorf("sources %v", got)
	}
}

// Buttons with long questions are left out before they crowd out the answer,
// and those that turn the page never are.
func TestButtonsBudget(t *testing.T) {
	r := long(60)
	r.Actions = slices.Repeat([]commands.Action{{Label: "Retire", Text: "retire x", Confirm: strings.Repeat("x", maxConfirmText)}}, maxActions)
	m := render(r, renderOpts{Asked: "recs", Page: 2})
	sum, ids := 0, ""
	for _, b := range m.sheet.buttons {
		sum += b.cost()
		ids += " " + b.id
	}
	if sum > maxButtonsText || len(m.sheet.buttons) < 8 || !strings.HasSuffix(ids, " page.1 page.3 share.0 problem.0") {
		t.Errorf("buttons of %d characters:%s", sum, ids)
	}
}

// TestEdges renders text at both sides of each limit that text can reach.
func TestEdges(t *testing.T) {
	text := func(n int) string { return strings.Repeat("x", n) }
	label := func(n int) commands.Reply {
		return commands.Reply{Title: "t", Actions: []commands.Action{{Label: text(n), Text: "ask"}}}
	}
	value := func(n int) commands.Reply {
		return commands.Reply{Title: "t", Actions: []commands.Action{{Label: "Go", Text: text(n)}}}
	}
	confirm := func(n int) commands.Reply {
		return commands.Reply{Title: "t", Actions: []commands.Action{{Label: "Go", Text: "ask", Confirm: text(n)}}}
	}
	actions := func(n int) commands.Reply {
		return commands.Reply{Title: "t", Actions: slices.Repeat([]commands.Action{{Label: "Go", Text: "ask"}}, n)}
	}
	columns := func(n int) commands.Reply {
		cells := slices.Repeat([]string{"x"}, n)
		return commands.Reply{Title: "t", Tables: []commands.Table{{Header: cells, Rows: [][]string{cells}}}}
	}
	tests := []struct {
		name  string
		reply commands.Reply
		want  string // in the blocks
		not   string
	}{
		{"header of 150", commands.Reply{Title: text(150)}, text(150), "…"},
		{"header of 151", commands.Reply{Title: text(151)}, text(149) + "…", text(150)},
		{"label of 24", label(24), `"` + text(24) + `"`, "…"},
		{"label of 25", label(25), `"` + text(23) + `…"`, text(24)},
		{"value of 2,000", value(2000), text(2000), "…"},
		{"value of 2,001", value(2001), `"header"`, "button"},
		{"confirmation of 300", confirm(300), text(300), "…"},
		{"confirmation of 301", confirm(301), text(299) + "…", text(300)},
		{"25 buttons", actions(25), "run.24", "run.25"},
		{"26 buttons", actions(26), "run.24", "run.25"},
		{"a table of 4 columns", columns(4), "data_table", "x: x"},
		{"a table of 5 columns", columns(5), "x: x", "data_table"},
		{"a row of 1,500", table(text(1500)), "data_table", "rich_text"},
		{"a row of 1,501", table(text(1501)), "rich_text", "data_table"},
		{"an escape at the edge", commands.Reply{Title: text(148) + "&"}, text(148) + "…", "&"},
		{"letters of two units", commands.Reply{Title: strings.Repeat("𝒳", 76)}, strings.Repeat("𝒳", 74) + "…", strings.Repeat("𝒳", 75)},
	}
	for _, tt := range tests {
		m := render(tt.reply, renderOpts{})
		got := encoded(t, m)
		if !strings.Contains(got, tt.want) || tt.not != "" && strings.Contains(got, tt.not) {
			t.Errorf("%s: %.300s\nwant %.40q, not %.40q", tt.name, got, tt.want, tt.not)
		}
		for _, fault := range judged(m) {
			t.Errorf("%s: %s", tt.name, fault)
		}
	}
}

func table(cell string) commands.Reply {
	return commands.Reply{Title: "t", Tables: []commands.Table{{Header: []string{"what"}, Rows: [][]string{{cell}}}}}
}
