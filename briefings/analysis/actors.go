package analysis

import (
	"strings"

	"attache/briefings"
)

// Actors returns the persons, states and organisations that the source names,
// the most mentioned first, those of equal mention by name. Documents that act,
// such as a strategy that says something, are among them.
//
// Short forms and aliases count for the fullest form that the text uses; a
// state bears its common name. Rows of tables count, notes do not.
func Actors(src *briefings.Source) []briefings.Actor {
	return read(src).roll().actors()
}

// roll gathers who is named in the main text and in the tables.
func (t *text) roll() *roll {
	r := &roll{text: t, wills: t.wills(), places: t.places(), entries: map[string]*entry{}, short: map[string]string{}, persons: map[string]bool{}, defined: map[string]bool{}}
	for i := range t.sentences {
		r.notice(t.sentences[i].words, t.sentences[i].N)
	}
	for _, cell := range cells(t.src) {
		r.notice(split(cell.text), cell.passage)
	}
	return r
}

// A cell is one cell of a table and the passage that holds its row.
type cell struct {
	text    string
	passage int
}

// cells returns the cells of all tables. A table whose rows are not passages
// gives none.
func cells(src *briefings.Source) []cell {
	var all []cell
	for i, table := range src.Tables {
		var rows []int
		for _, p := range src.Passages {
			if p.Kind == briefings.Row && p.Table == i+1 {
				rows = append(rows, p.N)
			}
		}
		skip := len(table.Rows) - len(rows) // negative when the header is a passage too
		for k, row := range table.Rows {
			if at := k - skip; at >= 0 && at < len(rows) {
				for _, text := range row {
					all = append(all, cell{text, rows[at]})
				}
			}
		}
	}
	return all
}

// A sortOf says what a name names.
type sortOf string

const (
	unknown  sortOf = ""
	aState   sortOf = "state"
	aPerson  sortOf = "person"
	aBody    sortOf = "body"
	aTitle   sortOf = "title" // an acronym or a name of several words that is none of those
	notActor sortOf = "other"
)

// An entry is an actor as far as the text has named it.
type entry struct {
	name     string
	sort     sortOf
	evidence int // how often the text shows that it acts
	bare     int // how often it stands within a sentence without an article
	passages []int
}

// A roll gathers who is named.
type roll struct {
	*text
	wills   map[string]int
	places  map[string]bool
	entries map[string]*entry // by name in lower case
	short   map[string]string // the key of the entry that a short form stands for
	defined map[string]bool   // the short forms that the text gives for treaties and texts
	persons map[string]bool   // words that the text shows to be of a person's name
}

// notice enters the names among the words of a passage.
func (r *roll) notice(words []word, passage int) {
	for _, n := range r.names(words) {
		for _, part := range r.part(n) {
			r.enter(words, part, passage)
		}
	}
}

// part returns the names that a run of capitalised words holds: a title parts
// what stands before it from the person after it, and a state stands apart from
// what follows unless the whole names a body.
func (r *roll) part(n name) []name {
	for i, w := range n.parts {
		if titles[w.low] && i+1 < len(n.parts) && !r.titled(n.parts[i:]) {
			after := i + 1
			for after < len(n.parts)-1 && titles[n.parts[after].low] {
				after++
			}
			var list []name
			if i > 0 {
				list = r.part(r.sub(n, 0, i))
			}
			person := r.sub(n, after, len(n.parts))
			for _, p := range person.parts {
				r.persons[p.low] = true
			}
			return append(list, person)
		}
	}
	low := strings.ToLower(n.text)
	if _, ok := stateOf(low); ok || len(n.parts) == 1 {
		return []name{n}
	}
	if _, ok := organisations[low]; ok || r.bodyName(n) {
		return []name{n}
	}
	for k := len(n.parts) - 1; k > 0; k-- {
		lead := r.sub(n, 0, k)
		if _, ok := stateOf(strings.ToLower(lead.text)); ok {
			return append([]name{lead}, r.part(r.sub(n, k, len(n.parts)))...)
		}
	}
	return []name{n}
}

// titled reports whether a title is part of the name of a body or an office, as
// in "Secretary of State" or "General Assembly".
func (r *roll) titled(parts []word) bool {
	last := parts[len(parts)-1].low
	return bodyNouns[last] || thingNouns[last] || parts[1].is("of", "for")
}

// bodyName reports whether a name of several words is that of a body.
func (r *roll) bodyName(n name) bool {
	last := n.parts[len(n.parts)-1]
	if bodyNouns[last.low] || numberNouns[last.low] {
		return true
	}
	for i, w := range n.parts[:len(n.parts)-1] {
		if bodyHeads[w.low] && n.parts[i+1].is("of", "for", "on") || w.is("forces") {
			return true
		}
	}
	return false
}

