package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
)

// A delivery is found however much was posted after it, by nobody else's word,
// and only what is surely absent is not found.
func TestFind(t *testing.T) {
	for name, tt := range map[string]struct {
		posted bool
		before func(b *bench, d briefings.Delivery)
		found  bool
		fate   intake.Fate
	}{
		"nothing was posted": {false, func(*bench, briefings.Delivery) {}, false, ""},
		"three pages later": {true, func(b *bench, _ briefings.Delivery) {
			for i := range 250 {
				b.fake.Say(discordfake.Anna, discordfake.Desk, fmt.Sprint("line ", i))
			}
		}, true, ""},
		"behind three pages": {false, func(b *bench, _ briefings.Delivery) {
			for range 250 {
				b.fake.Say(discordfake.Anna, discordfake.Desk, "line")
			}
		}, false, ""},
		"somebody else names it": {false, func(b *bench, d briefings.Delivery) {
			b.fake.Say(discordfake.Robot, discordfake.Desk, reportButton(d.ID).id+" "+string(d.ID))
		}, false, ""},
		"history is not shown": {true, func(b *bench, _ briefings.Delivery) {
			b.fake.RemovePermission(discordfake.Desk, discordfake.ReadHistory)
		}, false, intake.Refused},
		"channel is not shown": {true, func(b *bench, _ briefings.Delivery) {
			b.fake.RemovePermission(discordfake.Desk, discordfake.ViewChannel)
		}, false, intake.Refused},
		"channel is gone": {true, func(b *bench, _ briefings.Delivery) { b.fake.DeleteChannel(discordfake.Desk) }, false, intake.Refused},
		"discord fails":   {true, func(b *bench, _ briefings.Delivery) { b.fake.Fail(routeList, 503, 0, -1) }, false, intake.Doubtful},
		"limited": {true, func(b *bench, _ briefings.Delivery) {
			b.fake.Inject(discordfake.Fault{Route: routeList, RetryAfter: time.Hour, Times: -1})
		}, false, intake.Doubtful},
		"token is refused": {true, func(b *bench, _ briefings.Delivery) { b.fake.RevokeToken() }, false, intake.Stopped},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				d := b.owed(t, discordfake.Desk)[0]
				d.Started = time.Now()
				want := ""
				if tt.posted {
					var err error
					if want, err = b.attempt(t, d); err != nil {
						t.Fatal(err)
					}
				}
				tt.before(b, d)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				id, found, err := b.p.Find(ctx, d)
				if found != tt.found || found && id != want {
					t.Errorf("found %q, want %q", id, want)
				}
				if (err == nil) != (tt.fate == "") || err != nil && intake.FateOf(err).Fate != tt.fate {
					t.Errorf("ends with %v", err)
				}
			})
		})
	}
}

// A message is found by its button alone, since Discord need not say the nonce,
// and the nonce is no good once its time is over.
func TestFindAfterNonce(t *testing.T) {
	onBench(t, discordfake.Config{NonceWindow: -1}, func(t *testing.T, b *bench) {
		d := b.owed(t, discordfake.Desk)[0]
		d.Started = time.Now()
		b.fake.Inject(discordfake.Fault{Route: routeCreate, Drop: true, AfterEffect: true})
		if _, err := b.attempt(t, d); intake.FateOf(err).Fate != intake.Doubtful {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
		d.ID = d.ID[:len(d.ID)-1] + "x"
		if _, found, err := b.p.Find(t.Context(), d); found || err != nil {
			t.Errorf("another delivery is found, %v", err)
		}
		m := listing{ID: "1", Components: []shownPayload{{Components: []shownPayload{{ID: "problem.0:delivery " + string(d.ID)}}}}}
		if !m.brings(d.ID) || m.brings(d.ID[1:]) {
			t.Error("the button does not say whose it is")
		}
	})
}

// What is known of a channel says whether and what can be posted there.
func TestLook(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.p.cfg.Servers = []string{discordfake.GuildID}
		b.p.cfg.Clearance, b.p.cfg.DirectClearance = briefings.Green, briefings.Amber
		b.fake.SetChannel(discordfake.Channel{ID: "1500000000000000090", Guild: discordfake.GuildID, Name: "ideas", Kind: 15})
		b.fake.SetChannel(discordfake.Channel{ID: "1500000000000000091", Guild: discordfake.GuildID, Name: "old", Kind: discordfake.PublicThread, Parent: discordfake.Desk, Archived: true, Locked: true})
		b.fake.SetChannel(discordfake.Channel{ID: "1500000000000000092", Guild: discordfake.GuildID, Name: "talk", Kind: discordfake.PublicThread, Parent: discordfake.ReadOnly})
		for id, want := range map[string]struct {
			name, why string
			clearance briefings.Marking
		}{
			discordfake.Desk:           {"#desk", "", briefings.Green},
			discordfake.Closed:         {"#closed", "", briefings.Green},
			discordfake.News:           {"#news", "", briefings.Green},
			discordfake.Quiet:          {discordfake.Quiet, "does not see", briefings.Clear},
			discordfake.ReadOnly:       {"#", "Send Messages", briefings.Green},
			discordfake.OtherDesk:      {"#", "another server", briefings.Clear},
			"1500000000000000090":      {"#ideas", "kind", briefings.Green},
			"1500000000000000091":      {"#old", "archived", briefings.Green},
			"1500000000000000092":      {"#talk", "", briefings.Green},
			"1":                        {"1", "does not see", briefings.Clear},
			"not-a-channel":            {"not-a-channel", "does not see", briefings.Clear},
			"@" + discordfake.Anna:     {"own", "", briefings.Amber},
			"@" + discordfake.Stranger: {"own", "", briefings.Clear},
		} {
			facts, err := b.p.Look(t.Context(), briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: id})
			if err != nil || !strings.HasPrefix(facts.Name, want.name) || facts.Clearance != want.clearance || facts.Postable != (want.why == "") || !strings.Contains(facts.Why, want.why) {
				t.Errorf("%s: %+v, %v; want %+v", id, facts, err, want)
			}
		}
		n := len(b.fake.Requests())
		if b.p.Look(t.Context(), briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: discordfake.Desk}); len(b.fake.Requests()) != n {
			t.Error("what was just said is asked again")
		}
	})
}

// A person's own digest and what they are told go to their conversation with the
// bot, where nothing that others wrote pings.
func TestTell(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		for range 2 {
			if err := b.p.Tell(t.Context(), "discord/1/"+discordfake.Anna, `The digest "@everyone [x](http://x)" is no longer posted.`); err != nil {
				t.Fatal(err)
			}
		}
		own := b.fake.Direct(discordfake.Anna)
		if all := b.fake.Messages(own); len(all) != 1 || strings.Contains(all[0].Text(), "[x](") || !strings.Contains(unescape(all[0].Text()), "no longer posted") {
			t.Errorf("told %+v", all)
		}
		if err := b.p.Tell(t.Context(), "slack/T1/U1", "x"); err == nil {
			t.Error("somebody of Slack is told")
		}
		for i, d := range b.owed(t, "@"+discordfake.Anna) {
			d.Started, d.Thread = time.Now(), map[bool]string{true: "1"}[i > 0]
			id, err := b.attempt(t, d)
			found, _, findErr := b.p.Find(t.Context(), d)
			if m, _ := b.fake.Message(id); err != nil || m.Channel != own || m.Ephemeral || found != id || findErr != nil {
				t.Errorf("part %d: %v; found %q, %v", i, err, found, findErr)
			}
		}
	})
}
