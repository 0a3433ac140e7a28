package commands

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"attache/briefings"
	"attache/store"
)

// A call is a request on its way through the desk, understood.
type call struct {
	Invocation
	Request
	row  Row
	view *view // what the place of the request may see
	// marking is the strictest label of what the reply shows so far; see [call.mark].
	marking briefings.Marking
	// answer is to be kept with the audit entry of the command; nil when the
	// reply is none that could be cited later.
	answer *store.Answer
}

// internal marks a failure that the asker cannot mend.
const internal briefings.Kind = "internal"

// Answer answers a request. It is an [Answer]: it never fails and never panics.
// Whatever went wrong is in the reply's Error; failures of the world and broken
// promises of our own are logged here, once. Every command leaves an audit
// entry, refused ones too.
func (d *Desk) Answer(ctx context.Context, request Request) (reply Reply) {
	c := &call{Request: request}
	if c.Person.Role == "" {
		c.Person.Role = briefings.Reader
	}
	recorded := false
	defer func() {
		if broken := recover(); broken != nil {
			d.log.Error("command broke", "verb", c.Verb, "person", c.Person.ID, "panic", broken, "stack", string(debug.Stack()))
			reply = Reply{Verb: c.Verb, Private: true, Error: sorry()}
			if !recorded {
				d.record(ctx, c, reply)
			}
		}
	}()
	reply, err := d.route(ctx, c)
	if err != nil {
		reply = d.failed(ctx, c, err)
	}
	reply.Marking = stricter(reply.Marking, c.marking)
	recorded = true // recording is not tried again when it is what breaks
	d.record(ctx, c, reply)
	return reply
}

// mark notes the label of something that the reply shows. Whoever shows what a
// briefing or a source says marks it; citing a passage does so by itself.
func (c *call) mark(m briefings.Marking) { c.marking = stricter(c.marking, m) }

// route finds the row, checks the role and runs the verb.
func (d *Desk) route(ctx context.Context, c *call) (Reply, error) {
	inv, err := parse(d.rows, c.Text)
	c.Invocation = inv
	if err != nil {
		return Reply{}, err
	}
	if err := d.admitted(ctx, c); err != nil {
		return Reply{}, err
	}
	if err := ctx.Err(); err != nil {
		return Reply{}, err
	}
	if c.view, err = d.viewFor(ctx, c.Place.Clearance); err != nil {
		return Reply{}, err
	}
	reply, err := c.row.run(d, ctx, c)
	if err != nil {
		return Reply{}, err
	}
	reply.Verb, reply.Seq = c.row.Name, c.view.seq
	if _, has := c.row.Option("share"); !has || !c.yes("share") {
		reply.Private = true
	}
	return reply, nil
}

// admitted finds the row and returns nil when the asker may use it here. What is
// not plainly allowed is refused: a verb without a row, a role that there is not,
// a place of no platform.
func (d *Desk) admitted(ctx context.Context, c *call) error {
	found, ok := row(d.rows, c.Verb)
	switch c.row = found; {
	case !ok || found.run == nil:
		return briefings.Errorf(briefings.Forbidden, "There is no command %q here; the verb help lists those there are.", shown(c.Verb))
	case c.Place.Platform == "":
		return briefings.Errorf(briefings.Forbidden, "Nobody can tell where this was asked, so nothing is shown; ask in a channel or on the console.")
	case !c.Person.Role.AtLeast(found.Role):
		return d.mayNot(ctx, c, fmt.Sprintf("You may not use %s here", found.Name), found.Role)
	}
	return nil
}

// failed returns the reply to a request that could not be answered.
func (d *Desk) failed(ctx context.Context, c *call, err error) Reply {
	reply := Reply{Verb: c.Verb, Private: true}
	var m misread
	var r refused
	switch {
	case errors.As(err, &m):
		reply.Error = m.told
		if m.meant != "" {
			reply.Actions = append(reply.Actions, Action{Label: briefings.Shorten("Yes, "+d.verbOf(m.meant), 24), Text: m.meant})
		}
		if c.Verb == "" {
			reply.Actions = append(reply.Actions, Action{Label: "Ask it as a question", Text: "ask " + c.Text})
		}
	case errors.As(err, &r):
		reply.Error = r.told
		if r.who != "" {
			reply.Actions = []Action{{Label: "Who", Text: r.who}}
		}
	case errors.As(err, &reply.Error):
	case ctx.Err() != nil:
		reply.Error = briefings.Errorf(briefings.Limit, "That took too long and was stopped; ask again, or ask for less.")
	default:
		d.log.Error("command failed", "verb", c.Verb, "person", c.Person.ID, "error", err)
		reply.Error = sorry()
	}
	return reply
}

func sorry() *briefings.Error {
	return briefings.Errorf(internal, "Something went wrong here and is in the log; try again in a moment.")
}

// verbOf returns the verb of a command as it is typed.
func (d *Desk) verbOf(typed string) string {
	if r, _, ok := longestRow(d.rows, typed); ok {
		return r.Name
	}
	verb, _ := firstWord(typed)
	return verb
}

// record leaves the audit entry of a command, and keeps its answer in the same
// commit: the disk is waited for once. An answer that could be given is
// given even when the entry cannot be kept: a full disk must not silence reads,
// and no write succeeds without an entry of its own.
func (d *Desk) record(ctx context.Context, c *call, reply Reply) {
	entry := c.auditEntry(reply.Error)
	// The asker may have gone; what was done is recorded all the same.
	ctx = context.WithoutCancel(ctx)
	var err error
	if c.answer != nil && reply.Error == nil {
		err = d.store.SaveAnswer(ctx, *c.answer, entry)
	} else {
		err = d.store.Record(ctx, entry)
	}
	if err != nil {
		d.log.Error("audit entry not kept", "verb", c.Verb, "person", c.Person.ID, "error", err)
	}
}
