package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
	"attache/store/kv"
)

// verifyPage is how many keys are read at a time; some of them hold parts of
// bodies.
const verifyPage = 64

// A Problem is something that [Store.Verify] found wrong with a key. What is a
// clause such as "the value is damaged".
type Problem struct {
	Key  string
	What string
}

// Verify reads everything and returns what is wrong, in the order of the keys;
// none means that every value is as it was written, every source keeps its
// promises, every reference leads somewhere, and change log and audit are
// whole. The error says only that the store could not be read on.
//
// Writes of this process wait meanwhile.
func (s *Store) Verify(ctx context.Context) ([]Problem, error) {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	v := &verifier{ctx: ctx, s: s, sources: make(map[briefings.SourceID]int), revised: make(map[string]int), revision: make(map[string]int),
		register: make(map[string]int)}
	for from := ""; ; {
		items, err := s.db.Scan(ctx, from, "", verifyPage)
		if err != nil {
			return nil, fmt.Errorf("verify: %w", err)
		}
		for _, item := range items {
			if err := v.item(item); err != nil {
				return nil, fmt.Errorf("verify %q: %w", item.Key, err)
			}
			from = item.Key + "\x00"
		}
		if len(items) < verifyPage {
			break
		}
	}
	v.counters()
	if err := v.logs(); err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return cmp.Compare(a.Key, b.Key) })
	return slices.Compact(v.problems), nil
}

// verifier is one run of Verify.
type verifier struct {
	ctx      context.Context
	s        *Store
	problems []Problem
	sources  map[briefings.SourceID]int // number of passages; -1 when it cannot be used
	changes  briefings.Seq              // changes seen so far
	gap      bool                       // a gap in the change log has been told
	revised  map[string]int             // how many revisions each briefing's counter says, by key
	revision map[string]int             // the last one seen, by the key of the counter
	register map[string]int             // the last entry of each recommendation, by the prefix of its keys
}

func (v *verifier) problem(key, format string, args ...any) {
	v.problems = append(v.problems, Problem{Key: key, What: fmt.Sprintf(format, args...)})
}

// item verifies one key. It returns only errors that end the run.
func (v *verifier) item(item kv.Item) error {
	if item.Err != nil {
		v.problem(item.Key, "the value is damaged")
		return nil
	}
	family, _, _ := strings.Cut(item.Key, "/")
	switch family + "/" {
	case metaPrefix:
		return v.metaItem(item)
	case sourcePrefix:
		return v.sourceItem(item)
	case digestPrefix:
		return v.digestItem(item)
	case handlingPrefix:
		return v.handlingItem(item)
	case briefingPrefix:
		return v.briefingItem(item)
	case editionPrefix, draftPrefix:
		return v.textItem(item)
	case revisionPrefix:
		return v.revisionItem(item)
	case revisedPrefix:
		v.revisedItem(item)
		return nil
	case proposalPrefix:
		v.proposalItem(item)
		return nil
	case changePrefix:
		return v.changeItem(item)
	case personPrefix:
		return v.personItem(item)
	case answerPrefix:
		return v.answerItem(item)
	case meterPrefix:
		v.meterItem(item)
		return nil
	case textPrefix:
		v.keptItem(item)
		return nil
	case channelPrefix:
		v.channelItem(item)
		return nil
	case subscriptionPrefix:
		return v.subscriptionItem(item)
	case duePrefix:
		return v.dueItem(item)
	case deliveryPrefix:
		return v.deliveryItem(item)
	case pendingPrefix, historyPrefix:
		return v.entryItem(item)
	case postingPrefix:
		return v.postingItem(item)
	case correctionPrefix:
		return v.correctionItem(item)
	case rfiPrefix:
		return v.rfiItem(item)
	case recPrefix:
		return v.recItem(item)
	case auditPrefix:
		return v.auditItem(item)
	}
	v.problem(item.Key, "no such key is known")
	return nil
}

// decode decodes the item, or notes that it cannot be.
func (v *verifier) decode(item kv.Item, into any) bool {
	if err := decode(item.Key, item.Value, into); err != nil {
		v.problem(item.Key, "the record cannot be read (%v)", err)
		return false
	}
	return true
}

// keyed notes when a record stands under another's key.
func (v *verifier) keyed(item kv.Item, want string) {
	if item.Key != want {
		v.problem(item.Key, "the record belongs to %s", want)
	}
}

// passages returns the number of passages of a source that can be used, and
// notes, once, what is wrong with one that cannot.
func (v *verifier) passages(id briefings.SourceID) (n int, ok bool, err error) {
	if n, known := v.sources[id]; known {
		return n, n >= 0, nil
	}
	v.sources[id] = -1
	src, err := v.s.readSource(v.ctx, id)
	var corrupt *kv.CorruptError
	switch {
	case errors.As(err, &corrupt):
		v.problem(sourceKey(id), "the source is damaged at %s", corrupt.Key)
	case briefings.KindOf(err) == briefings.NotFound:
		// Whoever refers to it says so.
	case err != nil:
		return 0, false, err
	default:
		if err := src.Validate(); err != nil {
			v.problem(sourceKey(id), "the source breaks its promises: %v", err)
			return 0, false, nil
		}
		v.sources[id] = len(src.Passages)
	}
	return v.sources[id], v.sources[id] >= 0, nil
}

// refersTo notes when a record refers to a source that cannot be used, or to a
// passage that it does not have; n is 0 for the source as a whole.
func (v *verifier) refersTo(key string, id briefings.SourceID, n int) error {
	passages, ok, err := v.passages(id)
	switch {
	case err != nil:
		return err
	case !ok:
		v.problem(key, "it refers to %s, which is missing or damaged", id)
	case n < 0 || n > passages:
		v.problem(key, "it refers to passage %d of %s, which has %d", n, id, passages)
	}
	return nil
}

// exists notes when a record refers to a key that holds nothing.
func (v *verifier) exists(key, other string) error {
	_, rev, err := v.s.db.Get(v.ctx, other)
	if errors.Is(err, kv.ErrCorrupt) {
		return nil // told where it stands
	}
	if err == nil && rev == 0 {
		v.problem(key, "it refers to %s, which is missing", other)
	}
	return err
}

// logs verifies the ends of the change log and of the audit.
func (v *verifier) logs() error {
	last, err := v.s.Seq(v.ctx)
	switch {
	case errors.Is(err, kv.ErrCorrupt): // told where it stands
	case err != nil:
		return err
	case last != v.changes && !v.gap:
		v.problem(keySeq, "it says %d, but the last change is %d", last, v.changes)
	}
	err = v.s.VerifyAudit(v.ctx)
	if errors.Is(err, kv.ErrCorrupt) {
		return nil
	}
	if briefings.KindOf(err) == briefings.Unusable {
		v.problem(keyAudit, "%s", strings.TrimSuffix(err.Error(), "."))
		return nil
	}
	return err
}
