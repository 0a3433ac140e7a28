package slack

import "context"

// doors returns the door for everything that comes in.
func (p *Platform) doors() door {
	return func(inbound) (any, func(context.Context)) { return nil, nil }
}

// decline shows whoever sent the inbound, and nobody else, why nothing is done
// about it.
func (p *Platform) decline(ctx context.Context, in inbound, why string) {}
