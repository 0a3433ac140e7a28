package discord

import "context"

// A turn is what is said to one interaction.
type turn struct {
	p    *Platform
	in   inbound
	late response
}

// newTurn returns the turn of an interaction that nothing has been said to. If
// nothing is said soon, late is.
func newTurn(p *Platform, in inbound, late response) *turn { return &turn{p, in, late} }

// answer shows a message as the first response, or in the place of what was
// shown first, and after it what it continues with (message.More).
func (t *turn) answer(ctx context.Context, m message) error { return errNotYet }

// update shows a message in the place of the one whose component was used, and
// after it what it continues with.
func (t *turn) update(ctx context.Context, m message) error { return errNotYet }

// follow shows one more message, and what it continues with, to everybody or to
// the asker alone.
func (t *turn) follow(ctx context.Context, m message, public bool) error { return errNotYet }

// silent reports whether the person has been shown nothing yet but that an
// answer is on its way.
func (t *turn) silent() bool { return true }

// end ends the turn; whoever started it calls it once the work is done.
func (t *turn) end() {}
