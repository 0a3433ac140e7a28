package search

import (
	"math"
	"slices"
	"strings"

	"attache/briefings"
)

// How much things count. The figures are chosen on questions over several
// collections; none is sharp.
const (
	frameRank  = 0.25 // a word that belongs to the question
	adviceRank = 0.7  // a question for advice
	hintRank   = 0.35 // the sort of sentence that would answer

	saturation  = 0.9  // BM25's k1: how soon repetition stops to matter
	lengthShare = 0.35 // BM25's b: how much a long passage is held back
	nearShare   = 0.45 // a need met by another sentence of the paragraph
	headShare   = 0.35 // a need met by a heading
	scopeShare  = 0.6  // a need met by who wrote or published the source
	titleShare  = 0.1
	phraseShare = 0.3 // two needs met side by side, as in the question
	coverPower  = 0.7 // how much it matters that all needs are met
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
	phrases []phrase
	quoted  [][]uint32
	scopes  map[briefings.SourceID][]float64 // for each need, how far the source as a whole meets it
	mean    float64
	total   float64 // of the needs' support times idf
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

// weigh returns the plan for a question.
func weigh(q question, s *shelf, lex lexicon) (*plan, error) {
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
		p.total += n.support * n.idf
	}
	for _, terms := range q.quoted {
		p.quoted = append(p.quoted, hashAll(terms))
	}
	p.scope(s)
	return p, nil
}

func hashAll(terms []string) []uint32 {
	out := make([]uint32, len(terms))
	for i, t := range terms {
		out[i] = hash(t)
	}
	return out
}

// weigh counts how many passages meet the need and looks for words spelt
// nearly alike when none does.
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
	if best == 0 && least == 0 {
		found, err := n.nearly(lex)
		if err != nil {
			return err
		}
		best = found
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
	if len(n.choices[0].terms) != 1 || len(word) < 5 || !plainASCII(word) {
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
	for _, id := range s.order {
		var list []float64
		c := s.cards[id]
		for i, n := range p.needs {
			v := 0.0
			for _, ch := range n.choices {
				if len(ch.terms) != 1 || ch.weight < 0.6 {
					continue
				}
				if _, ok := slices.BinarySearch(c.Origin, ch.terms[0]); ok {
					v = max(v, scopeShare*ch.weight)
				}
				if _, ok := slices.BinarySearch(c.Title, ch.terms[0]); ok {
					v = max(v, titleShare*ch.weight)
				}
			}
			if v > 0 && list == nil {
				list = make([]float64, len(p.needs))
			}
			if v > 0 {
				list[i] = v
			}
		}
		if list != nil {
			p.scopes[id] = list
		}
	}
}

// A judged passage is one with its score and how far it supports an answer.
type judged struct {
	ref     briefings.PassageRef
	score   float64
	support float64 // 0 to 1
	why     string
}

// A judge scores passages by a plan. It may be used by one goroutine at a time.
type judge struct {
	plan  *plan
	own   []float64 // for each need, how often and well the passage itself meets it
	near  []float64
	head  []float64
	last  []int   // for each need, the last place it was met
	pairs float64 // worth of needs met side by side
}

func newJudge(p *plan) *judge {
	n := len(p.needs)
	return &judge{plan: p, own: make([]float64, n), near: make([]float64, n), head: make([]float64, n), last: make([]int, n)}
}

// judge scores one passage. A passage that meets no need has score 0.
func (j *judge) judge(r *record) judged {
	p := j.plan
	for i := range p.needs {
		j.own[i], j.near[i], j.head[i], j.last[i] = 0, 0, 0, -9
	}
	j.pairs = 0
	j.readOwn(r)
	for _, t := range r.near {
		for _, w := range p.byTerm[t] {
			j.near[w.need] = max(j.near[w.need], w.weight)
		}
	}
	for _, t := range r.head {
		for _, w := range p.byTerm[t] {
			j.head[w.need] = max(j.head[w.need], w.weight)
		}
	}
	return j.sum(r)
}

// readOwn goes through the passage's own terms.
func (j *judge) readOwn(r *record) {
	p := j.plan
	seen := make([]float64, len(p.needs)) // best weight met at the last place
	for _, pl := range r.own {
		for _, w := range p.byTerm[pl.term] {
			at := int(pl.at)
			if j.last[w.need] == at {
				if w.weight > seen[w.need] {
					j.own[w.need] += w.weight - seen[w.need]
					seen[w.need] = w.weight
				}
			} else {
				j.own[w.need] += w.weight
				seen[w.need] = w.weight
				j.last[w.need] = at
			}
			j.adjoin(w, at)
		}
	}
	for _, ph := range p.phrases {
		if n := occurs(r.own, ph.terms); n > 0 {
			j.own[ph.need] = max(j.own[ph.need], ph.weight*float64(n))
		}
	}
	for _, q := range p.quoted {
		if occurs(r.own, q) > 0 {
			j.pairs += 3
		}
	}
}

// adjoin counts a need met beside the one that the question has before it.
func (j *judge) adjoin(w worth, at int) {
	if w.need == 0 {
		return
	}
	a, b := &j.plan.needs[w.need-1], &j.plan.needs[w.need]
	if before := j.last[w.need-1]; before >= 0 && at-before <= a.n+1 && at > before && b.at-a.at <= a.n+1 && a.at >= 0 && b.at > a.at {
		j.pairs += w.weight * (a.rank*a.idf + b.rank*b.idf) / 2 * 0.5
	}
}

// occurs counts where the terms stand in a row, stop words between them left
// out of account up to one.
func occurs(own []place, terms []uint32) int {
	n := 0
	for i, p := range own {
		if p.term != terms[0] {
			continue
		}
		at, k := int(p.at), 1
		for _, q := range own[i+1:] {
			if k == len(terms) || int(q.at) > at+2 {
				break
			}
			if q.term == terms[k] && int(q.at) >= at {
				at = int(q.at)
				k++
			}
		}
		if k == len(terms) {
			n++
		}
	}
	return n
}

// sum puts together what was met.
func (j *judge) sum(r *record) judged {
	p := j.plan
	out := judged{ref: r.ref}
	scope := p.scopes[r.ref.Source]
	norm := saturation * (1 - lengthShare + lengthShare*float64(r.length)/p.mean)
	var ownSum, rest, covered float64
	var why []string
	for i, n := range p.needs {
		own := j.own[i] / (j.own[i] + norm) * (1 + saturation)
		around := max(nearShare*j.near[i], headShare*j.head[i])
		cover := min(1, j.own[i])
		cover = max(cover, 0.75*j.near[i], 0.7*j.head[i])
		if scope != nil {
			around = max(around, scope[i])
			cover = max(cover, 1.5*scope[i])
		}
		if j.own[i] > 0 {
			if n.label != "" && j.own[i] >= 0.3 {
				why = append(why, n.label)
			}
			ownSum += n.rank * n.idf * own
			rest += n.rank * n.idf * around * 0.3
		} else {
			rest += n.rank * n.idf * around
		}
		covered += n.support * n.idf * min(1, cover)
	}
	if ownSum == 0 {
		return out
	}
	if p.total > 0 {
		out.support = covered / p.total
	} else {
		out.support = 1
	}
	out.score = (ownSum + rest + phraseShare*j.pairs) * math.Pow(max(out.support, 0.05), coverPower) * kindShare(r.kind)
	out.why = strings.Join(why, ", ")
	return out
}
