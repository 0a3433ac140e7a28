package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"attache/bot/console"
	"attache/commands"
)

// RunOptions say how commands are run. The zero value runs them as the person
// of the settings on the store of the settings.
type RunOptions struct {
	Store string // a store specification
	As    string // a person's name, or platform/workspace/id
	JSON  bool   // one line of JSON for each reply, errors inside
}

// Run answers one command made of the words, or, when there are none, one
// command for each line of In; blank lines are passed over. A reply that is an
// error makes the result an error in the end, unless JSON is asked for: then it
// is part of its reply.
func Run(ctx context.Context, t Terminal, o RunOptions, words []string) (err error) {
	office, err := openOffice(ctx, terminalConfig(), o.Store, quietLog(t.Err))
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	seat, err := office.seat(ctx, o.As)
	if err != nil {
		return err
	}
	// A digest can be ordered for the terminal and looked at; it is posted where
	// the process goes on, as in the demonstration.
	office.channels.put([]Platform{terminalPlatform{console.New(t, seat), console.NewBoard(t, seat.Clearance)}})
	r := &runner{t: t, json: o.JSON, seat: seat, answer: office.answer}
	if len(words) > 0 {
		typed := commandOf(words)
		return r.show(typed, console.Ask(ctx, seat, office.answer, typed), true)
	}
	return r.lines(ctx)
}

// A runner shows replies to commands that come one by one.
type runner struct {
	t      Terminal
	json   bool
	seat   console.Seat
	answer commands.Answer
	shown  int
	failed int
}

// lines answers every line of the input.
func (r *runner) lines(ctx context.Context) error {
	in := console.NewLines(r.t.In)
	for {
		typed, err := in.Next(ctx)
		reply := console.LongLine()
		switch {
		case errors.Is(err, io.EOF):
			return r.err()
		case errors.Is(err, console.ErrLong):
		case err != nil:
			return err
		case strings.TrimSpace(typed) == "":
			continue
		default:
			reply = console.Ask(ctx, r.seat, r.answer, typed)
		}
		if err := r.show(typed, reply, false); err != nil {
			return err
		}
	}
}

// show writes one reply. When it is the only one, an error in it is returned to
// be told, and otherwise written in its place.
func (r *runner) show(typed string, reply commands.Reply, only bool) error {
	if r.json {
		return console.WriteJSON(r.t.Out, reply.JSON(typed))
	}
	if reply.Error != nil {
		r.failed++
		if only {
			return reply.Error
		}
	}
	if r.shown > 0 {
		fmt.Fprintln(r.t.Out)
	}
	r.shown++
	return r.t.Print("%s", console.Render(reply))
}

// err returns nil when every command was answered.
func (r *runner) err() error {
	if r.failed == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d commands ended with an error", r.failed, r.shown)
}

var valued = regexp.MustCompile(`^([a-z]+):([^\s"“].*\s.*)$`)

// commandOf joins the words of a command line to a command. The shell has taken
// the quotation marks away: a word such as topic:port inspections gets them
// back, unless it holds further options.
func commandOf(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w
		m := valued.FindStringSubmatch(w)
		if m != nil && len(words) > 1 && !furtherOption.MatchString(m[2]) && !strings.Contains(m[2], `"`) {
			out[i] = m[1] + `:"` + m[2] + `"`
		}
	}
	return strings.Join(out, " ")
}

var furtherOption = regexp.MustCompile(`\s[a-z]+:\S`)
