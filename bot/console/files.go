package console

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"attache/briefings"
	"attache/commands"
)

// OpenFile reads a file of the machine whole, but never more than limit bytes
// of it: a larger one is refused by its size, before it is read. An error is a
// [briefings.Error] that names the path as it was given.
func OpenFile(path string, limit int64) (commands.File, error) {
	none := commands.File{}
	if IsAddress(path) {
		return none, briefings.Errorf(briefings.Unsupported,
			"Reading from an address is not offered yet; save %s as a file and name that.", briefings.Shorten(path, 80))
	}
	info, err := os.Stat(path)
	if err != nil {
		return none, fileError(path, err)
	}
	switch {
	case info.IsDir():
		return none, briefings.Errorf(briefings.Invalid, "%s is a folder; name the files in it.", path)
	case !info.Mode().IsRegular():
		return none, briefings.Errorf(briefings.Unsupported, "%s is no regular file; save what it gives to a file and name that.", path)
	case info.Size() > limit:
		return none, tooLarge(path, limit)
	}
	f, err := os.Open(path)
	if err != nil {
		return none, fileError(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1)) // it may have grown since
	if err != nil {
		return none, fileError(path, err)
	}
	if int64(len(data)) > limit {
		return none, tooLarge(path, limit)
	}
	return commands.File{Name: filepath.Base(path), Data: data}, nil
}

// IsAddress reports whether s is a web address and not a path.
func IsAddress(s string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(s), "://")
	return found && (scheme == "http" || scheme == "https")
}

func tooLarge(path string, limit int64) error {
	return briefings.Errorf(briefings.Limit, "%s is larger than a document may be, %d MiB; split it and name the parts.", path, limit>>20)
}

// fileError turns what the system says of a path into a sentence.
func fileError(path string, err error) error {
	var detail *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return briefings.Errorf(briefings.NotFound, "There is no file %s; check the name.", path)
	case errors.Is(err, fs.ErrPermission):
		return briefings.Errorf(briefings.Invalid, "You may not read %s; change its permissions.", path)
	case errors.As(err, &detail):
		err = detail.Err
	}
	return briefings.Errorf(briefings.Invalid, "%s cannot be read (%v); check the disk or name another file.", path, err)
}
