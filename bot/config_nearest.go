package bot

import "attache/briefings"

// nearest returns the candidate that a mistyped word most likely meant, or ""
// when none is near: one slip, or one for every three letters of the longer
// word. Of equals the first wins.
func nearest(word string, candidates []string) string {
	best, least := "", len(word)+1
	for _, c := range candidates {
		if d := briefings.Slips(word, c); d < least && d <= max(1, max(len(word), len(c))/3) {
			best, least = c, d
		}
	}
	return best
}
