package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// recRecord is recommendation/<id>/<n>.
type recRecord struct {
	ID     briefings.RecID     `json:"id"`
	N      int                 `json:"n"`
	Status briefings.RecStatus `json:"status"`
	Owner  briefings.PersonID  `json:"owner,omitempty"`
	Due    string              `json:"due,omitempty"`
	Note   string              `json:"note,omitempty"`
	By     briefings.PersonID  `json:"by"`
	At     time.Time           `json:"at"`
}

func (r recRecord) entry() briefings.RecEntry {
	return briefings.RecEntry{ID: r.ID, N: r.N, Status: r.Status, Owner: r.Owner, Due: r.Due, Note: r.Note, By: r.By, At: r.At}
}

// SetRec adds what the register says of a recommendation from now on, and returns
// it as it is kept. The entry's N is that of the last entry which its author has
// seen, 0 for none: the new one bears the next number. By and At are those of the
// stamp. Saying what the register says already changes nothing and returns that.
//
// It is a mistake of kind Conflict when the register says something else by now
// than at N, of kind NotFound when there is no such passage or briefing, and of
// kind Invalid when the entry makes no sense. Whether the passage gives advice is
// the caller's to know.
func (s *Store) SetRec(ctx context.Context, e briefings.RecEntry, st Stamp) (briefings.RecEntry, error) {
	if err := e.Validate(); err != nil {
		return e, err
	}
	if err := s.recommended(ctx, e.ID); err != nil {
		return e, err
	}
	at, seen := st.normal(), e.N
	next := recRecord{ID: e.ID, N: seen + 1, Status: e.State(), Owner: briefings.PersonID(validText(string(e.Owner))), Due: e.Due,
		Note: validText(e.Note), By: at.By, At: at.At}
	kept := next.entry()
	err := s.write(ctx, st, func(t *tx) error {
		// Entries are never rewritten, so the one that was seen and the gap after it
		// say that nobody has written since.
		var later recRecord
		if found, err := t.get(recKey(e.ID, next.N), &later); err != nil {
			return damaged(err, "The register's entry of "+string(e.ID))
		} else if found {
			return briefings.Errorf(briefings.Conflict, "Somebody else has changed what the register says of %s; look at it and try again.", e.ID)
		}
		was := briefings.RecEntry{ID: e.ID}
		if seen > 0 {
			var r recRecord
			found, err := t.get(recKey(e.ID, seen), &r)
			if err != nil {
				return damaged(err, "The register's entry of "+string(e.ID))
			}
			if !found {
				return briefings.Errorf(briefings.Conflict, "The register has no entry %d of %s; look at it and try again.", seen, e.ID)
			}
			was = r.entry()
		}
		if kept = next.entry(); was.Says(kept) {
			kept = was
			return nil
		}
		t.put(recKey(e.ID, next.N), next)
		t.audit("recommendation", string(e.ID), fmt.Sprintf("entry %d: %s", next.N, next.Status))
		return nil
	})
	if err != nil {
		return e, err
	}
	return kept, nil
}

// recommended returns nil when what a recommendation stands in is there.
func (s *Store) recommended(ctx context.Context, id briefings.RecID) error {
	if slug, own := id.Briefing(); own {
		_, err := s.Briefing(ctx, slug)
		return err
	}
	ref, _ := id.Passage()
	src, err := s.Source(ctx, ref.Source)
	if err != nil {
		return err
	}
	if _, there := src.Passage(ref.N); !there {
		return briefings.Errorf(briefings.NotFound, "%s has no passage %d; it has %d.", ref.Source, ref.N, len(src.Passages))
	}
	return nil
}

// RecHistory returns what the register has said of a recommendation, oldest
// first, without damaged entries; none when nobody has set anything.
func (s *Store) RecHistory(ctx context.Context, id briefings.RecID) ([]briefings.RecEntry, error) {
	var all []briefings.RecEntry
	err := scanEach(ctx, s, recsOf(id), func(r recRecord, _ kv.Rev) { all = append(all, r.entry()) })
	return all, err
}

// Rec returns what the register says of a recommendation; its N is 0 when nobody
// has set anything. A damaged entry is an error, so that nothing is set on what
// cannot be read.
func (s *Store) Rec(ctx context.Context, id briefings.RecID) (briefings.RecEntry, error) {
	items, err := s.db.Scan(ctx, recsOf(id), kv.PrefixEnd(recsOf(id)), 0)
	if err != nil {
		return briefings.RecEntry{}, fmt.Errorf("read the register of %s: %w", id, err)
	}
	if len(items) == 0 {
		return briefings.RecEntry{ID: id}, nil
	}
	var r recRecord
	last := items[len(items)-1]
	if err := last.Err; err != nil {
		return briefings.RecEntry{}, damaged(err, "The register's entry of "+string(id))
	}
	if err := decode(last.Key, last.Value, &r); err != nil {
		return briefings.RecEntry{}, damaged(err, "The register's entry of "+string(id))
	}
	return r.entry(), nil
}

// Register returns what the register says of the recommendations of which it says
// anything, without damaged entries.
func (s *Store) Register(ctx context.Context) (map[briefings.RecID]briefings.RecEntry, error) {
	last := map[briefings.RecID]briefings.RecEntry{}
	// Keys are in the order of the numbers, so the last one stays.
	err := scanEach(ctx, s, recPrefix, func(r recRecord, _ kv.Rev) { last[r.ID] = r.entry() })
	return last, err
}

// recItem verifies an entry of the register.
func (v *verifier) recItem(item kv.Item) error {
	var r recRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, recKey(r.ID, r.N))
	if err := r.entry().Validate(); err != nil {
		v.problem(item.Key, "%v", err)
		return nil
	}
	of := strings.TrimSuffix(item.Key, lastComponent(item.Key))
	if n, err := strconv.Atoi(lastComponent(item.Key)); err == nil && n != v.register[of]+1 {
		v.problem(item.Key, "entry %d is missing before it", v.register[of]+1)
	}
	v.register[of] = r.N
	if slug, own := r.ID.Briefing(); own {
		return v.exists(item.Key, briefingKey(slug))
	}
	ref, _ := r.ID.Passage()
	return v.refersTo(item.Key, ref.Source, ref.N)
}
