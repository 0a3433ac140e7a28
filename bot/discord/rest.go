package discord

import (
	"context"
	"errors"
)

// rest is every call of the REST API.
type rest struct{ p *Platform }

// newRest returns the client of a platform whose settings, counts, health and
// log are set.
func newRest(p *Platform) *rest { return &rest{p} }

var errNotYet = errors.New("not made yet")

// callback sends the first response to an interaction.
func (r *rest) callback(ctx context.Context, id, token string, resp response) error {
	return errNotYet
}
