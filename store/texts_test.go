package store_test

import (
	"strings"
	"testing"

	"attache/briefings"
	"attache/store"
)

// A text comes back byte for byte under its key, whatever the key looks like,
// and is never replaced by another.
func TestTexts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if text, ok, err := s.Text(ctx, "K1"); ok || err != nil || text != "" {
			t.Errorf("nothing was kept, and it is %q, %t, %v", text, ok, err)
		}
		full := strings.Repeat("é", 128<<10)
		for key, text := range map[string]string{"K1": "ask ports", "a/b c": "", "긴": full} {
			for range 2 {
				if err := s.KeepText(ctx, key, text); err != nil {
					t.Fatalf("%s: %v", key, err)
				}
			}
			if got, ok, err := s.Text(ctx, key); got != text || !ok || err != nil {
				t.Errorf("%s is %q, %t, %v", key, briefings.Shorten(got, 40), ok, err)
			}
		}
		wantKind(t, "another text", s.KeepText(ctx, "K1", "ask docks"), briefings.Conflict)
		if got, _, _ := s.Text(ctx, "K1"); got != "ask ports" {
			t.Errorf("the first text became %q", got)
		}
		wantKind(t, "too long", s.KeepText(ctx, "K2", full+"."), briefings.Limit)
		wantKind(t, "no key", s.KeepText(ctx, "", "x"), briefings.Invalid)
		if entries, err := s.AuditEntries(ctx, 0, 0); err != nil || len(entries) != 0 {
			t.Errorf("texts left %d audit entries, %v", len(entries), err)
		}
	})
}
