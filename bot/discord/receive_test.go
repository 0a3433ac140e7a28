package discord

import (
	"context"
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
)

// told returns the text of a first response, and whether its sender alone sees it.
func told(t *testing.T, r discordfake.Response) (text string, private bool) {
	t.Helper()
	var data struct {
		Content  string   `json:"content"`
		Flags    int      `json:"flags"`
		Mentions mentions `json:"allowed_mentions"`
	}
	if len(r.Data) == 0 {
		return "", false
	}
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	if data.Mentions.Parse == nil || len(data.Mentions.Parse) != 0 {
		t.Errorf("a response may ping: %s", r.Data)
	}
	return data.Content, data.Flags&flagEphemeral != 0
}

// A response that the door has ready is sent before the work begins.
func TestRespondsFirst(t *testing.T) {
	var early, worked atomic.Int64
	var k *cable
	plug(t, discordfake.Config{}, func(in inbound) reaction {
		before, r := k.p.Metrics().Acks, apology(in, "At once.")
		return reaction{Now: &r, Work: func(context.Context, *turn) {
			worked.Add(1)
			if k.p.Metrics().Acks == before {
				early.Add(1)
			}
		}}
	}, func(c *cable) {
		k = c
		for range 100 {
			if r := k.ask().Wait(); !r.OK || r.Took != 0 || r.Type != responseMessage {
				t.Errorf("%+v", r)
			}
			synctest.Wait()
		}
		k.clean(t)
	})
	if early.Load() != 0 || worked.Load() != 100 {
		t.Errorf("%d works began before their response was sent, of %d", early.Load(), worked.Load())
	}
}

// Work that takes long is announced, and its answer takes the place of that.
func TestDefers(t *testing.T) {
	plug(t, discordfake.Config{}, func(in inbound) reaction {
		return reaction{Late: response{Type: responseDeferred, Data: map[string]int{"flags": flagEphemeral}},
			Work: func(ctx context.Context, turn *turn) {
				intake.Sleep(ctx, 10*time.Second)
				if err := turn.answer(ctx, message{Content: "Found.", Ephemeral: true}); err != nil {
					t.Error(err)
				}
			}}
	}, func(k *cable) {
		d := k.ask()
		if r := d.Wait(); !r.OK || r.Type != responseDeferred || r.Took > 100*time.Millisecond {
			t.Errorf("%+v", r)
		}
		time.Sleep(11 * time.Second)
		if m, ok := d.Original(); !ok || m.Text() != "Found." || m.ForUser != discordfake.Anna {
			t.Errorf("%t %+v", ok, m)
		}
		k.clean(t)
	})
}

// What the work says after a response that the door had ready comes after it,
// and does not take its place unasked.
func TestSaysMore(t *testing.T) {
	plug(t, discordfake.Config{}, func(in inbound) reaction {
		r := apology(in, "At once.")
		return reaction{Now: &r, Work: func(ctx context.Context, turn *turn) {
			if err := turn.follow(ctx, message{Content: "And this."}, false); err != nil {
				t.Error(err)
			}
		}}
	}, func(k *cable) {
		k.ask().Wait()
		time.Sleep(time.Second)
		var said []string
		for _, m := range k.fake.Messages(discordfake.Desk) {
			said = append(said, m.Text())
		}
		if len(said) != 2 || said[0] != "At once." || said[1] != "And this." {
			t.Errorf("said %q", said)
		}
		k.clean(t)
	})
}

// A response that Discord did not take costs the work too: whoever asked is told
// that it failed, and asks again.
func TestResponseNotTaken(t *testing.T) {
	var c tally
	plug(t, discordfake.Config{}, c.door(), func(k *cable) {
		k.fake.Fail("POST /interactions/{interaction_id}/{interaction_token}/callback", 400, 50035, 1)
		r := k.ask().Wait()
		if m := k.p.Metrics(); r.OK || c.done() != 0 || m.FailedAcks != 1 || m.Acks != 0 {
			t.Errorf("%+v, %d worked on, %+v", r, c.done(), m)
		}
		if r := k.ask().Wait(); !r.OK {
			t.Errorf("asked again: %+v", r)
		}
		if synctest.Wait(); c.done() != 1 {
			t.Errorf("%d worked on", c.done())
		}
		for i := range intake.RoomEach {
			if r := k.ask().Wait(); !r.OK {
				t.Errorf("command %d: %+v", i, r) // so the place was given back
			}
		}
	})
}

