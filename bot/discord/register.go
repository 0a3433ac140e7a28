package discord

import "context"

// A command is one as Discord keeps it.
type command struct {
	Name string `json:"name"`
}

// register gives Discord the commands that it does not have yet.
func (p *Platform) register(ctx context.Context) error { return errNotYet }
