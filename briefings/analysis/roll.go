package analysis

import (
	"slices"
	"strings"

	"attache/briefings"
)

// actors returns the entries that are actors, with short forms counted for the
// full ones.
func (r *roll) actors() []briefings.Actor {
	r.direction("north", "south")
	r.direction("south", "north")
	r.company()
	r.merge()
	var list []briefings.Actor
	for _, e := range r.entries {
		if !r.acts(e) {
			continue
		}
		slices.Sort(e.passages)
		mentions := len(e.passages)
		list = append(list, briefings.Actor{Name: e.name, Mentions: mentions, Passages: slices.Compact(e.passages)})
	}
	slices.SortFunc(list, func(a, b briefings.Actor) int {
		if a.Mentions != b.Mentions {
			return b.Mentions - a.Mentions
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}

// direction counts "the North" for the state of that name whose counterpart the
// text names; with no such state it stays an actor of its own.
func (r *roll) direction(side, other string) {
	lone := r.entries[side]
	if lone == nil {
		return
	}
	delete(r.entries, side)
	for _, key := range r.keys() {
		rest, found := strings.CutPrefix(key, other+" ")
		if !found {
			rest, found = strings.CutPrefix(key, side+" ")
		}
		if !found || r.entries[key].sort != aState && r.entries[key].evidence == 0 {
			continue
		}
		full := side + " " + rest
		to := r.entries[full]
		if to == nil {
			name, known := stateOf(full)
			if !known {
				continue
			}
			to = &entry{name: name, sort: aState}
			r.entries[full] = to
		}
		to.passages = append(to.passages, lone.passages...)
		return
	}
	if len(lone.passages) > 1 {
		r.entries[side] = &entry{name: "the " + lone.name, sort: aState, passages: lone.passages}
	}
}

// company takes a lone name for a person's when the text names it in one breath
// with a person, as in "under both Hale and Marsh".
func (r *roll) company() {
	for i := range r.sentences {
		words := r.sentences[i].words
		for k := 1; k+1 < len(words); k++ {
			if !words[k].is("and", "or") || !r.proper(words, k-1) || !r.proper(words, k+1) {
				continue
			}
			a, b := r.entries[words[k-1].low], r.entries[words[k+1].low]
			if a == nil || b == nil {
				continue
			}
			if a.sort == unknown && b.sort == aPerson {
				a.sort = aPerson
			}
			if b.sort == unknown && a.sort == aPerson {
				b.sort = aPerson
			}
		}
	}
}

// keys returns the keys of the entries, names of fewer words first.
func (r *roll) keys() []string {
	keys := make([]string, 0, len(r.entries))
	for k := range r.entries {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if n := strings.Count(a, " ") - strings.Count(b, " "); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return keys
}

// acts reports whether an entry is an actor.
func (r *roll) acts(e *entry) bool {
	words := strings.Fields(e.name)
	switch e.sort {
	case aState, aBody, aPerson:
		return true
	case aTitle:
		return len(words) > 1 || r.defined[strings.ToLower(e.name)] || e.evidence > 0 && len(e.passages) > 1 || len(e.passages) > 2
	case unknown:
		return e.evidence > 0 && len(e.passages) > 1 && !commonParts[strings.ToLower(words[len(words)-1])]
	}
	return false
}

// merge counts short forms for the full ones: an acronym for the name it stands
// behind, a surname for the person, a name that begins another for that one.
func (r *roll) merge() {
	bearers := r.bearers()
	for _, k := range r.keys() {
		full := r.short[k]
		if e := r.entries[k]; full == "" && e.sort != aState && e.sort != aBody {
			full = bearers[k]
		}
		to, from := r.entries[full], r.entries[k]
		if to == nil || to == from {
			continue
		}
		if from.sort == aPerson && to.sort == unknown {
			to.sort = aPerson
		}
		to.evidence += from.evidence
		to.passages = append(to.passages, from.passages...)
		delete(r.entries, k)
	}
}

// bearers returns, for each surname and first name, the key of the person who
// bears it: of several the one most often named in full.
func (r *roll) bearers() map[string]string {
	best := map[string]string{}
	for _, full := range r.keys() {
		e := r.entries[full]
		parts := strings.Fields(full)
		if len(parts) < 2 || e.sort != aPerson && e.sort != unknown {
			continue
		}
		for _, p := range []string{parts[0], parts[len(parts)-1]} {
			if b := r.entries[best[p]]; b == nil || len(e.passages) > len(b.passages) {
				best[p] = full
			}
		}
	}
	return best
}
