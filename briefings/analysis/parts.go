package analysis

import "regexp"

// A part says what the chapters that a sentence stands in are for. A sentence
// of a summary of recommendations is of both.
type part struct{ summary, opening, closing, advice bool }

var (
	// summaryHeading names the part in which a document sums itself up.
	summaryHeading = regexp.MustCompile(`(?i)^(\d+[.)]?\s*)?(executive |policy )?(summary|abstract|synopsis|overview|key (findings|points|messages|judg(e)?ments|takeaways)|main (findings|points|messages)|highlights|at a glance|in brief|bottom line( up front)?|tl;dr|bluf)\b`)
	// closingHeading names the part that draws the conclusions.
	closingHeading = regexp.MustCompile(`(?i)\b(conclusions?|concluding|outlook|implications|looking ahead|discussion|final (thoughts|remarks)|closing|so what|lessons)\b`)
	// openingHeading names the part that says what is to come.
	openingHeading = regexp.MustCompile(`(?i)^(\d+[.)]?\s*)?(introduction|background and purpose|preface|foreword)\b`)
	// adviceHeading announces advice.
	adviceHeading = regexp.MustCompile(`(?i)\b(recommend\w*|policy (options|proposals|implications|responses?)|implications for policy|ways? forward|next steps|what (should|must|can|needs?) \w*\s?be done|what to do|what .{1,40} should do|proposals|action plan|calls? to action|advice|agenda for action)\b`)
)

// parts keeps what each heading says, since many sentences share one.
type parts map[string]part

// of returns the part that a path of headings leads to.
func (p parts) of(section []string) part {
	var sum part
	for _, h := range section {
		one, known := p[h]
		if !known {
			one = part{summaryHeading.MatchString(h), openingHeading.MatchString(h), closingHeading.MatchString(h), adviceHeading.MatchString(h)}
			p[h] = one
		}
		sum = part{sum.summary || one.summary, sum.opening || one.opening, sum.closing || one.closing, sum.advice || one.advice}
	}
	return sum
}
