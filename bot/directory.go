package bot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// A directory knows by heart what completes an option: sources, briefings,
// topics, actors, drafts and verbs. It answers from memory alone, so that a slow
// store never makes somebody wait who is still typing. All methods may be called
// at once.
type directory struct {
	store   *store.Store
	log     *slog.Logger
	touched chan struct{} // holds one entry when something may have changed
	now     atomic.Pointer[catalogue]
	set     *clearances // of channels; nil is none
}

// channelClearance returns up to which label a channel was set to show things, or
// false when nothing was set. It answers from memory.
func (d *directory) channelClearance(ch briefings.Channel) (briefings.Marking, bool) {
	if d.set == nil {
		return "", false
	}
	return d.set.of(ch)
}

func newDirectory(st *store.Store, log *slog.Logger) *directory {
	d := &directory{store: st, log: log, touched: make(chan struct{}, 1)}
	d.now.Store(newCatalogue())
	return d
}

// kept starts to keep the directory, and returns what ends that and waits for
// its end. The end of ctx does not reach it: it is of use until the last
// platform has stopped.
func (d *directory) kept(ctx context.Context) (end func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.keep(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}
}

// keep renews what is known until ctx ends: after every change, after every
// touch, and once a minute for drafts and subscriptions, which leave no change and may come from
// another process.
func (d *directory) keep(ctx context.Context) {
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		d.follow(ctx)
	}()
	defer func() { <-followed }()
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	failing := false
	for {
		err := d.renew(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			d.log.Warn("directory not renewed", "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-d.touched:
		case <-minute.C:
		}
	}
}

// follow touches the directory at every change until ctx ends.
func (d *directory) follow(ctx context.Context) {
	var after briefings.Seq
	for ctx.Err() == nil {
		err := d.store.Follow(ctx, after, func(change briefings.Change) error {
			after = change.Seq
			d.touch()
			return nil
		})
		if err == nil {
			return
		}
		d.log.Warn("directory does not follow the changes", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Minute):
		}
	}
}

// touch says that something may have changed. It does not wait.
func (d *directory) touch() {
	select {
	case d.touched <- struct{}{}:
	default:
	}
}

// touching returns an answer after which the directory looks again, when the
// verb may have changed what it knows.
func (d *directory) touching(answer commands.Answer) commands.Answer {
	editors := map[string]bool{}
	for _, row := range commands.Verbs() {
		family, _ := row.Words()
		editors[row.Name] = row.Group == commands.BriefAdmin || family == "watch"
	}
	return func(ctx context.Context, request commands.Request) commands.Reply {
		reply := answer(ctx, request)
		if editors[reply.Verb] {
			d.touch()
		}
		return reply
	}
}

// renew looks at the store and puts what it finds in place of what was known.
func (d *directory) renew(ctx context.Context) error {
	seq, err := d.store.Seq(ctx)
	if err != nil {
		return fmt.Errorf("read the directory: %w", err)
	}
	old := d.now.Load()
	next := *old
	if old.seq != seq || old.views == nil {
		if next.views, err = d.inForce(ctx, old); err != nil {
			return err
		}
		next.seq = seq
	}
	drafts, err := d.store.Drafts(ctx)
	if err != nil {
		return fmt.Errorf("list drafts: %w", err)
	}
	slices.SortStableFunc(drafts, func(a, b briefings.Draft) int { return b.At.Compare(a.At) })
	next.drafts = nil
	for _, draft := range drafts {
		text, told, err := d.told(ctx, draft.Slug, draft.Text)
		if briefings.KindOf(err) == briefings.NotFound {
			continue // it names a source that is not there
		} else if err != nil {
			return err
		}
		if draft.Text = text; told {
			next.drafts = append(next.drafts, draft)
		}
	}
	if next.orders, err = d.store.Subscriptions(ctx); err != nil {
		return fmt.Errorf("list subscriptions: %w", err)
	}
	people, err := d.store.People(ctx)
	if err != nil {
		return err
	}
	next.granted = map[briefings.PersonID]briefings.Role{}
	for _, p := range people {
		next.granted[p.ID] = p.Role
	}
	d.now.Store(&next)
	return nil
}

