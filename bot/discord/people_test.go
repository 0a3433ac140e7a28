package discord

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
)

func TestRoles(t *testing.T) {
	play(t, home(), func(s *scene) {
		for user, want := range map[string]briefings.Role{
			discordfake.Anna: briefings.Reader, discordfake.Ben: briefings.Editor, discordfake.Cara: briefings.Approver, discordfake.Owen: briefings.Owner,
		} {
			for _, channel := range []string{discordfake.Desk, s.fake.Direct(user)} {
				s.ask(user, channel, "whoami")
				all := s.desk.requests()
				if got := all[len(all)-1].Person.Role; got != want {
					t.Errorf("%s has the role %s in %s, want %s", user, got, channel, want)
				}
			}
		}
		if n := len(s.fake.Requests("GET /guilds/{guild_id}/members/{user_id}")); n != 4 {
			t.Errorf("Discord was asked %d times about members, want once each for the conversations", n)
		}
	})
}

// What the settings give everybody is for members of trusted servers, and what
// they give a role is for whoever has it.
func TestRoleForAll(t *testing.T) {
	p := openPlatform(t, Config{Role: briefings.Analyst, Roles: map[string]briefings.Role{"7": briefings.Editor, "900": briefings.Approver}, Owners: []string{"1"}})
	for _, test := range []struct {
		user, server string
		roles        []string
		trusted      bool
		want         briefings.Role
	}{
		{"2", "800", nil, true, briefings.Analyst},
		{"2", "800", nil, false, briefings.Reader},
		{"2", "800", []string{"7", "8"}, false, briefings.Editor},
		{"2", "800", []string{"800"}, true, briefings.Analyst},
		{"2", "900", nil, true, briefings.Approver},
		{"1", "800", nil, false, briefings.Owner},
	} {
		if got := p.role(test.user, test.server, test.roles, test.trusted); got != test.want {
			t.Errorf("%+v has the role %s", test, got)
		}
	}
}

// Programs and guests of a call are told that they are not answered, and the
// desk hears nothing of it.
func TestRefusedPeople(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Robot, discordfake.Desk, "topics")
		s.says(s.last(discordfake.Desk, discordfake.Robot), "answers people", "E-ROLE")
		if n := len(s.desk.requests()); n != 0 {
			t.Errorf("%d requests reached the desk", n)
		}
		guest := interaction{GuildID: "1", Member: &memberPayload{User: userPayload{ID: "2"}, Flags: guestFlag}}
		if err := s.p.welcome(guest); err == nil || !strings.Contains(err.Error(), "Guests") {
			t.Errorf("a guest is told %v", err)
		}
		if s.p.welcome(interaction{}) == nil {
			t.Error("nobody is welcome")
		}
	})
}

// Clearances follow the place: what is not trusted shows what is for everybody.
func TestClearances(t *testing.T) {
	play(t, home(), func(s *scene) {
		last := func() briefings.Marking {
			all := s.desk.requests()
			return all[len(all)-1].Place.Clearance
		}
		for _, test := range []struct {
			user, channel string
			want          briefings.Marking
		}{
			{discordfake.Anna, discordfake.Desk, briefings.Green},
			{discordfake.Anna, s.fake.Direct(discordfake.Anna), briefings.Amber},
			{discordfake.Stranger, discordfake.OtherDesk, briefings.Clear},
			{discordfake.Stranger, s.fake.Direct(discordfake.Stranger), briefings.Clear},
		} {
			s.ask(test.user, test.channel, "topics")
			if got := last(); got != test.want {
				t.Errorf("%s in %s sees up to %s, want %s", test.user, test.channel, got, test.want)
			}
		}
		s.fake.SetGuild(discordfake.Guild{ID: discordfake.GuildID, Owner: discordfake.Owen, Features: []string{"COMMUNITY", "DISCOVERABLE"}})
		s.ask(discordfake.Anna, discordfake.Desk, "topics")
		if got := last(); got != briefings.Clear {
			t.Errorf("a server that is open to everybody sees up to %s", got)
		}
	})
}

