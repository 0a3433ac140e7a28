package discord

import (
	"testing"

	"attache/bot/discord/discordfake"
	"attache/briefings"
)

// A correction answers the message that it corrects, or stands in its place; it
// pings nobody, and of a deleted message people are told in words.
func TestCorrect(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		digest := b.owed(t, discordfake.Desk)[0]
		parent, err := b.attempt(t, digest)
		if err != nil {
			t.Fatal(err)
		}
		c := briefings.Correction{ID: "C-0001", Way: briefings.ByReply, At: digest.Slot, Targets: []briefings.Posting{{Channel: digest.Channel, Message: parent}}}
		reply := c.Deliveries()[0]
		texts, err := b.p.Freeze(reply, digestParts()[1:2])
		if err != nil {
			t.Fatal(err)
		}
		reply.Payload = texts[0]
		id, err := b.attempt(t, reply)
		m, _ := b.fake.Message(id)
		if err != nil || m.Reply != parent || m.Channel != discordfake.Desk {
			t.Errorf("%v: %s answers %q in %s", err, id, m.Reply, m.Channel)
		}
		c.Way = briefings.ByEdit
		edit := c.Deliveries()[0]
		edit.Payload = reply.Payload
		if id, err := b.attempt(t, edit); id != parent || err != nil {
			t.Errorf("changed %q, %v", id, err)
		}
		if m, _ := b.fake.Message(parent); m.Edits < 2 {
			t.Errorf("the message was changed %d times", m.Edits)
		}
		edit.Amends = "1"
		if _, err := b.attempt(t, edit); err == nil || fateOf(err).Code != briefings.MessageGone {
			t.Errorf("a message that is not there: %v", err)
		}
	})
}
