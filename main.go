// Attaché is a briefing officer: it reads documents, keeps what they say with
// the place where they say it, and answers questions from that alone.
//
// This file turns the command line into one call of package bot, and what comes
// back into an exit code.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"attache/bot"
)

// grace is how long the work in hand may take to end after the first signal.
const grace = 10 * time.Second

func main() { os.Exit(run(os.Args[1:])) }

// run does what the arguments ask and returns the exit code. The first signal
// ends the work in good order; the second, or the end of the grace, at once.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		stop() // from here on the system's own handling ends the process
		time.AfterFunc(grace, func() { os.Exit(bot.Failed) })
	})
	t := bot.Standard()
	command, err := parse(args, t)
	if err == nil && command != nil {
		err = command(ctx, t)
	}
	if err != nil {
		fmt.Fprintln(t.Err, "attache: "+bot.Explain(err))
	}
	return bot.ExitCode(err)
}
