package analysis

import (
	"slices"
	"strings"

	"attache/briefings"
)

// Topics returns at most n short labels of what the source is about, the
// weightiest first: phrases of one to four words, as the text writes them.
//
// A phrase weighs more the more often it stands in the text, the longer it is,
// and when a heading or the title has it too. States and persons are no topics:
// they are [Actors].
func Topics(src *briefings.Source, n int) []string {
	t := read(src)
	g := glossary{text: t, people: t.people(), phrases: map[string]*phrase{}}
	for i := range t.sentences {
		g.gather(t.sentences[i].words, 1)
	}
	g.closed = true
	for _, h := range src.Outline {
		g.gather(split(h.Text), 2)
	}
	g.gather(split(src.Meta.Title+" . "+src.Meta.Subtitle), 2)
	var labels []string
	var chosen []*phrase
	for _, p := range g.weighed() {
		if len(labels) >= n {
			break
		}
		if !slices.ContainsFunc(chosen, p.overlaps) {
			chosen = append(chosen, p)
			labels = append(labels, p.spelling())
		}
	}
	return labels
}

// people returns the words of the names of persons, in lower case.
func (t *text) people() map[string]bool {
	words := map[string]bool{}
	r := t.roll()
	r.merge()
	for key, e := range r.entries {
		if e.sort == aPerson {
			for _, w := range strings.Fields(key) {
				words[w] = true
			}
		}
	}
	return words
}

// A glossary counts the phrases of a text.
type glossary struct {
	*text
	people  map[string]bool
	phrases map[string]*phrase
	closed  bool // only phrases that it has are counted on
}

// A phrase is a candidate for a topic.
type phrase struct {
	stems     []string
	times     int
	spellings map[string]int
}

// weighed returns the phrases that are told more than once, the weightiest
// first, without those that are mostly told as part of a longer one.
func (g *glossary) weighed() []*phrase {
	list := make([]*phrase, 0, len(g.phrases))
	for _, p := range g.phrases {
		if p.times > 1 {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *phrase) int {
		if a.weight() != b.weight() {
			return b.weight() - a.weight()
		}
		return strings.Compare(a.spelling(), b.spelling())
	})
	for _, q := range list {
		for size := 1; size < len(q.stems); size++ {
			for k := 0; k+size <= len(q.stems); k++ {
				if p := g.phrases[strings.Join(q.stems[k:k+size], " ")]; p != nil && q.times*10 >= p.times*6 {
					p.times = 0
				}
			}
		}
	}
	return slices.DeleteFunc(list, func(p *phrase) bool { return p.times == 0 })
}

// weight is the number of mentions times a measure of the number of words: a
// lone word needs to be much more frequent than a phrase.
func (p *phrase) weight() int {
	return p.times * [...]int{0, 1, 6, 8, 8}[min(len(p.stems), 4)]
}

// spelling returns how the text most often writes the phrase.
func (p *phrase) spelling() string { return most(p.spellings) }

// overlaps reports whether two phrases share half of the shorter one's stems.
func (p *phrase) overlaps(q *phrase) bool { return alike(p.stems, q.stems) >= 0.5 }

// gather counts the phrases among the words: runs of adjectives and nouns that
// end in a noun.
func (g *glossary) gather(words []word, times int) {
	for i := 0; i < len(words); {
		j := i
		for j < len(words) && g.topical(words, j) && !(j > i && words[j-1].owner) {
			j++
		}
		for size := 1; size <= 4; size++ {
			for k := i; k+size <= j; k++ {
				g.tally(words[k:k+size], times)
			}
		}
		i = max(j, i+1)
	}
}

// topical reports whether word i may be part of a topic.
func (g *glossary) topical(words []word, i int) bool {
	w := words[i]
	if w.mark || w.empty() || len(w.low) < 3 || w.low[0] >= '0' && w.low[0] <= '9' || w.capital() && g.people[w.low] {
		return false
	}
	if _, state := stateOf(w.low); state && !demonym(w.low) || i == 0 && hasSuffix(w.low, "ing") {
		return false
	}
	return !adverb(w.low) && !blank[w.low] && !calendarWords[w.low] && !intentions[w.low] && !saidVerbs[w.low]
}

// tally counts one phrase.
func (g *glossary) tally(words []word, times int) {
	last := words[len(words)-1]
	qualifies := hasSuffix(last.low, "ed", "ive", "ous", "ful", "ible", "able", "al", "ic", "ar", "ary", "ern", "less", "ent", "ant")
	if qualifies && !endingNouns[last.low] && !last.capital() || demonym(last.low) || titles[last.low] || weak[last.low] || weak[words[0].low] {
		return
	}
	if len(words) == 1 && (last.capital() && !acronym(last.text) || len(last.low) < 5) {
		return
	}
	stems := make([]string, len(words))
	texts := make([]string, len(words))
	for i, w := range words {
		stems[i], texts[i] = stem(w.low), w.text
		if w.capital() && !acronym(w.text) && g.smalls[w.low] > g.capitals[w.low] {
			texts[i] = w.low
		}
	}
	key := strings.Join(stems, " ")
	p := g.phrases[key]
	if p == nil {
		if g.closed {
			return
		}
		p = &phrase{stems: stems, spellings: map[string]int{}}
		g.phrases[key] = p
	}
	p.times += times
	p.spellings[strings.Join(texts, " ")] += times
}

// endingNouns end like adjectives and are nouns.
var endingNouns = set(`proposal capital withdrawal arsenal approval denial trial rival portal material topic traffic public
logic fabric music clinic dollar seminar scholar pillar calendar deterrent agreement development investment movement
parliament environment treatment settlement commitment engagement employment payment document element instrument
statement argument content client patient talent student restaurant plant grant immigrant merchant boundary library
salary secretary adversary need seed speed feed creed breed shed initiative objective perspective alternative executive
incentive motive archive detective native representative table cable variable vegetable removal renewal survival arrival
disposal appeal deal goal coal festival hospital journal manual signal terminal tribunal canal potential`)

// weak words neither open nor close a topic.
var weak = set(`government governments administration president presidents country countries leader leaders minister people
year years month months time times way ways term terms range number level levels part parts case cases example examples
form forms set kind sort lack extent respect result results increasing increasingly growing recent current currently
previous latter former initial early late major main key significant greater great large larger small high higher low
ongoing potential possible likely unlikely different various certain several particular different approach issue issues
aim aims area areas north south east west united republic democratic prime second third second-term broader wider
long-standing continued continuing changing subsequent so-called thing things question questions lot paper research
report article study figure table section chapter introduction summary conclusion recommendations author references`)

// blank words are verbs and other words that no topic holds.
var blank = set(`make makes made making take takes took taken taking give gives given giving remain remains remained become
becomes became becoming continue continues continued look looks looking come comes came seem seems seemed appear appears
appeared include includes included including use used uses using say said says seek seeks seeking sought face faces facing
faced lead leads led leading show shows shown showed see seen sees focus focuses focusing limit limits limiting help helps
bring brings brought keep keeps kept put puts set sets find finds found go goes going went get gets got provide provides
provided offer offers offered underscore underscores highlight highlights pose poses raise raises raised sustain ensure
maintain strengthen strengthens bolster deepen expand develop pursue address navigate prioritize prioritise engage driven
based following regarding whether despite terms order respect`)
