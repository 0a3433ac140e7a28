package intake

import (
	"encoding/json"
	"log/slog"
)

// A Secret is a token or a signing secret. It is printed, logged and encoded as
// [hidden]; converting it to a string gives its value.
type Secret string

const hidden = "[hidden]"

// String returns [hidden], or the empty string for an empty secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString returns what String returns.
func (s Secret) GoString() string { return s.String() }

// LogValue returns what String returns.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON encodes what String returns.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }
