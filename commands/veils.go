package commands

import (
	"context"
	"fmt"
	"sync"

	"attache/briefings"
)

// veils keeps the veils of sources and the sources behind them, so that each is
// made once: a source never changes. It may be used from many goroutines.
type veils struct {
	mu   sync.Mutex
	kept map[briefings.SourceID]veiled
}

// veiled is a source that may not be attributed.
type veiled struct {
	veil   *briefings.Veil
	source *briefings.Source // as it may be shown
}

func newVeils() *veils { return &veils{kept: map[briefings.SourceID]veiled{}} }

func (vs *veils) of(src *briefings.Source) veiled {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	got, ok := vs.kept[src.ID]
	if !ok {
		veil := briefings.NewVeil(src)
		got = veiled{veil, veil.Source(src)}
		vs.kept[src.ID] = got
	}
	return got
}

// handled returns a source as it may be shown: bearing the label that it is
// handled under, and veiled when it may not be attributed. Whatever is written
// from it is then safe, whoever writes it. The source is shared.
func (vs *veils) handled(src *briefings.Source, h briefings.Handling) *briefings.Source {
	if h.Unattributed {
		src = vs.of(src).source
	}
	if src.Marking == h.Marking {
		return src
	}
	shown := *src
	shown.Marking = h.Marking
	return &shown
}

// source returns a kept source as it may be shown, whoever asks: its label is its
// own, which is stricter where a briefing's is.
func (d *Desk) source(ctx context.Context, v *view, id briefings.SourceID) (*briefings.Source, error) {
	src, err := d.store.Source(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", id, err)
	}
	return d.veils.handled(src, v.handled.Of(src)), nil
}

// told returns the text of a briefing as it may be shown, and the strictest label
// of the text and of its sources. Ok is false when the short name itself tells
// who may not be named: such a briefing is not shown at all.
func (d *Desk) told(ctx context.Context, handled briefings.Handlings, slug briefings.Slug, c briefings.Content) (shown briefings.Content, marking briefings.Marking, ok bool, err error) {
	marking = c.Marking
	withheld := briefings.Veils{}
	for _, id := range c.Sources {
		h, set := handled[id]
		if !set {
			if h, err = d.store.Handling(ctx, id); briefings.KindOf(err) == briefings.NotFound {
				continue // a draft may name a source that is not there
			} else if err != nil {
				return c, "", false, fmt.Errorf("handling of %s: %w", id, err)
			}
		}
		marking = stricter(h.Marking, marking)
		if !h.Unattributed {
			continue
		}
		src, err := d.store.Source(ctx, id)
		if err != nil {
			return c, "", false, fmt.Errorf("source %s: %w", id, err)
		}
		withheld[id] = d.veils.of(src).veil
	}
	return withheld.Content(c), marking, !withheld.Tell(slug, c.Sources), nil
}

// entry returns a briefing in force as it may be shown, or false when it may not be.
func (d *Desk) entry(ctx context.Context, handled briefings.Handlings, b briefings.Briefing, edition briefings.Edition) (entry, bool, error) {
	text, marking, ok, err := d.told(ctx, handled, b.Slug, edition.Text)
	if err != nil || !ok {
		return entry{}, false, err
	}
	b.Title, b.Topics, edition.Text = text.Title, text.Topics, text
	return entry{b, edition, stricter(marking, b.Marking)}, true, nil
}
