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

// Each shard is told of its own servers.
func TestShardsOwnServers(t *testing.T) {
	const even, odd = "1200000000000000001", "1200000000004194305" // one step of the part that decides apart
	in(t, discordfake.Config{MaxConcurrency: 2, Shards: 2}, func(a *app) {
		a.fake.Kick(discordfake.OtherGuildID)
		a.fake.Invite(discordfake.Guild{ID: odd, Name: "Next door"})
		seen := map[string]int{}
		for i := range 2 {
			l := a.hello(a.gateway())
			l.identify(object{"shard": list{i, 2}})
			ready, create := l.next(), l.next()
			for _, id := range []string{even, odd} {
				if strings.Contains(string(ready.Data), `"id":"`+id+`","unavailable":true`) && strings.Contains(string(create.Data), `"owner_id"`) && strings.Contains(string(create.Data), id) {
					seen[id] += i + 1
				}
			}
		}
		if seen[even]+seen[odd] != 3 || seen[even] == seen[odd] {
			t.Errorf("the servers came on shards %v, want one on each", seen)
		}
		a.violations()
	})
}
