package search

import (
	"context"

	"attache/briefings"
)

// Bleve is an [Index] kept by the bleve library, on disk or in memory.
type Bleve struct{}

// Open opens the index in the folder at path, or makes one; an empty path is an
// index in memory.
func Open(path string) (*Bleve, error) { return &Bleve{}, nil }

// Apply implements [Index].
func (b *Bleve) Apply(ctx context.Context, seq briefings.Seq, add []*briefings.Source, remove []briefings.SourceID) error {
	return nil
}

// Seq implements [Index].
func (b *Bleve) Seq(ctx context.Context) (briefings.Seq, error) { return 0, nil }

// Search implements [Index].
func (b *Bleve) Search(ctx context.Context, query Query) (Result, error) { return Result{}, nil }

// Reset implements [Index].
func (b *Bleve) Reset(ctx context.Context) error { return nil }

// Close implements [Index].
func (b *Bleve) Close() error { return nil }
