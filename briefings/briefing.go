package briefings

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Slug names a briefing for ever: lower-case letters, digits and single
// hyphens, 1 to 64 characters, such as port-inspections.
type Slug string

var slugForm = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{Nd}]+(-[\p{Ll}\p{Lo}\p{Nd}]+)*$`)

// ParseSlug returns the slug that s spells, or an error that shows the form.
func ParseSlug(s string) (Slug, error) {
	if len([]rune(s)) > 64 || !slugForm.MatchString(s) {
		return "", Errorf(Invalid, "%q is not a briefing's name; use lower-case words joined by hyphens, such as port-inspections.", Shorten(s, 40))
	}
	return Slug(s), nil
}

// MakeSlug returns a slug made of the words of a title, at most eight words and
// 64 characters. A title without a letter or digit gives "untitled".
func MakeSlug(title string) Slug {
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(title)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
	var kept []string
	length := 0
	for _, w := range words {
		w = strings.Map(func(r rune) rune {
			if r == '\'' || r == '’' || !slugForm.MatchString(string(r)) {
				return -1
			}
			return r
		}, w)
		if w == "" || len(kept) == 8 || length+len([]rune(w)) > 56 {
			continue
		}
		kept = append(kept, w)
		length += len([]rune(w)) + 1
	}
	if len(kept) == 0 {
		return "untitled"
	}
	return Slug(strings.Join(kept, "-"))
}

// A Briefing is a standing subject. Its texts are its editions.
type Briefing struct {
	Slug    Slug     `json:"slug"`
	Title   string   `json:"title"`
	Topics  []string `json:"topics,omitempty"`
	Marking Marking  `json:"marking"`
	Latest  int      `json:"latest"` // number of the newest edition; 0 before the first
	Retired bool     `json:"retired,omitempty"`
	Owner   PersonID `json:"owner,omitempty"`
	// ReviewBy is the day by which somebody has to look at it again, as 2006-01-02;
	// empty is never.
	ReviewBy string    `json:"review_by,omitempty"`
	Verified time.Time `json:"verified,omitzero"` // when somebody last said that it still holds; zero is never
	Verifier PersonID  `json:"verifier,omitempty"`
}

// Validate returns nil, or an error that says what is missing.
func (b *Briefing) Validate() error {
	if _, err := ParseSlug(string(b.Slug)); err != nil {
		return err
	}
	if strings.TrimSpace(b.Title) == "" {
		return Errorf(Invalid, "A briefing needs a title.")
	}
	return b.Marking.Validate()
}

// An Edition is one published, numbered text of a briefing. It is never changed.
type Edition struct {
	Slug Slug      `json:"slug"`
	N    int       `json:"n"`
	Text Content   `json:"text"`
	At   time.Time `json:"at"`
	By   PersonID  `json:"by"` // who approved it
	// Authors are those who wrote it; none when that is not known.
	Authors []PersonID `json:"authors,omitempty"`
}

// Seq numbers the entries of the change log: 1, 2, 3 ... without gaps.
type Seq uint64

// A ChangeKind says what happened to a briefing.
type ChangeKind string

// The kinds of change.
const (
	Published ChangeKind = "published" // its first edition
	Revised   ChangeKind = "revised"   // a later edition
	Withdrawn ChangeKind = "withdrawn" // retired
	Verified  ChangeKind = "verified"  // somebody said that its newest edition still holds
	// Handled says that its sources are to be handled otherwise. It concerns no
	// briefing: its slug is empty.
	Handled ChangeKind = "handled"
)

// News reports whether a change of the kind alters what a reader is told of a
// briefing. The others are in the log so that every process learns of them.
func (k ChangeKind) News() bool { return k == Published || k == Revised || k == Withdrawn }

// A Change is one entry of the change log. Sources and Gone of a Handled change
// say nothing of what is in force.
type Change struct {
	Seq     Seq        `json:"seq"`
	Kind    ChangeKind `json:"kind"`
	Slug    Slug       `json:"slug"`
	Edition int        `json:"edition"`
	Sources []SourceID `json:"sources,omitempty"` // those of the edition; none of a Verified one
	Gone    []SourceID `json:"gone,omitempty"`    // those that no edition in force uses any more
	At      time.Time  `json:"at"`
	By      PersonID   `json:"by"`
	Note    string     `json:"note,omitempty"`
}
