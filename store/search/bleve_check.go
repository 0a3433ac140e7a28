package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// checkSegments compares every segment file with the checksum at its end, which
// the library writes but does not read: it would answer from damaged bytes. It
// holds the lock of the index meanwhile, so that no segment is half written.
func checkSegments(path string) (err error) {
	root := filepath.Join(path, "store", "root.bolt")
	if _, err := os.Stat(root); err != nil {
		return named(err)
	}
	lock, err := bolt.Open(root, 0o600, &bolt.Options{Timeout: 500 * time.Millisecond})
	if err != nil {
		return named(err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	files, err := filepath.Glob(filepath.Join(path, "store", "*.zap"))
	if err != nil {
		return err
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if end := len(b) - 4; end < 0 || crc32.ChecksumIEEE(b[:end]) != binary.BigEndian.Uint32(b[end:]) {
			return fmt.Errorf("%w: %s", ErrCorrupt, filepath.Base(name))
		}
	}
	return nil
}

// named returns an error of the library as one of the package's own.
func named(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return ErrLocked
	case errors.Is(err, fs.ErrPermission):
		return err
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}
