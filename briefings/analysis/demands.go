package analysis

import "attache/briefings"

// Demands returns what the source reports that somebody else asks for, in
// reading order: what a state, a person or a body presses another to do, or
// says that it must. The addressee is the one who is asked. A passage that
// holds the author's own advice is left to [Recommendations].
func Demands(src *briefings.Source) []briefings.Recommendation {
	t := read(src)
	own := map[int]bool{}
	for _, f := range t.advice() {
		own[f.sentence] = true
	}
	wills := t.wills()
	var list []briefings.Recommendation
	for i := range t.sentences {
		s := &t.sentences[i]
		if own[i] || s.Kind != briefings.Sentence || s.question() {
			continue
		}
		asked, found := t.pressed(s, wills)
		if !found {
			asked, found = t.reportedAdvice(s, wills)
		}
		if !found {
			asked, found = t.facing(s, wills)
		}
		if !found {
			continue
		}
		for k := range asked {
			asked[k] = t.antecedent(i, asked[k])
		}
		list = append(list, briefings.Recommendation{Passage: s.N, Addressee: asked, Horizon: horizon(s)})
	}
	return list
}

// pressing are the verbs that govern somebody and what he is to do.
var pressing = set(`press presses pressed pressing pressure pressures pressured pressuring urge urges urged urging push pushes
pushed pushing ask asks asked asking tell tells told telling order orders ordered ordering want wants wanted wanting expect
expects expected expecting require requires required requiring demand demands demanded demanding encourage encourages
encouraged encouraging force forces forced forcing compel compels compelled compelling call calls called calling invite
invites invited inviting beg begged implore implored lobby lobbied lobbying exhort exhorted advise advises advised advising
implores warn warns warned warning instruct instructs instructed request requests requested`)

// pressed finds "presses somebody to do something" and returns who is pressed.
func (t *text) pressed(s *sentence, wills map[string]int) ([]string, bool) {
	for i, w := range s.words {
		if !pressing[w.low] || w.quoted || i+2 >= len(s.words) {
			continue
		}
		from := i + 1
		if s.words[from].is("on", "upon", "for") {
			from++
		}
		to := from
		for to < len(s.words) && to < from+10 && !s.words[to].is("to") && !s.words[to].mark {
			to++
		}
		if to == from || to+1 >= len(s.words) || !s.words[to].is("to") || s.words[to+1].is("the", "a", "an") || s.words[to+1].capital() {
			continue
		}
		if t.agent(s.words, from, to, wills) >= likely {
			return t.parties(s.words, from, to), true
		}
	}
	return nil, false
}

// reportedAdvice finds advice that stands in a quotation or under a verb of
// saying that is not the author's, and returns whom it addresses.
func (t *text) reportedAdvice(s *sentence, wills map[string]int) ([]string, bool) {
	plain := *s
	plain.words = make([]word, len(s.words))
	for i, w := range s.words {
		plain.words[i] = w
		plain.words[i].quoted = false
	}
	quoted := map[int]bool{}
	for _, w := range s.words {
		if w.quoted {
			quoted[w.at] = true
		}
	}
	for _, c := range t.clauses(&plain) {
		reported := quoted[c.words[c.modal].at] || t.attributed(s, c)
		if reported && c.advises() && t.agent(c.words, c.first, c.last, wills) >= likely {
			return t.parties(c.words, c.first, c.last), true
		}
	}
	return nil, false
}

// burdens are the nouns for what somebody is asked.
var burdens = set(`demand demands pressure pressures calls request requests ultimatum ultimatums appeals`)

// facing finds "somebody faces demands to do something" and returns who does.
func (t *text) facing(s *sentence, wills map[string]int) ([]string, bool) {
	for i, w := range s.words {
		if !w.is("face", "faces", "faced", "facing", "under", "received", "resisted", "rejected") || w.quoted {
			continue
		}
		for k := i + 1; k < len(s.words) && k < i+7; k++ {
			if !burdens[s.words[k].low] {
				continue
			}
			last := i
			for last > 0 && (s.words[last-1].is("has", "have", "had", "is", "are", "was", "were", "come", "came", "been") || adverb(s.words[last-1].low)) {
				last--
			}
			first := last
			for first > 0 && !t.starts(s.words, first, last) {
				first--
			}
			if first < last && t.agent(s.words, first, last, wills) >= likely {
				return t.parties(s.words, first, last), true
			}
		}
	}
	return nil, false
}
