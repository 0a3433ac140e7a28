package discord

import (
	"context"
	"sync"
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
	var registering sync.WaitGroup
	defer registering.Wait()
	defer p.lobby.Close(0)
	defer p.room.Close(grace)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	registering.Go(func() { p.registered(ctx) })
	if p.cfg.Mode == HTTP {
		if err := p.listen(ctx, p.doors()); err != nil {
			return err
		}
	} else {
		p.connect(ctx, p.doors())
	}
	if r := p.health.refusal(); r != nil && !p.health.everConnected() {
		return r.unusable()
	}
	<-ctx.Done()
	return nil
}

// How long is waited before the commands are registered again.
const (
	registerAfter   = 5 * time.Second
	registerAtLeast = 10 * time.Minute
)

// registered keeps trying until Discord has the commands of this version. Until
// then those of the last one are there, so that it is not urgent.
func (p *Platform) registered(ctx context.Context) {
	said := false
	for again := registerAfter; ctx.Err() == nil; again = min(2*again, registerAtLeast) {
		err := p.register(ctx)
		if err == nil || p.health.refusal() != nil {
			return
		}
		if !said && ctx.Err() == nil {
			said = true
			p.log.Warn("discord commands not registered", "error", err)
		}
		wait(ctx, again)
	}
}
