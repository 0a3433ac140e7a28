package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A shape is how a word was written.
type shape uint8

const (
	lower   shape = iota // policy, mRNA
	capital              // Policy
	upper                // OPCON, US
	number               // 2025, 350
	hangul               // 동맹
	han                  // one character of Chinese or Japanese
)

// A word is one word of a text in the order of reading.
type word struct {
	text   string // folded: lower case, without accents or full width
	term   string // what is indexed and looked up: the stem of text
	shape  shape
	linked bool // a hyphen joins it to the word before
	quoted bool // it stands between double quotation marks
	breaks bool // a stop, comma or bracket parts it from the word before
}

// words splits a text. A possessive loses its ending, an abbreviation its
// stops, a number its commas, and a hyphenated word comes as its parts. Hangul
// and Latin letters that touch are two words: APEC을 is apec and 을.
func words(text string) []word {
	s := splitter{text: text, list: make([]word, 0, len(text)/6+4)}
	for s.at < len(text) {
		r, size := utf8.DecodeRuneInString(text[s.at:])
		switch {
		case isHangul(r):
			s.take(hangul, isHangul)
		case unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r):
			s.add(text[s.at:s.at+size], han)
			s.at += size
		case unicode.IsLetter(r):
			s.letters()
		case unicode.IsDigit(r):
			s.digits()
		default:
			s.mark(r, size)
		}
	}
	calm(s.list)
	return s.list
}

// calm takes the capitals of a text that has nothing else as lower case: they
// tell nothing.
func calm(list []word) {
	loud := 0
	for _, w := range list {
		switch w.shape {
		case lower, capital:
			return
		case upper:
			loud++
		}
	}
	if loud < 4 {
		return
	}
	for i := range list {
		if list[i].shape == upper {
			list[i].shape = lower
		}
	}
}

// A splitter is the state of [words] over one text.
type splitter struct {
	text   string
	at     int
	list   []word
	link   bool // a hyphen touched the last word
	broken bool
	quote  bool
}

// mark passes over one character that belongs to no word.
func (s *splitter) mark(r rune, size int) {
	switch {
	case isHyphen(r):
		s.link = s.at > 0 && len(s.list) > 0 && isWordEnd(s.text[:s.at])
	case r == '"' || r == '“' || r == '”':
		s.quote = r == '“' || r == '"' && !s.quote
		s.link, s.broken = false, true
	default:
		s.link = false
		s.broken = s.broken || !unicode.IsSpace(r) && !isApostrophe(r)
	}
	s.at += size
}

// letters takes a word of an alphabet, an abbreviation such as U.S. included.
func (s *splitter) letters() {
	if n := abbreviation(s.text[s.at:]); n > 0 {
		s.add(strings.ReplaceAll(s.text[s.at:s.at+n], ".", ""), lower)
		s.at += n
		return
	}
	start := s.at
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if isApostrophe(r) {
			next, _ := utf8.DecodeRuneInString(s.text[s.at+size:])
			if !unicode.IsLetter(next) || isHangul(next) {
				break
			}
		} else if isHangul(r) || !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			break
		}
		s.at += size
	}
	s.add(s.text[start:s.at], lower)
}

// digits takes a number: 1,000 is 1000, 3.5 stays, and letters that touch it,
// as in 28th or 350bn, belong to it only when they are ordinal.
func (s *splitter) digits() {
	start := s.at
	for s.at < len(s.text) {
		c := s.text[s.at]
		more := s.at+1 < len(s.text) && s.text[s.at+1] >= '0' && s.text[s.at+1] <= '9'
		if c >= '0' && c <= '9' || (c == ',' || c == '.') && more && s.at > start {
			s.at++
			continue
		}
		break
	}
	if s.at == start { // a digit of another script
		_, size := utf8.DecodeRuneInString(s.text[s.at:])
		s.at += size
	}
	end := s.at
	if rest := s.text[s.at:]; len(rest) >= 2 && strings.Contains("st nd rd th", strings.ToLower(rest[:2])) && !isWordStart(rest[2:]) {
		s.at += 2
	}
	s.add(strings.ReplaceAll(s.text[start:end], ",", ""), number)
}

// take adds the run of characters that belong.
func (s *splitter) take(as shape, belongs func(rune) bool) {
	start := s.at
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if !belongs(r) {
			break
		}
		s.at += size
	}
	s.add(s.text[start:s.at], as)
}

// add appends one word as it was written.
func (s *splitter) add(written string, as shape) {
	w := word{shape: as, linked: s.link, quoted: s.quote, breaks: s.broken}
	s.link, s.broken = false, false
	w.text = fold(written)
	if as == lower {
		w.shape = shapeOf(written)
		w.text = withoutPossessive(w.text)
	}
	if w.text == "" {
		return
	}
	w.term = w.text
	if as == lower {
		w.term = stem(w.text)
	}
	s.list = append(s.list, w)
}

// abbreviation returns the length of the letters with stops that s begins with,
// such as U.S. or D.P.R.K., without a last stop, or 0.
func abbreviation(s string) int {
	n, letters := 0, 0
	for n+1 < len(s) && isASCIILetter(s[n]) && s[n+1] == '.' {
		n += 2
		letters++
	}
	if letters >= 1 && n < len(s) && isASCIILetter(s[n]) && !isWordStart(s[n+1:]) {
		n++
		letters++
	}
	if letters < 2 || n < len(s) && isWordStart(s[n:]) {
		return 0
	}
	return n
}

// shapeOf tells how a Latin word was written.
func shapeOf(written string) shape {
	first, up, low := true, 0, 0
	started := lower
	for _, r := range written {
		switch {
		case unicode.IsUpper(r):
			if first {
				started = capital
			}
			up++
		case unicode.IsLower(r):
			low++
		}
		first = false
	}
	if up >= 2 && (low == 0 || up > low && low <= 1) {
		return upper
	}
	return started
}

func isHangul(r rune) bool { return r >= 0xAC00 && r <= 0xD7A3 || r >= 0x1100 && r <= 0x11FF }

func isHyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' || r == '\u00ad' }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isWordStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isHangul(r)
}

func isWordEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
