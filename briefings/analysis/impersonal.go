package analysis

import (
	"regexp"
	"strings"

	"attache/briefings"
)

// necessity finds advice that has no subject who acts: it is vital that, what
// is needed is, the time has come to.
var necessity = regexp.MustCompile(`(?i)(^|[;,:–—] ?|\b(and|but|so|therefore|thus) )` +
	`(it is (also |now |therefore |thus |more |even |equally |still |absolutely )*(vital|essential|imperative|crucial|critical|necessary|important|incumbent|advisable|urgent|high time|time)( (that|for|to|on|upon)\b| , )` +
	`|what is (now |urgently |really )?(needed|required|called for)( now| here| instead| most| above all)? is\b` +
	`|(a|an|the) [^,;:.]{3,60} (is|are) (urgently |badly |sorely |now )?(needed|called for|overdue)\b` +
	`|the time has come (for|to)\b|now is the time (for|to)\b` +
	`|there is (a|an) (clear|urgent|pressing|strong|real|vital) (need|case) (for|to)\b` +
	`|the (best|wisest|right|only sensible|only realistic|most sensible|better) (course|policy|option|approach|answer|response|way forward|step|strategy) (\w+ ){0,6}(is|would be) to\b)`)

// performative finds the author's own act of advising.
var performative = regexp.MustCompile(`(?i)(^|[,;:] |\b(and|therefore|thus|accordingly) )((this|our|the present|the) (research |policy |discussion |working |white )?(paper|report|brief|briefing|study|article|essay|analysis|memo|memorandum|commission|committee|panel|inquiry)( therefore| thus| also)?|we( therefore| thus| also| strongly)?|i( therefore| thus| also| strongly)?|the authors?( therefore| thus| also)?) (recommends?|urges?|advises?|calls? (on|upon|for)|advocates?)\b`)

// necessityWords are those without which the expressions need not be tried.
var necessityWords = set(`vital essential imperative crucial critical necessary important incumbent advisable urgent time
needed required called overdue need case best wisest sensible realistic better recommend recommends urge urges advise
advises call calls advocate advocates`)

// uncertain forms are advice among advice and mere description elsewhere.
var uncertain = regexp.MustCompile(`(?i)^[,;:–— ]*(and |but |so |therefore |thus )?(it is .* (to|,)|(a|an|the) .*(needed|called for|overdue))\s*$`)

// unnecessary finds remarks about the text and doubts that look like necessity.
var unnecessary = regexp.MustCompile(`(?i)\b(it is (important|necessary|essential|vital|crucial|critical) to (note|remember|understand|recognise|recognize|consider|realise|realize|mention|stress|emphasise|emphasize|acknowledge|distinguish|see|recall|point|examine|ask)|would be|might be)\b`)

// impersonal finds advice that sentence i gives without a subject who acts, or
// with a verb of advising.
func (t *text) impersonal(i int) (finding, bool) {
	s := &t.sentences[i]
	if strings.HasSuffix(s.Text, ":") || !has(s.words, necessityWords) {
		return finding{}, false
	}
	open := unquoted(s)
	form, act := necessity.FindStringIndex(open), performative.FindStringIndex(open)
	if act == nil && (form == nil || unnecessary.MatchString(open)) {
		return finding{}, false
	}
	at := form
	if act != nil {
		at = act
	}
	c := clause{words: s.words, kind: "must"}
	for c.modal < len(c.words) && c.words[c.modal].at < at[1] {
		c.modal++
	}
	c.verb = c.modal
	if act == nil && (t.attributed(s, c) || t.reportedBefore(s.words, c.modal)) {
		return finding{}, false
	}
	certain := act != nil || !uncertain.MatchString(open[at[0]:at[1]])
	return finding{sentence: i, clause: c, strong: certain, addressee: t.called(s.words, c.modal)}, true
}

// unquoted returns the sentence's text with what is quoted blanked out.
func unquoted(s *sentence) string {
	b := []byte(s.Text)
	for _, w := range s.words {
		for k := w.at; w.quoted && k < w.end; k++ {
			b[k] = ' '
		}
	}
	return string(b)
}

// reportedBefore reports whether a verb of saying that is not the author's
// stands before word i.
func (t *text) reportedBefore(words []word, i int) bool {
	for k := 0; k+1 < i && k+1 < len(words); k++ {
		if attributions[words[k].low] && (words[k+1].is("that", ":") || words[k+1].is("it")) {
			return !t.own(words, k)
		}
	}
	return false
}

// called returns who is named right after word i, in "for Oslo to", "that the
// ministry" or "recommends that Bern".
func (t *text) called(words []word, i int) []string {
	from := i
	for from < len(words) && (words[from].mark && words[from].glued || words[from].is("that", "for", "on", "upon", "to") || articles[words[from].low]) {
		from++
	}
	end := from
	for k := from; k < len(words) && k < from+10; k++ {
		if t.proper(words, k) || agentNouns[words[k].low] {
			end = k + 1
		} else if !words[k].is("and", "or", ",", "the", "–", "-") && !(end == from && nounLike(words[k])) {
			break
		}
	}
	if end == from {
		return nil
	}
	return t.parties(words, from, end)
}

