package manuscript

import (
	"regexp"
	"strings"
	"unicode"

	"attache/briefings"
)

// A line is one line of a file and its number there, counted from 1.
type line struct {
	n    int
	text string
}

// An item is one statement as it stands in a file: its lines, without the sign
// of a list, and those of the confidence below it.
type item struct {
	n      int // of its first line
	text   []string
	levelN int // of the line with its confidence; 0 for none
	level  []string
}

// A wrapping says which lines go on with the statement above them.
type wrapping byte

const (
	indented wrapping = iota // those that begin with white space: in the field of a form
	lazy                     // as in Markdown: all up to an empty line, the next sign of a list, or the end of its citations
)

var (
	rule      = regexp.MustCompile(`^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|—+|(?:[-*_]\s+){2,}[-*_])\s*$`)
	onlyCites = regexp.MustCompile(`(?i)^\s*(?:\[\s*(?:s\s*[-‐‑‒–—−]\s*\d[^\[\]]*|desk\s*)\][\s.,;]*)+$`)
	endsCited = regexp.MustCompile(`(?i)\[\s*(?:s\s*[-‐‑‒–—−]\s*\d[^\[\]]*|desk\s*)\]\s*(?:\(\s*by\s[^()]*\))?[\s.!?]*$`)
)

// gather divides lines into items.
func gather(lines []line, wrap wrapping) ([]item, error) {
	var items []item
	open := false // whether the last item may go on
	for _, l := range lines {
		if strings.TrimSpace(l.text) == "" {
			open = false
			continue
		}
		if rule.MatchString(l.text) {
			return nil, briefings.Errorf(briefings.Invalid, "Line %d: a line of hyphens or stars says nothing here; remove it.", l.n)
		}
		inset := l.text[0] == ' '
		last := len(items) - 1
		mark := marker.FindString(l.text)
		if mark == "" && levelForm.MatchString(l.text) {
			if last < 0 {
				return nil, briefings.Errorf(briefings.Invalid, "Line %d: this confidence belongs to no statement; write it below the one that it is of.", l.n)
			}
			if items[last].levelN > 0 {
				return nil, briefings.Errorf(briefings.Invalid, "Line %d: this statement has a confidence on line %d already; keep one of them.", l.n, items[last].levelN)
			}
			items[last].levelN, items[last].level, open = l.n, []string{l.text}, true
			continue
		}
		switch {
		case mark != "":
			rest := l.text[len(mark):]
			open = false
			if strings.TrimSpace(rest) != "" {
				items, open = append(items, item{n: l.n, text: []string{rest}}), true
			}
		case open && goesOn(items[last], l.text, inset, wrap):
			if items[last].levelN > 0 {
				items[last].level = append(items[last].level, l.text)
			} else {
				items[last].text = append(items[last].text, l.text)
			}
		default:
			items, open = append(items, item{n: l.n, text: []string{l.text}}), true
		}
	}
	return items, nil
}

// goesOn reports whether a line without the sign of a list continues the item
// right above it.
func goesOn(above item, text string, inset bool, wrap wrapping) bool {
	switch {
	case inset:
		return true
	case above.levelN > 0:
		return false
	case onlyCites.MatchString(text):
		return true
	}
	return wrap == lazy && !endsCited.MatchString(above.text[len(above.text)-1])
}

// joined returns the glyphs of lines that are one. A backslash at the end of a
// line, which in Markdown breaks it there, falls away.
func joined(lines []string) []glyph {
	var all []glyph
	for i, l := range lines {
		if i > 0 {
			all = append(all, glyph{' ', bare})
		}
		all = append(all, decode(strings.TrimRight(l, " "))...)
	}
	return all
}

// split divides a text into lines. The ends of lines are those of any system,
// and whatever else is white space becomes a space: [Write] gives as codes what
// has to stay.
func split(text string) []line {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var lines []line
	for i, t := range strings.Split(text, "\n") {
		lines = append(lines, line{i + 1, strings.Map(spaced, t)})
	}
	return lines
}

func spaced(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// legible returns an error for the first line that holds what no text does.
func legible(lines []line) error {
	for _, l := range lines {
		for _, r := range l.text {
			if unicode.Is(unicode.Cc, r) {
				return briefings.Errorf(briefings.Invalid, "Line %d holds a control character (U+%04X); remove it.", l.n, r)
			}
		}
	}
	return nil
}
