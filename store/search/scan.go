package search

import (
	"context"

	"attache/briefings"
)

// Scan is an [Index] in memory and in plain Go. It starts no goroutine, so it
// may be used in a testing/synctest bubble.
type Scan struct{}

// NewScan returns an empty index.
func NewScan() *Scan { return &Scan{} }

// Apply implements [Index].
func (s *Scan) Apply(ctx context.Context, seq briefings.Seq, add []*briefings.Source, remove []briefings.SourceID) error {
	return nil
}

// Seq implements [Index].
func (s *Scan) Seq(ctx context.Context) (briefings.Seq, error) { return 0, nil }

// Search implements [Index].
func (s *Scan) Search(ctx context.Context, query Query) (Result, error) { return Result{}, nil }

// Reset implements [Index].
func (s *Scan) Reset(ctx context.Context) error { return nil }

// Close implements [Index].
func (s *Scan) Close() error { return nil }
