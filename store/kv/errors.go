package kv

import (
	"errors"
	"fmt"
)

// The errors that callers tell apart with errors.Is.
var (
	ErrConflict = errors.New("changed by somebody else")
	ErrClosed   = errors.New("store is closed")
	ErrCorrupt  = errors.New("damaged value")
	ErrLimit    = errors.New("over the limit")
	ErrUnusable = errors.New("unusable store")
)

// CorruptError says that the value of a key does not match its checksum. Other
// keys can still be read. It is an [ErrCorrupt].
type CorruptError struct{ Key string }

// Error names the key.
func (e *CorruptError) Error() string { return fmt.Sprintf("value of %q is damaged", e.Key) }

// Is makes the error an [ErrCorrupt].
func (e *CorruptError) Is(target error) bool { return target == ErrCorrupt }

// LimitError says which limit a batch or key breaks. It is an [ErrLimit].
type LimitError struct{ What string }

// Error says what was asked and what the most is.
func (e *LimitError) Error() string { return e.What }

// Is makes the error an [ErrLimit].
func (e *LimitError) Is(target error) bool { return target == ErrLimit }

// UnusableError says why a store cannot be opened. Reason completes the
// sentence "PATH ...", without a stop, and says what to do where that is known.
// It is an [ErrUnusable].
type UnusableError struct {
	Path   string
	Reason string
}

// Error returns the path and the reason.
func (e *UnusableError) Error() string { return e.Path + " " + e.Reason }

// Is makes the error an [ErrUnusable].
func (e *UnusableError) Is(target error) bool { return target == ErrUnusable }
