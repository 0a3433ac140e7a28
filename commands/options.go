package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// read reads what follows the verb of a row: its options and its free text. It
// returns the free text as well, before anything is made of it.
func read(r Row, text string) (Invocation, string, error) {
	inv := Invocation{Verb: r.Name, Values: map[string]string{}}
	var chunks []string
	for _, t := range scan(text) {
		o, known := r.Option(t.key)
		switch {
		case known && t.open:
			return inv, "", briefings.Errorf(briefings.Invalid, "A quotation mark after %s: is not closed; close it and send again.", o.Name)
		case known:
			if _, twice := inv.Values[o.Name]; twice {
				return inv, "", briefings.Errorf(briefings.Invalid, "%s: is there twice; leave one out.", o.Name)
			}
			inv.Values[o.Name] = t.value
		default:
			if err := unknown(r, t, text); err != nil {
				return inv, "", err
			}
			chunks = append(chunks, t.raw)
		}
	}
	words := freeText(chunks)
	if err := place(r, inv.Values, words); err != nil {
		return inv, words, err
	}
	return inv, words, check(r, inv.Values)
}

// place puts the free text where the row wants it. A row without an option for
// it takes no notice of it: "whoami please" is clear enough.
func place(r Row, values map[string]string, words string) error {
	o, ok := r.free()
	if !ok || words == "" {
		return nil
	}
	if !o.Required && !taken(values, "since") && dateForm.MatchString(words) {
		if since, has := r.Option("since"); has {
			values[since.Name] = words
			return nil
		}
	}
	if taken(values, o.Name) {
		return briefings.Errorf(briefings.Invalid, "Leave out either %s: or the words %q.", o.Name, shown(words))
	}
	if o.Completes != "" {
		words = withoutLink(words)
	}
	values[o.Name] = words
	return nil
}

func taken(values map[string]string, name string) bool {
	_, ok := values[name]
	return ok
}

// withoutLink removes the little word that links a verb to what it is about:
// "summary of chapter 3" is about "chapter 3".
func withoutLink(words string) string {
	first, rest := firstWord(words)
	switch strings.ToLower(first) {
	case "of", "on", "about", "for":
		if rest != "" {
			return rest
		}
	}
	return words
}

// unknown returns the error for key:value with a key that the row does not
// know, or nil when it has to be ordinary text: beside free text a colon is
// ordinary unless the key is a slip for an option's name.
func unknown(r Row, t token, text string) error {
	if t.key == "" {
		return nil
	}
	var names []string
	for _, o := range r.Options {
		names = append(names, o.Name)
	}
	if meant := nearest(t.key, names); meant != "" {
		fixed := meant + ":" + strings.TrimPrefix(t.raw[strings.IndexByte(t.raw, ':'):], ":")
		return misread{briefings.Errorf(briefings.Invalid, "%s has no option %q; did you mean %s:?", r.Name, shown(t.key), meant),
			r.Name + " " + strings.Replace(text, t.raw, fixed, 1)}
	}
	if o, ok := r.free(); ok && o.Required {
		return nil
	}
	if len(names) == 0 {
		return briefings.Errorf(briefings.Invalid, "%s has no options; leave out %s:.", r.Name, shown(t.key))
	}
	return briefings.Errorf(briefings.Invalid, "%s has no option %q; it has %s.", r.Name, shown(t.key), listed(names, "and"))
}

// freeText joins the chunks of free text. One quoted chunk alone loses its
// quotation marks.
func freeText(chunks []string) string {
	if len(chunks) == 1 {
		if value, n, closed := quotation(chunks[0]); closed && n == len(chunks[0]) {
			return strings.TrimSpace(value)
		}
	}
	return strings.Join(chunks, " ")
}

// check brings every value to the form its option asks for and drops those that
// say no more than the default.
func check(r Row, values map[string]string) error {
	for _, o := range r.Options {
		v, ok := values[o.Name]
		if o.Long {
			v = linesOf(v)
		} else {
			v = strings.Join(strings.Fields(v), " ")
		}
		if !ok || strings.TrimSpace(Clean(v)) == "" {
			if o.Required {
				return briefings.Errorf(briefings.Invalid, "%s", o.Missing)
			}
			delete(values, o.Name)
			continue
		}
		form, err := formed(o, v)
		if m, ok := err.(misread); ok {
			return misread{m.told, Invocation{r.Name, values, false}.with(o.Name, m.meant).String()}
		}
		if err != nil {
			return err
		}
		if values[o.Name] = form; form == o.Default {
			delete(values, o.Name)
		}
	}
	return nil
}

// linesOf returns a value of several lines: line ends are \n, no line ends in white
// space, and none is empty at either end.
func linesOf(v string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(v), "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(lines[i], unicode.IsSpace)
	}
	return strings.TrimRight(strings.TrimLeft(strings.Join(lines, "\n"), "\n"), "\n")
}

var dateForm = regexp.MustCompile(`^(?i:\d{4}(-\d{2}(-\d{2})?)?|\d{1,3}[dwmy]|today|yesterday)$`)

