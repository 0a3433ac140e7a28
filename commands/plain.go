package commands

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// plainWidth is how many columns a line of plain text has.
const plainWidth = 100

// Plain returns the reply as plain text: the parts in their order, lines of at
// most 100 columns, attachments at the end as they are. Text that came from
// documents and people is cleaned (see [Clean]), so that nothing in it can
// steer a terminal or change what is seen. It ends with a line end.
func (r Reply) Plain() string {
	w := &plainWriter{}
	if r.Error != nil {
		w.wrap("", "", r.Error.Text+"  "+r.Error.Code())
	}
	title := r.Title
	if !r.Private && title != "" {
		title += "  (the channel sees this)"
	}
	w.wrap("", "", title)
	w.wrap("", "", r.Text)
	w.statements(r.Statements)
	for _, t := range r.Tables {
		w.gap()
		w.table(t)
	}
	if len(r.Citations) > 0 {
		w.gap()
	}
	for _, c := range r.Citations {
		w.citation(c)
	}
	if r.Footer != "" && len(r.Citations)+len(r.Tables)+len(r.Statements) > 0 {
		w.gap()
	}
	w.wrap("", "", r.Footer)
	w.actions(r.Actions)
	for _, f := range r.Files {
		w.gap()
		w.wrap("", "", fmt.Sprintf("File %s, %d bytes:", f.Name, len(f.Data)))
		for line := range strings.Lines(string(f.Data)) {
			w.line(Clean(strings.TrimRight(line, "\r\n")))
		}
	}
	return w.b.String()
}

// A plainWriter writes lines. A gap is one empty line and never comes first.
type plainWriter struct {
	b     strings.Builder
	blank bool
}

func (w *plainWriter) line(s string) {
	if w.blank && w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
	w.blank = false
	w.b.WriteString(strings.TrimRight(s, " "))
	w.b.WriteByte('\n')
}

func (w *plainWriter) gap() { w.blank = true }

// wrap writes text in lines: the first led by first, the others by rest.
func (w *plainWriter) wrap(first, rest, text string) {
	if text == "" {
		return
	}
	first, rest = Clean(first), Clean(rest)
	for i, l := range wrapped(Clean(text), plainWidth-max(columns(first), columns(rest))) {
		if i == 0 {
			w.line(first + l)
		} else {
			w.line(rest + l)
		}
	}
}

func (w *plainWriter) statements(list []Statement) {
	group := ""
	for i, s := range list {
		if i == 0 || s.Group != group {
			w.gap()
			w.wrap("", "", s.Group)
		}
		group = s.Group
		text := s.Text + numbers(s.Cites)
		if s.Label != "" {
			text += "  (" + s.Label + ")"
		}
		if s.Redline() {
			w.wrap("", "  ", text)
		} else {
			w.wrap("• ", "  ", text)
		}
	}
}

