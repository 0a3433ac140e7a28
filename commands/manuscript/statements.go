package manuscript

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache/briefings"
)

// Statements reads statements, one on a line: the sentence, then its citations
// as [S-0001#12], or [desk] for the desk's own judgement. A line that begins with
// white space goes on with the one above, and a line such as "Confidence: low,
// because one survey disagrees." is of the statement above it. Signs of a list in
// front are left out. An empty text has no statement. Errors are of kind Invalid
// and name the line.
func Statements(text string) ([]briefings.Statement, error) {
	return readField(text, statement)
}

// Recommendations reads recommendations as [Statements] does, each in the form
// "Coastal states: Publish the results. [S-0001#40] (by 2026)": the addressee
// ends at the first colon before a space, and both it and the horizon may be
// left out.
func Recommendations(text string) ([]briefings.Recommended, error) {
	return readField(text, recommended)
}

// WatchItems reads items as [Statements] does, each in the form "2026-12-03: The
// council votes. [desk]". The date may be a year or a month and may be left out.
func WatchItems(text string) ([]briefings.WatchItem, error) {
	return readField(text, watchItem)
}

// readField reads what stands in a field of a form.
func readField[T any](text string, read func(item) (T, error)) ([]T, error) {
	if len(text) > MaxSize {
		return nil, tooLarge(len(text))
	}
	lines := split(strings.ToValidUTF8(text, string(utf8.RuneError)))
	if err := legible(lines); err != nil {
		return nil, err
	}
	return readItems(lines, indented, read)
}

// readItems reads each item of the lines.
func readItems[T any](lines []line, wrap wrapping, read func(item) (T, error)) ([]T, error) {
	items, err := gather(lines, wrap)
	if err != nil {
		return nil, err
	}
	var all []T
	for _, i := range items {
		one, err := read(i)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// statement reads an item that is nothing but a statement.
func statement(i item) (briefings.Statement, error) {
	s, text, _, err := i.parts(false)
	if err != nil {
		return s, err
	}
	return i.finish(s, text)
}

var addresseeEnd = regexp.MustCompile(`:(?:\s|$)`)

// recommended reads an item with an addressee before and a horizon behind.
func recommended(i item) (briefings.Recommended, error) {
	var r briefings.Recommended
	s, text, horizon, err := i.parts(true)
	if err != nil {
		return r, err
	}
	r.Horizon = horizon
	m := mask(text, bare)
	if at := addresseeEnd.FindStringIndex(m); at != nil {
		colon := count(m, at[0])
		r.Addressee = plain(text[:colon])
		text = text[colon+1:]
	}
	r.Statement, err = i.finish(s, text)
	return r, err
}

// watchItem reads an item with a date before it.
func watchItem(i item) (briefings.WatchItem, error) {
	var w briefings.WatchItem
	s, text, _, err := i.parts(false)
	if err != nil {
		return w, err
	}
	m := mask(text, bare)
	if at := dateForm.FindStringSubmatchIndex(m); at != nil {
		written := m[at[2]:at[3]]
		date, ok := dateOf(written)
		if !ok {
			return w, briefings.Errorf(briefings.Invalid, "Line %d: %q is not a date; write it as 2026, 2026-12 or 2026-12-03.", i.n, written)
		}
		w.Date = date
		text = text[count(m, at[3]+strings.IndexByte(m[at[3]:], ':'))+1:]
	}
	w.Statement, err = i.finish(s, text)
	return w, err
}

// dateOf returns a year, a month or a day in its usual form, or false when there
// is no such day.
func dateOf(written string) (string, bool) {
	parts := strings.FieldsFunc(written, func(r rune) bool { return slices.Contains(dashes, r) })
	for i := 1; i < len(parts); i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	date := strings.Join(parts, "-")
	_, err := time.Parse("2006-01-02"[:len(date)], date)
	return date, err == nil
}

// finish completes a statement with its sentence and its confidence.
func (i item) finish(s briefings.Statement, text []glyph) (briefings.Statement, error) {
	s.Text = plain(text)
	if strings.TrimSpace(mask(text, escaped)) == "" {
		return s, briefings.Errorf(briefings.Invalid, "Line %d: there is no sentence here; write one before the citation, or remove the line.", i.n)
	}
	var err error
	if i.levelN > 0 {
		s.Confidence, s.Because, err = confidence(i.levelN, i.level)
	}
	return s, err
}

var (
	levelWord = regexp.MustCompile(`^\s*([^\s,;:.–—-]*)(?:[\s,;:.–—-]+|$)`)
	because   = regexp.MustCompile(`(?i)^because(?:\s+|$)`)
)

// confidence reads a line such as "Confidence: low, because one survey
// disagrees." The stop at its end belongs to the line and not to the reason.
func confidence(n int, lines []string) (briefings.Confidence, string, error) {
	glyphs := joined(lines)
	m := mask(glyphs, bare)
	glyphs = glyphs[count(m, strings.IndexByte(m, ':'))+1:]
	m = mask(glyphs, bare)
	at := levelWord.FindStringSubmatchIndex(m)
	word := ""
	if at != nil {
		word = m[at[2]:at[3]]
	}
	level := briefings.Confidence(strings.ToLower(word))
	switch level {
	case briefings.Low, briefings.Moderate, briefings.High:
	case "none":
		level = ""
	default:
		return "", "", briefings.Errorf(briefings.Invalid, "Line %d: %q is no confidence; write low, moderate or high, as in: Confidence: moderate, because two surveys agree.", n, briefings.Shorten(word, 40))
	}
	glyphs = glyphs[count(m, at[1]):]
	m = mask(glyphs, bare)
	glyphs = glyphs[count(m, len(because.FindString(m))):]
	m = strings.TrimRight(mask(glyphs, bare), " ")
	return level, plain(glyphs[:count(m, len(strings.TrimSuffix(m, ".")))]), nil
}
