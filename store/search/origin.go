package search

import (
	"regexp"
	"strings"

	"attache/briefings"
)

// edge is how much of a text is looked through for other names of its
// publisher, at its beginning and at its end.
const edge = 24 << 10

// origin returns the terms of who wrote and published the source, other names
// that the text gives its publisher included.
func origin(src *briefings.Source) []string {
	m := src.Meta
	names := append([]string{m.Publisher, m.Journal}, m.Authors...)
	head, tail := src.Text[:min(edge, len(src.Text))], ""
	if len(src.Text) > edge {
		tail = src.Text[max(edge, len(src.Text)-edge):]
	}
	text := briefings.Normal(strings.ToValidUTF8(head, "") + "\n" + strings.ToValidUTF8(tail, ""))
	for _, name := range []string{m.Publisher, m.Journal} {
		if name != "" {
			names = append(names, otherNames(name, text)...)
		}
	}
	found, _ := terms(words(strings.Join(names, " . ")))
	return distinct(found)
}

var (
	nameBefore = regexp.MustCompile(`((?:[A-Z][\pL\pN&'’-]*)(?: (?:of |for |and |the )*[A-Z][\pL\pN&'’-]*){0,5})(?:, (?:the )?| \((?:the )?)$`)
	nameAfter  = regexp.MustCompile(`^(?: \(|, or (?:the )?)([A-Z][^(),.;:]{1,60})[),.;]`)
)

// otherNames returns what the text calls the same body beside its name, as in
// "Quay House, the Institute of Port Affairs, is" or "the Institute of Port
// Affairs (Quay House)", what a name of capitals stands for, and the initials
// of a long name.
func otherNames(name, text string) []string {
	var out []string
	for at, n := 0, 0; n < 20; n++ {
		i := strings.Index(text[at:], name)
		if i < 0 {
			break
		}
		before, after := text[max(0, at+i-120):at+i], text[at+i+len(name):]
		if m := nameBefore.FindStringSubmatch(before); m != nil {
			out = append(out, m[1])
		}
		if m := nameAfter.FindStringSubmatch(after[:min(80, len(after))]); m != nil {
			out = append(out, m[1])
		}
		at += i + len(name)
	}
	list := words(name)
	if len(list) == 1 && list[0].shape == upper && len(list[0].text) <= 6 {
		return append(out, standsFor(list[0].text, text)...)
	}
	initials := ""
	for _, w := range list {
		if !stopWords[w.text] && w.text[0] < 0x80 {
			initials += strings.ToUpper(w.text[:1])
		}
	}
	if len(initials) >= 3 {
		out = append(out, initials)
	}
	return out
}

// standsFor returns the first run of words with capitals whose initials are the
// letters; none when the text has no such run.
func standsFor(letters, text string) []string {
	list := words(text)
	for i := range list {
		if i+len(letters) > len(list) {
			break
		}
		run := list[i : i+len(letters)]
		label := ""
		for k, w := range run {
			if w.shape != capital || w.text[0] != letters[k] || k > 0 && w.breaks {
				label = ""
				break
			}
			label += w.text + " "
		}
		if label != "" {
			return []string{label}
		}
	}
	return nil
}
