package briefings

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A SourceID names a source for ever, such as S-0192. The store gives it.
type SourceID string

// A Source is an imported document kept verbatim, together with everything that
// was read in it. All spans of its parts point into Text.
//
// A zero ID means that the source has only been read and is not yet kept.
type Source struct {
	ID     SourceID `json:"id,omitempty"`
	File   string   `json:"file"`   // base name of the file or last part of the address
	Format string   `json:"format"` // "text" or "markdown"
	SHA256 string   `json:"sha256"` // hex digest of the bytes that were imported
	Text   string   `json:"text"`   // the whole document as valid UTF-8, byte for byte where it was UTF-8

	Meta       Metadata    `json:"meta"`
	Outline    []Heading   `json:"outline,omitempty"`
	Passages   []Passage   `json:"passages,omitempty"`
	Footnotes  []Footnote  `json:"footnotes,omitempty"`
	Tables     []Table     `json:"tables,omitempty"`
	PullQuotes []PullQuote `json:"pull_quotes,omitempty"`
	Dropped    []Dropped   `json:"dropped,omitempty"`

	Imported time.Time `json:"imported,omitzero"`
	By       PersonID  `json:"by,omitempty"`
	Marking  Marking   `json:"marking,omitempty"`
	// Unattributed says that what it says may be used and who said so may not be
	// told: the Chatham House Rule.
	Unattributed bool `json:"unattributed,omitempty"`
}

