// Package bot is the process: it reads files and settings, opens the store,
// runs the platforms people talk on and stops them in order.
//
// Every command of the command line is one exported function here that takes a
// context and a [Terminal] and returns an error that [ExitCode] turns into the
// exit code. What people ask is answered in package commands; what this package
// adds is a deadline, a log line and a count.
//
// The package renders nothing and parses no commands: each platform's folder
// does that for its own platform.
package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"attache/bot/console"
	"attache/commands"
)

// Terminal is what the commands of the command line talk to.
type Terminal = console.Terminal

// Standard returns the process's own three streams.
func Standard() Terminal { return console.Standard() }

// stopLimit is how long all platforms together may take to stop. It stays below
// the grace that main gives the process.
const stopLimit = 8 * time.Second

// running is a platform that has been started.
type running struct {
	name   string
	cancel context.CancelFunc
	done   chan struct{} // closed when it has returned
	err    error         // valid once done is closed
}

// runPlatforms runs the platforms until ctx ends, one of them fails, or all of them
// have returned. Then it stops those still running, the last started first, all
// within one deadline. The error joins what failed and names what did not stop.
func runPlatforms(ctx context.Context, answer commands.Answer, platforms ...Platform) error {
	ended := make(chan *running, len(platforms))
	var all []*running
	for _, p := range platforms {
		// Stopping has an order, so the end of ctx does not reach a platform by itself.
		own, cancel := context.WithCancel(context.WithoutCancel(ctx))
		r := &running{name: p.Name(), cancel: cancel, done: make(chan struct{})}
		all = append(all, r)
		go func() {
			defer func() { ended <- r }()
			defer close(r.done)
			r.err = p.Run(own, answer)
		}()
	}
	for range platforms {
		select {
		case <-ctx.Done():
			return stop(all)
		case r := <-ended:
			if r.err != nil {
				return stop(all)
			}
		}
	}
	return stop(all)
}

// stop ends the platforms in the opposite order of their start.
func stop(all []*running) error {
	deadline := time.NewTimer(stopLimit)
	defer deadline.Stop()
	late := false
	var stuck []string
	var failed []error
	for i := len(all) - 1; i >= 0; i-- {
		r := all[i]
		r.cancel()
		if !late {
			select {
			case <-r.done:
			case <-deadline.C:
				late = true
			}
		}
		select {
		case <-r.done:
			if r.err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", r.name, r.err))
			}
		default:
			stuck = append(stuck, r.name)
		}
	}
	if len(stuck) > 0 {
		failed = append(failed, fmt.Errorf("did not stop within %s: %s", stopLimit, strings.Join(stuck, ", ")))
	}
	return errors.Join(failed...)
}
