package discord

import (
	"context"
	"time"

	"attache/commands"
)

// grace is how long work in hand may go on after the end of Run's ctx. It stays
// below what the process gives all its platforms.
const grace = 4 * time.Second

// Run answers what people ask until ctx ends, and returns nil then. It returns
// an error of kind Unusable when Discord refuses the bot before anything could
// come in, and any error when the listener of HTTP mode cannot be opened. A
// token that is refused later ends all calls, not Run: see [Platform.Health].
//
// Run may be called once.
func (p *Platform) Run(ctx context.Context, answer commands.Answer) error {
	if p.runs.Swap(true) {
		panic("discord: a platform runs once")
	}
	p.answer = answer
	defer p.lobby.Close(0)
	defer p.room.Close(grace)
	if r := p.health.refusal(); r != nil && !p.health.everConnected() {
		return r.unusable()
	}
	<-ctx.Done()
	return nil
}
