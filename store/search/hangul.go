package search

import "strings"

// bigrams returns the pairs of neighbouring syllables of a Hangul word, or the
// word itself when it has one syllable. Korean joins particles to words, so a
// word is found by what it shares, not by what it equals.
func bigrams(s string) []string {
	runes := []rune(s)
	if len(runes) < 2 {
		return []string{s}
	}
	out := make([]string, 0, len(runes)-1)
	for i := 0; i+1 < len(runes); i++ {
		out = append(out, string(runes[i:i+2]))
	}
	return out
}

// withoutParticle takes particles and verb endings off a Hangul word as long as
// two syllables stay.
func withoutParticle(s string) string {
	for range 3 {
		cut := s
		for _, p := range particles {
			if rest, ok := strings.CutSuffix(s, p); ok && len(rest) >= 6 {
				cut = rest
				break
			}
		}
		if cut == s {
			return s
		}
		s = cut
	}
	return s
}

// particles are taken off the end, longest first.
var particles = strings.Fields(`
	에서부터 으로부터 에게서는 이라는가 했는가요 하였는가 되었는가 인가요 일까요 입니까 합니까 습니까 됩니까 했습니다 합니다 입니다
	에서는 에서의 으로서 으로써 으로의 으로는 이라는 라는가 했는가 하는가 되는가 이란 까지는 부터는 에게는 에게서 한테서 하려면 하려는 해야만
	하면서 하였다 되었다 했다면 한다면 이었던 이었다 이며 였다 였던 했던 되었던 인가 일까 는가 은가 나요 까요 지요
	으로 에서 에게 까지 부터 처럼 보다 마다 조차 밖에 이나 이라 라는 라고 이고 과의 와의 에는 에도 로서 로써 로의 로는 한테 께서 들의 들은 들이 들을 들과
	하는 하고 하기 하여 해서 하면 하지 한다 했다 해야 하며 하던 하게 하자 되는 되고 되어 된다 됐다 되면 적인 적으로 적
	은 는 이 가 을 를 의 에 와 과 도 만 로 들 란 한 할 된 될 된 해 인`)

// soundsOf returns the key of a Hangul given name; see [nameKey].
func soundsOf(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0xAC00 || r > 0xD7A3 {
			return ""
		}
		n := int(r - 0xAC00)
		b.WriteString(initials[n/588])
		b.WriteString(vowels[n%588/28])
		b.WriteString(finals[n%28])
	}
	return squeeze(b.String())
}

// The sounds of the letters of a syllable, in the order of Unicode.
var (
	initials = [19]string{"k", "k", "n", "t", "t", "l", "m", "p", "p", "s", "s", "", "j", "j", "j", "k", "t", "p", "h"}
	vowels   = [21]string{"a", "e", "a", "e", "o", "e", "o", "e", "o", "a", "e", "e", "o", "o", "o", "e", "i", "o", "o", "i", "i"}
	finals   = [28]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "q", "t", "t", "k", "t", "p", "t"}
)

// isParticle reports whether s is empty or one of the particles.
func isParticle(s string) bool {
	if s == "" {
		return true
	}
	for _, p := range particles {
		if p == s {
			return true
		}
	}
	return false
}
