package search

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"attache/briefings"
)

// Scan is an [Index] in memory and in plain Go: every search looks at every
// passage. It starts no goroutine and waits for nothing, so it may be used in a
// testing/synctest bubble.
type Scan struct {
	mu      sync.RWMutex
	closed  bool
	seq     briefings.Seq
	volumes map[briefings.SourceID]*volume
	terms   map[briefings.SourceID][]posting
	counts  map[string]int
	shelf   *shelf
}

// NewScan returns an empty index.
func NewScan() *Scan {
	s := &Scan{}
	s.empty()
	return s
}

func (s *Scan) empty() {
	s.seq = 0
	s.volumes = map[briefings.SourceID]*volume{}
	s.terms = map[briefings.SourceID][]posting{}
	s.counts = map[string]int{}
	s.shelf = newShelf(nil)
}

// Apply implements [Index].
func (s *Scan) Apply(ctx context.Context, seq briefings.Seq, add []*briefings.Source, remove []briefings.SourceID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cards := map[briefings.SourceID]card{}
	volumes := map[briefings.SourceID]*volume{}
	lists := map[briefings.SourceID][]posting{}
	for _, src := range add {
		volumes[src.ID], lists[src.ID] = analyse(src)
		cards[src.ID] = newCard(src, volumes[src.ID])
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	all := maps.Clone(s.shelf.cards)
	if all == nil {
		all = map[briefings.SourceID]card{}
	}
	for _, id := range append(slices.Collect(maps.Keys(lists)), remove...) {
		s.tally(s.terms[id], -1)
		delete(s.terms, id)
		delete(s.volumes, id)
		delete(all, id)
	}
	for id, list := range lists {
		s.terms[id], s.volumes[id] = list, volumes[id]
		all[id] = cards[id]
		s.tally(list, 1)
	}
	s.shelf = newShelf(all)
	s.seq = seq
	return nil
}

// tally adds n to the count of every term for each passage that holds it.
func (s *Scan) tally(list []posting, n int) {
	for _, p := range list {
		for _, t := range compact(slices.Clone(p.terms)) {
			s.counts[t] += n
			if s.counts[t] == 0 {
				delete(s.counts, t)
			}
		}
	}
}

// count implements lexicon.
func (s *Scan) count(term string) (int, error) { return s.counts[term], nil }

// visit implements lexicon.
func (s *Scan) visit(prefix string, f func(term string)) error {
	for _, term := range slices.Sorted(maps.Keys(s.counts)) {
		if strings.HasPrefix(term, prefix) {
			f(term)
		}
	}
	return nil
}

// Seq implements [Index].
func (s *Scan) Seq(ctx context.Context) (briefings.Seq, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return 0, ErrClosed
	}
	return s.seq, ctx.Err()
}

// Search implements [Index].
func (s *Scan) Search(ctx context.Context, query Query) (Result, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return Result{}, ErrClosed
	}
	plan, err := weigh(query.Text, s.shelf, s)
	if err != nil {
		return Result{}, err
	}
	judge := newJudge(plan)
	var list []judged
	for _, id := range s.shelf.order {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		if len(query.Sources) > 0 && !slices.Contains(query.Sources, id) {
			continue
		}
		judge.open(id, s.volumes[id])
		for i, r := range s.volumes[id].records {
			if len(query.Kinds) > 0 && !slices.Contains(query.Kinds, r.kind) {
				continue
			}
			if j := judge.judge(i); j.score > 0 {
				list = append(list, j)
			}
		}
	}
	return settle(list, plan, query), nil
}

// Reset implements [Index].
func (s *Scan) Reset(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	s.empty()
	return ctx.Err()
}

// Close implements [Index].
func (s *Scan) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.empty()
	return nil
}
