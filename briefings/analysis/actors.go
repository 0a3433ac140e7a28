package analysis

import "attache/briefings"

// Actors returns the persons, states and organisations that the source names,
// the most mentioned first.
func Actors(src *briefings.Source) []briefings.Actor { return nil }
