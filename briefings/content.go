package briefings

import (
	"strings"
	"time"
)

// A Draft is the edition being written. Base is the edition it started from, 0
// for a new briefing. At and By are of its last revision.
type Draft struct {
	Slug Slug      `json:"slug"`
	Base int       `json:"base"`
	Text Content   `json:"text"`
	At   time.Time `json:"at"`
	By   PersonID  `json:"by"`
	// N is the number of its last revision. Revisions of a briefing are numbered 1,
	// 2, 3 ... over its whole life; whoever saves the next one names the one that
	// they have seen.
	N     int        `json:"n,omitempty"`
	State DraftState `json:"state,omitempty"`
	// Saved is the revision that wrote its text: who has seen that one has seen the
	// text that is there.
	Saved    int      `json:"saved,omitempty"`
	Approver PersonID `json:"approver,omitempty"` // who approved it; empty before
	// Authors are those who have saved a revision since Base, in the order of their
	// first.
	Authors []PersonID `json:"authors,omitempty"`
}

// A DraftState says how far a draft has come. A zero state is Drafting.
type DraftState string

// The states of a draft. Any revision leads back to Drafting.
const (
	Drafting DraftState = "draft"
	InReview DraftState = "review"   // an approver is to read it
	Approved DraftState = "approved" // it becomes an edition when its embargo ends
)

// Content is what a draft becomes when it is published.
type Content struct {
	Title           string        `json:"title"`
	Topics          []string      `json:"topics,omitempty"`
	Marking         Marking       `json:"marking"`
	Embargo         time.Time     `json:"embargo,omitzero"`    // it is not published before; zero is at once
	Owner           PersonID      `json:"owner,omitempty"`     // who answers for the briefing; empty is who published it first
	ReviewBy        string        `json:"review_by,omitempty"` // the day by which somebody has to look at it again, as 2006-01-02
	Scale           Scale         `json:"scale,omitempty"`     // of its likelihoods; empty is ICD 203
	BottomLine      []Statement   `json:"bottom_line,omitempty"`
	Judgements      []Statement   `json:"judgements,omitempty"`
	Recommendations []Recommended `json:"recommendations,omitempty"`
	Watch           []WatchItem   `json:"watch,omitempty"`
	Sources         []SourceID    `json:"sources"`
}

// Statements returns the statements of all parts, in the order in which they are
// shown. The caller owns the slice.
func (c *Content) Statements() []Statement {
	all := append(append([]Statement{}, c.BottomLine...), c.Judgements...)
	for _, r := range c.Recommendations {
		all = append(all, r.Statement)
	}
	for _, w := range c.Watch {
		all = append(all, w.Statement)
	}
	return all
}

// Validate returns nil when the content can be published: a title, a marking
// and at least one source, and under every statement a citation of one of them
// or the mark that it is the desk's own judgement.
func (c *Content) Validate() error {
	if strings.TrimSpace(c.Title) == "" {
		return Errorf(Invalid, "A briefing needs a title.")
	}
	if len(c.Sources) == 0 {
		return Errorf(Invalid, "%q has no source; import one first.", c.Title)
	}
	for _, s := range c.Statements() {
		if len(s.Citations) == 0 && !s.Own {
			return Errorf(Invalid, "%q cites nothing; cite a passage, mark it as the desk's own judgement, or leave it out.", Shorten(s.Text, 60))
		}
	}
	return c.Marking.Validate()
}

// A Statement is one sentence of a briefing with what supports it.
type Statement struct {
	Text       string       `json:"text"`
	Citations  []PassageRef `json:"citations"`
	Own        bool         `json:"own,omitempty"`        // the desk's own judgement, which no passage makes
	Confidence Confidence   `json:"confidence,omitempty"` // in the judgement; it never stands in the sentence
	Because    string       `json:"because,omitempty"`    // why the confidence is what it is
}

// A Recommended is a recommendation that a briefing makes: its text says what to
// do.
type Recommended struct {
	Statement
	Addressee string `json:"addressee,omitempty"` // who should act
	Horizon   string `json:"horizon,omitempty"`   // by when, in words or as a date
}

// A WatchItem is something to watch for.
type WatchItem struct {
	Statement
	Date string `json:"date,omitempty"` // 2025, 2025-12 or 2025-12-15; empty for something without a date
}

// A Confidence says how much a judgement can be relied on. A zero confidence is
// not stated.
type Confidence string

// The levels of confidence. ICD 203 (2015) and the PHIA's confidence ratings use
// the same three.
const (
	Low      Confidence = "low"
	Moderate Confidence = "moderate"
	High     Confidence = "high"
)

// A Scale is a set of words for likelihoods.
type Scale string

// The scales.
const (
	ICD203 Scale = "icd203" // Intelligence Community Directive 203, 2015
	PHIA   Scale = "phia"   // the UK's Professional Head of Intelligence Assessment, 2025
)
