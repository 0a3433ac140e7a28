package store

import (
	"context"
	"fmt"

	"attache/briefings"
	"attache/store/kv"
)

// Handling returns how a source may be used: as was set last, or as it was
// imported. It reads no more than small records. It is an error of kind NotFound
// when there is no such source.
func (s *Store) Handling(ctx context.Context, id briefings.SourceID) (briefings.Handling, error) {
	var r handlingRecord
	rev, err := s.loadRev(ctx, handlingKey(id), &r)
	if err != nil {
		return briefings.Handling{}, damaged(err, "The handling of "+string(id))
	}
	if rev > 0 {
		return r.handling(rev), nil
	}
	var src sourceRecord
	if found, err := s.load(ctx, sourceKey(id), &src); err != nil {
		return briefings.Handling{}, damaged(err, string(id))
	} else if !found {
		return briefings.Handling{}, noSource(id)
	}
	return briefings.Handling{Source: id, Marking: src.Marking, Unattributed: src.Unattributed}, nil
}

// Handlings returns what was set, by source. It changes only with the change log:
// while [Store.Seq] stays, so does this. A damaged record is an error, because a
// source must not be shown more widely for it.
func (s *Store) Handlings(ctx context.Context) (briefings.Handlings, error) {
	items, err := s.db.Scan(ctx, handlingPrefix, kv.PrefixEnd(handlingPrefix), 0)
	if err != nil {
		return nil, fmt.Errorf("read handlings: %w", err)
	}
	all := briefings.Handlings{}
	for _, item := range items {
		var r handlingRecord
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &r)
		}
		if err != nil {
			return nil, damaged(err, "The handling at "+item.Key)
		}
		all[r.Source] = r.handling(item.Rev)
	}
	return all, nil
}

// SetHandling keeps how a source may be used, in place of what stood at the same
// Rev, and returns it with its new one. What is in force changes with it, so it
// leaves a change of kind Handled, by which every process learns of it: none has
// to ask on every request. Setting what is set already changes nothing.
//
// It is a mistake of kind Conflict when somebody else has set it since, of kind
// Invalid when the marking is none, and of kind NotFound when there is no such
// source.
func (s *Store) SetHandling(ctx context.Context, h briefings.Handling, st Stamp) (briefings.Handling, error) {
	if h.Marking != "" {
		if err := h.Marking.Validate(); err != nil {
			return h, err
		}
	}
	src, err := s.Source(ctx, h.Source)
	if err != nil {
		return h, err
	}
	key, at := handlingKey(h.Source), st.normal()
	now := handlingRecord{Source: h.Source, Marking: h.Marking, Unattributed: h.Unattributed, Note: validText(h.Note), At: at.At, By: at.By}
	var kept briefings.Handling
	rev, err := s.writeRev(ctx, st, func(t *tx) error {
		var r handlingRecord
		was, err := t.getRev(key, &r)
		if err != nil {
			return damaged(err, "The handling of "+string(h.Source))
		}
		if uint64(was) != h.Rev {
			return briefings.Errorf(briefings.Conflict, "Somebody else has changed how %s is handled; look at it and try again.", h.Source)
		}
		if kept = briefings.AsImported(src); was > 0 {
			kept = r.handling(was)
		}
		if kept.Marking == now.Marking && kept.Unattributed == now.Unattributed && (now.Note == "" || kept.Note == now.Note) {
			return nil
		}
		var last seqRecord
		if _, err := t.get(keySeq, &last); err != nil {
			return err
		}
		t.put(key, now)
		t.logChange(logState{seq: last.Seq}, changeRecord{Kind: briefings.Handled, Sources: []briefings.SourceID{h.Source}})
		t.audit("handling", string(h.Source), fmt.Sprintf("from %s to %s", encode(key, handlingRecordOf(kept)), encode(key, now)))
		return nil
	})
	if err != nil || rev == 0 {
		return kept, err
	}
	return now.handling(rev), nil
}

// Veils returns the veils of those of the sources that may not be attributed.
func (s *Store) Veils(ctx context.Context, ids []briefings.SourceID) (briefings.Veils, error) {
	veils := briefings.Veils{}
	for _, id := range ids {
		h, err := s.Handling(ctx, id)
		if err != nil {
			return nil, err
		}
		if !h.Unattributed {
			continue
		}
		src, err := s.Source(ctx, id)
		if err != nil {
			return nil, err
		}
		veils[id] = briefings.NewVeil(src)
	}
	return veils, nil
}

// attributable returns nil when a content tells nothing that one of its sources
// withholds.
func (s *Store) attributable(ctx context.Context, slug briefings.Slug, c briefings.Content) error {
	veils, err := s.Veils(ctx, c.Sources)
	if err != nil {
		return err
	}
	if named := veils.Named(slug, c); named != "" {
		return briefings.Errorf(briefings.Invalid, "%q names who stands behind a source that may not be attributed; word it otherwise, or give the briefing another name.", briefings.Shorten(named, 60))
	}
	return nil
}

func handlingRecordOf(h briefings.Handling) handlingRecord {
	return handlingRecord{Source: h.Source, Marking: h.Marking, Unattributed: h.Unattributed, Note: h.Note, At: h.At, By: h.By}
}

func (r handlingRecord) handling(rev kv.Rev) briefings.Handling {
	return briefings.Handling{Source: r.Source, Marking: r.Marking, Unattributed: r.Unattributed, Note: r.Note, At: r.At, By: r.By, Rev: uint64(rev)}
}

// handlingItem verifies the handling of a source.
func (v *verifier) handlingItem(item kv.Item) error {
	var r handlingRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, handlingKey(r.Source))
	if r.Marking != "" && r.Marking.Validate() != nil {
		v.problem(item.Key, "%q is no marking", r.Marking)
	}
	return v.refersTo(item.Key, r.Source, 0)
}
