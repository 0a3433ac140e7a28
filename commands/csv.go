package commands

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// csvFile returns a table as a CSV file. A cell that a spreadsheet would take
// for a formula is led by an apostrophe, so that it is shown and not run.
func csvFile(name string, header []string, rows [][]string) File {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	safe := func(cells []string) {
		out := make([]string, len(cells))
		for i, c := range cells {
			if out[i] = Clean(c); formula(out[i]) {
				out[i] = "'" + out[i]
			}
		}
		if err := w.Write(out); err != nil {
			panic("commands: writing CSV to memory: " + err.Error())
		}
	}
	safe(header)
	for _, r := range rows {
		safe(r)
	}
	w.Flush()
	return File{Name: name, Data: b.Bytes()}
}

// formula reports whether a spreadsheet would run the cell.
func formula(cell string) bool {
	cell = strings.TrimLeft(cell, " \u00a0\u3000\"'")
	return cell != "" && strings.ContainsAny(cell[:1], "=+-@|%") || strings.HasPrefix(cell, "＝") ||
		strings.HasPrefix(cell, "＋") || strings.HasPrefix(cell, "－") || strings.HasPrefix(cell, "＠")
}
