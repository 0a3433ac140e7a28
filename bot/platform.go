package bot

import (
	"context"

	"attache/commands"
)

// A Platform is a place where people talk. It turns what they say into requests
// and shows them the replies. Each has a folder of its own below this one, and
// nothing here knows one from another.
type Platform interface {
	// Name returns the platform's name, as it stands in [commands.Place].
	Name() string

	// Run answers requests until ctx ends or nobody is left to ask, and returns
	// nil then. Once ctx has ended it takes no more requests, ends those in hand
	// and returns soon.
	Run(ctx context.Context, answer commands.Answer) error
}
