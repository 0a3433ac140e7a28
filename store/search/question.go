package search

import (
	"slices"
	"strings"
)

// A need is one thing a question asks for, and what would meet it.
type need struct {
	label   string   // the words of the question
	at      int      // the place of its first word
	n       int      // its words
	choices []choice // what meets it, each term once
	rank    float64  // how much it counts in the order of what is found
	support float64  // how much it counts in whether anything is found; 0 when it need not be met
	name    bool     // written like a name
	korean  bool
	pair    bool    // a surname that belongs to the need after it
	df      int     // passages that meet it well; set by weigh
	idf     float64 // set by weigh
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

// understand returns what the text asks for.
func understand(text string, known []acronym) question {
	list := words(text)
	r := reading{list: list, taken: make([]bool, len(list)), matches: glossary().match(list, true)}
	r.acronyms(known)
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
func (r *reading) acronyms(known []acronym) {
	for i := range r.list {
		for _, a := range known {
			n := 0
			if r.list[i].term == a.Short && !stopWords[r.list[i].text] {
				n = 1
			} else if r.spelt(i, a.Long) {
				n = len(a.Long)
			}
			if n == 0 || r.taken[i] || r.covered(i, n) {
				continue
			}
			nd := need{label: r.label(i, n), at: i, n: n, name: true}
			nd.with(1, a.Short)
			nd.with(1, a.Long...)
			r.add(nd)
			for j := i; j < i+n; j++ {
				r.taken[j] = true
			}
		}
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

// korean takes a Hangul form: one need for each thing it stands for.
func (r *reading) korean(n need, m match) {
	r.taken[m.start] = true
	n.korean, n.label = true, m.piece
	if len(m.parts) == 0 {
		r.unknown(n, m)
		return
	}
	for _, part := range m.parts {
		k := n
		k.choices = nil
		for _, means := range part {
			k.name = k.name || means.name
			same, other := 1.0, 0.5
			if means.weak {
				same, other = 0.6, 1
			}
			k.with(same, means.strong())
			k.with(other, means.loose())
			if means.entry == "recommendation" {
				k.with(0.8, adviceTerm)
				k.rank, k.support = adviceRank, 0
			}
		}
		if len(m.parts) == 1 {
			k.with(1, m.piece)
		}
		if koreanFrame[m.piece] {
			k.rank, k.support = frameRank, 0
		}
		r.add(k)
	}
}

// unknown takes a Hangul word that the glossary does not know: it may stand in
// a text as it is, share syllables with its words, or be a Korean name that a
// text spells in Latin letters.
func (r *reading) unknown(n need, m match) {
	if koreanFrame[m.piece] {
		return
	}
	runes := []rune(m.piece)
	if m.offset == 0 && (len(runes) == 3 || len(runes) == 4) && surnames[runes[0]] != nil {
		family := n
		family.label, family.name = string(runes[:1]), true
		family.with(1, m.piece)
		for _, spelt := range surnames[runes[0]] {
			family.with(1, spelt)
		}
		family.rank, family.support = 0.7, 0.7
		family.pair = true
		r.add(family)
		n.name = true
		n.with(1, "^"+soundsOf(string(runes[1:])))
	}
	n.with(1, m.piece)
	if !n.name {
		n.rank, n.support = 1, 0.8 // it may be a plain word that a text says in English
	}
	if pairs := bigrams(m.piece); len(pairs) > 1 {
		n.with(0.8, pairs...)
	}
	r.add(n)
}

// word takes a word that nothing else took.
func (r *reading) word(i int) {
	w := r.list[i]
	if r.taken[i] || stopWords[w.text] && w.shape != upper {
		return
	}
	n := need{label: w.text, at: i, name: i > 0 && w.shape == capital || w.shape == upper}
	n.with(1, w.term)
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
	if key := nameAt(r.list, i); key != "" {
		return key
	}
	a, b := r.list[i], r.list[i+1]
	if oneSyllable(a) && oneSyllable(b) && !stopWords[a.text] && !stopWords[b.text] && (i > 0 && isSurname(r.list[i-1].text) || i+2 < len(r.list) && isSurname(r.list[i+2].text)) {
		return nameKey(a.text + b.text)
	}
	return ""
}

// hints adds what sort of sentence would answer. They order what is found and
// need not be met.
func (r *reading) hints() {
	if len(r.list) == 0 {
		return
	}
	add := func(rank float64, term string) {
		r.add(need{at: -9, rank: rank, choices: []choice{{[]string{term}, 1}}})
	}
	asks := func(texts ...string) bool {
		return slices.ContainsFunc(r.list, func(w word) bool { return slices.Contains(texts, w.text) })
	}
	switch first := r.list[0].text; {
	case first == "should" || first == "must" || first == "ought" || asks("should", "해야", "하는가"):
		add(hintRank, adviceTerm)
	case first == "why" || asks("why", "reason", "reasons", "이유", "왜"):
		add(hintRank, causeTerm)
	case first == "when" || asks("언제", "when"):
		add(hintRank, dateTerm)
	case asks("mean", "means", "meaning", "define", "definition", "의미"):
		add(hintRank, sayTerm)
	case strings.HasPrefix(r.label(0, min(2, len(r.list))), "how m") || asks("rate", "percentage", "much", "얼마나"):
		add(hintRank, figureTerm)
	}
}

// phrases returns what stands between quotation marks, from two words on.
func (r *reading) phrases() [][]string {
	var out [][]string
	var run []string
	flush := func() {
		if len(run) > 1 {
			out = append(out, run)
		}
		run = nil
	}
	for _, w := range r.list {
		switch {
		case !w.quoted:
			flush()
		case !stopWords[w.text]:
			run = append(run, w.term)
		}
	}
	flush()
	return out
}