// Without servers in the settings all are trusted, unless anybody may invite the
// bot.
func TestServersOfPrivateBot(t *testing.T) {
	for _, public := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			fake := staffed()
			defer fake.Close()
			client := fake.HTTPClient()
			if !public {
				client.Transport = ownersOnly{client.Transport}
			}
			want := map[bool][2]briefings.Marking{false: {briefings.Green, briefings.Amber}, true: {briefings.Clear, briefings.Clear}}[public]
			playOn(t, fake, Config{HTTPClient: client}, func(s *scene) {
				s.ask(discordfake.Anna, discordfake.Desk, "topics")
				s.ask(discordfake.Anna, fake.Direct(discordfake.Anna), "topics")
				for n, r := range s.desk.requests() {
					if r.Place.Clearance != want[n] {
						t.Errorf("public %t: request %d sees up to %s", public, n, r.Place.Clearance)
					}
				}
			})
		})
	}
}

// ownersOnly shows an application that only its owners may invite.
type ownersOnly struct{ http.RoundTripper }

func (o ownersOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := o.RoundTripper.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/applications/@me") {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	changed := bytes.Replace(body, []byte(`"bot_public":true`), []byte(`"bot_public":false`), 1)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(changed)), int64(len(changed))
	return resp, err
}

// While Discord does not say whether a place may be trusted nothing is answered
// there; what it said lately holds for a while, but who is a member never does.
func TestDiscordSilent(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.ask(discordfake.Cara, discordfake.Desk, "topics")
		s.fake.Fail("GET /applications/@me", 500, 0, -1)
		for _, after := range []time.Duration{time.Minute, factFor, staleFor} {
			time.Sleep(after)
			s.fake.Command(discordfake.Cara, discordfake.Desk, "brief", discordfake.Sub("topics"))
			time.Sleep(30 * time.Second)
		}
		if n := len(s.desk.requests()); n != 3 {
			t.Errorf("%d requests, want those before what was said is too old", n)
		}
		s.says(s.last(discordfake.Desk, discordfake.Cara), "Discord did not say just now")
	})
	play(t, home(), func(s *scene) {
		own := s.fake.Direct(discordfake.Anna)
		s.ask(discordfake.Anna, own, "topics")
		s.fake.Fail("GET /guilds/{guild_id}/members/{user_id}", 404, 10007, 1)
		time.Sleep(intake.FreshFor)
		s.ask(discordfake.Anna, own, "topics")
		if r := s.desk.requests()[1]; r.Place.Clearance != briefings.Clear || r.Person.ID != "discord/direct/"+discordfake.Anna {
			t.Errorf("no longer a member, and asks as %s up to %s", r.Person.ID, r.Place.Clearance)
		}
		time.Sleep(intake.FreshFor)
		s.fake.Fail("GET /guilds/{guild_id}/members/{user_id}", 500, 0, -1)
		s.after(s.fake.Command(discordfake.Anna, own, "brief", discordfake.Sub("topics")))
		time.Sleep(30 * time.Second)
		s.says(s.last(own, discordfake.Anna), "Discord did not say just now", "topics")
		if n := len(s.desk.requests()); n != 2 {
			t.Errorf("%d requests", n)
		}
	})
}

// What is not known of a place is no reason to trust it.
func TestTrust(t *testing.T) {
	closed := &serverPayload{Features: []string{"COMMUNITY", "NEWS"}}
	two, direct := 2, inDirect
	for name, test := range map[string]struct {
		i       interaction
		seen    string // what the gateway says of the server's features; - is nothing
		servers []string
		want    bool
	}{
		"named":              {interaction{GuildID: "1", Guild: closed, Owners: map[string]string{"0": "1"}}, "-", []string{"1"}, true},
		"not named":          {interaction{GuildID: "1", Guild: closed, Owners: map[string]string{"0": "1"}}, "-", []string{"2"}, false},
		"brought along":      {interaction{GuildID: "1", Guild: closed, Owners: map[string]string{"1": "9"}}, "-", []string{"1"}, false},
		"unsaid, seen":       {interaction{GuildID: "1", Guild: closed}, "NEWS", []string{"1"}, true},
		"unsaid, not seen":   {interaction{GuildID: "1", Guild: closed}, "-", []string{"1"}, false},
		"features from wire": {interaction{GuildID: "1", Owners: map[string]string{"0": "1"}}, "NEWS", []string{"1"}, true},
		"open by the wire":   {interaction{GuildID: "1", Owners: map[string]string{"0": "1"}}, "DISCOVERABLE", []string{"1"}, false},
		"features unknown":   {interaction{GuildID: "1", Owners: map[string]string{"0": "1"}}, "-", []string{"1"}, false},
		"of others":          {interaction{Context: &two, Owners: map[string]string{"1": "9"}}, "-", []string{"1"}, false},
		"nothing at all":     {interaction{}, "-", []string{"1"}, false},
		"not even a member":  {interaction{Context: &direct, User: userPayload{ID: "9"}, Owners: map[string]string{"0": "0"}}, "NEWS", []string{"1"}, false},
	} {
		p := openPlatform(t, Config{Servers: test.servers})
		if test.seen != "-" {
			p.guildSeen([]byte(`{"id":"1","features":["` + test.seen + `"]}`))
		}
		_, place, err := p.placeBy(&source{}, test.i)
		if got := place.Clearance != briefings.Clear; got != test.want || err != nil {
			t.Errorf("%s: trusted %t up to %s (%v)", name, got, place.Clearance, err)
		}
	}
}

