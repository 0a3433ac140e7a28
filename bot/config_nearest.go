package bot

// nearest returns the candidate that a mistyped word most likely meant, or ""
// when none is near: one slip, or one for every three letters of the longer
// word. Of equals the first wins.
func nearest(word string, candidates []string) string {
	best, least := "", len(word)+1
	for _, c := range candidates {
		if d := slips(word, c); d < least && d <= max(1, max(len(word), len(c))/3) {
			best, least = c, d
		}
	}
	return best
}

// slips returns how many letters have to be put in, left out, replaced or
// swapped with their neighbour to turn one word into the other.
func slips(a, b string) int {
	before, last, row := []int(nil), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, make([]int, len(b)+1)
	}
	return last[len(b)]
}
