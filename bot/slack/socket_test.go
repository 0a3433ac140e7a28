package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
	"attache/briefings"
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
			c.p.room.close(grace)
		}()
		time.Sleep(time.Second)
		act(c)
		cancel()
		<-c.done
		c.p.lobby.close(0)
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

// What Slack will not forgive ends all calls at once, and is said in the log,
// in the metrics and by Health.
func TestRefusedForGood(t *testing.T) {
	for _, code := range []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked"} {
		plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
			before := k.p.Metrics().Calls
			k.fake.Revoke(code)
			time.Sleep(time.Hour + time.Minute) // for the first refresh to fail
			<-k.done
			if n := k.p.Metrics().Calls - before; n != 1 {
				t.Errorf("%s: %d calls since, want the one that was refused", code, n)
			}
			calls := k.p.Metrics().Calls
			k.fake.Revoke("")
			if _, err := k.p.api.AuthTestContext(t.Context()); err == nil {
				t.Errorf("%s: a call went through afterwards", code)
			}
			time.Sleep(24 * time.Hour)
			if n := k.p.Metrics().Calls; n != calls || k.p.Metrics().Sockets != 0 {
				t.Errorf("%s: %d calls and %d sockets a day later", code, n-calls, k.p.Metrics().Sockets)
			}
			h := k.p.Health()
			if !h.Stopped || h.Connected || !strings.Contains(h.Text, code) || k.p.Metrics().Revoked != 1 {
				t.Errorf("%s: health %+v, revoked %d", code, h, k.p.Metrics().Revoked)
			}
			if n := k.log.count("slack stopped"); n != 1 || k.log.count(code) == 0 {
				t.Errorf("%s: said %d times in the log, want once", code, n)
			}
		})
	}
}

// An event that says so ends all calls as well.
func TestUninstalled(t *testing.T) {
	var c tally
	plug(t, slackfake.Config{}, c.door(nil), func(k *cable) {
		k.fake.Event("tokens_revoked", map[string]any{"tokens": map[string]any{"oauth": []string{"U_ANNA"}}}).Wait()
		if k.p.Health().Stopped {
			t.Error("stopped by the tokens of a person")
		}
		if ack := k.fake.Event("app_uninstalled", nil).Wait(); !ack.OK {
			t.Error("the event is not acknowledged")
		}
		<-k.done
		if !k.p.Health().Stopped || c.done() != 2 {
			t.Errorf("health %+v, %d worked on", k.p.Health(), c.done())
		}
	})
}

// Tokens that are refused before anything could come in end Run.
func TestRunWithBadTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := slackfake.New(slackfake.Config{})
		defer fake.Close()
		fake.Revoke("invalid_auth")
		p := openPlatform(t, Config{API: fake.API(), HTTPClient: fake.HTTPClient(), Dialer: fake.Dialer()})
		if err := p.Run(t.Context(), nil); briefings.KindOf(err) != briefings.Unusable {
			t.Errorf("Run returned %v, want an unusable setting", err)
		}
		if n := p.Metrics().Calls; n != 1 {
			t.Errorf("%d calls, want 1", n)
		}
	})
}

// What a person has to mend, or what trying makes worse, is tried ever more rarely.
func TestBacksOff(t *testing.T) {
	for reason, most := range map[string]int64{"link_disabled": 12, "too_many_websockets": 22} {
		plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
			before := k.p.Metrics().Calls
			k.fake.RefuseSockets(reason)
			if reason == "link_disabled" {
				k.fake.Disconnect(0, reason)
			} else {
				k.fake.Drop(0)
			}
			time.Sleep(time.Hour)
			n := k.p.Metrics().Calls - before
			if n < 4 || n > most {
				t.Errorf("%s: %d attempts in an hour, want 4 to %d", reason, n, most)
			}
			if h := k.p.Health(); h.Connected || h.Stopped || h.Text != troubleOf(closing{reason}) {
				t.Errorf("%s: health %+v", reason, h)
			}
			if said := k.log.count("slack not connected"); said > 4 {
				t.Errorf("%s: said %d times in the log", reason, said)
			}
			k.fake.RefuseSockets("")
			time.Sleep(25 * time.Minute)
			if k.open() != 2 || !k.p.Health().Connected {
				t.Errorf("%s: %d sockets open once it is mended", reason, k.open())
			}
		})
	}
}

// An outage of Slack is outlasted, and a limit on calls is kept to.
func TestOutage(t *testing.T) {
	for name, fault := range map[string]slackfake.Fault{
		"no JSON":   {Status: 503},
		"not found": {Status: 404},
		"cut":       {Drop: true},
		"unknown":   {Error: "internal_error"},
		"limited":   {RetryAfter: 5 * time.Minute},
		"handshake": {Method: "socket", Status: 500},
	} {
		fault.Times = -1
		if fault.Method == "" {
			fault.Method = "apps.connections.open"
		}
		if fault.RetryAfter > 0 {
			fault.Times = 2
		}
		plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
			before := k.p.Metrics().Calls
			k.fake.Inject(fault)
			k.fake.Drop(0)
			time.Sleep(4 * time.Minute)
			if n := k.p.Metrics().Calls - before; n < 2 || n > 20 || fault.RetryAfter > 0 && n != 2 {
				t.Errorf("%s: %d calls in four minutes", name, n)
			}
			k.fake.Heal()
			time.Sleep(20 * time.Minute)
			if k.open() != 2 {
				t.Errorf("%s: %d sockets open afterwards, want 2", name, k.open())
			}
		})
	}
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

