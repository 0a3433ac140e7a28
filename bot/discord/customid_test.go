package discord

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"attache/commands"
)

// kinds are all kinds of custom_id.
func kinds() []string {
	return []string{kindRun, kindPage, kindShare, kindProblem, kindOpen, kindForm, kindSelect, kindSure}
}

// TestCustomID reads back every custom_id that is written, with its text or the
// key of it.
func TestCustomID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kept := map[string]string{}
		k := newKeeper(func(text string) string {
			key := fmt.Sprintf("k%d", len(kept))
			kept[key] = text
			return key
		})
		kind, n, text := rapid.SampledFrom(kinds()).Draw(t, "kind"), rapid.IntRange(0, 9999).Draw(t, "n"), anyText().Draw(t, "text")
		id, ok := k.id(kind, n, text)
		got, read := parseCustomID(id)
		if !ok || !read || got.Kind != kind || got.N != n || units(id) > maxCustomID || id != oneLine(id) && !strings.HasSuffix(id, textMark) {
			t.Fatalf("%s %d %q is written as %q (%t) and read as %+v (%t)", kind, n, text, id, ok, got, read)
		}
		if got.Key != "" {
			got.Text = kept[got.Key]
		}
		if got.Text != text {
			t.Fatalf("%q comes back as %q", text, got.Text)
		}
	})
}

// TestCustomIDKeeps keeps only what no custom_id can hold, and that once.
func TestCustomIDKeeps(t *testing.T) {
	calls := 0
	k := newKeeper(func(string) string { calls++; return "key" })
	for _, tt := range []struct {
		text, want string
		calls      int
	}{
		{xs(94), "run.1:" + xs(94), 0}, {xs(95), "run.1!key", 1}, {xs(95), "run.1!key", 1}, {"two\nlines", "run.1!key", 2}, {" space", "run.1!key", 3},
		{strings.Repeat("𝒳", 47), "run.1:" + strings.Repeat("𝒳", 47), 3}, {strings.Repeat("𝒳", 48), "run.1!key", 4},
	} {
		if id, ok := k.id(kindRun, 1, tt.text); id != tt.want || !ok || calls != tt.calls {
			t.Errorf("%.20q: %q, %t after %d calls, want %q after %d", tt.text, id, ok, calls, tt.want, tt.calls)
		}
	}
	for name, keep := range map[string]func(string) string{"nobody": nil, "nothing": func(string) string { return "" }, "a long key": func(string) string { return xs(25) }} {
		if id, ok := newKeeper(keep).id(kindRun, 0, xs(95)); ok {
			t.Errorf("%s: %q", name, id)
		}
	}
}

// TestParseCustomID takes nothing for a custom_id of ours that is none.
func TestParseCustomID(t *testing.T) {
	for _, id := range []string{"", "run", "run.0", "run:x", "run.x:y", "run.-1:y", "run.01:y", "run.+1:y", "runs.1:y", ".1:y", "run.1!", "run.1!" + xs(25), "run.1:" + xs(95), "run.99999999999999999999:y", "question"} {
		if got, ok := parseCustomID(id); ok {
			t.Errorf("%q is read as %+v", id, got)
		}
	}
}

// TestSure asks before what destroys something, and does it from the question.
func TestSure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := commands.Action{Label: anyText().Draw(t, "label"), Confirm: anyText().Draw(t, "confirm"), Text: anyText().Filter(func(s string) bool { return s != "" }).Draw(t, "text")}
		got, ok := parseSure(sureText(a))
		if !ok || got.Text != a.Text || got.Confirm != oneLine(a.Confirm) || got.Label != shortPlain(a.Label, maxButtonLabel) {
			t.Fatalf("%+v is read as %+v, %t", a, got, ok)
		}
		m := sureMessage(got, func(string) string { return "key" })
		for _, way := range chain(m) {
			for _, part := range append([]message{way}, way.More...) {
				for _, fault := range judged(part) {
					t.Error(fault)
				}
			}
		}
		if _, ok := buttonOf(m, kindRun); !ok || !m.Ephemeral {
			t.Errorf("no button, or everybody sees it: %+v", m)
		}
	})
	for _, text := range []string{"", `"a"`, `"a""b"`, `a"b"c`, `"a`, "retire of:x"} {
		if got, ok := parseSure(text); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
	reply := commands.Reply{Title: "T", Actions: []commands.Action{{Label: "Retire", Text: "retire of:x confirm:yes", Confirm: "Retire x?"}}}
	m := render(reply, renderOpts{})
	p, ok := buttonOf(m, kindSure)
	if _, runs := buttonOf(m, kindRun); !ok || runs {
		t.Fatalf("the button does it at once: %+v", m.sheet.rows)
	}
	a, _ := parseSure(p.Text)
	sure := sureMessage(a, nil)
	if run, ok := buttonOf(sure, kindRun); !ok || run.Text != "retire of:x confirm:yes" || !strings.Contains(encoded(t, sure), "Retire x?") || !sure.sheet.rows.more[0].danger {
		t.Errorf("the question is %s", encoded(t, sure))
	}
}
