package slack

// state is what the doors remember between two inbounds.
type state struct{}

func newState(*Platform) *state { return &state{} }
