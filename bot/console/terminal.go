// Package console is the platform of the person who sits at the machine: a
// prompt on a terminal, or commands on standard input, and replies as plain
// text.
//
// Whatever a document or a file name holds, no control character of it reaches
// the terminal: see [Clean]. The package keeps no history and edits no lines;
// the terminal's own line mode does that.
package console

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"attache/commands"
)

// A Terminal is what a person types into and reads from. Rows is 0 when Out is
// not a screen, and then nothing is paged; Typed is false when In is a file or
// a pipe. Bar is true when Err is a screen on which a line may be redrawn.
type Terminal struct {
	In    io.Reader
	Out   io.Writer
	Err   io.Writer
	Rows  int
	Typed bool
	Bar   bool
}

// Standard returns the process's own three streams.
func Standard() Terminal {
	t := Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	t.Typed = term.IsTerminal(int(os.Stdin.Fd()))
	t.Bar = term.IsTerminal(int(os.Stderr.Fd()))
	if t.Typed && term.IsTerminal(int(os.Stdout.Fd())) {
		if _, rows, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
			t.Rows = rows
		}
	}
	return t
}

// Print writes the text to Out, cleaned and followed by a newline.
func (t Terminal) Print(format string, args ...any) error {
	_, err := fmt.Fprintln(t.Out, Clean(fmt.Sprintf(format, args...)))
	return err
}

// Warn writes the text to Err on a line of its own, cleaned. A stream that
// cannot be written to has nobody left to be told, so there is no error.
func (t Terminal) Warn(format string, args ...any) {
	fmt.Fprintln(t.Err, Clean(fmt.Sprintf(format, args...)))
}

// Clean returns text that is safe for any terminal: each line is cleaned as
// [commands.Clean] does, and only line ends stay of what steers a terminal.
func Clean(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = commands.Clean(line)
	}
	return strings.Join(lines, "\n")
}
