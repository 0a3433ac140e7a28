package bot

import (
	"context"
	"fmt"
	"os"

	"attache/briefings"
	"attache/store"
)

// VerifyOptions say what is verified. The zero value verifies the store of the
// settings.
type VerifyOptions struct {
	Store  string // a store specification
	Audit  string // an export of the audit to verify in place of a store
	Anchor string // the anchor of the audit; empty is the one beside the store, and none for an export
}

// maxAuditFile is the size of the largest export or anchor that is read.
const maxAuditFile = 256 * MiB

// Verify looks at every record of the store and at the chain of its audit, and
// writes a line for each that is damaged. The error is then of kind Unusable.
// When an export is named it verifies that and needs no store; what is wrong
// with it is of another kind, so that the exit code is [Failed].
func Verify(ctx context.Context, t Terminal, o VerifyOptions) (err error) {
	if o.Anchor != "" {
		if _, err := readBounded(o.Anchor, maxAuditFile); err != nil {
			return briefings.Errorf(briefings.NotFound, "The anchor %s %s.", o.Anchor, err)
		}
	}
	if o.Audit != "" {
		return verifyExport(t, o)
	}
	config := DefaultConfig()
	config.Audit.Anchor = o.Anchor
	office, err := openExisting(ctx, config, o.Store, quietLog(t.Err))
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
	if err := t.Print("Every record is whole, and the audit has no gap."); err != nil {
		return err
	}
	report, err := office.store.InspectAudit(ctx)
	if err != nil {
		return fmt.Errorf("inspect the audit: %w", err)
	}
	return told(t, 1, report)
}

// told writes what there is to say of an audit and returns what is wrong with it.
func told(t Terminal, first uint64, report store.AuditReport) error {
	for _, line := range auditLines(first, report) {
		if err := t.Print("%s", line); err != nil {
			return err
		}
	}
	return report.Err()
}

// verifyExport verifies an export of the audit.
func verifyExport(t Terminal, o VerifyOptions) error {
	if o.Store != "" {
		return UsageError(briefings.Errorf(briefings.Invalid, "An export is verified without its store; leave out -store or -audit."))
	}
	file, err := readBounded(o.Audit, maxAuditFile)
	if err != nil {
		return briefings.Errorf(briefings.NotFound, "The export %s %s.", o.Audit, err)
	}
	var anchor []byte
	if o.Anchor != "" {
		if anchor, err = os.ReadFile(o.Anchor); err != nil {
			return fmt.Errorf("read anchor: %w", err)
		}
	}
	first, report, err := store.CheckAuditExport(file, anchor)
	if err != nil {
		return err
	}
	if report.Broken > 0 {
		return briefings.Errorf(briefings.Invalid, "Entry %d of the export is not as it was written.", report.Broken)
	}
	if report.Astray > 0 {
		return briefings.Errorf(briefings.Invalid, "Entry %d of the export is not the one that the anchor knows.", report.Astray)
	}
	return told(t, first, report)
}
