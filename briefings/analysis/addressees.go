package analysis

import (
	"slices"
	"strings"
)

// How sure it is that a subject can be told to act.
const (
	thing  = iota // it cannot
	likely        // it bears a proper name, and nothing else is known of it
	sure          // it is a state, a person, a body, or people in an office or a trade
)

// agent returns how sure it is that the subject words[first:last] can be told
// to act. One member of a list that can is enough.
func (t *text) agent(words []word, first, last int, wills map[string]int) int {
	if words[first].is("such") || hasSuffix(words[first].low, "ing") && !t.proper(words, first) {
		return thing
	}
	best := thing
	for _, span := range t.partySpans(words, first, last) {
		if span[0] >= span[1] {
			continue
		}
		head := words[span[1]-1]
		switch {
		case agentNouns[head.low], bodyHeads[words[span[0]].low] && span[1]-span[0] > 2 && words[span[0]+1].is("of", "for"), bonds[head.low] && len(t.jointly(words, span)) > 1:
			return sure
		case hasSuffix(head.low, "ers", "ors") && !numbers[head.low]:
			best = likely
			continue
		case !t.proper(words, span[1]-1):
			continue
		}
		_, known := stateOf(head.low)
		_, body := organisations[head.low]
		_, named := stateOf(strings.ToLower(makeName(words, span[0], span[1]).text))
		if known || body || named || wills[head.low] > 1 || bodyNouns[head.low] {
			return sure
		}
		if !acronym(head.text) {
			best = likely
		}
	}
	return best
}

// numbers end like the names of trades and are none.
var numbers = set(`numbers letters orders borders waters matters papers factors sectors errors vectors parameters computers
containers filters layers classifiers offers answers centers corridors reactors servers clusters pointers registers
buffers counters headers folders users tutors mirrors others powers barriers tankers trailers disasters chapters`)

// partySpans returns the noun groups of a subject, from the first word to the
// head of each: those that "and" or a comma joins, without what a preposition
// adds.
func (t *text) partySpans(words []word, first, last int) [][2]int {
	if first < last && prepositions[words[first].low] {
		first = t.tail(words, first, last)
	}
	var spans [][2]int
	start, skipping := first, false
	flush := func(end int) {
		if start < end && !skipping {
			spans = append(spans, t.trim(words, start, end))
		}
	}
	for i := first; i < last; i++ {
		w := words[i]
		switch {
		case w.is("and") && !skipping && t.link(words, start+count(words[start:i], articles), i) > 0:
		case w.is("and", "or", ",", "&"):
			flush(i)
			if skipping && i+1 < last && !t.partyAhead(words, i+1, last) {
				continue // still inside the phrase that a preposition opened
			}
			start, skipping = i+1, false
		case skipping:
		case prepositions[w.low] && i > first && t.link(words, start, i) == 0, relatives[w.low] && i > first, w.is("–", "—") && !w.glued:
			flush(i)
			skipping = true
		}
	}
	flush(last)
	return spans
}

// count returns how many of the first words are in the set.
func count(words []word, any map[string]bool) int {
	n := 0
	for n < len(words) && any[words[n].low] {
		n++
	}
	return n
}

// partyAhead reports whether a party of its own begins at i: an agent noun
// stands before the next preposition.
func (t *text) partyAhead(words []word, i, last int) bool {
	for ; i < last && !prepositions[words[i].low]; i++ {
		if agentNouns[words[i].low] && !words[i].capital() {
			return true
		}
	}
	return false
}

// tail returns where the last noun group of words[first:last] begins, for a
// subject that follows its opening phrase without a comma.
func (t *text) tail(words []word, first, last int) int {
	i := last - 1
	for i > first && (words[i-1].capital() || words[i-1].mark && words[i].glued) && !words[i].is("the") {
		i--
	}
	for i > first && !words[i].capital() && !words[i].is("the", "a", "its", "their") && !prepositions[words[i-1].low] {
		i--
	}
	return i
}

// trim drops articles, determiners and marks from both ends of a noun group.
func (t *text) trim(words []word, first, last int) [2]int {
	for first < last && (words[first].mark || articles[words[first].low]) {
		first++
	}
	for first < last && words[last-1].mark {
		last--
	}
	return [2]int{first, last}
}

var articles = set(`the a an both all each every any its their his her our this that these those either neither no most many
some such`)

// parties returns the names of those who words[first:last] address, as the text
// writes them, without articles and without epithets such as "current".
func (t *text) parties(words []word, first, last int) []string {
	var list []string
	for _, span := range t.partySpans(words, first, last) {
		if joint := t.jointly(words, span); len(joint) > 1 {
			list = append(list, joint...)
			continue
		}
		if seat := t.seat(words, span, last); seat != "" {
			list = append(list, seat)
			continue
		}
		for span[0] < span[1] && epithets[words[span[0]].low] {
			span[0]++
		}
		if span[0] < span[1] {
			list = append(list, spelled(words, span))
		}
	}
	return slices.Compact(list)
}

var epithets = set(`current new next incoming outgoing present future other like-minded successive entire whole latter former`)

