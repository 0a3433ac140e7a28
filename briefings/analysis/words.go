package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// A word is one word or one mark of a sentence.
type word struct {
	text   string // as written, without a possessive ending
	low    string // in lower case, with straight apostrophes
	at     int    // byte offset in the sentence
	end    int
	mark   bool // punctuation, not a word
	owner  bool // had a possessive ending
	quoted bool // stands between quotation marks
	inside bool // stands between brackets
	glued  bool // no white space before it
}

// capital reports whether the word begins with a capital letter.
func (w word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(r)
}

// is reports whether the word, in lower case, is one of the given ones.
func (w word) is(any ...string) bool {
	for _, s := range any {
		if w.low == s {
			return true
		}
	}
	return false
}

// empty reports whether the word is a function word. US and WHO, in capitals,
// are none.
func (w word) empty() bool {
	if !functionWords[w.low] {
		return false
	}
	_, state := stateOf(w.low)
	_, body := organisations[w.low]
	return !(state || body) || !acronym(w.text)
}

// A sentence is a passage of the main text taken apart.
type sentence struct {
	briefings.Passage
	words []word
	part  part // what the chapter it stands in is for
}

// question reports whether the sentence asks something.
func (s *sentence) question() bool {
	return strings.HasSuffix(strings.TrimRight(s.Text, `"'”’) `), "?")
}

// A text is the main text of a source taken apart, in reading order.
type text struct {
	src       *briefings.Source
	sentences []sentence
	capitals  map[string]int // how often a word has a capital that its place does not explain
	smalls    map[string]int // how often it has none
	usual     float64        // how many words a sentence of the text has: the median
}

// read takes the main text of a source apart.
func read(src *briefings.Source) *text {
	parts := parts{}
	t := &text{src: src, capitals: map[string]int{}, smalls: map[string]int{}}
	for _, p := range src.Passages {
		if p.InMainText() {
			t.sentences = append(t.sentences, sentence{Passage: p, words: split(p.Text), part: parts.of(p.Section)})
		}
	}
	for i := 0; i < len(t.sentences); {
		j := i + 1
		for j < len(t.sentences) && t.sentences[i].Paragraph != 0 && t.sentences[j].Paragraph == t.sentences[i].Paragraph {
			j++
		}
		markQuotes(t.sentences[i:j])
		i = j
	}
	var lengths []int
	for i := range t.sentences {
		s := &t.sentences[i]
		markBrackets(s.words)
		if s.Kind != briefings.RunIn {
			t.count(s.words)
			lengths = append(lengths, countWords(s.words))
		}
	}
	if slices.Sort(lengths); len(lengths) > 0 {
		t.usual = float64(lengths[len(lengths)/2])
	}
	return t
}

// count notes which words bear a capital in the middle of a sentence.
func (t *text) count(words []word) {
	start := true
	for _, w := range words {
		if w.mark {
			start = start || w.is(":", ".", "?", "!", "“", `"`, "‘")
			continue
		}
		switch {
		case !w.capital():
			t.smalls[w.low]++
		case !start:
			t.capitals[w.low]++
		}
		start = false
	}
}

// proper reports whether word i of a sentence is part of a proper name.
func (t *text) proper(words []word, i int) bool {
	w := words[i]
	novel := w.is("new") && i+1 < len(words) && words[i+1].capital() // as in New Zealand
	if w.mark || !w.capital() || w.empty() && !novel || calendarWords[w.low] {
		return false
	}
	if i > 0 && !words[i-1].is(":", `"`, "“", "‘", "'") {
		return true
	}
	if t.capitals[w.low] > t.smalls[w.low] {
		return true
	}
	_, known := stateOf(w.low)
	return known || acronym(w.text) || t.begins(words, i)
}

// begins reports whether a word whose capital its place explains begins a name
// all the same: it is no word of the text otherwise, and a name goes on.
func (t *text) begins(words []word, i int) bool {
	w := words[i]
	if i+1 == len(words) || w.owner || t.smalls[w.low] > 0 || hasSuffix(w.low, "ing", "ed") || adverb(w.low) {
		return false
	}
	next := words[i+1]
	_, known := stateOf(next.low)
	return next.capital() && !next.empty() && !known && t.capitals[next.low] < 2 && !calendarWords[next.low] && !rulers[next.low]
}

