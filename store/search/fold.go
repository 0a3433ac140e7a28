package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"
)

// fold returns a word in lower case, in ordinary width, without accents. Hangul
// comes out composed.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case isApostrophe(r):
			return '\''
		}
		if plain, ok := plainLetters[r]; ok {
			return plain
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return norm.NFC.String(s)
}

// plainLetters are the letters that Unicode does not take apart.
var plainLetters = map[rune]rune{
	'ø': 'o', 'Ø': 'o', 'ł': 'l', 'Ł': 'l', 'đ': 'd', 'Đ': 'd', 'ı': 'i', 'ħ': 'h', 'ð': 'd', 'Ð': 'd',
}

// withoutPossessive takes 's or a last apostrophe off a folded word, and leaves
// out the apostrophe of a contraction.
func withoutPossessive(s string) string {
	if !strings.Contains(s, "'") {
		return s
	}
	if i := strings.LastIndexByte(s, '\''); i > 0 && (s[i:] == "'s" || s[i:] == "'") {
		s = s[:i]
	}
	return strings.ReplaceAll(s, "'", "")
}

// stem returns the stem of a folded English word in one spelling: labour and
// labor, programme and program, defence and defense, -ise and -ize are alike.
func stem(s string) string {
	if len(s) < 3 || !plainASCII(s) {
		return s
	}
	env := snowballstem.NewEnv(oneSpelling(s))
	english.Stem(env)
	return env.Current()
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// oneSpelling turns British spelling into American. It is applied to texts and
// questions alike, so that a word it bends by mistake still meets itself.
func oneSpelling(s string) string {
	if len(s) < 6 {
		return s
	}
	for _, r := range spellings {
		if i := strings.LastIndex(s, r.british); i >= 3 && len(s)-i-len(r.british) <= len(r.tail) && strings.HasSuffix(r.tail, s[i+len(r.british):]) {
			return s[:i] + r.american + s[i+len(r.british):]
		}
	}
	return s
}

// spellings are endings that differ. What follows the British letters must be
// an ending of the tail.
var spellings = []struct{ british, american, tail string }{
	{"isation", "ization", "s"},
	{"isational", "izational", ""},
	{"ising", "izing", ""},
	{"ised", "ized", ""},
	{"iser", "izer", "s"},
	{"ises", "izes", ""},
	{"ise", "ize", ""},
	{"yse", "yze", "d"},
	{"ysing", "yzing", ""},
	{"our", "or", "s"},
	{"ours", "ors", ""},
	{"oured", "ored", ""},
	{"ouring", "oring", ""},
	{"ence", "ense", "s"},
	{"centre", "center", "s"},
	{"tre", "ter", "s"},
	{"amme", "am", "s"},
	{"elling", "eling", ""},
	{"elled", "eled", ""},
}
