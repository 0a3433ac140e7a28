package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"attache/briefings"
	"attache/store/kv"
	"attache/store/search"
)

// indexChunk is how many sources the index is given at a time.
const indexChunk = 16

// openIndex opens the index of the store with the identity, beside the file at
// path or in memory when path is empty. What stands there and is not a sound
// index of this store is deleted. Where none can be kept on disk it is kept in
// memory: a search index is no reason not to start.
func openIndex(path, identity string, log *slog.Logger) search.Index {
	if path == "" {
		return mustMemoryIndex()
	}
	folder := path + ".index"
	mine := filepath.Join(folder, identity)
	if err := keepOnly(folder, identity); err != nil {
		log.Warn("search index kept in memory", "error", err)
		return mustMemoryIndex()
	}
	index, err := search.Open(mine)
	if err != nil && !errors.Is(err, search.ErrLocked) {
		log.Warn("search index deleted; it will be built again", "error", err)
		if err = os.RemoveAll(mine); err == nil {
			index, err = search.Open(mine)
		}
	}
	if err != nil {
		log.Warn("search index kept in memory", "error", err)
		return mustMemoryIndex()
	}
	return index
}

// mustMemoryIndex returns an empty index in memory, which nothing can prevent.
func mustMemoryIndex() search.Index {
	index, err := search.Open("")
	if err != nil {
		panic(fmt.Sprintf("store: index in memory: %v", err))
	}
	return index
}

// keepOnly makes the folder if need be and deletes all in it but the entry of
// that name: indexes of stores that stood at this path before.
func keepOnly(folder, name string) error {
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		if err := os.Remove(folder); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if e.Name() != name {
			err = errors.Join(err, os.RemoveAll(filepath.Join(folder, e.Name())))
		}
	}
	return err
}

// Search returns the passages that the query finds among the sources in force.
// It waits until the index has followed every change made before the call.
func (s *Store) Search(ctx context.Context, query search.Query) (search.Result, error) {
	seq, err := s.Seq(ctx)
	if err != nil {
		return search.Result{}, err
	}
	if err := s.catchUp(ctx, seq); err != nil {
		return search.Result{}, err
	}
	result, err := s.index.Search(ctx, query)
	if err != nil {
		return search.Result{}, fmt.Errorf("search: %w", err)
	}
	return result, nil
}

// Reindex empties the search index and builds it again from the sources in
// force, calling progress, which may be nil, after each step with the number of
// sources done and to do. Searches wait meanwhile.
func (s *Store) Reindex(ctx context.Context, progress func(done, total int)) error {
	if err := s.holdIndex(ctx); err != nil {
		return err
	}
	defer func() { <-s.indexing }()
	return s.rebuild(ctx, progress)
}

// followIndex keeps the index up with the change log until ctx ends.
func (s *Store) followIndex(ctx context.Context) {
	defer close(s.stopped)
	for ctx.Err() == nil {
		wake := s.db.Wake(changePrefix)
		seq, err := s.Seq(ctx)
		if err == nil {
			err = s.catchUp(ctx, seq)
		}
		if err != nil && ctx.Err() == nil {
			s.log.Error("search index does not follow", "error", err)
		}
		select {
		case <-wake:
		case <-ctx.Done():
		}
	}
}

