package store

import (
	"strings"
	"time"

	"attache/briefings"
)

// The stored forms. They are apart from the types of briefings, so that those
// can change without touching what is on disk; parts whose JSON is fixed by
// briefings itself (spans, metadata, statements) are used as they are. A change
// of any form here needs a migration and a new dump in testdata.

// schemaRecord is meta/schema.
type schemaRecord struct {
	Version int    `json:"version"`
	Store   string `json:"store"` // identity: the index of another store is not ours
}

// seqRecord is meta/seq.
type seqRecord struct {
	Seq briefings.Seq `json:"seq"`
}

// countRecord is meta/sources.
type countRecord struct {
	N int `json:"n"`
}

// headRecord is meta/audit.
type headRecord struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

// digestRecord is digest/<sha256>.
type digestRecord struct {
	Source briefings.SourceID `json:"source"`
}

// sourceRecord is source/<id>. The body stands in Parts parts and is Size bytes
// long before compression.
type sourceRecord struct {
	ID       briefings.SourceID `json:"id"`
	File     string             `json:"file"`
	Format   string             `json:"format"`
	SHA256   string             `json:"sha256"`
	Parts    int                `json:"parts"`
	Size     int                `json:"size"`
	Imported time.Time          `json:"imported"`
	By       briefings.PersonID `json:"by,omitempty"`
	Marking  briefings.Marking  `json:"marking,omitempty"`
}

// briefingRecord is briefing/<slug>. Sources are those of the newest edition,
// so that what is in force can be told without reading editions.
type briefingRecord struct {
	Slug    briefings.Slug       `json:"slug"`
	Title   string               `json:"title"`
	Topics  []string             `json:"topics,omitempty"`
	Marking briefings.Marking    `json:"marking"`
	Latest  int                  `json:"latest"`
	Retired bool                 `json:"retired,omitempty"`
	Owner   briefings.PersonID   `json:"owner,omitempty"`
	Sources []briefings.SourceID `json:"sources,omitempty"`
}

func (r briefingRecord) briefing() briefings.Briefing {
	return briefings.Briefing{Slug: r.Slug, Title: r.Title, Topics: r.Topics, Marking: r.Marking, Latest: r.Latest, Retired: r.Retired, Owner: r.Owner}
}

// inForce reports whether the briefing's newest edition holds.
func (r briefingRecord) inForce() bool { return !r.Retired && r.Latest > 0 }

// contentRecord is the text of an edition or draft.
type contentRecord struct {
	Title      string                `json:"title"`
	Topics     []string              `json:"topics,omitempty"`
	Marking    briefings.Marking     `json:"marking"`
	BottomLine []briefings.Statement `json:"bottom_line,omitempty"`
	Judgements []briefings.Statement `json:"judgements,omitempty"`
	Sources    []briefings.SourceID  `json:"sources"`
}

// textRecord is edition/<slug>/<n>, where N is its number, and draft/<slug>,
// where N is the number of the edition it started from.
type textRecord struct {
	Slug briefings.Slug     `json:"slug"`
	N    int                `json:"n"`
	Text contentRecord      `json:"text"`
	At   time.Time          `json:"at"`
	By   briefings.PersonID `json:"by"`
}

func (r textRecord) edition() briefings.Edition {
	return briefings.Edition{Slug: r.Slug, N: r.N, Text: briefings.Content(r.Text), At: r.At, By: r.By}
}

func (r textRecord) draft() briefings.Draft {
	return briefings.Draft{Slug: r.Slug, Base: r.N, Text: briefings.Content(r.Text), At: r.At, By: r.By}
}

// changeRecord is change/<seq>.
type changeRecord struct {
	Seq     briefings.Seq        `json:"seq"`
	Kind    briefings.ChangeKind `json:"kind"`
	Slug    briefings.Slug       `json:"slug"`
	Edition int                  `json:"edition"`
	Sources []briefings.SourceID `json:"sources,omitempty"`
	Gone    []briefings.SourceID `json:"gone,omitempty"`
	At      time.Time            `json:"at"`
	By      briefings.PersonID   `json:"by"`
	Note    string               `json:"note,omitempty"`
}

// personRecord is person/<platform>/<workspace>/<id>.
type personRecord struct {
	ID   briefings.PersonID `json:"id"`
	Name string             `json:"name,omitempty"`
	Role briefings.Role     `json:"role"`
}

// answerRecord is answer/<id>.
type answerRecord struct {
	ID        string                 `json:"id"`
	Text      string                 `json:"text"`
	By        briefings.PersonID     `json:"by"`
	At        time.Time              `json:"at"`
	Seq       briefings.Seq          `json:"seq"`
	Citations []briefings.PassageRef `json:"citations,omitempty"`
}

// meterRecord is meter/<name>: the times in order, at most maxMeter of them.
type meterRecord struct {
	Name string      `json:"name"`
	At   []time.Time `json:"at"`
}

// keptRecord is text/<key>.
type keptRecord struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// validText returns s as JSON will give it back.
func validText(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
