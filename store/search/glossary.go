package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed glossary.txt
var glossaryText string

// glossary is the table in glossary.txt, read once.
var glossary = sync.OnceValue(func() *table { return readGlossary(glossaryText) })

// A table knows which words mean the same.
type table struct {
	forms map[string][]form      // by their first term, longest first
	korea map[string][][]meaning // Hangul forms; each part of a compound is a list
	long  int                    // syllables of the longest Hangul form
}

// A form is one way to write what an entry means.
type form struct {
	texts  []string
	terms  []string
	shapes []shape
	means  meaning
}

// A meaning is an entry of the glossary as one of its forms means it.
type meaning struct {
	entry string
	weak  bool // the form is a weaker word, such as a capital for its government
	name  bool // the entry is a name, whose same words are as good as each other
}

// strong and loose are the terms that stand in an index for an entry: one for
// its same words, one for its weaker words.
func (m meaning) strong() string { return "=" + m.entry }
func (m meaning) loose() string  { return "~" + m.entry }

// term returns the one of the two that the form stands for.
func (m meaning) term() string {
	if m.weak {
		return m.loose()
	}
	return m.strong()
}

// readGlossary reads the table. A line it cannot read is a broken promise of
// the embedded file, so it panics.
func readGlossary(text string) *table {
	t := &table{forms: map[string][]form{}, korea: map[string][][]meaning{}}
	section := ""
	entries := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = line
		case section == "[compounds]":
			word, list, found := strings.Cut(line, ":")
			if !found {
				panic("glossary: no colon in " + line)
			}
			t.korea[word] = nil
			for _, entry := range strings.Fields(list) {
				name, known := entries[entry]
				if !known {
					panic("glossary: no entry " + entry)
				}
				t.addKorean(word, len(t.korea[word]), meaning{entry: entry, name: name})
			}
		default:
			entries[t.addEntry(line, section == "[names]")] = section == "[names]"
		}
	}
	for _, list := range t.forms {
		slices.SortStableFunc(list, func(a, b form) int { return len(b.terms) - len(a.terms) })
	}
	return t
}

// addEntry adds one line of names or words and returns the entry's name.
func (t *table) addEntry(line string, name bool) string {
	parts := strings.Split(line, "|")
	first, _, _ := strings.Cut(parts[0], ";")
	entry := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(first)), " ", "-")
	for i, part := range parts {
		for _, written := range strings.Split(part, ";") {
			if written = strings.TrimSpace(written); written == "" {
				continue
			}
			m := meaning{entry: entry, weak: i == 1 || i == 3, name: name}
			if i >= 2 {
				t.addKorean(strings.ReplaceAll(written, "·", ""), 0, m)
				continue
			}
			f := form{means: m}
			for _, w := range words(written) {
				f.texts = append(f.texts, w.text)
				f.terms = append(f.terms, w.term)
				f.shapes = append(f.shapes, w.shape)
			}
			t.addForm(f)
		}
	}
	return entry
}

// addForm adds a form unless it is there.
func (t *table) addForm(f form) {
	for _, g := range t.forms[f.terms[0]] {
		if g.means.entry == f.means.entry && slices.Equal(g.texts, f.texts) && slices.Equal(g.shapes, f.shapes) {
			return
		}
	}
	t.forms[f.terms[0]] = append(t.forms[f.terms[0]], f)
}

// addKorean adds a meaning to a part of a Hangul form.
func (t *table) addKorean(word string, part int, m meaning) {
	if part == len(t.korea[word]) {
		t.korea[word] = append(t.korea[word], nil)
	}
	t.korea[word][part] = append(t.korea[word][part], m)
	t.long = max(t.long, len(word)/3)
}

// A match is a place where a text uses a form: n words from the one at start.
type match struct {
	start, n int
	parts    [][]meaning // one list for each thing a compound stands for; none for a Hangul word that is not known
	piece    string      // the Hangul form; empty for others
	offset   int         // syllables before the Hangul form in its word
}

// match returns the longest forms in the words, from left to right, without
// overlap, and those in Hangul words. In a text a weaker form does not hide the
// names within it: US forces also speaks of the United States. In a question a
// capital is not insisted on.
func (t *table) match(list []word, question bool) []match {
	var out []match
	for i := 0; i < len(list); {
		if list[i].shape == hangul {
			out = append(out, t.matchHangul(list[i].text, i)...)
			i++
			continue
		}
		named := i > 0 && list[i].linked && list[i-1].shape == capital
		longest, weak := t.at(list[i:], question, named)
		step := max(1, longest.n)
		if !question && weak.n > longest.n {
			out = append(out, match{start: i, n: weak.n, parts: weak.parts})
		} else if question && weak.n > longest.n {
			longest, step = weak, weak.n
		} else if weak.n == longest.n && weak.n > 0 {
			longest.parts[0] = append(longest.parts[0], weak.parts[0]...)
		}
		if longest.n > 0 {
			longest.start = i
			out = append(out, longest)
		}
		i += step
	}
	return out
}

// at returns the longest form that the words begin with, of same words and of
// weaker words; n is 0 when there is none. Half of a name, such as Kel-marin, is
// no other word's stem: it must be met exactly.
func (t *table) at(list []word, question, exact bool) (same, weak match) {
	for _, f := range t.forms[list[0].term] {
		m := &same
		if f.means.weak {
			m = &weak
		}
		if len(f.terms) < m.n || !f.at(list, question) || exact && f.texts[0] != list[0].text {
			continue
		}
		if m.n == 0 {
			m.n, m.parts = len(f.terms), [][]meaning{nil}
		}
		if !slices.Contains(m.parts[0], f.means) {
			m.parts[0] = append(m.parts[0], f.means)
		}
	}
	return same, weak
}

// at reports whether the words begin with the form.
func (f form) at(list []word, question bool) bool {
	if len(list) < len(f.terms) {
		return false
	}
	for i, term := range f.terms {
		w := list[i]
		if w.term != term || i > 0 && w.breaks {
			return false
		}
		if f.shapes[i] == upper && w.shape != upper && !(question && w.shape == lower && !stopWords[w.text]) {
			return false
		}
		if f.shapes[i] == capital && w.shape == lower && !question {
			return false
		}
	}
	return true
}

// matchHangul takes a Hangul word apart from the left, longest forms first.
// What is left over comes as a match without a meaning, less its particles.
func (t *table) matchHangul(text string, at int) []match {
	var out []match
	runes := []rune(text)
	rest := 0 // where what is left over begins
	leave := func(end int) {
		left := string(runes[rest:end])
		if end == len(runes) {
			if rest > 0 && isParticle(left) {
				return
			}
			left = withoutParticle(left)
		}
		if end-rest > 1 || rest == 0 && end == len(runes) {
			out = append(out, match{start: at, n: 1, piece: left, offset: rest})
		}
	}
	for i := 0; i < len(runes); {
		n := t.longest(runes, i)
		if n == 0 {
			i++
			continue
		}
		if i > rest {
			leave(i)
		}
		piece := string(runes[i : i+n])
		out = append(out, match{start: at, n: 1, parts: t.korea[piece], piece: piece, offset: i})
		i += n
		rest = i
	}
	if rest < len(runes) {
		leave(len(runes))
	}
	return out
}

// longest returns the syllables of the longest Hangul form at i, or 0. A form of
// one syllable must be the whole word but for a particle.
func (t *table) longest(runes []rune, i int) int {
	for n := min(t.long, len(runes)-i); n > 0; n-- {
		if t.korea[string(runes[i:i+n])] != nil && (n > 1 || i == 0 && isParticle(string(runes[1:]))) {
			return n
		}
	}
	return 0
}
