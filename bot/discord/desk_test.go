package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A counter answers for the desk: with what was asked, by whom and where, under
// the desk's own rule of roles.
type counter struct {
	mu    sync.Mutex
	asked []commands.Request
	delay time.Duration
	reply func(commands.Request, commands.Reply) commands.Reply // changes a reply; nil changes nothing
}

func (c *counter) answer(ctx context.Context, r commands.Request) commands.Reply {
	c.mu.Lock()
	c.asked = append(c.asked, r)
	c.mu.Unlock()
	if intake.Sleep(ctx, c.delay) != nil {
		return commands.Reply{Private: true, Error: briefings.Errorf(briefings.Limit, "Too slow.")}
	}
	inv, err := commands.Parse(r.Text)
	if err != nil {
		return commands.Reply{Verb: inv.Verb, Private: true, Error: briefings.Errorf(briefings.KindOf(err), "%s", err)}
	}
	row, _ := intake.Row(inv.Verb)
	if !r.Person.Role.AtLeast(row.Role) {
		return commands.Reply{Verb: inv.Verb, Private: true, Error: intake.MayNot(row, r.Person.Role)}
	}
	reply := commands.Reply{Verb: inv.Verb, Private: inv.Values["share"] != "yes", Title: "Answer to " + inv.Verb, Text: "The levy covers the cost. [1]",
		Citations: []commands.Citation{{N: 1, Ref: briefings.PassageRef{Source: "S-0001", N: 3}, Text: "The levy covers the cost.", Source: "Report · p. 3"}},
		Footer:    fmt.Sprintf("%s · %s · %s", r.Text, r.Person.Role, r.Place.Clearance),
		Actions: []commands.Action{{Label: "1", Text: "cite ref:S-0001#3"}, {Label: "Longer", Text: "ask limit:10 question:levy"},
			{Label: "Publish levy", Text: "publish of:levy"}, {Label: "Retire levy", Text: "retire confirm:yes of:levy", Confirm: "Take levy out of force?"}}}
	if c.reply != nil {
		reply = c.reply(r, reply)
	}
	return reply
}

func (c *counter) requests() []commands.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]commands.Request(nil), c.asked...)
}

// oneBriefing is a directory of one briefing.
type oneBriefing struct{}

func (oneBriefing) Complete(_ context.Context, what, prefix string, place commands.Place, limit int) []intake.Choice {
	return []intake.Choice{{Value: what + "-1", Label: string(place.Clearance) + " " + prefix}}
}

func (oneBriefing) New(context.Context, commands.Place) []string { return nil }

func (oneBriefing) Granted(briefings.PersonID) briefings.Role { return "" }

// A drawer is a shelf that outlives a platform.
type drawer struct {
	mu   sync.Mutex
	kept map[string]string
	fail error
}

func (d *drawer) Put(_ context.Context, key, text string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return d.fail
	}
	if d.kept == nil {
		d.kept = map[string]string{}
	}
	d.kept[key] = text
	return nil
}

func (d *drawer) Get(_ context.Context, key string) (string, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	text, ok := d.kept[key]
	return text, ok, d.fail
}

// A scene is a server with the platform at work in it.
type scene struct {
	t    *testing.T
	fake *discordfake.Discord
	p    *Platform
	desk *counter
	log  *diary
}

// play runs a test in a bubble of virtual time. Ben is an editor, Owen an owner.
func play(t *testing.T, cfg Config, act func(s *scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fake := staffed()
		defer fake.Close()
		playOn(t, fake, cfg, act)
	})
}

// staffed returns a Discord in which editors may use what is for editors.
func staffed() *discordfake.Discord {
	fake := discordfake.New(discordfake.Config{AnyCommand: true, Schema: openSchema()})
	for _, role := range []string{discordfake.RoleEditors, discordfake.RoleApprovers} {
		fake.SetRole(discordfake.Role{ID: role, Guild: discordfake.GuildID, Permissions: discordfake.ManageGuild})
	}
	return fake
}

// playOn is play on a Discord that there is already.
func playOn(t *testing.T, fake *discordfake.Discord, cfg Config, act func(s *scene)) {
	t.Helper()
	s := &scene{t: t, fake: fake, desk: &counter{}, log: &diary{}}
	cfg.Token, cfg.PublicKey, cfg.API = discordfake.BotToken, fake.PublicKey(), fake.API()
	cfg.Dialer, cfg.Log = fake.Dialer(), s.log.log()
	if cfg.HTTPClient == nil {
		cfg.HTTPClient = fake.HTTPClient()
	}
	cfg.Owners = []string{discordfake.Owen}
	cfg.Roles = map[string]briefings.Role{discordfake.RoleEditors: briefings.Editor, discordfake.RoleApprovers: briefings.Approver}
	cfg.Clearance, cfg.DirectClearance = briefings.Green, briefings.Amber
	p, err := New(cfg, oneBriefing{})
	if err != nil {
		t.Fatal(err)
	}
	s.p = p
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, s.desk.answer) }()
	time.Sleep(time.Second)
	act(s)
	cancel()
	if err := <-ended; err != nil {
		t.Error("Run:", err)
	}
	for _, v := range fake.Violations() {
		t.Error("violation:", v)
	}
}

