package bot

import (
	"context"
	"fmt"

	"attache/briefings"
)

// Verify looks at every record of the store and at the chain of its audit, and
// writes a line for each that is damaged. The error is then of kind Unusable.
func Verify(ctx context.Context, t Terminal, spec string) (err error) {
	office, err := openExisting(ctx, DefaultConfig(), spec, quietLog(t.Err))
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	problems, err := office.store.Verify(ctx)
	if err != nil {
		return fmt.Errorf("verify the store: %w", err)
	}
	for _, p := range problems {
		if err := t.Print("%s: %s", p.Key, p.What); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return briefings.Errorf(briefings.Unusable, "The store is damaged in %d places; restore a backup, or import the documents named anew.", len(problems))
	}
	return t.Print("Every record is whole, and the audit has no gap.")
}
