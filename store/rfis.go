package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// rfiRecord is rfi/<id>.
type rfiRecord struct {
	ID        briefings.RFIID        `json:"id"`
	Question  string                 `json:"question"`
	Asker     briefings.PersonID     `json:"asker"`
	Name      string                 `json:"name,omitempty"`
	Place     briefings.Channel      `json:"place"`
	Clearance briefings.Marking      `json:"clearance,omitempty"`
	Zone      string                 `json:"zone,omitempty"`
	At        time.Time              `json:"at"`
	Due       time.Time              `json:"due"`
	State     briefings.RFIState     `json:"state"`
	Owner     briefings.PersonID     `json:"owner,omitempty"`
	Answer    string                 `json:"answer,omitempty"`
	Refs      []briefings.PassageRef `json:"refs,omitempty"`
	Own       bool                   `json:"own,omitempty"`
	Note      string                 `json:"note,omitempty"`
	Replied   time.Time              `json:"replied,omitzero"`
	History   []briefings.RFIStep    `json:"history,omitempty"`
}

// rfiRecordOf returns the stored form, in which a later read gives the same as
// the write.
func rfiRecordOf(r briefings.RFI) rfiRecord {
	out := rfiRecord{ID: r.ID, Question: validText(r.Question), Asker: briefings.PersonID(validText(string(r.Asker))), Name: validText(r.Name),
		Place: r.Place, Clearance: r.Clearance, Zone: validText(r.Zone), At: storedTime(r.At), Due: storedTime(r.Due), State: r.State,
		Owner: briefings.PersonID(validText(string(r.Owner))), Answer: validText(r.Answer), Refs: r.Refs, Own: r.Own, Note: validText(r.Note),
		Replied: storedTime(r.Replied)}
	for _, step := range r.History {
		out.History = append(out.History, briefings.RFIStep{At: storedTime(step.At), By: briefings.PersonID(validText(string(step.By))), What: validText(step.What)})
	}
	return out
}

// rfi returns the request that the record at the revision keeps.
func (r rfiRecord) rfi(rev kv.Rev) briefings.RFI {
	return briefings.RFI{ID: r.ID, Question: r.Question, Asker: r.Asker, Name: r.Name, Place: r.Place, Clearance: r.Clearance, Zone: r.Zone,
		At: r.At, Due: r.Due, State: r.State, Owner: r.Owner, Answer: r.Answer, Refs: r.Refs, Own: r.Own, Note: r.Note, Replied: r.Replied,
		History: r.History, Rev: uint64(rev)}
}

// MostRequests is how many requests for information of one person may wait at a
// time, and SameRequest how long the same question of the same person is the
// same request.
const (
	MostRequests = 20
	SameRequest  = 24 * time.Hour
)

// NewRFI keeps a new request for information and returns it with the ID that it
// has got. The same person's same question, in any case of letters and any white
// space, is one request within [SameRequest]: the one that is there is returned
// and nothing is written. Fresh says which of the two it is.
//
// It is a mistake of kind Limit when the person has [MostRequests] waiting.
func (s *Store) NewRFI(ctx context.Context, r briefings.RFI, st Stamp) (kept briefings.RFI, fresh bool, err error) {
	r.State = briefings.RFIOpen
	if err := r.Validate(); err != nil {
		return r, false, err
	}
	now := rfiRecordOf(r)
	rev, err := s.writeRev(ctx, st, func(t *tx) error {
		// Whoever adds a request changes the count, so that nobody's is overlooked.
		var given countRecord
		if _, err := t.get(keyRFIs, &given); err != nil {
			return damaged(err, "The number of requests")
		}
		all, err := s.RFIs(ctx)
		if err != nil {
			return err
		}
		waiting := 0
		for _, one := range all {
			if one.Asker != now.Asker {
				continue
			}
			if sameQuestion(one.Question, now.Question) && now.At.Sub(one.At) < SameRequest {
				kept, fresh = one, false
				return nil
			}
			if one.State.Waits() {
				waiting++
			}
		}
		if waiting >= MostRequests {
			return briefings.Errorf(briefings.Limit, "You have %d requests waiting already; wait for an answer before you ask for more.", waiting)
		}
		given.N++
		now.ID, fresh = briefings.NewRFIID(given.N), true
		t.put(keyRFIs, given)
		t.absent(rfiKey(now.ID))
		t.put(rfiKey(now.ID), now)
		t.audit("request", string(now.ID), briefings.Shorten(now.Question, 200))
		return nil
	})
	if err != nil || !fresh {
		return kept, false, err
	}
	return now.rfi(rev), true, nil
}

