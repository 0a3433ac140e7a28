package manuscript

import "attache/briefings"

// A Manuscript is the text of a briefing with what says where it belongs.
type Manuscript struct {
	Slug     briefings.Slug // empty for a briefing that has no name yet
	Base     int            // the edition it started from; 0 for none
	Revision int            // the last revision that its writer has seen; 0 for none
	Text     briefings.Content
}

// MaxSize is the size in bytes of the largest file that is read: some fifty
// times a long briefing, and little enough to be parsed while somebody waits.
const MaxSize = 256 << 10

// The sections of a file, in their order there.
const (
	bottomLine      = "Bottom line"
	keyJudgements   = "Key judgements"
	recommendations = "Recommendations"
	watch           = "Watch"
)

// sections returns the names of the sections in their order.
func sections() []string { return []string{bottomLine, keyJudgements, recommendations, watch} }

// nearest returns the candidate that is at most two slips from the word, or "".
func nearest(word string, candidates []string) string {
	best, least := "", 3
	if n := len([]rune(word)); n < 3 || n > 40 {
		return ""
	}
	for _, c := range candidates {
		if d := briefings.Slips(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}
