package discord

import "testing"

// What a component stands for is its own text, or that of its key.
func TestKept(t *testing.T) {
	p := openPlatform(t, Config{Shelf: &drawer{}})
	key := p.keeping(t.Context())("ask levy")
	for _, tt := range []struct {
		pressed pressed
		want    string
		ok      bool
	}{{pressed{Key: key}, "ask levy", true}, {pressed{Text: "topics"}, "topics", true}, {pressed{Key: "another"}, "", false}} {
		if got, ok := p.kept(t.Context(), tt.pressed); got != tt.want || ok != tt.ok {
			t.Errorf("%+v is kept as %q, %t", tt.pressed, got, ok)
		}
		if got, ok := p.remembered(tt.pressed); got != tt.want || ok != tt.ok {
			t.Errorf("%+v is remembered as %q, %t", tt.pressed, got, ok)
		}
	}
}
