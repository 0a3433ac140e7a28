package console_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"attache/bot/console"
	"attache/briefings"
	"attache/commands"
)

// echo answers with what was asked, on so many lines.
func echo(lines int) commands.Answer {
	return func(_ context.Context, r commands.Request) commands.Reply {
		reply := commands.Reply{Verb: "echo", Title: r.Text, Private: true}
		for i := range lines - 1 {
			reply.Statements = append(reply.Statements, commands.Statement{Text: fmt.Sprintf("line %d", i+2)})
		}
		return reply
	}
}

// converse runs the prompt on some input and returns what it showed.
func converse(t *testing.T, term console.Terminal, answer commands.Answer, input string) string {
	t.Helper()
	var out bytes.Buffer
	term.In, term.Out, term.Err = strings.NewReader(input), &out, &out
	if err := console.New(term, console.Seat{MaxFile: 100}).Run(t.Context(), answer); err != nil {
		t.Fatalf("run: %v", err)
	}
	return out.String()
}

func TestConsole(t *testing.T) {
	got := converse(t, console.Terminal{}, echo(1), "first\n\n   \nsecond\n")
	want := "brief> first\nfirst\n\nbrief> \nbrief>    \nbrief> second\nsecond\n\nbrief> \n"
	if got != want {
		t.Errorf("the conversation was\n%q, want\n%q", got, want)
	}
	for _, word := range []string{"quit", "exit", " QUIT ", "q"} {
		if got := converse(t, console.Terminal{Typed: true}, echo(1), word+"\nmore\n"); strings.Contains(got, "more") {
			t.Errorf("%q does not leave: %q", word, got)
		}
	}
}

func TestConsoleTellsMistakes(t *testing.T) {
	got := converse(t, console.Terminal{Typed: true}, echo(1), "import missing.txt\n"+strings.Repeat("z", console.MaxLine+9)+"\nlater\n")
	for _, want := range []string{"There is no file missing.txt", "1024 KiB", "later"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the conversation:\n%s", want, briefings.Shorten(got, 600))
		}
	}
}

// A long reply stops before each new screenful; q leaves out the rest.
func TestConsolePages(t *testing.T) {
	typed := console.Terminal{Typed: true, Rows: 5}
	all := converse(t, typed, echo(10), "go\n\n\n\n\nquit\n")
	if n := strings.Count(all, "more lines"); n < 2 {
		t.Errorf("%d stops in a reply of ten lines on a screen of five:\n%s", n, all)
	}
	if !strings.Contains(all, "line 10") {
		t.Errorf("the end of the reply is missing:\n%s", all)
	}
	if cut := converse(t, typed, echo(10), "go\nq\nquit\n"); strings.Contains(cut, "line 10") {
		t.Errorf("q does not leave out the rest:\n%s", cut)
	}
	if short := converse(t, typed, echo(1), "go\nquit\n"); strings.Contains(short, "more lines") {
		t.Errorf("a short reply is paged:\n%s", short)
	}
}

// The end of the context ends the prompt although nobody types.
func TestConsoleStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			done <- console.New(console.Terminal{In: r, Out: io.Discard}, console.Seat{}).Run(ctx, echo(1))
		}()
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("a prompt that is stopped returns %v", err)
		}
		w.Close()
	})
}

// Nothing that a reply holds steers the terminal.
func TestRenderIsSafe(t *testing.T) {
	hostile := "\x1b]0;owned\x07 \u009b31m \u202egnp.exe \u200b x\r\x08 \x00"
	reply := commands.Reply{
		Title: hostile, Text: hostile, Footer: hostile,
		Statements: []commands.Statement{{Text: hostile, Label: hostile, Group: hostile, Cites: []int{1}}},
		Tables:     []commands.Table{{Caption: hostile, Header: []string{hostile}, Rows: [][]string{{hostile}}}},
		Citations:  []commands.Citation{{N: 1, Text: hostile, Source: hostile, File: hostile, Section: []string{hostile}}},
		Error:      briefings.Errorf(briefings.Invalid, "%s", hostile),
	}
	for what, shown := range map[string]string{"rendering": console.Render(reply), "json": jsonOf(t, reply)} {
		if i := strings.IndexFunc(shown, func(r rune) bool {
			return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e
		}); i >= 0 {
			t.Errorf("the %s holds %q", what, shown[i:min(i+4, len(shown))])
		}
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	if err := console.WriteJSON(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The escapes of a JSON line change nothing of what it says.
func TestWriteJSON(t *testing.T) {
	want := []string{"a<b>&c", "\x1b[31m\u009b\u202e\u200b", "\U000e0041 \U0001F600 한국", "\\u001b"}
	line := jsonOf(t, want)
	if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
		t.Errorf("%q is not one line", line)
	}
	var got []string
	if err := json.Unmarshal([]byte(line), &got); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("decodes to %q, want %q", got, want)
	}
}
