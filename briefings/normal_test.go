package briefings_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attache/briefings"
)

func TestNormal(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"white space", "  The\tlight \n is\u00a0old ", "The light is old"},
		{"superscripts", "It is old.¹² Very old.³", "It is old. Very old."},
		{"bracket marks", "It is old.[12] See [3] and old[^4].", "It is old. See [3] and old."},
		{"named marks", "It is old.[^levy-2] So[sic] it is.", "It is old. So[sic] it is."},
		{"emphasis", "**Bold** and *soft* and __both__ and _under_.", "Bold and soft and both and under."},
		{"stars that are none", "2 * 3 * 4 and a*b", "2 * 3 * 4 and a*b"},
		{"underscores in names", "see m_5676/view_do and x__y", "see m_5676/view_do and x__y"},
		{"tags", "<i>Nordpolitik</i> <b>x</b> <EM>y</EM> <a>", "Nordpolitik x y <a>"},
		{"escapes", `It cost \$5 and \*more\* in C:\dir`, `It cost $5 and *more* in C:\dir`},
		{"composed", "Se\u0301oul 가", "Séoul 가"},
		{"quotation marks stay", "‘So’ – “it” is", "‘So’ – “it” is"},
		{"zero width", "li\u200bght\ufeff", "light"},
		{"link", "See [the board](https://example.com/a_(b)) now.", "See the board now."},
		{"image", "![a light](https://example.com/x.png) stands", "stands"},
		{"brackets before a parenthesis", "old [sic](he said)", "old [sic](he said)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := briefings.Normal(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzNormal checks that the normal form keeps valid text valid and never holds
// what it promises to remove.
func FuzzNormal(f *testing.F) {
	f.Add("**The** [light](https://x.y/z) is old.¹[2] \\$5 <i>x</i>")
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) {
			return
		}
		got := briefings.Normal(in)
		if !utf8.ValidString(got) || strings.Contains(got, "  ") || strings.TrimSpace(got) != got || strings.ContainsAny(got, "\n\t¹²³") {
			t.Fatalf("%q became %q", in, got)
		}
	})
}
