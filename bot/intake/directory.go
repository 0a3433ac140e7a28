package intake

import (
	"context"

	"attache/briefings"
	"attache/commands"
)

// A Choice is one value that completes an option. Label is what people see.
type Choice struct{ Value, Label string }

// A Directory knows what the widgets of Slack show before anybody has asked. It
// answers from memory, within 300 ms, and may be called from many goroutines at
// once. It returns only what may be shown in the place.
type Directory interface {
	// Complete returns at most limit choices that begin with or contain the
	// prefix, best first. What is one of the names commands.Completes....
	Complete(ctx context.Context, what, prefix string, place commands.Place, limit int) []Choice
	// New returns a line of text for each briefing published lately, newest first.
	New(ctx context.Context, place commands.Place) []string
	// Granted returns the role that somebody was given by command, as far as memory
	// knows; empty for none. It may be a minute old, so nothing is done on its word:
	// it opens forms and fetches files, and the desk looks the role up again.
	Granted(id briefings.PersonID) briefings.Role
}

// Perhaps returns the highest role that somebody may turn out to have: what the
// platform says of them, or what they were given by command.
func Perhaps(dir Directory, who briefings.Person) briefings.Role {
	if dir == nil {
		return who.Role
	}
	if granted := dir.Granted(who.ID); granted.AtLeast(who.Role) {
		return granted
	}
	return who.Role
}
