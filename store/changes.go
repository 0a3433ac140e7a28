package store

import (
	"context"
	"fmt"

	"attache/briefings"
)

// changePage is how many changes are read at a time.
const changePage = 64

// Seq returns the number of the last change, 0 before the first.
func (s *Store) Seq(ctx context.Context) (briefings.Seq, error) {
	var r seqRecord
	_, err := s.load(ctx, keySeq, &r)
	return r.Seq, damaged(err, "The change log")
}

// Changes returns the changes after the given number, in order, at most limit
// of them; limit 0 means all.
func (s *Store) Changes(ctx context.Context, after briefings.Seq, limit int) ([]briefings.Change, error) {
	items, err := s.db.Scan(ctx, changeKey(after+1), changePrefix+"~", limit)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	changes := make([]briefings.Change, len(items))
	for i, item := range items {
		var r changeRecord
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &r)
		}
		if err != nil {
			return nil, damaged(fmt.Errorf("read changes: %w", err), fmt.Sprintf("Change %d", after+1+briefings.Seq(i)))
		}
		changes[i] = briefings.Change(r)
	}
	return changes, nil
}

// Follow calls visit for every change after the given sequence number, in
// order, and then waits for more. It returns when visit fails, with that
// error, or when ctx ends, with nil.
//
// A change is visited again if the caller starts over from an earlier number;
// visit must bear that. Follow keeps no place of its own: a caller that has
// to survive a restart stores the number of the last change it has finished.
func (s *Store) Follow(ctx context.Context, after briefings.Seq, visit func(briefings.Change) error) error {
	for {
		wake := s.db.Wake(changePrefix)
		changes, err := s.Changes(ctx, after, changePage)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		for _, change := range changes {
			if err := visit(change); err != nil {
				return err
			}
			after = change.Seq
			if ctx.Err() != nil {
				return nil
			}
		}
		if len(changes) > 0 {
			continue
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return nil
		}
	}
}
