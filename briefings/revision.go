package briefings

import "time"

// A RevisionKind says what a revision did to its briefing.
type RevisionKind string

// The kinds of revision.
const (
	Saved        RevisionKind = "saved"       // the draft's text was written
	Submitted    RevisionKind = "submitted"   // the draft was sent for review
	Returned     RevisionKind = "returned"    // an approver gave it back
	Approval     RevisionKind = "approved"    // it was approved and waits for the end of its embargo
	Release      RevisionKind = "published"   // it became an edition
	RolledBack   RevisionKind = "rolled back" // an older edition's text became the newest edition
	Retirement   RevisionKind = "retired"     // the briefing was taken out of force
	Verification RevisionKind = "verified"    // somebody said that the edition still holds
	Discarded    RevisionKind = "discarded"   // the draft was thrown away; what it said stays in its revisions
)

// A Revision is one step in the life of a briefing. Revisions are numbered 1, 2,
// 3 ... over the whole life of the briefing, without gaps, and never change.
type Revision struct {
	Slug Slug         `json:"slug"`
	N    int          `json:"n"`
	Kind RevisionKind `json:"kind"`
	// Base is the edition that the draft started from; of what concerns an edition
	// it is the edition that was in force before.
	Base int `json:"base"`
	// Text is what was saved; zero for the other kinds.
	Text Content   `json:"text"`
	At   time.Time `json:"at"`
	By   PersonID  `json:"by"`
	Note string    `json:"note,omitempty"`
	// Proposal is the edit that was shown and then saved; empty when none was shown.
	Proposal string `json:"proposal,omitempty"`
	Edition  int    `json:"edition,omitempty"` // the edition that it made, or that it concerns
	From     int    `json:"from,omitempty"`    // of a rollback, the edition whose text came back
}

// A Proposal is an edit that somebody was shown as a difference and has not saved
// yet. Pressing save saves exactly this text or nothing.
type Proposal struct {
	ID   string    `json:"id"` // 4 characters or more, which follow from the rest
	Slug Slug      `json:"slug"`
	Seen int       `json:"seen"` // the revision that the author had before them; 0 when there was no draft
	Base int       `json:"base"` // the edition that the draft is to stand on
	Text Content   `json:"text"`
	Note string    `json:"note,omitempty"`
	By   PersonID  `json:"by"`
	At   time.Time `json:"at"`
	// Revision is the one that it was saved as; 0 while it is not saved.
	Revision int `json:"revision,omitempty"`
}