// split takes the words and marks of a sentence apart. Initials such as U.S.
// stay whole; compounds of two proper names, such as U.S.-China, are parted
// when one of the two is a state.
func split(s string) []word {
	words := make([]word, 0, len(s)/4)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		glued := i > 0 && len(words) > 0 && words[len(words)-1].end == i
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			words = append(words, word{text: s[i : i+size], low: s[i : i+size], at: i, end: i + size, mark: true, glued: glued})
			i += size
			continue
		}
		end := wordEnd(s, i)
		words = appendWord(words, s, i, end, glued)
		i = words[len(words)-1].end
	}
	return words
}

// wordEnd returns where the word that begins at i ends.
func wordEnd(s string, i int) int {
	end := i
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		next, _ := utf8.DecodeRuneInString(s[end+size:])
		inner := unicode.IsLetter(next) || unicode.IsDigit(next)
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		case r == '.' && end-i < 12 && initials(s[i:end]):
			// The stop of U.S. belongs to the word, inside it and after it.
		case (r == '-' || r == '\'' || r == '’' || r == '‑') && inner && end > i:
		case (r == '.' || r == ',') && inner && unicode.IsDigit(next) && unicode.IsDigit(rune(s[end-1])):
		default:
			return end
		}
		end += size
	}
	return end
}

// initials reports whether s is single capitals parted by stops, such as U or U.S.
func initials(s string) bool {
	if i := strings.LastIndexByte(s, '-'); i >= 0 {
		s = s[i+1:]
	}
	for i := 0; i < len(s); i++ {
		if i%2 == 0 && (s[i] < 'A' || s[i] > 'Z') || i%2 == 1 && s[i] != '.' {
			return false
		}
	}
	return len(s)%2 == 1
}

// appendWord appends the word s[at:end], parted at a hyphen that joins a state
// to something else, and freed of a possessive ending.
func appendWord(words []word, s string, at, end int, glued bool) []word {
	full := s[at:end]
	if cut := stateHyphen(full); cut > 0 {
		words = appendWord(words, s, at, at+cut, glued)
		words = append(words, word{text: "-", low: "-", at: at + cut, end: at + cut + 1, mark: true, glued: true})
		return appendWord(words, s, at+cut+1, end, true)
	}
	w := word{text: full, at: at, end: end, glued: glued}
	for _, ending := range [...]string{"'s", "’s"} {
		if len(full) > len(ending) && strings.HasSuffix(full, ending) {
			w.text, w.owner = full[:len(full)-len(ending)], true
		}
	}
	w.low = strings.ToLower(strings.ReplaceAll(w.text, "’", "'"))
	return append(words, w)
}

// stateHyphen returns the offset of a hyphen that has the name of a state on
// one side and a word of its own on the other, or 0.
func stateHyphen(s string) int {
	if len(s) > 40 || strings.IndexByte(s, '-') < 0 {
		return 0
	}
	for i := 1; i < len(s)-1; i++ {
		if s[i] != '-' {
			continue
		}
		left, right := strings.ToLower(s[:i]), strings.ToLower(s[i+1:])
		_, l := stateOf(left)
		_, r := stateOf(strings.TrimSuffix(right, "'s"))
		upper := func(c byte) bool { return c >= 'A' && c <= 'Z' }
		if upper(s[0]) && (l || left == "sino") || r && upper(s[0]) && upper(s[i+1]) {
			return i
		}
	}
	return 0
}

// markBrackets notes which words stand between brackets.
func markBrackets(words []word) {
	depth := 0
	for i := range words {
		switch words[i].low {
		case "(", "[":
			depth++
			words[i].inside = true
		case ")", "]":
			words[i].inside = depth > 0
			depth = max(0, depth-1)
		default:
			words[i].inside = depth > 0
		}
	}
}
