package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"attache/briefings"
)

// Bleve is an [Index] kept by the bleve library, on disk or in memory. It must
// not be used in a testing/synctest bubble: the library's goroutines are
// outside.
type Bleve struct {
	mu    sync.RWMutex // held for writing by what changes the index
	index bleve.Index  // nil once closed
	path  string
	seq   briefings.Seq
	shelf *shelf
	cache volumes
}

// The keys of what an index notes about itself.
var (
	formKey = []byte("attache/form")
	seqKey  = []byte("attache/seq")
)

// version names the version of the analysis and of its glossary.
func version() string { return volumeForm + "-" + strconv.FormatUint(uint64(hash(glossaryText)), 16) }

// Open opens the index in the folder at path, or makes one when nothing is
// there; an empty path is an index in memory. It fails with [ErrLocked] when
// another process has it open, with [ErrStale] when another version built it,
// with [ErrForeign] when the folder was never an index, and with [ErrCorrupt]
// when it is damaged.
func Open(path string) (*Bleve, error) {
	b := &Bleve{path: path, shelf: newShelf(nil)}
	err := guarded(func() error {
		fresh, err := absent(path)
		if err != nil {
			return err
		}
		if path == "" || fresh {
			return b.create()
		}
		return b.open()
	})
	if err != nil {
		if b.index != nil {
			b.index.Close()
		}
		return nil, fmt.Errorf("open the search index %q: %w", path, err)
	}
	return b, nil
}

// absent reports whether there is nothing at path, or an empty folder.
func absent(path string) (bool, error) {
	if path == "" {
		return true, nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if !info.IsDir() {
		return false, ErrForeign
	}
	list, err := os.ReadDir(path)
	return err == nil && len(list) == 0, err
}

// settings keep a second process from waiting for ever for the first.
func settings() map[string]any { return map[string]any{"bolt_timeout": "500ms"} }

func (b *Bleve) create() error {
	m := mapping.NewIndexMapping()
	m.ScoringModel = index.BM25Scoring
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	made, err := bleve.NewUsing(b.path, m, scorch.Name, scorch.Name, settings())
	if err != nil {
		return named(err)
	}
	b.index = made
	if err := made.SetInternal(formKey, []byte(version())); err != nil {
		return err
	}
	return made.SetInternal(seqKey, []byte("0"))
}

func (b *Bleve) open() error {
	if _, err := os.Stat(filepath.Join(b.path, "index_meta.json")); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return ErrForeign
		}
		return err
	}
	if err := checkSegments(b.path); err != nil {
		return err
	}
	opened, err := bleve.OpenUsing(b.path, settings())
	if err != nil {
		return named(err)
	}
	b.index = opened
	built, err := opened.GetInternal(formKey)
	if err != nil {
		return err
	}
	if string(built) != version() {
		return ErrStale
	}
	seq, err := opened.GetInternal(seqKey)
	if err != nil {
		return err
	}
	n, err := strconv.ParseUint(string(seq), 10, 64)
	if err != nil {
		return ErrCorrupt
	}
	b.seq = briefings.Seq(n)
	return b.readCards()
}

// guarded calls f and returns [ErrCorrupt] when it panics: the library trusts
// its files, which are mapped into memory.
func guarded(f func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, fault)
		}
	}()
	return f()
}

// readCards fills the shelf from the index.
func (b *Bleve) readCards() error {
	cards := map[briefings.SourceID]card{}
	reader, err := b.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	ids, err := reader.TermFieldReader(context.Background(), []byte(cardKind), kindField, false, false, false)
	if err != nil {
		return err
	}
	defer ids.Close()
	for {
		hit, err := ids.Next(nil)
		if err != nil {
			return err
		}
		if hit == nil {
			break
		}
		id, err := reader.ExternalID(hit.ID)
		if err != nil {
			return err
		}
		raw, err := stored(reader, id, cardField)
		if err != nil {
			return err
		}
		var c card
		if err := json.Unmarshal(raw, &c); err != nil {
			return fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		cards[c.ID] = c
	}
	b.shelf = newShelf(cards)
	return nil
}

// Apply implements [Index].
func (b *Bleve) Apply(ctx context.Context, seq briefings.Seq, add []*briefings.Source, remove []briefings.SourceID) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.index == nil {
		return ErrClosed
	}
	cards := maps.Clone(b.shelf.cards)
	if cards == nil {
		cards = map[briefings.SourceID]card{}
	}
	batch := b.index.NewBatch()
	drop := func(id briefings.SourceID) {
		for _, n := range cards[id].Passages {
			batch.Delete(briefings.PassageRef{Source: id, N: n}.String())
		}
		batch.Delete(cardID(id))
		delete(cards, id)
	}
	for _, id := range remove {
		drop(id)
	}
	for _, src := range add {
		if err := ctx.Err(); err != nil {
			return err
		}
		drop(src.ID)
		volume, list := analyse(src)
		c := newCard(src, volume)
		cards[src.ID] = c
		for i := range list {
			if err := batch.IndexAdvanced(passageDocument(src.ID, &list[i])); err != nil {
				return fmt.Errorf("index %s: %w", src.ID, err)
			}
		}
		if err := batch.IndexAdvanced(cardDocument(&c, volume)); err != nil {
			return fmt.Errorf("index %s: %w", src.ID, err)
		}
	}
	batch.SetInternal(seqKey, []byte(strconv.FormatUint(uint64(seq), 10)))
	if err := guarded(func() error { return b.index.Batch(batch) }); err != nil {
		return fmt.Errorf("apply change %d to the search index: %w", seq, err)
	}
	b.shelf, b.seq = newShelf(cards), seq
	for _, src := range add {
		remove = append(remove, src.ID)
	}
	b.cache.forget(remove)
	return nil
}

// Seq implements [Index].
func (b *Bleve) Seq(ctx context.Context) (briefings.Seq, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.index == nil {
		return 0, ErrClosed
	}
	return b.seq, ctx.Err()
}

// Reset implements [Index].
func (b *Bleve) Reset(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.index == nil {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	batch := b.index.NewBatch()
	for id, c := range b.shelf.cards {
		for _, n := range c.Passages {
			batch.Delete(briefings.PassageRef{Source: id, N: n}.String())
		}
		batch.Delete(cardID(id))
	}
	batch.SetInternal(seqKey, []byte("0"))
	if err := guarded(func() error { return b.index.Batch(batch) }); err != nil {
		return fmt.Errorf("empty the search index: %w", err)
	}
	b.cache.forget(b.shelf.order)
	b.shelf, b.seq = newShelf(nil), 0
	return nil
}

// Close implements [Index].
func (b *Bleve) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.index == nil {
		return nil
	}
	err := b.index.Close()
	b.index = nil
	if err != nil {
		return fmt.Errorf("close the search index: %w", err)
	}
	return nil
}

// reader returns a view of the index as it stands.
func (b *Bleve) reader() (index.IndexReader, error) {
	advanced, err := b.index.Advanced()
	if err != nil {
		return nil, err
	}
	return advanced.Reader()
}

func cardID(id briefings.SourceID) string { return "card/" + strings.ToLower(string(id)) }
