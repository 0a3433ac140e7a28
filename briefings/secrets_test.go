package briefings_test

import (
	"strings"
	"testing"

	"attache/briefings"
)

func TestHideSecrets(t *testing.T) {
	// The secrets are put together here, so that no scanner takes them for real ones.
	for _, tt := range []struct{ before, secret, after string }{
		{"ask ", "xo" + "xb-123456789012-abcdefABCDEF", " please"},
		{"ask ", "xap" + "p-1-A012345-987654321-abcdef", ""},
		{"post to https://", "hooks.sla" + "ck.com/services/T0/B0/abcdef", ""},
		{"https://discord.com", "/api/webho" + "oks/123456/abc-def_ghi", ""},
		{"token is ", "MTIzNDU2Nzg5MDEyMzQ1Njc4." + "GhIjKl." + "abcdefghijklmnopqrstuvwxyz012345", "."},
		{"", "gh" + "p_abcdefghijklmnopqrstuvwxyz0123456789", ""},
		{"", "AKI" + "AABCDEFGHIJKLMNOP", " it is"},
		{"", "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdef-_", ""},
		{"", "-----BEGIN RSA PRIVATE " + "KEY-----\nabc\n-----END", ""},
		{"import https", "://user:pa" + "ss@", "example.org/a.pdf"},
		{"Authorization ", "Bearer " + "abcdefghijklmnop1234", ""},
		{"https://example.org/a", "?tok" + "en=abcdef123", "&page=2"},
		{"my ", "pass" + "word: hunter2", " is old"},
	} {
		got := briefings.HideSecrets(tt.before + tt.secret + tt.after)
		if want := tt.before + "[hidden]" + tt.after; got != want {
			t.Errorf("%q became %q, want %q", tt.before+tt.secret+tt.after, got, want)
		}
	}
	for _, plain := range []string{
		"ask Who should pay for port inspections?", "recs actor:Seoul topic:\"port dues\"", "cite S-0001#12", "import https://example.org/a.pdf?page=2",
		"the password policy, the token gesture and the secret harbour", "find basic research", "S-0001 09:00-17:30", "slack/T0123/U0456", strings.Repeat("word ", 40),
	} {
		if got := briefings.HideSecrets(plain); got != plain {
			t.Errorf("%q became %q", plain, got)
		}
	}
}
