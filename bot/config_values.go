package bot

import (
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
)

// A ByteSize is a number of bytes.
type ByteSize int64

// The units in which a [ByteSize] is written.
const (
	KiB ByteSize = 1 << 10
	MiB ByteSize = 1 << 20
	GiB ByteSize = 1 << 30
)

// String returns the size in the largest unit that leaves a whole number, such
// as 10 MiB. [ParseByteSize] reads it.
func (b ByteSize) String() string {
	for _, u := range sizeUnits {
		if b != 0 && b%u.size == 0 {
			return fmt.Sprintf("%d %s", int64(b/u.size), u.name)
		}
	}
	return fmt.Sprintf("%d bytes", int64(b))
}

// sizeUnits is ordered from the largest to the smallest; the last is the unit
// of a bare number.
var sizeUnits = []struct {
	name string
	size ByteSize
}{{"GiB", GiB}, {"MiB", MiB}, {"KiB", KiB}, {"bytes", 1}, {"", 1}}

var errSize = errors.New("write a size as 10 MiB, 512 KiB or a whole number of bytes")

// ParseByteSize reads a size such as 10 MiB, 512KiB, 2048 bytes or 2048.
func ParseByteSize(s string) (ByteSize, error) {
	digits := s
	if i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		digits = s[:i]
	}
	unit := strings.TrimSpace(s[len(digits):])
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, errSize
	}
	for _, u := range sizeUnits {
		if unit != u.name {
			continue
		}
		if size := ByteSize(n) * u.size; size/u.size == ByteSize(n) {
			return size, nil
		}
	}
	return 0, errSize
}

// A Secret is a setting that is never shown: whatever prints, logs or encodes
// it shows "[hidden]". The text is held behind a pointer so that it stays
// hidden even where a printer goes round the methods, as fmt does for a Secret
// in an unexported field. The zero value is the empty secret.
type Secret struct{ text *string }

const hidden = "[hidden]"

// NewSecret returns the secret that hides s.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal returns the text itself, for the one call that has to send it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Equal reports whether both hide the same text.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String returns "[hidden]".
func (s Secret) String() string { return hidden }

// GoString returns "[hidden]".
func (s Secret) GoString() string { return hidden }

// Format writes "[hidden]" for every verb, so that a wrong one does not show
// the text either.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// MarshalText returns "[hidden]"; JSON and YAML encoders use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue returns "[hidden]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

var errBool = errors.New("write true or false")

// parseBool reads true and false and nothing else.
func parseBool(s string) (bool, error) {
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, errBool
}

// setting is what the values of one Go type look like in a file: how the text
// is read, and the sentence shown when it cannot be. The sentence never holds
// the text, which may be a secret.
type setting struct {
	read func(text string) (any, error)
	form string
}

// settingOf returns the form of the type's values, or false for a type that is
// not a single value.
func settingOf(t reflect.Type) (setting, bool) {
	switch reflect.Zero(t).Interface().(type) {
	case string:
		return setting{func(s string) (any, error) { return s, nil }, "Give a text."}, true
	case Secret:
		return setting{func(s string) (any, error) { return NewSecret(s), nil }, "Give a text, best as ${file:PATH}."}, true
	case int:
		return setting{func(s string) (any, error) { return strconv.Atoi(s) }, "Write a whole number."}, true
	case bool:
		return setting{func(s string) (any, error) { return parseBool(s) }, "Choose true or false."}, true
	case briefings.PersonID:
		return setting{func(s string) (any, error) { return briefings.PersonID(s), nil }, "Give a text."}, true
	case briefings.Role:
		return setting{func(s string) (any, error) { return briefings.ParseRole(s) }, rolesText}, true
	case briefings.Marking:
		return setting{func(s string) (any, error) { return briefings.ParseMarking(s) }, markingsText}, true
	case time.Duration:
		return setting{func(s string) (any, error) { return time.ParseDuration(s) }, "Write a time with its unit, such as 10s or 2m30s."}, true
	case ByteSize:
		return setting{func(s string) (any, error) { return ParseByteSize(s) }, "Write a size such as 10 MiB, 512 KiB or a whole number of bytes."}, true
	}
	return setting{}, false
}
