package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"attache/bot/intake"
)

// codeNoChannel is Discord's code for a channel that is not there.
const codeNoChannel = 10003

// A notBegun is the failure of a call of which no byte has left.
type notBegun struct{ error }

// Unwrap returns the error.
func (n notBegun) Unwrap() error { return n.error }

// withheldFor is how long is waited when Discord has refused too many calls.
const withheldFor = time.Minute

// fateOf says what is known of an attempt to post that failed. What is not known
// here may have arrived.
func fateOf(err error) *intake.PostError {
	if e, ok := errors.AsType[*intake.PostError](err); ok {
		return e
	}
	var r *refusal
	var limited *tooMany
	var told *said
	_, withheld := errors.AsType[notMade](err)
	_, unsent := errors.AsType[notBegun](err)
	switch {
	case errors.As(err, &r):
		return &intake.PostError{Fate: intake.Stopped, Code: strconv.Itoa(r.code)}
	case errors.As(err, &limited):
		return &intake.PostError{Fate: intake.NotSent, Code: "429", After: limited.after + settle}
	case errors.As(err, &told):
		return told.fate()
	case errors.Is(err, errWithheld):
		return &intake.PostError{Fate: intake.NotSent, After: withheldFor, Err: errWithheld}
	case withheld, unsent, errors.Is(err, intake.ErrTooLate):
		return &intake.PostError{Fate: intake.NotSent, Err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &intake.PostError{Fate: intake.Doubtful, Code: "no answer"}
	}
	return &intake.PostError{Fate: intake.Doubtful, Err: err}
}

// fate says what an answer means for what was to be posted. An answer in which
// Discord's own code is missing is somebody's who stands before Discord.
func (s *said) fate() *intake.PostError {
	e := &intake.PostError{Fate: intake.Refused, Code: strconv.Itoa(s.code), Err: s}
	switch {
	case s.status >= http.StatusInternalServerError, s.status == http.StatusRequestTimeout:
		e.Fate = intake.Doubtful
	case s.code == 40062, s.code == 130000: // overloaded
		e.Fate = intake.NotSent
	case s.code == 0 && s.status != http.StatusBadRequest && s.status != http.StatusRequestEntityTooLarge:
		e.Fate = intake.NotSent
	}
	if s.code == 0 {
		e.Code = "status " + strconv.Itoa(s.status)
	}
	return e
}
