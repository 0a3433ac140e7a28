package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"go.etcd.io/bbolt"

	"attache/store/kv"
)

// create makes an empty store at path. It is made under another name, written
// through to the disk and then put in place, so that a crash leaves either no
// store or a whole one. A store that another process puts there first stays.
func create(path string) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return unreadable(path, err)
	}
	f, err := os.CreateTemp(folder, filepath.Base(path)+".new-*")
	if err != nil {
		return unreadable(path, err)
	}
	fresh := f.Name()
	defer os.Remove(fresh)
	if err := f.Close(); err != nil {
		return unreadable(path, err)
	}
	if err := fill(fresh); err != nil {
		return fmt.Errorf("create store %s: %w", path, err)
	}
	if err := place(fresh, path); err != nil {
		return fmt.Errorf("create store %s: %w", path, err)
	}
	return syncFolder(folder)
}

// fill writes an empty store into the file at path.
func fill(path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType, NoStatistics: true})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket(bucketName)
		return err
	})
	return errors.Join(err, db.Close())
}

// place gives the fresh file its name. A link, unlike a rename, does not take
// the name from a file that has come there meanwhile; it is not offered by
// every file system.
func place(fresh, path string) error {
	err := os.Link(fresh, path)
	if errors.Is(err, fs.ErrExist) {
		info, statErr := os.Stat(path)
		if statErr != nil || info.Size() > 0 {
			return statErr
		}
	}
	if err != nil {
		return os.Rename(fresh, path)
	}
	return nil
}

// syncFolder makes the names in the folder durable. Windows and some file
// systems do not let a folder be synced; there is then nothing more to do.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(folder)
	if err != nil {
		return unreadable(folder, err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return &kv.UnusableError{Path: folder, Reason: "cannot be written to the disk: " + err.Error()}
	}
	return nil
}
