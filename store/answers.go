package store

import (
	"context"
	"slices"
	"time"

	"attache/briefings"
)

// An Answer remembers what was asked and cited, so that somebody can come back
// to a citation of it. The words of the answer are not kept: asking the same of
// the same store gives them again.
type Answer struct {
	ID        string
	Text      string // the invocation
	By        briefings.PersonID
	At        time.Time
	Seq       briefings.Seq // the change up to which the store was asked
	Citations []briefings.PassageRef
}

// SaveAnswer keeps an answer under its ID together with the audit entry of the
// command that gave it, in one commit. An answer with the same ID, text and
// citations that is kept already stays as it is; the entry is written all the
// same.
func (s *Store) SaveAnswer(ctx context.Context, a Answer, e AuditEntry) error {
	if a.ID == "" {
		return briefings.Errorf(briefings.Invalid, "An answer needs an ID.")
	}
	a.ID, a.Text = validText(a.ID), validText(a.Text)
	return s.write(ctx, Stamp{By: e.By, At: e.At}, func(t *tx) error {
		t.entries = append(t.entries, e)
		var kept answerRecord
		if found, err := t.get(answerKey(a.ID), &kept); err != nil || found && sameAnswer(kept, a) {
			return err
		}
		t.put(answerKey(a.ID), answerRecord{ID: a.ID, Text: a.Text, By: t.by.By, At: t.by.At, Seq: a.Seq, Citations: a.Citations})
		return nil
	})
}

// sameAnswer reports whether saving the answer again would change nothing that
// matters.
func sameAnswer(kept answerRecord, a Answer) bool {
	return kept.Text == a.Text && slices.Equal(kept.Citations, a.Citations)
}

// Answer returns a kept answer, or an error of kind NotFound.
func (s *Store) Answer(ctx context.Context, id string) (Answer, error) {
	var r answerRecord
	found, err := s.load(ctx, answerKey(id), &r)
	if err != nil {
		return Answer{}, damaged(err, "The answer "+id)
	}
	if !found {
		return Answer{}, briefings.Errorf(briefings.NotFound, "There is no answer %q; copy the code from the foot of an answer.", briefings.Shorten(id, 40))
	}
	return Answer(r), nil
}
