package redline_test

import (
	"fmt"
	"testing"

	"attache/briefings"
	"attache/briefings/redline"
)

// BenchmarkCompare compares texts in which every statement was reworded, as many
// as a long briefing has and as many as no briefing has.
func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{10, 50, 300} {
		text := func(form string) briefings.Content {
			var all []briefings.Statement
			for i := range n {
				all = append(all, cited(fmt.Sprintf(form, i, i%7), 1))
			}
			return judged(all...)
		}
		was, now := text("In port %d the cost of %d inspections falls on the coastal state, as the surveys say."), text("In port %d the cost of %d inspections fell on the flag state, as three surveys say.")
		b.Run(fmt.Sprintf("%d statements", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got := redline.Compare(was, now); len(got) != n {
					b.Fatal(len(got))
				}
			}
		})
	}
}
