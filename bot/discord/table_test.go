package discord

import (
	"fmt"
	"strings"
	"testing"

	"attache/commands"
)

// TestRowLine draws rows as lines.
func TestRowLine(t *testing.T) {
	header := []string{"who", "does what", "by", "status"}
	tests := []struct {
		header, row []string
		want        string
	}{
		{header, []string{"Coastal states", "publish results", "2026", "open"}, "Coastal states — publish results (by: 2026 · status: open)"},
		{header, []string{"Coastal states", "publish results", "–", ""}, "Coastal states — publish results"},
		{header, []string{"Coastal states", "", "2026", ""}, "Coastal states (by: 2026)"},
		{header, []string{"", "publish results", "", ""}, "publish results"},
		{header, []string{"", "", "2026"}, "(by: 2026)"},
		{header, []string{"", "–"}, "–"},
		{nil, []string{"a", "b", "c"}, "a — b (c)"},
		{[]string{"", ""}, []string{"person", "<@1>"}, "person — <@1>"},
		{header, []string{"a", "b", "c", "d", "e"}, "a — b (by: c · status: d · e)"},
		{nil, nil, "–"},
	}
	d := &drafter{}
	for _, tt := range tests {
		if got := d.rowLine(tt.header, tt.row, nil); got.plain() != tt.want || activeIn(got.escaped) != "" {
			t.Errorf("%q: %q, want %q", tt.row, got.plain(), tt.want)
		}
	}
}

// table returns a table of n rows.
func table(n int) commands.Table {
	t := commands.Table{Header: []string{"who", "does what"}}
	for i := range n {
		t.Rows, t.Cites = append(t.Rows, []string{fmt.Sprintf("State %d", i+1), "=1+1"}), append(t.Cites, []int{1})
	}
	return t
}

// TestTableFile brings a longer table as a file, unless the reply has one.
func TestTableFile(t *testing.T) {
	reply := commands.Reply{Verb: "recs", Tables: []commands.Table{table(fewRows + 1), table(fewRows)}, Citations: []commands.Citation{{N: 1, Source: "Paper, p. 1"}}}
	m := render(reply, renderOpts{})
	if len(m.Files) != 1 || m.Files[0].Name != "recs.csv" || !strings.Contains(encoded(t, m), `"url":"attachment://recs.csv"`) || !strings.Contains(encoded(t, m), `"attachments":[{"id":"0","filename":"recs.csv"}]`) {
		t.Fatalf("%d files: %s", len(m.Files), encoded(t, m))
	}
	if got, want := string(m.Files[0].Data), "who,does what,source\nState 1,'=1+1,\"[1] Paper, p. 1\"\n"; !strings.HasPrefix(got, want) {
		t.Errorf("the file is %q", got)
	}
	for _, way := range chain(m) {
		if len(way.Files) != 1 {
			t.Errorf("a way without the file: %+v", way)
		}
	}
	few := reply
	few.Tables = few.Tables[1:]
	unnamed := commands.Reply{Tables: []commands.Table{{Header: []string{"", ""}, Rows: table(9).Rows}}}
	has := reply
	has.Files = []commands.File{{Name: "all.csv"}}
	for name, r := range map[string]commands.Reply{"few rows": few, "no names of columns": unnamed, "a file of its own": has} {
		if m := render(r, renderOpts{}); len(m.Files) != len(r.Files) {
			t.Errorf("%s: %d files", name, len(m.Files))
		}
	}
}

// TestShownCell lets no cell be run by a spreadsheet.
func TestShownCell(t *testing.T) {
	for in, want := range map[string]string{"a": "a", "": "", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "|x": "'|x", "%x": "'%x", "＝1": "'＝1", "＋": "'＋", " =1": "'=1", `"=1`: `'"=1`, "'=1": "''=1", "\u200b=1": "'=1", "1=1": "1=1", "a\nb": "a b"} {
		if got := shownCell(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestFreeName gives files names that Discord leaves alone.
func TestFreeName(t *testing.T) {
	taken := map[string]bool{}
	tests := []struct{ in, want string }{
		{"recommendations.csv", "recommendations.csv"},
		{"Recommendations.csv", "Recommendations-2.csv"},
		{"../../etc/passwd", "passwd"},
		{"two words & <more>.csv", "two_words____more.csv"},
		{"항만.pdf", "file.pdf"},
		{"", "file"}, {"\x00", "file-2"}, {".hidden", "hidden"}, {"a.tar.gz", "a.tar.gz"},
		{xs(100) + ".csv", xs(60) + ".csv"}, {xs(100) + ".csv", xs(60) + "-2.csv"},
	}
	for _, tt := range tests {
		if got := freeName(tt.in, taken); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}
