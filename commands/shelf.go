package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"attache/briefings"
)

// A shelf is everything in force at one sequence number, sorted out by who may
// see it. It is built once for each number and then only read.
type shelf struct {
	seq   briefings.Seq
	views map[briefings.Marking]*view
}

// A view is the part of a shelf that may be shown where the clearance reaches
// up to some marking.
type view struct {
	seq     briefings.Seq
	entries []entry             // ordered by slug
	sources []*briefings.Source // ordered by ID, as they may be shown: see [Desk.handled]
	byID    map[briefings.SourceID]*briefings.Source
	whole   bool // nothing in force is hidden
	handled briefings.Handlings
}

// An entry is a briefing in force with its newest edition, as both may be shown.
type entry struct {
	briefings.Briefing
	edition briefings.Edition
	marking briefings.Marking // the strictest of its own, the edition's and those of its sources
}

func (e entry) strictest() briefings.Marking { return e.marking }

func stricter(a, b briefings.Marking) briefings.Marking { return briefings.Stricter(a, b) }

// viewFor returns what may be shown in a place of that clearance. A place
// without a clearance shows TLP:CLEAR only.
func (d *Desk) viewFor(ctx context.Context, clearance briefings.Marking) (*view, error) {
	if clearance.Validate() != nil {
		clearance = briefings.Clear
	}
	seq, err := d.store.Seq(ctx)
	if err != nil {
		return nil, fmt.Errorf("view of the store: %w", err)
	}
	d.mu.Lock()
	built := d.shelf
	d.mu.Unlock()
	if built == nil || built.seq != seq {
		if built, err = d.build(ctx, seq); err != nil {
			return nil, err
		}
		d.mu.Lock()
		d.shelf = built
		d.mu.Unlock()
	}
	return built.views[clearance], nil
}

// build reads what is in force. A change that lands while it reads may be in
// the result already; the next request then builds again.
func (d *Desk) build(ctx context.Context, seq briefings.Seq) (*shelf, error) {
	handled, err := d.store.Handlings(ctx)
	if err != nil {
		return nil, fmt.Errorf("read how sources are handled: %w", err)
	}
	sources, err := d.store.Published(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sources in force: %w", err)
	}
	all, err := d.store.Briefings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list briefings: %w", err)
	}
	var entries []entry
	label := map[briefings.SourceID]briefings.Marking{}
	for _, b := range all {
		if b.Retired || b.Latest == 0 {
			continue
		}
		edition, err := d.store.Edition(ctx, b.Slug, b.Latest)
		if err != nil {
			return nil, fmt.Errorf("edition %d of %q: %w", b.Latest, b.Slug, err)
		}
		own := stricter(b.Marking, edition.Text.Marking)
		for _, id := range edition.Text.Sources {
			label[id] = stricter(own, label[id])
		}
		e, told, err := d.entry(ctx, handled, b, edition)
		if err != nil {
			return nil, err
		}
		if told {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.Slug, b.Slug) })
	shown := make([]*briefings.Source, len(sources))
	for i, src := range sources {
		// A source that several briefings use bears the strictest of their labels.
		h := handled.Of(src)
		h.Marking = stricter(h.Marking, label[src.ID])
		shown[i] = d.veils.handled(src, h)
	}
	return newShelf(seq, handled, entries, shown), nil
}

// newShelf sorts out who may see what.
func newShelf(seq briefings.Seq, handled briefings.Handlings, entries []entry, sources []*briefings.Source) *shelf {
	s := &shelf{seq: seq, views: map[briefings.Marking]*view{}}
	for _, clearance := range briefings.Markings() {
		v := &view{seq: seq, handled: handled, byID: map[briefings.SourceID]*briefings.Source{}}
		for _, e := range entries {
			if e.strictest().Within(clearance) {
				v.entries = append(v.entries, e)
			}
		}
		for _, src := range sources {
			if src.Marking.Within(clearance) {
				v.sources = append(v.sources, src)
				v.byID[src.ID] = src
			}
		}
		v.whole = len(v.sources) == len(sources)
		s.views[clearance] = v
	}
	return s
}
