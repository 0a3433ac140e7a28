package analysis

import "attache/briefings"

// Topics returns at most n short labels of what the source is about, the
// weightiest first.
func Topics(src *briefings.Source, n int) []string { return nil }
