package commands_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attache/commands"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain text stays", "Port levy, 62 per cent.", "Port levy, 62 per cent."},
		{"letters of other scripts stay", "한미동맹 — café “quoted”", "한미동맹 — café “quoted”"},
		{"escape sequences lose their introducer", "a\x1b[31mred\x1b[0m\u009b2J", "a[31mred[0m2J"},
		{"line ends become spaces", "one\r\ntwo\u2028three\tfour", "one  two three four"},
		{"bells and nulls go", "a\x00b\x07c\x7f", "abc"},
		{"marks that reorder go", "abc\u202egnp.exe\u2066x\u2069", "abcgnp.exex"},
		{"marks of no width go", "pass\u200bword\ufeff\u00ad\u2060", "password"},
		{"tag characters go", "x\U000E0041\U000E0042y", "xy"},
		{"blank letters go", "a\u3164b\uffa0c", "abc"},
		{"piled-up accents are cut", "e" + strings.Repeat("\u0301", 40) + "x", "e\u0301\u0301\u0301x"},
		{"bytes that are no text show as such", "a\xffb", "a\uFFFDb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := commands.Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31m\u202e\U000E0041 b\xff")
	f.Fuzz(func(t *testing.T, in string) {
		got := commands.Clean(in)
		if !utf8.ValidString(got) || commands.Clean(got) != got || strings.ContainsAny(got, "\x1b\n\r\u202e\u200b") {
			t.Errorf("Clean(%q) = %q", in, got)
		}
	})
}
