package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// shownText returns the text of a briefing as it may be shown, without what its
// sources withhold, and false when it may not be shown in the place of the
// request. The reply is marked with the strictest label of the text and its
// sources; the text keeps its own.
func (d *Desk) shownText(ctx context.Context, c *call, slug briefings.Slug, text briefings.Content) (briefings.Content, bool, error) {
	shown, marking, ok, err := d.told(ctx, c.view.handled, slug, text)
	if err != nil || !ok || !marking.Within(clearanceOf(c)) {
		return text, false, err
	}
	if slices.ContainsFunc(text.Sources, func(id briefings.SourceID) bool { return d.hidden(c, id) }) {
		return text, false, nil
	}
	c.mark(marking)
	return shown, true, nil
}

// approvers says who can release a draft, as far as the asker may know them.
func (d *Desk) approvers(ctx context.Context, c *call, w *work) string {
	all, err := d.holders(ctx, c, briefings.Approver)
	if err != nil {
		d.log.Warn("approvers not looked up", "error", err)
		return "an approver can release it"
	}
	var names []string
	for _, p := range all {
		if d.selfApproval || !slices.Contains(w.draft.Authors, p.ID) {
			names = append(names, calledPerson(p))
		}
	}
	switch n := len(names); {
	case n == 0:
		return "an approver can release it"
	case n > 2:
		return fmt.Sprintf("%s and %d more can release it", names[0], n-1)
	}
	return strings.Join(names, " or ") + " can release it"
}
