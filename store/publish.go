package store

import (
	"context"
	"fmt"
	"slices"

	"attache/briefings"
)

// Approve approves the draft of a briefing. Without an embargo, or when that has
// ended, it becomes the next edition in the same commit: edition, briefing,
// change, revision and audit entries appear, and the draft disappears. Under an
// embargo it stays a draft in the state Approved, and the edition returned has
// the number 0. N is the draft's revision that was seen, 0 for whichever it has.
//
// Whether somebody may approve what they wrote, and what was not sent to review,
// is the caller's to judge. It is a mistake of kind NotFound when there is no
// draft, of kind Invalid when the text cannot be published, cites what is not
// there or names who may not be named, and of kind Conflict when the draft has moved on or an edition has
// appeared since it was begun. A retired briefing comes into force again.
func (s *Store) Approve(ctx context.Context, slug briefings.Slug, n int, st Stamp) (briefings.Edition, error) {
	return s.force(ctx, slug, st, func(t *tx, l *line) (bool, error) {
		d := l.draft
		waits := d.Text.Embargo.After(t.by.At)
		if !waits {
			if n != 0 && n != d.N {
				_, err := l.step(n, briefings.Approval, "")
				return false, err
			}
			l.draft.Approver = t.by.By
			return true, nil
		}
		if err := s.publishable(ctx, slug, d.Text); err != nil {
			return false, err
		}
		if err := l.standsOn(d.Base); err != nil {
			return false, err
		}
		d, err := l.step(n, briefings.Approval, "")
		if err != nil {
			return false, err
		}
		d.State, d.Approver = briefings.Approved, t.by.By
		t.put(draftKey(slug), draftRecordOf(d))
		t.audit("approve", string(slug), fmt.Sprintf("revision %d", d.N))
		return false, nil
	})
}

// Publish makes an approved draft the next edition of its briefing once its
// embargo has ended, as [Store.Approve] does. The edition is its approver's.
//
// It is a mistake of kind NotFound when there is no draft, and of kind Conflict
// when it is not approved, under embargo until after the stamp's time, or no
// longer on top of the newest edition. Of several who publish one draft, one
// makes the edition.
func (s *Store) Publish(ctx context.Context, slug briefings.Slug, st Stamp) (briefings.Edition, error) {
	return s.force(ctx, slug, st, func(t *tx, l *line) (bool, error) {
		switch d := l.draft; {
		case d.State != briefings.Approved:
			return false, briefings.Errorf(briefings.Conflict, "%q is not approved; an approver releases it with brief approve.", slug)
		case d.Text.Embargo.After(t.by.At):
			return false, briefings.Errorf(briefings.Conflict, "%q is under embargo until %s; it is published then.", slug, d.Text.Embargo.UTC().Format("2 Jan 2006 15:04 MST"))
		}
		return true, nil
	})
}

// force makes the draft the next edition when ready says so. Whatever else ready
// wants is then part of the same commit.
func (s *Store) force(ctx context.Context, slug briefings.Slug, st Stamp, ready func(*tx, *line) (bool, error)) (briefings.Edition, error) {
	var edition textRecord
	err := s.write(ctx, st, func(t *tx) error {
		edition = textRecord{}
		l, err := t.line(slug)
		if err != nil {
			return err
		}
		if !l.found {
			return noDraft(slug)
		}
		now, err := ready(t, l)
		if err != nil || !now {
			return err
		}
		draft := l.draft
		if err := s.publishable(ctx, slug, draft.Text); err != nil {
			return err
		}
		log, err := t.changeLog(s, slug)
		if err != nil {
			return err
		}
		if draft.Base != log.was.Latest {
			return briefings.Errorf(briefings.Conflict, "Edition %d of %q appeared after this draft was begun at edition %d; save the draft again on top of the newest edition.", log.was.Latest, slug, draft.Base)
		}
		l.add(revisionRecord{Kind: briefings.Release, Base: draft.Base, Edition: log.was.Latest + 1})
		edition = textRecord{Slug: slug, Text: contentRecordOf(draft.Text), At: t.by.At, By: draft.Approver, Authors: draft.Authors}
		t.edition(&log, &edition, "")
		t.drop(draftKey(slug))
		t.audit("publish", string(slug), fmt.Sprintf("edition %d", edition.N))
		return nil
	})
	if err != nil {
		return briefings.Edition{}, err
	}
	return edition.edition(), nil
}

// edition writes the next edition of the briefing that the log is of, gives it
// its number, and logs the change with a note.
func (t *tx) edition(log *logState, edition *textRecord, note string) {
	text := edition.Text
	now := briefingRecord{
		Slug: edition.Slug, Title: text.Title, Topics: text.Topics, Marking: text.Marking, Latest: log.was.Latest + 1,
		Owner: log.was.Owner, Sources: text.Sources, ReviewBy: text.ReviewBy,
	}
	kind := briefings.Revised
	if now.Latest == 1 {
		kind, now.Owner = briefings.Published, edition.By
	}
	if text.Owner != "" {
		now.Owner = text.Owner
	}
	var gone []briefings.SourceID
	if log.was.inForce() {
		gone = without(log.was.Sources, append(log.others, now), "")
	}
	edition.N = now.Latest
	key := editionKey(edition.Slug, edition.N)
	t.absent(key)
	t.put(key, *edition)
	t.put(briefingKey(edition.Slug), now)
	t.logChange(*log, changeRecord{Kind: kind, Slug: edition.Slug, Edition: edition.N, By: edition.By, Sources: now.Sources, Gone: gone, Note: note})
}

// publishable returns nil when the content can be published: it is complete,
// its sources are kept, every citation leads to a passage of one of them, and it
// tells nothing that one of them withholds.
func (s *Store) publishable(ctx context.Context, slug briefings.Slug, content briefings.Content) error {
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
	return s.attributable(ctx, slug, content)
}
