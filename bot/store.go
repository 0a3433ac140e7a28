package bot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"attache/bot/console"
	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// An office is an open store with the commands that work on it.
type office struct {
	config Config
	store  *store.Store
	desk   *commands.Desk
	answer commands.Answer // the desk's, guarded
	counts Counts
	// channels is where digests can be posted; nothing can until it is filled.
	channels switchboard
}

// openOffice opens the store that spec names, or that of the settings when spec
// is empty. The caller closes the office.
func openOffice(ctx context.Context, config Config, spec string, log *slog.Logger) (*office, error) {
	if spec == "" {
		var err error
		if spec, err = config.StoreSpec(); err != nil {
			return nil, err
		}
		if path, ok := strings.CutPrefix(spec, "bolt:"); ok {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return nil, briefings.Errorf(briefings.Unusable, "The folder %s cannot be made (%v); name another store with -store bolt:PATH.",
					filepath.Dir(path), errors.Unwrap(err))
			}
		}
	}
	st, err := openStore(ctx, spec, config.Audit.Anchor, log)
	if err != nil {
		return nil, err
	}
	return newOffice(config, st, log), nil
}

// newOffice returns the office of an open store.
func newOffice(config Config, st *store.Store, log *slog.Logger) *office {
	o := &office{config: config, store: st}
	o.desk = commands.New(st, commands.Options{Log: log, Channels: &o.channels, Staff: newStaff(st, config), SelfApproval: config.People.SelfApproval})
	o.answer = Guard(o.desk.Answer, config.Limits.Answer, log, &o.counts)
	return o
}

// openExisting is openOffice for commands that only look: it never makes a
// store where there is none.
func openExisting(ctx context.Context, config Config, spec string, log *slog.Logger) (*office, error) {
	if spec == "" {
		var err error
		if spec, err = config.StoreSpec(); err != nil {
			return nil, err
		}
	}
	if missing(spec) {
		return nil, briefings.Errorf(briefings.Unusable, "There is no store %s; check the name.", spec)
	}
	return openOffice(ctx, config, spec, log)
}

// missing reports whether spec names a file that is not there.
func missing(spec string) bool {
	path, isFile := strings.CutPrefix(spec, "bolt:")
	if !isFile {
		return false
	}
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// openStore opens a store that was named on the command line or in settings. A
// specification that cannot be understood is a mistake of usage.
func openStore(ctx context.Context, spec, anchor string, log *slog.Logger) (*store.Store, error) {
	st, err := store.Open(ctx, spec, store.Options{Log: log, Anchor: anchor})
	switch briefings.KindOf(err) {
	case briefings.Invalid, briefings.Unsupported:
		return nil, UsageError(err)
	}
	if err != nil {
		return nil, err
	}
	return st, nil
}

// close closes the store and returns err, or else what closing it gave.
func (o *office) close(err error) error {
	if closing := o.store.Close(); closing != nil && err == nil {
		return fmt.Errorf("close the store: %w", closing)
	}
	return err
}

// seat returns who sits at the terminal: the person that as names, or the one
// the settings put there when it is empty. A person is written as a name, or as
// platform/workspace/id for somebody known from elsewhere.
func (o *office) seat(ctx context.Context, as string) (console.Seat, error) {
	c := o.config.Console
	seat := console.Seat{Clearance: c.Clearance, Zone: c.Zone, MaxFile: int64(o.config.Limits.Document)}
	if as == "" || as == c.Name {
		seat.Person = briefings.Person{ID: console.PersonID(c.Name), Name: c.Name, Role: c.Role}
		return seat, nil
	}
	id, name := console.PersonID(as), as
	if strings.Contains(as, "/") {
		parts := strings.Split(as, "/")
		if len(parts) != 3 || slices.Contains(parts, "") {
			return seat, UsageError(briefings.Errorf(briefings.Invalid, "%q is no person; write a name, or platform/workspace/id.", briefings.Shorten(as, 60)))
		}
		id, name = briefings.PersonID(as), parts[2]
	}
	p, err := o.store.Person(ctx, id)
	if err != nil {
		return seat, fmt.Errorf("look up %q: %w", as, err)
	}
	if p.Name == "" {
		p.Name = name
	}
	switch {
	case slices.Contains(o.config.People.Owners, id):
		p.Role = briefings.Owner
	case !p.Role.AtLeast(o.config.People.Role):
		p.Role = o.config.People.Role
	}
	seat.Person = p
	return seat, nil
}
