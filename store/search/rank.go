package search

import (
	"math"
	"slices"

	"attache/briefings"
)

// How much things count. The figures are chosen on questions over several
// collections; none is sharp.
const (
	frameRank  = 0.25 // a word that belongs to the question
	adviceRank = 0.7  // a question for advice
	hintRank   = 0.35 // the sort of sentence that would answer

	saturation  = 1.2  // BM25's k1: how soon repetition stops to matter
	lengthShare = 0.5  // BM25's b: how much a long passage is held back
	nearShare   = 0.35 // a need met by another sentence of the paragraph
	headShare   = 0.35 // a need met by a heading
	scopeShare  = 0.6  // a need met by who wrote or published the source
	titleShare  = 0.1
	phraseShare = 0.3  // two needs met side by side, as in the question
	unknownName = 1.6  // a name that no passage holds, in whether anything is found
	leadShare   = 0.15 // a need met early in the passage
	leadWords   = 10   // how early
	coverPower  = 0.4  // how much it matters that all needs are met
)

// kindShare holds back what is seldom an answer by itself.
func kindShare(k briefings.PassageKind) float64 {
	switch k {
	case briefings.RunIn:
		return 0.8
	case briefings.Note:
		return 0.8
	case briefings.Row:
		return 0.95
	}
	return 1
}

// A lexicon counts terms over the passages of an index.
type lexicon interface {
	// count returns how many passages hold the term.
	count(term string) (int, error)
	// visit calls the function for the terms with the prefix, in order, and
	// perhaps for some that no passage holds any more.
	visit(prefix string, f func(term string)) error
}

// A plan is a question weighed against an index: what each term of a passage is
// worth.
type plan struct {
	needs   []need
	byTerm  map[uint32][]worth
	filter  [64]uint64 // a bit for the last twelve bits of each term in byTerm
	phrases []phrase
	quoted  [][]uint32
	scopes  map[briefings.SourceID][]float64 // for each need, how far the source as a whole meets it
	mean    float64
	total   float64 // of the needs' support times idf
	advice  bool    // advice is all that is asked for
}

// A worth is how well a term meets a need.
type worth struct {
	need   int
	weight float64
}

// A phrase is a choice of several terms.
type phrase struct {
	need   int
	terms  []uint32
	weight float64
}

// weigh understands a question and returns the plan for it.
func weigh(text string, s *shelf, lex lexicon) (*plan, error) {
	q := understand(text, s)
	p := &plan{needs: q.needs, byTerm: map[uint32][]worth{}, scopes: map[briefings.SourceID][]float64{}, mean: s.mean()}
	for i := range p.needs {
		n := &p.needs[i]
		if err := n.weigh(s.passages, lex); err != nil {
			return nil, err
		}
		for _, c := range n.choices {
			if len(c.terms) == 1 {
				h := hash(c.terms[0])
				p.byTerm[h] = append(p.byTerm[h], worth{i, c.weight})
			} else {
				p.phrases = append(p.phrases, phrase{i, hashAll(c.terms), c.weight})
				for _, t := range c.terms { // a part of it is a little
					p.byTerm[hash(t)] = append(p.byTerm[hash(t)], worth{i, 0.5 * c.weight / float64(len(c.terms))})
				}
			}
		}
		if n.name && n.df == 0 {
			n.support *= unknownName
		}
		p.total += n.support * n.idf
	}
	for h := range p.byTerm {
		p.filter[h>>6&63] |= 1 << (h & 63)
	}
	for _, terms := range q.quoted {
		p.quoted = append(p.quoted, hashAll(terms))
	}
	p.advice = p.total == 0 && slices.ContainsFunc(p.needs, func(n need) bool { return n.rank == adviceRank })
	p.scope(s)
	return p, nil
}

// rarest returns the needs that some passage meets, rarest first: those that
// must be met, or when there is none the others, but never a mere hint.
func (p *plan) rarest() []need {
	var must, may []need
	for _, n := range p.needs {
		switch {
		case n.df == 0 || n.label == "":
		case n.support > 0:
			must = append(must, n)
		default:
			may = append(may, n)
		}
	}
	if len(must) == 0 {
		must = may
	}
	slices.SortStableFunc(must, func(a, b need) int { return a.df - b.df })
	return must
}

// proposers returns the choices to find passages by. A phrase is left out where
// one term, such as a glossary's, stands for it.
func (n *need) proposers() []choice {
	var single, all []choice
	for _, c := range n.choices {
		if len(c.terms) == 1 {
			single = append(single, c)
		}
		all = append(all, c)
	}
	if slices.ContainsFunc(single, func(c choice) bool { return c.weight >= 0.7 }) && n.df >= fewPassages {
		return single
	}
	return all
}

// fewPassages is how many passages are gone through without a thought.
const fewPassages = 200

// wants reports whether the term may be in byTerm; it spares most look-ups.
func (p *plan) wants(term uint32) bool { return p.filter[term>>6&63]>>(term&63)&1 == 1 }

func hashAll(terms []string) []uint32 {
	out := make([]uint32, len(terms))
	for i, t := range terms {
		out[i] = hash(t)
	}
	return out
}

// weigh counts how many passages meet the need. It looks for words spelt nearly
// alike when none does, or when the need is a name that may vary.
func (n *need) weigh(passages int, lex lexicon) error {
	best, least := 0, 0
	for _, c := range n.choices {
		df := math.MaxInt
		for _, t := range c.terms {
			k, err := lex.count(t)
			if err != nil {
				return err
			}
			df = min(df, k)
		}
		if c.weight >= 0.7 {
			best = max(best, df)
		} else {
			least = max(least, df)
		}
	}
	if n.variants || best == 0 && least == 0 {
		found, err := n.nearly(lex)
		if err != nil {
			return err
		}
		best = max(best, found)
	}
	n.df = max(best, least/2)
	df := float64(n.df)
	if n.df == 0 {
		df = 0.5
	}
	n.idf = math.Log(1 + (float64(passages)-df+0.5)/(df+0.5))
	return nil
}

// nearly adds the indexed words that differ from the need's by a letter, or by
// two in a long word, and returns how many passages hold the most frequent.
func (n *need) nearly(lex lexicon) (int, error) {
	best := 0
	word := n.choices[0].terms[0]
	if len(n.choices[0].terms) != 1 || len(word) < 4 || len(word) < 5 && !n.variants || !plainASCII(word) {
		return 0, nil
	}
	most := 1
	if len(word) >= 9 {
		most = 2
	}
	var found []string
	err := lex.visit(word[:1], func(term string) {
		if closeWords(word, term, most) {
			found = append(found, term)
		}
	})
	if err != nil {
		return 0, err
	}
	for _, term := range found {
		df, err := lex.count(term)
		if err != nil {
			return 0, err
		}
		if df > 0 {
			best = max(best, df)
			n.with(0.75, term)
		}
	}
	return best, nil
}

// scope notes how far each source as a whole meets each need: by its author or
// publisher, and a little by its title.
func (p *plan) scope(s *shelf) {
	note := func(ids []briefings.SourceID, need int, value float64) {
		for _, id := range ids {
			if p.scopes[id] == nil {
				p.scopes[id] = make([]float64, len(p.needs))
			}
			p.scopes[id][need] = max(p.scopes[id][need], value)
		}
	}
	for i, n := range p.needs {
		for _, c := range n.choices {
			if len(c.terms) == 1 && c.weight >= 0.6 {
				note(s.origin[c.terms[0]], i, scopeShare*c.weight)
				note(s.title[c.terms[0]], i, titleShare*c.weight)
			}
		}
	}
}
