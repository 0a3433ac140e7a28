package discordfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
)

const (
	everywhere = "/applications/" + discordfake.AppID + "/commands"
	atHome     = "/applications/" + discordfake.AppID + "/guilds/" + discordfake.GuildID + "/commands"
)

// A registration replaces what was there; a command keeps its ID by its name,
// and its translations are shown to those who ask.
func TestRegister(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		translated := slash(object{"name_localizations": object{"ko": "브리핑"}})
		for _, at := range []string{everywhere, atHome} {
			if got := a.call("PUT", at, list{translated, slash(object{"name": "brief-admin"})}); got.Status != 200 {
				t.Fatalf("%s: %d %s", at, got.Status, got.raw)
			}
			if got := a.call("GET", at, nil); strings.Contains(got.raw, "브리핑") || !strings.Contains(got.raw, "brief-admin") {
				t.Errorf("%s lists %s", at, got.raw)
			}
			if got := a.call("GET", at+"?with_localizations=true", nil); !strings.Contains(got.raw, "브리핑") {
				t.Errorf("%s lists %s", at, got.raw)
			}
		}
		before := a.fake.Registered("")
		a.call("PUT", everywhere, list{slash(object{"description": "other"})})
		after := a.fake.Registered("")
		if len(before) != 2 || len(after) != 1 || after[0].ID != before[0].ID || after[0].Version == before[0].Version {
			t.Errorf("before %+v, after %+v", before, after)
		}
		if home := a.fake.Registered(discordfake.GuildID); len(home) != 2 || home[0].ID == before[0].ID {
			t.Errorf("at home %+v", home)
		}
		a.violations()
	})
}

func TestSingleCommands(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		made := a.call("POST", everywhere, slash(nil))
		again := a.call("POST", everywhere, slash(object{"description": "other"}))
		if made.Status != 201 || again.Status != 200 || made.ID != again.ID {
			t.Errorf("made %d %s, again %d %s", made.Status, made.ID, again.Status, again.ID)
		}
		at := everywhere + "/" + made.ID
		if got := a.call("PATCH", at, object{"description": "third"}); got.Status != 200 || got.ID != made.ID {
			t.Errorf("edit: %d %s", got.Status, got.raw)
		}
		if got := a.call("GET", at, nil); !strings.Contains(got.raw, "third") {
			t.Errorf("one: %s", got.raw)
		}
		if got := a.call("DELETE", at, nil); got.Status != 204 {
			t.Errorf("delete: %d", got.Status)
		}
		if got := a.call("GET", at, nil); got.Code != 10063 {
			t.Errorf("a deleted command: %d, want 10063", got.Code)
		}
		a.violations()
		if got := a.call("PUT", everywhere, list{slash(object{"name": "No good"})}); got.Code != 50035 {
			t.Errorf("a bad name: %d, want 50035", got.Code)
		}
		a.violations("name is invalid")
		if got := a.call("GET", "/applications/1/commands", nil); got.Status != 403 {
			t.Errorf("another app: %d, want 403", got.Status)
		}
	})
}

// Two hundred commands may be created in a day; those that were there before
// do not count.
func TestDailyCreations(t *testing.T) {
	in(t, discordfake.Config{RouteRates: map[string]discordfake.Rate{"PUT /applications/{application_id}/commands": {}}}, func(a *app) {
		put := func(prefix string) answered {
			return a.call("PUT", everywhere, times(50, func(i int) any { return slash(object{"name": fmt.Sprint(prefix, i)}) }))
		}
		for _, prefix := range []string{"a", "b", "c", "d", "d", "d"} {
			if got := put(prefix); got.Status != 200 {
				t.Fatalf("%s: %d %s", prefix, got.Status, got.raw)
			}
		}
		if got := put("e"); got.Code != 30034 {
			t.Errorf("beyond two hundred: %d, want 30034", got.Code)
		}
		time.Sleep(24 * time.Hour)
		if got := put("e"); got.Status != 200 {
			t.Errorf("a day later: %d, want 200", got.Status)
		}
		a.violations("more than 200")
	})
}

// What the fake says of itself, its servers and its people.
func TestLookups(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		home := "/guilds/" + discordfake.GuildID
		for path, want := range map[string]string{
			"/users/@me": `"id":"` + discordfake.BotID + `"`, "/applications/@me": `"id":"` + discordfake.AppID + `"`,
			"/oauth2/applications/@me": a.fake.PublicKey(), "/users/" + discordfake.Cara: `"global_name":"Cara Approver"`,
			"/users/@me/guilds": `"name":"Elsewhere"`, home: `"owner_id":"` + discordfake.Owen + `"`,
			home + "/roles": `"name":"editors"`, home + "/channels": `"name":"desk"`,
			home + "/members/" + discordfake.Ben: `"roles":["` + discordfake.RoleEditors + `"]`,
			home + "/threads/active":             `"threads":[]`, "/channels/" + discordfake.News: `"type":5`,
			"/guilds/" + discordfake.OtherGuildID: `"DISCOVERABLE"`, atHome + "/permissions": `[]`,
			"/gateway": "ws://gateway.discord.fake",
		} {
			if got := a.call("GET", path, nil); got.Status != 200 || !strings.Contains(got.raw, want) {
				t.Errorf("%s: %d %s, want %s", path, got.Status, got.raw, want)
			}
		}
		if got := a.call("DELETE", "/users/@me/guilds/"+discordfake.OtherGuildID, nil); got.Status != 204 {
			t.Errorf("leave: %d", got.Status)
		}
		if got := a.call("GET", "/guilds/"+discordfake.OtherGuildID, nil); got.Code != 50001 {
			t.Errorf("a server that was left: %d, want 50001", got.Code)
		}
		a.fake.SetMember(discordfake.Member{Guild: discordfake.GuildID, User: discordfake.Stranger, Roles: []string{discordfake.RoleApprovers}})
		a.fake.SetRole(discordfake.Role{ID: discordfake.RoleApprovers, Guild: discordfake.GuildID, Name: "seals"})
		a.fake.SetGuild(discordfake.Guild{ID: discordfake.GuildID, Name: "Harbour", Owner: discordfake.Ben, Features: []string{"COMMUNITY"}})
		if got := a.call("GET", home+"/members/"+discordfake.Stranger, nil); !strings.Contains(got.raw, discordfake.RoleApprovers) {
			t.Errorf("a new member: %s", got.raw)
		}
		if got := a.call("GET", home, nil); !strings.Contains(got.raw, `"seals"`) || !strings.Contains(got.raw, `"COMMUNITY"`) {
			t.Errorf("a changed server: %s", got.raw)
		}
		a.violations()
	})
}
