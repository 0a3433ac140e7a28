package briefings

import (
	"slices"
	"time"
)

// A Handling says how a source may be used. Editors set it and may change their
// minds; the source itself never changes.
type Handling struct {
	Source SourceID
	// Marking is the source's own label; empty is none, and then the labels of the
	// briefings that use it are all that hold.
	Marking Marking
	// Unattributed says that what it says may be used and who said so may not be
	// told: the Chatham House Rule.
	Unattributed bool
	Note         string // why, for editors
	At           time.Time
	By           PersonID // who set it; empty for what it was imported with
	Rev          uint64   // of the record it was read from; 0 for what it was imported with
}

// AsImported returns the handling that a source came with.
func AsImported(src *Source) Handling {
	return Handling{Source: src.ID, Marking: src.Marking, Unattributed: src.Unattributed}
}

// Looser reports whether the handling lets anything be shown that the other does
// not: a lower label, or a name that was withheld.
func (h Handling) Looser(than Handling) bool {
	return slices.Index(Markings(), h.Marking) < slices.Index(Markings(), than.Marking) || than.Unattributed && !h.Unattributed
}

// Stricter returns the marking of the two that travels less far; an empty one
// yields to the other.
func Stricter(a, b Marking) Marking {
	if b == "" || a != "" && b.Within(a) {
		return a
	}
	return b
}

// Handlings are the handlings that were set, by source. A source that is not
// among them is handled as it was imported.
type Handlings map[SourceID]Handling

// Of returns the handling of a source.
func (hs Handlings) Of(src *Source) Handling {
	if h, ok := hs[src.ID]; ok {
		return h
	}
	return AsImported(src)
}
