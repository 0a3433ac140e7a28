// Package manuscript is a briefing as a Markdown file that people edit in any
// editor: [Write] makes the file of a text, [Read] the text of a file, and the
// one undoes the other. Lines of it fill the fields of a form, with the same
// syntax: see [Statements].
//
//	---
//	briefing: port-inspections
//	edition: 3
//	revision: 12
//	marking: TLP:GREEN
//	sources:
//	  - S-0001
//	---
//
//	# Port inspections
//
//	## Bottom line
//
//	Coastal states carry the cost. [S-0001#12]
//
//	## Key judgements
//
//	1. The levy is likely to pass with a cap. [S-0001#14] [S-0001#15]
//	   Confidence: moderate, because two surveys agree.
//
//	## Recommendations
//
//	- Coastal states: Publish the results of inspections. [S-0001#40] (by 2026)
//
//	## Watch
//
//	- 2026-12-03: The council votes. [desk]
//
// A statement is a sentence and, behind it, the passages that it cites; [desk]
// marks the desk's own judgement. A line that goes on a line below is joined by
// a space. What stands behind a citation on a line of its own is a new statement.
//
// A backslash before a mark of punctuation takes its meaning away, and \u{a0}
// stands for the character of that number, with no meaning but itself. Write
// uses the latter for white space and for characters that cannot be seen, so
// that nothing hides in a file, and for the bracket of what only looks like a
// citation. A bracket behind a backslash still opens a citation, because some
// editors escape every bracket when they save Markdown.
//
// The package judges the form of a text and not what it says; that is the work
// of briefings.Lint. It has no input or output.
package manuscript
