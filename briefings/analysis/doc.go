// Package analysis finds in the passages of a source what a briefing needs: the
// sentences that sum it up, its author's recommendations, the dated events, the
// actors and the topics.
//
// Every finding points at a passage by its number; nothing is rewritten. All
// functions are pure and deterministic: the same source gives the same answer,
// they keep no state between calls and may be called at once on the same source.
//
// The package does not read documents and asks no model: its rules are about
// the form of English sentences, and its tables hold general knowledge only.
package analysis
