package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"attache/briefings"
	"attache/store"
)

// Staff says who has which role, beside what the desk is told of each asker.
type Staff interface {
	// Holders returns who holds at least the role in the workspace of the place;
	// of a place on the console, in all workspaces. Each has the highest role they
	// are known to hold and the name on record.
	Holders(ctx context.Context, place Place, role briefings.Role) ([]briefings.Person, error)
	// Fixed returns the role that somebody has whatever is granted or revoked by
	// command, such as the owners of the settings, or false.
	Fixed(id briefings.PersonID) (briefings.Role, bool)
}

// Recorded returns the staff whose roles the store has on record, and nobody
// else's. Nobody's role is fixed.
func Recorded(st *store.Store) Staff { return recorded{st} }

type recorded struct{ store *store.Store }

// Holders implements [Staff].
func (r recorded) Holders(ctx context.Context, place Place, role briefings.Role) ([]briefings.Person, error) {
	all, err := r.store.People(ctx)
	if err != nil {
		return nil, fmt.Errorf("who holds %s: %w", role, err)
	}
	return slices.DeleteFunc(all, func(p briefings.Person) bool {
		return !p.Role.AtLeast(role) || !BelongsTo(place, p.ID)
	}), nil
}

// Fixed implements [Staff].
func (recorded) Fixed(briefings.PersonID) (briefings.Role, bool) { return "", false }

// BelongsTo reports whether a person is of the workspace of a place. To the
// console everybody belongs.
func BelongsTo(place Place, id briefings.PersonID) bool {
	platform, of, _, ok := id.Parts()
	return place.Platform == consolePlatform || ok && platform == place.Platform && of == place.Workspace
}

// holders returns who holds at least the role in the asker's workspace: those
// known by name first, and among them those whose role is nearest to it.
func (d *Desk) holders(ctx context.Context, c *call, role briefings.Role) ([]briefings.Person, error) {
	place := c.Place
	place.Workspace = c.home().id
	all, err := d.staff.Holders(ctx, place, role)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(p briefings.Person) bool { return !c.knows(p.ID) || !p.Role.AtLeast(role) })
	rank := func(p briefings.Person) int { return slices.Index(briefings.Roles(), p.Role) }
	unnamed := func(p briefings.Person) int {
		if name(p.Name) == "" {
			return 1
		}
		return 0
	}
	slices.SortFunc(all, func(a, b briefings.Person) int {
		return cmp.Or(cmp.Compare(unnamed(a), unnamed(b)), cmp.Compare(rank(a), rank(b)), cmp.Compare(name(a.Name), name(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// A refused request needs a role that the asker has not got.
type refused struct {
	told *briefings.Error
	who  string // the command that lists who has it; empty for whoever may not use that
}

// Error returns the sentence.
func (r refused) Error() string { return r.told.Text }

// Unwrap returns the error that is told.
func (r refused) Unwrap() error { return r.told }

// mayNot returns the refusal of what needs a role that the asker has not got,
// with who holds it. What is refused is a clause such as "You may not use publish
// here".
func (d *Desk) mayNot(ctx context.Context, c *call, what string, need briefings.Role) error {
	refusal := refused{told: briefings.Errorf(briefings.Forbidden, "%s: it needs the role %s, and yours is %s.", what, need, c.Person.Role)}
	if !c.everywhere() && workspaceOf(c.Person.ID) != c.home() {
		return refusal // a guest from another workspace is told nobody's name
	}
	all, err := d.holders(ctx, c, need)
	if err != nil {
		d.log.Warn("holders of a role not looked up", "role", need, "error", err)
		return refusal
	}
	refusal.told.Text = fmt.Sprintf("%s: it needs the role %s, %s.", what, need, heldBy(all))
	if list, ok := row(d.rows, peopleList); ok && len(all) > 0 && c.Person.Role.AtLeast(list.Role) {
		refusal.who = Invocation{Verb: list.Name, Values: map[string]string{"role": string(need)}}.String()
	}
	return refusal
}

// heldBy says who holds a role.
func heldBy(all []briefings.Person) string {
	switch n := len(all); n {
	case 0:
		return "which nobody holds here yet; an owner can grant it with people grant"
	case 1:
		return fmt.Sprintf("which %s holds", calledPerson(all[0]))
	default:
		return fmt.Sprintf("which %s and %d more hold", calledPerson(all[0]), n-1)
	}
}
