package commands_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"attache/briefings"
	"attache/commands"
)

// TestVerbs holds the table to what platforms and help rely on.
func TestVerbs(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range commands.Verbs() {
		for _, word := range append([]string{r.Name}, r.Aliases...) {
			if seen[word] || word != strings.ToLower(word) {
				t.Errorf("%s: the word %q is there twice or is not in lower case", r.Name, word)
			}
			seen[word] = true
		}
		if r.Group != commands.Brief && r.Group != commands.BriefAdmin {
			t.Errorf("%s stands under %q", r.Name, r.Group)
		}
		if !slices.Contains(briefings.Roles(), r.Role) || (r.Group == commands.BriefAdmin) != r.Role.AtLeast(briefings.Editor) {
			t.Errorf("%s: role %q does not fit group %s", r.Name, r.Role, r.Group)
		}
		if n := utf8.RuneCountInString(r.Summary); n == 0 || n > 100 || strings.HasSuffix(r.Summary, ".") {
			t.Errorf("%s: summary %q has %d characters; 1 to 100 and no stop are wanted", r.Name, r.Summary, n)
		}
		if len(r.Examples) != 3 {
			t.Errorf("%s has %d examples, want 3", r.Name, len(r.Examples))
		}
		for _, e := range r.Examples {
			if got, err := commands.Parse(e); err != nil || got.Verb != r.Name {
				t.Errorf("%s: example %q reads as %s, %v", r.Name, e, got, err)
			}
		}
		frees := 0
		for _, o := range r.Options {
			if o.Free {
				frees++
			}
			if o.Required != (o.Missing != "") {
				t.Errorf("%s %s: what is required says what is missing, and nothing else does", r.Name, o.Name)
			}
			if (o.Kind == commands.Choice) != (len(o.Choices) > 0) || o.Default != "" && o.Kind == commands.Choice && !slices.Contains(o.Choices, o.Default) {
				t.Errorf("%s %s: choices %v, default %q", r.Name, o.Name, o.Choices, o.Default)
			}
			if (o.Kind == commands.Text || o.Kind == commands.Number) && o.Max == 0 {
				t.Errorf("%s %s has no limit", r.Name, o.Name)
			}
			if len(o.Name) > 32 || utf8.RuneCountInString(o.Summary) > 100 || len(o.Choices) > 25 {
				t.Errorf("%s %s does not fit Discord's limits", r.Name, o.Name)
			}
		}
		if frees > 1 || len(r.Options) > 25 {
			t.Errorf("%s: %d free options of %d", r.Name, frees, len(r.Options))
		}
	}
}

// TestReadme keeps the README's table of commands equal to the table.
func TestReadme(t *testing.T) {
	const begin, end = "<!-- commands:begin -->\n", "<!-- commands:end -->"
	data, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Skip("there is no README beside the package: ", err)
	}
	_, rest, ok := strings.Cut(string(data), begin)
	if !ok {
		t.Skip("the README marks no place for the commands")
	}
	got, _, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatalf("the README has %q and no %q", begin, end)
	}
	if want := commands.Markdown(); strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("the README's commands are not those of the table; between the marks it should say:\n%s", want)
	}
}
