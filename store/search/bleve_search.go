package search

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"attache/briefings"
)

// proposed is how many passages the library proposes to be judged.
const proposed = 200

// Search implements [Index].
func (b *Bleve) Search(ctx context.Context, q Query) (Result, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.index == nil {
		return Result{}, ErrClosed
	}
	var out Result
	err := guarded(func() (err error) {
		out, err = b.search(ctx, q)
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("search for %q: %w", briefings.Shorten(q.Text, 60), err)
	}
	return out, nil
}

// search proposes passages, judges them and settles. The caller holds the lock,
// so that counts, proposals and records are of one state.
func (b *Bleve) search(ctx context.Context, q Query) (Result, error) {
	reader, err := b.reader()
	if err != nil {
		return Result{}, err
	}
	defer reader.Close()
	plan, err := weigh(q.Text, b.shelf, &readerLexicon{ctx, reader})
	if err != nil {
		return Result{}, err
	}
	wanted := proposal(plan, q)
	if wanted == nil {
		return Result{}, nil
	}
	request := bleve.NewSearchRequestOptions(wanted, max(proposed, 4*q.Limit), 0, false)
	request.SortBy([]string{"-_score", "_id"})
	found, err := b.index.SearchInContext(ctx, request)
	if err != nil {
		return Result{}, err
	}
	refs := make([]briefings.PassageRef, len(found.Hits))
	for i, hit := range found.Hits {
		if refs[i], err = briefings.ParsePassageRef(hit.ID); err != nil {
			return Result{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
	}
	slices.SortFunc(refs, byRef)
	list, err := b.judge(reader, plan, refs)
	if err != nil {
		return Result{}, err
	}
	return settle(list, plan, q), nil
}

// judge scores the passages, which stand in order.
func (b *Bleve) judge(reader index.IndexReader, plan *plan, refs []briefings.PassageRef) ([]judged, error) {
	judge := newJudge(plan)
	list := make([]judged, 0, len(refs))
	for i, ref := range refs {
		if i == 0 || ref.Source != refs[i-1].Source {
			v, err := b.cache.volume(reader, ref.Source)
			if err != nil {
				return nil, err
			}
			judge.open(ref.Source, v)
		}
		at, found := slices.BinarySearchFunc(judge.volume.records, ref.N, func(r record, n int) int { return r.n - n })
		if !found {
			return nil, fmt.Errorf("%w: no record of %s", ErrCorrupt, ref)
		}
		if j := judge.judge(at); j.score > 0 {
			list = append(list, j)
		}
	}
	return list, nil
}

// The library goes through every passage that holds a proposed term, so words
// that are everywhere are left to the judge while rarer ones are there to find
// passages by.
const (
	readingMost  = 2500 // passages to go through; the rarest need counts alone
	readingAbout = 400  // a need rarer than this also proposes what stands around it
)

// proposal returns the library's query for the passages that may be worth
// judging, or nil when no passage is.
func proposal(p *plan, q Query) query.Query {
	var terms []query.Query
	add := func(field, term string, boost float64) {
		t := bleve.NewTermQuery(term)
		t.SetField(field)
		t.SetBoost(boost)
		terms = append(terms, t)
	}
	read := 0
	for _, n := range p.rarest() {
		if read > 0 && read+n.df > readingMost {
			break
		}
		read += n.df
		for _, c := range n.proposers() {
			for _, t := range c.terms {
				boost := n.rank * c.weight / float64(len(c.terms))
				add(termsField, t, boost)
				if n.df < readingAbout && c.weight >= 0.5 {
					add(aroundField, t, nearShare*boost)
				}
			}
		}
	}
	if len(terms) == 0 {
		return nil
	}
	any := bleve.NewDisjunctionQuery(terms...)
	all := []query.Query{any}
	if len(q.Sources) > 0 {
		all = append(all, oneOf(sourceField, q.Sources))
	}
	if len(q.Kinds) > 0 {
		all = append(all, oneOf(kindField, q.Kinds))
	}
	if len(all) == 1 {
		return any
	}
	return bleve.NewConjunctionQuery(all...)
}

// oneOf returns a query for documents whose field is one of the values, which
// adds nothing to their score.
func oneOf[T ~string](field string, values []T) query.Query {
	var list []query.Query
	for _, v := range values {
		t := bleve.NewTermQuery(string(v))
		t.SetField(field)
		t.SetBoost(0)
		list = append(list, t)
	}
	return bleve.NewDisjunctionQuery(list...)
}

// A readerLexicon counts terms in one view of an index.
type readerLexicon struct {
	ctx    context.Context
	reader index.IndexReader
}

// count implements lexicon.
func (l *readerLexicon) count(term string) (int, error) {
	r, err := l.reader.TermFieldReader(l.ctx, []byte(term), termsField, false, false, false)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return int(r.Count()), nil
}

// visit implements lexicon.
func (l *readerLexicon) visit(prefix string, f func(term string)) error {
	dict, err := l.reader.FieldDictPrefix(termsField, []byte(prefix))
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		f(entry.Term)
	}
}

// volumes keeps the volumes that searches have read.
type volumes struct {
	mu   sync.Mutex
	read map[briefings.SourceID]*volume
	size int // passages
}

// mostRead is how many passages are kept, about 600 bytes each; past it the
// cache starts anew.
const mostRead = 250_000

// volume returns the volume of a source, from the index the first time.
func (c *volumes) volume(reader index.IndexReader, id briefings.SourceID) (*volume, error) {
	c.mu.Lock()
	v := c.read[id]
	c.mu.Unlock()
	if v != nil {
		return v, nil
	}
	raw, err := stored(reader, cardID(id), volumeField)
	if err != nil {
		return nil, err
	}
	if v, err = decodeVolume(raw); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, id, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read == nil || c.size+len(v.records) > mostRead {
		c.read, c.size = map[briefings.SourceID]*volume{}, 0
	}
	if c.read[id] == nil {
		c.read[id] = v
		c.size += len(v.records)
	}
	return v, nil
}

// forget drops the volumes of the sources.
func (c *volumes) forget(ids []briefings.SourceID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids {
		if v := c.read[id]; v != nil {
			c.size -= len(v.records)
			delete(c.read, id)
		}
	}
}
