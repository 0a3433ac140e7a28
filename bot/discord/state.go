package discord

import (
	"encoding/json"

	"attache/bot/intake"
)

// state is what the doors remember between two inbounds. Nothing in it is lost
// with the process that matters: a button carries its invocation or a key of the
// shelf, and the rest is asked of Discord again.
type state struct {
	presses *intake.Presses
}

// newState returns the state of a platform whose settings and client are set.
func newState(_ *Platform) *state {
	return &state{presses: intake.NewPresses()}
}

// guildSeen notes what the gateway says about a server.
func (p *Platform) guildSeen(_ json.RawMessage) {}

// guildGone notes that a server has gone: because the bot is no longer in it,
// or because Discord cannot reach it just now.
func (p *Platform) guildGone(_ string, _ bool) {}
