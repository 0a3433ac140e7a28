package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/commands"
)

// drawn returns a reply as a message for the asker alone.
func drawn(title string) message {
	return render(commands.Reply{Title: title, Text: "The levy covers the cost.", Private: true}, renderOpts{})
}

// deferring returns a door whose work answers privately, when it is late.
func deferring(work func(ctx context.Context, t *turn)) door {
	return func(inbound) reaction {
		return reaction{Late: response{Type: responseDeferred, Data: map[string]int{"flags": flagEphemeral}}, Work: work}
	}
}

// seen returns what a message shows, and to whom.
func seen(m discordfake.Message) string {
	who := "all"
	if m.Ephemeral {
		who = "one"
	}
	return who + ": " + strings.ReplaceAll(m.Text(), "\n", " ")
}

// A first response comes in time, and what follows it takes its place.
func TestTurn(t *testing.T) {
	errs := func(t *testing.T, err error) {
		if err != nil {
			t.Error(err)
		}
	}
	for name, tt := range map[string]struct {
		work  func(t *testing.T, ctx context.Context, turn *turn)
		first int
		took  time.Duration
		shows []string // in order, parts of what is shown
	}{
		"at once": {func(t *testing.T, ctx context.Context, turn *turn) {
			errs(t, turn.answer(ctx, drawn("Now")))
		}, discordfake.Reply, 0, []string{"one: ### Now"}},
		"just in time": {func(t *testing.T, ctx context.Context, turn *turn) {
			intake.Sleep(ctx, deferAfter-1)
			errs(t, turn.answer(ctx, drawn("Now")))
		}, discordfake.Reply, deferAfter - 1, []string{"one: ### Now"}},
		"late": {func(t *testing.T, ctx context.Context, turn *turn) {
			intake.Sleep(ctx, 10*time.Second)
			if !turn.silent() {
				t.Error("something has been said")
			}
			errs(t, turn.answer(ctx, drawn("Late")))
		}, discordfake.DeferredReply, deferAfter, []string{"one: ### Late"}},
		"twice": {func(t *testing.T, ctx context.Context, turn *turn) {
			errs(t, turn.answer(ctx, drawn("One")))
			errs(t, turn.answer(ctx, drawn("Two")))
		}, discordfake.Reply, 0, []string{"one: ### Two"}},
		"more for the asker": {func(t *testing.T, ctx context.Context, turn *turn) {
			errs(t, turn.answer(ctx, drawn("One")))
			errs(t, turn.follow(ctx, drawn("Two"), false))
		}, discordfake.Reply, 0, []string{"one: ### One", "one: ### Two"}},
		"more for all": {func(t *testing.T, ctx context.Context, turn *turn) {
			intake.Sleep(ctx, time.Second)
			errs(t, turn.answer(ctx, drawn("One")))
			errs(t, turn.follow(ctx, drawn("Two"), true))
		}, discordfake.DeferredReply, deferAfter, []string{"one: ### One", "all: ### Two"}},
		"all at first": {func(t *testing.T, ctx context.Context, turn *turn) {
			intake.Sleep(ctx, time.Second)
			errs(t, turn.follow(ctx, drawn("Two"), true))
			errs(t, turn.follow(ctx, drawn("Three"), false))
		}, discordfake.DeferredReply, deferAfter, []string{"all: ### Two", "one: ### Three"}},
		"the asker at first": {func(t *testing.T, ctx context.Context, turn *turn) {
			intake.Sleep(ctx, time.Second)
			errs(t, turn.follow(ctx, drawn("Two"), false))
		}, discordfake.DeferredReply, deferAfter, []string{"one: ### Two"}},
		"nothing but more": {func(t *testing.T, ctx context.Context, turn *turn) {
			errs(t, turn.follow(ctx, drawn("Two"), true))
		}, discordfake.Reply, 0, []string{"all: ### Two"}},
		"a long one": {func(t *testing.T, ctx context.Context, turn *turn) {
			m := drawn("One")
			m.More = []message{drawn("Two"), drawn("Three")}
			for _, form := range chain(m) {
				if len(form.More) != 2 {
					t.Fatal("a form has lost its end")
				}
			}
			errs(t, turn.answer(ctx, m))
		}, discordfake.Reply, 0, []string{"one: ### One", "one: ### Two", "one: ### Three"}},
	} {
		t.Run(name, func(t *testing.T) {
			door := deferring(func(ctx context.Context, turn *turn) { tt.work(t, ctx, turn) })
			plug(t, discordfake.Config{}, door, func(c *cable) {
				v := c.ask()
				r := v.Wait()
				if r.Type != tt.first || r.Took != tt.took || !r.OK {
					t.Errorf("first response %d after %v, want %d after %v", r.Type, r.Took, tt.first, tt.took)
				}
				time.Sleep(time.Minute)
				all := c.fake.Messages(discordfake.Desk)
				if len(all) != len(tt.shows) {
					t.Errorf("shows %d messages, want %d", len(all), len(tt.shows))
				}
				for i := range min(len(all), len(tt.shows)) {
					if !strings.HasPrefix(seen(all[i]), tt.shows[i]) || all[i].Loading {
						t.Errorf("shows %q, want %q", seen(all[i]), tt.shows[i])
					}
				}
				c.clean(t)
			})
		})
	}
}

