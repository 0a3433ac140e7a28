package store

import (
	"context"
	"fmt"

	"attache/briefings"
)

// Submit sends the draft of a briefing to review. N is its revision that was
// seen, 0 for whichever it has.
//
// It is a mistake of kind NotFound when there is no draft, of kind Conflict when
// it has moved on or is in review already, and of kind Invalid when the text
// cannot be published.
func (s *Store) Submit(ctx context.Context, slug briefings.Slug, n int, note string, st Stamp) (briefings.Draft, error) {
	return s.stepDraft(ctx, slug, n, briefings.Submitted, note, st, func(d *briefings.Draft) error {
		if d.State == briefings.InReview {
			return briefings.Errorf(briefings.Conflict, "%q is in review already.", slug)
		}
		d.State, d.Approver = briefings.InReview, ""
		return s.publishable(ctx, slug, d.Text)
	})
}

// Return gives a draft that is in review, or approved and not yet in force, back
// to its authors. The arguments and mistakes are those of [Store.Submit].
func (s *Store) Return(ctx context.Context, slug briefings.Slug, n int, note string, st Stamp) (briefings.Draft, error) {
	return s.stepDraft(ctx, slug, n, briefings.Returned, note, st, func(d *briefings.Draft) error {
		if d.State == briefings.Drafting {
			return briefings.Errorf(briefings.Conflict, "%q is not in review; its authors have it.", slug)
		}
		d.State, d.Approver = briefings.Drafting, ""
		return nil
	})
}

// stepDraft adds a revision of the kind and keeps the draft as change leaves it.
func (s *Store) stepDraft(ctx context.Context, slug briefings.Slug, n int, kind briefings.RevisionKind, note string, st Stamp, change func(*briefings.Draft) error) (briefings.Draft, error) {
	var now briefings.Draft
	err := s.write(ctx, st, func(t *tx) error {
		l, err := t.line(slug)
		if err != nil {
			return err
		}
		if now, err = l.step(n, kind, note); err != nil {
			return err
		}
		if err := change(&now); err != nil {
			return err
		}
		t.put(draftKey(slug), draftRecordOf(now))
		t.audit(string(kind), string(slug), fmt.Sprintf("revision %d", now.N))
		return nil
	})
	if err != nil {
		return briefings.Draft{}, err
	}
	return now, nil
}

// Discard throws the draft of a briefing away. Its texts stay in the history,
// and what is in force stays as it is. The arguments and mistakes are those of
// [Store.Submit]; a draft in any state can be discarded.
func (s *Store) Discard(ctx context.Context, slug briefings.Slug, n int, note string, st Stamp) error {
	return s.write(ctx, st, func(t *tx) error {
		l, err := t.line(slug)
		if err != nil {
			return err
		}
		d, err := l.step(n, briefings.Discarded, note)
		if err != nil {
			return err
		}
		t.drop(draftKey(slug))
		t.audit("discard", string(slug), fmt.Sprintf("revision %d", d.N))
		return nil
	})
}
