// Package redline says what differs between two texts of a briefing, sentence by
// sentence, and merges what two people wrote from the same text. A reworded
// statement is one change and not a removal and an addition; one that only stands
// elsewhere was moved.
//
// It is pure and deterministic, and knows nothing of where texts are kept or who
// wrote them.
package redline
