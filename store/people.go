package store

import (
	"context"
	"fmt"

	"attache/briefings"
	"attache/store/kv"
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

// People returns everybody the store has a record of, in the order of their IDs:
// whoever was given a role, also one taken away since, and whose name was learnt.
func (s *Store) People(ctx context.Context) ([]briefings.Person, error) {
	items, err := s.db.Scan(ctx, personPrefix, kv.PrefixEnd(personPrefix), 0)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	people := make([]briefings.Person, len(items))
	for i, item := range items {
		var r personRecord
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &r)
		}
		if err != nil {
			return nil, damaged(fmt.Errorf("list people: %w", err), "The record of a person")
		}
		people[i] = briefings.Person(r)
	}
	return people, nil
}

// A RoleChange gives somebody another role.
type RoleChange struct {
	Person briefings.PersonID
	Was    briefings.Role // the change is made from this role only
	Role   briefings.Role // reader takes away whatever they were given
	Note   string         // why, for the audit
	// Owner has to be an owner at the moment of the change, so that two who
	// revoke each other leave one behind; empty asks for nobody.
	Owner briefings.PersonID
}

// ChangeRole makes the change and returns the number of its audit entry; 0 when
// the person has that role already. The name on record stays. The error is of
// kind Conflict when the person has another role than Was, or Owner is none any
// more.
func (s *Store) ChangeRole(ctx context.Context, change RoleChange, st Stamp) (audit uint64, err error) {
	if change.Person == "" {
		return 0, briefings.Errorf(briefings.Invalid, "A person needs an ID, such as slack/T1/U1.")
	}
	role, err := briefings.ParseRole(string(change.Role))
	if err != nil {
		return 0, err
	}
	var last *tx
	err = s.write(ctx, st, func(t *tx) error {
		last = t
		was := personRecord{ID: change.Person, Role: briefings.Reader}
		if _, err := t.get(personKey(change.Person), &was); err != nil {
			return err
		}
		if was.Role != change.Was {
			return briefings.Errorf(briefings.Conflict, "%s has the role %s by now and not %s; nothing was changed.", change.Person, was.Role, change.Was)
		}
		if change.Owner == change.Person {
			return briefings.Errorf(briefings.Conflict, "%s cannot stay an owner by being made another; nothing was changed.", change.Owner)
		}
		if change.Owner != "" {
			var keeps personRecord
			if _, err := t.get(personKey(change.Owner), &keeps); err != nil {
				return err
			}
			if keeps.Role != briefings.Owner {
				return briefings.Errorf(briefings.Conflict, "%s is no owner any more; nothing was changed, so that one stays.", change.Owner)
			}
		}
		if was.Role == role {
			return nil
		}
		t.put(personKey(change.Person), personRecord{ID: change.Person, Name: was.Name, Role: role})
		detail := fmt.Sprintf("%s, was %s", role, was.Role)
		if change.Note != "" {
			detail += ": " + change.Note
		}
		t.audit("person", string(change.Person), detail)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return last.sealed, nil
}

// LearnName keeps the name by which a platform knows somebody. Their role stays;
// somebody the store does not know is a reader. It is bookkeeping that nobody
// did, so it leaves no audit entry, and writes nothing when the name is known.
func (s *Store) LearnName(ctx context.Context, id briefings.PersonID, name string) error {
	if id == "" {
		return briefings.Errorf(briefings.Invalid, "A person needs an ID, such as slack/T1/U1.")
	}
	return s.write(ctx, Stamp{}, func(t *tx) error {
		t.own = true
		r := personRecord{ID: id, Role: briefings.Reader}
		if _, err := t.get(personKey(id), &r); err != nil {
			return err
		}
		if now := validText(name); r.Name != now {
			r.Name = now
			t.put(personKey(id), r)
		}
		return nil
	})
}
