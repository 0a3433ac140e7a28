package briefings

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// A RecID names a recommendation in the register: the passage that gives the
// advice, such as S-0001#12, or the briefing that makes it with six letters and
// digits made of its text, such as port-inspections#H3K7QA. The first of these is
// a letter, so that neither is taken for the other.
type RecID string

// recCode is how long the code of a briefing's own recommendation is.
const recCode = 6

// PassageRec returns the name of the advice that a passage gives.
func PassageRec(ref PassageRef) RecID { return RecID(ref.String()) }

// OwnRec returns the name of a recommendation that a briefing makes in these
// words, whatever the white space between them. In other words it is another
// recommendation.
func OwnRec(slug Slug, text string) RecID {
	return RecID(string(slug) + "#" + Code([]byte(strings.Join(strings.Fields(text), " ")))[:recCode])
}

var recCodeForm = regexp.MustCompile(`^[A-HJKMNP-TV-Z][0-9][0-9A-HJKMNP-TV-Z]{4}$`)

// ParseRecID reads the name of a recommendation, in any case of letters. The
// error is of kind Invalid.
func ParseRecID(s string) (RecID, error) {
	s = strings.TrimSpace(s)
	if ref, err := ParsePassageRef(s); err == nil {
		return PassageRec(ref), nil
	}
	name, code, _ := strings.Cut(s, "#")
	slug, err := ParseSlug(strings.ToLower(name))
	if code = strings.ToUpper(code); err != nil || !recCodeForm.MatchString(code) {
		return "", Errorf(Invalid, "%q is not a recommendation; write S-0001#12, or copy the ID from the CSV of recs.", Shorten(s, 60))
	}
	return RecID(string(slug) + "#" + code), nil
}

// Passage returns the passage that gives the advice; false for a recommendation
// of a briefing's own.
func (id RecID) Passage() (PassageRef, bool) {
	ref, err := ParsePassageRef(string(id))
	return ref, err == nil
}

// Briefing returns the briefing whose own recommendation it is; false for the
// advice of a source.
func (id RecID) Briefing() (Slug, bool) {
	if _, is := id.Passage(); is {
		return "", false
	}
	slug, _, ok := strings.Cut(string(id), "#")
	return Slug(slug), ok
}

// A RecStatus says what has become of a recommendation. A zero status is RecOpen.
type RecStatus string

// What may become of a recommendation.
const (
	RecOpen       RecStatus = "open"
	RecAdopted    RecStatus = "adopted"
	RecRejected   RecStatus = "rejected"
	RecSuperseded RecStatus = "superseded" // other advice has taken its place
)

// RecStatuses returns what may become of a recommendation. The caller owns the
// slice.
func RecStatuses() []RecStatus {
	return []RecStatus{RecOpen, RecAdopted, RecRejected, RecSuperseded}
}

// A RecEntry is what the register says of a recommendation. Entries of a
// recommendation are numbered 1, 2, 3 ... and never change; the last one holds.
// Without any the recommendation is open and nobody's: the zero entry with its ID.
type RecEntry struct {
	ID     RecID
	N      int
	Status RecStatus
	Owner  PersonID // who sees to it; empty is nobody
	Due    string   // the day by which it is to be done, as 2006-01-02; empty is none
	Note   string
	By     PersonID
	At     time.Time
}

// State returns the status, which is RecOpen where none was set.
func (e RecEntry) State() RecStatus {
	if e.Status == "" {
		return RecOpen
	}
	return e.Status
}

// Says reports whether two entries say the same, whoever set them and when.
func (e RecEntry) Says(other RecEntry) bool {
	return e.State() == other.State() && e.Owner == other.Owner && e.Due == other.Due && e.Note == other.Note
}

// Validate returns nil when the entry can be kept.
func (e RecEntry) Validate() error {
	if id, err := ParseRecID(string(e.ID)); err != nil || id != e.ID {
		return Errorf(Invalid, "%q is not a recommendation; write S-0001#12, or copy the ID from the CSV of recs.", Shorten(string(e.ID), 60))
	}
	if !slices.Contains(RecStatuses(), e.State()) {
		return Errorf(Invalid, "%q is not a status; choose open, adopted, rejected or superseded.", Shorten(string(e.Status), 40))
	}
	if _, err := time.Parse(time.DateOnly, e.Due); e.Due != "" && err != nil {
		return Errorf(Invalid, "%q is not a day; write it as 2026-06-30.", Shorten(e.Due, 40))
	}
	return nil
}
