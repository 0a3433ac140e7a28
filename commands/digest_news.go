package commands

import (
	"context"

	"attache/briefings"
)

// HasNews reports whether the changes after from, up to to, hold anything for a
// subscription, whatever may be shown where it goes. It costs less than composing.
func (d *Desk) HasNews(ctx context.Context, sub briefings.Subscription, from, to briefings.Seq) (bool, error) {
	place := Place{Clearance: briefings.Red}
	view, err := d.viewFor(ctx, place.Clearance)
	if err != nil {
		return false, err
	}
	got, err := d.news(ctx, &call{Request: Request{Place: place}, view: view}, sub, from, to)
	return len(got) > 0, err
}
