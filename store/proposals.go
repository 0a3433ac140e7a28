package store

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// SaveProposal keeps an edit that somebody is shown, so that saving it later
// saves just that, and returns it with its ID. The ID follows from the edit and
// its author: the same edit is the same proposal, and nobody can guess one that
// they were not shown by counting.
//
// Nothing of the briefing changes, so the audit gets no entry.
func (s *Store) SaveProposal(ctx context.Context, p briefings.Proposal) (briefings.Proposal, error) {
	if _, err := briefings.ParseSlug(string(p.Slug)); err != nil {
		return briefings.Proposal{}, err
	}
	r := proposalRecord{Slug: p.Slug, Seen: p.Seen, Base: p.Base, Text: contentRecordOf(p.Text), Note: validText(p.Note), By: p.By}
	r.At = storedTime(p.At)
	same := r.identity()
	code := briefings.Code(same)
	err := s.write(ctx, Stamp{By: p.By, At: p.At}, func(t *tx) error {
		t.own = true
		for length := 4; length <= len(code); length++ {
			r.ID, r.Revision = code[:length], 0
			var kept proposalRecord
			found, err := t.get(proposalKey(r.ID), &kept)
			if err != nil {
				return damaged(err, "The edit "+r.ID)
			}
			if !found {
				t.put(proposalKey(r.ID), r)
				return nil
			}
			if bytes.Equal(kept.identity(), same) {
				if r.ID, r.Revision = kept.ID, kept.Revision; r.Revision == 0 {
					t.put(proposalKey(r.ID), r) // its week begins anew
				}
				return nil
			}
		}
		return fmt.Errorf("no free ID for an edit of %q", p.Slug)
	})
	if err != nil {
		return briefings.Proposal{}, err
	}
	return r.proposal(), nil
}

// Proposal returns an edit that is kept, or an error of kind NotFound.
func (s *Store) Proposal(ctx context.Context, id string) (briefings.Proposal, error) {
	id = strings.ToUpper(id)
	var r proposalRecord
	found, err := s.load(ctx, proposalKey(id), &r)
	if err != nil {
		return briefings.Proposal{}, damaged(err, "The edit "+id)
	}
	if !found {
		return briefings.Proposal{}, noProposal(id)
	}
	return r.proposal(), nil
}

// AcceptProposal saves an edit as the next revision, as [Store.SaveRevision]
// does, and returns the draft and the number of that revision. An edit that is
// saved already is not saved again: the number is then the one it has, and fresh
// is false.
func (s *Store) AcceptProposal(ctx context.Context, id string, st Stamp) (draft briefings.Draft, n int, fresh bool, err error) {
	id = strings.ToUpper(id)
	err = s.write(ctx, st, func(t *tx) error {
		var r proposalRecord
		found, err := t.get(proposalKey(id), &r)
		if err != nil {
			return damaged(err, "The edit "+id)
		}
		if !found {
			return noProposal(id)
		}
		l, err := t.line(r.Slug)
		if err != nil {
			return err
		}
		if r.Revision > 0 {
			// A draft may have got its first revision here; that can wait.
			t.batch, t.changed = kv.Batch{}, false
			draft, n, fresh = l.draft, r.Revision, false
			return nil
		}
		if draft, err = l.save(Save{Slug: r.Slug, Seen: r.Seen, Base: r.Base, Text: briefings.Content(r.Text), Note: r.Note}, r.ID); err != nil {
			return err
		}
		n, fresh, r.Revision = draft.N, true, draft.N
		t.put(proposalKey(id), r)
		return nil
	})
	if err != nil {
		return briefings.Draft{}, 0, false, err
	}
	return draft, n, fresh, nil
}

// ForgetProposal lets go of an edit that is not saved. One that is saved, or that
// is not there, stays as it is.
func (s *Store) ForgetProposal(ctx context.Context, id string) error {
	return s.write(ctx, Stamp{}, func(t *tx) error {
		t.own = true
		var r proposalRecord
		found, err := t.get(proposalKey(id), &r)
		if err != nil {
			return damaged(err, "The edit "+id)
		}
		if found && r.Revision == 0 {
			t.drop(proposalKey(id))
		}
		return nil
	})
}

// sweptAtOnce is how many proposals one commit of a sweep takes away, with a
// condition for each.
const sweptAtOnce = kv.MaxOps / 2

// SweepProposals forgets the edits that were shown before the time, saved or
// not, and returns how many. What was saved of them stays in the history. It
// works in commits of bounded size; the audit gets no entry.
func (s *Store) SweepProposals(ctx context.Context, before time.Time) (n int, err error) {
	var old []string
	err = scanEach(ctx, s, proposalPrefix, func(r proposalRecord, _ kv.Rev) {
		if r.At.Before(before) {
			old = append(old, r.ID)
		}
	})
	for len(old) > 0 && err == nil {
		some, gone := old[:min(len(old), sweptAtOnce)], 0
		old = old[len(some):]
		err = s.write(ctx, Stamp{}, func(t *tx) error {
			t.own, gone = true, 0
			for _, id := range some {
				var r proposalRecord
				if found, err := t.get(proposalKey(id), &r); err != nil {
					return err
				} else if found && r.At.Before(before) {
					t.drop(proposalKey(id))
					gone++
				}
			}
			return nil
		})
		if err == nil {
			n += gone
		}
	}
	if err != nil {
		return n, fmt.Errorf("forget edits: %w", err)
	}
	return n, nil
}

func noProposal(id string) error {
	return briefings.Errorf(briefings.NotFound, "There is no edit %q; it is kept for a week, so make it again.", briefings.Shorten(id, 20))
}