// spelled returns the words of a span as the text spells them.
func spelled(words []word, span [2]int) string {
	var b strings.Builder
	for i, w := range words[span[0]:span[1]] {
		if i > 0 && !w.glued {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
		if w.owner && i < span[1]-span[0]-1 {
			b.WriteString("'s")
		}
	}
	return b.String()
}

// jointly returns the members of an alliance that is named after them, such as
// "the Oslo–Bern partnership".
func (t *text) jointly(words []word, span [2]int) []string {
	head := words[span[1]-1]
	if !bonds[head.low] {
		return nil
	}
	var list []string
	names := t.names(words[span[0] : span[1]-1])
	for i, n := range names {
		at := span[0] + n.last
		joins := words[at].is("–", "-", "—", "/") && words[at].glued
		if joins || i > 0 && len(list) > 0 {
			list = append(list, n.text)
		}
	}
	return list
}

var bonds = set(`alliance partnership relationship relations ties coalition bloc axis pact friendship accord cooperation`)

// officers are those who act for the place that is named after them.
var officers = set(`policymakers policy-makers officials leaders authorities government governments lawmakers strategists
diplomats leadership administration planners decision-makers politicians`)

// seat returns the place whose officers a subject such as "policymakers in
// Oslo" addresses, or "".
func (t *text) seat(words []word, span [2]int, last int) string {
	if !officers[words[span[1]-1].low] || span[1]+1 >= last || !words[span[1]].is("in", "of") {
		return ""
	}
	for k := span[0]; k < span[1]; k++ {
		if words[k].capital() && t.proper(words, k) {
			return ""
		}
	}
	names := t.names(words[span[1]+1 : last])
	if len(names) == 0 || names[0].first > 1 {
		return ""
	}
	return names[0].text
}

// addressees returns whom each finding addresses.
func (t *text) addressees(found []finding) [][]string {
	named := make([][]string, len(found))
	tally := map[string]int{}
	for i, f := range found {
		named[i] = f.addressee
		if named[i] == nil && (f.strong || f.likely) && f.clause.first < f.clause.last {
			named[i] = t.parties(f.clause.words, f.clause.first, f.clause.last)
		}
		if pair := t.pair(f.sentence); len(named[i]) == 1 && plural[strings.ToLower(named[i][0])] && pair != nil {
			named[i] = pair
		}
		for k, party := range named[i] {
			named[i][k] = t.antecedent(f.sentence, party)
		}
		named[i] = slices.DeleteFunc(named[i], func(s string) bool { return s == "" })
		for _, party := range named[i] {
			if len(named[i]) == 1 && !vague[strings.ToLower(party)] {
				tally[party]++
			}
		}
	}
	home := most(tally)
	for i, f := range found {
		if len(named[i]) == 0 {
			named[i] = t.implied(found, named, i, f, home)
		}
		for k, party := range named[i] {
			if vague[strings.ToLower(party)] && home != "" {
				named[i][k] = home
			}
		}
	}
	return named
}

// vague parties are those that the text does not name.
var vague = set(`country nation state it they we he she countries nations sides both governments capital who them`)

// plural parties are two states that the text has named before.
var plural = set(`sides countries nations governments capitals states neighbours neighbors partners allies`)

// pair returns the two states that "both sides" in sentence i stands for: those
// that an "and" joins there or in the sentence before, or nil.
func (t *text) pair(i int) []string {
	for k := i; k >= max(0, i-1); k-- {
		words := t.sentences[k].words
		names := t.names(words)
		for n := 1; n < len(names); n++ {
			_, a := stateOf(strings.ToLower(names[n-1].text))
			_, b := stateOf(strings.ToLower(names[n].text))
			if a && b && names[n].first == names[n-1].last+1 && words[names[n-1].last].is("and") {
				return []string{names[n-1].text, names[n].text}
			}
		}
	}
	return nil
}

// antecedent returns the government or administration that an unnamed one
// stands for: the last one named before sentence i. Other parties are returned
// as they are; a lone pronoun gives "".
func (t *text) antecedent(i int, party string) string {
	low := strings.ToLower(party)
	switch {
	case low == "it" || low == "they" || low == "he" || low == "she" || low == "we":
		return ""
	case !rulers[low]:
		return party
	}
	for k := i; k >= max(0, i-300); k-- {
		words := t.sentences[k].words
		for n := len(words) - 1; n > 0; n-- {
			if !rulers[words[n].low] || !t.proper(words, n-1) || demonym(words[n-1].low) {
				continue
			}
			first := n - 1
			for first > 0 && t.proper(words, first-1) && !words[first-1].owner {
				first--
			}
			return spelled(words, [2]int{first, n + 1})
		}
	}
	return party
}

// implied returns whom advice without a subject who acts addresses: the one it
// is for, the owner of what it is about, whom the advice just before addresses,
// or the one whom the source advises most.
func (t *text) implied(found []finding, named [][]string, i int, f finding, home string) []string {
	words := f.clause.words
	if i > 0 && len(named[i-1]) > 0 && found[i-1].sentence+2 >= f.sentence && t.near(found[i-1].sentence, f.sentence) &&
		f.clause.first < f.clause.last && words[f.clause.first].is("such", "these", "this", "those", "that", "they", "it", "he", "she") {
		return named[i-1]
	}
	for k := f.clause.modal; k+1 < len(words); k++ {
		if words[k].is("for", "by") && !words[k+1].mark {
			for _, n := range t.names(words[k+1:]) {
				if _, state := stateOf(strings.ToLower(n.text)); n.first <= 1 && !demonym(n.parts[len(n.parts)-1].low) && (state || n.text == home) {
					return []string{n.text}
				}
			}
		}
		if words[k].is("country", "nation", "government") && words[k].owner && home != "" {
			return []string{home}
		}
	}
	if home != "" {
		return []string{home}
	}
	return nil
}

// near reports whether two sentences stand in one paragraph or in neighbouring
// ones of a section.
func (t *text) near(a, b int) bool {
	p, q := &t.sentences[a], &t.sentences[b]
	return p.Paragraph == q.Paragraph || slices.Equal(p.Section, q.Section) && q.Paragraph-p.Paragraph <= 1
}

// most returns the key with the highest count, the first in the alphabet of
// several, or "".
func most(tally map[string]int) string {
	best := ""
	for k, n := range tally {
		if best == "" || n > tally[best] || n == tally[best] && k < best {
			best = k
		}
	}
	return best
}
