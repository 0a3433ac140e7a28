package documents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// officeWords are words of a desk or a body that a byline may name beside people.
var officeWords = regexp.MustCompile(`(?i)\b(?:desk|team|staff|editors?|board|bureau|newsroom|ministry|institute|council|department|office)\b`)

// names returns the personal names in a list, or nil when the text is anything
// else.
func names(text string) []string {
	text = strings.TrimRight(strings.TrimSpace(text), ".,;")
	text = regexp.MustCompile(`(?i),?\s+(?:and|&)\s+|\s*;\s*|,\s+`).ReplaceAllString(text, "\n")
	var who []string
	for name := range strings.SplitSeq(text, "\n") {
		name = strings.TrimSpace(name)
		if officeWords.MatchString(name) && len(who) > 0 {
			return who
		}
		if !isName(name) {
			return nil
		}
		who = append(who, name)
	}
	return who
}

// isName reports whether the text has the form of a personal name: two to five
// words with capitals, but for particles, or two to four Hangul syllables.
func isName(text string) bool {
	parts := strings.Fields(text)
	if n := utf8.RuneCountInString(text); len(parts) == 1 && n >= 2 && n <= 4 {
		return strings.IndexFunc(text, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) }) < 0
	}
	if len(parts) < 2 || len(parts) > 5 || parts[0] == "The" || officeWords.MatchString(text) {
		return false
	}
	for i, w := range parts {
		r, _ := utf8.DecodeRuneInString(w)
		particle := i > 0 && strings.Contains(" de la del van von der den bin al el da di dos ", " "+w+" ")
		if !particle && !unicode.IsUpper(r) || strings.ContainsAny(w, "0123456789:/@") {
			return false
		}
		if len(w) > 3 && strings.ToUpper(w) == w {
			return false
		}
	}
	return true
}
