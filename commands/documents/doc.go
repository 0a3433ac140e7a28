// Package documents turns the bytes of a document into a [briefings.Source]:
// what it says about itself, its outline, its sentences, footnotes and tables,
// and everything that was left out with the reason why.
//
// Reading works in steps that each know one thing. A format (text, Markdown)
// cuts the document into blocks: paragraphs, headings, notes, rows of tables.
// The steps that follow are the same for every format: furniture and clutter
// are marked, tables and cut paragraphs are joined, the outline is levelled,
// sentences are divided and notes are tied to them. Nothing is ever deleted:
// a block that is left out keeps its place in the text and gets a reason.
//
// The rules look at form (position, repetition, length, punctuation) and at
// the common words of pages, never at a particular document. Nothing here
// touches the disk or the network.
package documents
