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
	next.drafts = drafts
	if next.orders, err = d.store.Subscriptions(ctx); err != nil {
		return fmt.Errorf("list subscriptions: %w", err)
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
		edition.Text.Marking = stricter(b.Marking, edition.Text.Marking)
		edition.Text.Title = cmp.Or(edition.Text.Title, b.Title)
		editions = append(editions, edition)
		for _, id := range edition.Text.Sources {
			label[id] = stricter(edition.Text.Marking, label[id])
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
		s, ok := known[src.ID]
		if !ok {
			s = newSourceEntry(src)
		}
		s.marking = stricter(label[src.ID], src.Marking)
		sources = append(sources, s)
	}
	views := map[briefings.Marking]*listing{}
	for _, clearance := range briefings.Markings() {
		views[clearance] = newListing(clearance, editions, sources)
	}
	return views, nil
}

// stricter returns the marking of the two that travels less far; an empty one
// yields to the other.
func stricter(a, b briefings.Marking) briefings.Marking {
	if b == "" || a != "" && b.Within(a) {
		return a
	}
	return b
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
