package store

import (
	"context"
	"fmt"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// correctionRecord is correction/<id>.
type correctionRecord struct {
	ID      briefings.CorrectionID  `json:"id"`
	Of      string                  `json:"of"`
	Way     briefings.CorrectionWay `json:"way"`
	Note    string                  `json:"note,omitempty"`
	By      briefings.PersonID      `json:"by"`
	Name    string                  `json:"name,omitempty"`
	At      time.Time               `json:"at"`
	Seq     briefings.Seq           `json:"seq"`
	Targets []postingRecord         `json:"targets"`
	Spread  bool                    `json:"spread,omitempty"`
}

func (r correctionRecord) correction() briefings.Correction {
	c := briefings.Correction{ID: r.ID, Of: r.Of, Way: r.Way, Note: r.Note, By: r.By, Name: r.Name, At: r.At, Seq: r.Seq, Spread: r.Spread}
	for _, t := range r.Targets {
		c.Targets = append(c.Targets, briefings.Posting(t))
	}
	return c
}

// SaveCorrection keeps a new correction together with its audit entry, and
// returns it with the ID that it has got. Who orders it and when is the stamp's.
// Nothing is owed to anybody before [Store.Spread].
//
// It is a mistake of kind Invalid or Limit when it cannot be ordered, and of kind
// Conflict when another correction was ordered after the number of corrections
// was read that know says: whoever decided on the targets did not see it.
func (s *Store) SaveCorrection(ctx context.Context, c briefings.Correction, know int, st Stamp) (briefings.Correction, error) {
	if err := c.Validate(); err != nil {
		return c, err
	}
	var r correctionRecord
	err := s.write(ctx, st, func(t *tx) error {
		var given countRecord
		if _, err := t.get(keyCorrections, &given); err != nil {
			return damaged(err, "The number of corrections")
		}
		if given.N != know {
			return briefings.Errorf(briefings.Conflict, "Somebody else has ordered a correction just now; look at the list and order again what is left.")
		}
		given.N++
		r = correctionRecord{ID: briefings.NewCorrectionID(given.N), Of: validText(c.Of), Way: c.Way, Note: validText(c.Note),
			By: t.by.By, Name: validText(c.Name), At: t.by.At, Seq: c.Seq}
		for _, target := range c.Targets {
			target.At, target.Title = storedTime(target.At), validText(target.Title)
			r.Targets = append(r.Targets, postingRecord(target))
		}
		t.put(keyCorrections, given)
		t.absent(correctionKey(r.ID))
		t.put(correctionKey(r.ID), r)
		t.audit("correct", string(r.ID), fmt.Sprintf("%s of %s, %d messages", r.Way, r.Of, len(r.Targets)))
		return nil
	})
	if err != nil {
		return c, err
	}
	return r.correction(), nil
}

// Spread plans what is owed for the corrections that are not spread yet: a
// delivery for each target, once, however often it is called and wherever it was
// stopped. It works in commits of bounded size. The audit gets no entry.
func (s *Store) Spread(ctx context.Context) error {
	all, err := s.Corrections(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Spread {
			continue
		}
		if err := s.spread(ctx, c); err != nil {
			return fmt.Errorf("spread %s: %w", c.ID, err)
		}
	}
	return nil
}

// spread plans the deliveries of one correction, and then notes that it has.
func (s *Store) spread(ctx context.Context, c briefings.Correction) error {
	var group []planStep
	for _, d := range c.Deliveries() {
		r, err := deliveryRecordOf(d)
		if err != nil {
			return err
		}
		group = append(group, planStep{delivery: r, owed: true})
	}
	for _, steps := range divide([][]planStep{group}) {
		err := s.write(ctx, Stamp{}, func(t *tx) error {
			t.own = true
			for _, step := range steps {
				if err := t.plan(step); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return s.write(ctx, Stamp{}, func(t *tx) error {
		t.own = true
		var r correctionRecord
		found, err := t.get(correctionKey(c.ID), &r)
		if err != nil || !found || r.Spread {
			return err
		}
		r.Spread = true
		t.put(correctionKey(c.ID), r)
		return nil
	})
}

// WakeCorrections returns a channel that is closed once there may be another
// correction after the call. It may wake for nothing, and closes when the store
// does.
func (s *Store) WakeCorrections() <-chan struct{} { return s.db.Wake(correctionPrefix) }

// Corrections returns all corrections in the order in which they were ordered,
// without damaged ones.
func (s *Store) Corrections(ctx context.Context) ([]briefings.Correction, error) {
	var all []briefings.Correction
	err := scanEach(ctx, s, correctionPrefix, func(r correctionRecord, _ kv.Rev) { all = append(all, r.correction()) })
	sortByID(all, func(c briefings.Correction) string { return string(c.ID) })
	return all, err
}

// CorrectionCount returns how many corrections were ever ordered.
func (s *Store) CorrectionCount(ctx context.Context) (int, error) {
	var given countRecord
	if _, err := s.load(ctx, keyCorrections, &given); err != nil {
		return 0, damaged(err, "The number of corrections")
	}
	return given.N, nil
}

// Correction returns a correction, or an error of kind NotFound.
func (s *Store) Correction(ctx context.Context, id briefings.CorrectionID) (briefings.Correction, error) {
	var r correctionRecord
	found, err := s.load(ctx, correctionKey(id), &r)
	if err != nil {
		return briefings.Correction{}, damaged(err, "The correction "+string(id))
	}
	if !found {
		return briefings.Correction{}, briefings.Errorf(briefings.NotFound, "There is no correction %q; correction list shows those there are.", briefings.Shorten(string(id), 40))
	}
	return r.correction(), nil
}
