package discord

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"attache/commands"
)

// An inert is Discord markdown that shows a text as it stands and can do nothing
// else: the text is cleaned, so that nothing in it hides or reorders what is
// seen, and each character that could begin markup has a backslash in front of
// it, which Discord takes away again. No mention, link, picture, heading or list
// can stand in it. Only the functions of this file and of stamps.go make one,
// and none of them leaves text as it came. The zero inert is no text.
//
// What is ours around a text, such as stars for bold, is added by the drawing.
type inert struct{ escaped string }

// inertOf returns the text as one line.
func inertOf(s string) inert {
	return inert{escape(oneLine(s))}
}

// oneLine returns the text cleaned, on one line, with single spaces.
func oneLine(s string) string {
	return strings.Join(strings.Fields(commands.Clean(s)), " ")
}

// active are the characters that Discord's markdown gives a meaning to. A slash
// is among them because clients look for discord.gg/invitations in raw text, and
// a colon because it begins :pictures: and ends the scheme of an address.
const active = "\\*_~`|>#-+[]<@:/"

// escape puts a backslash in front of every active character, and of the dot of
// what could be the number of a list. Discord shows any mark after a backslash
// as it is, letters and digits excepted. Bytes are compared, as all active
// characters are ASCII.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(active, s[i]) >= 0 || s[i] == '.' && numbersList(s, i) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// numbersList reports whether the dot at i follows a digit and ends its word, as
// in "1. first". Wherever the text is cut, such a word can come to lead a line.
func numbersList(s string, i int) bool {
	return i > 0 && s[i-1] >= '0' && s[i-1] <= '9' && (i+1 == len(s) || s[i+1] == ' ')
}

// unescape is the reverse of escape.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// own returns words of ours as they stand, with their spaces and line ends.
func own(s string) inert { return inert{escape(s)} }

// plus returns the texts one after the other.
func (t inert) plus(more ...inert) inert {
	var b strings.Builder
	b.WriteString(t.escaped)
	for _, m := range more {
		b.WriteString(m.escaped)
	}
	return inert{b.String()}
}

// joinInert returns the texts that are not empty with sep between them; sep may
// hold line ends.
func joinInert(texts []inert, sep string) inert {
	var parts []string
	for _, t := range texts {
		if t.escaped != "" {
			parts = append(parts, t.escaped)
		}
	}
	return inert{strings.Join(parts, escape(sep))}
}

func (t inert) empty() bool { return t.escaped == "" }

// size returns how much of a limit on characters the text takes.
func (t inert) size() int { return units(t.escaped) }

// bytes returns how much of a limit on bytes the text takes.
func (t inert) bytes() int { return len(t.escaped) }

// units returns the UTF-16 code units of a text.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// fitting returns how many bytes of the text take at most limit units, without
// cutting a character, an escape or a stamp in two.
func (t inert) fitting(limit int) int {
	used := 0
	for i := 0; i < len(t.escaped); {
		n, cost := token(t.escaped[i:])
		if used+cost > limit {
			return i
		}
		used += cost
		i += n
	}
	return len(t.escaped)
}

// token returns the length in bytes and in units of the character, the escape
// or the stamp that s begins with.
func token(s string) (bytes, cost int) {
	switch {
	case s[0] == '\\' && len(s) > 1:
		return 2, 2
	case s[0] == '<':
		n := strings.IndexByte(s, '>') + 1
		return n, n
	}
	r, n := utf8.DecodeRuneInString(s)
	return n, units(string(r))
}

// shortened returns the text cut to at most limit units, at a space where there
// is one in the second half, with an ellipsis when something was cut.
func (t inert) shortened(limit int) inert {
	if t.size() <= limit {
		return t
	}
	cut := t.escaped[:t.fitting(limit-1)]
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return inert{strings.TrimRight(cut, " ,") + "…"}
}

// split returns the text in parts of at most limit units each, cut at a space
// where there is one in the second half. Nothing is lost but the spaces at the cuts.
func (t inert) split(limit int) []inert {
	var parts []inert
	for t.size() > limit {
		n := t.fitting(limit)
		if i := strings.LastIndexByte(t.escaped[:n], ' '); i > n/2 {
			n = i
		}
		parts = append(parts, inert{strings.TrimSpace(t.escaped[:n])})
		t = inert{strings.TrimSpace(t.escaped[n:])}
	}
	return append(parts, t)
}

// plain returns the text as people read it, for the places in which Discord
// reads no markdown: labels, footers of embeds, fields of modals. A stamp is
// shown in UTC there.
func (t inert) plain() string {
	return unescape(stampForm.ReplaceAllStringFunc(t.escaped, func(stamp string) string {
		at, _ := stampedAt(stamp)
		return at.UTC().Format(plainStamp)
	}))
}

// shortPlain returns a text for a place in which no markdown is read, on one
// line and cut to at most limit units, with an ellipsis when something was cut.
func shortPlain(text string, limit int) string {
	text = oneLine(text)
	if units(text) <= limit {
		return text
	}
	used, end := 0, 0
	for i, r := range text {
		if used += units(string(r)); used > limit-1 {
			end = i
			break
		}
	}
	return strings.TrimSpace(text[:end]) + "…"
}

// plainStamp is how a moment is written where Discord localises none.
const plainStamp = "2 January 2006 15:04 UTC"

// stampedAt returns the moment of a stamp.
func stampedAt(stamp string) (time.Time, bool) {
	m := stampForm.FindStringSubmatch(stamp)
	if m == nil {
		return time.Time{}, false
	}
	return unixOf(m[1])
}

var addressForm = regexp.MustCompile(`https?://[^\s<>"“”|]+`)

// linked returns the text with its honest web addresses in angle brackets, so
// that they can be pressed and nothing is unfurled. What is shown is the address
// itself, so that it cannot name one host and lead to another.
func linked(s string) inert {
	text := oneLine(s)
	var b strings.Builder
	for at := addressForm.FindStringIndex(text); at != nil; at = addressForm.FindStringIndex(text) {
		address := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)]}'’")
		end := at[0] + len(address)
		if honest(address) {
			b.WriteString(escape(text[:at[0]]) + "<" + address + ">")
		} else {
			b.WriteString(escape(text[:end]))
		}
		text = text[end:]
	}
	return inert{b.String() + escape(text)}
}

// linkForm is an address in angle brackets that linked may have written.
var linkForm = regexp.MustCompile(`^<(https?://[!-;=?-~]+)>`)

// honest reports whether an address leads where its look says: a plain host
// name, with no user name in front of it and no letters that look like others.
func honest(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || len(address) > maxAddress || !strings.Contains(u.Hostname(), ".") {
		return false
	}
	for i := range len(address) {
		if address[i] <= ' ' || address[i] > '~' || strings.IndexByte("<>\\`|*", address[i]) >= 0 {
			return false
		}
	}
	return !strings.HasPrefix(u.Hostname(), "xn--") && !strings.Contains(u.Hostname(), ".xn--")
}

// maxAddress is the longest address that can be pressed: it is never cut.
const maxAddress = 500
