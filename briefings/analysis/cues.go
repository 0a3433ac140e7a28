package analysis

import (
	"regexp"
	"strings"

	"attache/briefings"
)

var (
	// thesis is a document's own statement of what it holds.
	thesis = regexp.MustCompile(`(?i)\b(this|the present|our) (research |policy |discussion |working |short |white )?(paper|report|brief|briefing|study|article|essay|analysis|memo|commentary|chapter|review|work)\b[^.;]{0,40}\b(argues?|argued|contends?|finds?|found|concludes?|concluded|shows?|shown|demonstrates?|maintains?|holds|suggests?|recommends?|proposes?|presents?|describes?|introduces?|examines?)\b|^(here |in this (paper|work|article|study|report),? )?we (show|argue|propose|present|find|conclude|describe|introduce|demonstrate|recommend|have (shown|argued|presented|proposed|described))\b|\b(my|our) (answer|argument|point|view|claim|contention|conclusion|finding|thesis) (is|was)\b|\b(we|i) (argue|conclude|find|contend|recommend|propose) (that|a|an)\b`)
	aside  = regexp.MustCompile(`(?i)\bas (this|the present|our|we|i|argued|noted|shown)\b`)
	// factors announces an enumeration that carries the argument.
	factors = regexp.MustCompile(`(?i)\b(two|three|four|five|six|several) (\w+ ){0,3}(factors?|reasons|drivers|challenges|priorities|pillars|questions|goals|objectives|lessons|findings|steps|risks|trends|forces|elements|ways|conclusions|contributions)\b[^.]*:`)
	// turns open a sentence in which an argument comes to its point.
	turns = regexp.MustCompile(`(?i)^(ultimately|in (short|sum|essence|conclusion|the end|summary)|overall|to (sum up|conclude)|above all|taken together|all told|on balance|in other words|the (upshot|bottom line|result|point|conclusion|lesson|main finding)|going forward|moving forward|looking ahead|crucially|most importantly|what (matters|is needed)|nevertheless, an? (emerging|central|key|growing))`)
	// leaning openers lean on the sentence before, which a summary leaves out.
	leaning = regexp.MustCompile(`(?i)^(["“'‘(]|(\w+, )?(these|this|such|those|it|they)\b|these|this|those|such|it|they|he|she|his|her|their|its|doing so|that said|as such|for (instance|example)|similarly|likewise|another|both|one such|on the (one|other) hand|in (contrast|addition|this (vein|context|regard|sense|way))|to (this end|achieve this)|moreover|furthermore|also|and|or|first(ly)?,|second(ly)?,|third(ly)?,|in (particular|turn)|of note|instead|rather,|conversely|meanwhile|indeed|here)\b`)
	// supposed openers make the sentence a case or speak of nobody in particular.
	supposed = regexp.MustCompile(`(?i)^(if|even if|unless|whether|many|some|several|one|most|when|surely|of course|certainly|to be sure)\b`)
	// conceded openers spend the first half on what the second turns down.
	conceded = regexp.MustCompile(`(?i)^(while|although|though)\b`)
	pointing = regexp.MustCompile(`(?i)\b(see|as|in) (table|figure|fig\.?|box|chapter|section|appendix) \d|\b(table|figure|fig\.) \d+|\b(next|following|previous) (section|chapter)\b|^acknowledge?ments`)
	// negative advice says what to leave undone, and less than positive advice.
	negative   = regexp.MustCompile(`(?i)\b(must|should|ought) not\b|\bcannot afford\b`)
	structural = regexp.MustCompile(`(?i)^(in )?(section|chapter|part) \d|\b(is|are) (organi[sz]ed|structured) as follows|\bremainder of (this|the) (paper|report)`)
)

// judgements weigh what is likely or what matters.
var judgements = set(`likely unlikely risk risks depend depends limit limits limited constrain constrains constrained unclear
uncertain uncertainty dilemma greatest biggest central key important significant serious threat threatens threats
increasingly hinges determine determines determined fundamental fundamentally remain remains will represents heart driven`)

// The words without which an expression need not be tried.
var (
	thesisWords     = set(`paper report brief briefing study article essay analysis memo commentary chapter review work we i my our`)
	pointingWords   = set(`table figure fig box chapter section appendix tables figures acknowledgements acknowledgments`)
	structuralWords = set(`section chapter part organised organized structured remainder`)
)

// has reports whether one of the words is in the set.
func has(words []word, any map[string]bool) bool {
	for _, w := range words {
		if any[w.low] {
			return true
		}
	}
	return false
}

