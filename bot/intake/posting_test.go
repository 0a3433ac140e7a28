package intake_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
)

// Not a byte leaves after the deadline, and none twice.
func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := intake.NewDeadline(10 * time.Second)
		body := d.Guard(strings.NewReader("twelve bytes"))
		first := make([]byte, 6)
		if n, err := body.Read(first); n != 6 || err != nil {
			t.Errorf("in time: %d bytes, %v", n, err)
		}
		time.Sleep(9 * time.Second)
		if d.Passed() {
			t.Error("past after nine seconds of ten")
		}
		time.Sleep(time.Second)
		if rest, err := io.ReadAll(body); len(rest) != 0 || err == nil || errors.Is(err, intake.ErrTooLate) {
			t.Errorf("too late for the second half: %q, %v", rest, err)
		}
		if none, err := io.ReadAll(d.Guard(strings.NewReader("twelve bytes"))); len(none) != 0 || !errors.Is(err, intake.ErrTooLate) {
			t.Errorf("too late for all of it: %q, %v", none, err)
		}
		if _, ok := any(body).(io.Seeker); ok {
			t.Error("a transport could rewind the body")
		}
	})
}

// A body that was read to its end before the deadline has left: nobody may take it
// for unsent because its end is asked for afterwards.
func TestDeadlineAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := intake.NewDeadline(10 * time.Second)
		body := d.Guard(strings.NewReader("twelve bytes"))
		if n, err := body.Read(make([]byte, 512)); n != 12 || err != nil {
			t.Errorf("in time: %d bytes, %v", n, err)
		}
		time.Sleep(time.Minute)
		if n, err := body.Read(make([]byte, 512)); n != 0 || err != io.EOF {
			t.Errorf("at the end: %d bytes, %v", n, err)
		}
	})
}

// An error that says nothing about its fate is one of which nothing is known.
func TestFate(t *testing.T) {
	told := fmt.Errorf("post: %w", &intake.PostError{Fate: intake.NotSent, After: time.Second, Code: "ratelimited"})
	if e := intake.FateOf(told); e.Fate != intake.NotSent || e.After != time.Second {
		t.Errorf("%+v", e)
	}
	if e := intake.FateOf(io.ErrUnexpectedEOF); e.Fate != intake.Doubtful || !errors.Is(e, io.ErrUnexpectedEOF) {
		t.Errorf("%+v", e)
	}
}
