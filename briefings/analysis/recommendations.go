package analysis

import (
	"regexp"
	"slices"

	"attache/briefings"
)

// A finding is one piece of advice and how it was found.
type finding struct {
	sentence  int // place in text.sentences
	clause    clause
	strong    bool     // the form alone shows that it is advice
	likely    bool     // it is advice if the source gives any: a mere name is told to act
	addressee []string // when the form already names it
}

// Recommendations returns the advice that the source's author gives, in reading
// order. Advice that the author only reports is left to [Demands].
//
// An addressee is written as the text names it, without its article; where the
// text has only a pronoun or a thing, it is the addressee of the advice before
// it or the one whom the source advises most.
func Recommendations(src *briefings.Source) []briefings.Recommendation {
	t := read(src)
	found := t.advice()
	named := t.addressees(found)
	list := make([]briefings.Recommendation, len(found))
	for i, f := range found {
		s := &t.sentences[f.sentence]
		list[i] = briefings.Recommendation{Passage: s.N, Addressee: named[i], Horizon: horizon(s)}
	}
	return list
}

// advice returns what the author advises, one finding a sentence.
func (t *text) advice() []finding {
	wills := t.wills()
	var found []finding
	for i := range t.sentences {
		s := &t.sentences[i]
		if s.question() || t.headed(i) {
			continue
		}
		if f, ok := t.direct(i, wills); ok {
			found = append(found, f)
		} else if f, ok := t.impersonal(i); ok {
			found = append(found, f)
		} else if f, ok := t.item(i); ok {
			found = append(found, f)
		}
	}
	return t.supported(found)
}

// headed reports whether sentence i is only the heading of a paragraph that
// says the same in full.
func (t *text) headed(i int) bool {
	s := &t.sentences[i]
	return s.Kind == briefings.RunIn && i+1 < len(t.sentences) && t.sentences[i+1].Paragraph == s.Paragraph
}

// direct finds advice in the form "somebody must do something".
func (t *text) direct(i int, wills map[string]int) (finding, bool) {
	s := &t.sentences[i]
	best := finding{sentence: i}
	found := false
	for _, c := range t.clauses(s) {
		if !c.advises() || t.attributed(s, c) {
			continue
		}
		agent := t.agent(c.words, c.first, c.last, wills)
		if agent == thing && !c.impersonalAdvice() {
			continue
		}
		if !found || agent == sure && !best.strong {
			best.clause, best.strong, best.likely, found = c, agent == sure, agent == likely, true
		}
	}
	return best, found
}

// advises reports whether the clause, whoever its subject is, has the form of
// advice and not of a description.
func (c clause) advises() bool {
	if c.first >= c.last || c.verb >= len(c.words) || c.describes() {
		return false
	}
	verb, next := c.words[c.verb], word{}
	after, _ := verbAfter(c.words, c.verb+1)
	if after < len(c.words) {
		next = c.words[after]
	}
	switch {
	case hardships[verb.low] && !c.negated:
		return false
	case verb.is("have"):
		return c.kind == "must" && next.is("a", "an", "the", "its", "their", "clear", "no")
	case verb.is("be"):
		return !hasSuffix(next.low, "ing") && !remarks[next.low] && !(next.is("able") && c.kind == "should") && !numeric(next)
	case verb.is("to", "of", "and", "or", "go"):
		return false
	}
	return !has(c.words, lawWords) || !lawful.MatchString(lower(c.words))
}

// lawWords are those without which lawful need not be tried.
var lawWords = set(`law legally statutory rules act treaty constitution regulation regulations statute statutes`)

// lawful finds what tells of a duty that a law lays down.
var lawful = regexp.MustCompile(`\b(by law|legally|statutory)\b|^under (the |its |their )?(existing |current |new )?(law|rules|act|treaty|constitution|regulations?|statute)\b`)

// describes reports whether the clause only says more about something: it
// stands under a conjunction such as if, belongs to a noun, or speaks of
// readers at large.
func (c clause) describes() bool {
	if c.first > 0 {
		if b := c.words[c.first-1]; subordinators[b.low] || relatives[b.low] && !b.is("that") || b.is("that") && c.belongs(c.first-1) {
			return true
		}
	}
	head := c.words[c.first]
	if relatives[head.low] && !(head.is("that") && c.last-c.first > 1) || head.is("there", "one", "you", "i", "anyone", "nobody", "someone", "everyone", "everybody", "nothing", "something") {
		return true
	}
	return c.reduced()
}

