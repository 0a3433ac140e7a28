package discord

// doors returns the door for everything that comes in. What it does not know it
// counts and leaves alone.
func (p *Platform) doors() door {
	return func(inbound) reaction { return reaction{Now: &response{Type: responseUnmoved}} }
}