// Where Discord refuses a form, the next is shown; nothing is shown twice.
func TestTurnForms(t *testing.T) {
	const v2, plain = true, false
	for name, tt := range map[string]struct {
		route  string
		status int
		code   int
		times  int
		late   bool
		v2     bool
		shown  bool
	}{
		"the first response":      {routeRespond, 400, 50035, 1, false, plain, true},
		"the first response, 500": {routeRespond, 500, 0, 1, false, plain, true},
		"twice":                   {routeRespond, 400, 50035, 2, false, plain, true},
		"every form":              {routeRespond, 400, 50035, -1, false, plain, false},
		"a hiccup":                {routeRespond, 502, 0, 1, false, v2, true},
		"an edit":                 {routeEdit, 400, 50035, 1, true, plain, true},
		"an edit, 500":            {routeEdit, 500, 0, 1, true, plain, true},
		"an edit, too large":      {routeEdit, 413, 40005, 1, true, plain, true},
		"an edit that may not be": {routeEdit, 403, 50013, 1, true, plain, false},
		"an edit with a hiccup":   {routeEdit, 503, 0, 2, true, v2, true},
	} {
		t.Run(name, func(t *testing.T) {
			var failed chan error
			door := deferring(func(ctx context.Context, turn *turn) {
				if tt.late {
					intake.Sleep(ctx, time.Second)
				}
				failed <- turn.answer(ctx, drawn("Levy"))
			})
			plug(t, discordfake.Config{}, door, func(c *cable) {
				failed = make(chan error, 1) // of the bubble
				c.fake.Fail(tt.route, tt.status, tt.code, tt.times)
				v := c.ask()
				v.Wait()
				err := <-failed
				m, ok := v.Original()
				if (err == nil) != tt.shown || tt.shown && (!ok || m.V2() != tt.v2 || !strings.Contains(m.Text(), "Levy") || !m.Ephemeral) {
					t.Errorf("%v, shown %t, components %t: %q", err, ok, m.V2(), m.Text())
				}
				if n := len(c.fake.Messages(discordfake.Desk)); n > 1 {
					t.Errorf("%d messages are shown", n)
				}
				c.clean(t)
			})
		})
	}
}

// A button's message is changed in place, by the first response or by an edit.
func TestTurnUpdate(t *testing.T) {
	for _, wait := range []time.Duration{0, time.Second} {
		t.Run(wait.String(), func(t *testing.T) {
			door := func(in inbound) reaction {
				if in.Type == typeCommand {
					return deferring(func(ctx context.Context, turn *turn) {
						m := render(commands.Reply{Title: "Levy", Text: "One.", Private: true, Actions: []commands.Action{{Label: "Longer", Text: "help"}}}, renderOpts{})
						if err := turn.answer(ctx, m); err != nil {
							t.Error(err)
						}
					})(in)
				}
				return reaction{Late: response{Type: responseUnmoved}, Work: func(ctx context.Context, turn *turn) {
					intake.Sleep(ctx, wait)
					if err := turn.update(ctx, drawn("Changed")); err != nil {
						t.Error(err)
					}
					if err := turn.answer(ctx, drawn("Beside")); err != nil {
						t.Error(err)
					}
				}}
			}
			plug(t, discordfake.Config{}, door, func(c *cable) {
				v := c.ask()
				v.Wait()
				m, _ := v.Original()
				press := c.fake.Press(discordfake.Anna, m.ID, m.Controls()[0].CustomID)
				r := press.Wait()
				if want := map[bool]int{true: discordfake.Update, false: discordfake.DeferredUpdate}[wait == 0]; r.Type != want {
					t.Errorf("%s: response %d, want %d", press.Refused, r.Type, want)
				}
				time.Sleep(10 * time.Second)
				all := c.fake.Messages(discordfake.Desk)
				if len(all) != 2 || !strings.Contains(all[0].Text(), "Changed") || all[0].ID != m.ID || !strings.Contains(all[1].Text(), "Beside") {
					t.Errorf("%d messages: %+v", len(all), all)
				}
				c.clean(t)
			})
		})
	}
}

