package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
	"attache/store"
)

// Digest composes a digest of a subscription, whose Edition is the number it
// bears: what the changes after from, up to to, mean in a place. A zero to is
// open. At is now, and next when the digest comes again; zero is never.
//
// The parts are the message in the channel and what belongs in its thread. They
// share the numbers of their citations, and each holds those that it names. There
// is no part when nothing has changed that concerns the subscription and may be
// shown in the place; a subscription that is Idle then has one, of one line.
// Changes that undo each other within the window are none.
//
// The same arguments on the same store give the same parts.
func (d *Desk) Digest(ctx context.Context, sub briefings.Subscription, from, to briefings.Seq, place Place, at, next time.Time) ([]Reply, error) {
	view, err := d.viewFor(ctx, place.Clearance)
	if err != nil {
		return nil, err
	}
	c := &call{Request: Request{Person: briefings.Person{ID: sub.By}, Place: place, At: at}, view: view,
		Invocation: Invocation{Verb: "digest preview", Values: map[string]string{"of": string(sub.ID)}}}
	g, err := d.compose(ctx, c, sub, from, to, next)
	if err != nil || g == nil {
		return nil, err
	}
	parts := g.write()
	id, err := g.save(ctx)
	if err == nil && c.answer != nil {
		err = d.store.SaveAnswer(ctx, *c.answer, store.AuditEntry{At: at, By: sub.By, Action: "digest", Object: string(sub.ID),
			Detail: fmt.Sprintf("edition %d, changes %d to %d", sub.Edition, from, to)})
	}
	if err != nil {
		// Its passages can still be named by their sources.
		d.log.Warn("digest not kept as an answer", "subscription", sub.ID, "error", err)
		id = ""
	}
	g.finish(ctx, parts, id)
	alone := place.Channel == "" || strings.HasPrefix(place.Channel, "@")
	for i := range parts {
		parts[i].Private, parts[i].Marking = alone, c.marking
	}
	return parts, nil
}

// news returns what the changes after from, up to to, come to: for each briefing
// that concerns the subscription and may be shown, whether it is new, revised or
// withdrawn, in that order and the newest first. A revision bears the number of
// the edition that was the newest before it in since.
func (d *Desk) news(ctx context.Context, c *call, sub briefings.Subscription, from, to briefings.Seq) ([]changed, error) {
	all, err := d.store.Changes(ctx, from, 0)
	if err != nil {
		return nil, fmt.Errorf("list changes: %w", err)
	}
	first, last := map[briefings.Slug]briefings.Change{}, map[briefings.Slug]briefings.Change{}
	for _, ch := range all {
		if to > 0 && ch.Seq > to {
			break
		}
		if !ch.Kind.News() {
			continue
		}
		if _, seen := first[ch.Slug]; !seen {
			first[ch.Slug] = ch
		}
		last[ch.Slug] = ch
	}
	var got []changed
	for slug, ch := range last {
		ch.Kind = outcome(first[slug].Kind, ch.Kind)
		if ch.Kind == "" {
			continue
		}
		edition, err := d.store.Edition(ctx, slug, ch.Edition)
		if err != nil {
			return nil, fmt.Errorf("edition %d of %q: %w", ch.Edition, slug, err)
		}
		one, told, err := d.changed(ctx, c, ch, edition)
		if err != nil {
			return nil, err
		}
		if ch.Kind == briefings.Revised {
			one.since = max(first[slug].Edition-1, 0)
		}
		if shown, err := d.shows(ctx, c, &one); err != nil {
			return nil, err
		} else if shown && told && onTopics(one.edition, sub.Topics) {
			got = append(got, one)
		}
	}
	order := []briefings.ChangeKind{briefings.Published, briefings.Revised, briefings.Withdrawn}
	slices.SortFunc(got, func(a, b changed) int {
		if x, y := slices.Index(order, a.Kind), slices.Index(order, b.Kind); x != y {
			return x - y
		}
		return cmp.Compare(b.Seq, a.Seq)
	})
	return got, nil
}

// outcome returns what the first and the last change of a briefing in a window
// come to, "" when nothing is left of them.
func outcome(first, last briefings.ChangeKind) briefings.ChangeKind {
	switch {
	case first == briefings.Published && last == briefings.Withdrawn:
		return ""
	case last == briefings.Withdrawn:
		return briefings.Withdrawn
	case first == briefings.Published:
		return briefings.Published
	}
	return briefings.Revised
}

// shows reports whether a change may be shown in the place of the request, by
// the labels of its edition and of its sources and by the one that the briefing
// bears today, which it notes with the change. What has been withdrawn since is not shown as new.
func (d *Desk) shows(ctx context.Context, c *call, ch *changed) (bool, error) {
	b, err := d.store.Briefing(ctx, ch.Slug)
	if err != nil {
		return false, fmt.Errorf("briefing %q: %w", ch.Slug, err)
	}
	if b.Retired && ch.Kind != briefings.Withdrawn {
		return false, nil
	}
	ch.marking = stricter(b.Marking, ch.marking)
	return ch.marking.Within(clearanceOf(c)), nil
}

// A digest is one being composed. Its page numbers the citations of all parts.
type digest struct {
	*page
	sub     briefings.Subscription
	next    time.Time
	zone    *time.Location
	today   string
	changes []changed
	leading []int                 // the citations of the bottom line
	claims  []claim               // candidates of the key judgements, best first
	watched []briefings.WatchItem // by the desk, which comes before the dates of the sources
	recs    []advice
	// register says what has become of recommendations.
	register map[briefings.RecID]briefings.RecEntry
	dates    []dated
	take     [4]int // how many judgements, changes, recommendations and dates are shown
}

