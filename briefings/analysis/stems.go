package analysis

import "strings"

// endings are cut off a word, the longest that fits first, to find its stem.
var endings = [...]string{"izations", "isations", "ization", "isation", "ational", "fulness", "iveness", "ations", "ements",
	"ation", "ement", "ities", "ingly", "izing", "ising", "ments", "ments", "ition", "ional", "ments", "ness", "ment", "ions",
	"ized", "ised", "izes", "ises", "ally", "ence", "ance", "able", "ible", "ical", "ing", "ion", "ies", "ied", "ize", "ise",
	"ity", "ive", "ous", "ful", "ant", "ent", "ate", "ers", "est", "al", "ed", "es", "er", "ly", "or", "ic", "s", "e", "y"}

// stem returns a word in lower case without its ending, so that forms of one
// word agree. It is rough: stems are compared, never shown.
func stem(low string) string {
	low = strings.TrimSuffix(low, "'s")
	for range 2 {
		for _, e := range endings {
			if len(low)-len(e) >= 4 && strings.HasSuffix(low, e) {
				low = low[:len(low)-len(e)]
				break
			}
		}
	}
	return low
}

// contentStems returns the stems of the words that carry subject matter, in
// order, with repeats. States are folded to one name, so that a capital and a
// country agree.
func contentStems(words []word) []string {
	stems := make([]string, 0, len(words)/2)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w.mark || len(w.low) < 2 || w.empty() {
			continue
		}
		if i+1 < len(words) && !words[i+1].mark {
			if name, ok := stateOf(w.low + " " + words[i+1].low); ok {
				stems = append(stems, name)
				i++
				continue
			}
		}
		if name, ok := stateOf(w.low); ok && w.capital() {
			stems = append(stems, name)
			continue
		}
		stems = append(stems, stem(w.low))
	}
	return stems
}
