// Package search finds passages: a question in, the passages that support an
// answer out, best first.
//
// There are two implementations of one contract, [Bleve] on disk or in memory,
// and [Scan] in plain Go for tests in virtual time. They share everything that
// decides an answer: the analysis of words, the understanding of a question,
// the ranking, and the judgement whether anything supports an answer at all.
// An implementation only proposes passages and counts how many hold a term.
//
// An index is derived. It can be deleted at any time and built again from the
// sources, and it says up to which change it has followed the store. It does
// not keep the text of a passage and does not know who may see it.
package search

import (
	"context"
	"errors"

	"attache/briefings"
)

// A Query is what is looked for. The zero value finds nothing.
type Query struct {
	Text    string                  // a question or keywords, in English or Korean
	Kinds   []briefings.PassageKind // of these kinds only; empty is all
	Sources []briefings.SourceID    // in these sources only; empty is all
	Limit   int                     // at most so many hits; 0 is 10
	Loose   bool                    // whatever matches well, rather than only what supports an answer
}

// A Hit is one passage that was found. Scores order the hits of one query and
// mean nothing beyond it.
type Hit struct {
	Ref   briefings.PassageRef
	Score float64
	Why   string // the words that met, such as "tariff, rate"; may be empty
}

// A Result is what a query found. Hits is empty when nothing supports an
// answer; only then Nearest holds up to three passages that come closest.
// Hits of equal score stand in the order of their references.
type Result struct {
	Hits    []Hit
	Nearest []Hit
}

// An Index finds passages among the sources it was given. All methods may be
// called at once; a search sees the whole of an Apply or nothing of it.
type Index interface {
	// Apply adds and removes sources and notes that the index has followed the
	// change log up to seq. A source that is there already is replaced, one that
	// is not there is removed without complaint; a source that is both added and
	// removed stays. When it fails nothing has changed.
	Apply(ctx context.Context, seq briefings.Seq, add []*briefings.Source, remove []briefings.SourceID) error
	// Seq returns the number given with the last Apply, 0 when there was none.
	Seq(ctx context.Context) (briefings.Seq, error)
	// Search returns what the query finds. A query without a word finds nothing
	// and is no error.
	Search(ctx context.Context, query Query) (Result, error)
	// Reset empties the index; its Seq is 0 again.
	Reset(ctx context.Context) error
	// Close frees what the index holds. Later calls fail with [ErrClosed].
	Close() error
}

// What can be wrong with an index. Except for [ErrLocked] and [ErrClosed] the
// remedy is to delete the folder and build it again.
var (
	ErrClosed  = errors.New("the index is closed")
	ErrLocked  = errors.New("the index is in use by another process")
	ErrForeign = errors.New("the folder holds something other than an index")
	ErrStale   = errors.New("the index was built by another version")
	ErrCorrupt = errors.New("the index is damaged")
)