// compose gathers what a digest says; nil when it would say nothing.
func (d *Desk) compose(ctx context.Context, c *call, sub briefings.Subscription, from, to briefings.Seq, next time.Time) (*digest, error) {
	changes, err := d.news(ctx, c, sub, from, to)
	if err != nil || len(changes) == 0 && !sub.Idle {
		return nil, err
	}
	g := &digest{page: d.page(c, ""), sub: sub, next: next, zone: zone(c.Place.Zone), changes: changes}
	if c.Place.Zone == "" {
		g.zone = zone(sub.Timing.Zone)
	}
	g.today = c.At.In(g.zone).Format(time.DateOnly)
	if g.register, err = d.store.Register(ctx); err != nil {
		return nil, fmt.Errorf("register of recommendations: %w", err)
	}
	seen := map[briefings.SourceID]bool{}
	var claims [][]claim
	for _, ch := range changes {
		c.mark(ch.marking)
		if ch.Kind == briefings.Withdrawn {
			continue
		}
		before, err := g.before(ctx, ch)
		if err != nil {
			return nil, err
		}
		claims = append(claims, g.claimsOf(ch, before))
		g.gatherOwn(ch, before)
		g.gather(ch, before, seen)
	}
	g.claims = inTurn(claims)
	g.sortOwn()
	slices.SortStableFunc(g.dates, func(a, b dated) int { return strings.Compare(a.Date, b.Date) })
	return g, nil
}

// before returns the edition that readers knew before a change; the zero edition
// of a new briefing.
func (g *digest) before(ctx context.Context, ch changed) (briefings.Edition, error) {
	if ch.since == 0 {
		return briefings.Edition{}, nil
	}
	d := g.d
	edition, err := d.store.Edition(ctx, ch.Slug, ch.since)
	if err != nil {
		return edition, fmt.Errorf("edition %d of %q: %w", ch.since, ch.Slug, err)
	}
	edition.Text, _, _, err = d.told(ctx, g.c.view.handled, ch.Slug, edition.Text)
	return edition, err
}

// gather collects the advice of the sources that are new with a change, and the
// dates to come in all of its sources. A source that two briefings use is seen
// once.
func (g *digest) gather(ch changed, before briefings.Edition, seen map[briefings.SourceID]bool) {
	for _, id := range ch.edition.Text.Sources {
		src, shown := g.c.view.byID[id]
		if !shown || seen[id] {
			continue
		}
		seen[id] = true
		if !slices.Contains(before.Text.Sources, id) {
			for _, rec := range g.d.readings.of(src).recs() {
				g.recs = append(g.recs, advice{Recommendation: rec, source: src})
			}
		}
		for _, e := range g.d.readings.of(src).timeline() {
			again := slices.ContainsFunc(g.dates, func(have dated) bool { return have.source == src && have.Passage == e.Passage })
			if toCome(e.Date, g.today) && !again {
				g.dates = append(g.dates, dated{e, src})
			}
		}
	}
}

// toCome reports whether a stated date surely begins, or its range ends, on a
// day or after it. What is only known to be of the running month or year may be
// past already, and is nothing to watch for.
func toCome(date, day string) bool {
	if _, end, ranged := strings.Cut(date, "/"); ranged {
		date = end
	}
	return date >= day
}

// inTurn merges lists so that the first of each come first.
func inTurn[T any](lists [][]T) []T {
	var got []T
	for i, more := 0, true; more; i++ {
		more = false
		for _, l := range lists {
			if i < len(l) {
				got, more = append(got, l[i]), true
			}
		}
	}
	return got
}

// mostItems is how many judgements, changes, recommendations and dates a digest
// shows together, so that it can be read at one go.
const mostItems = 12

// shareOut divides the items of a digest among judgements, changes,
// recommendations and dates, of which there are so many: each gets its share,
// and what one leaves goes to the others in turn.
func shareOut(there [4]int) (take [4]int) {
	left := mostItems
	for _, most := range [][4]int{{3, 3, 4, 2}, {5, 3, 4, 2}, {5, mostItems, mostItems, mostItems}} {
		for i := range take {
			more := max(0, min(there[i], most[i], take[i]+left)-take[i])
			take[i] += more
			left -= more
		}
	}
	return take
}

// window returns the days of the changes as the title gives them: 24 Nov, or
// 17–21 Nov.
func (g *digest) window() string {
	if len(g.changes) == 0 {
		return g.c.At.In(g.zone).Format("2 Jan 2006")
	}
	first, last := g.changes[0].At, g.changes[0].At
	for _, ch := range g.changes {
		if ch.At.Before(first) {
			first = ch.At
		}
		if ch.At.After(last) {
			last = ch.At
		}
	}
	a, b := first.In(g.zone), last.In(g.zone)
	switch {
	case a.Format(time.DateOnly) == b.Format(time.DateOnly):
		return b.Format("2 Jan 2006")
	case a.Format("2006-01") == b.Format("2006-01"):
		return strconv.Itoa(a.Day()) + "–" + b.Format("2 Jan 2006")
	case a.Year() == b.Year():
		return a.Format("2 Jan") + " – " + b.Format("2 Jan 2006")
	}
	return a.Format("2 Jan 2006") + " – " + b.Format("2 Jan 2006")
}
