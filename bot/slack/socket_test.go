package slack

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

// A cable is a platform connected to a fake Slack, with a door of the test's own.
type cable struct {
	fake *slackfake.Slack
	p    *Platform
	log  *diary
	stop context.CancelFunc
	done chan struct{} // closed when the platform has hung up
}

// plug runs a test in a bubble of virtual time, with the sockets up for a second.
func plug(t *testing.T, cfg slackfake.Config, door door, act func(c *cable)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &cable{fake: slackfake.New(cfg), log: &diary{}, done: make(chan struct{})}
		defer c.fake.Close()
		c.p = openPlatform(t, Config{BotToken: slackfake.BotToken, AppToken: slackfake.AppToken, API: c.fake.API(),
			HTTPClient: c.fake.HTTPClient(), Dialer: c.fake.Dialer(), Log: c.log.log()})
		ctx, cancel := context.WithCancel(t.Context())
		c.stop = cancel
		go func() {
			defer close(c.done)
			c.p.sockets(ctx, door)
			c.p.room.Close(grace)
		}()
		time.Sleep(time.Second)
		act(c)
		cancel()
		<-c.done
		c.p.lobby.Close(0)
	})
}

// open returns how many sockets the fake has open.
func (c *cable) open() int {
	n := 0
	for _, s := range c.fake.Sockets() {
		if !s.Closed {
			n++
		}
	}
	return n
}

func (c *cable) clean(t *testing.T) {
	t.Helper()
	for _, v := range c.fake.Violations() {
		t.Error("violation:", v)
	}
}

// A refresh loses nothing: what Slack still sends on the old websocket, up to
// ten seconds after it has asked for a new one, is acknowledged there.
func TestRefreshDrains(t *testing.T) {
	for _, reason := range []string{"refresh_requested", "warning"} {
		var c tally
		plug(t, slackfake.Config{}, c.door(nil), func(k *cable) {
			k.fake.Steer(1)
			k.fake.Disconnect(1, reason)
			for i := range 10 {
				ack := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
				if !ack.OK || ack.Attempts != 1 || ack.Socket != 1 {
					t.Errorf("%s: command %d after it: %+v, want the first attempt acknowledged on socket 1", reason, i, ack)
				}
				time.Sleep(999 * time.Millisecond)
			}
			if n := c.done(); n != 10 {
				t.Errorf("%s: %d commands worked on, want 10", reason, n)
			}
			time.Sleep(time.Minute)
			if n := k.open(); n != 2 || k.p.Metrics().Reconnects != 1 || k.p.Metrics().Sockets != 2 {
				t.Errorf("%s: %d sockets open a minute later and %+v, want 2 and one reconnect", reason, n, k.p.Metrics())
			}
			k.clean(t)
		})
	}
}

// The two lines do not end together, and a day's refreshes leave no gap.
func TestLinesOverlap(t *testing.T) {
	plug(t, slackfake.Config{Life: 4 * time.Hour}, (&tally{}).door(nil), func(k *cable) {
		fewest, most := 9, 0
		for range 24 * 60 * 6 {
			time.Sleep(10 * time.Second)
			fewest, most = min(fewest, k.open()), max(most, k.open())
		}
		if fewest < 2 || most > 4 {
			t.Errorf("%d to %d sockets were open, want 2 to 4", fewest, most)
		}
		all := k.fake.Sockets()
		a, b := all[len(all)-1].Opened, all[len(all)-2].Opened
		if apart := a.Sub(b).Abs(); apart < time.Hour {
			t.Errorf("the newest sockets were opened %v apart, want hours", apart)
		}
		k.clean(t)
	})
}

