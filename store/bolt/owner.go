package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ownerPath is the file beside the store that names the process which opened it
// last. It outlives that process: it also says that a store once stood here, so
// that an emptied file is not taken for a new one.
func ownerPath(path string) string { return path + ".lock" }

// writeOwner notes the process that has just locked the store.
func writeOwner(path string, pid int) error {
	text := strconv.Itoa(pid) + " " + command(os.Args) + "\n"
	if err := os.WriteFile(ownerPath(path), []byte(text), 0o600); err != nil {
		return fmt.Errorf("note who holds the store: %w", err)
	}
	return nil
}

// command returns the program's base name and its first argument: enough to
// recognise it, and without arguments that may be secret.
func command(args []string) string {
	if len(args) == 0 {
		return "unknown"
	}
	name := filepath.Base(args[0])
	if len(args) > 1 && !strings.ContainsAny(args[1], "-=:/\\ \n") {
		name += " " + args[1]
	}
	return strings.ReplaceAll(name, "\n", " ")
}

func hasOwnerFile(path string) bool {
	_, err := os.Stat(ownerPath(path))
	return !errors.Is(err, fs.ErrNotExist)
}

// heldBy says which process holds the store, as far as that is known.
func heldBy(path string) string {
	text, _ := os.ReadFile(ownerPath(path))
	pid, name, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	if _, err := strconv.Atoi(pid); err != nil {
		return "is in use by another process; stop that process or name another store"
	}
	return fmt.Sprintf("is in use by process %s (%s); stop that process or name another store", pid, name)
}
