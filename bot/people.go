package bot

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"attache/bot/console"
	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// recognising returns the desk's answer with each asker's role looked up: the
// highest of what the platform says, what the store has on record and what the
// settings say of owners. When the store cannot be asked, the platform's word
// counts alone.
//
// The role that the settings give to everybody is the platform's to give: only
// it can tell a guest from a member.
func (o *office) recognising(log *slog.Logger) commands.Answer {
	return func(ctx context.Context, request commands.Request) commands.Reply {
		recorded, err := o.store.Person(ctx, request.Person.ID)
		if err != nil {
			log.Warn("person not looked up", "person", request.Person.ID, "error", err)
		} else {
			o.learn(ctx, recorded, request.Person.Name, log)
		}
		given := []briefings.Role{recorded.Role}
		if slices.Contains(o.config.People.Owners, request.Person.ID) {
			given = append(given, briefings.Owner)
		}
		for _, role := range given {
			if !request.Person.Role.AtLeast(role) && role.AtLeast(briefings.Reader) {
				request.Person.Role = role
			}
		}
		return o.desk.Answer(ctx, request)
	}
}

// learn keeps the name by which a platform knows somebody who has a role, so
// that refusals and lists can name them. It writes only what is new, and of
// those who have no role it keeps nothing.
func (o *office) learn(ctx context.Context, recorded briefings.Person, said string, log *slog.Logger) {
	called := commands.Name(said)
	if called == "" || called == recorded.Name {
		return
	}
	if recorded.Role == briefings.Reader && recorded.Name == "" && !slices.Contains(o.config.People.Owners, recorded.ID) {
		return
	}
	if err := o.store.LearnName(ctx, recorded.ID, called); err != nil {
		log.Warn("name not kept", "person", recorded.ID, "error", err)
	}
}

// A staff is whom the store has on record and whom the settings name. What user
// groups of Slack and roles of Discord give is not in it: a platform tells a
// person's own, and lists nobody else's.
type staff struct {
	commands.Staff // on record
	store          *store.Store
	fixed          []briefings.Person // by the settings, without names
}

func newStaff(st *store.Store, config Config) staff {
	s := staff{Staff: commands.Recorded(st), store: st}
	for _, id := range config.People.Owners {
		s.fixed = append(s.fixed, briefings.Person{ID: id, Role: briefings.Owner})
	}
	seat := briefings.Person{ID: console.PersonID(config.Console.Name), Name: config.Console.Name, Role: config.Console.Role}
	if _, owner := s.Fixed(seat.ID); !owner {
		s.fixed = append(s.fixed, seat)
	}
	return s
}

// Holders implements [commands.Staff].
func (s staff) Holders(ctx context.Context, place commands.Place, role briefings.Role) ([]briefings.Person, error) {
	all, err := s.Staff.Holders(ctx, place, role)
	if err != nil {
		return nil, err
	}
	for _, p := range s.fixed {
		if !p.Role.AtLeast(role) || !commands.BelongsTo(place, p.ID) {
			continue
		}
		if i := slices.IndexFunc(all, func(have briefings.Person) bool { return have.ID == p.ID }); i >= 0 {
			if !all[i].Role.AtLeast(p.Role) {
				all[i].Role = p.Role
			}
			continue
		}
		recorded, err := s.store.Person(ctx, p.ID)
		if err != nil {
			return nil, fmt.Errorf("look up %s: %w", p.ID, err)
		}
		if recorded.Name != "" {
			p.Name = recorded.Name
		}
		all = append(all, p)
	}
	return all, nil
}

// Fixed implements [commands.Staff].
func (s staff) Fixed(id briefings.PersonID) (briefings.Role, bool) {
	i := slices.IndexFunc(s.fixed, func(p briefings.Person) bool { return p.ID == id })
	if i < 0 {
		return "", false
	}
	return s.fixed[i].Role, true
}
