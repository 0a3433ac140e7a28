package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
)

// mostChanges is how many changes one reply lists; the newest are kept.
const mostChanges = 20

// latest lists what is new, revised or withdrawn since a day, the newest first.
// Changes of briefings that may not be seen here are left out.
func (d *Desk) latest(ctx context.Context, c *call) (Reply, error) {
	loc := zone(c.Place.Zone)
	first := day(c.value("since"), c.At.In(loc))
	all, err := d.changes(ctx, c, func(ch briefings.Change) bool { return ch.At.In(loc).Format(time.DateOnly) >= first })
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, "Latest since "+when(first))
	var fresh []changed
	for _, ch := range all {
		if ch.At.In(loc).Format(time.DateOnly) >= first {
			fresh = append(fresh, ch)
		}
	}
	switch {
	case len(all) == 0 && c.Values["topic"] != "":
		p.reply.Text = fmt.Sprintf("No change concerns %q.", shown(c.Values["topic"]))
	case len(all) == 0:
		p.reply.Text = "Nothing is published here yet; an editor can import a document and publish it."
	case len(fresh) == 0:
		p.reply.Text = fmt.Sprintf("Nothing has changed since %s; this was the last change.", when(first))
		fresh = all[:1]
	default:
		p.reply.Text = tally(fresh) + "."
	}
	if len(fresh) > mostChanges {
		p.reply.Text += fmt.Sprintf(" The newest %d follow.", mostChanges)
		fresh = fresh[:mostChanges]
	}
	for _, ch := range fresh {
		c.mark(ch.marking)
		p.say(ch.sentence()+" · "+p.moment(ch.At.In(loc), minute), ch.word())
	}
	if len(fresh) > 0 && fresh[0].Kind != briefings.Withdrawn {
		p.act("Summary", "summary of:"+string(fresh[0].Slug))
	}
	p.reply.Footer = fmt.Sprintf("Edition %d of the store · times in %s", c.view.seq, loc)
	return p.reply, nil
}

// changed is a change with the edition that it concerns, as it may be shown.
type changed struct {
	briefings.Change
	edition briefings.Edition
	since   int               // in a digest, the edition that readers knew before a revision
	marking briefings.Marking // of what the edition says and rests on
}

// changes returns the fresh changes that may be seen here and concern the topic
// asked for, the newest first. When there is none it returns the last one that
// is not fresh, if any.
func (d *Desk) changes(ctx context.Context, c *call, fresh func(briefings.Change) bool) ([]changed, error) {
	all, err := d.store.Changes(ctx, 0, 0)
	if err != nil {
		return nil, fmt.Errorf("list changes: %w", err)
	}
	topic := fold(c.Values["topic"])
	var got []changed
	for _, ch := range slices.Backward(all) {
		if len(got) > 0 && !fresh(ch) {
			break
		}
		if !ch.Kind.News() {
			continue
		}
		edition, err := d.store.Edition(ctx, ch.Slug, ch.Edition)
		if err != nil {
			return nil, fmt.Errorf("edition %d of %q: %w", ch.Edition, ch.Slug, err)
		}
		one, told, err := d.changed(ctx, c, ch, edition)
		if err != nil {
			return nil, err
		}
		if told && one.marking.Within(clearanceOf(c)) && (topic == "" || concerns(one.edition, topic)) {
			got = append(got, one)
		}
	}
	return got, nil
}

// changed returns a change with its edition as it may be shown, or false when its
// short name may not be told.
func (d *Desk) changed(ctx context.Context, c *call, ch briefings.Change, e briefings.Edition) (changed, bool, error) {
	text, marking, told, err := d.told(ctx, c.view.handled, e.Slug, e.Text)
	e.Text = text
	return changed{Change: ch, edition: e, marking: marking}, told, err
}

// clearanceOf returns the clearance of the request's place; none is TLP:CLEAR.
func clearanceOf(c *call) briefings.Marking {
	if c.Place.Clearance.Validate() != nil {
		return briefings.Clear
	}
	return c.Place.Clearance
}

func concerns(e briefings.Edition, topic string) bool {
	for _, l := range append([]string{string(e.Slug), e.Text.Title}, e.Text.Topics...) {
		if strings.Contains(fold(l), topic) {
			return true
		}
	}
	return false
}

// word returns the heading a change stands under.
func (ch changed) word() string {
	switch ch.Kind {
	case briefings.Published:
		return "New"
	case briefings.Revised:
		return "Revised"
	}
	return "Withdrawn"
}

// sentence says what changed.
func (ch changed) sentence() string {
	text := fmt.Sprintf("%s: %s, edition %d", ch.Slug, name(ch.edition.Text.Title), ch.Edition)
	if ch.Kind != briefings.Withdrawn {
		text += ", " + count(len(ch.Sources), "source")
	}
	if ch.Note != "" {
		text += " — " + briefings.Shorten(Clean(ch.Note), 120)
	}
	return text
}

// tally counts changes by kind: "2 new · 1 revised · 0 withdrawn".
func tally(list []changed) string {
	n := map[briefings.ChangeKind]int{}
	for _, ch := range list {
		n[ch.Kind]++
	}
	return fmt.Sprintf("%d new · %d revised · %d withdrawn", n[briefings.Published], n[briefings.Revised], n[briefings.Withdrawn])
}

// topics lists the briefings in force with what they cover.
func (d *Desk) topics(ctx context.Context, c *call) (Reply, error) {
	p := d.page(c, "Briefings in force")
	list := c.view.entries
	if want := c.Values["name"]; want != "" {
		p = d.page(c, "Briefings on "+want)
		if list = c.view.about(want); len(list) == 0 {
			_, err := c.view.onTopic(want)
			return Reply{}, err
		}
	}
	if len(list) == 0 {
		return p.nothingHere(), nil
	}
	t := Table{Header: []string{"briefing", "title", "edition", "sources", "topics", "review"}}
	used := map[briefings.SourceID]bool{}
	for _, e := range list {
		c.mark(e.marking)
		var ids []string
		for _, id := range e.edition.Text.Sources {
			ids, used[id] = append(ids, string(id)), true
		}
		t.Rows = append(t.Rows, []string{string(e.Slug), name(e.Title), strconv.Itoa(e.Latest), strings.Join(ids, ", "), strings.Join(e.edition.Text.Topics, ", "), orDash(d.badge(ctx, c, e.Briefing))})
		t.Cites = append(t.Cites, nil)
	}
	dropEmptyColumn(&t, 5)
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Text = fmt.Sprintf("%s of %s.", count(len(list), "briefing"), count(len(used), "source"))
	for _, e := range list[:min(3, len(list))] {
		p.act(string(e.Slug), "summary of:"+string(e.Slug))
	}
	p.reply.Footer = fmt.Sprintf("Edition %d of the store", c.view.seq)
	return p.reply, nil
}
