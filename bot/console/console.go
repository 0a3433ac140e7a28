package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"attache/briefings"
	"attache/commands"
)

// Prompt is what the terminal shows when it waits for a command.
const Prompt = "brief> "

// A Console is a prompt on a terminal.
type Console struct {
	seat Seat
	t    Terminal
	in   *Lines
}

// New returns the prompt of whoever sits at the terminal.
func New(t Terminal, seat Seat) *Console {
	return &Console{seat: seat, t: t, in: NewLines(t.In)}
}

// Name returns the name of the platform.
func (c *Console) Name() string { return "console" }

// Run answers one line after the other until the lines end, somebody types
// quit, or ctx ends. It returns nil then, and an error when a stream fails.
//
// Lines that are not typed are shown behind the prompt, so that what a script
// asks can be read beside the answers.
func (c *Console) Run(ctx context.Context, answer commands.Answer) error {
	for {
		fmt.Fprint(c.t.Out, Prompt)
		typed, err := c.in.Next(ctx)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, context.Canceled):
			fmt.Fprintln(c.t.Out)
			return nil
		case errors.Is(err, ErrLong):
		case err != nil:
			return err
		}
		if !c.t.Typed {
			fmt.Fprintln(c.t.Out, Clean(briefings.Shorten(typed, 1000)))
		}
		switch {
		case err == nil && leaves(typed):
			return nil
		case err == nil && strings.TrimSpace(typed) == "":
			continue
		}
		if err := page(ctx, c.t, c.in, Render(c.reply(ctx, answer, typed, err))+"\n"); err != nil {
			return ignoreEnd(err)
		}
	}
}

// reply answers one line, or says what was wrong with reading it.
func (c *Console) reply(ctx context.Context, answer commands.Answer, typed string, err error) commands.Reply {
	if err != nil {
		return LongLine()
	}
	return Ask(ctx, c.seat, answer, typed)
}

// Ask answers one line that somebody typed, at the present time. What is wrong
// with the line itself, such as a file that cannot be read, is in the reply.
func Ask(ctx context.Context, seat Seat, answer commands.Answer, typed string) commands.Reply {
	request, err := seat.Request(typed, time.Now())
	var mistake *briefings.Error
	if errors.As(err, &mistake) {
		return commands.Reply{Private: true, Error: mistake}
	}
	return answer(ctx, request)
}

// LongLine returns the reply to a line that is too long to be read.
func LongLine() commands.Reply {
	return commands.Reply{Private: true, Error: briefings.Errorf(briefings.Limit,
		"A line may have %d KiB; put long text into a file and import that.", MaxLine>>10)}
}

// leaves reports whether a line asks to leave the prompt.
func leaves(typed string) bool {
	return slices.Contains([]string{"quit", "exit", "q", `\q`, ":q"}, strings.ToLower(strings.TrimSpace(typed)))
}

// ignoreEnd returns nil for the end of a context, which is how a run ends.
func ignoreEnd(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
