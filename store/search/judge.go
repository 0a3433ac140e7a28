package search

import (
	"math"
	"strings"

	"attache/briefings"
)

// A judged passage is one with its score and how far it supports an answer.
type judged struct {
	ref     briefings.PassageRef
	score   float64
	support float64 // 0 to 1
	why     string
}

// A judge scores passages by a plan. It may be used by one goroutine at a time.
type judge struct {
	plan   *plan
	source briefings.SourceID
	volume *volume
	scope  []float64
	seen   []float64 // for each need, the best weight met at the last place
	own    []float64 // for each need, how often and well the passage itself meets it
	near   []float64
	head   []float64
	first  []int   // for each need, the first place it was met well
	last   []int   // the last place it was met
	pairs  float64 // worth of needs met side by side
}

func newJudge(p *plan) *judge {
	n := len(p.needs)
	return &judge{plan: p, own: make([]float64, n), near: make([]float64, n), head: make([]float64, n), first: make([]int, n), last: make([]int, n), seen: make([]float64, n)}
}

// open turns to the passages of one source.
func (j *judge) open(id briefings.SourceID, v *volume) {
	j.source, j.volume, j.scope = id, v, j.plan.scopes[id]
}

// judge scores passage i of the open source, counted from 0. A passage that
// meets no need has score 0.
func (j *judge) judge(i int) judged {
	r := &j.volume.records[i]
	for k := range j.own {
		j.own[k], j.near[k], j.head[k], j.first[k], j.last[k] = 0, 0, 0, 1<<16, -9
	}
	j.pairs = 0
	if !j.readOwn(r) {
		return judged{}
	}
	if r.group >= 0 {
		for _, k := range j.volume.groups[r.group] {
			if k != i {
				for _, pl := range j.volume.records[k].own {
					j.around(j.near, pl.term)
				}
			}
		}
	}
	for _, t := range j.volume.heads[r.head] {
		j.around(j.head, t)
	}
	return j.sum(r)
}

// around notes a term met beside the passage.
func (j *judge) around(met []float64, term uint32) {
	if !j.plan.wants(term) {
		return
	}
	for _, w := range j.plan.byTerm[term] {
		met[w.need] = max(met[w.need], w.weight)
	}
}

// readOwn goes through the passage's own terms. It reports whether one of them
// meets a need.
func (j *judge) readOwn(r *record) bool {
	p, met := j.plan, false
	for _, pl := range r.own {
		if !p.wants(pl.term) {
			continue
		}
		for _, w := range p.byTerm[pl.term] {
			at := int(pl.at)
			met = true
			if w.weight >= 0.5 {
				j.first[w.need] = min(j.first[w.need], at)
			}
			if j.last[w.need] == at {
				if w.weight > j.seen[w.need] {
					j.own[w.need] += w.weight - j.seen[w.need]
					j.seen[w.need] = w.weight
				}
			} else {
				j.own[w.need] += w.weight
				j.seen[w.need] = w.weight
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
	return met
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
	out := judged{ref: briefings.PassageRef{Source: j.source, N: r.n}}
	norm := saturation * (1 - lengthShare + lengthShare*float64(r.length)/p.mean)
	var ownSum, rest, covered float64
	var why []string
	for i, n := range p.needs {
		own := j.own[i] / (j.own[i] + norm) * (1 + saturation)
		around := max(nearShare*j.near[i], headShare*j.head[i])
		cover := min(1, j.own[i])
		cover = max(cover, 0.75*j.near[i], 0.7*j.head[i])
		if j.scope != nil {
			around = max(around, j.scope[i])
			cover = max(cover, 1.5*j.scope[i])
		}
		if j.own[i] > 0 {
			if n.label != "" && j.own[i] >= 0.3 {
				why = append(why, n.label)
			}
			if first := float64(j.first[i]); n.label != "" && first < leadWords {
				own *= 1 + leadShare*(1-first/leadWords)
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
	} else if p.advice {
		out.support = 1
	}
	out.score = (ownSum + rest + phraseShare*j.pairs) * math.Pow(max(out.support, 0.05), coverPower) * kindShare(r.kind)
	out.why = strings.Join(why, ", ")
	return out
}
