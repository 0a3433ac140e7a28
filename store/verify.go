package store

import "context"

// A Problem is something that [Store.Verify] found wrong with a key.
type Problem struct {
	Key  string
	What string
}

// Verify reads everything and returns what is wrong, in the order of the keys.
func (s *Store) Verify(ctx context.Context) ([]Problem, error) { return nil, nil }
