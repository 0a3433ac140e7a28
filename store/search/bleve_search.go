package search

import (
	"context"
	"fmt"

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
	plan, err := weigh(understand(q.Text, b.shelf.acronyms), b.shelf, &readerLexicon{ctx, reader})
	if err != nil {
		return Result{}, err
	}
	if len(plan.byTerm) == 0 {
		return Result{}, nil
	}
	request := bleve.NewSearchRequestOptions(proposal(plan, q), max(proposed, 4*q.Limit), 0, false)
	request.SortBy([]string{"-_score", "_id"})
	found, err := b.index.SearchInContext(ctx, request)
	if err != nil {
		return Result{}, err
	}
	judge := newJudge(plan)
	var list []judged
	for _, hit := range found.Hits {
		ref, err := briefings.ParsePassageRef(hit.ID)
		if err != nil {
			return Result{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		raw, err := stored(reader, hit.ID)
		if err != nil {
			return Result{}, err
		}
		r := record{ref: ref}
		if err := r.decode(raw); err != nil {
			return Result{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if j := judge.judge(&r); j.score > 0 {
			list = append(list, j)
		}
	}
	return settle(list, q), nil
}

// proposal returns the library's query for the passages that may be worth
// judging.
func proposal(p *plan, q Query) query.Query {
	var terms []query.Query
	add := func(field, term string, boost float64) {
		t := bleve.NewTermQuery(term)
		t.SetField(field)
		t.SetBoost(boost)
		terms = append(terms, t)
	}
	for _, n := range p.needs {
		for _, c := range n.choices {
			for _, t := range c.terms {
				boost := n.rank * c.weight / float64(len(c.terms))
				add(termsField, t, boost)
				if n.support > 0 && c.weight >= 0.5 {
					add(aroundField, t, nearShare*boost)
				}
			}
		}
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
