package slack

import (
	"html"
	"regexp"
	"strings"
)

var (
	mentionForm = regexp.MustCompile(`<([@#!])([^>|]+)(?:\|([^>]*))?>`)
	linkForm    = regexp.MustCompile(`<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>`)
)

// typed returns what a person typed in a message: Slack's control sequences
// become the words that people see, a mention of somebody @ and their ID, since
// a name may be anybody's, and the bot's own name goes. Without the bot's ID the
// first mention of anybody is taken for it.
func typed(text, bot string) string {
	first := true
	text = mentionForm.ReplaceAllStringFunc(text, func(s string) string {
		m := mentionForm.FindStringSubmatch(s)
		if m[1] == "@" && (m[2] == bot || bot == "" && first) {
			first = false
			return ""
		}
		switch {
		case m[3] != "" && m[1] != "@":
			return strings.TrimLeft(m[1], "!") + strings.TrimLeft(m[3], "@#")
		case m[1] == "!":
			return ""
		}
		return m[1] + m[2]
	})
	text = linkForm.ReplaceAllString(text, "$1")
	return strings.TrimSpace(html.UnescapeString(text))
}
