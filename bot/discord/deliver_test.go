package discord

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

const (
	routeThread = "POST /channels/{channel_id}/messages/{message_id}/threads"
	routeList   = "GET /channels/{channel_id}/messages"
)

// digestParts are a digest as the desk composes it: the message in the channel
// and two of its thread.
func digestParts() []commands.Reply {
	cite := []commands.Citation{{N: 1, Ref: briefings.PassageRef{Source: "S-0001", N: 3}, Text: "The levy covers the cost.", Source: "Report · p. 3"}}
	return []commands.Reply{
		{Verb: "digest preview", Title: "Fisheries desk · digest 12 · 24 Nov 2026 · TLP:GREEN", Text: "The levy covers the cost. [1]", Citations: cite,
			Statements: []commands.Statement{{Group: "Key judgements", Text: "The ports agree.", Cites: []int{1}}, {Group: "What changed: 1 new", Text: "Levy · edition 1", Label: "new"}},
			Actions:    []commands.Action{{Label: "1", Text: "cite ref:S-0001#3"}, {Label: "Ask", Text: "help verb:ask"}, {Label: "Follow", Text: "watch add topic:levy"}}},
		{Verb: "digest preview", Title: "Recommendations (5)", Citations: cite, Tables: []commands.Table{{Header: []string{"Who", "What", "By"},
			Rows:  [][]string{{"Ports", "publish", "2026"}, {"States", "report", "2027"}, {"Ports", "count", ""}, {"Ports", "weigh", ""}, {"All", "pay", ""}},
			Cites: [][]int{{1}, {1}, {1}, {1}, {1}}}}},
		{Verb: "digest preview", Title: "Sources (1)", Text: "1 passage of 1 document.", Citations: cite, Statements: []commands.Statement{{Text: "S-0001: Report", Cites: []int{1}}}},
	}
}

// owed returns the deliveries of a digest to a channel, as the outbox keeps them.
func (b *bench) owed(t *testing.T, channel string) []briefings.Delivery {
	t.Helper()
	slot := time.Now().Truncate(time.Second)
	to := briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: channel}
	first := briefings.Delivery{ID: briefings.NewDeliveryID("D-0001", slot, to, 0), Subscription: "D-0001", Slot: slot, Channel: to}
	texts, err := b.p.Freeze(first, digestParts())
	if err != nil {
		t.Fatal(err)
	}
	again, _ := b.p.Freeze(first, digestParts())
	var out []briefings.Delivery
	for i, text := range texts {
		if !bytes.Equal(text, again[i]) {
			t.Errorf("part %d is frozen in two ways", i)
		}
		d := first
		d.ID, d.Part, d.Payload = briefings.NewDeliveryID("D-0001", slot, to, i), i, text
		out = append(out, d)
	}
	return out
}

// attempt makes one attempt as the outbox does.
func (b *bench) attempt(t *testing.T, d briefings.Delivery) (string, error) {
	t.Helper()
	if err := b.p.Turn(t.Context(), d.Channel); err != nil {
		return "", err
	}
	return b.p.Post(t.Context(), d, intake.NewDeadline(10*time.Second))
}

// A digest is one message that notifies of its bottom line, and a thread below
// it; each part is found again, and posted again it is the same.
func TestDeliver(t *testing.T) {
	for name, render := range map[string]string{"components": Components, "embeds": Embeds} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				b.p.cfg.Render = render
				thread, all := "", b.owed(t, discordfake.Desk)
				if len(all) != 3 {
					t.Fatalf("%d messages", len(all))
				}
				for i, d := range all {
					d.Thread, d.Started = thread, time.Now()
					id, err := b.attempt(t, d)
					if err != nil {
						t.Fatal(err)
					}
					if i == 0 {
						thread = id
					}
					again, err := b.attempt(t, d)
					found, ok, findErr := b.p.Find(t.Context(), d)
					if again != id || err != nil || found != id || !ok || findErr != nil {
						t.Errorf("part %d is %s, again %s (%v), found %s (%v)", i, id, again, err, found, findErr)
					}
					m, _ := b.fake.Message(id)
					want := []string{"### Fisheries desk", "### Recommendations (5)", "### Sources (1)"}[i]
					if m.V2() != (render == Components) || m.Channel != map[bool]string{true: discordfake.Desk, false: thread}[i == 0] || !strings.HasPrefix(unescape(m.Text()), want) || len(m.Attachments) != 0 {
						t.Errorf("part %d in %s shows %q", i, m.Channel, m.Text())
					}
				}
				if n, m := len(b.fake.Messages(discordfake.Desk)), len(b.fake.Messages(thread)); n != 1 || m != 2 {
					t.Errorf("%d messages in the channel and %d in the thread", n, m)
				}
			})
		})
	}
}