// sub returns part of a name.
func (r *roll) sub(n name, i, j int) name {
	s := makeName(n.parts, i, j)
	s.first, s.last = n.first+i, n.first+j
	return s
}

// enter adds one mention of a name.
func (r *roll) enter(words []word, n name, passage int) {
	if len(n.parts) == 0 || combining(words, n) {
		return
	}
	low := strings.ToLower(n.text)
	label, kind := n.text, unknown
	if state, ok := stateOf(low); ok {
		label, kind = state, aState
	} else if body, ok := organisations[low]; ok {
		label, kind = body, aBody
	} else {
		kind = r.kind(words, n)
	}
	key := strings.ToLower(label)
	e := r.entries[key]
	if e == nil {
		e = &entry{name: label}
		r.entries[key] = e
	}
	if e.sort == unknown || e.sort == notActor && kind == aTitle || e.sort == aTitle && kind != unknown && kind != notActor {
		e.sort = kind
	}
	e.evidence += r.evidence(words, n)
	if n.first > 0 && !words[n.first-1].is("the", "a", "an") {
		e.bare++
	}
	e.passages = append(e.passages, passage)
	r.alias(words, n, key)
}

// combining reports whether a name is only the first half of a compound such as
// Franco-Prussian.
func combining(words []word, n name) bool {
	last := n.parts[len(n.parts)-1].low
	return n.last < len(words) && words[n.last].is("-", "–") && words[n.last].glued && last[len(last)-1] == 'o'
}

// alias notes that an acronym or short form in brackets right after a name, as
// in "the Harbour Defence Dialogue (HDD)", stands for that name.
func (r *roll) alias(words []word, n name, key string) {
	k := n.last
	if k+2 < len(words) && words[k].is("(") && words[k+2].is(")") && words[k+1].capital() && len(n.parts) > 1 {
		low := words[k+1].low
		_, known := organisations[low]
		switch {
		case known:
		case thingNouns[n.parts[len(n.parts)-1].low]:
			r.defined[low] = true
		default:
			r.short[low] = key
		}
	}
}

// kind tells what a name that no table knows names.
func (r *roll) kind(words []word, n name) sortOf {
	first, last := n.parts[0], n.parts[len(n.parts)-1]
	next, before := word{}, word{}
	if n.last < len(words) && !last.owner {
		next = words[n.last]
	}
	if n.first > 0 {
		before = words[n.first-1]
	}
	switch {
	case len(n.parts) > 1 && r.bodyName(n):
		return aBody
	case thingNouns[last.low]:
		if saidVerbs[next.low] || r.wills[last.low] > 1 && acronym(last.text) {
			return aTitle
		}
		return notActor
	case len(n.parts) == 1 && (acronym(first.text)):
		return aTitle
	case r.personal(n, before, next):
		return aPerson
	case len(n.parts) == 1 && r.persons[first.low]:
		return aPerson
	}
	return unknown
}

// personal reports whether the form or the neighbours of a name show that it is
// a person's.
func (r *roll) personal(n name, before, next word) bool {
	for _, w := range n.parts {
		if commonParts[w.low] || demonym(w.low) || acronym(w.text) && len(w.text) > 2 || bodyNouns[w.low] || functionWords[w.low] || r.smalls[w.low] > 0 && !w.is("park", "moon", "rice", "brown", "may") {
			return false
		}
		if _, ok := stateOf(w.low); ok {
			return false
		}
	}
	switch {
	case titles[before.low] && !before.mark || roleNouns[before.low]:
		return true
	case len(n.parts) == 1:
		return rulers[next.low] && !r.places[n.parts[0].low]
	}
	return len(n.parts) <= 4
}

// places returns the words that the text uses as names of places: it speaks of
// being in them.
func (t *text) places() map[string]bool {
	found := map[string]bool{}
	for i := range t.sentences {
		words := t.sentences[i].words
		for k := 1; k < len(words); k++ {
			in := words[k-1].is("in", "within", "into", "throughout", "across", "outside")
			if in && words[k].capital() && !words[k].owner && (k+1 == len(words) || !rulers[words[k+1].low]) {
				found[words[k].low] = true
			}
		}
	}
	return found
}

// evidence returns 1 when the place of the name shows that it acts or is acted
// with, and 0 otherwise.
func (r *roll) evidence(words []word, n name) int {
	last := n.parts[len(n.parts)-1]
	if r.wills[last.low] > 1 || last.owner {
		return 1
	}
	if n.last < len(words) && (intentions[words[n.last].low] || rulers[words[n.last].low]) {
		return 1
	}
	return 0
}
