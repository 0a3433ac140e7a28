package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"attache/briefings"
)

// Rollback makes the text of an older edition the newest one of its briefing, as
// an edition of its own. Latest is the number of the newest edition that was
// seen; the note says why, for the change log. The authors are those of the
// older edition. A retired briefing comes into force again.
//
// It is a mistake of kind NotFound when there is no such briefing or edition, of
// kind Invalid when its text may not be published any more, and of kind Conflict when another edition has appeared or the older edition is
// the newest.
func (s *Store) Rollback(ctx context.Context, slug briefings.Slug, to, latest int, note string, st Stamp) (briefings.Edition, error) {
	old, err := s.Edition(ctx, slug, to)
	if err != nil {
		return briefings.Edition{}, err
	}
	if err := s.publishable(ctx, slug, old.Text); err != nil {
		return briefings.Edition{}, err
	}
	var edition textRecord
	err = s.changeBriefing(ctx, slug, st, func(t *tx, l *line, log *logState) error {
		switch {
		case log.was.Latest != latest:
			return briefings.Errorf(briefings.Conflict, "Edition %d of %q appeared meanwhile; you have seen edition %d.", log.was.Latest, slug, latest)
		case to == latest && !log.was.Retired:
			return briefings.Errorf(briefings.Conflict, "Edition %d of %q is the newest; name an older one.", to, slug)
		}
		text := contentRecordOf(old.Text)
		edition = textRecord{Slug: slug, Text: text, At: t.by.At, By: t.by.By, Authors: old.Authors}
		l.add(revisionRecord{Kind: briefings.RolledBack, Base: latest, Edition: latest + 1, From: to, Note: note})
		t.edition(log, &edition, validText(strings.TrimSpace(note)))
		t.audit("rollback", string(slug), fmt.Sprintf("edition %d is edition %d again", edition.N, to))
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
	err := s.changeBriefing(ctx, slug, st, func(t *tx, l *line, log *logState) error {
		if log.was.Retired {
			return briefings.Errorf(briefings.Conflict, "%q is retired already; publish a new edition to bring it back.", slug)
		}
		now = log.was
		now.Retired = true
		note := validText(strings.TrimSpace(note))
		l.add(revisionRecord{Kind: briefings.Retirement, Base: now.Latest, Edition: now.Latest, Note: note})
		t.put(briefingKey(slug), now)
		t.logChange(*log, changeRecord{
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

// VerifyBriefing notes that the stamp's person has looked at the newest edition
// of a briefing, number latest, and that it still holds. ReviewBy is the day by
// which somebody has to look again, as 2006-01-02; empty is never. A change of
// kind Verified tells other processes.
//
// It refuses with kind Invalid when ReviewBy is no day, with kind NotFound when
// no such briefing is in force, and with kind Conflict when another edition has
// appeared.
func (s *Store) VerifyBriefing(ctx context.Context, slug briefings.Slug, latest int, reviewBy, note string, st Stamp) (briefings.Briefing, error) {
	if reviewBy != "" {
		if _, err := time.Parse(time.DateOnly, reviewBy); err != nil {
			return briefings.Briefing{}, briefings.Errorf(briefings.Invalid, "%q is not a day; write it as 2026-03-31.", briefings.Shorten(reviewBy, 40))
		}
	}
	var now briefingRecord
	err := s.changeBriefing(ctx, slug, st, func(t *tx, l *line, log *logState) error {
		switch {
		case log.was.Retired:
			return noBriefing(slug)
		case log.was.Latest != latest:
			return briefings.Errorf(briefings.Conflict, "Edition %d of %q appeared meanwhile; you have seen edition %d.", log.was.Latest, slug, latest)
		}
		now = log.was
		now.ReviewBy, now.Verified, now.Verifier = reviewBy, t.by.At, t.by.By
		l.add(revisionRecord{Kind: briefings.Verification, Base: latest, Edition: latest, Note: note})
		t.put(briefingKey(slug), now)
		t.logChange(*log, changeRecord{Kind: briefings.Verified, Slug: slug, Edition: latest})
		t.audit("verify", string(slug), strings.TrimSpace(fmt.Sprintf("edition %d %s", latest, reviewBy)))
		return nil
	})
	if err != nil {
		return briefings.Briefing{}, err
	}
	return now.briefing(), nil
}

// changeBriefing writes what change makes of a briefing that has an edition. A
// draft of it is on record before, and stays.
func (s *Store) changeBriefing(ctx context.Context, slug briefings.Slug, st Stamp, change func(*tx, *line, *logState) error) error {
	return s.write(ctx, st, func(t *tx) error {
		log, err := t.changeLog(s, slug)
		if err != nil {
			return err
		}
		if log.was.Latest == 0 {
			return noBriefing(slug)
		}
		l, err := t.line(slug)
		if err != nil {
			return err
		}
		if err := change(t, l, &log); err != nil {
			return err
		}
		if l.late {
			t.put(draftKey(slug), draftRecordOf(l.draft))
		}
		return nil
	})
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
	for _, r := range records {
		if r.Slug != slug {
			state.others = append(state.others, r)
		}
	}
	return state, nil
}

// logChange adds the change to the log, after the state that changeLog read. It
// is the stamp's person's unless it says otherwise.
func (t *tx) logChange(state logState, change changeRecord) {
	change.Seq, change.At = state.seq+1, t.by.At
	if change.By == "" {
		change.By = t.by.By
	}
	t.absent(changeKey(change.Seq))
	t.put(changeKey(change.Seq), change)
	t.put(keySeq, seqRecord{Seq: change.Seq})
}
