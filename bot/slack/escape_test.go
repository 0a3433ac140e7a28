package slack

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"
)

func TestInert(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Ports pay.", "Ports pay."},
		{"control characters of Slack", "R&D <x>", "R&amp;D &lt;x&gt;"},
		{"escapes are not trusted", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"},
		{"mention of all", "<!channel> <!here> <!everyone>", "&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt;"},
		{"mention of one", "<@U01ALICE>", "&lt;@U01ALICE&gt;"},
		{"link", "<https://evil.example|bank.example>", "&lt;https://evil.example|bank.example&gt;"},
		{"zero width", "<\u200b!channel\u200b>", "&lt;!channel&gt;"},
		{"reordering", "abc\u202edef\u2066", "abcdef"},
		{"lines", "a\r\nb\tc\u2028d", "a b c d"},
		{"controls", "a\x00\x1b[31mb", "a[31mb"},
		{"no UTF-8", "a\xff", "a\uFFFD"},
		{"Korean", "항만 비용", "항만 비용"},
		{"right to left", "שלום <b>", "שלום &lt;b&gt;"},
	}
	for _, tt := range tests {
		got := inertOf(tt.in)
		if got.escaped != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got.escaped, tt.want)
		}
		if o := got.object(); o.Type != slack.PlainTextType || o.Emoji == nil || *o.Emoji {
			t.Errorf("%s: shown as %+v", tt.name, o)
		}
	}
}

// TestInertCuts holds shortening and splitting to their limits, and demands
// that no escape is cut and nothing lost.
func TestInertCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := inertOf(anyText().Draw(t, "text"))
		limit := rapid.IntRange(10, 200).Draw(t, "limit")
		for i, part := range append(text.split(limit), text.shortened(limit)) {
			if part.size() > limit || escape(unescapes.Replace(part.escaped)) != part.escaped {
				t.Fatalf("part %d of %d units, at most %d: %q", i, part.size(), limit, part.escaped)
			}
		}
		var all strings.Builder
		for _, part := range text.split(limit) {
			all.WriteString(part.escaped)
		}
		if got, want := letters(all.String()), letters(text.escaped); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		if plain := inertOf(text.plain()); plain != text {
			t.Fatalf("%q reads as %q", text.escaped, plain.escaped)
		}
	})
}

func TestUnits(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a": 1, "가": 1, "𝒳": 2, "é": 1, "👩‍👩": 5} {
		if got := units(text); got != want {
			t.Errorf("%q has %d units, want %d", text, got, want)
		}
	}
}

// TestLinked lets only addresses be pressed that lead where they seem to.
func TestLinked(t *testing.T) {
	tests := []struct{ in, links, rest string }{
		{"no address", "", "no address"},
		{"see https://ports.example.org/a?b=1&c=2.", "https://ports.example.org/a?b=1&c=2", "see ."},
		{"(http://a.example/x) and http://b.example", "http://a.example/x http://b.example", "() and "},
		{"<https://a.example/x|https://b.example>", "https://a.example/x https://b.example", "<|>"},
		{"https://good.example@evil.example/", "", "https://good.example@evil.example/"},
		{"https://gооd.example/", "", "https://gооd.example/"}, // the letters o are Cyrillic
		{"https://xn--80ak6aa92e.example/", "", "https://xn--80ak6aa92e.example/"},
		{"https://localhost/x javascript:alert(1) ftp://a.example", "", "https://localhost/x javascript:alert(1) ftp://a.example"},
		{"https://a.example/" + strings.Repeat("x", maxURL), "", "https://a.example/" + strings.Repeat("x", maxURL)},
	}
	for _, tt := range tests {
		var links []string
		var rest strings.Builder
		for _, e := range inertOf(tt.in).linked() {
			switch e := e.(type) {
			case *slack.RichTextSectionLinkElement:
				if e.Text != e.URL {
					t.Errorf("%q shows %q and leads to %q", tt.in, e.Text, e.URL)
				}
				links = append(links, e.URL)
			case *slack.RichTextSectionTextElement:
				rest.WriteString(e.Text)
			default:
				t.Errorf("%q: %T", tt.in, e)
			}
		}
		if got := strings.Join(links, " "); got != tt.links || rest.String() != tt.rest {
			t.Errorf("%q: links %q and text %q, want %q and %q", tt.in, got, rest.String(), tt.links, tt.rest)
		}
	}
}

// No element of rich text holds what could be taken for a mention.
func TestRichHoldsNoMention(t *testing.T) {
	for _, text := range hostile() {
		for _, e := range inertOf(text).rich(nil) {
			if got := fmt.Sprint(e); strings.Contains(got, "<!") || strings.Contains(got, "<@") || strings.Contains(got, "<#") {
				t.Errorf("%q: %s", text, got)
			}
		}
	}
}
