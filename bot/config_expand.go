package bot

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// maxSecret is the size of the largest file that a value may stand for.
const maxSecret = 64 * KiB

// The form that a reference must have; what looks like one and is not is a
// mistake, never kept as it stands.
var (
	referenceForm = regexp.MustCompile(`^\$\{(?:([A-Za-z_][A-Za-z0-9_]*)|file:([^{}]+))\}`)
	errReference  = errors.New("a reference has the form ${NAME} or ${file:PATH}; write $${ for ${ itself")
)

// expand returns value with each ${NAME} replaced by the environment variable
// and each ${file:PATH} by the content of the file without its last line end.
// A relative path is seen from folder. $${ gives ${. What a reference gives is
// not expanded again. The error reads on after the name of the setting and
// never holds a value.
func expand(value, folder string) (string, error) {
	var b strings.Builder
	for {
		before, _, found := strings.Cut(value, "${")
		if !found {
			b.WriteString(value)
			return b.String(), nil
		}
		value = value[len(before):]
		if escaped := strings.TrimSuffix(before, "$"); escaped != before {
			b.WriteString(escaped + "${")
			value = value[len("${"):]
			continue
		}
		b.WriteString(before)
		m := referenceForm.FindStringSubmatch(value)
		if m == nil {
			return "", errReference
		}
		text, err := lookUp(m[1], m[2], folder)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
		value = value[len(m[0]):]
	}
}

// lookUp returns what the variable holds, or the file when there is no variable.
func lookUp(variable, path, folder string) (string, error) {
	if variable != "" {
		text, ok := os.LookupEnv(variable)
		if !ok {
			return "", fmt.Errorf("the environment variable %s is not set", variable)
		}
		return text, nil
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	if err := private(path); err != nil {
		return "", err
	}
	text, err := readBounded(path, maxSecret)
	if err != nil {
		return "", fmt.Errorf("the file %q %w", path, err)
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r"), nil
}

// private returns an error when every user of the machine may read or write the
// file. Windows keeps no such bits; its access lists are left to the owner.
func private(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("the file %q cannot be opened: %w", path, cause(err))
	}
	if !info.IsDir() && info.Mode().Perm()&0o007 != 0 {
		return fmt.Errorf("the file %q is open to every user of this machine; run chmod o-rwx on it", path)
	}
	return nil
}
