package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/briefings"
	"attache/commands"
)

// TestGoldenDelivery freezes a digest and holds each of its messages to what was
// aimed for: no form is near a limit, and each can be found again.
func TestGoldenDelivery(t *testing.T) {
	p, err := New(Config{Token: discordfake.BotToken}, nil)
	if err != nil {
		t.Fatal(err)
	}
	slot := time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC)
	d := briefings.Delivery{Subscription: "D-0001", Slot: slot, Channel: briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: discordfake.Desk}}
	texts, err := p.Freeze(d, recordedParts(t))
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		var f frozen
		if err := json.Unmarshal(text, &f); err != nil {
			t.Fatal(err)
		}
		id := reportButton(briefings.NewDeliveryID(d.Subscription, slot, d.Channel, i)).id
		line, _ := json.Marshal(f.Line)
		for n, form := range append([]json.RawMessage{line}, f.Forms...) {
			for _, fault := range discordfake.CheckMessage(form) {
				t.Errorf("part %d, form %d: %s", i, n, fault)
			}
			if !bytes.Contains(form, []byte(`"`+id+`"`)) || !bytes.Contains(form, []byte(`"allowed_mentions":{"parse":[]}`)) {
				t.Errorf("part %d, form %d cannot be found, or could ping: %s", i, n, form)
			}
		}
		var shown struct{ Components []nestedPart }
		err := json.Unmarshal(f.Forms[0], &shown)
		count, text, size := measured(shown.Components)
		t.Logf("part %d: %d components, %d characters, %d bytes", i, count, text, size)
		if err != nil || count > aimComponents || text > aimComponentText || size > aimBytes {
			t.Errorf("part %d has %d components, %d characters and %d bytes, %v", i, count, text, size, err)
		}
		golden(t, fmt.Sprint("delivery-", i), f)
	}
}

// recordedParts returns a digest as the desk composed it. It is the same for
// every platform.
func recordedParts(t *testing.T) []commands.Reply {
	t.Helper()
	data, err := os.ReadFile("../slack/testdata/golden/digest.parts.json")
	if err != nil {
		t.Fatal(err)
	}
	var parts []commands.Reply
	if err := json.Unmarshal(data, &parts); err != nil {
		t.Fatal(err)
	}
	return parts
}

// A nestedPart is a component with those in it.
type nestedPart struct {
	Content    string
	Components []nestedPart
}

// measured counts components, the characters of their texts, and the bytes that
// Discord seems to count.
func measured(parts []nestedPart) (count, text, size int) {
	for _, p := range parts {
		n, t, b := measured(p.Components)
		count, text, size = count+n+1, text+t+units(p.Content), size+b+len(p.Content)
		if p.Content != "" {
			size += cliffEach
		}
	}
	return count, text, size
}
