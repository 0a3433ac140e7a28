package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// sweepPage is how many deliveries one commit of a sweep looks at: a condition
// and two drops for each.
const sweepPage = kv.MaxOps / 3

// Sweep takes away the deliveries whose slot lies before the time and which were
// Finished before it, whatever has become of their subscription, and returns how
// many. A part that has been Waiting since then goes with them, because what it
// waits for will not come. It works in commits of bounded size and may be
// stopped between any two; what is open otherwise, or damaged, is left alone.
// The audit gets no entry.
func (s *Store) Sweep(ctx context.Context, before time.Time) (n int, err error) {
	for from := historyPrefix; ; {
		first, err := s.db.Scan(ctx, from, kv.PrefixEnd(historyPrefix), 1)
		if err != nil {
			return n, fmt.Errorf("sweep: %w", err)
		}
		if len(first) == 0 {
			return n, nil
		}
		// The prefix of one subscription's history, as historyOf spells it.
		sub, _, _ := strings.Cut(strings.TrimPrefix(first[0].Key, historyPrefix), "/")
		prefix := historyPrefix + sub + "/"
		gone, err := s.sweepHistory(ctx, prefix, before)
		n += gone
		if err != nil {
			return n, err
		}
		from = kv.PrefixEnd(prefix)
	}
}

// sweepHistory sweeps one subscription's history. The old ones stand at its end.
func (s *Store) sweepHistory(ctx context.Context, prefix string, before time.Time) (n int, err error) {
	for from := upTo(prefix, ageComponent(before)); ; {
		entries, err := s.db.Scan(ctx, from, kv.PrefixEnd(prefix), sweepPage)
		if err != nil {
			return n, fmt.Errorf("sweep: %w", err)
		}
		if len(entries) == 0 {
			return n, nil
		}
		gone := 0
		err = s.write(ctx, Stamp{}, func(t *tx) (err error) {
			t.own = true
			gone, err = t.sweep(s, entries, before)
			return err
		})
		if err != nil {
			return n, err
		}
		n += gone
		from = entries[len(entries)-1].Key + "\x00"
	}
}

// sweep takes away those of the deliveries that are over, and returns how many.
func (t *tx) sweep(s *Store, entries []kv.Item, before time.Time) (n int, err error) {
	for _, entry := range entries {
		key := deliveryPrefix + lastComponent(entry.Key)
		var r deliveryRecord
		switch _, err := t.get(key, &r); {
		case errors.Is(err, kv.ErrCorrupt):
			s.leftOut(key, err)
			continue
		case err != nil:
			return 0, err
		}
		if r.over(before) {
			t.drop(key)
			t.drop(entry.Key)
			n++
		}
	}
	return n, nil
}

// over reports whether nothing can come of a delivery with a slot before the
// time any more. One that does not say when it finished is as old as its slot.
func (r deliveryRecord) over(before time.Time) bool {
	if r.State.Open() {
		return r.State == briefings.Waiting
	}
	return r.Finished.Before(before)
}
