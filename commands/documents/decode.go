package documents

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"attache/briefings"
)

// signatures are the first bytes of formats that are not read as text.
func signatures() map[string]string {
	return map[string]string{
		"%PDF-":               "a PDF",
		"PK\x03\x04":          "a zip archive or an office document",
		"\xd0\xcf\x11\xe0":    "an old office document",
		"\x89PNG":             "an image",
		"\xff\xd8\xff":        "an image",
		"GIF8":                "an image",
		"\x1f\x8b":            "a compressed file",
		"\x7fELF":             "a program",
		"MZ\x90\x00":          "a program",
		"7z\xbc\xaf":          "an archive",
		"SQLite format 3\x00": "a database",
	}
}

// decode returns the document as valid UTF-8 without a byte order mark.
//
// UTF-8 keeps its bytes, so that offsets into the result are offsets into the
// file, less the mark. UTF-16 is recognised by its mark and converted. Text in
// which at most one byte in two hundred is not UTF-8 is kept with U+FFFD in
// place of the bad bytes; anything worse is refused, since a document in an
// unknown encoding would be quoted wrongly.
func decode(name string, data []byte) (string, error) {
	if len(data) > MaxBytes {
		return "", TooLarge(name)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return "", briefings.Errorf(briefings.Invalid, "%s is empty; there is nothing to read.", name)
	}
	for start, what := range signatures() {
		if bytes.HasPrefix(data, []byte(start)) {
			return "", briefings.Errorf(briefings.Unsupported, "%s is %s, which is not read yet; save its text as .txt or .md and import that.", name, what)
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(data, []byte{0, 0, 0xfe, 0xff}):
		return "", briefings.Errorf(briefings.Unsupported, "%s is UTF-32; save it as UTF-8 and import that.", name)
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return fromUTF16(name, data[2:], func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 })
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return fromUTF16(name, data[2:], func(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) })
	}
	// A byte order mark would shift every offset if it were cut off, so it
	// stays and counts as white space.
	text := string(data)
	if strings.IndexByte(text, 0) >= 0 {
		return "", binary(name)
	}
	if !utf8.ValidString(text) {
		fixed := strings.ToValidUTF8(text, "\uFFFD")
		if bad := strings.Count(fixed, "\uFFFD"); bad*200 > len(text) {
			return "", briefings.Errorf(briefings.Invalid, "%s is not UTF-8 text; save it as UTF-8 and import that.", name)
		}
		text = fixed
	}
	return text, refuseBinary(name, text)
}

func fromUTF16(name string, data []byte, unit func([]byte) uint16) (string, error) {
	if len(data)%2 != 0 {
		return "", briefings.Errorf(briefings.Invalid, "%s is UTF-16 that ends in the middle of a character; save it again, best as UTF-8.", name)
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = unit(data[2*i:])
	}
	text := string(utf16.Decode(units))
	if strings.IndexByte(text, 0) >= 0 {
		return "", binary(name)
	}
	if strings.TrimSpace(text) == "" {
		return "", briefings.Errorf(briefings.Invalid, "%s is empty; there is nothing to read.", name)
	}
	return text, refuseBinary(name, text)
}

// refuseBinary returns an error when more than one character in a hundred is a
// control character other than the usual white space.
func refuseBinary(name, text string) error {
	controls := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' || c == 0x7f {
			controls++
		}
	}
	if controls*100 > len(text) {
		return binary(name)
	}
	return nil
}

func binary(name string) *briefings.Error {
	return briefings.Errorf(briefings.Unsupported, "%s is not text; save its text as .txt or .md and import that.", name)
}

// TooLarge returns the error for a document over [MaxBytes]. A caller that sees
// the size beforehand need not load the document to refuse it.
func TooLarge(name string) *briefings.Error {
	return briefings.Errorf(briefings.Limit, "%s is larger than %d MiB, the most that is read; split it and import the parts.", name, MaxBytes>>20)
}
