package search

// korean takes a Hangul form: one need for each thing it stands for.
func (r *reading) korean(n need, m match) {
	r.taken[m.start] = true
	n.label = m.piece
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
