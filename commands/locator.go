package commands

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// sourceLine returns what stands beside a citation's number: genre, publisher
// or author, where in the document, and date, as far as the document says.
// The genre is there so that an opinion is never read as a finding.
func sourceLine(src *briefings.Source, p briefings.Passage) string {
	return joined(genre(src), origin(src), locator(src, p), src.Meta.Date)
}

// joined joins the parts that are not empty.
func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

// genre returns the document's kind with a capital, or "" when it states none.
func genre(src *briefings.Source) string {
	r, n := utf8.DecodeRuneInString(src.Meta.Kind)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + src.Meta.Kind[n:]
}

// origin returns who a document comes from: its publisher, journal or authors,
// or else what it is called.
func origin(src *briefings.Source) string {
	switch m := src.Meta; {
	case m.Publisher != "":
		return briefings.Shorten(m.Publisher, 60)
	case m.Journal != "":
		return briefings.Shorten(m.Journal, 60)
	case len(m.Authors) > 2:
		return m.Authors[0] + " et al."
	case len(m.Authors) > 0:
		return strings.Join(m.Authors, " and ")
	}
	return briefings.Shorten(src.Label(), 60)
}

// locator returns where in its document a passage stands.
func locator(src *briefings.Source, p briefings.Passage) string {
	switch {
	case p.Kind == briefings.Note:
		return "note " + strconv.Itoa(p.NoteN)
	case p.Kind == briefings.Row:
		return tableName(src, p) + ", row “" + briefings.Shorten(rowName(p), 30) + "”"
	}
	var parts []string
	if chapter := chapterName(p.Section); chapter != "" {
		parts = append(parts, chapter)
	}
	if p.Page > 0 {
		parts = append(parts, "p. "+strconv.Itoa(p.Page))
	}
	where := strings.Join(parts, ", ")
	if p.Paragraph > 0 {
		where = strings.TrimSpace(where + " ¶" + strconv.Itoa(p.Paragraph))
	}
	return where
}

// tableName returns what to call the table a row stands in.
func tableName(src *briefings.Source, p briefings.Passage) string {
	if p.Table < 1 || p.Table > len(src.Tables) {
		return "Table"
	}
	t := src.Tables[p.Table-1]
	switch {
	case t.Number > 0:
		return "Table " + strconv.Itoa(t.Number)
	case t.Caption != "":
		return "Table “" + briefings.Shorten(t.Caption, 40) + "”"
	}
	return "Table " + strconv.Itoa(p.Table)
}

// rowName returns the first cell of a row that says something.
func rowName(p briefings.Passage) string {
	for _, cell := range strings.Split(p.Text, "|") {
		if cell = strings.TrimSpace(cell); cell != "" {
			return cell
		}
	}
	return p.Text
}

var chapterNumber = regexp.MustCompile(`(?i)^(?:chapter|part|section)?\s*0*(\d{1,2})(?:[.:)\s]|$)`)

// chapterName returns a short name of the chapter a passage stands in: its
// number where the heading bears one, or else the heading in quotation marks.
func chapterName(section []string) string {
	if len(section) == 0 {
		return ""
	}
	if n := numberOfChapter(section[0]); n > 0 {
		return "ch. " + strconv.Itoa(n)
	}
	return "“" + briefings.Shorten(section[0], 40) + "”"
}

// numberOfChapter returns the number that a chapter's heading begins with, or 0.
func numberOfChapter(heading string) int {
	m := chapterNumber.FindStringSubmatch(strings.TrimSpace(heading))
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

// opinion reports whether a document argues in its author's own name, so that
// what it says is shown as an argument and not as a finding.
func opinion(src *briefings.Source) bool {
	kind := strings.ToLower(src.Meta.Kind)
	for _, word := range [...]string{"op-ed", "oped", "opinion", "blog", "comment", "editorial", "column", "letter", "essay", "viewpoint", "perspective"} {
		if strings.Contains(kind, word) {
			return true
		}
	}
	return false
}

// voice returns how a passage speaks: "the author argues", "recommendation",
// "quotation", "table" or "footnote"; empty for a plain statement.
func (d *Desk) voice(src *briefings.Source, p briefings.Passage) string {
	switch {
	case p.Kind == briefings.Row:
		return "table"
	case p.Kind == briefings.Note:
		return "footnote"
	}
	argues := ""
	if opinion(src) {
		argues = "the author argues"
	}
	switch {
	case d.readings.of(src).advice()[p.N]:
		return joined(argues, "recommendation")
	case allQuoted(p.Text):
		return joined(argues, "quotation")
	}
	return argues
}

// label returns what stands beside a passage that speaks otherwise than as a
// plain statement: its voice and the genre of its document.
func (d *Desk) label(src *briefings.Source, p briefings.Passage) string {
	voice := d.voice(src, p)
	if voice == "" {
		return ""
	}
	return joined(voice, strings.ToLower(genre(src)))
}

// allQuoted reports whether a sentence is somebody else's words from end to end.
func allQuoted(text string) bool {
	text = strings.TrimRight(text, ".!?,")
	return len(text) > 2 && strings.HasPrefix(text, "“") && strings.HasSuffix(text, "”") && strings.Count(text, "“") == 1
}
