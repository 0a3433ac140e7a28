//go:build unix && !solaris && !illumos && !aix

package bolt

import (
	"errors"
	"os"
	"syscall"
	"time"
)

var errHeld = errors.New("held by another process")

// lockFile takes the same lock that bbolt takes, on the same open file, and
// waits for it no longer than wait.
func lockFile(f *os.File, wait time.Duration) error {
	for deadline := time.Now().Add(wait); ; time.Sleep(20 * time.Millisecond) {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		if time.Now().After(deadline) {
			return errHeld
		}
	}
}
