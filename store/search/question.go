package search

import (
	"slices"
	"strings"
)

// A need is one thing a question asks for, and what would meet it.
type need struct {
	label    string   // the words of the question
	at       int      // the place of its first word
	n        int      // its words
	choices  []choice // what meets it, each term once
	rank     float64  // how much it counts in the order of what is found
	support  float64  // how much it counts in whether anything is found; 0 when it need not be met
	name     bool     // written like a name
	variants bool     // a name that may be spelt in several ways
	pair     bool     // a surname that belongs to the need after it
	df       int      // passages that meet it well; set by weigh
	idf      float64  // set by weigh
}

// A choice is one way to meet a need: a term, or several that stand in a row.
type choice struct {
	terms  []string
	weight float64 // 1 for the very word
}

// A question is a query as it was understood.
type question struct {
	needs  []need
	quoted [][]string // phrases between quotation marks
}

// understand returns what the text asks for, given the short forms that the
// sources explain.
func understand(text string, s *shelf) question {
	list := words(text)
	list = list[:min(len(list), mostWords)]
	capitalise(list)
	r := reading{list: list, taken: make([]bool, len(list)), matches: glossary().match(list, true)}
	r.acronyms(s)
	for _, m := range r.matches {
		r.meaning(m)
	}
	for i := range list {
		r.word(i)
	}
	slices.SortStableFunc(r.needs, func(a, b need) int { return a.at - b.at })
	r.hints()
	return question{needs: r.needs, quoted: r.phrases()}
}

// mostWords is how much of a question is read.
const mostWords = 100

// capitalise takes us for US in a question that is typed without capitals,
// unless the word before it makes it a pronoun.
func capitalise(list []word) {
	for i, w := range list {
		if i > 0 && (w.shape == capital || w.shape == upper) {
			return
		}
	}
	for i := range list {
		if list[i].text == "us" && (i == 0 || !takesPronoun[list[i-1].text]) {
			list[i].shape = upper
		}
	}
}

// takesPronoun are words before which us is a pronoun.
var takesPronoun = set("let tell give show help for to of with by about from teach among between all both")

// A reading is the state of [understand].
type reading struct {
	list    []word
	taken   []bool
	matches []match
	needs   []need
}

// add adds a need unless it is empty.
func (r *reading) add(n need) {
	if n.rank == 0 {
		n.rank, n.support = 1, 1
	}
	if n.n == 0 {
		n.n = 1
	}
	r.needs = append(r.needs, n)
}

// with adds a choice to a need, or raises the weight of one that is there.
func (n *need) with(weight float64, terms ...string) {
	for i, c := range n.choices {
		if slices.Equal(c.terms, terms) {
			n.choices[i].weight = max(c.weight, weight)
			return
		}
	}
	n.choices = append(n.choices, choice{terms, weight})
}

// acronyms takes the short forms that a source explains, and what they stand
// for where the question spells it out.
func (r *reading) acronyms(s *shelf) {
	for i, w := range r.list {
		if stopWords[w.text] {
			continue
		}
		for _, a := range s.short[w.term] {
			r.acronym(a, i, 1)
		}
		for _, a := range s.long[w.term] {
			if r.spelt(i, a.Long) {
				r.acronym(a, i, len(a.Long))
			}
		}
	}
}

// acronym takes n words from i on for the acronym, unless something has them.
func (r *reading) acronym(a acronym, i, n int) {
	if r.taken[i] || r.covered(i, n) {
		return
	}
	nd := need{label: r.label(i, n), at: i, n: n, name: true}
	nd.with(1, a.Short)
	nd.with(1, a.Long...)
	r.add(nd)
	for j := i; j < i+n; j++ {
		r.taken[j] = true
	}
}

// covered reports whether the glossary knows the words from i on already.
func (r *reading) covered(i, n int) bool {
	for _, m := range r.matches {
		if m.start <= i && m.start+m.n >= i+n {
			return true
		}
	}
	return false
}

// spelt reports whether the question's words from i on are the terms.
func (r *reading) spelt(i int, list []string) bool {
	if i+len(list) > len(r.list) {
		return false
	}
	for j, t := range list {
		if r.list[i+j].term != t {
			return false
		}
	}
	return true
}

