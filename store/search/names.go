package search

import (
	"slices"
	"strings"
)

// nameKey returns how a Korean given name sounds, coarsely, so that its many
// spellings in Latin letters meet one another and the name in Hangul:
// Jae-myung, Jae Myung, Jaemyeong, Jae Mung and 재명 have one key. It returns ""
// for what cannot be such a name.
func nameKey(latin string) string {
	var b strings.Builder
	for i := 0; i < len(latin); {
		rest := latin[i:]
		matched := false
		for _, s := range sounds {
			if strings.HasPrefix(rest, s.letters) {
				b.WriteString(s.key)
				i += len(s.letters)
				matched = true
				break
			}
		}
		if !matched {
			return ""
		}
	}
	key := squeeze(b.String())
	if len(key) < 3 {
		return ""
	}
	return key
}

// sounds map Latin letters to coarse sounds, longest first. The glides y and w
// are silent: myung is mung, and yeol is ol.
var sounds = []struct{ letters, key string }{
	{"yeoh", "o"}, {"yeo", "o"}, {"you", "o"}, {"yoo", "o"}, {"yae", "e"}, {"wae", "e"},
	{"ae", "e"}, {"ai", "e"}, {"ay", "e"}, {"ye", "e"}, {"we", "e"}, {"oe", "e"}, {"ea", "e"},
	{"eo", "o"}, {"eu", "o"}, {"oo", "o"}, {"ou", "o"}, {"yo", "o"}, {"yu", "o"}, {"wo", "o"}, {"uh", "o"}, {"oh", "o"}, {"au", "o"},
	{"ya", "a"}, {"wa", "a"}, {"ah", "a"},
	{"ee", "i"}, {"ui", "i"}, {"wi", "i"}, {"ey", "i"},
	{"a", "a"}, {"e", "e"}, {"i", "i"}, {"o", "o"}, {"u", "o"}, {"y", "i"},
	{"ng", "q"}, {"kk", "k"}, {"gg", "k"}, {"ck", "k"}, {"tt", "t"}, {"dd", "t"}, {"pp", "p"}, {"bb", "p"},
	{"jj", "j"}, {"tch", "j"}, {"ch", "j"}, {"ss", "s"}, {"sh", "s"}, {"ll", "l"},
	{"k", "k"}, {"g", "k"}, {"t", "t"}, {"d", "t"}, {"p", "p"}, {"b", "p"}, {"j", "j"}, {"s", "s"},
	{"l", "l"}, {"r", "l"}, {"m", "m"}, {"n", "n"}, {"h", "h"}, {"w", ""},
}

// squeeze drops doubled sounds.
func squeeze(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// syllables returns the number of vowel groups of a folded word.
func syllables(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); i++ {
		v := strings.IndexByte("aeiouy", s[i]) >= 0
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// oneSyllable reports whether the word may be half of a Korean given name.
func oneSyllable(w word) bool {
	return len(w.text) >= 2 && len(w.text) <= 6 && plainASCII(w.text) && syllables(w.text) == 1
}

// surnames are the common Korean surnames and how they are spelt.
var surnames = map[rune][]string{
	'김': {"kim", "gim"}, '이': {"lee", "yi", "rhee", "ri"}, '박': {"park", "pak", "bak"}, '최': {"choi", "choe"},
	'정': {"chung", "jung", "jeong", "chong"}, '강': {"kang", "gang"}, '조': {"cho", "jo"}, '윤': {"yoon", "yun"},
	'장': {"chang", "jang"}, '임': {"lim", "im", "rim"}, '한': {"han"}, '오': {"oh"}, '서': {"suh", "seo", "so"},
	'신': {"shin", "sin"}, '권': {"kwon", "gwon"}, '황': {"hwang"}, '안': {"ahn", "an"}, '송': {"song"},
	'류': {"ryu", "yoo", "yu"}, '유': {"yoo", "yu", "ryu"}, '홍': {"hong"}, '전': {"chun", "jeon", "chon"}, '고': {"koh", "ko", "go"},
	'문': {"moon", "mun"}, '손': {"sohn", "son"}, '양': {"yang"}, '배': {"bae", "pae"}, '백': {"baek", "paik"}, '허': {"huh", "heo", "hur"},
	'남': {"nam"}, '심': {"shim", "sim"}, '노': {"roh", "noh", "no"}, '하': {"ha"}, '곽': {"kwak"}, '성': {"sung", "seong"},
	'차': {"cha"}, '주': {"joo", "chu", "ju"}, '우': {"woo"}, '구': {"koo", "ku"}, '나': {"na"}, '민': {"min"}, '진': {"jin", "chin"},
	'지': {"ji", "chi"}, '엄': {"um", "eom"}, '원': {"won"}, '천': {"chun", "cheon"}, '반': {"ban"}, '위': {"wi"}, '현': {"hyun"}, '추': {"choo", "chu"},
	'리': {"ri", "lee", "rhee"}, '로': {"ro", "roh"},
}

// surnamesLike returns the other spellings of a surname, in order; none when
// the folded word is no surname.
func surnamesLike(s string) []string {
	var out []string
	for _, list := range surnames {
		if slices.Contains(list, s) {
			out = append(out, list...)
		}
	}
	return slices.DeleteFunc(compact(out), func(spelt string) bool { return spelt == s })
}

// isSurname reports whether the folded word spells one of the surnames.
func isSurname(s string) bool {
	for _, list := range surnames {
		if slices.Contains(list, s) {
			return true
		}
	}
	return false
}

// closeWords reports whether two folded words differ by at most the number of
// letters added, dropped, changed or swapped with a neighbour.
func closeWords(a, b string, most int) bool {
	if d := len(a) - len(b); d > most || -d > most {
		return false
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			best = min(best, row[j])
		}
		if best > most {
			return false
		}
		before, last, row = last, row, before
	}
	return last[len(b)] <= most
}