// holdIndex waits for the right to change the index.
func (s *Store) holdIndex(ctx context.Context) error {
	select {
	case s.indexing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// catchUp returns when the index has followed the change log up to target at
// least. An index that cannot follow is built again.
func (s *Store) catchUp(ctx context.Context, target briefings.Seq) error {
	if s.indexCurrent(target) {
		return nil
	}
	if err := s.holdIndex(ctx); err != nil {
		return err
	}
	defer func() { <-s.indexing }()
	if s.indexCurrent(target) {
		return nil
	}
	err := s.followChanges(ctx, target)
	if err == nil || ctx.Err() != nil || errors.Is(err, search.ErrClosed) || errors.Is(err, kv.ErrClosed) {
		return err
	}
	s.log.Warn("search index is built again", "error", err)
	return s.rebuild(ctx, nil)
}

// indexCurrent reports whether the index is known to have followed up to
// target. Its own number is looked at first, even when there is no change yet:
// an index that another store has left may know of more.
func (s *Store) indexCurrent(target briefings.Seq) bool {
	return s.indexSeen.Load() && s.followed.Load() >= uint64(target)
}

var errAhead = errors.New("the index has followed changes that the store does not have")

// followChanges gives the index what the changes after its own number add and
// remove, up to target. The right to change the index is held.
func (s *Store) followChanges(ctx context.Context, target briefings.Seq) error {
	at, err := s.index.Seq(ctx)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if last, err := s.Seq(ctx); err != nil {
		return err
	} else if at > last {
		return errAhead
	}
	for at < target {
		changes, err := s.Changes(ctx, at, changePage)
		if err != nil {
			return err
		}
		if len(changes) == 0 || changes[0].Seq != at+1 {
			return fmt.Errorf("change %d is missing", at+1)
		}
		last := changes[len(changes)-1].Seq
		add, remove := netEffect(changes)
		if err := s.apply(ctx, at, last, add, remove, nil); err != nil {
			return err
		}
		at = last
	}
	s.noteFollowed(at)
	return nil
}

// netEffect returns what the changes, one after the other, add to what is in
// force and remove from it.
func netEffect(changes []briefings.Change) (add, remove []briefings.SourceID) {
	in := make(map[briefings.SourceID]bool)
	for _, c := range changes {
		if c.Kind == briefings.Handled {
			continue // the index holds what sources say, whoever may read it
		}
		if c.Kind != briefings.Withdrawn {
			for _, id := range c.Sources {
				in[id] = true
			}
		}
		for _, id := range c.Gone {
			in[id] = false
		}
	}
	for id, stays := range in {
		if stays {
			add = append(add, id)
		} else {
			remove = append(remove, id)
		}
	}
	slices.SortFunc(add, compareIDs)
	slices.SortFunc(remove, compareIDs)
	return add, remove
}

// apply gives the index the sources in small steps. Only the last step moves
// its number from one to the other, so that a crash in between repeats them.
func (s *Store) apply(ctx context.Context, from, to briefings.Seq, add, remove []briefings.SourceID, progress func(done, total int)) error {
	for done := 0; ; done += indexChunk {
		rest := add[min(done, len(add)):]
		chunk, seq, gone := rest[:min(indexChunk, len(rest))], from, []briefings.SourceID(nil)
		final := len(rest) <= indexChunk
		if final {
			seq, gone = to, remove
		}
		sources, err := s.sources(ctx, chunk)
		if err != nil {
			return err
		}
		if err := s.index.Apply(ctx, seq, sources, gone); err != nil {
			return fmt.Errorf("index: %w", err)
		}
		if progress != nil {
			progress(min(done+indexChunk, len(add)), len(add))
		}
		if final {
			return nil
		}
	}
}

// rebuild builds the index from nothing. The right to change it is held.
func (s *Store) rebuild(ctx context.Context, progress func(done, total int)) error {
	sources, seq, err := s.published(ctx)
	if err != nil {
		return err
	}
	s.indexSeen.Store(false)
	if err := s.index.Reset(ctx); err != nil {
		return fmt.Errorf("empty the index: %w", err)
	}
	ids := make([]briefings.SourceID, len(sources))
	for i, src := range sources {
		ids[i] = src.ID
	}
	if err := s.apply(ctx, 0, seq, ids, nil, progress); err != nil {
		return err
	}
	s.noteFollowed(seq)
	return nil
}

func (s *Store) noteFollowed(seq briefings.Seq) {
	s.followed.Store(uint64(seq))
	s.indexSeen.Store(true)
}
