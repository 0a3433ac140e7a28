package discord

import (
	"errors"
	"strings"
	"testing"
)

// A text has one short key, and the same one after a restart.
func TestKeys(t *testing.T) {
	if k := keyOf("ask levy"); len(k) != maxKey || k != keyOf("ask levy") || k == keyOf("ask levies") {
		t.Errorf("key %q", k)
	}
	if k := newTexts().put(strings.Repeat("x", largestText+1)); k != "" {
		t.Errorf("a text that is too long has the key %q", k)
	}
	if k := newTexts().put(strings.Repeat("x", largestText)); k == "" {
		t.Error("a text that is just short enough has no key")
	}
}

// Memory is bounded, and the newest is in it.
func TestTextsBounded(t *testing.T) {
	texts := newTexts()
	first := texts.put("first")
	var last string
	for n := range 2 * mostTextBytes / largestText {
		last = texts.put(strings.Repeat(string(rune('A'+n%26)), largestText-8) + keyOf(strings.Repeat("n", n))[:8])
	}
	if _, _, ok := texts.get(first); ok {
		t.Error("the oldest is still there")
	}
	if _, _, ok := texts.get(last); !ok || texts.bytes > mostTextBytes || len(texts.order) != len(texts.known) {
		t.Errorf("%d bytes of %d texts, the newest there: %t", texts.bytes, len(texts.order), ok)
	}
}

// A text is put on the shelf once, and again as long as the shelf does not take it.
func TestShelf(t *testing.T) {
	shelf := &drawer{fail: errors.New("disk full")}
	p := openPlatform(t, Config{Shelf: shelf})
	keep := p.keeping(t.Context())
	key := keep("ask levy")
	if got, ok := p.kept(t.Context(), pressed{Key: key}); got != "ask levy" || !ok {
		t.Errorf("%q, %t", got, ok)
	}
	shelf.fail = nil
	keep("ask levy")
	if shelf.kept[key] != "ask levy" {
		t.Error("not put on the shelf once it works again")
	}
	shelf.kept[key] = "publish of:levy"
	keep("ask levy")
	if shelf.kept[key] != "publish of:levy" {
		t.Error("put on the shelf twice")
	}
	// What a shelf gives back under a key that is not its own is not trusted.
	again := openPlatform(t, Config{Shelf: shelf})
	if got, ok := again.kept(t.Context(), pressed{Key: key}); ok {
		t.Errorf("took %q", got)
	}
	if got, ok := again.kept(t.Context(), pressed{Text: "topics"}); got != "topics" || !ok {
		t.Errorf("%q, %t", got, ok)
	}
	if _, ok := openPlatform(t, Config{}).kept(t.Context(), pressed{Key: key}); ok {
		t.Error("found without a shelf")
	}
}
