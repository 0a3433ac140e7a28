package discord

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attache/bot/intake"
	"attache/commands"
)

// Discord's markdown has no tables. A row is a line of a list, and a table of
// more than a handful of rows comes as a file too.

// tablePieces returns the rows of a table as statements under its caption.
func (d *drafter) tablePieces(t commands.Table) []piece {
	caption := inertOf(t.Caption).shortened(maxGroup)
	var out []piece
	for i, r := range t.Rows {
		p := piece{group: caption, bullet: true}
		if i < len(t.Cites) {
			p.cites = t.Cites[i]
		}
		p.text = d.rowLine(t.Header, r, p.cites)
		out = append(out, statementPieces(p)...)
	}
	return out
}

// rowLine returns a row as one line of text: "Coastal states — publish results
// (by: 2026 · status: open)". The first cell says what the row is about, the
// second what of it, and the others need the names of their columns. Cells
// that say nothing are left out.
func (d *drafter) rowLine(header, row []string, cites []int) inert {
	var lead, more []inert
	for i, text := range row {
		cell := d.worded(text, cites)
		if cell.empty() || cell.escaped == none {
			continue
		}
		if len(lead) < 2 && i < 2 {
			lead = append(lead, cell)
			continue
		}
		if i < len(header) && oneLine(header[i]) != "" {
			cell = inertOf(header[i]).shortened(maxColumn).plus(own(": "), cell)
		}
		more = append(more, cell)
	}
	line := joinInert(lead, " — ")
	if line.empty() && len(more) == 0 {
		return own(none)
	}
	if len(more) == 0 {
		return line
	}
	rest := own("(").plus(joinInert(more, " · "), own(")"))
	return joinInert([]inert{line, rest}, " ")
}

// maxColumn is the most of the name of a column.
const maxColumn = 60

// none is shown of a row that says nothing.
const none = "–"

// fewRows is how many rows a table may have without a file beside it.
const fewRows = 4

// filesOf returns the files of a reply under names that Discord leaves alone. A
// reply with a longer table and no file of its own brings the table as one.
func filesOf(reply commands.Reply) []commands.File {
	files := slices.Clone(reply.Files[:min(len(reply.Files), maxFiles)])
	for _, t := range reply.Tables {
		if len(reply.Files) > 0 || len(files) == maxFiles || len(t.Rows) <= fewRows || strings.TrimSpace(strings.Join(t.Header, "")) == "" {
			continue
		}
		name := reply.Verb
		if oneLine(t.Caption) != "" {
			name = t.Caption
		}
		files = append(files, commands.File{Name: name + ".csv", Data: csvOf(t, reply.Citations)})
	}
	taken := map[string]bool{}
	for i := range files {
		files[i].Name = freeName(files[i].Name, taken)
	}
	return files
}

// maxShownName is the most of a file's name that is kept.
const maxShownName = 60

// freeName returns a name for a file that Discord leaves as it is and that is not
// taken yet: ASCII letters and digits, dots, hyphens and underscores. A
// component names its file by it.
func freeName(name string, taken map[string]bool) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, intake.FileName(name))
	base, kind := name, ""
	if i := strings.LastIndexByte(name, '.'); i >= 0 && len(name)-i <= 6 {
		base, kind = name[:i], name[i:]
	}
	base = strings.Trim(base, "._")
	base = strings.TrimRight(base[:min(len(base), maxShownName)], "._")
	if base == "" {
		base = "file"
	}
	for n := 1; ; n++ {
		free := base + kind
		if n > 1 {
			free = base + "-" + strconv.Itoa(n) + kind
		}
		if !taken[strings.ToLower(free)] {
			taken[strings.ToLower(free)] = true
			return free
		}
	}
}

// csvOf returns a table as CSV, the sources of its rows in a last column when it
// cites any. A cell that a spreadsheet would take for a formula is led by an
// apostrophe, so that it is shown and not run.
func csvOf(t commands.Table, citations []commands.Citation) []byte {
	lines := map[int]string{}
	for _, c := range citations {
		lines[c.N] = fmt.Sprintf("[%d] %s", c.N, c.Source)
	}
	cites := slices.ContainsFunc(t.Cites, func(c []int) bool { return len(c) > 0 })
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	write := func(cells []string, source string) {
		var out []string
		for _, c := range cells {
			out = append(out, shownCell(c))
		}
		if cites {
			out = append(out, shownCell(source))
		}
		if err := w.Write(out); err != nil {
			panic("discord: writing CSV to memory: " + err.Error())
		}
	}
	write(t.Header, "source")
	for i, r := range t.Rows {
		var from []string
		if i < len(t.Cites) {
			for _, n := range t.Cites[i] {
				if lines[n] != "" {
					from = append(from, lines[n])
				}
			}
		}
		write(r, strings.Join(from, "; "))
	}
	w.Flush()
	return b.Bytes()
}

// shownCell returns a cell as a spreadsheet shows it.
func shownCell(text string) string {
	text = oneLine(text)
	lead := strings.TrimLeft(text, " \u3000\"'")
	if lead != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(lead)[0]) {
		return "'" + text
	}
	return text
}
