package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// A posted is a message that rested on what no longer holds, with what became of
// it.
type posted struct {
	briefings.Posting
	n     int    // its number in the list, from 1
	flaws []flaw // since it was posted
	due   []flaw // of those, what no correction has told yet
	fix   *fix   // the last correction of it; nil is none
}

// A fix is a correction of one message, with the delivery that brings it.
type fix struct {
	briefings.Correction
	delivery briefings.Delivery
	known    bool // the delivery is there; it is forgotten after a while
}

// holds reports whether the message has, or will have, the correction.
func (f *fix) holds() bool {
	switch f.delivery.State {
	case briefings.Failed, briefings.Expired, briefings.Idle, briefings.Superseded:
		return !f.known
	}
	return true
}

// gone reports whether the message that was to be corrected is no longer there.
func (f *fix) gone() bool {
	return f.known && f.delivery.State == briefings.Failed && strings.Contains(f.delivery.Reason, briefings.MessageGone)
}

// word says in a table what became of the correction.
func (f *fix) word() string {
	if !f.known {
		return string(f.ID)
	}
	state := stateWords(f.delivery.State)
	if f.delivery.State == briefings.Failed || f.delivery.State == briefings.Expired {
		state += " (" + briefings.Shorten(Clean(f.delivery.Reason), 80) + ")"
	}
	return string(f.ID) + ": " + state
}

// root returns the message under which a posting stands, or itself: what is said
// in its thread is read by those who read it.
func root(p briefings.Posting) string { return cmp.Or(p.Thread, p.Message) }

func spotOf(p briefings.Posting, message string) string { return p.Channel.String() + "/" + message }

// fixes returns the last correction of each message, by where it stands, and by
// the thread when it was a reply there.
func (d *Desk) fixes(ctx context.Context, c *call) (map[string]*fix, []briefings.Correction, error) {
	all, err := d.store.Corrections(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list corrections: %w", err)
	}
	got := map[string]*fix{}
	for _, one := range all {
		ds, err := d.store.DeliveriesOf(ctx, briefings.SubscriptionID(one.ID), 0)
		if err != nil {
			return nil, nil, fmt.Errorf("deliveries of %s: %w", one.ID, err)
		}
		byID := map[briefings.DeliveryID]briefings.Delivery{}
		for _, del := range ds {
			byID[del.ID] = del
		}
		for i, owed := range one.Deliveries() {
			f := &fix{Correction: one, delivery: owed}
			if kept, ok := byID[owed.ID]; ok {
				f.delivery, f.known = kept, true
			} else if !one.Spread {
				f.known = true // it is about to be planned
			}
			t := one.Targets[i]
			got[spotOf(t, t.Message)] = f
			if one.Way == briefings.ByReply {
				got[spotOf(t, "thread "+root(t))] = f
			}
		}
	}
	return got, slices.DeleteFunc(all, func(one briefings.Correction) bool {
		return !slices.ContainsFunc(one.Targets, func(t briefings.Posting) bool { return c.tellsOf(t.Channel) })
	}), nil
}

// postedOn returns the messages of the workspace that rested on what no longer
// holds, in the order in which they were posted. Numbers stay while messages are
// added, since those come last.
func (d *Desk) postedOn(ctx context.Context, c *call, s *subject, since string) ([]posted, error) {
	fixes, corrections, err := d.fixes(ctx, c)
	if err != nil {
		return nil, err
	}
	loc := zone(c.Place.Zone)
	here := func(p briefings.Posting) bool {
		return c.tellsOf(p.Channel) && (since == "" || p.At.In(loc).Format(time.DateOnly) >= since)
	}
	all, err := d.store.Postings(ctx, here)
	if err != nil {
		return nil, fmt.Errorf("list postings: %w", err)
	}
	var rows []posted
	listed := map[string]bool{}
	add := func(p briefings.Posting) {
		key := spotOf(p, p.Message)
		row := posted{Posting: p, flaws: s.flaws(p, p.Seq), fix: cmp.Or(fixes[key], fixes[spotOf(p, "thread "+root(p))])}
		if listed[key] || len(row.flaws) == 0 {
			return
		}
		listed[key] = true
		row.due = row.flaws
		switch {
		case row.fix == nil:
		case row.fix.gone():
			row.due = nil
		case row.fix.holds():
			row.due = s.flaws(p, max(p.Seq, row.fix.Seq))
		}
		rows = append(rows, row)
	}
	for _, p := range all {
		add(p)
	}
	// What was changed in place says what holds now; that it was is told all the same.
	for _, one := range corrections {
		for _, t := range one.Targets {
			if one.Of == s.name && here(t) {
				add(t)
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b posted) int { return a.At.Compare(b.At) })
	for i := range rows {
		rows[i].n = i + 1
	}
	return rows, nil
}
