package briefings

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns the normal form of a stretch of source text: what is shown to
// a reader in place of the raw bytes, and the only change ever made to a quoted
// sentence. It is idempotent. In this order it
//
//   - composes the text (Unicode NFC);
//   - removes footnote marks: runs of superscript digits, and bracketed numbers
//     such as [12] or [^12] that touch the character before them;
//   - puts the text of a Markdown link in place of the link, and nothing in
//     place of an image;
//   - removes emphasis: ** and __ pairs, * and _ at the edge of a word, and the
//     tags i, b, em and strong;
//   - removes the backslash from \$ and the other escapes of Markdown;
//   - folds every run of white space to one space and trims both ends.
//
// Quotation marks, dashes and capitals stay as the author wrote them.
func Normal(raw string) string {
	s := raw
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false // white space is owed before the next character
	var prev rune  // the last character written; 0 at the start
	put := func(r rune) {
		if space && prev != 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
		prev = r
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		switch {
		case unicode.IsSpace(r) || r == '\u00ad' || r == '\u200b' || r == '\ufeff':
			space = space || unicode.IsSpace(r)
		case IsSuperscript(r):
		case r == '[' && !space && prev != 0 && BracketMark(s[i:]) > 0:
			size = BracketMark(s[i:])
		case (r == '[' || r == '!' && next == '[') && linkLength(s[i:]) > 0:
			length, label := link(s[i:])
			if r == '[' {
				for _, c := range Normal(label) {
					if c == ' ' {
						space = true
						continue
					}
					put(c)
				}
			}
			size = length
		case r == '<' && emphasisTag(s[i:]) > 0:
			size = emphasisTag(s[i:])
		case (r == '*' || r == '_') && next == r && doubled(s, i):
			size = 2
		case r == '*' && starEdge(s, i), r == '_' && underscoreEdge(s, i):
		case r == '\\' && strings.ContainsRune("\\$*_[]()#+-.!<>`{}|~&", next) && next != utf8.RuneError:
			put(next)
			_, n := utf8.DecodeRuneInString(s[i+size:])
			size += n
		default:
			put(r)
		}
		i += size
	}
	return b.String()
}

// IsSuperscript reports whether r is one of the ten superscript digits.
func IsSuperscript(r rune) bool {
	return r == '¹' || r == '²' || r == '³' || r == '⁰' || r >= '⁴' && r <= '⁹'
}

// BracketMark returns the length of the footnote mark that s begins with, or 0:
// a number of one to three figures as in [12], or a number or name behind a
// caret as in [^12] and [^levy].
func BracketMark(s string) int {
	if len(s) < 3 || s[0] != '[' {
		return 0
	}
	i, most := 1, 3
	if s[1] == '^' {
		i, most = 2, 40
	}
	first := i
	for i < len(s) && (isFigure(s[i]) || most > 3 && (isLetter(s[i]) || s[i] == '-' || s[i] == '_')) {
		i++
	}
	if i == first || i-first > most || i >= len(s) || s[i] != ']' {
		return 0
	}
	return i + 1
}

func isFigure(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// link returns, for a Markdown link or image that s begins with, the length of
// the whole and the text between the square brackets; 0 when s begins with none.
func link(s string) (length int, label string) {
	m := linkForm.FindStringSubmatch(s)
	if m == nil {
		return 0, ""
	}
	return len(m[0]), m[1]
}

func linkLength(s string) int {
	n, _ := link(s)
	return n
}

var linkForm = regexp.MustCompile(`^!?\[([^\[\]\n]{0,300})\]\((?:https?:|mailto:|/|#|\.)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)`)

// emphasisTag returns the length of the emphasis tag that s begins with, or 0.
func emphasisTag(s string) int {
	for _, tag := range [...]string{"i", "b", "em", "strong"} {
		for _, open := range [...]string{"<", "</"} {
			n := len(open) + len(tag) + 1
			if len(s) >= n && s[:len(open)] == open && strings.EqualFold(s[len(open):n-1], tag) && s[n-1] == '>' {
				return n
			}
		}
	}
	return 0
}

// doubled reports whether the two marks at s[i] are emphasis: a double star
// always is, a double underscore only at the edge of a word.
func doubled(s string, i int) bool {
	return s[i] == '*' || atEdge(s[:i], s[i+2:])
}

// starEdge reports whether the star at s[i] opens or closes a word.
func starEdge(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	opens := !wordRune(before) && i+1 < len(s) && !unicode.IsSpace(after)
	closes := i > 0 && !unicode.IsSpace(before) && !wordRune(after)
	return opens || closes
}

// underscoreEdge reports whether the underscore at s[i] is emphasis.
func underscoreEdge(s string, i int) bool { return atEdge(s[:i], s[i+1:]) }

// atEdge reports whether a word begins or ends between the two texts: white
// space or punctuation on one side, a letter or digit on the other. So names
// with underscores and addresses stay whole.
func atEdge(before, after string) bool {
	left, _ := utf8.DecodeLastRuneInString(before)
	right, _ := utf8.DecodeRuneInString(after)
	edge := func(r rune, side string) bool {
		return side == "" || unicode.IsSpace(r) || strings.ContainsRune(".,;:!?()\"'“”‘’", r)
	}
	letter := func(r rune, side string) bool { return side != "" && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return edge(left, before) && letter(right, after) || letter(left, before) && edge(right, after)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}
