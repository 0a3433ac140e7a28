package briefings

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Withheld stands in a text for a name that may not be told.
const Withheld = "[withheld]"

// A Veil takes out of texts who stands behind a source that may not be
// attributed: its authors, publisher, journal and title, by their full names, an
// author's last name, the publisher's initials, the name of the file, and the
// numbers by which libraries know it. A name is found whatever stands between its
// words and in any case of letters; one of a single word only where it begins
// with a capital, because the same word may be an ordinary one.
//
// It finds names and not what gives somebody away otherwise; an editor has to.
// A nil Veil withholds nothing. It is never changed and may be used by many.
type Veil struct {
	names []hiddenName
	slugs []string        // of the names, as [MakeSlug] makes them
	words map[string]bool // of all names, in lower case
}

// A hiddenName is one spelling of what is withheld.
type hiddenName struct {
	form    *regexp.Regexp
	capital bool // it counts only where it begins with one
}

// NewVeil returns the veil of a source.
func NewVeil(src *Source) *Veil {
	v := &Veil{words: map[string]bool{}}
	m := src.Meta
	stem, _, _ := strings.Cut(src.File, ".")
	for _, whole := range append([]string{m.Title, m.Subtitle, m.Publisher, m.Journal}, m.Authors...) {
		v.add(whole, false)
	}
	for _, author := range m.Authors {
		if words := wordsOf(author); len(words) > 1 {
			v.add(words[len(words)-1], true)
		}
	}
	if len(wordsOf(stem)) > 1 {
		v.add(stem, false)
	}
	for _, house := range []string{m.Publisher, m.Journal} {
		if short := initials(house); len(short) > 2 {
			v.names = append(v.names, hiddenName{form: regexp.MustCompile(short), capital: true})
			v.words[strings.ToLower(short)] = true
		}
	}
	if m.DOI != "" {
		v.names = append(v.names, hiddenName{form: regexp.MustCompile(`(?i)` + regexp.QuoteMeta(m.DOI))})
	}
	if len(m.ISBN) > 9 {
		v.names = append(v.names, hiddenName{form: regexp.MustCompile(strings.Join(strings.Split(m.ISBN, ""), `[-\s]?`))})
	}
	// What is longer stands before what is a part of it.
	slices.SortStableFunc(v.names, func(a, b hiddenName) int { return len(b.form.String()) - len(a.form.String()) })
	return v
}

// add withholds one name. One of a single letter says nothing.
func (v *Veil) add(text string, capital bool) {
	words := wordsOf(text)
	if utf8.RuneCountInString(strings.Join(words, "")) < 2 {
		return
	}
	v.slugs = append(v.slugs, string(MakeSlug(text)))
	first, _ := utf8.DecodeRuneInString(words[0])
	capital = (capital || len(words) == 1) && !unicode.IsLower(first) // some write theirs small
	for i, w := range words {
		v.words[strings.ToLower(w)] = true
		words[i] = regexp.QuoteMeta(w)
	}
	form := regexp.MustCompile(`(?i)` + strings.Join(words, `[^\pL\pN]{0,4}`))
	v.names = append(v.names, hiddenName{form: form, capital: capital})
}

// Text returns a text with [Withheld] in place of every name.
func (v *Veil) Text(text string) string {
	if v == nil {
		return text
	}
	for _, n := range v.names {
		text = n.replaced(text)
	}
	return text
}

// Names reports whether a text tells what is withheld.
func (v *Veil) Names(text string) bool { return v.Text(text) != text }

// Holds reports whether a word, in lower case, is one of a withheld name's.
func (v *Veil) Holds(word string) bool { return v != nil && v.words[word] }

// Tells reports whether a briefing's short name is made of what is withheld.
func (v *Veil) Tells(slug Slug) bool {
	return v != nil && slices.ContainsFunc(v.slugs, func(s string) bool { return strings.Contains("-"+string(slug)+"-", "-"+s+"-") })
}

// replaced returns a text with Withheld in place of the name.
func (n hiddenName) replaced(text string) string {
	found := n.form.FindAllStringIndex(text, -1)
	if found == nil {
		return text
	}
	var b strings.Builder
	last := 0
	for _, at := range found {
		first, _ := utf8.DecodeRuneInString(text[at[0]:])
		if n.capital && unicode.IsLower(first) || !apart(text, at[0]) || !apart(text, at[1]) {
			continue
		}
		b.WriteString(text[last:at[0]] + Withheld)
		last = at[1]
	}
	return b.String() + text[last:]
}

// apart reports whether a word may begin or end at a place in a text. In scripts
// without spaces it may anywhere.
func apart(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	for _, r := range [...]rune{before, after} {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			return true
		}
	}
	return false
}

// wordsOf returns the runs of letters and digits of a name.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// initials returns the capitals with which the words of a name begin: CSIS.
func initials(text string) string {
	var b strings.Builder
	for _, w := range wordsOf(text) {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(first) {
			b.WriteRune(first)
		}
	}
	return b.String()
}