// A response that comes too late is dropped quietly.
func TestResponseExpired(t *testing.T) {
	var c tally
	plug(t, discordfake.Config{}, c.door(), func(k *cable) {
		k.fake.Fail("POST /interactions/{interaction_id}/{interaction_token}/callback", 404, 10062, 1)
		k.ask().Wait()
		if m := k.p.Metrics(); c.done() != 0 || m.FailedAcks != 1 || m.Expired != 1 || k.log.count("level=WARN") != 0 {
			t.Errorf("%d worked on, %+v, %d warnings", c.done(), m, k.log.count("level=WARN"))
		}
	})
}

// A panic costs one answer, and its asker is told.
func TestBroken(t *testing.T) {
	for name, door := range map[string]door{
		"door": func(inbound) reaction { panic("promise broken") },
		"work": func(inbound) reaction {
			return reaction{Late: response{Type: responseDeferred}, Work: func(context.Context, *turn) { panic("promise broken") }}
		},
		"late work": func(inbound) reaction {
			return reaction{Late: response{Type: responseDeferred, Data: map[string]int{"flags": flagEphemeral}}, Work: func(ctx context.Context, _ *turn) {
				intake.Sleep(ctx, time.Second)
				panic("promise broken")
			}}
		},
		"answered work": func(inbound) reaction {
			return reaction{Late: response{Type: responseDeferred}, Work: func(ctx context.Context, t *turn) {
				t.answer(ctx, message{Content: "First."})
				panic("promise broken")
			}}
		},
	} {
		plug(t, discordfake.Config{}, door, func(k *cable) {
			r := k.ask().Wait()
			time.Sleep(2 * time.Second)
			said := ""
			for _, m := range k.fake.Messages(discordfake.Desk) {
				said += m.Text()
			}
			if !r.OK || !strings.Contains(said, broke) || k.p.Metrics().Broken != 1 {
				t.Errorf("%s: %+v, said %q, %d broken", name, r, said, k.p.Metrics().Broken)
			}
			k.clean(t)
		})
	}
}

// A door that breaks while somebody types offers nothing.
func TestBrokenCompletion(t *testing.T) {
	plug(t, discordfake.Config{}, func(inbound) reaction { panic("promise broken") }, func(k *cable) {
		r := k.fake.Autocomplete(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("read", discordfake.Focus(discordfake.Str("of", "x")))).Wait()
		if !r.OK || r.Type != responseChoices || len(r.Choices()) != 0 {
			t.Errorf("%+v", r)
		}
		k.clean(t)
	})
}

// What there is no room for is declined where its sender sees it; what needs no
// room is not.
func TestShedding(t *testing.T) {
	hold := func(in inbound) reaction {
		r := apology(in, "")
		if in.Type == typeAutocomplete {
			return reaction{Now: &r}
		}
		return reaction{Late: response{Type: responseDeferred, Data: map[string]int{"flags": flagEphemeral}}, Work: func(ctx context.Context, _ *turn) { <-ctx.Done() }}
	}
	plug(t, discordfake.Config{}, hold, func(k *cable) {
		fill := func(user string) bool {
			r := k.fake.Command(user, discordfake.Desk, "brief", discordfake.Sub("help")).Wait()
			if !r.OK {
				t.Errorf("a command of %s got %+v", user, r)
			}
			if r.Type == responseDeferred {
				return true
			}
			if text, private := told(t, r); text != tooBusy || !private {
				t.Errorf("%s was told %q, alone %t", user, text, private)
			}
			return false
		}
		for i := range intake.RoomEach + 1 {
			if got := fill(discordfake.Anna); got != (i < intake.RoomEach) {
				t.Errorf("command %d of one person is taken: %t", i+1, got)
			}
		}
		for _, user := range []string{discordfake.Ben, discordfake.Cara, discordfake.Owen} {
			for range intake.RoomEach {
				if !fill(user) {
					t.Errorf("%s was turned away", user)
				}
			}
		}
		k.fake.SetUser(discordfake.User{ID: "1300000000000000099", Name: "late"})
		k.fake.SetMember(discordfake.Member{Guild: discordfake.GuildID, User: "1300000000000000099"})
		if fill("1300000000000000099") {
			t.Errorf("command %d is taken", intake.RoomFor+1)
		}
		r := k.fake.Autocomplete(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("read", discordfake.Focus(discordfake.Str("of", "x")))).Wait()
		if !r.OK || r.Type != responseChoices {
			t.Errorf("a completion in a full house got %+v", r)
		}
		if m := k.p.Metrics(); m.Shed != 2 || m.Dropped != 0 {
			t.Errorf("%d shed and %d dropped, want 2 and 0", m.Shed, m.Dropped)
		}
		time.Sleep(intake.WorkLimit)
		if !fill(discordfake.Anna) {
			t.Error("once there is room, a command is turned away")
		}
		k.clean(t)
	})
}

