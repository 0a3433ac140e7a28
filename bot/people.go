package bot

import (
	"context"
	"log/slog"
	"slices"

	"attache/briefings"
	"attache/commands"
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
