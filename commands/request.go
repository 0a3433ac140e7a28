package commands

import (
	"context"
	"time"

	"attache/briefings"
)

// A Request is what somebody asked, in no platform's words.
type Request struct {
	// Text is the command as typed, without the slash command's own name unless
	// it was typed: `ask what about tariffs?`, `/brief ask ...`, `brief-admin publish x`.
	Text string
	// Person is who asks. The platform has looked up the role; a zero Role is Reader.
	Person briefings.Person
	Place  Place
	// At is when the request arrived. Answers never read the clock themselves.
	At time.Time
	// Files are the attachments that came with the request.
	Files []File
}

// A Place is where a request was made and where its reply would be seen.
type Place struct {
	Platform  string            // "console", "slack", "discord", "web"
	Workspace string            // the platform's team or server; "local" on the console
	Channel   string            // empty in a conversation with the bot alone
	Clearance briefings.Marking // the highest marking that may be shown here
	Zone      string            // IANA time zone of the reader; empty is UTC
}

// A File is an attachment: its base name and its bytes.
type File struct {
	Name string
	Data []byte
}

// Answer turns a request into a reply. It never panics and never fails: what
// went wrong is in Reply.Error. It may be called from many goroutines at once.
type Answer func(ctx context.Context, request Request) Reply
