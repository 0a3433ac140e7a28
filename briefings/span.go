package briefings

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A Span is a range of UTF-8 byte offsets into a source's text, end exclusive.
// In JSON it is the pair [start, end].
type Span struct{ Start, End int }

// Len returns the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// MarshalJSON writes the pair [start, end].
func (s Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", s.Start, s.End), nil
}

// UnmarshalJSON reads the pair [start, end].
func (s *Span) UnmarshalJSON(b []byte) error {
	var pair [2]int
	if err := json.Unmarshal(b, &pair); err != nil {
		return fmt.Errorf("span: %w", err)
	}
	s.Start, s.End = pair[0], pair[1]
	return nil
}

// Quote returns the bytes of text at the spans, joined by one space where there
// are several. Spans outside the text panic: they are a broken promise.
func Quote(text string, spans []Span) string {
	if len(spans) == 1 {
		return text[spans[0].Start:spans[0].End]
	}
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = text[s.Start:s.End]
	}
	return strings.Join(parts, " ")
}

// validSpans reports whether the spans are in order, not empty, do not overlap
// and lie within a text of the given length.
func validSpans(spans []Span, length int) bool {
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > length {
			return false
		}
		last = s.End
	}
	return len(spans) > 0
}
