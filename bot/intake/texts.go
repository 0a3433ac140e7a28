package intake

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"sync"
)

// A Shelf keeps texts under short keys, so that a button works after a restart.
// It may be called from many goroutines at once.
type Shelf interface {
	// Put keeps a text under a key; the same text may be kept again.
	Put(ctx context.Context, key, text string) error
	// Get returns the text kept under a key, or false when there is none.
	Get(ctx context.Context, key string) (text string, ok bool, err error)
}

// LargestText is the longest text that is kept, in bytes: all fields of the
// largest form, filled in to their ends, and what the shelf takes.
const LargestText = 256 << 10

// KeyLength is how many characters a key has.
const KeyLength = 24

// mostTextBytes is how much of the texts is in memory at once. The shelf has the
// others.
const mostTextBytes = 8 << 20

// Texts are those that buttons and forms carry by a key, since a platform lets
// them carry little themselves. It may be used from many goroutines at once.
type Texts struct {
	shelf Shelf
	log   *slog.Logger

	mu    sync.Mutex
	known map[string]*keptText
	order []string // keys, oldest first
	bytes int
}

type keptText struct {
	text    string
	shelved bool // it outlives the process
}

// NewTexts returns a memory of no text. Without a shelf, which may be nil, a text
// is good until the process ends.
func NewTexts(shelf Shelf, log *slog.Logger) *Texts {
	return &Texts{shelf: shelf, log: log, known: map[string]*keptText{}}
}

// KeyOf returns the key of a text, of [KeyLength] letters, digits, hyphens and
// underscores. It is the same for the same text, and nobody can guess it who
// does not know the text.
func KeyOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:KeyLength*3/4])
}

// Note keeps a text in memory alone and returns its key, or "" for one that is
// too long; [Texts.Shelve] does the rest. It waits for nothing.
func (t *Texts) Note(text string) (key string) { return t.note(text, false) }

func (t *Texts) note(text string, shelved bool) (key string) {
	if len(text) > LargestText {
		return ""
	}
	key = KeyOf(text)
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := t.known[key]; k != nil {
		k.shelved = k.shelved || shelved
		return key
	}
	t.known[key] = &keptText{text, shelved}
	t.order = append(t.order, key)
	t.bytes += len(text)
	for t.bytes > mostTextBytes {
		oldest := t.order[0]
		t.bytes -= len(t.known[oldest].text)
		delete(t.known, oldest)
		t.order = t.order[1:]
	}
	return key
}

// Shelve puts a text that is in memory on the shelf, once. One that the shelf
// does not take is good until the process ends, which the log says.
func (t *Texts) Shelve(ctx context.Context, key string) {
	t.mu.Lock()
	k, text := t.known[key], ""
	due := k != nil && !k.shelved && t.shelf != nil
	if due {
		text = k.text
	}
	t.mu.Unlock()
	if !due {
		return
	}
	if err := t.shelf.Put(ctx, key, text); err != nil {
		t.log.Warn("a button works until a restart only", "error", err)
		return
	}
	t.note(text, true)
}

// Keep keeps a text in memory and on the shelf, and returns its key, or "" for
// one that is too long.
func (t *Texts) Keep(ctx context.Context, text string) (key string) {
	if key = t.Note(text); key != "" {
		t.Shelve(ctx, key)
	}
	return key
}

// Remembered returns the text of a key from memory alone, or false.
func (t *Texts) Remembered(key string) (text string, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := t.known[key]; k != nil {
		return k.text, true
	}
	return "", false
}

// Kept returns the text of a key, or false when nobody has kept one. What the
// shelf returns under a key that is not its own is not trusted.
func (t *Texts) Kept(ctx context.Context, key string) (text string, ok bool) {
	if text, ok = t.Remembered(key); ok || t.shelf == nil || key == "" {
		return text, ok
	}
	text, ok, err := t.shelf.Get(ctx, key)
	if err != nil {
		t.log.Warn("a button was not looked up", "error", err)
	}
	if !ok || err != nil || KeyOf(text) != key {
		return "", false
	}
	t.note(text, true)
	return text, true
}
