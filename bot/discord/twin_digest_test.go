package discord_test

import (
	"encoding/json"
	"os"
	"strings"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// digest posts a digest in parts: each is dressed, and found again.
func (s *stage) digest() {
	s.t.Helper()
	data, err := os.ReadFile("../slack/testdata/golden/digest.parts.json")
	if err != nil {
		s.t.Fatal(err)
	}
	var parts []commands.Reply
	if err := json.Unmarshal(data, &parts); err != nil {
		s.t.Fatal(err)
	}
	to := briefings.Channel{Platform: "discord", Workspace: s.info.Guild, ID: general}
	facts, err := s.p.Look(s.t.Context(), to)
	if err != nil || !facts.Postable {
		s.t.Errorf("the channel looks like %+v, %v", facts, err)
	}
	slot, parent := time.Now(), ""
	texts, err := s.p.Freeze(briefings.Delivery{Subscription: "D-0001", Slot: slot, Channel: to}, parts)
	if err != nil {
		s.t.Fatal(err)
	}
	for i, text := range texts {
		d := briefings.Delivery{ID: briefings.NewDeliveryID("D-0001", slot, to, i), Subscription: "D-0001", Slot: slot, Channel: to,
			Part: i, Payload: text, Started: time.Now(), Thread: parent}
		if err := s.p.Turn(s.t.Context(), to); err != nil {
			s.t.Fatal(err)
		}
		id, err := s.p.Post(s.t.Context(), d, intake.NewDeadline(10*time.Second))
		if err != nil {
			s.t.Errorf("part %d: %v", i, err)
			return
		}
		if i == 0 {
			parent = id
		}
		// A thread of the twin does not bear the ID of its message, as those of
		// Discord do, so that it is taken for one that cannot be, and the parts
		// follow in the channel.
		var all []shown
		s.does("messages", map[string]any{"channel": general}, &all)
		dressed := false
		for _, m := range all {
			dressed = dressed || m.ID == id && strings.Contains(string(m.Components), string(d.ID)) && strings.Contains(m.text(), "### ")
		}
		found, _, err := s.p.Find(s.t.Context(), d)
		if !dressed || found != id || err != nil {
			s.t.Errorf("part %d is message %s, dressed %t, found %q, %v", i, id, dressed, found, err)
		}
	}
}
