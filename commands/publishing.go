package commands

import (
	"context"
	"fmt"
	"strings"
)

// drafts lists the drafts that are not yet published, and how far they have come.
func (d *Desk) drafts(ctx context.Context, c *call) (Reply, error) {
	all, err := d.draftsShown(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, "Drafts")
	t := Table{Header: []string{"draft", "title", "sources", "state", "since"}}
	loc := zone(c.Place.Zone)
	old := 0
	for _, draft := range all {
		c.mark(draft.Text.Marking)
		var ids []string
		for _, id := range draft.Text.Sources {
			ids = append(ids, string(id))
		}
		if c.At.Sub(draft.At) > staleAfter {
			old++
		}
		t.Rows = append(t.Rows, []string{string(draft.Slug), name(draft.Text.Title), strings.Join(ids, ", "), d.stateOf(ctx, p, draft), p.moment(draft.At.In(loc), minute)})
		t.Cites = append(t.Cites, nil)
		if len(t.Rows) <= 3 {
			p.act("Open "+string(draft.Slug), "brief edit of:"+string(draft.Slug))
		}
	}
	if len(t.Rows) == 0 {
		p.reply.Text = "No draft is waiting."
		return p.reply, nil
	}
	p.reply.Text = count(len(t.Rows), "draft") + " not yet published."
	if old > 0 {
		p.reply.Text += fmt.Sprintf(" Nobody has touched %d of them for 30 days; take them up or discard them.", old)
	}
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Footer = "Times in " + loc.String()
	return p.reply, nil
}
