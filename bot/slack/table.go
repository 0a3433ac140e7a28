package slack

import (
	"slices"

	"github.com/slack-go/slack"

	"attache/commands"
)

// A tableHead is what the rows of one table share.
type tableHead struct {
	caption inert
	header  []inert
	native  bool // it may be drawn as a table
}

// The most of a table's parts. A row that is longer cannot be read as a row.
const (
	maxHeaderCell = 60
	maxRow        = 1500
)

// cost returns the text of the caption and the header.
func (h *tableHead) cost() int {
	text := h.caption.size() + marksCost
	for _, c := range h.header {
		text += c.size()
	}
	return text
}

// none stands in a cell that says nothing: Slack refuses empty ones.
const none = "–"

// tablePieces returns a table in pieces: its rows, or for a table that is too
// wide or too long to be one, its rows as lines of text. A missing caption is
// the title.
func tablePieces(t commands.Table, title inert) []piece {
	width := len(t.Header)
	for _, r := range t.Rows {
		width = max(width, len(r))
	}
	head := &tableHead{caption: inertOf(t.Caption).shortened(maxCaption), native: width > 0 && width <= maxPhoneCols}
	named := false
	for i := range width {
		name := ""
		if i < len(t.Header) {
			name = t.Header[i]
		}
		cell := inertOf(name).shortened(maxHeaderCell)
		named = named || !cell.empty()
		head.header = append(head.header, cell)
	}
	head.native = head.native && named
	rows := make([]piece, 0, len(t.Rows))
	for i, r := range t.Rows {
		p := piece{table: head}
		if i < len(t.Cites) {
			p.cites = t.Cites[i]
		}
		size := 0
		for c := range width {
			cell := inertOf(none)
			if c < len(r) && !inertOf(r[c]).empty() {
				cell = inertOf(r[c])
			}
			size += cell.size()
			p.cells = append(p.cells, cell)
		}
		head.native = head.native && size <= maxRow && len(p.cites) <= maxCites
		rows = append(rows, p)
	}
	if !head.native {
		return lines(rows, head)
	}
	if head.caption.empty() {
		head.caption = title.shortened(maxCaption)
	}
	if head.caption.empty() {
		head.caption = inertOf("Table")
	}
	for i, c := range head.header {
		if c.empty() {
			head.header[i] = inertOf(none)
		}
	}
	return rows
}

// lines returns the rows as statements under the caption.
func lines(rows []piece, head *tableHead) []piece {
	var out []piece
	for _, r := range rows {
		out = append(out, statementPieces(r.listed())...)
	}
	return out
}

// listed returns a row as a statement under the table's caption.
func (p piece) listed() piece {
	return piece{group: p.table.caption, text: p.rowLine(), cites: p.cites, bullet: true}
}

// rowLine returns a row as one line of text: "who: x · by: y". Without names of
// columns the first cell names the others.
func (p piece) rowLine() inert {
	var cells []inert
	for i, c := range p.cells {
		if name := p.table.header[i]; !name.empty() && name.escaped != none {
			c = name.plus(own(": "), c)
		}
		cells = append(cells, c)
	}
	if len(cells) > 1 && p.table.header[0].empty() {
		return cells[0].plus(own(": "), joinInert(cells[1:], " · "))
	}
	return joinInert(cells, " · ")
}

// widest returns the column that holds the most text.
func widest(rows []piece) int {
	sums := make([]int, len(rows[0].cells))
	for _, r := range rows {
		for i, c := range r.cells {
			sums[i] += c.size()
		}
	}
	return slices.Index(sums, slices.Max(sums))
}

// cited returns the cells of a row with its citation numbers at the end of one.
func (p piece) cited(column int) []inert {
	cells := slices.Clone(p.cells)
	cells[column] = cells[column].plus(numbers(p.cites))
	return cells
}

// tableBlock draws the rows of one table, of which there is at least one: as a
// table that sorts and turns its own pages, or as one that older clients know. It is not
// documented whether raw_text is read as markup, so that a cell in which there
// could be any is rich_text, and a header, which may not be, goes without.
func tableBlock(rows []piece, paged bool) slack.Block {
	head, column := rows[0].table, widest(rows)
	if !paged {
		b := slack.NewTableBlock("")
		var header []slack.TableCell
		for _, c := range head.header {
			b.ColumnSettings = append(b.ColumnSettings, slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true})
			header = append(header, slack.NewTableRawTextCell(c.bare()))
		}
		b.AddRow(header...)
		for _, r := range rows {
			var cells []slack.TableCell
			for _, c := range r.cited(column) {
				if c.marked() {
					cells = append(cells, slack.NewTableRichTextCell(section(c.rich(nil))))
				} else {
					cells = append(cells, slack.NewTableRawTextCell(c.plain()))
				}
			}
			b.AddRow(cells...)
		}
		return b
	}
	b := slack.NewDataTableBlock(head.caption.bare()).WithPageSize(min(len(rows), tablePage))
	var header []slack.DataTableCell
	for _, c := range head.header {
		header = append(header, slack.NewDataTableRawTextCell(c.bare()))
	}
	b.AddRow(header...)
	for _, r := range rows {
		var cells []slack.DataTableCell
		for _, c := range r.cited(column) {
			if c.marked() {
				cells = append(cells, slack.NewDataTableRichTextCell(section(c.rich(nil))))
			} else {
				cells = append(cells, slack.NewDataTableRawTextCell(c.plain()))
			}
		}
		b.AddRow(cells...)
	}
	return b
}

// tablePage is how many rows of a table are shown at a time.
const tablePage = 10

func section(elements []slack.RichTextSectionElement) *slack.RichTextSection {
	return slack.NewRichTextSection(elements...)
}
