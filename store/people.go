package store

import (
	"context"
	"fmt"

	"attache/briefings"
)

// Person returns a person. Somebody the store does not know is a reader
// without a name, not an error.
func (s *Store) Person(ctx context.Context, id briefings.PersonID) (briefings.Person, error) {
	var r personRecord
	found, err := s.load(ctx, personKey(id), &r)
	if err != nil {
		return briefings.Person{}, damaged(err, fmt.Sprintf("The record of %s", id))
	}
	if !found {
		return briefings.Person{ID: id, Role: briefings.Reader}, nil
	}
	return briefings.Person(r), nil
}

// SavePerson keeps a person's name and role in place of what was known.
func (s *Store) SavePerson(ctx context.Context, p briefings.Person, st Stamp) error {
	if p.ID == "" {
		return briefings.Errorf(briefings.Invalid, "A person needs an ID, such as slack/T1/U1.")
	}
	role, err := briefings.ParseRole(string(p.Role))
	if err != nil {
		return err
	}
	now := personRecord{ID: briefings.PersonID(validText(string(p.ID))), Name: validText(p.Name), Role: role}
	return s.write(ctx, st, func(t *tx) error {
		var was personRecord
		if _, err := t.get(personKey(now.ID), &was); err != nil {
			return err
		}
		if was == now {
			return nil
		}
		t.put(personKey(now.ID), now)
		t.audit("person", string(now.ID), string(now.Role))
		return nil
	})
}
