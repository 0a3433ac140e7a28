package manuscript

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"attache/briefings"
)

// Read returns the manuscript that a file holds. It is kind to what editors do:
// a byte order mark, the ends of lines of any system, tabs, curved quotation
// marks, white space that is no space and dashes for hyphens where they are
// syntax. What it takes, [Write] keeps: reading that again gives the same.
//
// A file that is too large is refused with kind Limit, anything else that cannot
// be read with kind Invalid; the sentence names the line and says what to write.
// What the text says is not judged: see briefings.Lint and Content.Validate.
func Read(data []byte) (Manuscript, error) {
	if len(data) > MaxSize {
		return Manuscript{}, tooLarge(len(data))
	}
	if utf16(data) || !utf8.Valid(data) {
		n := 1
		for i, l := range bytes.Split(data, []byte("\n")) {
			if !utf8.Valid(l) {
				n = i + 1
				break
			}
		}
		return Manuscript{}, briefings.Errorf(briefings.Invalid, "Line %d is not UTF-8; save the file as UTF-8 text.", n)
	}
	lines := split(strings.TrimPrefix(string(data), "\ufeff"))
	if err := legible(lines); err != nil {
		return Manuscript{}, err
	}
	head, body, err := divide(lines)
	if err != nil {
		return Manuscript{}, err
	}
	f, err := parseFront(head)
	if err != nil {
		return Manuscript{}, err
	}
	var m Manuscript
	if err := f.into(&m); err != nil {
		return Manuscript{}, err
	}
	if err := readBody(body, &m.Text); err != nil {
		return Manuscript{}, err
	}
	return m, nil
}

func tooLarge(size int) error {
	return briefings.Errorf(briefings.Limit, "The text has %d KiB, and at most %d KiB are read; divide it into two briefings.", size>>10, MaxSize>>10)
}

// fence is the line above and below the front matter; some editors draw three
// hyphens together.
var (
	fence   = regexp.MustCompile(`^\s*(?:-{3,}|—-?|–-|-—|—{2,3})\s*$`)
	closing = regexp.MustCompile(`^(?:\.\.\.|\s*(?:-{3,}|—-?|–-|-—|—{2,3}))\s*$`)
	heading = regexp.MustCompile(`^\s{0,3}(#{1,6})(?:\s+|$)`)
)

// divide returns the lines of the front matter and those below it.
func divide(lines []line) (head, body []line, err error) {
	for len(lines) > 0 && strings.TrimSpace(lines[0].text) == "" {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return nil, nil, briefings.Errorf(briefings.Invalid, "The file is empty; export a briefing and edit that file.")
	}
	if !fence.MatchString(lines[0].text) {
		return nil, nil, briefings.Errorf(briefings.Invalid, `Line %d: the file does not begin with front matter; write a line of three hyphens, then "briefing: its-name" and "marking: TLP:GREEN", then three hyphens again.`, lines[0].n)
	}
	for i, l := range lines[1:] {
		if closing.MatchString(l.text) {
			return lines[1 : i+1], lines[i+2:], nil
		}
	}
	return nil, nil, briefings.Errorf(briefings.Invalid, "Line %d: the front matter that begins here does not end; write a line of three hyphens below its last line.", lines[0].n)
}

// readBody reads the title and the sections.
func readBody(lines []line, into *briefings.Content) error {
	name, titled := "", false // of the section being read, and whether the heading of the title was seen
	var under []line
	first := map[string]int{}
	for _, l := range lines {
		level := len(strings.TrimSpace(heading.FindString(l.text)))
		if level == 0 {
			under = append(under, l)
			continue
		}
		if err := readSection(name, under, into); err != nil {
			return err
		}
		under = nil
		written := decode(l.text[len(heading.FindString(l.text)):])
		if level == 1 {
			if titled || name != "" {
				return briefings.Errorf(briefings.Invalid, "Line %d: a file has one title, above its sections; write ## before the name of a section.", l.n)
			}
			if err := entitle(l.n, plain(written), into); err != nil {
				return err
			}
			titled = true
			continue
		}
		found, err := section(l.n, level, plain(written))
		if err != nil {
			return err
		}
		if n, ok := first[found]; ok {
			return briefings.Errorf(briefings.Invalid, "Line %d: the section %q began on line %d already; move what is below to there.", l.n, found, n)
		}
		name, first[found] = found, l.n
	}
	return readSection(name, under, into)
}

// entitle sets the title, unless the front matter says another.
func entitle(n int, title string, into *briefings.Content) error {
	if title != "" && into.Title != "" && into.Title != title {
		return briefings.Errorf(briefings.Invalid, "Line %d: the title here is not the one in the front matter, %q; remove the line there.", n, briefings.Shorten(into.Title, 60))
	}
	if title != "" {
		into.Title = title
	}
	return nil
}

// section returns the section that a heading names.
func section(n, level int, name string) (string, error) {
	folded := strings.ToLower(strings.TrimRight(name, ": "))
	if folded == "key judgments" {
		folded = "key judgements"
	}
	var lower []string
	for _, s := range sections() {
		if strings.ToLower(s) == folded && level == 2 {
			return s, nil
		}
		lower = append(lower, strings.ToLower(s))
	}
	near := nearest(folded, lower)
	for i, s := range lower {
		if s == near {
			return "", briefings.Errorf(briefings.Invalid, "Line %d: %q is not a section; did you mean \"## %s\"?", n, briefings.Shorten(name, 40), sections()[i])
		}
	}
	return "", briefings.Errorf(briefings.Invalid, "Line %d: %q is not a section; write ## and %s.", n, briefings.Shorten(name, 40), "Bottom line, Key judgements, Recommendations or Watch")
}

// readSection reads the lines under the heading of a section; name is empty for
// those above the first.
func readSection(name string, lines []line, into *briefings.Content) (err error) {
	switch name {
	case bottomLine:
		into.BottomLine, err = readItems(lines, lazy, statement)
	case keyJudgements:
		into.Judgements, err = readItems(lines, lazy, statement)
	case recommendations:
		into.Recommendations, err = readItems(lines, lazy, recommended)
	case watch:
		into.Watch, err = readItems(lines, lazy, watchItem)
	default:
		for _, l := range lines {
			if strings.TrimSpace(l.text) != "" {
				return briefings.Errorf(briefings.Invalid, "Line %d: this stands above the first section; put it below \"## Bottom line\" or another one.", l.n)
			}
		}
	}
	return err
}
