package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"attache/bot/console"
	"attache/bot/samples"
	"attache/briefings"
	"attache/briefings/analysis"
	"attache/commands"
	"attache/store"
)

// Demo imports the files, or the samples when there are none, into a store that
// lives as long as the demonstration, and answers at a prompt until the input
// ends or ctx does. A file that cannot be read is named and the rest are read;
// when none can be, that is the error.
func Demo(ctx context.Context, t Terminal, paths []string) (err error) {
	t = t.Shared()
	log := quietLog(t.Err)
	office, err := openOffice(ctx, terminalConfig(), "mem", log)
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	seat, err := office.seat(ctx, "")
	if err != nil {
		return err
	}
	documents, err := demoDocuments(t, paths)
	if err != nil {
		return err
	}
	if err := t.Print("Nothing of this demonstration is kept, and nothing leaves this machine.\n"); err != nil {
		return err
	}
	in := importing{t: t, desk: office.desk, by: seat.Person, publish: true}
	if err := in.all(ctx, documents); err != nil && in.imported == 0 {
		return err
	}
	first, err := office.order(ctx, seat)
	if err != nil {
		return err
	}
	tips, err := office.tips(ctx)
	if err != nil {
		return err
	}
	if err := t.Print("%sA digest of what was published is posted here at %s; digest history of:D-0001 tells what became of it.\n",
		tips, first.Format("15:04 MST")); err != nil {
		return err
	}
	desk := terminalPlatform{console.New(t, seat), console.NewBoard(t, seat.Clearance)}
	defer office.delivers(ctx, []Platform{desk}, log)()
	return runPlatforms(ctx, office.answer, desk)
}

// A terminalPlatform is a prompt on which digests are posted too.
type terminalPlatform struct {
	*console.Console
	*console.Board
}

// order makes a subscription that posts to the terminal every minute in which
// something has changed, and returns when it falls due first.
func (o *office) order(ctx context.Context, seat console.Seat) (time.Time, error) {
	now := time.Now()
	sub := briefings.Subscription{Name: "What is new", By: seat.Person.ID, Made: now, CatchUp: briefings.DefaultCatchUp,
		Timing: briefings.Timing{Rule: "* * * * *", Zone: cmp.Or(seat.Zone, "UTC")}, Targets: []briefings.Target{{Channel: seat.Channel()}}}
	when, err := sub.Timing.Schedule()
	if err != nil {
		return now, err
	}
	sub.Due, _ = sub.Next(now)
	if _, err := o.store.SaveSubscription(ctx, sub, store.Stamp{By: seat.Person.ID, At: now}); err != nil {
		return now, fmt.Errorf("order a digest: %w", err)
	}
	return sub.Due.In(when.Zone()), nil
}

// demoDocuments returns what the demonstration reads.
func demoDocuments(t Terminal, paths []string) ([]document, error) {
	if len(paths) > 0 {
		return findDocuments(t, paths)
	}
	var all []document
	for _, s := range samples.All() {
		file := commands.File{Name: s.Name, Data: s.Data}
		all = append(all, document{name: s.Name, open: func() (commands.File, error) { return file, nil }})
	}
	return all, nil
}

// tips returns three things to try, made of what the store holds.
func (o *office) tips(ctx context.Context) (string, error) {
	sources, err := o.store.Published(ctx)
	if err != nil {
		return "", fmt.Errorf("list the sources: %w", err)
	}
	if len(sources) == 0 {
		return "", briefings.Errorf(briefings.Invalid, "No document could be read, so there is nothing to ask about; name others.")
	}
	first, actor := sources[0], ""
	for _, src := range sources {
		if found := analysis.Actors(src); actor == "" && len(found) > 0 {
			actor = found[0].Name
		}
	}
	question := "ask What should be done?"
	if actor != "" {
		question = fmt.Sprintf("ask What should %s do?", actor)
	}
	return strings.Join([]string{
		"Three things to try:",
		"  " + question,
		"  summary of:" + string(first.ID),
		"  recs",
		"Type help for everything else, and quit to leave.",
		"",
	}, "\n"), nil
}