// What is known of an attempt follows from how it ends, and nothing is repeated
// within one.
func TestDeliverFates(t *testing.T) {
	for name, tt := range map[string]struct {
		fault   discordfake.Fault
		fate    intake.Fate
		code    string
		after   time.Duration
		arrived bool
	}{
		"cut":                      {discordfake.Fault{Drop: true}, intake.Doubtful, "", 0, false},
		"cut after the effect":     {discordfake.Fault{Drop: true, AfterEffect: true}, intake.Doubtful, "", 0, true},
		"502":                      {discordfake.Fault{Status: 502}, intake.Doubtful, "status 502", 0, false},
		"503 after the effect":     {discordfake.Fault{Status: 503, AfterEffect: true}, intake.Doubtful, "status 503", 0, true},
		"hung":                     {discordfake.Fault{Hang: true}, intake.Doubtful, "no answer", 0, false},
		"rubbish":                  {discordfake.Fault{Huge: 10}, intake.Doubtful, "", 0, false},
		"limited":                  {discordfake.Fault{RetryAfter: 7 * time.Second}, intake.NotSent, "429", 7 * time.Second, false},
		"limited for everything":   {discordfake.Fault{RetryAfter: 7 * time.Second, Global: true}, intake.NotSent, "429", 7 * time.Second, false},
		"limited by a page":        {discordfake.Fault{RetryAfter: 7 * time.Second, HTML: true}, intake.NotSent, "429", 7 * time.Second, false},
		"no access":                {discordfake.Fault{Status: 403, Code: 50001}, intake.Refused, "50001", 0, false},
		"no permission":            {discordfake.Fault{Status: 403, Code: 50013}, intake.Refused, "50013", 0, false},
		"no channel":               {discordfake.Fault{Status: 404, Code: 10003}, intake.Refused, "10003", 0, false},
		"bad form":                 {discordfake.Fault{Status: 400, Code: 50035}, intake.Refused, "50035", 0, false},
		"archived":                 {discordfake.Fault{Status: 400, Code: 50083}, intake.Refused, "50083", 0, false},
		"locked":                   {discordfake.Fault{Status: 403, Code: 160005}, intake.Refused, "160005", 0, false},
		"a page that forbids":      {discordfake.Fault{Status: 403}, intake.NotSent, "status 403", 0, false},
		"a page that finds no bot": {discordfake.Fault{Status: 404}, intake.NotSent, "status 404", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				d := b.owed(t, discordfake.Desk)[0]
				d.Started = time.Now()
				tt.fault.Route = routeCreate
				b.fake.Inject(tt.fault)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				_, err := b.p.Post(ctx, d, intake.NewDeadline(10*time.Second))
				e := intake.FateOf(err)
				if err == nil || e.Fate != tt.fate || tt.code != "" && e.Code != tt.code || e.After < tt.after {
					t.Errorf("ends with %v after %s", e, e.After)
				}
				if n := len(b.fake.Requests(routeCreate)); n != 1 {
					t.Errorf("%d attempts", n)
				}
				if strings.Contains(err.Error(), "/channels/") || strings.Contains(err.Error(), string(b.p.cfg.Token)) {
					t.Errorf("the error tells too much: %v", err)
				}
				time.Sleep(time.Minute)
				_, found, err := b.p.Find(t.Context(), d)
				if err != nil || found != tt.arrived {
					t.Errorf("found %t, %v", found, err)
				}
				if _, err := b.attempt(t, d); err != nil || len(b.fake.Messages(discordfake.Desk)) != 1 {
					t.Errorf("then %v, %d messages", err, len(b.fake.Messages(discordfake.Desk)))
				}
			})
		})
	}
}

