package commands_test

import (
	"regexp"
	"strings"
)

// An archive is a text file that holds others: a comment, then files, each led
// by a line "-- NAME --".
type archive struct {
	comment string
	files   []archived
}

type archived struct{ name, text string }

var archiveMark = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

// readArchive reads an archive from its text.
func readArchive(text string) *archive {
	marks := archiveMark.FindAllStringSubmatchIndex(text, -1)
	a := &archive{comment: text}
	for i, m := range marks {
		end := len(text)
		if i == 0 {
			a.comment = text[:m[0]]
		}
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		a.files = append(a.files, archived{text[m[2]:m[3]], text[m[1]:end]})
	}
	return a
}

// file returns the text of a file, or false when there is none of that name.
func (a *archive) file(name string) (string, bool) {
	for _, f := range a.files {
		if f.name == name {
			return f.text, true
		}
	}
	return "", false
}

// with returns the text of the archive with other text in one of its files.
func (a *archive) with(name, text string) string {
	var b strings.Builder
	b.WriteString(a.comment)
	for _, f := range a.files {
		if f.name == name {
			f.text = text
		}
		b.WriteString("-- " + f.name + " --\n" + f.text)
	}
	return b.String()
}
