package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"attache/commands"
)

// Render returns a reply as the text that a terminal shows, without a newline
// at its end. It is safe for any terminal.
func Render(reply commands.Reply) string {
	return strings.TrimRight(Clean(reply.Plain()), "\n")
}

// page writes text to the terminal a screenful at a time, and waits for Enter
// in between. A line that begins with q leaves out the rest.
func page(ctx context.Context, t Terminal, in *Lines, text string) error {
	lines := strings.Split(text, "\n")
	step := t.Rows - 1 // the last row holds the question
	for step > 0 && len(lines) > step {
		if _, err := fmt.Fprintln(t.Out, strings.Join(lines[:step], "\n")); err != nil {
			return fmt.Errorf("write the reply: %w", err)
		}
		lines = lines[step:]
		fmt.Fprintf(t.Out, "-- %d more lines: Enter, or q to leave them out -- ", len(lines))
		answer, err := in.Next(ctx)
		switch {
		case errors.Is(err, io.EOF), strings.HasPrefix(strings.ToLower(answer), "q"):
			return nil
		case err != nil && !errors.Is(err, ErrLong):
			return err
		}
	}
	if _, err := fmt.Fprintln(t.Out, strings.Join(lines, "\n")); err != nil {
		return fmt.Errorf("write the reply: %w", err)
	}
	return nil
}
