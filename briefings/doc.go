// Package briefings holds the words of the trade: sources and their passages,
// briefings and their editions, changes, people and markings.
//
// Everything here is a pure value or a pure function: no input or output, no
// clock, no randomness. Whatever shows a sentence to a person shows the text
// of a [Passage], and a passage always points back into the verbatim text of
// the [Source] it was read from.
//
// The package does not read documents, keep anything, or know who is asking.
package briefings
