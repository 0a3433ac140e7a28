package bot

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"attache/briefings"
	"attache/briefings/analysis"
	"attache/commands"
)

// A catalogue is what a [directory] knows at one moment. It is never changed
// once it is in place.
type catalogue struct {
	seq    briefings.Seq
	views  map[briefings.Marking]*listing // nil before the first look at the store
	drafts []briefings.Draft              // newest first
	orders []briefings.Subscription       // by ID
	// granted are the roles on record.
	granted map[briefings.PersonID]briefings.Role
	verbs   []entry
}

// A listing is what may be shown where the clearance reaches up to a marking.
type listing struct {
	editions []briefings.Edition // in force, the newest first
	sources  []sourceEntry       // in force, the newest first
	of       map[string][]entry  // by commands.Completes…
}

// An entry is one value that completes an option, with what people see of it.
type entry struct {
	value, label     string
	byValue, byLabel string // folded: what it is found by
}

// A sourceEntry is a source with what was worked out once for it.
type sourceEntry struct {
	entry
	id      briefings.SourceID
	marking briefings.Marking // the strictest of its own and its briefings'
	closed  bool              // it may not be attributed
	actors  []briefings.Actor
}

func newCatalogue() *catalogue {
	c := &catalogue{}
	for _, row := range commands.Verbs() {
		c.verbs = append(c.verbs, newEntry(row.Name, row.Name, row.Summary))
	}
	return c
}

// newEntry returns the entry whose label is made of the parts that are not empty.
func newEntry(value string, parts ...string) entry {
	label := strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
	return entry{value: value, label: label, byValue: folded(value), byLabel: folded(label)}
}

// unfit is the rank of an entry that does not hold what was typed.
const unfit = 3

// rank returns how well the entry fits what was typed: 0 when it begins so, 1
// when one of its words does, 2 when it holds it, and else unfit.
func (e entry) rank(want string) int {
	switch {
	case strings.HasPrefix(e.byValue, want) || strings.HasPrefix(e.byLabel, want):
		return 0
	case strings.Contains(e.byLabel, " "+want):
		return 1
	case strings.Contains(e.byValue, want) || strings.Contains(e.byLabel, want):
		return 2
	}
	return unfit
}

// sources returns all sources of the catalogue by ID.
func (c *catalogue) sources() map[briefings.SourceID]sourceEntry {
	known := map[briefings.SourceID]sourceEntry{}
	if view := c.views[briefings.Red]; view != nil {
		for _, s := range view.sources {
			known[s.id] = s
		}
	}
	return known
}

// entries returns what completes the kind of option in a place of the
// clearance, best first. The slice is shared and not to be changed.
func (c *catalogue) entries(what string, clearance briefings.Marking) []entry {
	switch what {
	case commands.CompletesVerb:
		return c.verbs
	case commands.CompletesDraft:
		var all []entry
		for _, d := range c.drafts {
			if d.Text.Marking.Within(clearance) {
				all = append(all, newEntry(string(d.Slug), title(d.Text.Title), string(d.Slug)))
			}
		}
		return all
	}
	if view := c.views[clearance]; view != nil {
		return view.of[what]
	}
	return nil
}

// subscriptions returns what completes a subscription in a place: those of the
// channels around it. What somebody follows for themselves is nobody else's to know.
func (c *catalogue) subscriptions(place commands.Place) []entry {
	var all []entry
	for _, sub := range c.orders {
		if slices.ContainsFunc(sub.Targets, func(t briefings.Target) bool {
			_, own := t.Person()
			return !own && t.Platform == place.Platform && t.Workspace == place.Workspace
		}) {
			all = append(all, newEntry(string(sub.ID), title(sub.Name), string(sub.ID)))
		}
	}
	return all
}

// newSourceEntry works out the entry of a source: its title, genre and date, so
// that an opinion is not taken for a paper. Of one that may not be attributed
// nothing is in it that says whose it is.
func newSourceEntry(src *briefings.Source, closed bool) sourceEntry {
	if closed {
		src = briefings.NewVeil(src).Source(src)
	}
	return sourceEntry{
		closed: closed,
		entry:  newEntry(string(src.ID), title(src.Label()), src.Meta.Kind, src.Meta.Date),
		id:     src.ID,
		actors: analysis.Actors(src),
	}
}

// newListing returns the part of what is in force that may be shown.
func newListing(clearance briefings.Marking, editions []briefings.Edition, sources []sourceEntry) *listing {
	l := &listing{of: map[string][]entry{}}
	topics := map[string]int{}
	for _, e := range editions {
		if !e.Text.Marking.Within(clearance) {
			continue
		}
		l.editions = append(l.editions, e)
		l.of[commands.CompletesBriefing] = append(l.of[commands.CompletesBriefing], newEntry(string(e.Slug), title(e.Text.Title), string(e.Slug)))
		for _, topic := range e.Text.Topics {
			topics[topic]++
		}
	}
	actors := map[string]int{}
	for _, s := range sources {
		if !s.marking.Within(clearance) {
			continue
		}
		l.sources = append(l.sources, s)
		l.of[commands.CompletesSource] = append(l.of[commands.CompletesSource], s.entry)
		for _, actor := range s.actors {
			actors[actor.Name] += actor.Mentions
		}
	}
	l.of[commands.CompletesTopic] = byCount(topics)
	l.of[commands.CompletesActor] = byCount(actors)
	return l
}

// byCount returns an entry for each name, the most frequent first.
func byCount(counts map[string]int) []entry {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	all := make([]entry, len(names))
	for i, name := range names {
		all[i] = newEntry(name, name)
	}
	return all
}

// title returns a title as it stands in a list, short enough for what follows it.
func title(text string) string {
	return briefings.Shorten(strings.Join(strings.Fields(commands.Clean(text)), " "), 48)
}
