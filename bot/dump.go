package bot

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"attache/briefings"
)

// Dump writes everything in the store to a new text file, which [Load] reads
// into a store of any kind. A file that is there already is not overwritten,
// and a dump that fails leaves none behind.
func Dump(ctx context.Context, t Terminal, spec, path string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return briefings.Errorf(briefings.Conflict, "%s is there already; choose another name, or remove it first.", path)
	}
	office, err := openExisting(ctx, DefaultConfig(), spec, quietLog(t.Err))
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	half, err := os.CreateTemp(filepath.Dir(path), ".attache-dump-*")
	if err != nil {
		return briefings.Errorf(briefings.Invalid, "%s cannot be written there (%v); choose another folder.", path, pathError(err))
	}
	defer os.Remove(half.Name())
	err = office.store.Dump(ctx, half)
	if err == nil {
		err = half.Sync()
	}
	if closing := half.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(half.Name(), path)
	}
	if err != nil {
		return err
	}
	return t.Print("%s holds everything; load reads it into another store.", path)
}

// Load reads a file that [Dump] wrote into the store, which must be empty.
func Load(ctx context.Context, t Terminal, spec, path string) (err error) {
	dump, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return briefings.Errorf(briefings.NotFound, "There is no file %s; check the name.", path)
		}
		return briefings.Errorf(briefings.Invalid, "%s cannot be read (%v); check its permissions.", path, pathError(err))
	}
	defer dump.Close()
	office, err := openOffice(ctx, DefaultConfig(), spec, quietLog(t.Err))
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	if err := office.store.Load(ctx, bufio.NewReader(dump)); err != nil {
		return err
	}
	sources, err := office.store.Sources(ctx)
	if err != nil {
		return fmt.Errorf("list the sources: %w", err)
	}
	return t.Print("Loaded; the store holds %d sources.", len(sources))
}

// pathError returns what the system said of a path without the path.
func pathError(err error) error {
	var detail *fs.PathError
	if errors.As(err, &detail) {
		return detail.Err
	}
	return err
}
