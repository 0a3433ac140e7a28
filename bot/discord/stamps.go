package discord

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache/commands"
)

// A stamper makes texts inert in which some words stand for a moment: each
// becomes a timestamp, which every reader sees in the zone of their own clock.
// The zero stamper knows no moment. It never changes after it is made.
type stamper struct{ moments []moment }

type moment struct {
	text  string // as it stands in the cleaned text
	stamp string
}

// newStamper returns the stamper of a reply's moments. Those without words or
// without a time are passed over.
func newStamper(instants []commands.Instant) stamper {
	var s stamper
	for _, i := range instants {
		text := oneLine(i.Text)
		if text == "" || i.At.IsZero() || i.At.Unix() < -maxUnix || i.At.Unix() > maxUnix {
			continue
		}
		s.moments = append(s.moments, moment{text, fmt.Sprintf("<t:%d:f>", i.At.Unix())})
	}
	// Of two that begin alike the longer is meant.
	slices.SortStableFunc(s.moments, func(a, b moment) int { return len(b.text) - len(a.text) })
	return s
}

// maxUnix is the most that a clock of JavaScript can show, in seconds.
const maxUnix = 8_640_000_000_000

// stampForm is a timestamp as a stamper writes it.
var stampForm = regexp.MustCompile(`<t:(-?\d{1,13}):f>`)

// unixOf returns the moment of a timestamp's digits.
func unixOf(digits string) (time.Time, bool) {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < -maxUnix || n > maxUnix {
		return time.Time{}, false
	}
	return time.Unix(n, 0), true
}

// inert returns the text as one line, the moments in it as timestamps. A
// timestamp that the text itself brings is escaped like everything else.
func (s stamper) inert(text string) inert {
	if len(s.moments) == 0 {
		return inertOf(text)
	}
	text = oneLine(text)
	var b strings.Builder
	rest := 0 // where the text begins that is not yet written
	for i := 0; i < len(text); {
		m := s.at(text, i)
		if m == nil {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		b.WriteString(escape(text[rest:i]) + m.stamp)
		i += len(m.text)
		rest = i
	}
	return inert{b.String() + escape(text[rest:])}
}

// at returns the moment that the text names at i, or nil. It has to stand there
// as words of its own: "2025" is not named by "12025".
func (s stamper) at(text string, i int) *moment {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	for k := range s.moments {
		m := &s.moments[k]
		if !strings.HasPrefix(text[i:], m.text) {
			continue
		}
		first, _ := utf8.DecodeRuneInString(m.text)
		last, _ := utf8.DecodeLastRuneInString(m.text)
		after, _ := utf8.DecodeRuneInString(text[i+len(m.text):])
		if wordly(before) && wordly(first) || wordly(last) && wordly(after) {
			continue
		}
		return m
	}
	return nil
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
