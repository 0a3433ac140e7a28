package analysis

// A clause is a verb that tells somebody to act, with its surroundings. The
// numbers are places in words.
type clause struct {
	words   []word // of the sentence, without what stands between brackets
	first   int    // where the subject begins
	last    int    // where it ends, exclusive
	modal   int    // the verb: must, should, needs to
	verb    int    // the verb of the action, len(words) when there is none
	kind    string // "must", "should" or "need"
	negated bool
}

// clauses returns the clauses of a sentence that tell somebody to act, in
// reading order, except those that are quoted.
func (t *text) clauses(s *sentence) []clause {
	if len(s.words) > readable || !has(s.words, modals) {
		return nil
	}
	words := make([]word, 0, len(s.words))
	for _, w := range s.words {
		if !w.inside {
			words = append(words, w)
		}
	}
	var found []clause
	for i := range words {
		kind, width := modal(words, i)
		if kind == "" || words[i].quoted {
			continue
		}
		c := clause{words: words, modal: i, kind: kind}
		c.verb, c.negated = verbAfter(words, i+width)
		c.first, c.last = t.subject(words, i)
		found = append(found, c)
	}
	return found
}

// readable is how many words a sentence may have to be read clause by clause;
// what is longer is no sentence but a list or a page without full stops.
const readable = 600

var modals = set(`must should ought need needs cannot can can't would`)

// modal returns which sort of telling begins at word i and how many words it
// takes, or "".
func modal(words []word, i int) (kind string, width int) {
	next := func(n int, any ...string) bool { return i+n < len(words) && words[i+n].is(any...) }
	before := func(any ...string) bool { return i > 0 && words[i-1].is(any...) }
	switch words[i].low {
	case "must":
		if before("a", "an", "absolute", "the") || words[i].capital() {
			return "", 0
		}
		return "must", 1
	case "should":
		if i == 0 {
			return "", 0
		}
		return "should", 1
	case "ought":
		if next(1, "to") {
			return "should", 2
		}
	case "need", "needs":
		plain := i > 0 && !before("no", "a", "the", "any", "little", "would", "may", "might", "could", "not", "did", "does", "do", "urgent", "pressing", "growing", "who", "you", "one")
		if plain && next(1, "to") && !words[i-1].owner {
			return "need", 2
		}
		if plain && next(1, "urgently") && next(2, "to") {
			return "need", 3
		}
	case "cannot", "can":
		n := 1
		if words[i].is("can") && next(1, "not") {
			n = 2
		} else if words[i].is("can") {
			return "", 0
		}
		if next(n, "afford") {
			return "must", n
		}
	case "can't":
		if next(1, "afford") {
			return "must", 1
		}
	case "would":
		if next(1, "do") && next(2, "well") && next(3, "to") {
			return "should", 4
		}
		if next(1, "be") && next(2, "wise", "well-advised", "prudent") && next(3, "to") {
			return "should", 4
		}
	}
	return "", 0
}

// verbAfter returns the place of the verb of the action, past adverbs and
// insertions, and whether it is negated.
func verbAfter(words []word, i int) (verb int, negated bool) {
	for i < len(words) {
		w := words[i]
		switch {
		case w.is("not", "never"):
			negated = true
		case w.mark && !w.is(",", "–", "—", "'", "‘", "“", `"`, "’", "”"):
			return len(words), negated
		case w.is(",", "–", "—"):
			end := matchingMark(words, i, 1)
			if end < 0 {
				return len(words), negated
			}
			i = end
		case w.mark, degreeWords[w.low], adverb(w.low):
		default:
			return i, negated
		}
		i++
	}
	return i, negated
}

// matchingMark returns the place of the mark that ends an insertion begun by
// the one at i, looking forwards or backwards, or -1. An insertion is at most
// 40 words long.
func matchingMark(words []word, i, step int) int {
	dash := words[i].is("–", "—")
	for k := i + step; k >= 0 && k < len(words) && (k-i)*step <= 40; k += step {
		if words[k].is("–", "—") && dash && !words[k].glued || words[k].is(",") && !dash {
			return k
		}
		if words[k].is(";", ":", ".") {
			return -1
		}
	}
	return -1
}