// After a 401 nothing is asked any more.
func TestDeliverStopped(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		d := b.owed(t, discordfake.Desk)[0]
		b.fake.RevokeToken()
		for n := range 3 {
			_, err := b.p.Post(t.Context(), d, intake.NewDeadline(10*time.Second))
			if n > 0 {
				err = b.p.Turn(t.Context(), d.Channel)
			}
			if intake.FateOf(err).Fate != intake.Stopped {
				t.Errorf("ends with %v", err)
			}
		}
		if n := len(b.fake.Requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

// No byte leaves after the deadline, on whichever clock that is past, nor when
// nobody listens.
func TestDeliverTooLate(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		d := b.owed(t, discordfake.Desk)[0]
		until := intake.NewDeadline(10 * time.Second)
		time.Sleep(10 * time.Second)
		if _, err := b.p.Post(t.Context(), d, until); intake.FateOf(err).Fate != intake.NotSent {
			t.Errorf("ends with %v", err)
		}
		if n := len(b.fake.Requests()); n != 0 {
			t.Errorf("%d requests", n)
		}
		b.p.rest.api = "http://127.0.0.1:1/nobody"
		b.p.rest.client = &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("tls: handshake failure")
		}}}
		if _, err := b.p.Post(t.Context(), d, intake.NewDeadline(10*time.Second)); intake.FateOf(err).Fate != intake.NotSent {
			t.Errorf("without a road %v", err)
		}
	})
}

// Where a thread cannot be started the parts follow in the channel; one that is
// there already is used; what fails before the message was surely not sent.
func TestDeliverThread(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(t *testing.T, b *bench, parent string)
		fate   intake.Fate // of the first attempt; empty is none
		thread bool
	}{
		"none yet": {func(*testing.T, *bench, string) {}, "", true},
		"there already": {func(t *testing.T, b *bench, parent string) {
			b.p.rest.createThread(t.Context(), discordfake.Desk, parent, "x")
		}, "", true},
		"may not": {func(_ *testing.T, b *bench, _ string) {
			b.fake.RemovePermission(discordfake.Desk, discordfake.CreateThreads)
		}, "", false},
		"too many": {func(_ *testing.T, b *bench, _ string) { b.fake.Fail(routeThread, 400, 160006, 1) }, "", false},
		"cut after effect": {func(_ *testing.T, b *bench, _ string) {
			b.fake.Inject(discordfake.Fault{Route: routeThread, Drop: true, AfterEffect: true})
		}, intake.NotSent, true},
		"fails":          {func(_ *testing.T, b *bench, _ string) { b.fake.Fail(routeThread, 503, 0, 1) }, intake.NotSent, true},
		"parent is gone": {func(_ *testing.T, b *bench, _ string) { b.fake.Fail(routeThread, 404, 10008, 1) }, intake.Refused, true},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				all := b.owed(t, discordfake.Desk)
				parent, err := b.attempt(t, all[0])
				if err != nil {
					t.Fatal(err)
				}
				tt.before(t, b, parent)
				for _, d := range all[1:] {
					d.Thread, d.Started = parent, time.Now()
					id, err := b.attempt(t, d)
					if d.Part == 1 && tt.fate != "" {
						if intake.FateOf(err).Fate != tt.fate {
							t.Errorf("ends with %v", err)
						}
						if found, there, err := b.p.Find(t.Context(), d); there || err != nil {
							t.Errorf("found %q, %v", found, err)
						}
						id, err = b.attempt(t, d)
					}
					if err != nil {
						t.Fatal(err)
					}
					if m, _ := b.fake.Message(id); (m.Channel == parent) != tt.thread {
						t.Errorf("part %d is in %s", d.Part, m.Channel)
					}
					if found, _, err := b.p.Find(t.Context(), d); found != id || err != nil {
						t.Errorf("part %d is %s, found %s, %v", d.Part, id, found, err)
					}
				}
			})
		})
	}
}

// A message whose dress Discord did not answer for is dressed a little later;
// one whose every form it refuses stays one line and can be found.
func TestDress(t *testing.T) {
	for name, tt := range map[string]struct {
		fault discordfake.Fault
		v2    bool
	}{
		"fails for a while": {discordfake.Fault{Status: 503, Times: 6}, true},
		"refuses":           {discordfake.Fault{Status: 400, Code: 50035, Times: -1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				tt.fault.Route = routePatch
				b.fake.Inject(tt.fault)
				d := b.owed(t, discordfake.Desk)[0]
				d.Started = time.Now()
				id, err := b.attempt(t, d)
				if err != nil {
					t.Fatal(err)
				}
				if m, _ := b.fake.Message(id); m.V2() || !strings.HasPrefix(unescape(m.Content), "Fisheries desk · digest 12 · 24 Nov 2026 · TLP:GREEN — The levy covers the cost.") {
					t.Errorf("shows %q", m.Text())
				}
				time.Sleep(45 * time.Second)
				synctest.Wait()
				m, _ := b.fake.Message(id)
				if found, _, err := b.p.Find(t.Context(), d); m.V2() != tt.v2 || found != id || err != nil {
					t.Errorf("components %t, found %q, %v", m.V2(), found, err)
				}
			})
		})
	}
}