// A socket from which nothing comes is replaced within 45 s, and what Slack sent
// on it meanwhile arrives when it is sent again.
func TestHalfOpen(t *testing.T) {
	for _, number := range []int{1, 2, 0} {
		var c tally
		plug(t, slackfake.Config{}, c.door(nil), func(k *cable) {
			time.Sleep(7 * time.Minute)
			before := len(k.fake.Sockets())
			k.fake.Mute(number)
			start := time.Now()
			k.fake.Steer(max(number, 1))
			d := k.fake.Command("U_ANNA", "C_DESK", "/brief help")
			k.fake.Steer(0)
			time.Sleep(45 * time.Second)
			want := 1
			if number == 0 {
				want = 2
			}
			fresh := k.fake.Sockets()[before:]
			if len(fresh) != want {
				t.Errorf("%d sockets opened within 45 s, want %d", len(fresh), want)
			}
			for _, s := range fresh {
				t.Logf("replaced %v after it went silent", s.Opened.Sub(start))
			}
			if m := k.p.Metrics(); m.HalfOpen != int64(want) {
				t.Errorf("%d half open counted, want %d", m.HalfOpen, want)
			}
			if ack := d.Wait(); !ack.OK || c.done() != 1 {
				t.Errorf("the command on it was acknowledged %t and worked on %d times", ack.OK, c.done())
			}
		})
	}
}

// A websocket on which Slack never greets is given up.
func TestNoGreeting(t *testing.T) {
	plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
		k.fake.Silence(true)
		k.fake.Drop(0)
		time.Sleep(time.Minute)
		if h := k.p.Health(); h.Connected || h.Text == "" {
			t.Errorf("health %+v while Slack greets nobody", h)
		}
		k.fake.Silence(false)
		time.Sleep(2 * time.Minute)
		if h := k.p.Health(); !h.Connected || h.Text != "" || k.open() != 2 {
			t.Errorf("health %+v and %d sockets once it greets again", h, k.open())
		}
	})
}

// What means nothing is counted and left alone, and harms nothing else.
func TestOddFrames(t *testing.T) {
	var c tally
	plug(t, slackfake.Config{}, c.door(nil), func(k *cable) {
		if ack := k.fake.Envelope("thoughts", map[string]any{"type": "idea"}).Wait(); !ack.OK {
			t.Error("an unknown type is not acknowledged, so that Slack would send it again")
		}
		for _, frame := range []string{"", "{", "null", "[]", `"x"`, `{"type":7}`, `{"type":"events_api"}`,
			`{"type":"events_api","envelope_id":"","payload":{}}`, strings.Repeat("[", 100_000)} {
			k.fake.Frame(1, []byte(frame))
		}
		time.Sleep(time.Second)
		m := k.p.Metrics()
		if m.Unknown != 5 || m.Malformed != 5 || m.Sockets != 2 || len(c.came) != 0 {
			t.Errorf("%+v and %d through the door", m, len(c.came))
		}
		if ack := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait(); !ack.OK {
			t.Error("a command after odd frames is lost")
		}
	})
}

// Slack's redelivery on another socket, with a new envelope, is acknowledged as
// the first was and not done again.
func TestRedelivered(t *testing.T) {
	var c tally
	plug(t, slackfake.Config{}, c.door(map[string]string{"text": "hello"}), func(k *cable) {
		payload := map[string]any{"type": "block_actions", "trigger_id": "T1", "user": map[string]any{"id": "U_ANNA"}}
		for range 3 {
			if ack := k.fake.Envelope("interactive", payload).Wait(); !ack.OK || len(ack.Body) != 0 {
				t.Errorf("acknowledged %t with %s", ack.OK, ack.Body)
			}
		}
		if n, m := c.done(), k.p.Metrics(); n != 1 || m.Duplicates != 2 {
			t.Errorf("worked on %d times, %d duplicates; want 1 and 2", n, m.Duplicates)
		}
		time.Sleep(time.Hour)
		k.fake.Envelope("interactive", payload).Wait()
		if n := c.done(); n != 2 {
			t.Errorf("worked on %d times after an hour, want that it is forgotten", n)
		}
	})
}
