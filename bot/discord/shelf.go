package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"sync"
)

// largestText is the longest text that is kept: far more than anybody types, and
// what the shelf takes.
const largestText = 8 << 10

// mostTextBytes is how much of the texts is in memory at once. The shelf has the
// others.
const mostTextBytes = 4 << 20

// texts are those that buttons carry by a key. It may be used from many
// goroutines at once.
type texts struct {
	mu    sync.Mutex
	known map[string]*keptText
	order []string // keys, oldest first
	bytes int
}

type keptText struct {
	text    string
	shelved bool // it outlives the process
}

func newTexts() *texts { return &texts{known: map[string]*keptText{}} }

// keyOf returns the key of a text. It is the same for the same text, and nobody
// can guess it who does not know the text.
func keyOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:maxKey*3/4])
}

// put remembers a text and returns its key, or "" for one that is too long.
func (t *texts) put(text string) (key string) {
	if len(text) > largestText {
		return ""
	}
	key = keyOf(text)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known[key] != nil {
		return key
	}
	t.known[key] = &keptText{text: text}
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

func (t *texts) get(key string) (text string, shelved, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := t.known[key]; k != nil {
		return k.text, k.shelved, true
	}
	return "", false, false
}

func (t *texts) shelved(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := t.known[key]; k != nil {
		k.shelved = true
	}
}

// keeping returns the function by which the buttons of a message have their
// texts kept, in memory and on the shelf. A text that the shelf does not take is
// good until the process ends.
func (p *Platform) keeping(ctx context.Context) func(text string) string {
	return func(text string) string {
		key := p.state.texts.put(text)
		p.shelve(ctx, key)
		return key
	}
}

// shelve puts a text in memory on the shelf, once.
func (p *Platform) shelve(ctx context.Context, key string) {
	text, done, ok := p.state.texts.get(key)
	if p.cfg.Shelf == nil || !ok || done {
		return
	}
	if err := p.cfg.Shelf.Put(ctx, key, text); err != nil {
		p.log.Warn("discord button works until a restart only", "error", err)
		return
	}
	p.state.texts.shelved(key)
}

// kept returns the text that a component stands for, or false when it is gone.
func (p *Platform) kept(ctx context.Context, c pressed) (string, bool) {
	if text, ok := p.remembered(c); ok || p.cfg.Shelf == nil {
		return text, ok
	}
	text, ok, err := p.cfg.Shelf.Get(ctx, c.Key)
	if err != nil {
		p.log.Warn("discord button not looked up", "error", err)
	}
	if !ok || err != nil || keyOf(text) != c.Key {
		return "", false
	}
	p.state.texts.put(text)
	p.state.texts.shelved(c.Key)
	return text, true
}

// remembered is kept from memory alone.
func (p *Platform) remembered(c pressed) (string, bool) {
	if c.Key == "" {
		return c.Text, true
	}
	text, _, ok := p.state.texts.get(c.Key)
	return text, ok
}