// The acknowledgement is written before the work begins, be it ever so short.
func TestAcknowledgesFirst(t *testing.T) {
	var early atomic.Int64
	var k *cable
	plug(t, slackfake.Config{}, func(inbound) (any, func(context.Context)) {
		before := k.p.Metrics().Acks
		return nil, func(context.Context) {
			if k.p.Metrics().Acks == before {
				early.Add(1)
			}
		}
	}, func(c *cable) {
		k = c
		for range 100 {
			k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			synctest.Wait()
		}
	})
	if early.Load() != 0 {
		t.Errorf("%d works began before their acknowledgement was written", early.Load())
	}
}

// A door that takes too long does not hold up its acknowledgement.
func TestLateDoor(t *testing.T) {
	var worked atomic.Int64
	plug(t, slackfake.Config{}, func(inbound) (any, func(context.Context)) {
		time.Sleep(10 * time.Second)
		return map[string]string{"text": "late"}, func(context.Context) { worked.Add(1) }
	}, func(k *cable) {
		ack := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
		if !ack.OK || ack.Took != patience || len(ack.Body) != 0 || k.p.Metrics().LateAcks != 1 {
			t.Errorf("acknowledged %t after %v with %q; want an empty one after %v", ack.OK, ack.Took, ack.Body, patience)
		}
		time.Sleep(10 * time.Second)
		if worked.Load() != 1 {
			t.Errorf("worked on %d times, want once", worked.Load())
		}
	})
}

// An acknowledgement that Slack would drop for its size is written bare.
func TestLargeAck(t *testing.T) {
	say := func(text string) map[string]string {
		return map[string]string{"response_type": "ephemeral", "text": text}
	}
	frame, err := json.Marshal(say(""))
	if err != nil {
		t.Fatal(err)
	}
	for size, bare := range map[int]bool{largestAck: false, largestAck + 1: true, 1 << 20: true} {
		ack := say(strings.Repeat("x", size-len(frame)))
		plug(t, slackfake.Config{}, (&tally{}).door(ack), func(k *cable) {
			got := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			if !got.OK || (len(got.Body) == 0) != bare || (k.p.Metrics().Oversized == 1) != bare {
				t.Errorf("%d bytes: acknowledged %t with %d bytes", size, got.OK, len(got.Body))
			}
			k.clean(t)
		})
	}
}

// A panic costs one answer, and its asker is told.
func TestBroken(t *testing.T) {
	for name, door := range map[string]door{
		"door": func(inbound) (any, func(context.Context)) { panic("promise broken") },
		"work": func(inbound) (any, func(context.Context)) {
			return nil, func(context.Context) { panic("promise broken") }
		},
		"body": func(inbound) (any, func(context.Context)) { return func() {}, nil },
	} {
		plug(t, slackfake.Config{}, door, func(k *cable) {
			ack := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			time.Sleep(time.Second)
			told := ""
			for _, m := range k.fake.Seen("C_DESK", "U_ANNA") {
				told += m.Plain()
			}
			if !ack.OK || !strings.Contains(told, broke) || k.p.Metrics().Broken != 1 {
				t.Errorf("%s: acknowledged %t, told %q, %d broken", name, ack.OK, told, k.p.Metrics().Broken)
			}
		})
	}
}

// What there is no room for is declined where its sender sees it.
func TestShedding(t *testing.T) {
	plug(t, slackfake.Config{}, func(inbound) (any, func(context.Context)) {
		return nil, func(ctx context.Context) { <-ctx.Done() }
	}, func(k *cable) {
		fill := func(user string) string {
			ack := k.fake.Command(user, "C_DESK", "/brief help").Wait()
			if !ack.OK {
				t.Error("a command is left without an acknowledgement")
			}
			var body struct{ Text string }
			json.Unmarshal(ack.Body, &body)
			return body.Text
		}
		for i := range roomEach + 1 {
			if told := fill("U_ANNA"); (told == tooBusy) != (i == roomEach) {
				t.Errorf("command %d of one person was told %q", i+1, told)
			}
		}
		for _, user := range []string{"U_BEN", "U_CARA", "U_OWEN"} {
			for range roomEach {
				if told := fill(user); told != "" {
					t.Errorf("%s was told %q", user, told)
				}
			}
		}
		if told := fill("U_GUEST"); told != tooBusy {
			t.Errorf("command %d was told %q", roomFor+1, told)
		}
		k.fake.Mention("U_STRANGER", "C_DESK", "", "help").Wait()
		time.Sleep(time.Second)
		seen := k.fake.Seen("C_DESK", "U_STRANGER")
		if last := seen[len(seen)-1]; !strings.Contains(last.Plain(), tooBusy) || last.To != "U_STRANGER" {
			t.Errorf("a mention was answered with %q to %q", last.Plain(), last.To)
		}
		if m := k.p.Metrics(); m.Shed != 3 || m.Dropped != 0 {
			t.Errorf("%d shed and %d dropped, want 3 and 0", m.Shed, m.Dropped)
		}
		time.Sleep(workLimit)
		if told := fill("U_ANNA"); told != "" {
			t.Errorf("once there is room, a command was told %q", told)
		}
	})
}

func TestApology(t *testing.T) {
	var h head
	if err := json.Unmarshal([]byte(`{"type":"view_submission","view":{"blocks":[{"type":"section","block_id":"a"},{"type":"input","block_id":"b"}]}}`), &h); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(apology(inbound{Kind: kindAction}, h, "No."))
	if want := "map[errors:map[b:No.] response_action:errors]"; got != want {
		t.Errorf("apology for a view: %s, want %s", got, want)
	}
}
