package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// holder has its secret in an unexported field, where fmt cannot call methods.
type holder struct {
	inner Secret
	Token Secret `yaml:"token" json:"token"`
}

func TestSecretNeverShows(t *testing.T) {
	s := NewSecret("hunter2")
	h := holder{s, s}
	var logged bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)} {
		slog.New(handler).Info("start", "token", s, "holder", h, "pointer", &h)
	}
	asJSON, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Dump(h)
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{logged.String(), string(asJSON), string(asYAML), fmt.Errorf("post: %v", s).Error(), "x" + s.String() + s.GoString()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%t", "%c", "%T"} {
		if got := fmt.Sprintf(verb, s); got != hidden && verb != "%p" && verb != "%T" {
			t.Errorf("%s shows %s, want %s", verb, got, hidden)
		}
		shown = append(shown, fmt.Sprintf(verb, s), fmt.Sprintf(verb, h), fmt.Sprintf(verb, &h), fmt.Sprintf(verb, []Secret{s}))
	}
	for _, text := range shown {
		if strings.Contains(text, "hunter2") || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("the secret shows in %s", text)
		}
	}
	if !strings.Contains(string(asJSON), `"token":"[hidden]"`) || !strings.Contains(string(asYAML), "[hidden]") {
		t.Errorf("encoded as %s and %s, want [hidden]", asJSON, asYAML)
	}
	if s.Reveal() != "hunter2" || (Secret{}).Reveal() != "" {
		t.Error("Reveal does not return the text")
	}
}

func TestSecretFromFile(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "token"), []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var h holder
	if err := loadSettings(filepath.Join(folder, "x.yaml"), []byte("token: ${file:token}\n"), &h); err != nil {
		t.Fatal(err)
	}
	if h.Token.Reveal() != "hunter2" {
		t.Errorf("token is %q", h.Token.Reveal())
	}
}

func TestByteSize(t *testing.T) {
	for text, want := range map[string]ByteSize{
		"0": 0, "2048": 2 * KiB, "2048 bytes": 2 * KiB, "512KiB": 512 * KiB, "10 MiB": 10 * MiB, "1 GiB": GiB, "1500": 1500,
	} {
		got, err := ParseByteSize(text)
		if err != nil || got != want {
			t.Errorf("ParseByteSize(%q) = %d, %v; want %d", text, got, err, want)
		}
		if back, err := ParseByteSize(got.String()); err != nil || back != got {
			t.Errorf("%q reads back as %d, %v; want %d", got.String(), back, err, got)
		}
	}
	for _, text := range []string{"", "MiB", "-1", "1.5 MiB", "10 MB", "10 mib", "1e6", "9000000000 GiB", "99999999999999999999"} {
		if got, err := ParseByteSize(text); !errors.Is(err, errSize) {
			t.Errorf("ParseByteSize(%q) = %d, %v; want %v", text, got, err, errSize)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"level", "format", "document", "answer", "log"}
	for word, want := range map[string]string{
		"levle": "level", "lvel": "level", "documents": "document", "Answer": "answer", "lo": "log", "": "", "xyz": "", "tokens": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