// adverb reports whether a word looks like an adverb of manner.
func adverb(low string) bool {
	return len(low) > 4 && low[len(low)-2:] == "ly" && !notAdverbs[low]
}

var notAdverbs = set(`ally family italy reply supply apply rely comply assembly july imply multiply anomaly monopoly early
likely unlikely friendly costly timely`)

// subject returns the words before the modal that say who is told.
func (t *text) subject(words []word, modal int) (first, last int) {
	last = modal
	for last > 0 {
		w := words[last-1]
		switch {
		case w.is("will") && words[modal].is("need", "needs"), degreeWords[w.low] && !w.is("all", "both", "even"), adverb(w.low):
			last--
			continue
		case w.is(",") || w.is("–", "—") && !w.glued:
			open := matchingMark(words, last-1, -1)
			if open < 0 {
				return last, last
			}
			last = open
			continue
		}
		break
	}
	first = last
	for first > 0 && !t.starts(words, first, last) {
		first--
	}
	for first < last && (words[first].mark || leads[words[first].low] || adverb(words[first].low)) {
		first++
	}
	return first, last
}

// leads may stand before a subject and are no part of it.
var leads = set(`and or but so yet then thus however therefore nevertheless nonetheless indeed moreover furthermore hence still
also instead now today finally first second third meanwhile`)

// starts reports whether the clause that ends before last begins at first: the
// word before is a boundary.
func (t *text) starts(words []word, first, last int) bool {
	w := words[first-1]
	switch {
	case w.is(","):
		return !t.listComma(words, first-1, last)
	case w.is("–", "—"):
		return !w.glued
	case w.is(";", ":", ".", "?", "!"):
		return true
	case w.mark:
		return false
	case w.is("but", "so", "yet", "than", "as"):
		return true
	case w.is("that") && first < last && !words[first].mark && first >= 2 && prepositions[words[first-2].low]:
		return false // "by that government"
	}
	return subordinators[w.low] && !w.is("until", "till", "since", "as") || relatives[w.low] || w.is("how") || attributions[w.low] && verbLike(words, first-1)
}

// listComma reports whether the comma at i parts the members of a list of
// names, as in "Oslo, Bern and Rome must".
func (t *text) listComma(words []word, i, last int) bool {
	joined := false
	for k := i + 1; k < last; k++ {
		switch w := words[k]; {
		case w.is("and", "or", "&"):
			joined = true
		case w.mark && !w.is(","), prepositions[w.low], subordinators[w.low], !w.mark && !w.capital() && !w.is("the") && !agentNouns[w.low]:
			return false
		}
	}
	return joined && i > 0 && (t.proper(words, i-1) || agentNouns[words[i-1].low]) && (i < 2 || !prepositions[words[i-2].low])
}

// verbLike reports whether an attribution at i is used as a verb or governs a
// clause directly, not as the noun of the subject ("the demand must be met").
func verbLike(words []word, i int) bool {
	if i == 0 {
		return false
	}
	b := words[i-1]
	return b.capital() || b.is("he", "she", "they", "it", "who", "has", "have", "had") || nounLike(b) && !b.is("the", "a", "an") && (len(words[i].low) > 3 && words[i].low[len(words[i].low)-1] == 's' || hasSuffix(words[i].low, "ed", "id"))
}

func hasSuffix(s string, any ...string) bool {
	for _, e := range any {
		if len(s) > len(e) && s[len(s)-len(e):] == e {
			return true
		}
	}
	return false
}

// nounLike reports whether a word may be a noun: a small word that is neither a
// function word nor an adverb.
func nounLike(w word) bool {
	return !w.mark && !w.capital() && !functionWords[w.low] && !adverb(w.low)
}
