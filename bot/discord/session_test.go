package discord

import (
	"context"
	"slices"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
)

// The token goes nowhere that is less safe than where it went first.
func TestResumeAddress(t *testing.T) {
	for _, c := range []struct{ first, named, want string }{
		{"wss://gateway.discord.gg", "wss://gateway-us.discord.gg", "wss://gateway-us.discord.gg"},
		{"wss://gateway.discord.gg", "ws://gateway-us.discord.gg", "wss://gateway.discord.gg"},
		{"wss://gateway.discord.gg", "https://gateway-us.discord.gg", "wss://gateway.discord.gg"},
		{"wss://gateway.discord.gg", "", "wss://gateway.discord.gg"},
		{"wss://gateway.discord.gg", "wss://", "wss://gateway.discord.gg"},
		{"wss://gateway.discord.gg", "\x00", "wss://gateway.discord.gg"},
		{"ws://gateway.fake", "ws://resume.fake", "ws://resume.fake"},
	} {
		var s session
		if s.open(greeting{Session: "s", URL: c.named}, c.first); s.url != c.want || s.id != "s" {
			t.Errorf("%q after %q: %q, want %q", c.named, c.first, s.url, c.want)
		}
	}
}

func TestSocketOf(t *testing.T) {
	for in, want := range map[string]string{
		"wss://gateway.discord.gg":          "wss://gateway.discord.gg/?encoding=json&v=10",
		"wss://gateway.discord.gg/?v=6&x=1": "wss://gateway.discord.gg/?encoding=json&v=10",
		"ws://127.0.0.1:99/gateway":         "ws://127.0.0.1:99/gateway?encoding=json&v=10",
		"https://discord.com":               "",
		"":                                  "",
		"wss:":                              "",
	} {
		if got, err := socketOf(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
}

// What the gateway tells of servers reaches who remembers them, and a server
// that is only down is not one that the bot was taken out of.
func TestServers(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		known := func() bool {
			_, ok := k.p.state.servers.seen(discordfake.GuildID)
			return ok
		}
		if !known() {
			t.Error("the home server is unknown")
		}
		k.fake.Outage(discordfake.GuildID, true)
		time.Sleep(time.Second)
		k.fake.Outage(discordfake.GuildID, false)
		time.Sleep(time.Second)
		if !known() {
			t.Error("the home server is unknown after an outage")
		}
		k.fake.Shut(0, closeSequence)
		time.Sleep(time.Minute)
		if !known() {
			t.Error("the home server is unknown in the next session")
		}
		k.fake.RefuseLinks(503)
		k.fake.Drop(0)
		k.fake.Kick(discordfake.OtherGuildID)
		time.Sleep(2 * time.Minute)
		k.fake.RefuseLinks(0)
		time.Sleep(2 * time.Minute)
		if ids := k.p.state.servers.all(); !slices.Equal(ids, []string{discordfake.GuildID}) || !k.p.Health().Connected {
			t.Errorf("known are %v after the bot was taken out behind its back", ids)
		}
		k.fake.Kick(discordfake.GuildID)
		time.Sleep(time.Second)
		if known() {
			t.Error("the home server is known after the bot was taken out of it")
		}
	})
}

// Commands that cannot be registered are tried again until they are.
func TestRegistersAgain(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		const route = "PUT /applications/{application_id}/commands"
		k.fake.Fail(route, 400, 50035, 3)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		k.p.registered(ctx)
		if n := len(k.fake.Requests(route)); n != 4 || k.log.count("not registered") != 1 {
			t.Errorf("%d tries, said %d times in the log", n, k.log.count("not registered"))
		}
	})
}