// formed returns the value in the form of the option's kind. A misread's meant
// is then the value that was probably meant.
func formed(o Option, v string) (string, error) {
	switch o.Kind {
	case Number:
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > o.Max {
			return "", briefings.Errorf(briefings.Invalid, "%s: is a number from 1 to %d, not %q.", o.Name, o.Max, shown(v))
		}
		return strconv.Itoa(n), nil
	case Date:
		if !dateForm.MatchString(v) || !realDate(v) {
			return "", briefings.Errorf(briefings.Invalid, "%q is not a date; write %s: as 2025, 2025-06, 2025-06-30 or 30d.", shown(v), o.Name)
		}
		return strings.ToLower(v), nil
	case YesNo:
		switch strings.ToLower(v) {
		case "yes", "y", "true", "on", "1":
			return "yes", nil
		case "no", "n", "false", "off", "0":
			return "no", nil
		}
		return "", briefings.Errorf(briefings.Invalid, "%s: is yes or no, not %q.", o.Name, shown(v))
	case Choice:
		lower := strings.ToLower(v)
		if slices.Contains(o.Choices, lower) {
			return lower, nil
		}
		if meant := nearest(lower, o.Choices); meant != "" {
			return "", misread{briefings.Errorf(briefings.Invalid, "%s: has no %q; did you mean %s?", o.Name, shown(v), meant), meant}
		}
		return "", briefings.Errorf(briefings.Invalid, "%s: is %s, not %q.", o.Name, listed(o.Choices, "or"), shown(v))
	}
	if n := utf8.RuneCountInString(v); n > o.Max {
		return "", briefings.Errorf(briefings.Limit, "The %s may have %d characters; yours has %d. Shorten it and send again.", o.Name, o.Max, n)
	}
	return v, nil
}

// listed joins words as a sentence does: "a, b or c".
func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// A token is one stretch of what follows a verb: key:value, or a word or
// quotation of free text.
type token struct {
	raw   string // as typed
	key   string // in lower case; empty for free text
	value string // without its quotation marks
	open  bool   // the value's quotation mark is never closed
}

var keyForm = regexp.MustCompile(`^[A-Za-z][A-Za-z-]{0,31}:`)

// scan cuts text into tokens. A key is letters and hyphens with a colon that
// touches its value; the colon of an address or of "Note: this" makes no key.
func scan(text string) []token {
	var out []token
	var s scanner
	for text = strings.TrimLeftFunc(text, unicode.IsSpace); text != ""; text = strings.TrimLeftFunc(text, unicode.IsSpace) {
		t, n := s.next(text)
		out = append(out, t)
		text = text[n:]
	}
	return out
}

// A scanner remembers the quotations that it found without a closing mark. No
// mark of that sort stands further on then, and looking again at every opening
// mark would take a time that grows with the square of the text.
type scanner struct{ unclosed string }

// quotation is the function quotation, but looks for a mark only once in vain.
func (s *scanner) quotation(text string) (value string, length int, closed bool) {
	mark, size := utf8.DecodeRuneInString(text)
	closing := closingMarks(mark)
	if closing != "" && strings.Contains(s.unclosed, closing) {
		return "", size, false
	}
	if value, length, closed = quotation(text); length > 0 && !closed {
		s.unclosed += closing
	}
	return value, length, closed
}

// next returns the token that text begins with and its length.
func (s *scanner) next(text string) (token, int) {
	end := wordEnd(text)
	colon := len(keyForm.FindString(text))
	if colon == 0 || colon == end || strings.HasPrefix(text[colon:], "//") {
		if _, n, closed := s.quotation(text); closed {
			end = n + wordEnd(text[n:])
		}
		return token{raw: text[:end]}, end
	}
	t := token{key: strings.ToLower(text[:colon-1]), value: text[colon:end]}
	if value, n, closed := s.quotation(text[colon:]); n > 0 {
		if t.open = !closed; closed {
			tail := wordEnd(text[colon+n:])
			t.value = value + text[colon+n:colon+n+tail]
			end = colon + n + tail
		}
	}
	t.raw = text[:end]
	return t, end
}

func wordEnd(text string) int {
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return i
	}
	return len(text)
}

// quotation reads the quoted text that s begins with: its value, its length
// with both marks, and whether the closing mark is there. The length is 0 when
// s begins with no quotation mark. In straight double marks \" and \\ stand for
// the mark and the backslash; a straight single mark closes only at the end of
// a word, so that an apostrophe does not.
func quotation(s string) (value string, length int, closed bool) {
	mark, size := utf8.DecodeRuneInString(s)
	closing := closingMarks(mark)
	if closing == "" {
		return "", 0, false
	}
	var b strings.Builder
	for i := size; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '\\' && mark == '"' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\') {
			b.WriteByte(s[i+1])
			i += 2
			continue
		}
		if strings.ContainsRune(closing, r) && (mark != '\'' && mark != '‘' || endsWord(s[i+n:])) {
			return b.String(), i + n, true
		}
		b.WriteRune(r)
		i += n
	}
	return "", size, false
}

// closingMarks returns the marks that close a quotation opened with r, or "".
func closingMarks(r rune) string {
	switch r {
	case '"':
		return `"`
	case '“', '”', '„':
		return `"“”`
	case '«':
		return "»"
	case '\'', '‘':
		return "'’"
	}
	return ""
}

func endsWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(r)
}