// A vanity address makes a community public; a community alone is not.
func TestPublicServers(t *testing.T) {
	for features, want := range map[string]bool{"": false, "COMMUNITY": false, "COMMUNITY VANITY_URL": true, "DISCOVERABLE": true, "PREVIEW_ENABLED NEWS": true, "VANITY_URL": false} {
		if got := (server{features: strings.Fields(features)}).public(); got != want {
			t.Errorf("%q is public: %t", features, got)
		}
	}
}

// A server goes from memory when the bot is taken out of it, and not while
// Discord cannot reach it.
func TestServersSeen(t *testing.T) {
	p := openPlatform(t, Config{HTTPClient: &http.Client{Transport: nowhere{}}})
	for _, event := range []string{`{"id":"2","features":["NEWS"]}`, `{"id":"1"}`, `{"id":"2","unavailable":true}`, `[]`, `{"features":[]}`, `{"id":"3","features":7}`} {
		p.guildSeen([]byte(event))
	}
	p.guildGone("2", true)
	if known, _ := p.state.servers.seen("2"); len(known.features) != 1 {
		t.Errorf("an outage takes the features: %v", known.features)
	}
	if got := strings.Join(p.state.servers.all(), " "); got != "1 2 3" {
		t.Errorf("seen %s", got)
	}
	if n := p.Metrics().Malformed; n != 2 {
		t.Errorf("%d malformed", n)
	}
	p.guildGone("2", false)
	if _, ok := p.state.servers.seen("2"); ok {
		t.Error("still there")
	}
	p.lobby.Close(0)
}

// nowhere is a network that is down.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) { return nil, http.ErrServerClosed }

// Of several servers the one counts that gives the highest role, and no more of
// them are asked about than is bearable.
func TestBestMembership(t *testing.T) {
	p := openPlatform(t, Config{Servers: []string{"1", "2", "3", "4", "5"}, Roles: map[string]briefings.Role{"20": briefings.Editor}})
	in := map[string]membership{"1/9": {server: "1", name: "A"}, "2/9": {server: "2", name: "B", roles: []string{"20"}}, "3/9": {server: "3", absent: true}, "4/9": {server: "4", name: "D"}}
	p.state.members = intake.NewLookup(time.Minute, 0, func(_ context.Context, key string) (membership, error) { return in[key], nil })
	for _, id := range p.cfg.Servers[:4] {
		p.guildSeen([]byte(`{"id":"` + id + `"}`))
	}
	p.state.asked = intake.NewLookup(time.Minute, 0, func(context.Context, string) (server, error) { return server{absent: true}, nil })
	by := &source{ctx: t.Context()}
	who, member, err := p.member(by, interaction{User: userPayload{ID: "9", Name: "nine"}})
	if err != nil || !member || who != (briefings.Person{ID: "discord/2/9", Name: "B", Role: briefings.Editor}) {
		t.Errorf("%+v, member %t, %v", who, member, err)
	}
	p.cfg.Servers = nil
	p.state.app = intake.NewLookup(time.Minute, 0, func(context.Context, string) (application, error) {
		no := false
		return application{Public: &no}, nil
	})
	p.state.servers = &servers{known: map[string]server{}}
	var ids []string
	for n := range 2 * mostServers {
		ids = append(ids, strconv.Itoa(100+n))
	}
	p.state.joined = intake.NewLookup(time.Minute, 0, func(context.Context, string) ([]string, error) { return ids, nil })
	p.state.asked = intake.NewLookup(time.Minute, 0, func(context.Context, string) (server, error) { return server{}, nil })
	if got, err := p.trustedServers(by); len(got) != mostServers || err != nil {
		t.Errorf("%d servers, %v", len(got), err)
	}
}
