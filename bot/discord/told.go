package discord

import "context"

// kicked tells the owners once that the bot has been taken out of a server. It
// returns at once.
func (p *Platform) kicked(guild string) {}

// register gives Discord the commands that it does not have yet.
func (p *Platform) register(ctx context.Context) error { return errNotYet }
