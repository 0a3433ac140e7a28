package main_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"attache/bot"
)

var update = flag.Bool("update", false, "write the README's reply anew")

// TestReadmeShowsAReply keeps the picture in the README what the demonstration
// really shows.
func TestReadmeShowsAReply(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- reply:begin -->\n```\nbrief> ", "```\n<!-- reply:end -->"
	_, rest, ok := strings.Cut(string(readme), begin)
	picture, _, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("README.md has no picture between %q and %q", begin, end)
	}
	question, _, _ := strings.Cut(picture, "\n")

	var shown, side strings.Builder
	if err := bot.Demo(t.Context(), bot.Terminal{In: strings.NewReader(question + "\n"), Out: &shown, Err: &side}, nil); err != nil {
		t.Fatalf("%v\n%s", err, &side)
	}
	_, got, _ := strings.Cut(shown.String(), "\nbrief> ")
	got, _, _ = strings.Cut(got, "\nbrief> ")
	got = strings.TrimRight(got, "\n") + "\n"
	switch {
	case picture == got:
	case *update:
		anew := strings.Replace(string(readme), begin+picture, begin+got, 1)
		if err := os.WriteFile("README.md", []byte(anew), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md shows another reply than the demonstration; -update writes this one, to be read first:\n%s", got)
	}
}
