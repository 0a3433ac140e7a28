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

// vectors returns the sentences as vectors: the more often a stem stands in the
// sentence and the fewer sentences it stands in, the more it weighs.
func vectors(sentences []sentence) []vector {
	numbers := map[string]int{}
	in := []float64{}
	counts := make([]map[int]float64, len(sentences))
	for i := range sentences {
		counts[i] = map[int]float64{}
		for _, s := range contentStems(sentences[i].words) {
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

// cosine returns how alike two vectors are, from 0 to 1.
func cosine(a, b vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].stem < b[j].stem:
			i++
		case a[i].stem > b[j].stem:
			j++
		default:
			sum += a[i].value * b[j].value
			i++
			j++
		}
	}
	return sum
}

// likeness returns how alike each two vectors are.
func likeness(list []vector) [][]float64 {
	like := make([][]float64, len(list))
	for i := range like {
		like[i] = make([]float64, len(list))
	}
	for i := range list {
		for j := i; j < len(list); j++ {
			like[i][j] = cosine(list[i], list[j])
			like[j][i] = like[i][j]
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
	out := make([]float64, len(like))
	for i, row := range like {
		for j, l := range row {
			if i != j && l >= faint {
				out[i] += l
			}
		}
	}
	rank := make([]float64, len(like))
	for i := range rank {
		rank[i] = 1
	}
	const damping = 0.85
	for range 25 {
		next := make([]float64, len(like))
		for i, row := range like {
			next[i] = 1 - damping
			for j, l := range row {
				if i != j && l >= faint {
					next[i] += damping * rank[j] * l / out[j]
				}
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
