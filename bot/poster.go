package bot

import (
	"context"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A Poster is a platform on which digests are posted. Its methods may be called
// from many goroutines at once, and before and after Run.
type Poster interface {
	Platform

	// Look says what is known of a channel: what may be shown there and whether
	// anything can be posted. A channel that the platform does not know is not
	// postable. The error means that it cannot be known at the moment.
	Look(ctx context.Context, channel briefings.Channel) (commands.ChannelFacts, error)

	// Freeze renders the parts of a digest into the messages that make it up, each
	// in the platform's own form: the first for the channel, the others for its
	// thread. It is a pure function: the same parts give the same bytes. There are
	// as many messages as it takes, and at least one.
	Freeze(delivery briefings.Delivery, parts []commands.Reply) ([][]byte, error)

	// Turn waits until the channel may be posted to, as the platform's rates allow.
	Turn(ctx context.Context, channel briefings.Channel) error

	// Post makes one attempt to post the delivery's frozen payload and returns the
	// platform's ID of the message. No byte of it leaves after the deadline. The
	// error is an [intake.PostError]; any other means that nothing is known of it.
	Post(ctx context.Context, delivery briefings.Delivery, until intake.Deadline) (message string, err error)

	// Find looks whether a delivery arrived, among what was posted since it was
	// taken up, or since it was due when it never was. Not found means that it
	// surely did not. An error of fate Refused means that the platform will never
	// tell; any other, that it cannot tell now.
	Find(ctx context.Context, delivery briefings.Delivery) (message string, found bool, err error)

	// Idempotent returns how long after the first attempt the platform takes a
	// repetition of it for the same message; zero is never.
	Idempotent() time.Duration

	// Tell sends somebody a private message. It is tried once.
	Tell(ctx context.Context, person briefings.PersonID, text string) error
}