// belongs reports whether the "that" at word i says more about a noun, as in
// "the price that Oslo must pay".
func (c clause) belongs(i int) bool {
	if i == 0 || !nounLike(c.words[i-1]) || showing[c.words[i-1].low] || attributions[c.words[i-1].low] {
		return false
	}
	for k := i - 2; k >= 0 && k >= i-4; k-- {
		if articles[c.words[k].low] || c.words[k].owner {
			return true
		}
		if !nounLike(c.words[k]) {
			return false
		}
	}
	return false
}

// showing are the verbs by which facts speak for themselves.
var showing = set(`show shows showed mean means meant suggest suggests imply implies demonstrate demonstrates prove proves ensure
ensures make makes reveal reveals indicate indicates confirm confirms dictate dictates follows`)

// reduced reports whether the clause is the rest of a relative one, as in "the
// choices Oslo must make": a noun stands directly before the subject.
func (c clause) reduced() bool {
	for i := c.first + 1; i < c.last; i++ {
		w, b := c.words[i], c.words[i-1]
		opens := w.capital() || w.is("the", "a", "an", "its", "their", "his", "her", "it", "they", "we", "he", "she")
		if opens && nounLike(b) && !roleNouns[b.low] && !hasSuffix(b.low, "ing", "ed", "ive", "ous", "al", "ern", "ary", "ful", "ible", "able", "ent", "ant", "ic", "ian") && !adjectives[b.low] {
			return true
		}
	}
	if b := c.first - 1; b >= 0 && c.first < c.last {
		w := c.words[c.first]
		opens := w.capital() || w.is("the", "its", "their", "it", "they", "we", "he", "she")
		return opens && nounLike(c.words[b]) && !attributions[c.words[b].low]
	}
	return false
}

// adjectives often stand before a name.
var adjectives = set(`current new next old future former late young early then other both like-minded incoming outgoing most
many several two three four five all smaller larger big small rich poor neighbouring neighboring fellow middle major mid
pro-government centre-left centre-right left-wing right-wing would-be self-styled two-party so-called likely friendly`)

// impersonalAdvice reports whether the clause can be advice although its
// subject cannot act: something must be done, or must not happen, or what was
// advised just before must contain something.
func (c clause) impersonalAdvice() bool {
	head, verb := c.words[c.first], c.words[c.verb]
	switch {
	case c.kind == "need":
		return false
	case head.is("we", "it", "they", "he", "she"):
		return !outcomes[verb.low] && !verb.is("be") || c.negated && !verb.is("be")
	case head.is("such", "these", "this", "those", "that"):
		return !outcomes[verb.low] || c.negated
	case verb.is("be"):
		return true
	}
	return c.kind == "must" || c.negated || !outcomes[verb.low] && slices.Contains([]string{"include", "focus", "cover", "aim", "comprise", "rest", "take", "target", "prioritise", "prioritize", "reflect", "address"}, verb.low)
}

// supported drops the findings whose form alone does not show that they are
// advice, unless they stand among advice: under a heading that announces it, or
// in the same chapter no further than a paragraph from one that is. What a mere
// name is told counts wherever the source certainly gives advice.
func (t *text) supported(found []finding) []finding {
	strong := 0
	for _, f := range found {
		if f.strong {
			strong++
		}
	}
	var kept []finding
	for i, f := range found {
		if f.strong || f.likely && strong > 1 || t.sentences[f.sentence].part.advice || t.besides(found, i, -1) || t.besides(found, i, 1) {
			kept = append(kept, f)
		}
	}
	return kept
}

// besides reports whether a strong finding stands in the same chapter as finding
// i and no further than a paragraph before it (step -1) or after it (step 1).
func (t *text) besides(found []finding, i, step int) bool {
	s := &t.sentences[found[i].sentence]
	for k := i + step; k >= 0 && k < len(found); k += step {
		p := &t.sentences[found[k].sentence]
		if (p.Paragraph-s.Paragraph)*step > 1 || !slices.Equal(p.Section, s.Section) {
			return false
		}
		if found[k].strong {
			return true
		}
	}
	return false
}
