package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"attache/briefings"
	"attache/store/kv"
)

// inlineParts is how many parts of a body go into the one commit that makes the
// source visible. The parts of a larger body are written before it.
const inlineParts = 2

// AddSource keeps a source and gives it its ID; ID, Imported and By of src are
// ignored. When a source with the same digest is kept already, that one is
// returned and added is false. A source that does not hold its promises
// (briefings.Source.Validate) is refused.
//
// The source returned is shared: callers must not change it.
func (s *Store) AddSource(ctx context.Context, src briefings.Source, st Stamp) (kept *briefings.Source, added bool, err error) {
	if err := src.Validate(); err != nil {
		return nil, false, err
	}
	record, parts, err := s.packer.pack(&src)
	if err != nil {
		return nil, false, err
	}
	unlock, err := s.db.Lock(ctx, "sources")
	if err != nil {
		return nil, false, fmt.Errorf("add source: %w", err)
	}
	defer unlock()
	var same digestRecord
	if found, err := s.load(ctx, digestKey(src.SHA256), &same); err != nil {
		return nil, false, fmt.Errorf("add source: %w", err)
	} else if found {
		kept, err := s.Source(ctx, same.Source)
		return kept, false, err
	}
	var given countRecord
	if _, err := s.load(ctx, keySources, &given); err != nil {
		return nil, false, fmt.Errorf("add source: %w", err)
	}
	stamp := st.normal()
	record.ID, record.Imported, record.By = briefings.NewSourceID(given.N+1), stamp.At, stamp.By
	written, err := s.writeParts(ctx, record.ID, parts)
	if err != nil {
		return nil, false, fmt.Errorf("add source: %w", err)
	}
	err = s.write(ctx, st, func(t *tx) error { return t.addSource(record, parts, written, given.N) })
	if err != nil {
		return nil, false, err
	}
	kept, err = s.packer.unpack(record, slices.Concat(parts...))
	if err != nil {
		return nil, false, fmt.Errorf("read back %s: %w", record.ID, err)
	}
	s.mu.Lock()
	s.decoded[kept.ID] = kept
	s.mu.Unlock()
	return kept, true, nil
}

// writeParts removes what an import that did not come to its end has left under
// the ID, and writes the parts of a body too large for one commit. It returns
// their revisions, none when the body is small. No source record names the parts
// yet, so nobody can see them.
func (s *Store) writeParts(ctx context.Context, id briefings.SourceID, parts [][]byte) ([]kv.Rev, error) {
	for {
		left, err := s.db.Scan(ctx, partsPrefix(id), kv.PrefixEnd(partsPrefix(id)), kv.MaxOps)
		if err != nil {
			return nil, err
		}
		if len(left) == 0 {
			break
		}
		var b kv.Batch
		for _, item := range left {
			b.Delete(item.Key)
		}
		if _, err := s.db.Commit(ctx, &b); err != nil {
			return nil, err
		}
	}
	if len(parts) <= inlineParts {
		return nil, nil
	}
	revs := make([]kv.Rev, len(parts))
	for i, part := range parts {
		var b kv.Batch
		b.Expect(partKey(id, i), 0)
		b.Put(partKey(id, i), part)
		rev, err := s.db.Commit(ctx, &b)
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", i, err)
		}
		revs[i] = rev
	}
	return revs, nil
}

// addSource makes the source visible. It depends on every part that was written
// before, and on the ID still being the next one.
func (t *tx) addSource(record sourceRecord, parts [][]byte, written []kv.Rev, given int) error {
	var now countRecord
	if _, err := t.get(keySources, &now); err != nil {
		return err
	}
	there, err := t.get(digestKey(record.SHA256), new(digestRecord))
	if err != nil {
		return err
	}
	if there || now.N != given {
		return briefings.Errorf(briefings.Conflict, "Somebody else imported a document at the same moment; try again.")
	}
	for i, part := range parts {
		if written != nil {
			t.batch.Expect(partKey(record.ID, i), written[i])
		} else {
			t.putBytes(partKey(record.ID, i), part)
		}
	}
	t.absent(sourceKey(record.ID))
	t.put(sourceKey(record.ID), record)
	t.put(digestKey(record.SHA256), digestRecord{Source: record.ID})
	t.put(keySources, countRecord{N: given + 1})
	t.audit("import", string(record.ID), record.File)
	return nil
}

// Source returns a kept source, or an error of kind NotFound. A source whose
// record or body is damaged is an error of kind Unusable that is also
// kv.ErrCorrupt.
//
// The source is decoded once and shared: callers must not change it.
func (s *Store) Source(ctx context.Context, id briefings.SourceID) (*briefings.Source, error) {
	s.mu.Lock()
	src := s.decoded[id]
	s.mu.Unlock()
	if src != nil {
		return src, ctx.Err()
	}
	src, err := s.readSource(ctx, id)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.decoded[id]; first != nil {
		return first, nil
	}
	s.decoded[id] = src
	return src, nil
}

// readSource reads and decodes a source from its keys.
func (s *Store) readSource(ctx context.Context, id briefings.SourceID) (*briefings.Source, error) {
	var record sourceRecord
	found, err := s.load(ctx, sourceKey(id), &record)
	if err != nil {
		return nil, damaged(err, string(id))
	}
	if !found {
		return nil, noSource(id)
	}
	var packed []byte
	for i := range record.Parts {
		part, rev, err := s.db.Get(ctx, partKey(id, i))
		if err == nil && rev == 0 {
			err = fmt.Errorf("part %d is missing: %w", i, &kv.CorruptError{Key: partKey(id, i)})
		}
		if err != nil {
			return nil, damaged(fmt.Errorf("read %s: %w", id, err), string(id))
		}
		packed = append(packed, part...)
	}
	src, err := s.packer.unpack(record, packed)
	if err != nil {
		return nil, damaged(fmt.Errorf("read %s: %w: %w", id, err, &kv.CorruptError{Key: sourceKey(id)}), string(id))
	}
	return src, nil
}

func noSource(id briefings.SourceID) error {
	return briefings.Errorf(briefings.NotFound, "There is no source %s; write it as S-0001.", briefings.Shorten(string(id), 40))
}

// Sources returns all kept sources in the order of their IDs. A damaged source
// is left out and logged.
//
// The sources are decoded once and shared: callers must not change them.
func (s *Store) Sources(ctx context.Context) ([]*briefings.Source, error) {
	records, err := scanAll[digestRecord](ctx, s, digestPrefix)
	if err != nil {
		return nil, err
	}
	ids := make([]briefings.SourceID, len(records))
	for i, r := range records {
		ids[i] = r.Source
	}
	return s.sources(ctx, ids)
}

// sources returns the sources with the IDs, in the order of the IDs and each
// once, without those that are damaged.
func (s *Store) sources(ctx context.Context, ids []briefings.SourceID) ([]*briefings.Source, error) {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, compareIDs)
	var all []*briefings.Source
	for _, id := range slices.Compact(ids) {
		src, err := s.Source(ctx, id)
		if errors.Is(err, kv.ErrCorrupt) {
			s.log.Warn("source left out", "source", id, "error", err)
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, src)
	}
	return all, nil
}

// compareIDs orders IDs by their number: S-9999 stands before S-10000.
func compareIDs[ID ~string](a, b ID) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
