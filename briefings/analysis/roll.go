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

// company takes a lone name for what the text names in one breath with it: a
// person's, as in "under both Hale and Marsh", or a state's, as in "with Japan
// and Brelland" and "the Japan–Brelland pact".
func (r *roll) company() {
	for range 2 { // the second time round, what the first has found counts too
		for i := range r.sentences {
			words := r.sentences[i].words
			for k := 1; k+1 < len(words); k++ {
				joins := words[k].is("and", "or") || words[k].is("–", "-", "—", "/") && words[k].glued && words[k+1].glued
				if joins && r.proper(words, k-1) && r.proper(words, k+1) {
					r.find(words[k-1].low).join(r.find(words[k+1].low))
				}
			}
		}
	}
}

// find returns the entry of a name of one word, or nil.
func (r *roll) find(low string) *entry {
	if state, ok := stateOf(low); ok {
		return r.entries[strings.ToLower(state)]
	}
	return r.entries[low]
}

// join gives the one of two entries whose sort is unknown the sort of the other.
// Of two unknown ones, one that acts makes a state of both.
func (e *entry) join(o *entry) {
	if e == nil || o == nil {
		return
	}
	if o.sort == unknown {
		e, o = o, e
	}
	switch {
	case e.sort != unknown:
	case o.sort == aPerson || o.sort == aState:
		e.sort = o.sort
	case o.sort == unknown && e.evidence+o.evidence > 0:
		e.sort, o.sort = aState, aState
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
		last := strings.ToLower(words[len(words)-1])
		if commonParts[last] || strings.IndexByte(last, '-') == 1 || hasSuffix(last, "ish", "ese", "ian") {
			return false
		}
		return len(e.passages) > 1 && (e.evidence > 0 || e.bare > 1 && r.smalls[last] == 0 && !r.places[last])
	}
	return false
}

// merge counts short forms for the full ones: an acronym for the name it stands
// behind, a surname for the person, a name that begins another for that one.
func (r *roll) merge() {
	bearers := r.bearers()
	for _, k := range r.keys() {
		full := r.short[k]
		if rest, found := strings.CutPrefix(k, "republic of "); found && r.entries[rest] != nil {
			full = rest
		}
		if full == "" {
			full = r.home(k)
		}
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

// home returns the key of the state that k, an adjective no table knows, is
// made of, or "".
func (r *roll) home(k string) string {
	if _, known := stateOf(k); known {
		return ""
	}
	if e := r.entries[k]; e.sort == aBody || e.sort == notActor || strings.Contains(k, " ") || !hasSuffix(k, "ish", "ese", "ian", "an", "ic", "i", "er") {
		return ""
	}
	for cut := 1; cut <= 4 && len(k)-cut >= 4; cut++ {
		for _, ending := range [...]string{"", "a", "ia", "land", "and", "istan", "y", "e", "o", "ne"} {
			if full := k[:len(k)-cut] + ending; full != k && r.entries[full] != nil {
				return full
			}
		}
	}
	return ""
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
