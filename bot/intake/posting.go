package intake

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"attache/briefings"
	"attache/commands"
)

// A Remember keeps in mind that something was posted where others can see it. It
// is called once for each message, when the platform has given it an ID, and
// after it was shown: nobody waits for it.
type Remember func(ctx context.Context, p briefings.Posting)

// PostingOf returns what is to be remembered of a reply that was posted in the
// place of its request, as a message and in a thread of the platform; an empty
// thread is none.
func PostingOf(request commands.Request, reply commands.Reply, message, thread string) briefings.Posting {
	p := briefings.Posting{
		Channel: briefings.Channel{Platform: request.Place.Platform, Workspace: request.Place.Workspace, ID: request.Place.Channel},
		Message: message, Thread: thread, At: time.Now(), By: request.Person.ID,
		Verb: reply.Verb, Title: reply.Title, Answer: reply.Answer, Seq: reply.Seq, Marking: reply.Marking,
	}
	for _, c := range reply.Citations {
		p.Refs = append(p.Refs, c.Ref)
	}
	return p
}

// A Fate is what is known of an attempt to post that did not end well.
type Fate string

// The fates of an attempt. An error that says nothing about it is Doubtful: it is
// safer to look than to post twice.
const (
	NotSent  Fate = "not sent" // surely nothing arrived; it may be tried again
	Doubtful Fate = "doubtful" // it may have arrived
	Refused  Fate = "refused"  // the platform will not take it in this channel, ever
	Stopped  Fate = "stopped"  // the platform refuses the bot itself; nothing is asked of it any more
)

// A PostError says why a message was not posted.
type PostError struct {
	Fate  Fate
	After time.Duration // for NotSent, how long the platform asks to wait; zero leaves it to the caller
	Code  string        // the platform's word, such as channel_not_found; never an address or a token
	Err   error         // may be nil
}

// Error returns the fate and the platform's word.
func (e *PostError) Error() string {
	text := string(e.Fate)
	if e.Code != "" {
		text += ": " + e.Code
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *PostError) Unwrap() error { return e.Err }

// FateOf returns the post error in err's chain; one that is none is Doubtful.
func FateOf(err error) *PostError {
	if e, ok := errors.AsType[*PostError](err); ok {
		return e
	}
	return &PostError{Fate: Doubtful, Err: err}
}

// ErrTooLate is what the body of a request says whose deadline passed before
// anything of it was read.
var ErrTooLate = errors.New("too late to be sent")

// A Deadline is the moment after which no byte of an attempt may leave: by then
// another process may look whether it arrived. It is kept on two clocks. The one
// that measures stands still while a machine sleeps, and the one on the wall can
// be set; past it on either is past it.
type Deadline struct {
	start time.Time // with both clocks
	limit time.Duration
}

// NewDeadline returns a deadline that is so far from now.
func NewDeadline(limit time.Duration) Deadline { return Deadline{start: time.Now(), limit: limit} }

// Time returns the deadline on the wall.
func (d Deadline) Time() time.Time { return d.start.Round(0).Add(d.limit) }

// Passed reports whether the deadline is past on either clock. Time that goes
// backwards on the wall by more than the limit counts as past: nobody can tell
// how long that was.
func (d Deadline) Passed() bool {
	now := time.Now()
	wall := now.Round(0).Sub(d.start.Round(0))
	return now.Sub(d.start) >= d.limit || wall >= d.limit || wall < -d.limit
}

// Guard returns the body of a request that fails with [ErrTooLate] instead of
// being read once the deadline has passed, if nothing of it was read before: then
// nothing of it has left. When the deadline passes between two reads, what was read
// may have left and be all there is, so that the error is another one, of which
// nothing is known. The body is a plain reader, so that no transport can rewind it
// and send it a second time. It is read by one goroutine.
func (d Deadline) Guard(body io.Reader) *Guarded { return &Guarded{body: body, deadline: d} }

// errCutShort is what a body says when its deadline passes while it is read.
var errCutShort = errors.New("cut short at its deadline")

// A Guarded body is what [Deadline.Guard] returns.
type Guarded struct {
	body     io.Reader
	deadline Deadline
	begun    atomic.Bool
}

// Begun reports whether something of the body was read, and may have left. It may
// be asked while the body is read.
func (g *Guarded) Begun() bool { return g.begun.Load() }

// Read implements [io.Reader].
func (g *Guarded) Read(p []byte) (int, error) {
	if !g.deadline.Passed() {
		n, err := g.body.Read(p)
		if n > 0 {
			g.begun.Store(true)
		}
		return n, err
	}
	if !g.Begun() {
		return 0, ErrTooLate
	}
	// A body that was read to its end has left, and is not broken off.
	if n, err := g.body.Read(make([]byte, 1)); n == 0 && err == io.EOF {
		return 0, io.EOF
	}
	return 0, errCutShort
}