// item finds an instruction in a list under a heading that announces advice:
// "Establish a joint fund."
func (t *text) item(i int) (finding, bool) {
	s := &t.sentences[i]
	if len(s.words) < 3 || !s.part.advice && !t.introduced(i) {
		return finding{}, false
	}
	k := 0
	for k < len(s.words) && (s.words[k].mark || adverb(s.words[k].low) || numeric(s.words[k])) {
		k++
	}
	if k >= len(s.words)-1 || !t.instruction(s.words, k) {
		return finding{}, false
	}
	c := clause{words: s.words, modal: k, verb: k, kind: "must"}
	return finding{sentence: i, clause: c, strong: true, addressee: t.listed(i)}, true
}

// instruction reports whether word k begins an order: a verb of action in its
// bare form or, in a list, in the third person.
func (t *text) instruction(words []word, k int) bool {
	low := words[k].low
	bare := instructions[low] || instructions[strings.TrimSuffix(low, "s")] || instructions[strings.TrimSuffix(low, "es")]
	next := words[k+1]
	return bare && !next.is("is", "are", "was", "were", "has", "have", "will", "of", "remains", "between", "must", "should")
}

// introduced reports whether sentence i follows, with only other items of the
// same list between, a sentence that recommends and ends with a colon.
func (t *text) introduced(i int) bool { return t.lead(i) >= 0 }

// lead returns the sentence that introduces the list which sentence i is part
// of, or -1.
func (t *text) lead(i int) int {
	for k := i - 1; k >= 0 && k >= i-30; k-- {
		s := &t.sentences[k]
		if strings.HasSuffix(s.Text, ":") {
			if performative.MatchString(s.Text) || leading.MatchString(s.Text) {
				return k
			}
			return -1
		}
		if s.Kind == briefings.Sentence && len(s.words) > 0 && !t.instruction(append(s.words, word{}), 0) {
			return -1
		}
	}
	return -1
}

var leading = regexp.MustCompile(`(?i)\b(recommend(s|ations?|ed)?|should|must|need(s)? to|ought to|steps|measures|priorities)\b[^:]*:$`)

// listed returns who the introduction of the list around sentence i addresses.
func (t *text) listed(i int) []string {
	k := t.lead(i)
	if k < 0 {
		return nil
	}
	s := &t.sentences[k]
	for at, w := range s.words {
		if w.is("that") && at+1 < len(s.words) {
			return t.parties(s.words, at+1, len(s.words)-1)
		}
		if kind, _ := modal(s.words, at); kind != "" {
			first, last := t.subject(s.words, at)
			return t.parties(s.words, first, last)
		}
	}
	return nil
}

// numeric reports whether a word is a number or a letter that numbers an item.
func numeric(w word) bool {
	return w.low != "" && (w.low[0] >= '0' && w.low[0] <= '9' || len(w.low) == 1 && w.low != "a" && w.low != "i")
}

// instructions are the verbs that open an item of advice.
var instructions = set(`abandon abolish accelerate accept acknowledge act adapt address adopt advance agree align allocate allow
amend anchor appoint apply approve articulate assess assign assist attract avoid back balance ban begin bind block bolster
boost broaden build bury cancel cap change channel clarify close collaborate combat combine commission commit communicate
complete condition conduct consider consolidate consult continue contribute convene coordinate counter create cultivate
curb cut de-risk decide declare deepen defend define delay deliver demand demonstrate deploy deter develop devise
discourage diversify double draft draw drop earmark ease educate elevate eliminate embed empower enable encourage end
enforce engage enhance enlarge ensure equip establish evaluate examine exempt expand expedite explore expose extend
facilitate finance find finish fix focus formalise formalize foster fund give grant guarantee halt harmonise harmonize
help hire hold identify impose implement improve incentivise incentivize include incorporate increase initiate insist
institutionalise institutionalize integrate intensify introduce invest invite issue join keep launch lay lead lengthen
leverage lift limit link lower maintain make manage mandate map maximise maximize measure mend merge minimise minimize
mobilise mobilize modernise modernize monitor move negotiate offer open oppose organise organize oversee pause pass pay
permit persuade phase pilot place plan pledge position prepare preserve press prevent prioritise prioritize procure
promote propose protect provide publish pursue push put raise ratify rebalance rebuild recognise recognize reconsider
reduce refrain reform refuse regulate reinforce reject relax release remain remove renegotiate renew repair repeal replace
require rescind resist resolve restore restrict resume retain rethink revise revisit revive reward ring-fence safeguard
scale scrap secure seek send separate set share shift shorten show sign simplify slow spell spend standardise standardize
start step stockpile stop streamline strengthen submit subsidise subsidize support suspend sustain take target tax tell
tie tighten train transfer treat turn update upgrade use waive widen withdraw withhold work write`)
