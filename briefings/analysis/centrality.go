package analysis

import (
	"math"
	"slices"
)

// A vector is a sentence as weighted stems, in the order of the stems' numbers,
// of length 1 (or 0 for a sentence without content).
type vector []weight

type weight struct {
	stem  int
	value float64
}

// vectors returns sentences, given as their stems, as vectors: the more often a stem stands in the
// sentence and the fewer sentences it stands in, the more it weighs.
func vectors(sentences [][]string) []vector {
	numbers := map[string]int{}
	in := []float64{}
	counts := make([]map[int]float64, len(sentences))
	for i := range sentences {
		counts[i] = map[int]float64{}
		for _, s := range sentences[i] {
			n, known := numbers[s]
			if !known {
				n = len(numbers)
				numbers[s] = n
				in = append(in, 0)
			}
			if counts[i][n] == 0 {
				in[n]++
			}
			counts[i][n]++
		}
	}
	list := make([]vector, len(sentences))
	for i, c := range counts {
		for n, times := range c {
			list[i] = append(list[i], weight{n, (1 + math.Log(times)) * math.Log((float64(len(sentences))+1)/(in[n]+0.5))})
		}
		slices.SortFunc(list[i], func(a, b weight) int { return a.stem - b.stem })
		length := 0.0
		for _, w := range list[i] {
			length += w.value * w.value
		}
		for k := range list[i] {
			list[i][k].value /= math.Sqrt(length)
		}
	}
	return list
}

// likeness returns how alike each two vectors are.
func likeness(list []vector) [][]float64 {
	like := make([][]float64, len(list))
	for i := range like {
		like[i] = make([]float64, len(list))
	}
	var having [][]place // the sentences that have a stem, and where in the vector
	for i, v := range list {
		for k, w := range v {
			for len(having) <= w.stem {
				having = append(having, nil)
			}
			having[w.stem] = append(having[w.stem], place{i, k})
		}
	}
	for _, places := range having {
		for a, p := range places {
			row, value := like[p.sentence], list[p.sentence][p.word].value
			for _, q := range places[a:] {
				row[q.sentence] += value * list[q.sentence][q.word].value
			}
		}
	}
	for i := range like {
		for j := range i {
			like[i][j] = like[j][i]
		}
	}
	return like
}

// faint is the likeness below which two sentences do not speak of the same.
const faint = 0.08

// centrality returns, for each sentence, how much the others say the same, from
// 0 to 1 for the most central: the stationary distribution of a walk from
// sentence to sentence along likeness (LexRank, Erkan and Radev 2004).
func centrality(like [][]float64) []float64 {
	type step struct {
		to   int
		like float64
	}
	steps := make([][]step, len(like))
	out := make([]float64, len(like))
	for i, row := range like {
		for j, l := range row {
			if i != j && l >= faint {
				steps[i] = append(steps[i], step{j, l})
				out[i] += l
			}
		}
	}
	rank := make([]float64, len(like))
	for i := range rank {
		rank[i] = 1
	}
	const damping = 0.85
	for range 20 {
		next := make([]float64, len(like))
		for i := range steps {
			next[i] = 1 - damping
			for _, s := range steps[i] {
				next[i] += damping * rank[s.to] * s.like / out[s.to]
			}
		}
		rank = next
	}
	if len(rank) == 0 {
		return rank
	}
	top := slices.Max(rank)
	for i := range rank {
		rank[i] /= top
	}
	return rank
}
