package discordfake_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// in runs a test in a bubble with an app and a fake.
func in(t *testing.T, cfg discordfake.Config, test func(a *app)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(openApp(t, cfg)) })
}

func TestGatewayHeartbeat(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		l := a.dial()
		for range 3 {
			l.send(1, l.seq)
			if p := l.next(); p.Op != 11 {
				t.Errorf("after a heartbeat came %+v, want op 11", p)
			}
			time.Sleep(l.every)
		}
		a.fake.AskHeartbeat(1)
		if p := l.next(); p.Op != 1 {
			t.Errorf("asked for a heartbeat: %+v, want op 1", p)
		}
		if links := a.fake.Links(); len(links) != 1 || links[0].Beats != 3 || links[0].Session != l.session || links[0].Host != "gateway.discord.fake" {
			t.Errorf("links %+v", links)
		}
		a.violations()
		start := time.Now()
		if p := l.next(); p.Code != 4009 || time.Since(start) > l.every {
			t.Errorf("without heartbeats came %+v after %v, want 4009", p, time.Since(start))
		}
		a.violations("no heartbeat for 1m1.875s")
	})
}

func TestIdentifyRefused(t *testing.T) {
	for _, tt := range []struct {
		name string
		more object
		code int
		rule string
	}{
		{"token", object{"token": "wrong"}, 4004, ""},
		{"unknown intents", object{"intents": 1 << 40}, 4013, "missing or unknown"},
		{"no intents", object{"intents": nil}, 4013, "missing or unknown"},
		{"message content", object{"intents": 1 | 1<<15}, 4014, "privileged"},
		{"shard", object{"shard": list{1, 1}}, 4010, "no shard"},
		{"no properties", object{"properties": nil}, 4002, "properties"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, discordfake.Config{}, func(a *app) {
				l := a.hello(a.gateway())
				l.identify(tt.more)
				if p := l.next(); p.Code != tt.code {
					t.Errorf("came %+v, want %d", p, tt.code)
				}
				if tt.rule == "" {
					a.violations()
				} else {
					a.violations(tt.rule)
				}
			})
		})
	}
}

func TestGatewayManners(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(l *line)
		code int
		rule string
	}{
		{"unknown op", func(l *line) { l.send(99, nil) }, 4001, "op 99"},
		{"no JSON", func(l *line) { l.ws.WriteMessage(1, []byte("{")) }, 4002, "cannot be read"},
		{"binary", func(l *line) { l.ws.WriteMessage(2, []byte("{}")) }, 4002, "not text"},
		{"identify twice", func(l *line) { l.identify(nil) }, 4005, "twice"},
		{"large", func(l *line) { l.send(3, strings.Repeat("a", 4096)) }, 4002, "bytes"},
		{"bad resume", func(l *line) { l.send(6, object{"seq": "x"}) }, 4002, "seq"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, discordfake.Config{}, func(a *app) {
				l := a.dial()
				tt.do(l)
				if p := l.next(); p.Code != tt.code {
					t.Errorf("came %+v, want %d", p, tt.code)
				}
				a.violations(tt.rule)
			})
		})
	}
	in(t, discordfake.Config{}, func(a *app) {
		l := a.hello(a.gateway())
		l.send(3, object{})
		if p := l.next(); p.Code != 4003 {
			t.Errorf("presence before identify: %+v, want 4003", p)
		}
		a.violations("before identify")
	})
}

// A link takes 120 payloads in a minute, and the next one ends it.
func TestGatewaySends(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		l := a.dial() // one was the identify
		for range 119 {
			l.send(3, object{})
		}
		synctest.Wait()
		a.violations()
		time.Sleep(time.Minute)
		for range 121 {
			l.send(3, object{})
		}
		if p := l.next(); p.Code != 4008 {
			t.Errorf("came %+v, want 4008", p)
		}
		a.violations("more than 120")
	})
}

