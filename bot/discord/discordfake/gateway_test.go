package discordfake_test

import (
	"encoding/json"
	"fmt"
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

func TestResumeReplays(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		l := a.dial()
		a.fake.Event(discordfake.GuildID, "GUILD_ROLE_UPDATE", object{"n": 1})
		if p := l.next(); p.Kind != "GUILD_ROLE_UPDATE" || p.Seq != 4 {
			t.Fatalf("came %+v, want the fourth event", p)
		}
		a.fake.Drop(1)
		if p := l.next(); !p.Cut {
			t.Errorf("dropped: %+v", p)
		}
		for i := range 2 {
			a.fake.Event(discordfake.GuildID, "GUILD_ROLE_UPDATE", object{"n": i + 2})
		}
		time.Sleep(9 * time.Minute)
		again := a.hello(l.resume)
		again.again(l, l.seq)
		for i, want := range []string{"GUILD_ROLE_UPDATE", "GUILD_ROLE_UPDATE", "RESUMED"} {
			if p := again.next(); p.Kind != want || p.Seq != int64(5+i) {
				t.Errorf("came %s %d, want %s %d", p.Kind, p.Seq, want, 5+i)
			}
		}
		again.ws.Close()
		synctest.Wait()
		time.Sleep(11 * time.Minute)
		late := a.hello(l.resume)
		late.again(l, again.seq)
		if p := late.next(); p.Op != 9 || string(p.Data) != "false" {
			t.Errorf("a resume too late: %+v, want op 9 false", p)
		}
		late.identify(nil) // the link may begin anew
		if p := late.next(); p.Kind != "READY" {
			t.Errorf("came %+v, want READY", p)
		}
		a.violations()
	})
}

// A session does not survive 1000 and 1001 from the app, nor 4007 and 4009 from
// Discord; it survives everything else.
func TestSessionSurvives(t *testing.T) {
	resumed := func(a *app, l *line) bool {
		again := a.hello(l.resume)
		again.again(l, l.seq)
		return again.next().Kind == "RESUMED"
	}
	for code, want := range map[int]bool{1000: false, 1001: false, 1012: true, 4000: true, 4900: true} {
		in(t, discordfake.Config{}, func(a *app) {
			l := a.dial()
			l.ws.WriteControl(8, []byte{byte(code >> 8), byte(code)}, time.Now().Add(time.Second))
			synctest.Wait()
			l.ws.Close()
			if got := a.fake.Links()[0].AppCode; got != code {
				t.Errorf("close %d was noted as %d", code, got)
			}
			if got := resumed(a, l); got != want {
				t.Errorf("the app closed with %d: resumed %t, want %t", code, got, want)
			}
			a.violations()
		})
	}
	for code, want := range map[int]bool{4000: true, 4001: true, 4002: true, 4003: true, 4005: true, 4008: true, 4007: false, 4009: false, 4004: false, 4014: false} {
		in(t, discordfake.Config{}, func(a *app) {
			l := a.dial()
			a.fake.Shut(0, code)
			if p := l.next(); p.Code != code {
				t.Errorf("came %+v, want %d", p, code)
			}
			if got := resumed(a, l); got != want {
				t.Errorf("Discord closed with %d: resumed %t, want %t", code, got, want)
			}
		})
	}
}

func TestResumeRefused(t *testing.T) {
	for how, want := range map[string]payload{
		"invalid": {Op: 9}, "drop": {Cut: true}, "4009": {Code: 4009}, "silent": {Quiet: true},
	} {
		in(t, discordfake.Config{Heartbeat: time.Hour}, func(a *app) {
			l := a.dial()
			a.fake.Drop(0)
			a.fake.RefuseResume(how)
			again := a.hello(l.resume)
			again.again(l, l.seq)
			if p := again.next(); p.Op != want.Op || p.Cut != want.Cut || p.Code != want.Code || p.Quiet != want.Quiet {
				t.Errorf("%s: came %+v, want %+v", how, p, want)
			}
		})
	}
	in(t, discordfake.Config{}, func(a *app) {
		l := a.dial()
		a.fake.Drop(0)
		again := a.hello(a.gateway())
		again.again(l, 99)
		if p := again.next(); p.Code != 4007 {
			t.Errorf("seq 99: %+v, want 4007", p)
		}
		a.violations("not to resume_gateway_url", "seq 99")
	})
}

// One session may be started in five seconds, and a thousand in a day; beyond
// that the token is gone.
func TestIdentifyBudget(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		a.dial()
		l := a.hello(a.gateway())
		l.identify(nil)
		if p := l.next(); p.Op != 9 {
			t.Errorf("two at once: %+v, want op 9", p)
		}
		a.violations("max_concurrency")
		time.Sleep(5 * time.Second)
		a.fake.SetBudget(1)
		l.identify(nil)
		if p := l.next(); p.Kind != "READY" {
			t.Errorf("the last of the day: %+v, want READY", p)
		}
		if got := a.call("GET", "/gateway/bot", nil).Limits; got.Remaining != 0 || got.Most != 1 {
			t.Errorf("limits %+v, want none left", got)
		}
		time.Sleep(5 * time.Second)
		beyond := a.hello(a.gateway())
		beyond.identify(nil)
		if p := beyond.next(); p.Code != 4004 {
			t.Errorf("one too many: %+v, want 4004", p)
		}
		if got := a.call("GET", "/users/@me", nil).Status; got != 401 {
			t.Errorf("the token answers %d, want 401", got)
		}
		if n := len(a.fake.Identifies()); n != 4 {
			t.Errorf("%d identifies, want 4", n)
		}
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

// An interaction comes on the shard of its server, whatever the intents; one in
// a conversation on the first.
func TestShards(t *testing.T) {
	in(t, discordfake.Config{MaxConcurrency: 4, Shards: 2, AnyCommand: true}, func(a *app) {
		var lines []*line
		for i := range 2 {
			l := a.hello(a.gateway())
			l.identify(object{"shard": list{i, 2}, "intents": 0})
			if p := l.next(); p.Kind != "READY" {
				t.Fatalf("came %+v, want READY", p)
			}
			lines = append(lines, l)
		}
		d := ask(a)
		shard := 0
		for i := range 2 {
			var n int64
			fmt.Sscan(discordfake.GuildID, &n)
			if n>>22%2 == int64(i) {
				shard = i
			}
		}
		p := lines[shard].next()
		var got struct{ Token string }
		json.Unmarshal(p.Data, &got)
		if p.Kind != "INTERACTION_CREATE" || got.Token != d.Token {
			t.Errorf("came %+v, want the interaction", p)
		}
		a.fake.Command(discordfake.Anna, a.fake.Direct(discordfake.Anna), "brief")
		if p := lines[0].next(); p.Kind != "INTERACTION_CREATE" {
			t.Errorf("a direct command: %+v, want it on the first shard", p)
		}
	})
}
