// Package bolt is the [kv.DB] in one file on disk, kept by bbolt.
//
// bbolt maps the file into memory and trusts what it finds there, so a damaged
// file can end the process. [Open] therefore reads the file's structure with
// ordinary reads before it lets bbolt see it, and every later call survives a
// fault in the mapped pages. The file belongs to one process at a time; who
// holds it is written beside it, in PATH.lock.
//
// The package does not know what is kept.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"attache/store/kv"
)

const (
	lockWait    = 300 * time.Millisecond // how long to wait for the process that holds the file
	initialMap  = 64 << 20               // mapped ahead, so that a growing store seldom has to remap
	growthChunk = 2 << 20                // by how much the file grows at a time
)

var bucketName = []byte("attache")

// DB is a [kv.DB] in one file.
type DB struct {
	path   string
	bolt   *bbolt.DB
	bell   kv.Bell
	locks  kv.Locks
	closed atomic.Bool

	// A commit that meets a fault in the file leaves bbolt's own lock taken, so
	// nobody may go there again. Commits wait for each other here, not there.
	writing sync.Mutex
	broken  *kv.UnusableError // the fault that a commit has met
	file    *os.File
}

var _ kv.DB = (*DB)(nil)

// Open opens the store in the file at path, and makes file and folders when
// they do not exist. It fails with a [*kv.UnusableError] when the file is held
// by another process, is not a store, or is damaged, and never changes such a
// file. It waits at most a third of a second.
func Open(path string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	// The file may be replaced between being opened and being locked when two
	// processes make it at once; the second try then finds the other's file.
	for try := 0; ; try++ {
		if err := prepare(path); err != nil {
			return nil, err
		}
		db, err := open(path)
		if errors.Is(err, errReplaced) && try < 3 {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := writeOwner(path, os.Getpid()); err != nil {
			return nil, errors.Join(err, db.bolt.Close())
		}
		return db, nil
	}
}

var errReplaced = errors.New("replaced while it was being opened")

// prepare makes the store when there is none, and refuses what cannot be one.
func prepare(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return create(path)
	case err != nil:
		return unreadable(path, err)
	case info.IsDir():
		return &kv.UnusableError{Path: path, Reason: "is a folder, not a store; name a file in it"}
	case !info.Mode().IsRegular():
		return &kv.UnusableError{Path: path, Reason: "is not an ordinary file, so it cannot be a store"}
	case info.Size() == 0 && hasOwnerFile(path):
		return &kv.UnusableError{Path: path, Reason: "is empty though it held a store before; restore it from a backup, or delete it together with " +
			filepath.Base(ownerPath(path)) + " to start anew"}
	case info.Size() == 0:
		return create(path)
	}
	return nil
}

// open locks the file, checks its structure and hands it to bbolt.
func open(path string) (opened *DB, err error) {
	db := &DB{path: path}
	defer func() {
		if err != nil && db.file != nil {
			db.file.Close() // bbolt leaves it open, and so locked, when it panics
		}
	}()
	defer db.survive(debug.SetPanicOnFault(true), &err)
	options := &bbolt.Options{
		Timeout:         lockWait,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: initialMap,
		NoStatistics:    true,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			db.file, err = openChecked(path, flag, mode)
			return db.file, err
		},
	}
	db.bolt, err = bbolt.Open(path, 0o600, options)
	var unusable *kv.UnusableError
	switch {
	case err == nil:
	case errors.As(err, &unusable), errors.Is(err, errReplaced):
		return nil, err
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, &kv.UnusableError{Path: path, Reason: heldBy(path)}
	default:
		return nil, unreadable(path, err)
	}
	db.bolt.AllocSize = growthChunk
	err = db.bolt.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucketName) == nil {
			return &kv.UnusableError{Path: path, Reason: "belongs to another program; name another file for the store"}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, db.bolt.Close())
	}
	return db, nil
}

// openChecked opens and locks the file and checks its structure. bbolt calls it
// before it maps the file; locking the same open file again costs it nothing.
func openChecked(path string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag&^os.O_CREATE, mode)
	if err != nil {
		return nil, err
	}
	if err := checkFile(f, path); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func checkFile(f *os.File, path string) error {
	if err := lockFile(f, lockWait); err != nil {
		if errors.Is(err, errHeld) {
			return &kv.UnusableError{Path: path, Reason: heldBy(path)}
		}
		return fmt.Errorf("lock: %w", err)
	}
	mine, err := f.Stat()
	if err != nil {
		return err
	}
	there, err := os.Stat(path)
	if err != nil || !os.SameFile(mine, there) {
		return errReplaced
	}
	if fault := checkStructure(f, mine.Size()); fault != "" {
		return &kv.UnusableError{Path: path, Reason: fault}
	}
	return nil
}

// unreadable explains why the file system would not hand out the file.
func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return &kv.UnusableError{Path: path, Reason: "may not be read and written by this user; change its permissions or name another file"}
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return &kv.UnusableError{Path: path, Reason: "cannot be opened as a store: " + err.Error()}
}

// Close implements [kv.DB].
func (db *DB) Close() error {
	if db.closed.Swap(true) {
		return nil
	}
	db.bell.Close()
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.broken != nil {
		return db.file.Close()
	}
	if err := db.bolt.Close(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

// Wake implements [kv.DB].
func (db *DB) Wake(prefix string) <-chan struct{} { return db.bell.Wait(prefix) }

// Lock implements [kv.DB]. The file belongs to this process alone, so a lock
// within the process is enough.
func (db *DB) Lock(ctx context.Context, name string) (func(), error) {
	if err := db.ready(ctx); err != nil {
		return nil, err
	}
	return db.locks.Lock(ctx, name)
}
