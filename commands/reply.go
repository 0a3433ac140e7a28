package commands

import (
	"strings"
	"time"
	"unicode/utf8"

	"attache/briefings"
)

// A Reply is what is answered, in no platform's words. A renderer shows its
// parts in the order of the fields and may leave out what its platform cannot
// show, but never Text, Statements or Error. All text is plain: a renderer
// escapes it.
type Reply struct {
	Verb       string      // the verb that answered, such as "ask"; "" when none was understood
	Title      string      // one line, 150 characters at most
	Text       string      // the bottom line: 280 characters at most, the only part of an answer some readers see
	Statements []Statement // the body: each sentence with what supports it
	Tables     []Table
	Hits       []Hit      // for verbs that search: what was found, best first
	Citations  []Citation // the numbered sources of Text, Statements, Tables and Hits
	Footer     string     // what was searched, how many sentences are supported, the answer's ID
	Actions    []Action   // buttons
	Files      []File     // attachments, such as a CSV
	// Marking is the strictest handling label of what the reply holds; empty when
	// it holds nothing that bears one.
	Marking  briefings.Marking
	Private  bool      // only the asker may see it; true unless the asker chose to share
	Instants []Instant // the moments that texts of the reply name
	// Answer is the ID under which its citations can be named later, empty when it
	// has none, and Seq the change up to which it is true.
	Answer string
	Seq    briefings.Seq
	Error  *briefings.Error
}

// An Instant is a moment that the reply names. Text is how it stands in the
// reply's texts, in the zone of the place; a platform whose readers have clocks
// of their own may show At instead.
type Instant struct {
	Text string
	At   time.Time
}

// A Statement is one sentence of a reply. Cites holds the numbers of its
// citations; it is empty only for Attaché's own words, never for a finding.
type Statement struct {
	Text  string
	Label string // genre and voice, such as "judgement · op-ed" or "the author argues"; may be empty
	Group string // a heading over this and the following statements of the same group; may be empty
	Cites []int
}

// Redline reports whether the statement is a line of a redline: it begins with a
// minus and a space for what was, or with a plus and a space for what is now.
// The mark takes the place of a bullet; a renderer adds no colour and strikes
// nothing through.
func (s Statement) Redline() bool {
	return strings.HasPrefix(s.Text, "− ") || strings.HasPrefix(s.Text, "+ ")
}

// Marked returns the label that a header has to bear, or "" when there is none
// or the title ends in it.
func (r Reply) Marked() string {
	if r.Marking == "" || strings.HasSuffix(r.Title, string(r.Marking)) {
		return ""
	}
	return string(r.Marking)
}

// A Citation is one numbered passage of one source.
type Citation struct {
	N       int // 1, 2, 3 ... within the reply
	Ref     briefings.PassageRef
	File    string // base name of the imported file
	Spans   []briefings.Span
	Text    string // the passage, in normal form
	Section []string
	Source  string // the source line: kind, publisher or author, locator, date, joined by " · "
	// Before and After are the neighbouring passages, and Notes the footnotes of
	// this one; only the cite verb fills them.
	Before, After string
	Notes         []string
}

// A Hit is one passage that a search found.
type Hit struct {
	Cite  int // the number of its citation
	Score float64
}

// A Table is shown as a table where the platform can, and as a list elsewhere.
// Every row has as many cells as Header. Cites holds, for each row, the numbers
// of the citations that support it.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]string
	Cites   [][]int
}

// An Action is a button that carries an invocation: pressing it is the same as
// typing Text. Label has 24 characters at most.
type Action struct {
	Label   string
	Text    string
	Confirm string // the question asked before a destructive action; empty when none is
	// Form says that the verb's form is opened, filled with what Text says, in
	// place of doing it at once. Where there are no forms Text is shown to be typed.
	Form bool
}

// maxTyped is the longest value that is shown to be typed again: one line of it.
const maxTyped = 60

// Typed returns what can be typed in the place of the button. What fills a form
// may be a whole text; values of several lines, or of more than 60 characters,
// are left out then.
func (a Action) Typed() string {
	if !a.Form {
		return a.Text
	}
	inv, _ := Parse(a.Text)
	if inv.Verb == "" || inv.Assumed {
		return a.Text
	}
	for name, v := range inv.Values {
		if strings.Contains(v, "\n") || utf8.RuneCountInString(v) > maxTyped {
			delete(inv.Values, name)
		}
	}
	return inv.String()
}
