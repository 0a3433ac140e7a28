package analysis

import "attache/briefings"

// Timeline returns the dated events of the main text in chronological order,
// and in reading order where the dates are equal.
func Timeline(src *briefings.Source) []briefings.Event { return nil }
