package redline

import (
	"cmp"
	"slices"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// An alignment says which unit of the later of two lists each of the earlier one
// has become.
type alignment struct {
	to     []int  // by the place in the earlier list: the place in the later one, or -1
	from   []int  // the other way
	stayed []bool // by the place in the earlier list: it is the same, in the same order
	before []unit
	after  []unit
}

// alike is the likeness from which on two statements are the same one, reworded:
// three words in five, in order. Half of the words of two short sentences about
// different things are often the same by chance.
const alike = 0.6

// mostPairs bounds how many likenesses are computed: texts with more statements
// that differ than fit are compared with those near them only.
const mostPairs = 1 << 14

// align pairs what is equal in order, then what is equal elsewhere, then what is
// alike, the likest first.
func align(before, after []unit) alignment {
	a := alignment{to: slices.Repeat([]int{-1}, len(before)), from: slices.Repeat([]int{-1}, len(after)),
		stayed: make([]bool, len(before)), before: before, after: after}
	i, j := 0, 0
	pairUp := func(until int) {
		for ; i < until; i, j = i+1, j+1 {
			a.pair(i, j)
			a.stayed[i] = true
		}
	}
	for _, d := range lcs.DiffLines(keys(before), keys(after)) {
		pairUp(d.Start)
		i, j = d.End, d.ReplEnd
	}
	pairUp(len(before))
	a.pairMoved()
	a.pairAlike()
	return a
}

func keys(us []unit) []string {
	all := make([]string, len(us))
	for i, u := range us {
		all[i] = u.key
	}
	return all
}

func (a *alignment) pair(i, j int) { a.to[i], a.from[j] = j, i }

// pairMoved pairs equal units that are left.
func (a *alignment) pairMoved() {
	left := map[string][]int{}
	for j, u := range a.after {
		if a.from[j] < 0 {
			left[u.key] = append(left[u.key], j)
		}
	}
	for i, u := range a.before {
		if at := left[u.key]; a.to[i] < 0 && len(at) > 0 {
			a.pair(i, at[0])
			left[u.key] = at[1:]
		}
	}
}

// pairAlike pairs the units that are left and alike.
func (a *alignment) pairAlike() {
	type candidate struct {
		i, j int
		like float64
	}
	gone, come := unpaired(a.to), unpaired(a.from)
	reach := mostPairs / max(len(gone), 1)
	var found []candidate
	words := make(map[int]wording, len(come))
	for _, j := range come {
		words[j] = wordingOf(a.after[j].text)
	}
	for at, i := range gone {
		own := wordingOf(a.before[i].text)
		for _, j := range come[max(0, min(at-reach/2, len(come)-reach)):min(len(come), max(at+reach/2, reach))] {
			if like := likeness(own, words[j]); like >= alike {
				found = append(found, candidate{i, j, like})
			}
		}
	}
	slices.SortFunc(found, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.like, x.like), cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
	})
	for _, c := range found {
		if a.to[c.i] < 0 && a.from[c.j] < 0 {
			a.pair(c.i, c.j)
		}
	}
}

// unpaired returns the places that lead nowhere.
func unpaired(places []int) []int {
	var all []int
	for i, p := range places {
		if p < 0 {
			all = append(all, i)
		}
	}
	return all
}

// A wording is the words of a text, in their order and sorted.
type wording struct{ words, sorted []string }

func wordingOf(text string) wording {
	words := wordsOnly(split(text))
	return wording{words, slices.Sorted(slices.Values(words))}
}

// likeness returns how much of two texts is common to both: twice the number of
// words that stand in both in the same order, by the number of all (Dice). 0 for
// texts that cannot be alike, whatever the order of their words.
func likeness(a, b wording) float64 {
	all := float64(len(a.words) + len(b.words))
	if all == 0 || 2*float64(shared(a.sorted, b.sorted))/all < alike {
		return 0
	}
	common := len(a.words)
	for _, d := range lcs.DiffLines(a.words, b.words) {
		common -= d.End - d.Start
	}
	return 2 * float64(common) / all
}

// shared returns how many words two sorted lists have in common.
func shared(a, b []string) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch order := cmp.Compare(a[0], b[0]); {
		case order < 0:
			a = a[1:]
		case order > 0:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}
