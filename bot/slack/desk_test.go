package slack

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
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
		Actions:   []commands.Action{{Label: "1", Text: "cite ref:S-0001#3"}, {Label: "Longer", Text: "ask limit:10 question:levy"}, {Label: "Publish levy", Text: "publish of:levy"}}}
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

// shelf is a directory of one briefing.
type shelf struct{}

func (shelf) Complete(_ context.Context, what, prefix string, place commands.Place, limit int) []intake.Choice {
	return []intake.Choice{{Value: what + "-1", Label: string(place.Clearance) + " " + prefix}}
}

func (shelf) New(context.Context, commands.Place) []string { return []string{"levy: edition 1"} }

func (shelf) Granted(briefings.PersonID) briefings.Role { return "" }

// A scene is a workspace with the platform at work in it.
type scene struct {
	t    *testing.T
	fake *slackfake.Slack
	p    *Platform
	desk *counter
	log  *diary
}

// play runs a test in a bubble of virtual time. Ben is an editor, Owen an owner.
func play(t *testing.T, cfg Config, act func(s *scene)) {
	synctest.Test(t, func(t *testing.T) { playIn(t, cfg, act) })
}

// playIn is play in a bubble that there is already.
func playIn(t *testing.T, cfg Config, act func(s *scene)) {
	fake := slackfake.New(slackfake.Config{})
	defer fake.Close()
	s := &scene{t: t, fake: fake, desk: &counter{}, log: &diary{}}
	cfg.BotToken, cfg.AppToken, cfg.API = slackfake.BotToken, slackfake.AppToken, fake.API()
	cfg.HTTPClient, cfg.Dialer, cfg.Log = fake.HTTPClient(), fake.Dialer(), s.log.log()
	cfg.Owners = []string{"U_OWEN"}
	cfg.Roles = map[string]briefings.Role{"S_EDITORS": briefings.Editor, "S_APPROVERS": briefings.Approver}
	cfg.Clearance, cfg.DirectClearance = briefings.Green, briefings.Amber
	p, err := New(cfg, shelf{})
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
	for _, a := range fake.Actives() {
		t.Error("active text:", a)
	}
}

// after waits until what was done has been acknowledged and seen to.
func (s *scene) after(d *slackfake.Delivery) slackfake.Ack {
	s.t.Helper()
	if d.Refused != "" {
		s.t.Fatal("the client refused:", d.Refused)
	}
	select {
	case <-d.Done():
	case <-time.After(time.Minute):
		s.t.Fatalf("not acknowledged; log:\n%s", s.log.text.String())
	}
	ack := d.Ack()
	if !ack.OK || ack.Took > time.Second {
		s.t.Errorf("acknowledged %t after %s", ack.OK, ack.Took)
	}
	time.Sleep(5 * time.Second)
	return ack
}

// last returns the newest message that a user sees in a channel.
func (s *scene) last(channel, user string) slackfake.Message {
	s.t.Helper()
	all := s.fake.Seen(channel, user)
	if len(all) == 0 {
		s.t.Fatalf("%s sees nothing in %s; log:\n%s", user, channel, s.log.text.String())
	}
	return all[len(all)-1]
}

// says checks that a message holds all of the parts.
func (s *scene) says(m slackfake.Message, parts ...string) {
	s.t.Helper()
	for _, part := range parts {
		if !strings.Contains(m.Plain(), part) {
			s.t.Errorf("the message says %q, without %q", m.Plain(), part)
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

// view returns the modal that a user has open.
func (s *scene) view(user string) slackfake.View {
	s.t.Helper()
	all := s.fake.Views(user)
	if len(all) == 0 {
		s.t.Fatalf("%s has no modal open; log:\n%s", user, s.log.text.String())
	}
	return all[len(all)-1]
}
