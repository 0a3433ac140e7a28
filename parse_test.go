package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"attache/bot"
)

func TestDoubleDashes(t *testing.T) {
	parser, err := kong.New(&commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ args, want string }{
		{"read -json a.txt", "read --json a.txt"},
		{"read --json a.txt", "read --json a.txt"},
		{"read a.txt -json", "read a.txt --json"},
		{"read -json=false a.txt", "read --json=false a.txt"},
		{"read -- -json", "read -- -json"},
		{"import -store -odd -publish a", "import --store -odd --publish a"},
		{"import -store=bolt:x -publish a", "import --store=bolt:x --publish a"},
		{"run -as ada -json find -store x", "run --as ada --json find -store x"},
		{"run -json", "run --json"},
		{"-help", "--help"},
		{"-h", "-h"},
		{"read -", "read -"},
		{"", ""},
	} {
		got := doubleDashes(strings.Fields(test.args), parser.Model)
		if !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%q becomes %q, want %q", test.args, got, test.want)
		}
	}
}

// Every mistake is one line that says where to look.
func TestUsageErrors(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"", "attache -help"},
		{"raed x", `"read"`},
		{"read", "attache read -help"},
		{"read -jsno x", `"--json"`},
		{"import -stroe x y", `"--store"`},
		{"run -as", "--as needs a value"},
		{"check extra", "extra"},
	} {
		command, err := parse(strings.Fields(test.args), bot.Terminal{})
		if err == nil || command != nil {
			t.Errorf("%q is accepted", test.args)
			continue
		}
		text := bot.Explain(err)
		if bot.ExitCode(err) != bot.Usage || strings.Contains(text, "\n") || !strings.Contains(text, test.want) {
			t.Errorf("%q gives %q with exit code %d, want %q in it and %d", test.args, text, bot.ExitCode(err), test.want, bot.Usage)
		}
	}
}
