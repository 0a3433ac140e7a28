package samples_test

import (
	"bytes"
	"slices"
	"testing"
	"unicode/utf8"

	"attache/bot/samples"
)

func TestAll(t *testing.T) {
	files := samples.All()
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
		if !utf8.Valid(f.Data) || len(bytes.TrimSpace(f.Data)) < 3000 {
			t.Errorf("%s: %d bytes; want a document of valid UTF-8", f.Name, len(f.Data))
		}
	}
	want := []string{"harbour-paper.txt", "ledger-blog.md", "strait-journal.txt", "tidewatch-oped.txt"}
	if !slices.Equal(names, want) {
		t.Errorf("names = %q, want %q", names, want)
	}
}

func TestAllGivesCopies(t *testing.T) {
	first := samples.All()[0]
	before := first.Data[0]
	first.Data[0]++
	if again := samples.All()[0]; again.Data[0] != before {
		t.Error("a change to a file's bytes shows in the next call")
	}
}
