package analysis

import (
	"math"
	"slices"

	"attache/briefings"
)

// Summary returns the numbers of at most n passages that sum the source up, the
// most important first. It returns none for a source without main text.
//
// The passages are chosen for what they say themselves, for how much of the
// rest says the same, and for being unlike each other. A document that sums
// itself up is taken at its word. Where the author gives advice, both findings
// and advice are among them.
func Summary(src *briefings.Source, n int) []int {
	t := read(src)
	if n <= 0 || len(t.sentences) == 0 {
		return nil
	}
	advised := map[int]bool{}
	for _, f := range t.advice() {
		advised[t.sentences[f.sentence].N] = true
	}
	t.thin(advised)
	p := t.weighed(advised)
	var chosen []int
	for len(chosen) < n {
		best := p.next(t, chosen)
		if best < 0 {
			break
		}
		chosen = append(chosen, best)
	}
	numbers := make([]int, len(chosen))
	for i, k := range chosen {
		numbers[i] = t.sentences[k].N
	}
	return numbers
}

// A pool holds the sentences that a summary is chosen from.
type pool struct {
	like     [][]float64 // how alike two sentences are
	score    []float64   // what speaks for a sentence whatever else is chosen
	advised  []bool      // whether it gives advice
	advice   int         // how many do
	fit      []bool      // whether it can stand in a summary
	concepts [][]int     // what each sentence speaks of
	dwelt    []float64   // how much the source dwells on each concept
	said     []bool      // whether those chosen speak of it
	length   []int       // of each sentence, in stems
	widest   float64     // the greatest gain in cover at the start
	apart    float64     // what is taken off a sentence of a paragraph that is chosen from already
}

// crowd is how many sentences are compared each with each.
const crowd = 1200

// thin leaves, of a text of more sentences than can be compared, those whose
// form and place speak most for them.
func (t *text) thin(advised map[int]bool) {
	if len(t.sentences) <= crowd {
		return
	}
	hasSummary := t.summed()
	weights := make([]float64, len(t.sentences))
	for i := range t.sentences {
		weights[i] = t.weightOf(i, advised[t.sentences[i].N], false, hasSummary)
	}
	sorted := slices.Clone(weights)
	slices.Sort(sorted)
	floor := sorted[len(sorted)-crowd]
	kept := make([]sentence, 0, crowd)
	for i, s := range t.sentences {
		if weights[i] >= floor && len(kept) < crowd {
			kept = append(kept, s)
		}
	}
	t.sentences = kept
}

// summed reports whether the source has a summary of its own.
func (t *text) summed() bool {
	return slices.ContainsFunc(t.sentences, func(s sentence) bool { return s.part.summary })
}

// weighed returns the sentences with what speaks for each.
func (t *text) weighed(advised map[int]bool) pool {
	count := len(t.sentences)
	p := pool{score: make([]float64, count), advised: make([]bool, count), fit: make([]bool, count)}
	hasSummary := t.summed()
	for i := range t.sentences {
		p.advised[i] = advised[t.sentences[i].N]
		if p.advised[i] {
			p.advice++
		}
	}
	p.apart = 0.6
	if hasSummary {
		p.apart = 0.05
	}
	stems := make([][]string, count)
	for i := range stems {
		stems[i] = contentStems(t.sentences[i].words)
	}
	p.like = likeness(vectors(stems))
	central := centrality(p.like)
	worth := make([]float64, count)
	held := make([]bool, count)
	for i := range t.sentences {
		p.fit[i] = summable(&t.sentences[i])
		worth[i] = 0.3 + central[i]
		if held[i] = t.sentences[i].holds(); held[i] {
			worth[i] += 1
		}
	}
	p.dwell(stems, worth)
	agreed := p.agreement(held)
	for i := range t.sentences {
		p.widest = max(p.widest, p.gain(i))
		p.score[i] = 0.5*central[i] + 1.2*agreed[i] + t.weightOf(i, p.advised[i], held[i], hasSummary)
	}
	return p
}

// agreement returns, for each sentence, how much it says what the document
// itself says it holds: its title and its statements of its thesis, from 0 to 1.
func (p *pool) agreement(held []bool) []float64 {
	like := make([]float64, len(p.like))
	for k := range held {
		if !held[k] {
			continue
		}
		for i := range like {
			if i != k {
				like[i] = max(like[i], p.like[i][k])
			}
		}
	}
	return like
}

// gain returns how much more of what the source dwells on would be said if
// sentence i were chosen too, for its length.
func (p *pool) gain(i int) float64 {
	sum := 0.0
	for _, c := range p.concepts[i] {
		if !p.said[c] {
			sum += p.dwelt[c]
		}
	}
	return sum / math.Sqrt(float64(10+p.length[i]))
}

// dwell finds the concepts of each sentence: pairs of neighbouring stems that
// several sentences share. The more such sentences there are, and the more
// those count, the more the source dwells on the concept.
func (p *pool) dwell(sentences [][]string, worth []float64) {
	numbers := map[[2]string]int{}
	var in []int
	all := make([][]int, len(sentences))
	for i, stems := range sentences {
		p.length = append(p.length, len(stems))
		for k := 1; k < len(stems); k++ {
			pair := [2]string{stems[k-1], stems[k]}
			n, known := numbers[pair]
			if !known {
				n = len(in)
				numbers[pair] = n
				in, p.dwelt = append(in, 0), append(p.dwelt, 0)
			}
			if !slices.Contains(all[i], n) {
				all[i] = append(all[i], n)
				in[n]++
				p.dwelt[n] += worth[i]
			}
		}
	}
	p.said = make([]bool, len(in))
	p.concepts = make([][]int, len(all))
	for i, list := range all {
		for _, c := range list {
			if in[c] > 1 {
				p.concepts[i] = append(p.concepts[i], c)
			}
		}
	}
	for c := range p.dwelt {
		p.dwelt[c] = math.Sqrt(p.dwelt[c])
	}
}

// next returns the sentence that adds most to those chosen, of the sort that has
// not had its share where there is one, or -1 when none is left.
func (p *pool) next(t *text, chosen []int) int {
	best := p.best(t, chosen, true)
	if best < 0 {
		best = p.best(t, chosen, false)
	}
	if best >= 0 {
		for _, c := range p.concepts[best] {
			p.said[c] = true
		}
	}
	return best
}

// best returns the fit sentence with the highest value beside those chosen, or
// -1; a balanced choice leaves out the sort that has had its share.
func (p *pool) best(t *text, chosen []int, balanced bool) int {
	best, value := -1, 0.0
	for i, s := range p.score {
		if !p.fit[i] || slices.Contains(chosen, i) || balanced && p.crowded(chosen, i) {
			continue
		}
		near := 0.0
		for _, k := range chosen {
			near = max(near, p.like[i][k])
			if t.sentences[k].Paragraph == t.sentences[i].Paragraph && t.sentences[i].Paragraph != 0 {
				s -= p.apart
			}
		}
		if s += p.gain(i)/p.widest - 1.2*near; best < 0 || s > value {
			best, value = i, s
		}
	}
	return best
}

// crowded reports whether sentence i is of a sort, finding or advice, that has
// had its share of the places so far: about half, however many are asked for.
func (p *pool) crowded(chosen []int, i int) bool {
	if p.advice < 2 {
		return false
	}
	same := 0
	for _, k := range chosen {
		if p.advised[k] == p.advised[i] {
			same++
		}
	}
	return same >= (len(chosen)+3)/2
}
