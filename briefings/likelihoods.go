package briefings

import (
	"regexp"
	"slices"
	"strings"
)

// A Likelihood is one row of a scale: the terms for it, which mean the same, and
// between how many cases in a hundred it lies.
type Likelihood struct {
	Terms       []string
	Least, Most int // in per cent
}

// Likelihoods returns the rows of the scale, least likely first; those of ICD 203
// for an empty scale, and none for an unknown one. Both scales have seven rows,
// and equal rows of the two lie nearest to each other.
func (s Scale) Likelihoods() []Likelihood {
	switch s {
	case ICD203, "":
		// Intelligence Community Directive 203, "Analytic Standards", 2 January 2015,
		// section D.6.e.(2)(a).
		return []Likelihood{
			{[]string{"almost no chance", "remote"}, 1, 5},
			{[]string{"very unlikely", "highly improbable"}, 5, 20},
			{[]string{"unlikely", "improbable"}, 20, 45},
			{[]string{"roughly even chance", "roughly even odds"}, 45, 55},
			{[]string{"likely", "probable"}, 55, 80},
			{[]string{"very likely", "highly probable"}, 80, 95},
			{[]string{"almost certain", "nearly certain"}, 95, 99},
		}
	case PHIA:
		// "Explaining Uncertainty in UK Intelligence Assessment", 24 March 2025: the
		// probability yardstick of the Professional Head of Intelligence Assessment.
		// Its ranges leave gaps on purpose.
		return []Likelihood{
			{[]string{"remote chance"}, 0, 5},
			{[]string{"highly unlikely"}, 10, 20},
			{[]string{"unlikely"}, 25, 35},
			{[]string{"realistic possibility"}, 40, 50},
			{[]string{"likely", "probable"}, 55, 75},
			{[]string{"highly likely"}, 80, 90},
			{[]string{"almost certain"}, 95, 100},
		}
	}
	return nil
}

// name returns what people call the scale.
func (s Scale) name() string {
	if s == PHIA {
		return "the PHIA's yardstick"
	}
	return "ICD 203"
}

// A term is an expression of likelihood as it stands in a sentence.
type term struct {
	written string
	row     int
	scales  []Scale // those that have it
	column  int     // which of the terms of its row in ICD 203; -1 when that has not got it
}

// termForm finds the terms of both scales, the longest first where several begin
// at the same word. Remote is one only where it is said of a chance: a remote
// port is far away.
var termForm = regexp.MustCompile(`(?i)\b(?:almost no chance|remote (?:chance|likelihood|possibility)|(?:very|highly) (?:un)?likely|(?:very|highly) (?:im)?probabl[ey]|unlikely|improbabl[ey]|likely|probabl[ey]|roughly even (?:chance|odds)|realistic possibility|(?:almost|nearly) certain(?:ly)?)\b|\b(?:chances?|odds|likelihood|possibility|risk)\b[^,;.]{0,40}\b(?:is|are|was|remains?|seems?) (remote)\b`)

// terms returns the expressions of likelihood in a sentence, in their order.
func terms(text string) []term {
	var all []term
	for _, m := range termForm.FindAllStringSubmatchIndex(text, -1) {
		from, to := m[0], m[1]
		if m[2] >= 0 {
			from, to = m[2], m[3]
		}
		t := term{written: text[from:to], row: -1, column: -1}
		plain := strings.ToLower(t.written)
		plain = strings.TrimSuffix(strings.ReplaceAll(plain, "probably", "probable"), "ly")
		if strings.HasSuffix(strings.ToLower(t.written), "likely") {
			plain = strings.ToLower(t.written)
		}
		if plain == "remote likelihood" || plain == "remote possibility" {
			plain = "remote"
		}
		for _, s := range [...]Scale{ICD203, PHIA} {
			for row, l := range s.Likelihoods() {
				if at := slices.Index(l.Terms, plain); at >= 0 {
					t.row = row
					t.scales = append(t.scales, s)
					if s == ICD203 {
						t.column = at
					}
				}
			}
		}
		all = append(all, t)
	}
	return all
}

var (
	// confident finds a level of confidence in an assessment; the confidence of
	// consumers or in a government is another thing.
	confident = regexp.MustCompile(`(?i)\b(?:low|moderate|medium|high|very high)[ -](?:analytic(?:al)? )?confidence\b|\bconfidence (?:level|rating)?\s?(?:is|of|:) (?:low|moderate|medium|high)\b|\b(?:am|are|is|were|was|remain) (?:\w+ )?confident (?:that|in (?:this|our|the) (?:assessment|judgement|judgment))\b`)
	// vague finds expressions of likelihood that are of neither scale. The month of
	// May and what somebody was able to do are none.
	vague = regexp.MustCompile(`\b(?:[Mm]ight|may|could(?: possibly)?|[Pp]ossibly|[Pp]erhaps|[Mm]aybe|[Cc]onceivably|[Pp]resumably|(?:a|some|any|every) (?:\w+ )?(?:chance|possibility|likelihood)|in all likelihood|(?:cannot|can't|can not) be (?:ruled out|excluded|discounted)|(?:cannot|can't|can not) (?:rule out|exclude|discount))\b`)
)

// vagueWord returns the first expression of likelihood in a sentence that neither
// scale has, or "".
func vagueWord(text string) string {
	for _, m := range vague.FindAllStringIndex(text, -1) {
		found := text[m[0]:m[1]]
		if len(terms(found)) == 0 && !strings.HasPrefix(text[m[1]:], " not have been able") {
			return found
		}
	}
	return ""
}
