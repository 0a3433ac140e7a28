package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// Publish makes the draft of a briefing its next edition. Edition, briefing,
// change and audit entry appear, and the draft disappears, in one commit.
//
// It refuses with kind NotFound when there is no draft, with kind Invalid when
// the content cannot be published, cites what is not there or names who may not
// be named, and with kind
// Conflict when an edition has appeared since the draft was begun. A retired
// briefing comes into force again.
func (s *Store) Publish(ctx context.Context, slug briefings.Slug, st Stamp) (briefings.Edition, error) {
	var edition textRecord
	err := s.write(ctx, st, func(t *tx) error {
		var draft textRecord
		if found, err := t.get(draftKey(slug), &draft); err != nil {
			return damaged(err, fmt.Sprintf("The draft of %q", slug))
		} else if !found {
			return noDraft(slug)
		}
		if err := s.publishable(ctx, briefings.Content(draft.Text)); err != nil {
			return err
		}
		if err := s.attributable(ctx, slug, briefings.Content(draft.Text)); err != nil {
			return err
		}
		log, err := t.changeLog(s, slug)
		if err != nil {
			return err
		}
		if draft.N != log.was.Latest {
			return briefings.Errorf(briefings.Conflict, "Edition %d of %q appeared after this draft was begun at edition %d; save the draft again on top of the newest edition.", log.was.Latest, slug, draft.N)
		}
		now := briefingRecord{
			Slug: slug, Title: draft.Text.Title, Topics: draft.Text.Topics, Marking: draft.Text.Marking,
			Latest: log.was.Latest + 1, Owner: log.was.Owner, Sources: draft.Text.Sources,
		}
		kind := briefings.Revised
		if now.Latest == 1 {
			kind, now.Owner = briefings.Published, t.by.By
		}
		var gone []briefings.SourceID
		if log.was.inForce() {
			gone = without(log.was.Sources, append(log.others, now), "")
		}
		edition = textRecord{Slug: slug, N: now.Latest, Text: draft.Text, At: t.by.At, By: t.by.By, Authors: draft.Authors}
		t.absent(editionKey(slug, edition.N))
		t.put(editionKey(slug, edition.N), edition)
		t.put(briefingKey(slug), now)
		t.drop(draftKey(slug))
		t.logChange(log, changeRecord{Kind: kind, Slug: slug, Edition: edition.N, Sources: now.Sources, Gone: gone})
		t.audit("publish", string(slug), fmt.Sprintf("edition %d", edition.N))
		return nil
	})
	if err != nil {
		return briefings.Edition{}, err
	}
	return edition.edition(), nil
}

// Retire takes a briefing out of force; its editions stay. The note says why,
// for the change log. It refuses with kind NotFound when there is no such
// briefing and with kind Conflict when it is retired already.
func (s *Store) Retire(ctx context.Context, slug briefings.Slug, note string, st Stamp) (briefings.Briefing, error) {
	var now briefingRecord
	err := s.write(ctx, st, func(t *tx) error {
		log, err := t.changeLog(s, slug)
		if err != nil {
			return err
		}
		if log.was.Latest == 0 {
			return noBriefing(slug)
		}
		if log.was.Retired {
			return briefings.Errorf(briefings.Conflict, "%q is retired already; publish a new edition to bring it back.", slug)
		}
		now = log.was
		now.Retired = true
		t.put(briefingKey(slug), now)
		note := validText(strings.TrimSpace(note))
		t.logChange(log, changeRecord{
			Kind: briefings.Withdrawn, Slug: slug, Edition: now.Latest, Note: note,
			Sources: now.Sources, Gone: without(now.Sources, log.others, slug),
		})
		t.audit("retire", string(slug), note)
		return nil
	})
	if err != nil {
		return briefings.Briefing{}, err
	}
	return now.briefing(), nil
}

// publishable returns nil when the content can be published: it is complete,
// its sources are kept, and every citation leads to a passage of one of them.
func (s *Store) publishable(ctx context.Context, content briefings.Content) error {
	if err := content.Validate(); err != nil {
		return err
	}
	for _, id := range content.Sources {
		if _, err := s.Source(ctx, id); err != nil {
			return err
		}
	}
	for _, statement := range content.Statements() {
		for _, ref := range statement.Citations {
			if !slices.Contains(content.Sources, ref.Source) {
				return briefings.Errorf(briefings.Invalid, "%q cites %s, which is not a source of the briefing; add the source or cite another.", briefings.Shorten(statement.Text, 60), ref)
			}
			src, err := s.Source(ctx, ref.Source)
			if err != nil {
				return err
			}
			if _, there := src.Passage(ref.N); !there {
				return briefings.Errorf(briefings.Invalid, "%q cites %s, but that source has %d passages; cite one of them.", briefings.Shorten(statement.Text, 60), ref, len(src.Passages))
			}
		}
	}
	return nil
}

// logState is what a write that makes a change has seen of the briefings.
type logState struct {
	seq    briefings.Seq
	was    briefingRecord   // the briefing before the change; zero when there was none
	others []briefingRecord // the other briefings
}

// changeLog reads the state of the change log and of all briefings. The write
// depends on no change having been made meanwhile, so the briefings need no
// conditions of their own.
func (t *tx) changeLog(s *Store, slug briefings.Slug) (logState, error) {
	var state logState
	var last seqRecord
	if _, err := t.get(keySeq, &last); err != nil {
		return state, err
	}
	state.seq = last.Seq
	if _, err := t.get(briefingKey(slug), &state.was); err != nil {
		return state, damaged(err, fmt.Sprintf("The briefing %q", slug))
	}
	records, err := scanAll[briefingRecord](t.ctx, s, briefingPrefix)
	if err != nil {
		return state, err
	}
	state.others = slices.DeleteFunc(records, func(r briefingRecord) bool { return r.Slug == slug })
	return state, nil
}

// logChange adds the change to the log, after the state that changeLog read.
func (t *tx) logChange(state logState, change changeRecord) {
	change.Seq, change.At, change.By = state.seq+1, t.by.At, t.by.By
	t.absent(changeKey(change.Seq))
	t.put(changeKey(change.Seq), change)
	t.put(keySeq, seqRecord{Seq: change.Seq})
}
