package console_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"attache/bot/console"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A digest is written to the terminal as it was frozen, part by part, and what
// was written is found again.
func TestBoard(t *testing.T) {
	var out bytes.Buffer
	b := console.NewBoard(console.Terminal{Out: &out}.Shared(), briefings.Green)
	parts := []commands.Reply{{Title: "Harbour desk", Text: "The vote moved."}, {Title: "Sources"}}
	frozen, err := b.Freeze(briefings.Delivery{}, parts)
	if err != nil || len(frozen) != 2 {
		t.Fatalf("%d parts, %v", len(frozen), err)
	}
	for i, payload := range frozen {
		d := briefings.Delivery{ID: briefings.DeliveryID([]string{"a", "b"}[i]), Part: i, Payload: payload}
		if _, found, _ := b.Find(t.Context(), d); found {
			t.Error("found before it was posted")
		}
		if id, err := b.Post(t.Context(), d, intake.NewDeadline(time.Second)); id == "" || err != nil {
			t.Errorf("%q, %v", id, err)
		}
		if _, found, _ := b.Find(t.Context(), d); !found {
			t.Error("not found")
		}
	}
	if text := out.String(); strings.Count(text, "posted by schedule") != 1 || !strings.Contains(text, "The vote moved.") || !strings.Contains(text, "Sources") {
		t.Error(text)
	}
}
