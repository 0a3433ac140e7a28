package discord

import (
	"context"

	"attache/bot/intake"
)

// maxKey is the longest key under which a text may be kept.
const maxKey = intake.KeyLength

// keeping returns the function by which the buttons of a message have their
// texts kept.
func (p *Platform) keeping(ctx context.Context) func(text string) string {
	return func(text string) string { return p.state.texts.Keep(ctx, text) }
}

// kept returns the text that a component stands for, or false when it is gone.
func (p *Platform) kept(ctx context.Context, c pressed) (string, bool) {
	if c.Key == "" {
		return c.Text, true
	}
	return p.state.texts.Kept(ctx, c.Key)
}

// remembered is kept from memory alone.
func (p *Platform) remembered(c pressed) (string, bool) {
	if c.Key == "" {
		return c.Text, true
	}
	return p.state.texts.Remembered(c.Key)
}
