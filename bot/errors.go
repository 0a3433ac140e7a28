package bot

import (
	"context"
	"errors"
	"fmt"

	"attache/bot/console"
	"attache/briefings"
)

// The exit codes of the program.
const (
	Done     = 0  // what was asked is done
	Failed   = 1  // something could not be done; the rest was
	Usage    = 2  // the command line cannot be understood
	Unusable = 78 // the configuration or the store cannot be used
)

// ExitCode returns the exit code that err stands for. A wrong store
// specification counts as usage, since it stands on the command line.
func ExitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return Done
	case errors.As(err, &usage):
		return Usage
	case briefings.KindOf(err) == briefings.Unusable:
		return Unusable
	}
	return Failed
}

// A usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// UsageError marks err as a mistake on the command line.
func UsageError(err error) error { return usageError{err} }

// failures counts what went wrong while the rest of a list was done.
type failures struct {
	n, of int
	only  error
}

// add notes one failure among so many things asked. It is told at once, unless
// it is the only thing asked: then err returns it for main to tell.
func (f *failures) add(t console.Terminal, of int, err error) {
	f.n, f.of, f.only = f.n+1, of, err
	if of > 1 {
		t.Warn("attache: %s", Explain(err))
	}
}

// err returns nil when nothing failed, and otherwise what is left to tell.
func (f *failures) err(done string) error {
	switch {
	case f.n == 0:
		return nil
	case f.of == 1:
		return f.only
	}
	return fmt.Errorf("%d of %d files could not be %s", f.n, f.of, done)
}

// stopped returns the error of work that a signal ended before it was done.
func stopped(err error) error {
	return fmt.Errorf("stopped before the end; what was done so far is kept: %w", err)
}

// Explain returns err as the one sentence a person is told. It is safe for a
// terminal.
func Explain(err error) string {
	var mistake *briefings.Error
	if errors.As(err, &mistake) {
		return console.Clean(mistake.Text)
	}
	if errors.Is(err, context.Canceled) {
		return "Stopped before the end; what was done so far is kept."
	}
	return console.Clean(err.Error())
}