// numbers returns citation numbers as they follow a sentence: " [1][3]".
func numbers(cites []int) string {
	var b strings.Builder
	for i, n := range cites {
		if i == 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}

func (w *plainWriter) citation(c Citation) {
	w.wrap(fmt.Sprintf("[%d] ", c.N), "    ", c.Source)
	if c.Before != "" {
		w.wrap("    before: ", "            ", c.Before)
	}
	if c.After != "" {
		w.wrap("    after:  ", "            ", c.After)
	}
	for _, n := range c.Notes {
		w.wrap("    ", "    ", n)
	}
}

// actions writes what can be typed next. The buttons of passages, which bear
// only a number, share one line.
func (w *plainWriter) actions(list []Action) {
	plainNumber := func(a Action) bool { return strings.Trim(a.Label, "0123456789") == "" }
	last := -1
	for i, a := range list {
		if plainNumber(a) {
			last = i
		}
	}
	for i, a := range list {
		switch {
		case plainNumber(a) && i == last && i > 0:
			w.wrap("( 1 ) to ( "+a.Label+" )  ", "    ", list[0].Text+" … "+a.Text)
		case plainNumber(a) && i != last:
		case a.Confirm != "":
			w.wrap("( "+a.Label+" )  ", "    ", a.Typed()+" — "+a.Confirm)
		default:
			w.wrap("( "+a.Label+" )  ", "    ", a.Typed())
		}
	}
}

// table writes a table. Columns share the width: the widest give way first and
// their cells run over several lines.
func (w *plainWriter) table(t Table) {
	w.wrap("", "", t.Caption)
	rows := make([][]string, 0, len(t.Rows)+1)
	rows = append(rows, cleaned(t.Header))
	for _, r := range t.Rows {
		rows = append(rows, cleaned(r))
	}
	widest := widestColumn(rows)
	for i := range t.Rows {
		if i < len(t.Cites) && len(t.Cites[i]) > 0 && widest >= 0 {
			rows[i+1][widest] += numbers(t.Cites[i])
		}
	}
	widths := columnWidths(rows)
	if strings.Join(t.Header, "") != "" {
		w.row(rows[0], widths)
		var rule []string
		for _, n := range widths {
			rule = append(rule, strings.Repeat("-", n))
		}
		w.line(strings.Join(rule, "  "))
	}
	for _, r := range rows[1:] {
		w.row(r, widths)
	}
}

func cleaned(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.Join(strings.Fields(Clean(c)), " ")
	}
	return out
}

// widestColumn returns the column that holds the most text, -1 without columns.
func widestColumn(rows [][]string) int {
	most, at := -1, -1
	for i := range rows[0] {
		sum := 0
		for _, r := range rows {
			sum += columns(r[i])
		}
		if sum > most {
			most, at = sum, i
		}
	}
	return at
}

// narrowest is the least width that a column is cut down to.
const narrowest = 8

// columnWidths returns the widths of the columns so that a row fits on a line
// where that is possible at all.
func columnWidths(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	total := 2 * (len(widths) - 1)
	for _, n := range widths {
		total += n
	}
	for total > plainWidth {
		widest := slices.Max(widths)
		if widest <= narrowest {
			break
		}
		widths[slices.Index(widths, widest)]--
		total--
	}
	return widths
}

func (w *plainWriter) row(cells []string, widths []int) {
	lines := make([][]string, len(cells))
	height := 1
	for i, c := range cells {
		lines[i] = wrapped(c, widths[i])
		height = max(height, len(lines[i]))
	}
	for y := range height {
		var b strings.Builder
		for i := range cells {
			cell := ""
			if y < len(lines[i]) {
				cell = lines[i][y]
			}
			b.WriteString(cell)
			if i < len(cells)-1 {
				b.WriteString(strings.Repeat(" ", max(0, widths[i]-columns(cell))+2))
			}
		}
		w.line(b.String())
	}
}

// wrapped cuts text into lines of at most width columns, at white space where
// there is any; no text is one empty line. A web address is never cut, so that
// it can be copied, and its line may be longer.
func wrapped(text string, width int) []string {
	width = max(width, narrowest)
	var lines []string
	line, used := "", 0
	flush := func() {
		lines = append(lines, line)
		line, used = "", 0
	}
	for _, word := range strings.Fields(text) {
		n := columns(word)
		if used > 0 && used+1+n > width {
			flush()
		}
		for n > width && !strings.Contains(word, "://") {
			head := fitting(word, width)
			lines = append(lines, head)
			word = word[len(head):]
			n = columns(word)
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	if line != "" || len(lines) == 0 {
		flush()
	}
	return lines
}

// fitting returns the longest beginning of a word that takes at most width
// columns, and at least one character.
func fitting(word string, width int) string {
	used := 0
	for i, r := range word {
		n := columnsOf(r)
		if used+n > width && i > 0 {
			return word[:i]
		}
		used += n
	}
	return word
}

// columns returns how many columns of a terminal a text takes.
func columns(s string) int {
	if plainASCII(s) {
		return len(s)
	}
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		n += columnsOf(r)
		i += size
	}
	return n
}
