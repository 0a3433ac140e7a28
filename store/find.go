package store

import "attache/store/search"

// The words in which passages are looked for; see package search, which no room
// above the store needs to know.
type (
	// A Query says what is looked for.
	Query = search.Query
	// A Hit is a passage that was found.
	Hit = search.Hit
	// A Result is what was found, or what comes nearest.
	Result = search.Result
)
