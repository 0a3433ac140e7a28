package briefings_test

import (
	"testing"

	"attache/briefings"
)

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"ask", "", 3},
		{"ask", "ask", 0},
		{"summry", "summary", 1},
		{"sumamry", "summary", 1},
		{"recs", "cite", 4},
		{"항만", "항구", 1},
		{"Ask", "ask", 1},
		{"ca", "abc", 3},
	} {
		if got := briefings.Slips(c.a, c.b); got != c.want || briefings.Slips(c.b, c.a) != got {
			t.Errorf("Slips(%q, %q) = %d, want %d both ways", c.a, c.b, got, c.want)
		}
	}
}
