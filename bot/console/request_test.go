package console_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache/bot/console"
	"attache/briefings"
)

func TestRequest(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "paper.txt", "A sentence.")
	write(t, "two words.txt", "Another.")
	write(t, "notes", "A third.")
	write(t, "draft.md", "# A briefing")
	seat := console.Seat{
		Person:    briefings.Person{ID: "console/local/ada", Role: briefings.Editor},
		Clearance: briefings.Amber, Zone: "Europe/London", MaxFile: 1 << 20,
	}
	for _, test := range []struct {
		typed, text string
		files       string
	}{
		{"ask Who pays?", "ask Who pays?", ""},
		{"  /brief-admin import paper.txt", "import", "paper.txt"},
		{`import publish:yes "two words.txt" notes`, "import publish:yes", "two words.txt notes"},
		{`import into:"port inspections" paper.txt marking:amber`, `import into:"port inspections" marking:amber`, "paper.txt"},
		{`import file:paper.txt file:"two words.txt" publish:yes`, "import publish:yes", "paper.txt two words.txt"},
		{`/brief-admin brief edit of:levy note:"a \"b.md\"" draft.md`, `brief edit of:levy note:"a \"b.md\""`, "draft.md"},
		{`brief edit levy file:paper.txt`, "brief edit levy", "paper.txt"},
		{"brief edit of:levy topics:ports", "brief edit of:levy topics:ports", ""},
		{"import tariffs on steel", "import tariffs on steel", ""},
		{"import", "import", ""},
		{"import https://example.org/a.txt", "import https://example.org/a.txt", ""},
		{"important paper.txt", "important paper.txt", ""},
		{"ask import paper.txt", "ask import paper.txt", ""},
		{"ask \xff", "ask \uFFFD", ""},
	} {
		at := time.Unix(1700000000, 0)
		r, err := seat.Request(test.typed, at)
		if err != nil {
			t.Errorf("%q: %v", test.typed, err)
			continue
		}
		var names []string
		for _, f := range r.Files {
			names = append(names, f.Name)
		}
		if r.Text != test.text || strings.Join(names, " ") != test.files {
			t.Errorf("%q gives text %q with files %q, want %q with %q", test.typed, r.Text, names, test.text, test.files)
		}
		if r.At != at || r.Person != seat.Person || r.Place.Clearance != briefings.Amber || r.Place.Zone != "Europe/London" || r.Place.Platform != "console" {
			t.Errorf("%q comes from %+v at %v", test.typed, r.Place, r.At)
		}
	}
}

func TestOpenFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "right.txt", "12345")
	write(t, "large.txt", "123456")
	write(t, "empty.txt", "")
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path string
		kind briefings.Kind
	}{
		{"right.txt", ""},
		{"empty.txt", ""}, // what a document must hold is not for this layer to say
		{"large.txt", briefings.Limit},
		{"missing.txt", briefings.NotFound},
		{"folder", briefings.Invalid},
		{os.DevNull, briefings.Unsupported},
		{"https://example.org/paper", briefings.Unsupported},
		{"right.txt/below", briefings.Invalid},
	} {
		file, err := console.OpenFile(test.path, 5)
		if briefings.KindOf(err) != test.kind || (err == nil) != (test.kind == "") {
			t.Errorf("%s: error %v of kind %q, want %q", test.path, err, briefings.KindOf(err), test.kind)
		}
		if err == nil && file.Name != filepath.Base(test.path) {
			t.Errorf("%s is named %q", test.path, file.Name)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
