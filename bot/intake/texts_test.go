package intake

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A drawer is a shelf that outlives the texts.
type drawer struct {
	mu   sync.Mutex
	kept map[string]string
	fail error
}

func (d *drawer) Put(_ context.Context, key, text string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail == nil {
		d.kept[key] = text
	}
	return d.fail
}

func (d *drawer) Get(_ context.Context, key string) (string, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	text, ok := d.kept[key]
	return text, ok, d.fail
}

func textsOn(shelf Shelf) *Texts { return NewTexts(shelf, slog.New(slog.DiscardHandler)) }

// A text has one short key, and the same one after a restart.
func TestKeys(t *testing.T) {
	if k := KeyOf("ask levy"); len(k) != KeyLength || k != KeyOf("ask levy") || k == KeyOf("ask levies") {
		t.Errorf("key %q", k)
	}
	if k := textsOn(nil).Note(strings.Repeat("x", LargestText+1)); k != "" {
		t.Errorf("a text that is too long has the key %q", k)
	}
	if k := textsOn(nil).Note(strings.Repeat("x", LargestText)); k == "" {
		t.Error("a text that is just short enough has no key")
	}
}

// Memory is bounded, and the newest is in it.
func TestTextsBounded(t *testing.T) {
	texts := textsOn(nil)
	first := texts.Note("first")
	var last string
	for n := range 2 * mostTextBytes / LargestText {
		last = texts.Note(strings.Repeat("A", LargestText-8) + strconv.Itoa(n))
	}
	if _, ok := texts.Remembered(first); ok {
		t.Error("the oldest is still there")
	}
	if _, ok := texts.Remembered(last); !ok || texts.bytes > mostTextBytes || len(texts.order) != len(texts.known) {
		t.Errorf("%d bytes of %d texts, the newest there: %t", texts.bytes, len(texts.order), ok)
	}
}

// A text is put on the shelf once, and again as long as the shelf does not take it.
func TestTextsShelved(t *testing.T) {
	shelf := &drawer{kept: map[string]string{}, fail: errors.New("disk full")}
	texts := textsOn(shelf)
	key := texts.Keep(t.Context(), "ask levy")
	if got, ok := texts.Kept(t.Context(), key); got != "ask levy" || !ok {
		t.Errorf("%q, %t", got, ok)
	}
	shelf.fail = nil
	texts.Keep(t.Context(), "ask levy")
	if shelf.kept[key] != "ask levy" {
		t.Error("not put on the shelf once it works again")
	}
	if got, ok := textsOn(shelf).Kept(t.Context(), key); got != "ask levy" || !ok {
		t.Errorf("after a restart %q, %t", got, ok)
	}
	shelf.kept[key] = "publish of:levy"
	texts.Keep(t.Context(), "ask levy")
	if shelf.kept[key] != "publish of:levy" {
		t.Error("put on the shelf twice")
	}
	if got, ok := textsOn(shelf).Kept(t.Context(), key); ok {
		t.Errorf("took %q for the text of another key", got)
	}
	if _, ok := textsOn(nil).Kept(t.Context(), key); ok {
		t.Error("found without a shelf")
	}
}
