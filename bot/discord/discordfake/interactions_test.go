package discordfake_test

import (
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

var anyCommand = discordfake.Config{AnyCommand: true}

func ask(a *app) *discordfake.Delivery {
	return a.fake.Command(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("ask", discordfake.Str("question", "who pays?")))
}

// TestReply follows a command from the person to the answer in the channel.
func TestReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, anyCommand)
		a.dial().answering(discordfake.Reply, with(quiet("The harbour pays."), object{"flags": 64}))
		d := ask(a)
		r := d.Wait()
		if !r.OK || r.Failed || !r.Delivered || r.Type != discordfake.Reply || r.Took >= time.Second {
			t.Errorf("response %+v", r)
		}
		m, ok := d.Original()
		if !ok || !m.Ephemeral || m.ForUser != discordfake.Anna || m.Content != "The harbour pays." || m.Interaction != d.ID {
			t.Errorf("message %+v", m)
		}
		if seen := a.fake.Messages(discordfake.Desk); len(seen) != 1 || seen[0].ID != m.ID {
			t.Errorf("the channel shows %+v", seen)
		}
		if l := a.fake.AckLatencies(); len(l) != 1 || l[0].Missed || l[0].Interaction != d.ID {
			t.Errorf("latencies %+v", l)
		}
		a.violations()
	})
}
