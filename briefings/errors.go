package briefings

import (
	"errors"
	"fmt"
	"strings"
)

// A Kind says, for programs, what sort of mistake an [Error] is.
type Kind string

// The kinds of mistake a person can be told about.
const (
	Invalid     Kind = "invalid"     // the request or the document cannot be understood
	NotFound    Kind = "notfound"    // the thing named is not in the store
	Forbidden   Kind = "role"        // the person may not do this
	Conflict    Kind = "conflict"    // somebody or something else got there first
	Limit       Kind = "limit"       // too large, too many, too long
	Unsupported Kind = "unsupported" // a format or feature that is not offered
	Unusable    Kind = "unusable"    // a store or a setting that cannot be used as it stands
)

// Error is a mistake that a person can mend: a kind for programs and one
// sentence, with capital and stop, that says what to do next.
//
// Failures of the world (a full disk, a lost connection) are ordinary wrapped
// errors and never become an Error.
type Error struct {
	Kind Kind
	Text string
}

// Errorf returns an [Error] of the kind whose text is the formatted sentence.
func Errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// Error returns the sentence.
func (e *Error) Error() string { return e.Text }

// Code returns the short code shown beside the sentence, such as E-ROLE.
func (e *Error) Code() string { return "E-" + strings.ToUpper(string(e.Kind)) }

// KindOf returns the kind of the first [Error] in err's chain, or "" when there
// is none: err is then nil or a failure of the world.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
