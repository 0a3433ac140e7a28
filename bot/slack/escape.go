package slack

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"attache/commands"
)

// An inert is text that can do nothing in Slack: it is cleaned, so that nothing
// in it hides or reorders what is seen, and &, < and > are escaped, so that no
// mention, link or command can stand in it. Only the functions of this file make
// one, and none of them leaves text as it came. The zero inert is no text.
//
// It is shown as plain_text or as the text of a rich_text element, never as
// mrkdwn: there is no way to quote *stars* in mrkdwn, and a sentence has to be
// shown as it stands in its source.
type inert struct{ escaped string }

// inertOf returns the text as one line.
func inertOf(s string) inert {
	s = strings.Join(strings.Fields(commands.Clean(s)), " ")
	return inert{escape(s)}
}

// escape escapes the three characters that Slack takes for markup, and no
// others. docs.slack.dev/messaging/formatting-message-text
func escape(s string) string {
	return escapes.Replace(s)
}

var (
	escapes   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

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

// size returns how much of a limit the text takes.
func (t inert) size() int { return units(t.escaped) }

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
// cutting a character or an escape in two.
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

// token returns the length in bytes and in units of the character or the escape
// that s begins with.
func token(s string) (bytes, cost int) {
	if s[0] == '&' {
		n := strings.IndexByte(s, ';') + 1
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

// object returns the text as Block Kit's plain_text, in which nothing is markup
// and :colons: make no picture.
func (t inert) object() *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, t.escaped, false, false)
}

// plain returns the text as people read it.
func (t inert) plain() string {
	return unescapes.Replace(t.escaped)
}

// marked reports whether something in the text had to be escaped.
func (t inert) marked() bool { return strings.Contains(t.escaped, "&") }

// bare returns the text with other brackets for &lt; and &gt;, for the places
// of which it is not known whether escapes or markup are read there.
func (t inert) bare() string {
	return strings.NewReplacer("<", "‹", ">", "›").Replace(t.plain())
}

// rich returns the text as elements of rich_text, whose text is shown as it
// stands. An element ends after each "<", so that not even a program that takes
// such text for markup finds a mention in it.
func (t inert) rich(style *slack.RichTextSectionTextStyle) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for _, part := range strings.SplitAfter(t.plain(), "<") {
		if part != "" {
			out = append(out, slack.NewRichTextSectionTextElement(part, style))
		}
	}
	return out
}

var addressForm = regexp.MustCompile(`https?://[^\s<>"“”|]+`)

// linked is rich, but a web address can be pressed. What is shown is the
// address itself, so that it cannot name one host and lead to another.
func (t inert) linked() []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	text := t.plain()
	for at := addressForm.FindStringIndex(text); at != nil; at = addressForm.FindStringIndex(text) {
		address := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)]}'’")
		end := at[0] + len(address)
		if !honest(address) {
			out = append(out, own(text[:end]).rich(nil)...)
		} else {
			out = append(out, own(text[:at[0]]).rich(nil)...)
			out = append(out, slack.NewRichTextSectionLinkElement(address, address, nil))
		}
		text = text[end:]
	}
	return append(out, own(text).rich(nil)...)
}

// honest reports whether an address leads where its look says: a plain host
// name, with no user name in front of it and no letters that look like others.
func honest(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || len(address) > maxURL || !strings.Contains(u.Hostname(), ".") {
		return false
	}
	for _, r := range u.Host {
		if r > 0x7e {
			return false
		}
	}
	return !strings.HasPrefix(u.Hostname(), "xn--") && !strings.Contains(u.Hostname(), ".xn--")
}
