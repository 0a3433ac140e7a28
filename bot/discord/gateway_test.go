package discord

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"attache/bot/discord/discordfake"
)

// A session is opened once and lasts; interactions come in and are done once.
func TestConnects(t *testing.T) {
	var c tally
	plug(t, discordfake.Config{}, c.door(), func(k *cable) {
		for range 10 {
			if r := k.ask().Wait(); !r.OK || !r.Delivered {
				t.Errorf("a command got %+v", r)
			}
		}
		time.Sleep(24 * time.Hour)
		m := k.p.Metrics()
		if c.done() != 10 || m.Inbounds != 10 || m.Acks != 10 || m.Connects != 1 || m.Identifies != 1 || m.Sockets != 1 {
			t.Errorf("%d worked on, %+v", c.done(), m)
		}
		if h := k.p.Health(); !h.Connected || h.Text != "" {
			t.Errorf("health %+v", h)
		}
		if links := k.open(); len(links) != 1 || links[0].Beats < 24*3600/42 {
			t.Errorf("links %+v", links)
		}
		k.clean(t)
		k.stop()
		<-k.done
		synctest.Wait()
		if code := k.fake.Links()[0].AppCode; code != websocket.CloseNormalClosure {
			t.Errorf("hung up with %d", code)
		}
		if h := k.p.Health(); h.Connected || k.p.Metrics().Sockets != 0 {
			t.Errorf("after the end: %+v, %d sockets", h, k.p.Metrics().Sockets)
		}
	})
}

// A connection on which nothing comes any more is replaced within one heartbeat
// and five seconds, whether or not events still come, and the session goes on.
func TestDeadGateway(t *testing.T) {
	for name, kill := range map[string]func(*discordfake.Discord){
		"half open": func(d *discordfake.Discord) { d.Mute(0) },
		"zombie":    func(d *discordfake.Discord) { d.Deafen(0) },
	} {
		var c tally
		plug(t, discordfake.Config{}, c.door(), func(k *cable) {
			for after := range 6 {
				time.Sleep(10*time.Minute + time.Duration(after)*7*time.Second)
				start, before := time.Now(), len(k.fake.Links())
				kill(k.fake)
				time.Sleep(41250*time.Millisecond + 5*time.Second)
				fresh := k.fake.Links()[before:]
				if len(fresh) != 1 || !k.p.Health().Connected {
					t.Fatalf("%s: %d links opened in time, health %+v", name, len(fresh), k.p.Health())
				}
				t.Logf("%s: replaced after %v", name, fresh[0].Opened.Sub(start))
				if code := k.fake.Links()[before-1].AppCode; code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway {
					t.Errorf("%s: the dead one was closed with %d, which ends the session", name, code)
				}
				if r := k.ask().Wait(); !r.OK {
					t.Errorf("%s: a command after it got %+v", name, r)
				}
			}
			if m := k.p.Metrics(); m.Zombies != 6 || m.Resumes != 6 || m.Identifies != 1 {
				t.Errorf("%s: %+v", name, m)
			}
			k.clean(t)
		})
	}
}

// A connection that breaks loses nothing: what happened meanwhile is sent again
// when the session is taken up, at the address that Discord has named for it.
func TestResumes(t *testing.T) {
	cut := map[string]func(*discordfake.Discord){
		"dropped":   func(d *discordfake.Discord) { d.Drop(0) },
		"reconnect": func(d *discordfake.Discord) { d.Reconnect(0) },
	}
	for _, code := range []int{1000, 1001, 1006, 1011, 4000, 4001, 4002, 4003, 4005, 4008, 4999} {
		if code != 1006 { // which nobody can send
			cut[fmt.Sprint(code)] = func(d *discordfake.Discord) { d.Shut(0, code) }
		}
	}
	for name, cut := range cut {
		var c tally
		plug(t, discordfake.Config{}, c.door(), func(k *cable) {
			time.Sleep(10 * time.Minute)
			before := len(k.fake.Links())
			cut(k.fake)
			d := k.ask()
			time.Sleep(time.Minute)
			if r := d.Wait(); name != "4008" && !r.OK || c.done() > 1 {
				t.Errorf("%s: the command meanwhile got %+v, worked on %d times", name, r, c.done())
			}
			if m := k.p.Metrics(); m.Resumes != 1 || m.Identifies != 1 || len(k.fake.Links())-before != 1 {
				t.Errorf("%s: %+v, %d links", name, m, len(k.fake.Links())-before)
			}
			if !k.p.Health().Connected {
				t.Errorf("%s: health %+v", name, k.p.Health())
			}
			k.clean(t)
		})
	}
}

// What was replayed too late to be answered is dropped quietly, since whoever
// asked has been told that it failed.
func TestStale(t *testing.T) {
	var c tally
	plug(t, discordfake.Config{}, c.door(), func(k *cable) {
		time.Sleep(time.Minute)
		k.ask().Wait()
		k.fake.Mute(0) // heartbeats are missed three seconds later at the earliest
		first := k.ask()
		time.Sleep(time.Minute)
		if first.Wait().OK || c.done() != 1 || k.p.Metrics().Stale != 1 {
			t.Errorf("%d worked on, %+v", c.done(), k.p.Metrics())
		}
		k.ask().Wait()
		if synctest.Wait(); c.done() != 2 {
			t.Error("a command afterwards is lost")
		}
		if n := k.log.count("level=WARN") - k.log.count("discord not connected"); n != 0 {
			t.Errorf("%d lines about it in the log", n)
		}
		k.clean(t)
	})
}