// home are the settings of a bot that trusts the home server.
func home() Config { return Config{Servers: []string{discordfake.GuildID}} }

// after waits until what was done has been responded to and seen to.
func (s *scene) after(d *discordfake.Delivery) *discordfake.Delivery {
	s.t.Helper()
	if d.Refused != "" {
		s.t.Fatal("the client refused:", d.Refused)
	}
	if r := d.Wait(); !r.OK || r.Took > time.Second {
		s.t.Errorf("responded %t after %s; log:\n%s", r.OK, r.Took, s.log.text.String())
	}
	time.Sleep(5 * time.Second)
	return d
}

// ask has a user send a command.
func (s *scene) ask(user, channel, verb string, options ...discordfake.Opt) *discordfake.Delivery {
	s.t.Helper()
	group := commands.Brief
	if row, ok := intake.Row(verb); ok {
		group = row.Group
	}
	return s.after(s.fake.Command(user, channel, group, discordfake.Sub(verb, options...)))
}

// forged has a user send a command that Discord's client would not let them send.
func (s *scene) forged(user, channel string, options ...any) *discordfake.Delivery {
	s.t.Helper()
	return s.after(s.fake.Forge(user, channel, typeCommand, map[string]any{"name": commands.Brief, "type": 1, "options": options}))
}

// asked has a user ask privately in a channel, and returns the answer.
func (s *scene) asked(user, channel string) discordfake.Message {
	s.t.Helper()
	s.ask(user, channel, "ask", discordfake.Str("question", "who pays?"))
	return s.last(channel, user)
}

// seen returns what a user sees in a channel, oldest first.
func (s *scene) seen(channel, user string) []discordfake.Message {
	var out []discordfake.Message
	for _, m := range s.fake.Messages(channel) {
		if m.ForUser == "" || m.ForUser == user {
			out = append(out, m)
		}
	}
	return out
}

// last returns the newest message that a user sees in a channel.
func (s *scene) last(channel, user string) discordfake.Message {
	s.t.Helper()
	all := s.seen(channel, user)
	if len(all) == 0 {
		s.t.Fatalf("%s sees nothing in %s; log:\n%s", user, channel, s.log.text.String())
	}
	return all[len(all)-1]
}

// plain returns what people read of a message.
func plain(m discordfake.Message) string { return unescape(m.Text()) }

// says checks that a message holds all of the parts.
func (s *scene) says(m discordfake.Message, parts ...string) {
	s.t.Helper()
	for _, part := range parts {
		if !strings.Contains(plain(m), part) {
			s.t.Errorf("the message says %q, without %q; log:\n%s", plain(m), part, s.log.text.String())
		}
	}
}

// only returns the one request that was answered.
func (s *scene) only() commands.Request {
	s.t.Helper()
	all := s.desk.requests()
	if len(all) != 1 {
		s.t.Fatalf("%d requests, want one; log:\n%s", len(all), s.log.text.String())
	}
	return all[0]
}

// control returns what can be pressed in a message and bears a label.
func control(m discordfake.Message, label string) (discordfake.Control, bool) {
	for _, c := range m.Controls() {
		if c.Label == label || c.Placeholder == label {
			return c, true
		}
	}
	return discordfake.Control{}, false
}

// press has a user press the button of a message with a label.
func (s *scene) press(user string, m discordfake.Message, label string) *discordfake.Delivery {
	s.t.Helper()
	c, ok := control(m, label)
	if !ok {
		s.t.Fatalf("no button %q in %q", label, plain(m))
	}
	return s.fake.Press(user, m.ID, c.CustomID)
}

// presetOf returns what a field of the form that was opened holds at first.
func presetOf(d *discordfake.Delivery, name string) string {
	var form modal
	if json.Unmarshal(d.Response().Data, &form) != nil {
		return ""
	}
	for _, l := range form.Labels {
		if l.Field.ID == name {
			for _, o := range l.Field.Options {
				if o.Default {
					return o.Value
				}
			}
			return l.Field.Value
		}
	}
	return ""
}
