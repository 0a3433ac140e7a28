package intake

import (
	"path"
	"strings"

	"attache/briefings"
	"attache/commands"
)

// MaxFile is the most bytes of a file that are fetched: what the reader takes.
const MaxFile = 10 << 20

// TooLarge is what somebody is told whose file is larger than [MaxFile].
func TooLarge(name string) *briefings.Error {
	return briefings.Errorf(briefings.Limit, "%s is larger than %d MiB, the most that is read; split it and send the parts.", ShownName(name), MaxFile>>20)
}

// FileName returns the base name of a file as its sender called it, cleaned, and
// "file" when nothing is left of it.
func FileName(s string) string {
	s = path.Base(strings.ReplaceAll(commands.Clean(s), `\`, "/"))
	if s == "." || s == "/" || strings.TrimSpace(s) == "" {
		return "file"
	}
	return s
}

// ShownName returns a file's name as it may stand in a sentence.
func ShownName(s string) string { return briefings.Shorten(FileName(s), 60) }