// Work that has nothing to show still acknowledges a press, and work that follows
// a response at once does not respond again.
func TestTurnEnd(t *testing.T) {
	door := func(in inbound) reaction {
		if in.Type == typeCommand {
			now := response{Type: responseMessage, Data: line("Noted.").payload(true)}
			return reaction{Now: &now, Work: func(ctx context.Context, turn *turn) {
				intake.Sleep(ctx, time.Second)
				if turn.silent() {
					t.Error("what was said at once is forgotten")
				}
				turn.answer(ctx, render(commands.Reply{Title: "Done", Private: true, Actions: []commands.Action{{Label: "Longer", Text: "help"}}}, renderOpts{}))
			}}
		}
		return reaction{Late: response{Type: responseUnmoved}, Work: func(context.Context, *turn) {}}
	}
	plug(t, discordfake.Config{}, door, func(c *cable) {
		v := c.ask()
		v.Wait()
		time.Sleep(5 * time.Second)
		if m, ok := v.Original(); !ok || !strings.Contains(m.Text(), "Done") || len(c.fake.Requests(routeRespond)) != 1 {
			t.Errorf("shows %q after %d responses", m.Text(), len(c.fake.Requests(routeRespond)))
		}
		m, _ := v.Original()
		press := c.fake.Press(discordfake.Anna, m.ID, m.Controls()[0].CustomID)
		if r := press.Wait(); r.Type != discordfake.DeferredUpdate || r.Took > deferAfter {
			t.Errorf("response %d after %v", r.Type, r.Took)
		}
		c.clean(t)
	})
}

// An interaction that is over is dropped once, quietly, and never called again.
func TestTurnOver(t *testing.T) {
	var ended chan error
	work := func(ctx context.Context, turn *turn) {
		intake.Sleep(ctx, time.Second)
		ended <- turn.answer(ctx, drawn("Late"))
		ended <- turn.follow(ctx, drawn("Later"), true)
	}
	for name, tt := range map[string]struct {
		spoil func(c *cable, v *discordfake.Delivery)
		calls int
	}{
		"the token is dead":        {func(c *cable, v *discordfake.Delivery) { c.fake.ExpireToken(v) }, 1},
		"the interaction is gone":  {func(c *cable, _ *discordfake.Delivery) { c.fake.Fail(routeEdit, 404, 10062, 1) }, 1},
		"the token is refused":     {func(c *cable, _ *discordfake.Delivery) { c.fake.Fail(routeEdit, 401, 50027, 1) }, 1},
		"nobody took the response": {func(c *cable, _ *discordfake.Delivery) {}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			plug(t, discordfake.Config{}, deferring(work), func(c *cable) {
				ended = make(chan error, 2) // of the bubble
				if tt.calls == 0 {
					c.fake.Fail(routeRespond, 404, 10062, -1)
				}
				v := c.ask()
				time.Sleep(deferAfter + time.Millisecond)
				tt.spoil(c, v)
				for range 2 {
					if err := <-ended; !errors.Is(err, errOver) {
						t.Errorf("ends with %v", err)
					}
				}
				if n := len(c.fake.Requests(routeEdit, routeFollow)); n != tt.calls {
					t.Errorf("%d calls", n)
				}
				if m := c.p.Metrics(); m.Expired != 1 {
					t.Errorf("counted %d times", m.Expired)
				}
				if n := c.log.count("level=WARN") + c.log.count("level=ERROR"); n != 0 {
					t.Errorf("%d lines in the log: %s", n, c.log.text.String())
				}
				c.clean(t)
			})
		})
	}
}

// What was put away is shown anew, and a quarter of an hour is the end.
func TestTurnLife(t *testing.T) {
	var ended chan error
	var at *turn
	work := func(ctx context.Context, turn *turn) {
		at = turn
		intake.Sleep(ctx, time.Second)
		ended <- turn.answer(ctx, drawn("Here"))
	}
	plug(t, discordfake.Config{}, deferring(work), func(c *cable) {
		ended = make(chan error, 1) // of the bubble
		c.ask().Wait()
		c.fake.Fail(routeEdit, 404, codeNoMessage, 1)
		if err := <-ended; err != nil || len(c.fake.Requests(routeFollow)) != 1 {
			t.Errorf("%v, %d calls", err, len(c.fake.Requests(routeFollow)))
		}
		time.Sleep(tokenLife)
		before := len(c.fake.Requests())
		if err := at.follow(context.Background(), drawn("Later"), false); !errors.Is(err, errOver) || len(c.fake.Requests()) != before {
			t.Errorf("%v, %d calls", err, len(c.fake.Requests())-before)
		}
		c.clean(t)
	})
}

// What everybody sees is not shown again when it may have been, and the asker's
// own is.
func TestFollowOnce(t *testing.T) {
	for _, public := range []bool{true, false} {
		t.Run(fmt.Sprint(public), func(t *testing.T) {
			var ended chan error
			door := deferring(func(ctx context.Context, turn *turn) {
				turn.answer(ctx, drawn("One"))
				ended <- turn.follow(ctx, drawn("Two"), public)
			})
			plug(t, discordfake.Config{}, door, func(c *cable) {
				ended = make(chan error, 1) // of the bubble
				c.fake.Inject(discordfake.Fault{Route: routeFollow, Status: 500, AfterEffect: true})
				c.ask()
				if err := <-ended; (err == nil) == public {
					t.Errorf("ends with %v", err)
				}
				if n, want := len(c.fake.Messages(discordfake.Desk)), map[bool]int{true: 2, false: 3}[public]; n != want {
					t.Errorf("%d messages are shown, want %d", n, want)
				}
			})
		})
	}
}
