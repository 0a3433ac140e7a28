package discord

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"attache/commands"
)

func TestInert(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Ports pay.", "Ports pay."},
		{"emphasis", "*a* _b_ ~~c~~ ||d||", `\*a\* \_b\_ \~\~c\~\~ \|\|d\|\|`},
		{"code", "`rm` ```sh", "\\`rm\\` \\`\\`\\`sh"},
		{"a backslash is not trusted", `\*a\*`, `\\\*a\\\*`},
		{"mention of all", "@everyone @here", `\@everyone \@here`},
		{"mention of one", "<@1> <@!1> <@&2> <#3>", `\<\@1\> \<\@!1\> \<\@&2\> \<\#3\>`},
		{"command", "</ask:4>", `\<\/ask\:4\>`},
		{"timestamp of the text's own", "<t:1700000000:R>", `\<t\:1700000000\:R\>`},
		{"pictures", "<:smile:5> <a:x:6> :warning:", `\<\:smile\:5\> \<a\:x\:6\> \:warning\:`},
		{"masked link", "[bank](https://evil.example)", `\[bank\](https\:\/\/evil.example)`},
		{"address", "https://a.example/b_c", `https\:\/\/a.example\/b\_c`},
		{"invitation", "discord.gg/abc", `discord.gg\/abc`},
		{"heading, small text, quote", "# a -# b > c >>> d", `\# a \-\# b \> c \>\>\> d`},
		{"list", "- a * b + c 1. d 2025. e 1.5 f", `\- a \* b \+ c 1\. d 2025\. e 1.5 f`},
		{"number at the end", "in 2025.", `in 2025\.`},
		{"shrug", `¯\_(ツ)_/¯`, `¯\\\_(ツ)\_\/¯`},
		{"zero width", "<\u200b@1\u200b>", `\<\@1\>`},
		{"reordering", "abc\u202edef\u2066", "abcdef"},
		{"lines", "a\r\n- b\tc\u2028d", `a \- b c d`},
		{"controls", "a\x00\x1b[31mb", `a\[31mb`},
		{"no UTF-8", "a\xff", "a\uFFFD"},
		{"Korean", "항만 비용", "항만 비용"},
		{"right to left", "שלום <b>", `שלום \<b\>`},
	}
	for _, tt := range tests {
		got := inertOf(tt.in)
		if got.escaped != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got.escaped, tt.want)
		}
		if want := oneLine(tt.in); got.plain() != want {
			t.Errorf("%s: people read %q, want %q", tt.name, got.plain(), want)
		}
	}
}

// TestInertIsInert reads any text as Discord does, by a reader that shares
// nothing with the escaping, after any mark of ours.
func TestInertIsInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		for _, lead := range []string{"", heading, bullet, small} {
			for _, shown := range []inert{inertOf(text), linked(text), stamperOf("24 Nov 2025 09:00").inert(text)} {
				if fault := activeIn(lead + shown.escaped); fault != "" {
					t.Fatal(fault)
				}
				if fault := activeIn(lead + bold(shown)); fault != "" && !shown.empty() {
					t.Fatal(fault)
				}
			}
		}
	})
}

func stamperOf(texts ...string) stamper {
	var instants []commands.Instant
	for _, text := range texts {
		instants = append(instants, commands.Instant{Text: text, At: time.Unix(1763974800, 0)})
	}
	return newStamper(instants)
}

// TestInertCuts holds shortening and splitting to their limits, and demands
// that no escape is cut and nothing lost.
func TestInertCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := stamperOf("24 Nov 2025 09:00").inert(anyText().Draw(t, "text"))
		limit := rapid.IntRange(30, 200).Draw(t, "limit")
		parts := text.split(limit)
		for i, part := range append(parts, text.shortened(limit)) {
			if part.size() > limit || activeIn(part.escaped) != "" {
				t.Fatalf("part %d of %d units, at most %d: %s: %q", i, part.size(), limit, activeIn(part.escaped), part.escaped)
			}
		}
		var all strings.Builder
		for _, part := range parts {
			all.WriteString(part.escaped)
		}
		if got, want := strings.ReplaceAll(all.String(), " ", ""), strings.ReplaceAll(text.escaped, " ", ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		if short := shortPlain(text.plain(), limit); units(short) > limit || oneLine(short) != short {
			t.Fatalf("%q is %d units, at most %d", short, units(short), limit)
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
	long := "https://a.example/" + strings.Repeat("x", maxAddress)
	tests := []struct{ in, want string }{
		{"no address", "no address"},
		{"see https://ports.example.org/a_b?c=1&d=2.", "see <https://ports.example.org/a_b?c=1&d=2>."},
		{"(http://a.example/x) and http://b.example", "(<http://a.example/x>) and <http://b.example>"},
		{"<https://a.example/x|https://b.example>", `\<<https://a.example/x>\|<https://b.example>\>`},
		{"[bank](https://evil.example)", `\[bank\](<https://evil.example>)`},
		{"https://good.example@evil.example/", `https\:\/\/good.example\@evil.example\/`},
		{"https://gооd.example/", `https\:\/\/gооd.example\/`}, // the letters o are Cyrillic
		{"https://a.example/나", `https\:\/\/a.example\/나`},
		{`https://a.example\@evil.example`, `https\:\/\/a.example\\\@evil.example`},
		{"https://xn--80ak6aa92e.example/", `https\:\/\/xn\-\-80ak6aa92e.example\/`},
		{"https://localhost/x javascript:alert(1) ftp://a.example", `https\:\/\/localhost\/x javascript\:alert(1) ftp\:\/\/a.example`},
		{long, escape(long)},
	}
	for _, tt := range tests {
		if got := linked(tt.in).escaped; got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestStamps shows the moments of a reply as timestamps and nothing else as one.
func TestStamps(t *testing.T) {
	s := stamperOf("24 Nov 2025 09:00", "24 Nov 2025 09:00 UTC", "", "\u200b")
	tests := []struct{ in, want, plain string }{
		{"Published 24 Nov 2025 09:00, again", "Published <t:1763974800:f>, again", "Published 24 November 2025 09:00 UTC, again"},
		{"24 Nov 2025 09:00 UTC", "<t:1763974800:f>", "24 November 2025 09:00 UTC"},
		{"124 Nov 2025 09:00", `124 Nov 2025 09\:00`, "124 Nov 2025 09:00"},
		{"24 Nov 2025 09:001", `24 Nov 2025 09\:001`, "24 Nov 2025 09:001"},
		{"<t:1:f> 24 Nov", `\<t\:1\:f\> 24 Nov`, "<t:1:f> 24 Nov"},
		{"", "", ""},
	}
	for _, tt := range tests {
		got := s.inert(tt.in)
		if got.escaped != tt.want || got.plain() != tt.plain {
			t.Errorf("%q: %q read as %q, want %q read as %q", tt.in, got.escaped, got.plain(), tt.want, tt.plain)
		}
	}
	if s := newStamper([]commands.Instant{{Text: "never"}, {Text: "late", At: time.Unix(maxUnix+1, 0)}}); len(s.moments) != 0 {
		t.Errorf("moments without a time: %v", s.moments)
	}
	if got := (stamper{}).inert("24 Nov 2025 09:00").escaped; got != `24 Nov 2025 09\:00` {
		t.Errorf("without moments: %q", got)
	}
}
