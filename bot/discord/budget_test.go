package discord

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"attache/commands"
)

// crowded is a reply whose every part is as long as it may be: n statements of
// the given text, each in a group of its own, with four citations of long sources.
func crowded(n int, text string) commands.Reply {
	most := strings.Repeat(text, 5000/len(text)+1)
	r := commands.Reply{Verb: "ask", Title: most, Text: most, Footer: most, Private: true}
	for i := range n {
		s := commands.Statement{Text: most[:len(most)/5/len(text)*len(text)], Label: most, Group: fmt.Sprint(i) + most}
		for k := range 4 {
			s.Cites = append(s.Cites, 4*i+k+1)
			r.Citations = append(r.Citations, commands.Citation{N: 4*i + k + 1, Source: most, Before: most, After: most, Notes: []string{most}})
		}
		r.Statements = append(r.Statements, s)
	}
	// A passage alone, between its neighbours.
	r.Statements = append(r.Statements, commands.Statement{Text: most, Label: most, Group: most, Cites: []int{1}})
	return r
}

// TestMargins draws replies that are as full as they can be, in letters of one
// to four bytes and in ones that are all escaped: no page passes a margin, and
// all but a few are filled.
func TestMargins(t *testing.T) {
	for _, text := range []string{"x", "word ", "*", "é", "가", "𝒳", "1. "} {
		first := render(crowded(6, text), renderOpts{})
		full := 0
		pages := append([]message{first}, first.More...)
		for i, m := range pages {
			c := &checker{ids: map[string]bool{}, files: map[string]bool{}}
			c.parts("message", tree(m.Components), topParts)
			if c.components > aimComponents || c.text > aimComponentText || c.bytes > aimBytes {
				t.Errorf("%q: page %d of %d has %d components, %d units and %d bytes", text, i+1, len(pages), c.components, c.text, c.bytes)
			}
			if c.text > aimComponentText/3 || c.bytes > aimBytes/3 {
				full++
			}
		}
		if full < len(pages)*2/3 || len(pages) < 3 {
			t.Errorf("%q: %d of %d pages are filled", text, full, len(pages))
		}
	}
}

// TestSourcesCount charges a page for the source lines of what it cites: many
// short statements with long sources are laid out on more pages, not squeezed.
func TestSourcesCount(t *testing.T) {
	r := commands.Reply{Verb: "ask"}
	for i := 1; i <= 60; i++ {
		r.Statements = append(r.Statements, commands.Statement{Text: "S.", Cites: []int{i}})
		r.Citations = append(r.Citations, commands.Citation{N: i, Source: strings.Repeat("source ", 40)})
	}
	first := render(r, renderOpts{})
	for i, m := range append([]message{first}, first.More...) {
		c := &checker{ids: map[string]bool{}, files: map[string]bool{}}
		c.parts("message", tree(m.Components), topParts)
		if c.text > aimComponentText || len(m.sheet.page.cites) > maxOptions {
			t.Errorf("page %d has %d units and %d passages", i+1, c.text, len(m.sheet.page.cites))
		}
	}
	// Short sources come up against the select, which lists 25 passages.
	for i := range r.Citations {
		r.Citations[i].Source = "s"
	}
	if m := render(r, renderOpts{}); len(m.sheet.page.cites) != maxOptions || len(m.More) != 2 {
		t.Errorf("the first page has %d passages, and %d follow it", len(m.sheet.page.cites), len(m.More))
	}
	// What is cited again costs nothing again.
	for i := range r.Statements {
		r.Statements[i].Cites = []int{1}
	}
	r.Citations = r.Citations[:1]
	r.Citations[0].Source = strings.Repeat("source ", 40)
	if m := render(r, renderOpts{}); len(m.More) > 1 {
		t.Errorf("one source for all, and %d pages", 1+len(m.More))
	}
}

// TestBudget takes what is there and nothing when it is not enough.
func TestBudget(t *testing.T) {
	b := budget{text: 10, bytes: 20}
	for _, tt := range []struct {
		text, bytes int
		ok          bool
		want        budget
	}{
		{11, 1, false, budget{10, 20}}, {1, 21, false, budget{10, 20}}, {4, 15, true, budget{6, 5}}, {6, 6, false, budget{6, 5}}, {6, 5, true, budget{0, 0}}, {0, 0, true, budget{0, 0}}, {1, 0, false, budget{0, 0}},
	} {
		if ok := b.take(tt.text, tt.bytes); ok != tt.ok || b != tt.want {
			t.Errorf("%d units and %d bytes: %t, leaves %v", tt.text, tt.bytes, ok, b)
		}
	}
	if aimComponentText >= maxComponentText || aimBytes >= cliffBytes || aimComponents >= maxComponents || !regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`).MatchString(limitsAsOf) {
		t.Errorf("the margins leave no room, or %q is no month", limitsAsOf)
	}
}

// TestBytesCount lays text of three bytes a letter out on more pages than the
// same number of letters of one byte: the bytes come up before the letters.
func TestBytesCount(t *testing.T) {
	pages := func(letter string) []message {
		r := commands.Reply{Verb: "ask"}
		for range 60 {
			r.Statements = append(r.Statements, commands.Statement{Text: strings.Repeat(letter, 400)})
		}
		first := render(r, renderOpts{})
		return append([]message{first}, first.More...)
	}
	wide := pages("가")
	for i, m := range wide {
		c := &checker{ids: map[string]bool{}, files: map[string]bool{}}
		c.parts("message", tree(m.Components), topParts)
		if c.bytes > aimBytes || i+1 < len(wide) && c.bytes < aimBytes-2*(1200+marksCost) {
			t.Errorf("page %d of %d has %d bytes", i+1, len(wide), c.bytes)
		}
	}
	if narrow := pages("x"); len(narrow) >= len(wide) {
		t.Errorf("%d pages of one byte a letter, %d of three", len(narrow), len(wide))
	}
}

// TestEveryComponent draws a page that has all that a page can have.
func TestEveryComponent(t *testing.T) {
	r := commands.Reply{Verb: "ask", Title: "T", Text: "B", Footer: "F", Private: true}
	for i := 1; i <= 12; i++ {
		r.Statements = append(r.Statements, commands.Statement{Text: "S.", Group: fmt.Sprint(i), Cites: []int{min(i, mostPassages)}})
		r.Actions = append(r.Actions, commands.Action{Label: "Do", Text: fmt.Sprintf("topics %d", i)})
		r.Files = append(r.Files, commands.File{Name: "f.csv", Data: []byte("a")})
	}
	for i := 1; i <= mostPassages; i++ {
		r.Citations = append(r.Citations, commands.Citation{N: i, Source: "s"})
	}
	m := render(r, renderOpts{Asked: "ask x", Forms: []string{"ask", "find"}})
	c := &checker{ids: map[string]bool{}, files: map[string]bool{}}
	c.parts("message", tree(m.Components), topParts)
	if c.components != aimComponents+maxFiles || m.Flags != flagComponents || len(m.Files) != maxFiles {
		t.Errorf("%d components with %d files: %q", c.components, len(m.Files), faultsOf(m))
	}
}
