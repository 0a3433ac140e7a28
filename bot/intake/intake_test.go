package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// What came in is new once, again after an hour, and again when it was dropped.
func TestSeen(t *testing.T) {
	s, now := intake.NewSeen(), time.Date(2025, 11, 24, 9, 0, 0, 0, time.UTC)
	steps := []struct {
		after time.Duration
		key   string
		fresh bool
	}{{0, "a", true}, {0, "b", true}, {59 * time.Minute, "a", false}, {time.Hour, "a", true}, {time.Hour, "a", false}}
	for _, step := range steps {
		if got := s.Note(step.key, now.Add(step.after)); got != step.fresh {
			t.Errorf("%s after %v is new: %t", step.key, step.after, got)
		}
	}
	s.Drop(s.Entry("a", now.Add(time.Hour)))
	if !s.Note("a", now.Add(time.Hour)) {
		t.Error("what was dropped is still remembered")
	}
}

// A room takes so many, of one person fewer, and survives a panic.
func TestRoom(t *testing.T) {
	var broken atomic.Int64
	r := intake.NewRoom(3, 2, slog.New(slog.DiscardHandler), &broken)
	for i, who := range []string{"anna", "anna", "anna", "ben", "cora"} {
		if got, want := r.Admit(who), i != 2 && i != 4; got != want {
			t.Errorf("%s, number %d, is admitted: %t", who, i, got)
		}
	}
	r.Start("anna", func(context.Context) { panic("at the desk") })
	r.Leave("anna")
	ended := make(chan error, 1)
	r.Start("ben", func(ctx context.Context) {
		<-ctx.Done()
		ended <- ctx.Err()
	})
	r.Close(0)
	if err := <-ended; !errors.Is(err, context.Canceled) || broken.Load() != 1 {
		t.Errorf("work in hand ended with %v, %d broke", err, broken.Load())
	}
}

// A lookup asks once for many, again when its answer is no longer fresh, and
// falls back on a stale one for a while.
func TestLookup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		var down atomic.Bool
		l := intake.NewLookup(time.Minute, 10*time.Minute, func(ctx context.Context, id string) (string, error) {
			if err := intake.Sleep(ctx, time.Second); err != nil || down.Load() {
				return "", errors.New("down")
			}
			return fmt.Sprintf("%s %d", id, asked.Add(1)), nil
		})
		if _, ok := l.Remembered("U1"); ok {
			t.Error("remembers what it never knew")
		}
		got := make(chan string, 8)
		for range cap(got) {
			go func() {
				v, _ := l.Get(t.Context(), "U1")
				got <- v
			}()
		}
		for range cap(got) {
			if v := <-got; v != "U1 1" {
				t.Errorf("eight who ask at once get %q", v)
			}
		}
		time.Sleep(time.Minute)
		down.Store(true)
		if v, err := l.Get(t.Context(), "U1"); v != "U1 1" || err != nil {
			t.Errorf("stale: %q, %v", v, err)
		}
		time.Sleep(10 * time.Minute)
		if v, err := l.Get(t.Context(), "U1"); err == nil {
			t.Errorf("too old: %q", v)
		}
	})
}

// Two quick presses are one.
func TestPresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := intake.NewPresses()
		first, again := p.Begin("share", time.Now()), p.Begin("share", time.Now())
		p.End("share")
		soon := p.Begin("share", time.Now().Add(time.Second))
		later := p.Begin("share", time.Now().Add(3*time.Second))
		if !first || again || soon || !later {
			t.Errorf("first %t, again %t, soon %t, later %t", first, again, soon, later)
		}
	})
}

