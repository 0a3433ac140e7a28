package store

import (
	"time"

	"attache/briefings"
)

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

	ReviewBy string             `json:"review_by,omitempty"`
	Verified time.Time          `json:"verified,omitzero"`
	Verifier briefings.PersonID `json:"verifier,omitempty"`
}

func (r briefingRecord) briefing() briefings.Briefing {
	return briefings.Briefing{Slug: r.Slug, Title: r.Title, Topics: r.Topics, Marking: r.Marking, Latest: r.Latest, Retired: r.Retired, Owner: r.Owner,
		ReviewBy: r.ReviewBy, Verified: r.Verified, Verifier: r.Verifier}
}

// inForce reports whether the briefing's newest edition holds.
func (r briefingRecord) inForce() bool { return !r.Retired && r.Latest > 0 }

// contentRecord is the text of an edition, a draft, a revision or a proposal.
type contentRecord struct {
	Title           string                  `json:"title"`
	Topics          []string                `json:"topics,omitempty"`
	Marking         briefings.Marking       `json:"marking"`
	Embargo         time.Time               `json:"embargo,omitzero"`
	Owner           briefings.PersonID      `json:"owner,omitempty"`
	ReviewBy        string                  `json:"review_by,omitempty"`
	Scale           briefings.Scale         `json:"scale,omitempty"`
	BottomLine      []briefings.Statement   `json:"bottom_line,omitempty"`
	Judgements      []briefings.Statement   `json:"judgements,omitempty"`
	Recommendations []briefings.Recommended `json:"recommendations,omitempty"`
	Watch           []briefings.WatchItem   `json:"watch,omitempty"`
	Sources         []briefings.SourceID    `json:"sources"`
}

// contentRecordOf returns the stored form of a text.
func contentRecordOf(c briefings.Content) contentRecord {
	if !c.Embargo.IsZero() {
		c.Embargo = storedTime(c.Embargo)
	}
	return contentRecord(c)
}

// textRecord is edition/<slug>/<n>, where N is its number, and draft/<slug>,
// where N is the number of the edition it started from.
type textRecord struct {
	Slug     briefings.Slug       `json:"slug"`
	N        int                  `json:"n"`
	Text     contentRecord        `json:"text"`
	At       time.Time            `json:"at"`
	By       briefings.PersonID   `json:"by"`
	Revision int                  `json:"revision,omitempty"` // of a draft, the last; 0 when it was kept before there were revisions
	Saved    int                  `json:"saved,omitempty"`    // of a draft, the last that wrote its text
	State    briefings.DraftState `json:"state,omitempty"`    // of a draft
	Approver briefings.PersonID   `json:"approver,omitempty"` // of a draft
	Authors  []briefings.PersonID `json:"authors,omitempty"`
}

func (r textRecord) edition() briefings.Edition {
	return briefings.Edition{Slug: r.Slug, N: r.N, Text: briefings.Content(r.Text), At: r.At, By: r.By, Authors: r.Authors}
}

// draft returns the draft. One without revisions is its own first revision,
// which the next write puts on record.
func (r textRecord) draft() briefings.Draft {
	if r.Revision == 0 {
		r.Revision, r.Saved = 1, 1
	}
	if r.State == "" {
		r.State = briefings.Drafting
	}
	if len(r.Authors) == 0 && r.By != "" {
		r.Authors = []briefings.PersonID{r.By}
	}
	return briefings.Draft{Slug: r.Slug, Base: r.N, Text: briefings.Content(r.Text), At: r.At, By: r.By,
		N: r.Revision, Saved: r.Saved, State: r.State, Approver: r.Approver, Authors: r.Authors}
}

// draftRecordOf returns the stored form of a draft.
func draftRecordOf(d briefings.Draft) textRecord {
	return textRecord{Slug: d.Slug, N: d.Base, Text: contentRecordOf(d.Text), At: d.At, By: d.By,
		Revision: d.N, Saved: d.Saved, State: d.State, Approver: d.Approver, Authors: d.Authors}
}

// revisionRecord is revision/<slug>/<n>. Text is there for the kind saved only.
type revisionRecord struct {
	Slug     briefings.Slug         `json:"slug"`
	N        int                    `json:"n"`
	Kind     briefings.RevisionKind `json:"kind"`
	Base     int                    `json:"base"`
	Text     *contentRecord         `json:"text,omitempty"`
	At       time.Time              `json:"at"`
	By       briefings.PersonID     `json:"by"`
	Note     string                 `json:"note,omitempty"`
	Proposal string                 `json:"proposal,omitempty"`
	Edition  int                    `json:"edition,omitempty"`
	From     int                    `json:"from,omitempty"`
}

func (r revisionRecord) revision() briefings.Revision {
	v := briefings.Revision{Slug: r.Slug, N: r.N, Kind: r.Kind, Base: r.Base, At: r.At, By: r.By, Note: r.Note,
		Proposal: r.Proposal, Edition: r.Edition, From: r.From}
	if r.Text != nil {
		v.Text = briefings.Content(*r.Text)
	}
	return v
}

// proposalRecord is proposal/<id>.
type proposalRecord struct {
	ID       string             `json:"id"`
	Slug     briefings.Slug     `json:"slug"`
	Seen     int                `json:"seen"`
	Base     int                `json:"base"`
	Text     contentRecord      `json:"text"`
	Note     string             `json:"note,omitempty"`
	By       briefings.PersonID `json:"by"`
	At       time.Time          `json:"at"`
	Revision int                `json:"revision,omitempty"`
}

func (r proposalRecord) proposal() briefings.Proposal {
	return briefings.Proposal{ID: r.ID, Slug: r.Slug, Seen: r.Seen, Base: r.Base, Text: briefings.Content(r.Text), Note: r.Note,
		By: r.By, At: r.At, Revision: r.Revision}
}

// identity returns what the ID of a proposal follows from: all but when it was
// shown and what became of it.
func (r proposalRecord) identity() []byte {
	r.ID, r.At, r.Revision = "", time.Time{}, 0
	return encode(proposalPrefix, r)
}