func TestGatewaySteering(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		l := a.dial()
		a.fake.Reconnect(0)
		if p := l.next(); p.Op != 7 {
			t.Errorf("came %+v, want op 7", p)
		}
		a.fake.Raw(0, []byte("{not json"))
		if p := l.next(); p.Kind != "" || p.Op != 0 {
			t.Errorf("came %+v, want what cannot be read", p)
		}
		a.fake.Invalidate(0, true)
		if p := l.next(); p.Op != 9 || string(p.Data) != "true" {
			t.Errorf("came %+v, want op 9 true", p)
		}
		a.fake.Deafen(0)
		l.send(1, nil)
		a.fake.Kick(discordfake.OtherGuildID)
		if p := l.next(); p.Kind != "GUILD_DELETE" {
			t.Errorf("came %+v from a zombie, want GUILD_DELETE and no op 11", p)
		}
		a.fake.Invite(discordfake.Guild{ID: discordfake.OtherGuildID, Name: "Elsewhere"})
		if p := l.next(); p.Kind != "GUILD_CREATE" {
			t.Errorf("came %+v, want GUILD_CREATE", p)
		}
		a.fake.Outage(discordfake.GuildID, true)
		if p := l.next(); p.Kind != "GUILD_DELETE" || !strings.Contains(string(p.Data), `"unavailable":true`) {
			t.Errorf("came %+v, want an outage", p)
		}
		a.fake.DeleteChannel(discordfake.Desk)
		if p := l.next(); p.Kind != "CHANNEL_DELETE" {
			t.Errorf("came %+v, want CHANNEL_DELETE", p)
		}
		a.fake.Invalidate(0, false)
		l.next()
		time.Sleep(5 * time.Second)
		l.identify(nil)
		if p := l.next(); p.Kind != "READY" {
			t.Errorf("came %+v, want READY on the same link", p)
		}
		l.next() // the one server that is there
		a.fake.Mute(0)
		a.fake.Event(discordfake.OtherGuildID, "GUILD_UPDATE", object{})
		l.send(1, nil)
		if p := l.next(); !p.Quiet {
			t.Errorf("came %+v from a mute link, want nothing", p)
		}
		a.violations()
	})
}

func TestGatewayDoor(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		at := a.gateway()
		a.fake.Silence(true)
		if p := a.connect(at).next(); !p.Quiet {
			t.Errorf("came %+v, want no HELLO", p)
		}
		a.fake.Silence(false)
		for _, status := range []int{503, -1} {
			a.fake.RefuseLinks(status)
			_, response, err := a.fake.Dialer().Dial(at, nil)
			if err == nil || status > 0 && response.StatusCode != status {
				t.Errorf("refused with %d: %v, %v", status, response, err)
			}
		}
		a.fake.RefuseLinks(0)
		a.fake.RefuseIdentify(4014)
		l := a.hello(at)
		l.identify(nil)
		if p := l.next(); p.Code != 4014 {
			t.Errorf("came %+v, want 4014", p)
		}
		a.fake.RefuseIdentify(0)
		a.violations()
		if _, _, err := a.fake.Dialer().Dial("ws://elsewhere.example", nil); err == nil {
			t.Error("another host was reached")
		}
		ws, _, err := a.fake.Dialer().Dial(at+"?v=6", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		if p := (&line{app: a, ws: ws}).next(); p.Code != 4012 {
			t.Errorf("version 6: %+v, want 4012", p)
		}
		a.violations("elsewhere.example", "v=6")
	})
}

// A revoked token ends links and is not to be used again.
func TestRevoked(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		l := a.dial()
		a.fake.RevokeToken()
		if p := l.next(); p.Code != 4004 {
			t.Errorf("came %+v, want 4004", p)
		}
		if got := a.call("GET", "/users/@me", nil); got.Status != 401 {
			t.Errorf("status %d, want 401", got.Status)
		}
		a.violations()
		a.call("GET", "/users/@me", nil)
		time.Sleep(5 * time.Second)
		again := a.hello(l.resume)
		again.identify(nil)
		again.next()
		a.violations("refused before", "after the token was refused")
		if n := len(a.fake.InvalidRequests()); n != 2 {
			t.Errorf("%d invalid requests, want 2", n)
		}
	})
}