func sameQuestion(a, b string) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	return fold(a) == fold(b)
}

// SaveRFI keeps a request in place of what is kept at the same Rev, together with
// the deliveries that follow from it, in one commit, and returns it with its new
// Rev. Saving what is kept already changes nothing.
//
// It is a mistake of kind Conflict when somebody has changed it since, of kind
// NotFound when there is no such request, and of kind Invalid when it makes no
// sense.
func (s *Store) SaveRFI(ctx context.Context, r briefings.RFI, st Stamp, owed ...briefings.Delivery) (briefings.RFI, error) {
	if err := r.Validate(); err != nil {
		return r, err
	}
	var steps []planStep
	for _, d := range owed {
		record, err := deliveryRecordOf(d)
		if err != nil {
			return r, err
		}
		steps = append(steps, planStep{delivery: record, owed: true})
	}
	now, key, kept := rfiRecordOf(r), rfiKey(r.ID), kv.Rev(0)
	rev, err := s.writeRev(ctx, st, func(t *tx) (err error) {
		var was rfiRecord
		switch kept, err = t.getRev(key, &was); {
		case err != nil:
			return damaged(err, "The request "+string(r.ID))
		case kept == 0:
			return noRFI(r.ID)
		case uint64(kept) != r.Rev:
			return briefings.Errorf(briefings.Conflict, "Somebody else has changed %s; look at it and try again.", r.ID)
		case bytes.Equal(encode(key, was), encode(key, now)):
			return nil
		}
		t.put(key, now)
		for _, step := range steps {
			if err := t.plan(step); err != nil {
				return err
			}
		}
		t.audit("request", string(r.ID), fmt.Sprintf("%s, owner %s", r.State, cmp.Or(string(r.Owner), "nobody")))
		return nil
	})
	if err != nil {
		return r, err
	}
	return now.rfi(cmp.Or(rev, kept)), nil
}

// RFI returns a request for information, or an error of kind NotFound.
func (s *Store) RFI(ctx context.Context, id briefings.RFIID) (briefings.RFI, error) {
	var r rfiRecord
	rev, err := s.loadRev(ctx, rfiKey(id), &r)
	if err != nil {
		return briefings.RFI{}, damaged(err, "The request "+string(id))
	}
	if rev == 0 {
		return briefings.RFI{}, noRFI(id)
	}
	return r.rfi(rev), nil
}

func noRFI(id briefings.RFIID) error {
	return briefings.Errorf(briefings.NotFound, "There is no request %q; rfi list shows those there are.", briefings.Shorten(string(id), 40))
}

// RFIs returns all requests for information in the order in which they were
// asked, without damaged ones.
func (s *Store) RFIs(ctx context.Context) ([]briefings.RFI, error) {
	var all []briefings.RFI
	err := scanEach(ctx, s, rfiPrefix, func(r rfiRecord, rev kv.Rev) { all = append(all, r.rfi(rev)) })
	sortByID(all, func(r briefings.RFI) string { return string(r.ID) })
	return all, err
}

// sortByID sorts by IDs that end in a number, which may outgrow its width.
func sortByID[T any](all []T, id func(T) string) {
	slices.SortFunc(all, func(a, b T) int { return cmp.Or(cmp.Compare(len(id(a)), len(id(b))), cmp.Compare(id(a), id(b))) })
}