func (r *reading) label(i, n int) string {
	var out []string
	for _, w := range r.list[i : i+n] {
		out = append(out, w.text)
	}
	return strings.Join(out, " ")
}

// meaning takes what the glossary knows.
func (r *reading) meaning(m match) {
	if r.taken[m.start] && m.piece == "" {
		return
	}
	own := []string{}
	for _, w := range r.list[m.start : m.start+m.n] {
		own = append(own, w.term)
	}
	n := need{label: r.label(m.start, m.n), at: m.start, n: m.n}
	if m.piece != "" {
		r.korean(n, m)
		return
	}
	for j := m.start; j < m.start+m.n; j++ {
		r.taken[j] = true
	}
	frame := m.n == 1 && frame(r.list[m.start])
	if m.n > 1 || !stopWords[own[0]] {
		n.with(1, own...)
	}
	for _, means := range m.parts[0] {
		n.name = n.name || means.name
		same, other := weights(means)
		n.with(same, means.strong())
		n.with(other, means.loose())
		if means.entry == "recommendation" {
			n.with(0.8, adviceTerm)
		}
	}
	if frame {
		n.rank, n.support = frameRank, 0
		if slices.ContainsFunc(m.parts[0], func(x meaning) bool { return x.entry == "recommendation" }) {
			n.rank = adviceRank
		}
	}
	r.add(n)
}

// weights returns how well an entry's same words and weaker words meet one of
// its forms.
func weights(m meaning) (same, other float64) {
	switch {
	case m.name && !m.weak:
		return 1, 0.5
	case m.name:
		return 0.6, 0.5
	case !m.weak:
		return 0.7, 0.35
	}
	return 0.4, 0.3
}

// word takes a word that nothing else took.
func (r *reading) word(i int) {
	w := r.list[i]
	if r.taken[i] || stopWords[w.text] && w.shape != upper {
		return
	}
	n := need{label: w.text, at: i, name: w.shape == capital || w.shape == upper}
	n.with(1, w.term)
	if i+1 < len(r.list) && !r.list[i+1].breaks && r.nameKey(i+1) != "" {
		for _, spelt := range surnamesLike(w.text) {
			n.with(0.8, spelt)
		}
	}
	if key := r.nameKey(i); key != "" {
		r.taken[i+1] = true
		n.n, n.name, n.label = 2, true, r.label(i, 2)
		n.choices = nil
		n.with(1, "^"+key)
		n.with(1, joined(w, r.list[i+1]))
		n.with(1, w.term, r.list[i+1].term)
		r.add(n)
		return
	}
	for _, j := range [2]int{i - 1, i} { // as one word with the one before or after
		if j >= 0 && j+1 < len(r.list) && r.list[j].shape != hangul && r.list[j+1].shape != hangul && !stopWords[r.list[j].text] && !r.list[j+1].breaks {
			n.with(0.9, joined(r.list[j], r.list[j+1]))
		}
	}
	linked := w.linked || i+1 < len(r.list) && r.list[i+1].linked
	n.variants = n.name && linked || i > 0 && w.linked && r.list[i-1].shape == capital
	if frame(w) {
		n.rank, n.support = frameRank, 0
	}
	r.add(n)
}

// nameKey returns the sound of a Korean given name at word i, or "". A question
// is often typed without capitals, so a surname before it is enough.
func (r *reading) nameKey(i int) string {
	if i+1 >= len(r.list) || r.taken[i+1] || r.list[i+1].breaks {
		return ""
	}
	if i+2 < len(r.list) && !r.list[i+1].linked && oneSyllable(r.list[i+1]) && oneSyllable(r.list[i+2]) &&
		(r.list[i+2].linked || isSurname(r.list[i].text) && !stopWords[r.list[i+2].text]) {
		return "" // a surname, and the name after it
	}
	if key := nameAt(r.list, i); key != "" {
		return key
	}
	a, b := r.list[i], r.list[i+1]
	if oneSyllable(a) && oneSyllable(b) && !stopWords[a.text] && !stopWords[b.text] && (i > 0 && isSurname(r.list[i-1].text) || i+2 < len(r.list) && isSurname(r.list[i+2].text)) {
		return nameKey(a.text + b.text)
	}
	return ""
}
