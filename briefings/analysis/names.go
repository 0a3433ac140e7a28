package analysis

import (
	"strings"
	"unicode"
)

// intentions are the verbs that only somebody with a will can be the subject of.
var intentions = set(`seek seeks sought want wants wanted refuse refuses refused plan plans planned agreed decided pledged
promised vowed hopes hoped intends intended aims aimed tries tried attempted attempts met visited signed launched joined
announced declared warned said says argued insisted demanded urged called told asked threatened imposed lifted withdrew
believes fears feared needs wishes prefers opposes opposed supports supported accused criticised criticized invited
negotiated voted ruled elected appointed abandoned adopted rejected welcomed condemned committed continues recognises
recognizes views regards sees faces faced`)

// rulers follow the name of a state or a person and make a government of it.
var rulers = set(`government administration cabinet regime presidency leadership premiership`)

// acronym reports whether a word is written in capitals only.
func acronym(s string) bool {
	upper := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case r != '.' && r != '-' && r != '&' && !unicode.IsDigit(r):
			return false
		}
	}
	return upper >= 2
}

// wills returns, for the last word of each proper name in lower case, how much
// the text shows that its bearer can act: it has a government or is the subject
// of a verb of intention (which counts twice), it owns something, may or must
// do something, or is to be brought to do it.
func (t *text) wills() map[string]int {
	seen := map[string]int{}
	for i := range t.sentences {
		words := t.sentences[i].words
		for k, w := range words {
			if !t.proper(words, k) {
				continue
			}
			if w.owner && !acronym(w.text) {
				seen[w.low]++
			}
			n := k + 1
			for n < len(words) && (words[n].is("has", "had", "have", "also") || adverb(words[n].low)) {
				n++
			}
			if n >= len(words) || words[n].mark {
				continue
			}
			switch {
			case intentions[words[n].low], rulers[words[n].low]:
				seen[w.low] += 2
			case acronym(w.text):
			case words[n].is("must", "should", "will", "would", "may", "could", "cannot") && n+1 < len(words) && !words[n+1].is("be"),
				words[n].is("to") && k > 0 && words[k-1].is("for", "on"):
				seen[w.low]++
			}
		}
	}
	return seen
}

// A name is a proper name as it stands in a sentence.
type name struct {
	text  string
	parts []word
	first int // place of its first word
	last  int // place after its last word
}

// names returns the proper names among the words, in reading order. Names that
// a comma, a dash or a possessive ending parts are several.
func (t *text) names(words []word) []name {
	var found []name
	for i := 0; i < len(words); {
		if !t.proper(words, i) {
			i++
			continue
		}
		j := i + 1
		for j < len(words) && !words[j-1].owner {
			if t.proper(words, j) || numeral(words, j) {
				j++
			} else if n := t.link(words, i, j); n > 0 {
				j += n
			} else {
				break
			}
		}
		found = append(found, makeName(words, i, j))
		i = j
	}
	return found
}

// numeral reports whether word i is a number word that ends a name.
func numeral(words []word, i int) bool {
	return numberNouns[words[i].low] && words[i].capital()
}

// link returns how many words such as "of the" join the name words[first:i] to
// what follows, or 0 when the name ends before i. The "and" of a Ministry of
// Oceans and Fisheries is one of them.
func (t *text) link(words []word, first, i int) int {
	if words[i].is("and") && i > first+2 && bodyHeads[words[first].low] && words[first+1].is("of", "for") && i+1 < len(words) && t.proper(words, i+1) && !agentNouns[words[i+1].low] {
		_, state := stateOf(words[i+1].low) // "the Ministry of Trade and Norway" are two
		if !state {
			return 1
		}
	}
	if !bodyHeads[words[i-1].low] && !words[i-1].is("dialogue", "united", "academy") || !words[i].is("of", "for", "on") {
		return 0
	}
	n := 1
	if i+n < len(words) && words[i+n].is("the") {
		n++
	}
	if i+n < len(words) && t.proper(words, i+n) {
		return n
	}
	return 0
}

// makeName returns the name that stands at words[i:j].
func makeName(words []word, i, j int) name {
	texts := make([]string, 0, j-i)
	for _, w := range words[i:j] {
		texts = append(texts, w.text)
	}
	return name{text: strings.Join(texts, " "), parts: words[i:j], first: i, last: j}
}