// Metadata says what a document states about itself. An empty field means that
// the document does not say; nothing is ever guessed.
type Metadata struct {
	Title     string   `json:"title,omitempty"`
	Subtitle  string   `json:"subtitle,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Journal   string   `json:"journal,omitempty"`
	Date      string   `json:"date,omitempty"` // 2025, 2025-12 or 2025-12-15
	Kind      string   `json:"kind,omitempty"` // such as "research paper", "journal article", "op-ed", "article"
	DOI       string   `json:"doi,omitempty"`  // without a resolver's address
	ISBN      string   `json:"isbn,omitempty"` // digits only
	Language  string   `json:"language,omitempty"`
}

// A Heading is one entry of a source's outline, in reading order. Level 1 is a
// chapter. A run-in heading opens a paragraph and stands in its first line.
type Heading struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
	Spans []Span `json:"spans"`
	RunIn bool   `json:"run_in,omitempty"`
}

// A PassageKind says what part of the page a passage is.
type PassageKind string

// The kinds of passage.
const (
	Sentence PassageKind = "sentence" // a sentence of the main text
	RunIn    PassageKind = "run-in"   // a bold or titled opening of a paragraph
	Row      PassageKind = "row"      // one row of a table
	Note     PassageKind = "note"     // a footnote or endnote
)

// A Passage is the smallest thing that can be cited. Text is the [Normal] form
// of the source's text at Spans; a sentence cut by a page break has two spans.
type Passage struct {
	N         int         `json:"n"` // 1, 2, 3 ... in the order of Source.Passages
	Kind      PassageKind `json:"kind"`
	Text      string      `json:"text"`
	Spans     []Span      `json:"spans"`
	Section   []string    `json:"section,omitempty"`   // heading texts from chapter down; empty before the first heading
	Paragraph int         `json:"paragraph,omitempty"` // 1, 2, 3 ... over the whole document; 0 for rows and notes
	Page      int         `json:"page,omitempty"`      // 0 when the document does not say
	Footnotes []int       `json:"footnotes,omitempty"` // the notes whose marks stand in this passage
	Table     int         `json:"table,omitempty"`     // for a row, the table's number in Source.Tables counted from 1
	NoteN     int         `json:"note,omitempty"`      // for a note, its number
}

// InMainText reports whether the passage is running text: a sentence or a
// run-in heading, not a table row or a note.
func (p Passage) InMainText() bool { return p.Kind == Sentence || p.Kind == RunIn }

// A Footnote is a note of the source and where it leads.
type Footnote struct {
	N        int      `json:"n"`
	Text     string   `json:"text"`
	Spans    []Span   `json:"spans"`
	URLs     []string `json:"urls,omitempty"`
	Ibid     int      `json:"ibid,omitempty"`          // the note that an "Ibid." repeats; 0 when it does not
	Resolved []string `json:"resolved_urls,omitempty"` // URLs, or those of the note that Ibid leads to
}

// A Table is a table joined across pages, its repeated header removed. Every
// row has as many cells as Header.
type Table struct {
	Number   int        `json:"number,omitempty"` // as printed; 0 when it bears none
	Caption  string     `json:"caption,omitempty"`
	Source   string     `json:"source,omitempty"` // the line under the table that says where it comes from
	Header   []string   `json:"header"`
	Rows     [][]string `json:"rows"`
	RowSpans [][]Span   `json:"row_spans"` // of each row, in the order of Rows
	Spans    []Span     `json:"spans"`
}

// A PullQuote is text set large beside the main text that repeats it.
type PullQuote struct {
	Text  string `json:"text"`
	Spans []Span `json:"spans"`
	Of    int    `json:"of,omitempty"` // the passage it repeats
}

// Dropped is text that was left out of the passages, and why. It can be
// restored: Spans still point into the source's text.
type Dropped struct {
	Spans []Span `json:"spans"`
	Why   string `json:"why"` // such as "running head", "menu", "teaser of another story"
}

// Passage returns passage n, or false when the source has no such passage.
func (s *Source) Passage(n int) (Passage, bool) {
	if n < 1 || n > len(s.Passages) {
		return Passage{}, false
	}
	return s.Passages[n-1], true
}

// Footnote returns note n, or false when the source has no such note.
func (s *Source) Footnote(n int) (Footnote, bool) {
	for _, f := range s.Footnotes {
		if f.N == n {
			return f, true
		}
	}
	return Footnote{}, false
}

// Label returns what to call the source in a list: its title, or else the
// opening words of its text in quotation marks, or else its file name. One that
// may not be attributed is called that, with its ID.
func (s *Source) Label() string {
	if s.Unattributed {
		return strings.TrimSpace("Non-attributable source " + string(s.ID))
	}
	if s.Meta.Title != "" {
		return s.Meta.Title
	}
	for _, p := range s.Passages {
		if p.InMainText() {
			return "“" + Shorten(p.Text, 60) + "”"
		}
	}
	return s.File
}

// Validate returns nil when the source keeps its promises: valid UTF-8, spans
// inside the text, passages numbered in order and each the [Normal] form of its
// spans. The error names the first part that does not.
func (s *Source) Validate() error {
	if s.File == "" || s.SHA256 == "" {
		return Errorf(Invalid, "A source needs a file name and a digest.")
	}
	if !utf8.ValidString(s.Text) {
		return Errorf(Invalid, "The text of %s is not valid UTF-8.", s.File)
	}
	for i, p := range s.Passages {
		if p.N != i+1 {
			return Errorf(Invalid, "Passage %d of %s is numbered %d.", i+1, s.File, p.N)
		}
		if !validSpans(p.Spans, len(s.Text)) {
			return Errorf(Invalid, "Passage %d of %s points outside its text.", p.N, s.File)
		}
		if p.Kind != Row && Normal(Quote(s.Text, p.Spans)) != p.Text {
			return Errorf(Invalid, "Passage %d of %s does not match its text.", p.N, s.File)
		}
	}
	for _, d := range s.Dropped {
		if !validSpans(d.Spans, len(s.Text)) {
			return Errorf(Invalid, "A dropped part of %s points outside its text.", s.File)
		}
	}
	if s.Marking != "" {
		return s.Marking.Validate()
	}
	return nil
}

// A PassageRef names one passage of one kept source, such as S-0192#41.
type PassageRef struct {
	Source SourceID `json:"source"`
	N      int      `json:"n"`
}

// String returns the form S-0192#41, which [ParsePassageRef] reads.
func (r PassageRef) String() string { return string(r.Source) + "#" + strconv.Itoa(r.N) }

// ParsePassageRef reads the form S-0192#41 in any case of letters.
func ParsePassageRef(s string) (PassageRef, error) {
	m := refForm.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m == nil {
		return PassageRef{}, Errorf(Invalid, "%q is not a passage; write it as S-0001#12.", Shorten(s, 40))
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		return PassageRef{}, Errorf(Invalid, "%q is not a passage; write it as S-0001#12.", Shorten(s, 40))
	}
	return PassageRef{Source: SourceID(m[1]), N: n}, nil
}

var refForm = regexp.MustCompile(`^(S-\d{4,9})#(\d{1,7})$`)

// NewSourceID returns the ID of the n-th source ever kept, counted from 1.
func NewSourceID(n int) SourceID { return SourceID(fmt.Sprintf("S-%04d", n)) }

// Shorten returns s cut to at most limit characters, at a space where there is
// one in the second half, with an ellipsis when something was cut.
func Shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)[:limit-1]
	cut := string(runes)
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:–—-") + "…"
}
