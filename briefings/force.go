package briefings

import (
	"regexp"
	"strings"
)

// How strongly a text obliges somebody.
const (
	free    = iota
	advised // should
	obliged // must
)

var (
	// advises and obliges find what a duty is said with, in a passage. Whoever
	// recommends or needs something says should and must in other words.
	advises   = regexp.MustCompile(`(?i)\b(?:should|ought|recommend\w*|advis\w+|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on|upon)|propos\w+|had better|encourag\w+|important (?:to|that)|worth|let us|time to)\b`)
	obliges   = regexp.MustCompile(`(?i)\b(?:must|shall|ha(?:s|ve|d) to|need(?:s|ed)?|requir\w+|oblig\w+|necess\w+|essential|imperative|vital|crucial|mandat\w+|demand\w*|duty|cannot afford|compulsory|bound to)\b`)
	hedges    = regexp.MustCompile(`(?:\b(?i:might|could|would|possibl[ey]|perhaps|likely|probabl[ey]|unlikely|uncertain|unclear|if|whether)\b|\bmay\b)`)
	foretells = regexp.MustCompile(`(?i)\b(?:will|shall|won't|is to|are to|going to|certain(?:ly)?|must)\b|['’]ll\b`)
)

// weigh notes how strongly a passage obliges and foretells.
func (e *evidence) weigh(passage string) {
	if advises.MatchString(passage) || imperative(passage) {
		e.duty = max(e.duty, advised)
	}
	if obliges.MatchString(passage) {
		e.duty = obliged
	}
	e.hedged = e.hedged || hedges.MatchString(passage)
	e.certain = e.certain || foretells.MatchString(passage)
}

// imperativeForm finds a passage that tells somebody to do something: it begins
// with the plain form of a verb of which advice is made.
var imperativeForm = regexp.MustCompile(`^(?:[•–*-]\s*|\(?\d+[.)]\s*)?(?:Adopt|Allow|Appoint|Ban|Begin|Build|Close|Create|Cut|Develop|Double|End|Ensure|Establish|Expand|Extend|Fund|Give|Improve|Increase|Invest|Join|Keep|Launch|Lift|Limit|Lower|Make|Publish|Raise|Ratify|Reduce|Reform|Remove|Replace|Review|Set|Share|Start|Stop|Strengthen|Support|Train|Use)\s`)

func imperative(passage string) bool { return imperativeForm.MatchString(passage) }

// force marks the words of a statement that oblige more strongly than any of the
// passages, and a will where they only say what may be.
func force(words []lintWord, there evidence, missing []bool) {
	for i, w := range words {
		duty := free
		switch low := strings.ToLower(w.text); low {
		case "should":
			duty = advised
		case "must":
			duty = obliged
		case "will":
			missing[i] = missing[i] || w.text == low && there.hedged && !there.certain
		}
		missing[i] = missing[i] || duty > there.duty
	}
}