// holds reports whether the sentence states what the document holds.
func (s *sentence) holds() bool { return has(s.words, thesisWords) && thesis.MatchString(s.Text) }

// opening is how many bytes of a sentence the expressions for its first words
// are shown: they take longer the longer the text is.
const opening = 64

// weightOf returns how much the form and the place of sentence i speak for it
// as part of a summary: whether it gives advice, whether it states what the
// document holds, and whether the document has a summary of its own count too.
func (t *text) weightOf(i int, advised, held, hasSummary bool) float64 {
	s := &t.sentences[i]
	sum := t.placeWeight(i, hasSummary)
	text := s.Text
	add := func(re *regexp.Regexp, value float64) {
		if re.MatchString(text) {
			sum += value
		}
	}
	opens := func(re *regexp.Regexp, value float64) {
		if re.MatchString(text[:min(opening, len(text))]) {
			sum += value
		}
	}
	if held {
		switch {
		case aside.MatchString(text): // "as we argue" may say anything
		case s.part.summary: // all of a summary is what the document holds
			sum += 0.2
		default:
			sum += 1.1
		}
	}
	if strings.Contains(text, ":") {
		add(factors, 0.55)
	}
	opens(turns, 0.4)
	opens(supposed, -0.2)
	if advised {
		sum += 0.5
		add(negative, -0.15)
	} else {
		opens(conceded, -0.2)
	}
	opens(leaning, -0.4)
	if has(s.words, pointingWords) {
		add(pointing, -0.5)
	}
	if has(s.words, structuralWords) {
		add(structural, -0.8)
	}
	weighs := 0
	for _, w := range s.words {
		if judgements[w.low] {
			weighs++
		}
	}
	sum += min(0.3, 0.15*float64(weighs))
	return sum + t.shapeWeight(s)
}

// shapeWeight returns what the quotations, the length and the numbers of a
// sentence add to or take off its weight.
func (t *text) shapeWeight(s *sentence) float64 {
	sum := -0.8 * quotedShare(s.words)
	if t.reports(s) {
		sum -= 0.3
	}
	switch n := float64(countWords(s.words)); {
	case n < 10:
		sum -= 0.4
	case n < 0.6*t.usual:
		sum -= 0.35
	case n > 55:
		sum -= 0.25
	}
	return sum - min(0.3, 0.1*float64(digits(s.words)))
}

// placeWeight returns how much the chapter and the place in it speak for
// sentence i.
func (t *text) placeWeight(i int, hasSummary bool) float64 {
	s := &t.sentences[i]
	sum := 0.0
	switch {
	case s.part.summary:
		sum += 1.2
	case s.part.closing:
		sum += 0.35
	case s.part.opening:
		sum += 0.2
	case !hasSummary && s.Paragraph-t.sentences[0].Paragraph <= 1:
		sum += 0.35
	case !hasSummary && t.sentences[len(t.sentences)-1].Paragraph-s.Paragraph <= 1:
		sum += 0.3
	}
	if s.part.advice {
		sum += 0.1
	}
	if i == 0 || t.sentences[i-1].Paragraph != s.Paragraph {
		sum += 0.1
	}
	return sum
}

// reports reports whether the sentence's main clause gives somebody else's
// words: it opens with a short subject and a verb of saying.
func (t *text) reports(s *sentence) bool {
	for k, w := range s.words {
		if k > 12 {
			break
		}
		if saidVerbs[w.low] {
			return !t.own(s.words, k)
		}
	}
	return lent(s.words)
}

// summable reports whether the sentence can stand in a summary at all.
func summable(s *sentence) bool {
	return s.Kind == briefings.Sentence && !s.question() && countWords(s.words) >= 6 &&
		!strings.HasSuffix(s.Text, ":") && strings.ContainsAny(s.Text[len(s.Text)-1:], `.!"”’)'`)
}

func countWords(words []word) int {
	n := 0
	for _, w := range words {
		if !w.mark {
			n++
		}
	}
	return n
}

func digits(words []word) int {
	n := 0
	for _, w := range words {
		if w.low[0] >= '0' && w.low[0] <= '9' {
			n++
		}
	}
	return n
}

// quotedShare returns which part of the words is quoted, from 0 to 1.
func quotedShare(words []word) float64 {
	n, all := 0, 0
	for _, w := range words {
		if !w.mark {
			all++
			if w.quoted {
				n++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}