// Nobody is told that there is no room when there is none to tell it from.
func TestDropped(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		for range intake.RoomEach {
			k.p.room.Admit(discordfake.Anna)
		}
		for range intake.LobbyFor {
			k.p.lobby.Admit("")
		}
		if r := k.ask().Wait(); r.OK || k.p.Metrics().Dropped != 1 {
			t.Errorf("%+v, %+v", r, k.p.Metrics())
		}
		for range intake.RoomEach {
			k.p.room.Leave(discordfake.Anna)
		}
		for range intake.LobbyFor {
			k.p.lobby.Leave("")
		}
	})
}

// The ages of what comes in are told by Discord's clock, whatever this one says.
func TestAges(t *testing.T) {
	const snowflake = "1425000000000000000"
	at, _ := born(snowflake)
	if want := time.Date(2025, 10, 7, 0, 0, 0, 0, time.UTC); at.Sub(want).Abs() > 72*time.Hour {
		t.Errorf("born at %v, want about %v", at, want)
	}
	type step struct {
		after    time.Duration // the clock here, from the time in the ID
		replayed bool
		late     bool
	}
	for name, steps := range map[string][]step{
		"true clock":       {{100 * time.Millisecond, false, false}, {3 * time.Second, true, false}, {4 * time.Second, true, true}, {time.Hour, false, true}},
		"fast clock":       {{10 * time.Second, false, false}, {12 * time.Second, false, false}, {14 * time.Second, false, true}},
		"slow clock":       {{-time.Hour, false, false}, {-time.Hour + 2*time.Second, false, false}, {-time.Hour + 5*time.Second, true, true}},
		"replayed first":   {{20 * time.Second, true, true}, {19 * time.Second, true, true}, {time.Second, true, false}},
		"replayed is none": {{2 * time.Second, true, false}, {30 * time.Second, false, false}},
	} {
		var a ages
		for i, s := range steps {
			if got := a.late(snowflake, at.Add(s.after), s.replayed); got != s.late {
				t.Errorf("%s, step %d: late %t, want %t", name, i, got, s.late)
			}
		}
	}
	var a ages
	if a.late("not a number", time.Now(), true) || a.late("", time.Now(), false) {
		t.Error("an ID without a time is late")
	}
}

// A clock that is set is believed within an hour.
func TestAgesForget(t *testing.T) {
	var a ages
	now := time.Date(2025, 11, 24, 9, 0, 0, 0, time.UTC)
	id := func(at time.Time) string {
		first, _ := born("0")
		b, _ := json.Marshal(at.Sub(first).Milliseconds() << 22)
		return string(b)
	}
	if a.late(id(now), now, false) {
		t.Error("the first is late")
	}
	lates := 0
	for n := range 120 {
		here := now.Add(time.Duration(n) * time.Minute)
		if a.late(id(here.Add(-20*time.Second)), here, false) {
			lates++
		}
	}
	if lates < 29 || lates > 61 {
		t.Errorf("%d of 120 minutes late after the clock was set, want half an hour to an hour", lates)
	}
}
