package console

import (
	"context"
	"io"
	"sync"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A Board is where digests are posted on a console: they are written to the
// terminal between what is asked and answered. Its methods may be called from
// many goroutines at once.
type Board struct {
	t         Terminal
	clearance briefings.Marking

	mu     sync.Mutex
	posted map[briefings.DeliveryID]bool
}

// NewBoard returns a board on the terminal.
func NewBoard(t Terminal, clearance briefings.Marking) *Board {
	return &Board{t: t, clearance: clearance, posted: map[briefings.DeliveryID]bool{}}
}

// Look says that the terminal is there. It has one channel, whatever its name.
func (b *Board) Look(context.Context, briefings.Channel) (commands.ChannelFacts, error) {
	return commands.ChannelFacts{Name: "this terminal", Clearance: b.clearance, Postable: true}, nil
}

// Freeze returns the text of each part.
func (b *Board) Freeze(_ briefings.Delivery, parts []commands.Reply) ([][]byte, error) {
	var out [][]byte
	for _, part := range parts {
		out = append(out, []byte(Render(part)))
	}
	return out, nil
}

// Turn returns at once.
func (b *Board) Turn(ctx context.Context, _ briefings.Channel) error { return ctx.Err() }

// Post writes the text to the terminal.
func (b *Board) Post(_ context.Context, d briefings.Delivery, _ intake.Deadline) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	heading := "\n"
	if d.Part == 0 {
		heading = "\n— posted by schedule —\n"
	}
	if err := b.t.Print("%s%s", heading, d.Payload); err != nil {
		return "", &intake.PostError{Fate: intake.Doubtful, Err: err}
	}
	b.posted[d.ID] = true
	return string(d.ID), nil
}

// Find reports whether this board has written the delivery.
func (b *Board) Find(_ context.Context, d briefings.Delivery) (string, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return string(d.ID), b.posted[d.ID], nil
}

// Idempotent returns zero: what is written twice is read twice.
func (b *Board) Idempotent() time.Duration { return 0 }

// Tell writes the text to the terminal.
func (b *Board) Tell(_ context.Context, _ briefings.PersonID, text string) error {
	return b.t.Print("\n%s", text)
}

// Shared returns the terminal with an Out that may be written from many
// goroutines at once; what is written in one go stays together.
func (t Terminal) Shared() Terminal {
	t.Out = &sharedWriter{out: t.Out}
	return t
}

type sharedWriter struct {
	mu  sync.Mutex
	out io.Writer
}

// Write implements [io.Writer].
func (w *sharedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(p)
}