// What comes twice is done once.
func TestDuplicates(t *testing.T) {
	var c tally
	plug(t, discordfake.Config{}, c.door(), func(k *cable) {
		d := k.ask()
		k.fake.Replay(d)
		d.Wait()
		k.fake.Replay(d)
		time.Sleep(time.Second)
		synctest.Wait()
		if m := k.p.Metrics(); c.done() != 1 || m.Duplicates != 2 || m.Acks != 1 {
			t.Errorf("%d worked on, %+v", c.done(), m)
		}
	})
}

// A gateway that never says hello is given up after 15 s, and one that says
// nothing to a session as well.
func TestNoHello(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		k.fake.Silence(true)
		k.fake.Drop(0)
		time.Sleep(50 * time.Second)
		links := k.fake.Links()
		if h := k.p.Health(); h.Connected || h.Text == "" || len(links) < 3 {
			t.Errorf("health %+v, %d links while nobody is greeted", h, len(links))
		}
		for i := 2; i < len(links); i++ {
			if apart := links[i].Opened.Sub(links[i-1].Opened); apart > connectLimit+5*time.Second {
				t.Errorf("given up after %v", apart)
			}
		}
		k.fake.Silence(false)
		time.Sleep(2 * time.Minute)
		if h := k.p.Health(); !h.Connected || h.Text != "" || len(k.open()) != 1 {
			t.Errorf("health %+v and %d links once it greets again", h, len(k.open()))
		}
		k.clean(t)
	})
}

// What Discord may ask for at any time: a heartbeat now, but not so many that
// answering breaks its own limit.
func TestHeartbeatAsked(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		before := k.open()[0].Beats
		k.fake.AskHeartbeat(0)
		time.Sleep(time.Second)
		if n := k.open()[0].Beats - before; n < 1 {
			t.Error("no heartbeat when asked")
		}
		for range 500 {
			k.fake.AskHeartbeat(0)
			time.Sleep(100 * time.Millisecond)
		}
		if n := k.open()[0].Beats - before; n > 70 {
			t.Errorf("%d heartbeats in 51 s", n)
		}
		k.clean(t)
	})
}

// What cannot be read, is too large or means nothing is counted and left alone,
// and the connection is as good as before.
func TestOddFrames(t *testing.T) {
	var c tally
	plug(t, discordfake.Config{}, c.door(), func(k *cable) {
		malformed := []string{"", "{", "null", "[]", `"x"`, `{"op":"0"}`, `{"d":{}}`, `{"op":0,"s":"x","t":"READY"}`,
			strings.Repeat("[", 100_000), `{"op":0,"t":"INTERACTION_CREATE","d":[]}`, `{"op":0,"t":"INTERACTION_CREATE","d":{"id":"1"}}`,
			`{"op":0,"t":"GUILD_DELETE","d":7}`}
		unknown := []string{`{"op":77}`, `{"op":0,"t":"THOUGHT","d":{}}`, `{"op":0,"d":null}`,
			`{"op":0,"t":"INTERACTION_CREATE","d":{"id":"1","token":"x","type":9}}`}
		for _, frame := range append(malformed, unknown...) {
			k.fake.Raw(0, []byte(frame))
		}
		k.fake.Raw(0, []byte(`{"op":0,"t":"THOUGHT","d":"`+strings.Repeat("x", largestFrame)+`"}`))
		k.fake.Raw(0, []byte(`{"op":10,"d":{"heartbeat_interval":1}}`))
		time.Sleep(time.Second)
		m := k.p.Metrics()
		if m.Malformed != int64(len(malformed)) || m.Unknown != int64(len(unknown)) || m.Huge != 1 || len(c.came) != 0 {
			t.Errorf("%+v and %d through the door", m, len(c.came))
		}
		if r := k.ask().Wait(); !r.OK {
			t.Error("a command after odd frames is lost")
		}
		if m := k.p.Metrics(); m.Connects != 1 || m.Sockets != 1 {
			t.Errorf("the connection was replaced: %+v", m)
		}
		time.Sleep(2 * time.Minute)
		if m := k.p.Metrics(); m.Connects != 1 {
			t.Errorf("the connection was replaced later: %+v", m)
		}
	})
}

// A gateway that asks for an impossible heartbeat is left for a better one.
func TestImpossibleHello(t *testing.T) {
	for _, frame := range []string{`{"heartbeat_interval":0}`, `{"heartbeat_interval":-1}`, `{"heartbeat_interval":1e18}`, `{}`, `[]`} {
		plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
			k.fake.Silence(true)
			k.fake.Drop(0)
			time.Sleep(time.Second)
			k.fake.Raw(0, []byte(`{"op":10,"d":`+frame+`}`))
			time.Sleep(time.Second)
			k.fake.Silence(false)
			time.Sleep(2 * time.Minute)
			if !k.p.Health().Connected || k.p.Metrics().Broken != 0 {
				t.Errorf("%s: health %+v, %+v", frame, k.p.Health(), k.p.Metrics())
			}
		})
	}
}
