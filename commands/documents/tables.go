package documents

import (
	"strings"

	"attache/briefings"
)

// A table is a table while it is being put together: the indices of its rows'
// blocks, of its caption and of its source line (-1 where it has none).
type table struct {
	rows    []int
	caption int
	source  int
}

// findTables gathers rows of cells into tables. A table that goes on after a
// page break, with its header again or with as many columns and no caption of
// its own, is one table.
func (p *page) findTables() {
	for i := 0; i < len(p.blocks); {
		end := p.rowsEnd(i)
		if end-i < 2 {
			i++
			continue
		}
		p.takeTable(i, end)
		i = end
	}
	for i := range p.blocks {
		// A caption or source line without a table belongs to a figure.
		b := &p.blocks[i]
		if b.kind == prose && !b.fixed && captionForm.MatchString(b.text) && !b.isProse() {
			b.leaveOut(whyCaption)
		}
		if b.kind == prose && !b.fixed && i > 0 && p.blocks[i-1].kind == left && p.blocks[i-1].why == whyCaption && sourceForm.MatchString(b.text) {
			b.leaveOut(whyCaption)
		}
	}
}

// rowsEnd returns the index behind the rows that start at i. Rows have at least
// two cells and all as many; a blank line between them is allowed.
func (p *page) rowsEnd(i int) int {
	width := 0
	for ; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		if b.kind != prose && b.kind != row || b.lines > 1 && b.kind != row {
			return i
		}
		cells := rowCells(p.text, b)
		if len(cells) < 2 || width > 0 && len(cells) != width {
			return i
		}
		width = len(cells)
	}
	return i
}

// rowCells returns the cells of a row: what stands between tabs, or between
// upright strokes that enclose the line.
func rowCells(text string, b *block) []briefings.Span {
	if b.cells != nil {
		return b.cells
	}
	sep := "\t"
	span := b.span
	if strings.HasPrefix(b.text, "|") && strings.HasSuffix(b.text, "|") && len(b.text) > 2 {
		sep = "|"
		span = briefings.Span{Start: span.Start + 1, End: span.End - 1}
	}
	if !strings.Contains(text[span.Start:span.End], sep) {
		return nil
	}
	var cells []briefings.Span
	start := span.Start
	for part := range strings.SplitSeq(text[span.Start:span.End], sep) {
		s, e := trimSpan(text, start, start+len(part))
		cells = append(cells, briefings.Span{Start: s, End: e})
		start += len(part) + 1
	}
	return cells
}

// takeTable makes a table of the rows from i to end, or adds them to the table
// before when they continue it.
func (p *page) takeTable(i, end int) {
	rows := make([]int, 0, end-i)
	for r := i; r < end; r++ {
		b := &p.blocks[r]
		b.cells, b.kind = rowCells(p.text, b), row
		if isRule(p.text, b) {
			b.leaveOut(whyMark)
			continue
		}
		rows = append(rows, r)
	}
	t := table{rows: rows, caption: p.captionOf(i), source: -1}
	if end < len(p.blocks) && p.blocks[end].kind == prose && sourceForm.MatchString(p.blocks[end].text) {
		t.source = end
	}
	if n := len(p.tables); n > 0 && t.caption < 0 && p.continues(&p.tables[n-1], rows) {
		last := &p.tables[n-1]
		if p.sameCells(last.rows[0], rows[0]) {
			p.blocks[rows[0]].leaveOut("header of the table, repeated")
			rows = rows[1:]
		}
		last.rows = append(last.rows, rows...)
		last.source = max(last.source, t.source)
	} else {
		p.tables = append(p.tables, t)
	}
	n := len(p.tables)
	for _, r := range p.tables[n-1].rows {
		p.blocks[r].table = n
	}
	if t.caption >= 0 {
		p.blocks[t.caption].kind, p.blocks[t.caption].table = caption, n
	}
	if t.source >= 0 {
		p.blocks[t.source].kind, p.blocks[t.source].table = sourceRow, n
	}
}

// isRule reports whether the row only rules a line under the header.
func isRule(text string, b *block) bool {
	for _, c := range b.cells {
		if strings.Trim(text[c.Start:c.End], "-:=— ") != "" {
			return false
		}
	}
	return true
}

// captionOf returns the index of the caption over the row at i, or -1.
func (p *page) captionOf(i int) int {
	if i > 0 && p.blocks[i-1].kind == prose && captionForm.MatchString(p.blocks[i-1].text) {
		return i - 1
	}
	return -1
}

// continues reports whether the rows go on with the table: it has no source
// line yet, the columns agree, and only notes and short lines lie between.
func (p *page) continues(t *table, rows []int) bool {
	last := t.rows[len(t.rows)-1]
	if t.source >= 0 || len(p.blocks[last].cells) != len(p.blocks[rows[0]].cells) {
		return false
	}
	for i := last + 1; i < rows[0]; i++ {
		if p.blocks[i].isProse() {
			return false
		}
	}
	return true
}

func (p *page) sameCells(a, b int) bool {
	x, y := p.blocks[a].cells, p.blocks[b].cells
	for i := range x {
		if fold(p.quote(x[i])) != fold(p.quote(y[i])) {
			return false
		}
	}
	return true
}

// finished returns the table as a source keeps it.
func (p *page) finished(t *table) briefings.Table {
	out := briefings.Table{}
	if t.caption >= 0 {
		b := &p.blocks[t.caption]
		m := captionForm.FindStringSubmatch(b.text)
		out.Number = atoi(m[3])
		out.Caption = briefings.Normal(b.text[len(m[0]):])
	}
	if t.source >= 0 {
		out.Source = briefings.Normal(p.blocks[t.source].text)
	}
	for i, r := range t.rows {
		b := &p.blocks[r]
		cells := make([]string, len(b.cells))
		for c, s := range b.cells {
			cells[c] = briefings.Normal(p.quote(s))
		}
		out.Spans = append(out.Spans, b.span)
		if i == 0 {
			out.Header = cells
			continue
		}
		out.Rows = append(out.Rows, cells)
		out.RowSpans = append(out.RowSpans, []briefings.Span{b.span})
	}
	return out
}
