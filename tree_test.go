package main_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// stray returns what must never stand in the tree, each with what it is. The
// forms are cut in two so that this file does not hold them either.
func stray() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"a path of one machine":     regexp.MustCompile(`(^|[^\w.-])(/wo` + `rk/|/ro` + `ot/|/Us` + `ers/\w|/ho` + `me/\w)`),
		"the address of a registry": regexp.MustCompile(`https?://(registry|pro` + `xy|deb|sum|index)\.|GOPRO` + `XY=http`),
		"a token":                   regexp.MustCompile(`xox[abeprs]-[0-9A-Za-z-]{10}|xapp-[0-9]-[0-9A-Z]{5}|gh[pousr]_[0-9A-Za-z]{20}|AKIA[0-9A-Z]{16}|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27}`),
		"a private key":             regexp.MustCompile(`-----BEGIN [A-Z ]*PRIV` + `ATE KEY`),
	}
}

func TestTreeIsClean(t *testing.T) {
	forms := stray()
	for _, name := range treeFiles(t) {
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		for what, form := range forms {
			if at := form.FindIndex(text); at != nil {
				t.Errorf("%s:%d holds %s: %q", name, 1+bytes.Count(text[:at[0]], []byte("\n")), what, text[at[0]:at[1]])
			}
		}
	}
	for what, text := range map[string]string{
		"a path of one machine":     "see /ho" + "me/someone/x",
		"the address of a registry": "https://pro" + "xy.example.org",
		"a token":                   "xoxb-" + "0123456789-0123",
		"a private key":             "-----BEGIN RSA PRIV" + "ATE KEY-----",
	} {
		if !forms[what].MatchString(text) {
			t.Errorf("the form of %s does not match %q", what, text)
		}
	}
}

// goFiles returns the paths of the module's Go files, with slashes, in order.
func goFiles(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(treeFiles(t), func(file string) bool {
		return path.Ext(file) != ".go" || strings.HasPrefix(file, "tools/") || strings.Contains("/"+file, "/testdata/")
	})
}

// treeFiles returns the paths of all files of the tree, with slashes, in order.
// What git does not keep is left out.
func treeFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (file == ".git" || file == "dist") {
			return filepath.SkipDir
		}
		kept := file != "attache" && !slices.Contains([]string{".test", ".out", ".env"}, filepath.Ext(file))
		if entry.Type().IsRegular() && kept {
			files = append(files, filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