// What a text means is known before the desk has seen it.
func TestAsked(t *testing.T) {
	if r := intake.Needed("publish of:x"); r == briefings.Reader {
		t.Error("anybody may publish")
	}
	if r := intake.Needed("what about tariffs"); r != briefings.Reader {
		t.Errorf("a question needs the role %s", r)
	}
	shared := intake.Shared("ask question:\"who pays\"")
	if !strings.Contains(shared, "share:yes") || intake.Unshared(shared) != intake.AskedOf("ask who pays") {
		t.Errorf("shared %q, unshared %q", shared, intake.Unshared(shared))
	}
	if got := intake.Shared("whoami"); got != "whoami" {
		t.Errorf("a verb that cannot be shared: %q", got)
	}
	open := func(verb string) bool { return intake.InTheOpen(commands.Reply{Verb: verb}) }
	if !open("ask") || open("whoami") || open("watch list") || open("watch add") || open("publish") || open("none such") {
		t.Error("the wrong replies may be seen by everybody")
	}
	kept := intake.KeepText(commands.Reply{}, " long question\n\nof two lines ")
	if len(kept.Statements) != 2 || kept.Statements[0].Text != "long question" || kept.Statements[1].Text != "of two lines" || len(kept.Files) > 0 {
		t.Errorf("%+v", kept)
	}
	long := strings.Repeat("가", 1501)
	if kept = intake.KeepText(commands.Reply{}, long); len(kept.Files) != 1 || string(kept.Files[0].Data) != long+"\n" || len([]rune(kept.Statements[0].Text)) != 1501 {
		t.Errorf("a long text comes back as %d files", len(kept.Files))
	}
}

// A button of a verb that there is no longer is no command, and no question.
func TestKnown(t *testing.T) {
	for text, want := range map[string]bool{"ask who pays?": true, "retire": true, "watch add x": true, "juggle of:x": false, "who pays?": false, "": false, "watch juggle": true} {
		if got := intake.Known(text); got != want {
			t.Errorf("%q is a command: %t", text, got)
		}
	}
}

// Files are asked for when a verb was called with nothing that could stand in
// their place.
func TestWanting(t *testing.T) {
	row, _ := intake.Row(intake.Import)
	ask, _ := intake.Row("ask")
	if !intake.Wanting(row, map[string]string{"marking": "amber"}) || intake.Wanting(row, map[string]string{"address": "https://a.example"}) || intake.Wanting(ask, nil) {
		t.Error("files are asked for where none are wanted, or not where they are")
	}
	edit := commands.Row{Name: "edit", Files: true, Options: []commands.Option{{Name: "title"}, {Name: "revision", Carried: true}}}
	if !intake.Wanting(edit, nil) || intake.Wanting(edit, map[string]string{"title": "x"}) {
		t.Error("a verb that any word will do for asks for files in the wrong case")
	}
	if asked := intake.Asked(edit); len(asked) != 1 || asked[0].Name != "title" || len(edit.Options) != 2 {
		t.Errorf("asked for are %+v", asked)
	}
	if got := intake.Carried(edit, map[string]string{"title": "x", "revision": "3"}); len(got) != 1 || got["revision"] != "3" {
		t.Errorf("carried are %q", got)
	}
	if one := (commands.Row{Name: "edit", Files: true}); intake.MostFiles(one) != 1 || intake.MostFiles(row) != 10 || intake.MostFiles(ask) != 0 {
		t.Error("the wrong number of files")
	}
}

// Neither a secret nor an address that is one gets into a text.
func TestSecrets(t *testing.T) {
	const word = "hush-hush"
	s := intake.Secret(word)
	json, _ := s.MarshalJSON()
	err := intake.Bare(&url.Error{Op: "Post", URL: "https://chat.example/" + word, Err: errors.New("reset")})
	if text := fmt.Sprintf("%v %+v %#v %s %s %v", s, s, s, s, json, err); strings.Contains(text, word) {
		t.Error(text)
	}
}

// A file's name is a base name without anything that hides.
func TestFileName(t *testing.T) {
	for in, want := range map[string]string{`..\..\a.md`: "a.md", "/etc/notes.txt": "notes.txt", "": "file", "..": "..", "a\u202egpj.exe": "agpj.exe"} {
		if got := intake.FileName(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
