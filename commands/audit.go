package commands

import (
	"context"
	"fmt"
	"time"

	"attache/briefings"
	"attache/store"
)

// maxExport is the most bytes of one file of the audit. Discord takes files of
// 10 MiB where nobody has paid for more, the least of all platforms.
const maxExport = 8 << 20

// opsAudit verifies, exports or accepts the audit, or names its end.
func (d *Desk) opsAudit(ctx context.Context, c *call) (Reply, error) {
	switch c.value("do") {
	case "head":
		return d.auditHead(ctx, c)
	case "export":
		return d.auditExport(ctx, c)
	case "accept":
		return d.auditAccept(ctx, c)
	}
	report, err := d.store.InspectAudit(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("inspect the audit: %w", err)
	}
	p := d.page(c, "Audit")
	p.reply.Text = "The audit is whole."
	if wrong := report.Err(); wrong != nil {
		p.reply.Text = wrong.Error()
	}
	p.auditFacts(report)
	switch {
	case report.Broken == 0 && report.Astray > 0:
		p.act("Accept", "ops audit do:accept")
	case report.Broken == 0:
		p.act("Export", "ops audit do:export")
	}
	return p.reply, nil
}

// auditFacts says how many entries there are, from when to when, which is the
// last, and what the anchor knows.
func (p *page) auditFacts(r store.AuditReport) {
	if r.Head.Seq > 0 {
		loc := zone(p.c.Place.Zone)
		p.say(fmt.Sprintf("%s, from %s to %s.", entries(r.Head.Seq), p.moment(r.First.In(loc), minute), p.moment(r.Last.In(loc), minute+" MST")), "")
		p.say("Last entry's hash: "+r.Head.Hash, "")
	}
	switch {
	case r.Path == "":
		p.say("No anchor is kept outside the store, so entries cut off at the end cannot be told.", "")
	case r.Anchored.Seq == 0:
		p.say("The anchor knows no entry yet.", "")
	default:
		p.say(fmt.Sprintf("Anchored outside the store up to entry %d.", r.Anchored.Seq), "")
	}
}

func entries(n uint64) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// auditHead names the last entry, to be written down where nobody can reach it.
func (d *Desk) auditHead(ctx context.Context, c *call) (Reply, error) {
	head, err := d.store.AuditHead(ctx)
	if err != nil {
		return Reply{}, fmt.Errorf("head of the audit: %w", err)
	}
	p := d.page(c, "Audit")
	p.reply.Text = fmt.Sprintf("The audit ends at entry %d.", head.Seq)
	p.say("Its hash: "+head.Hash, "")
	p.act("Verify", "ops audit")
	return p.reply, nil
}

// auditExport gives out the entries that the options leave as a file. What does
// not fit into one is refused, with a button for the part that does.
func (d *Desk) auditExport(ctx context.Context, c *call) (Reply, error) {
	if clearanceOf(c) != briefings.Red {
		return Reply{}, briefings.Errorf(briefings.Forbidden, "The audit names everything that was ever asked and kept, and this place shows up to %s; ask for it where %s may be shown.", clearanceOf(c), briefings.Red)
	}
	from, to, err := d.auditRange(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	c.mark(briefings.Red)
	data, last, err := d.store.ExportAudit(ctx, from, to, maxExport)
	if err != nil {
		return Reply{}, fmt.Errorf("export the audit: %w", err)
	}
	p := d.page(c, "Audit")
	if last < to {
		p.reply.Text = fmt.Sprintf("The entries %d to %d are more than a file of %d MiB holds; ask for them in parts, the first up to %d.", from, to, maxExport>>20, last)
		p.act("First part", exportOf(from, last))
		p.act("The rest", exportOf(last+1, to))
		return p.reply, nil
	}
	p.reply.Text = fmt.Sprintf("The entries %d to %d, each with the hash of the one before.", from, to)
	p.say("attache verify -audit FILE judges the file without the store, and with -anchor FILE against the anchor.", "")
	p.reply.Files = []File{{Name: fmt.Sprintf("audit-%d-%d.jsonl", from, to), Data: data}}
	return p.reply, nil
}

func exportOf(from, to uint64) string {
	return fmt.Sprintf("ops audit do:export from:%d to:%d", from, to)
}

// auditRange returns the entries that the options of an export ask for.
func (d *Desk) auditRange(ctx context.Context, c *call) (from, to uint64, err error) {
	head, err := d.store.AuditHead(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("head of the audit: %w", err)
	}
	from, to = 1, head.Seq
	if c.Values["from"] != "" {
		from = uint64(c.number("from"))
	}
	if c.Values["to"] != "" {
		to = min(to, uint64(c.number("to")))
	}
	if since := c.Values["since"]; since != "" {
		loc := zone(c.Place.Zone)
		first, err := time.ParseInLocation(time.DateOnly, day(since, c.At.In(loc)), loc)
		if err != nil {
			return 0, 0, fmt.Errorf("day of since: %w", err)
		}
		n, err := d.store.AuditSince(ctx, first)
		if err != nil {
			return 0, 0, fmt.Errorf("first entry since: %w", err)
		}
		from = max(from, n)
	}
	if from > to {
		return 0, 0, briefings.Errorf(briefings.NotFound, "No entry is in that range; the audit has the entries 1 to %d.", head.Seq)
	}
	return from, to, nil
}

// auditAccept begins a new segment of the anchor. It asks first.
func (d *Desk) auditAccept(ctx context.Context, c *call) (Reply, error) {
	p := d.page(c, "Audit")
	if !c.yes("confirm") {
		report, err := d.store.InspectAudit(ctx)
		if err != nil {
			return Reply{}, fmt.Errorf("inspect the audit: %w", err)
		}
		if report.Broken > 0 {
			return Reply{}, report.Err()
		}
		if report.Astray == 0 {
			return Reply{}, briefings.Errorf(briefings.Conflict, "The audit agrees with its anchor, so there is nothing to accept.")
		}
		p.reply.Text = fmt.Sprintf("Accepting takes the audit as it stands, %s, for the right one, though its anchor knows another entry %d. Do it only for a backup that you have restored.", entries(report.Head.Seq), report.Astray)
		p.auditFacts(report)
		p.reply.Actions = []Action{{Label: "Accept", Text: "ops audit do:accept confirm:yes", Confirm: "Accept the audit as it stands?"}}
		return p.reply, nil
	}
	head, err := d.store.AcceptAudit(ctx, store.Stamp{By: c.Person.ID, At: c.At})
	if err != nil {
		return Reply{}, fmt.Errorf("accept the audit: %w", err)
	}
	p.reply.Text = fmt.Sprintf("Accepted: the anchor begins anew at entry %d, which says so.", head.Seq)
	p.act("Verify", "ops audit")
	return p.reply, nil
}
