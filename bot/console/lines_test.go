package console_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"attache/bot/console"
)

// TestMain looks for goroutines left behind, but for those that libraries start
// when they are loaded.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) }

func TestLines(t *testing.T) {
	long := strings.Repeat("x", console.MaxLine+3)
	full := strings.Repeat("y", console.MaxLine)
	in := console.NewLines(strings.NewReader("one\r\n\n" + long + "\n" + full + "\r\nlast"))
	for i, want := range []struct {
		text string
		err  error
	}{{"one", nil}, {"", nil}, {"", console.ErrLong}, {full, nil}, {"last", nil}, {"", io.EOF}, {"", io.EOF}} {
		text, err := in.Next(t.Context())
		if text != want.text || !errors.Is(err, want.err) {
			t.Errorf("line %d is %.20q of %d bytes, %v; want %.20q of %d, %v", i+1, text, len(text), err, want.text, len(want.text), want.err)
		}
	}
}

func TestLinesFailingStream(t *testing.T) {
	r, w := io.Pipe()
	w.CloseWithError(errors.New("the wire is cut"))
	if _, err := console.NewLines(r).Next(t.Context()); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("a failing stream gives %v, want its own error", err)
	}
}

// A read that was cut short is finished by the next call, so that no typed line
// is lost.
func TestLinesAfterCancel(t *testing.T) {
	r, w := io.Pipe()
	in := console.NewLines(r)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("Next with a context that has ended gives %v", err)
	}
	go func() {
		io.WriteString(w, "kept\n")
		w.Close()
	}()
	if text, err := in.Next(t.Context()); text != "kept" || err != nil {
		t.Errorf("the line after it is %q, %v; want kept", text, err)
	}
}
