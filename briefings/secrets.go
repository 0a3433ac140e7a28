package briefings

import (
	"regexp"
	"strings"
)

// secretForm finds what gives access to something: tokens of Slack, Discord and
// code hosts, keys of clouds, JSON web tokens, private keys, passwords and
// signatures in addresses, and whatever is called one of these.
var secretForm = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\bxox[a-z]-[0-9a-z-]{8,}`, `\bxapp-[0-9a-z-]{8,}`, `\bhooks\.slack\.com/\S+`, `/api/webhooks/\d+/\S+`,
	`\b[mno][0-9a-z_-]{22,30}\.[0-9a-z_-]{5,8}\.[0-9a-z_-]{25,}`,
	`\bgh[pousr]_[0-9a-z]{20,}`, `\bgithub_pat_\w{20,}`, `\bglpat-[0-9a-z_-]{16,}`, `\bAKIA[0-9A-Z]{16}\b`, `\bsk-[0-9a-z_-]{20,}`,
	`\beyJ[0-9a-z_-]{8,}\.[0-9a-z_-]{8,}\.[0-9a-z_-]*`,
	`-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*)`,
	`://[^\s/@:]*:[^\s/@]+@`,
	`\b(bearer|basic)\s+[0-9a-z+/._~-]{16,}=*`,
	`[?&](access_token|token|key|api_?key|sig|signature|password|secret|x-amz-[a-z-]+)=[^\s&"]+`,
	`\b(password|passwd|secret|token|api[_-]?key)\s*[:=]\s*"?[^\s"]+`,
}, "|"))

// HideSecrets returns a text with [hidden] in the place of what looks like a
// token, a key or a password. Somebody may type one by mistake, and what is
// recorded for ever must not hold it.
func HideSecrets(text string) string {
	if !mayHoldSecret(text) {
		return text
	}
	return secretForm.ReplaceAllString(text, "[hidden]")
}

// mayHoldSecret reports whether the expression, which is slow, can find anything:
// a word that one of its branches needs, or one as long as a token of Discord.
func mayHoldSecret(text string) bool {
	lower := strings.ToLower(text)
	for _, hint := range [...]string{"xox", "xapp-", "hooks", "gh", "glpat-", "akia", "sk-", "eyj", "private", "://", "bearer", "basic", "?", "&",
		"passw", "secret", "token", "key"} {
		if strings.Contains(lower, hint) {
			return true
		}
	}
	word := 0
	for i := range len(text) {
		if word++; text[i] <= ' ' {
			word = 0
		}
		if word >= 50 {
			return true
		}
	}
	return false
}
