package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"

	"attache/briefings"
	"attache/store/bolt"
	"attache/store/kv"
	"attache/store/search"
)

// Options are the settings of [Open]. The zero Options is fine.
type Options struct {
	// Log is told what the store mends or leaves out by itself; nil tells nobody.
	Log *slog.Logger
	// Index finds passages. Nil is an index of the store's own: beside the file
	// in PATH.index, or in memory for mem. The store closes it.
	Index search.Index
	// Anchor is the file that is told the head of the audit after each commit.
	// Empty is PATH.anchor beside a store in a file, and [Nowhere] for mem.
	Anchor string
}

// A Store keeps everything. All methods may be called at once. Failures of the
// disk or the network are wrapped errors; mistakes that people can mend are of
// type [*briefings.Error].
type Store struct {
	db     kv.DB
	log    *slog.Logger
	packer packer

	identity atomic.Pointer[string] // a dump that is loaded brings its own
	anchor   *anchor

	writing chan struct{} // held by the one write that is going on

	mu        sync.Mutex // guards the next three
	decoded   map[briefings.SourceID]*briefings.Source
	inForce   []*briefings.Source // of the change inForceAt; nil before the first call
	inForceAt briefings.Seq

	index     search.Index
	indexing  chan struct{} // held by whoever changes the index
	followed  atomic.Uint64 // the change up to which the index has followed
	indexSeen atomic.Bool   // whether followed is known
	stop      context.CancelFunc
	stopped   chan struct{} // closed when the follower of the change log has ended
	closing   sync.Once
	closeErr  error
}

// Open opens the store that spec names: "bolt:PATH" for a file, which is made
// when it does not exist, or "mem" for memory. It is a mistake of kind Invalid
// to name anything else, of kind Unsupported to name etcd, and of kind Unusable
// when the file is held by another process, damaged, or not of this version.
//
// The search index follows in the background; an index that is missing, damaged
// or of another store is deleted and built again.
func Open(ctx context.Context, spec string, opts Options) (*Store, error) {
	db, path, err := openDB(spec)
	if err != nil {
		return nil, err
	}
	s, err := openOn(ctx, db, spec, path, opts)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// openOn opens the store that db holds. Several may stand on one db, as on one
// that replicas share.
func openOn(ctx context.Context, db kv.DB, spec, path string, opts Options) (*Store, error) {
	log := opts.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	identity, err := migrate(ctx, db, spec, migrations())
	if err != nil {
		return nil, err
	}
	s := &Store{
		db: db, log: log, packer: newPacker(), index: opts.Index,
		writing: make(chan struct{}, 1), indexing: make(chan struct{}, 1), stopped: make(chan struct{}),
		decoded: make(map[briefings.SourceID]*briefings.Source), anchor: newAnchor(opts.Anchor, path, log),
	}
	s.identity.Store(&identity)
	if s.index == nil {
		s.index = openIndex(path, identity, log)
	}
	following, stop := context.WithCancel(context.Background())
	s.stop = stop
	go s.followIndex(following)
	return s, nil
}

// openDB opens the engine that spec names. Path is where its file is, empty
// for an engine without one.
func openDB(spec string) (db kv.DB, path string, err error) {
	engine, path, _ := strings.Cut(spec, ":")
	switch {
	case spec == "mem":
		return kv.NewMem(), "", nil
	case engine == "bolt" && path != "":
		db, err := bolt.Open(path)
		if err != nil {
			return nil, "", unusable(err)
		}
		return db, path, nil
	case engine == "etcd":
		return nil, "", briefings.Errorf(briefings.Unsupported, "A store on etcd is not offered yet; use bolt:PATH or mem.")
	}
	return nil, "", briefings.Errorf(briefings.Invalid, "%q is not a store; write bolt:PATH for a file or mem for memory.", briefings.Shorten(spec, 60))
}

// unusable puts an engine's refusal into a sentence.
func unusable(err error) error {
	var u *kv.UnusableError
	if errors.As(err, &u) {
		return briefings.Errorf(briefings.Unusable, "The store %s %s.", u.Path, u.Reason)
	}
	return fmt.Errorf("open store: %w", err)
}

// Close waits for what is going on and gives up the file and the index. It may
// be called twice; other methods fail afterwards.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.stop()
		<-s.stopped
		s.indexing <- struct{}{}
		s.closeErr = errors.Join(s.index.Close(), s.db.Close())
	})
	return s.closeErr
}