// inForce returns what is in force, sorted out by who may see it.
func (d *directory) inForce(ctx context.Context, old *catalogue) (map[briefings.Marking]*listing, error) {
	all, err := d.store.Briefings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list briefings: %w", err)
	}
	var editions []briefings.Edition
	label := map[briefings.SourceID]briefings.Marking{}
	for _, b := range all {
		if b.Retired || b.Latest == 0 {
			continue
		}
		edition, err := d.store.Edition(ctx, b.Slug, b.Latest)
		if err != nil {
			return nil, fmt.Errorf("edition %d of %q: %w", b.Latest, b.Slug, err)
		}
		own := briefings.Stricter(b.Marking, edition.Text.Marking)
		for _, id := range edition.Text.Sources {
			label[id] = briefings.Stricter(own, label[id])
		}
		edition.Text.Title = cmp.Or(edition.Text.Title, b.Title)
		text, told, err := d.told(ctx, b.Slug, edition.Text)
		if err != nil {
			return nil, err
		}
		if edition.Text = text; told {
			edition.Text.Marking = briefings.Stricter(own, text.Marking)
			editions = append(editions, edition)
		}
	}
	slices.SortStableFunc(editions, func(a, b briefings.Edition) int { return b.At.Compare(a.At) })
	published, err := d.store.Published(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sources in force: %w", err)
	}
	known := old.sources()
	var sources []sourceEntry
	for _, src := range slices.Backward(published) {
		h, err := d.store.Handling(ctx, src.ID)
		if err != nil {
			return nil, fmt.Errorf("handling of %s: %w", src.ID, err)
		}
		s, ok := known[src.ID]
		if !ok || s.closed != h.Unattributed {
			s = newSourceEntry(src, h.Unattributed)
		}
		s.marking = briefings.Stricter(label[src.ID], h.Marking)
		sources = append(sources, s)
	}
	views := map[briefings.Marking]*listing{}
	for _, clearance := range briefings.Markings() {
		views[clearance] = newListing(clearance, editions, sources)
	}
	return views, nil
}

// told returns the text of a briefing as it may be shown, with the strictest label
// of its own and its sources', or false when its short name may not be told.
func (d *directory) told(ctx context.Context, slug briefings.Slug, text briefings.Content) (briefings.Content, bool, error) {
	veils, err := d.store.Veils(ctx, text.Sources)
	if err != nil {
		return text, false, fmt.Errorf("veils of %q: %w", slug, err)
	}
	for _, id := range text.Sources {
		h, err := d.store.Handling(ctx, id)
		if err != nil {
			return text, false, fmt.Errorf("handling of %s: %w", id, err)
		}
		text.Marking = briefings.Stricter(text.Marking, h.Marking)
	}
	return veils.Content(text), !veils.Tell(slug, text.Sources), nil
}

// Complete returns at most limit entries that complete the prefix, best first:
// those that begin with it, then those in which a word does, then those that
// hold it anywhere. What is one of commands.Completes…; of anything else nothing
// is known. Nothing is returned that may not be shown in the place.
func (d *directory) Complete(what, prefix string, place commands.Place, limit int) []entry {
	want := folded(prefix)
	var ranked [unfit + 1][]entry
	known := d.now.Load()
	entries := known.entries(what, clearanceOf(place))
	if what == commands.CompletesSubscription {
		entries = known.subscriptions(place)
	}
	for _, e := range entries {
		rank := e.rank(want)
		ranked[rank] = append(ranked[rank], e)
	}
	got := slices.Concat(ranked[:unfit]...)
	return got[:min(max(limit, 0), len(got))]
}

// mostNews is how many briefings are called new.
const mostNews = 10

// New returns a line for each of the briefings in force that were published
// last, the newest first, with the day in the zone of the place.
func (d *directory) New(place commands.Place) []string {
	zone, err := time.LoadLocation(place.Zone)
	if err != nil {
		zone = time.UTC
	}
	view := d.now.Load().views[clearanceOf(place)]
	if view == nil {
		return nil
	}
	var lines []string
	for _, e := range view.editions[:min(mostNews, len(view.editions))] {
		lines = append(lines, fmt.Sprintf("%s · edition %d · %s", title(e.Text.Title), e.N, e.At.In(zone).Format("2 Jan 2006")))
	}
	return lines
}

// clearanceOf returns the clearance of a place; none is TLP:CLEAR.
func clearanceOf(place commands.Place) briefings.Marking {
	if place.Clearance.Validate() != nil {
		return briefings.Clear
	}
	return place.Clearance
}

// folded returns text as it is compared: any case, any white space.
func folded(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(commands.Clean(text))), " ")
}
