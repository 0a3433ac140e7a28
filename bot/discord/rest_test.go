package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// A bench is a platform that has not connected, whose calls go to a fake.
type bench struct {
	fake *discordfake.Discord
	p    *Platform
	log  *diary
}

// openSchema returns Discord's own description of its API, read once, or nil
// where it is not there.
var openSchema = sync.OnceValue(func() *discordfake.Schema {
	schema, err := discordfake.FindSchema()
	if err != nil {
		panic(err)
	}
	return schema
})

// onBench runs a test in a bubble of virtual time.
func onBench(t *testing.T, cfg discordfake.Config, act func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		cfg.AnyCommand, cfg.Schema = true, openSchema()
		b := &bench{fake: discordfake.New(cfg), log: &diary{}}
		defer b.fake.Close()
		b.p = openPlatform(t, cabled(b.fake, b.log))
		act(t, b)
		b.p.room.Close(0)
		b.p.lobby.Close(0)
		for _, v := range b.fake.Violations() {
			t.Error("violation:", v)
		}
	})
}

// The routes of the fake that these tests look at.
const (
	routeCreate  = "POST /channels/{channel_id}/messages"
	routeGet     = "GET /guilds/{guild_id}/members/{user_id}"
	routeFollow  = "POST /webhooks/{webhook_id}/{webhook_token}"
	routeEdit    = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
	routeRespond = "POST /interactions/{interaction_id}/{interaction_token}/callback"
	routePatch   = "PATCH /channels/{channel_id}/messages/{message_id}"
	routePut     = "PUT /applications/{application_id}/commands"
	routeDM      = "POST /users/@me/channels"
	routeApp     = "GET /applications/@me"
)

func line(text string) message { return message{Content: text} }

// A call is made again when it is certain that it had no effect, or when a
// second effect is none; and what everybody sees is there once.
func TestAgain(t *testing.T) {
	const channel = discordfake.Desk
	create := func(ctx context.Context, r *rest) error {
		_, err := r.createMessage(ctx, channel, line("Hello"), "n-1", false)
		return err
	}
	get := func(ctx context.Context, r *rest) error {
		_, err := r.getMember(ctx, discordfake.GuildID, discordfake.Anna)
		return err
	}
	thread := func(ctx context.Context, r *rest) error {
		id, err := r.createMessage(ctx, channel, line("Hello"), "n-1", false)
		if err == nil {
			_, err = r.createThread(ctx, channel, id, "Levy")
		}
		return err
	}
	const routeThread = "POST /channels/{channel_id}/messages/{message_id}/threads"
	for name, tt := range map[string]struct {
		call  func(context.Context, *rest) error
		fault discordfake.Fault
		tries int
		well  bool
	}{
		"nothing":                 {create, discordfake.Fault{Route: routeCreate, Delay: time.Second}, 1, true},
		"502":                     {create, discordfake.Fault{Route: routeCreate, Status: 502}, 2, true},
		"502 after the effect":    {create, discordfake.Fault{Route: routeCreate, Status: 502, AfterEffect: true}, 2, true},
		"500":                     {create, discordfake.Fault{Route: routeCreate, Status: 500}, 2, true},
		"cut":                     {create, discordfake.Fault{Route: routeCreate, Drop: true}, 2, true},
		"cut after the effect":    {create, discordfake.Fault{Route: routeCreate, Drop: true, AfterEffect: true}, 2, true},
		"late":                    {create, discordfake.Fault{Route: routeCreate, Late: time.Second}, 2, true},
		"hung":                    {create, discordfake.Fault{Route: routeCreate, Hang: true}, 2, true},
		"hung after the effect":   {create, discordfake.Fault{Route: routeCreate, Hang: true, AfterEffect: true}, 2, true},
		"429":                     {create, discordfake.Fault{Route: routeCreate, RetryAfter: 3 * time.Second}, 2, true},
		"429 for everything":      {create, discordfake.Fault{Route: routeCreate, RetryAfter: 3 * time.Second, Global: true}, 2, true},
		"429 of others":           {create, discordfake.Fault{Route: routeCreate, RetryAfter: 3 * time.Second, Shared: true}, 2, true},
		"429 as a page":           {create, discordfake.Fault{Route: routeCreate, RetryAfter: 3 * time.Second, HTML: true}, 2, true},
		"huge":                    {get, discordfake.Fault{Route: routeGet, Huge: largestAnswer + 1}, 2, true},
		"no JSON":                 {get, discordfake.Fault{Route: routeGet, Huge: 10}, 2, true},
		"forbidden":               {create, discordfake.Fault{Route: routeCreate, Status: 403, Code: 50013}, 1, false},
		"not found":               {get, discordfake.Fault{Route: routeGet, Status: 404, Code: 10007}, 1, false},
		"bad form":                {create, discordfake.Fault{Route: routeCreate, Status: 400, Code: 50035}, 1, false},
		"502 for ever":            {create, discordfake.Fault{Route: routeCreate, Status: 502, Times: -1}, mostTries, false},
		"a thread may be there":   {thread, discordfake.Fault{Route: routeThread, Status: 502}, 1, false},
		"a thread is not limited": {thread, discordfake.Fault{Route: routeThread, RetryAfter: time.Second}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				b.fake.Inject(tt.fault)
				err := tt.call(t.Context(), b.p.rest)
				time.Sleep(2 * time.Second)
				if (err == nil) != tt.well {
					t.Errorf("ends with %v", err)
				}
				if n := len(b.fake.Requests(tt.fault.Route)); n != tt.tries {
					t.Errorf("%d requests, want %d", n, tt.tries)
				}
				if n := len(b.fake.Messages(channel)); n > 1 || tt.well && tt.fault.Route == routeCreate && n != 1 {
					t.Errorf("the channel shows %d messages", n)
				}
				if strings.Contains(fmt.Sprint(err), "/api/") {
					t.Errorf("the error holds an address: %v", err)
				}
			})
		})
	}
}

// After a 401 nothing is asked any more, whoever asks, and it is said once.
func TestTokenRefused(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.fake.RevokeToken()
		if _, err := b.p.rest.application(t.Context()); err == nil {
			t.Fatal("a refused token is good")
		}
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				_, err := b.p.rest.createMessage(t.Context(), discordfake.Desk, line("x"), fmt.Sprint(i), false)
				var refused *refusal
				if !errors.As(err, &refused) {
					t.Errorf("fails with %v", err)
				}
				if err := b.p.rest.callback(t.Context(), "1", "of-an-interaction", response{Type: responseUnmoved}); err == nil {
					t.Error("an interaction is answered")
				}
			})
		}
		wg.Wait()
		b.fake.RestoreToken() // which nobody can know before a start
		b.p.rest.application(t.Context())
		m, h := b.p.Metrics(), b.p.Health()
		if n := len(b.fake.Requests()); n != 1 || m.Calls != 1 || m.Revoked != 1 || m.Invalid != 1 {
			t.Errorf("%d requests, %+v", n, m)
		}
		if !h.Stopped || !strings.Contains(h.Text, "reset the token") {
			t.Errorf("health %+v", h)
		}
		if n := b.log.count("discord stopped"); n != 1 {
			t.Errorf("said %d times", n)
		}
	})
}

// A dead token of an interaction is not the bot's: the bot goes on.
func TestHookRefused(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.fake.Fail(routeEdit, 401, 50027, 1)
		err := b.p.rest.editOriginal(t.Context(), hookRef{discordfake.AppID, "of-an-interaction"}, line("x"), false)
		if !expired(err) || b.p.Health().Stopped {
			t.Errorf("%v, %+v", err, b.p.Health())
		}
		if _, err := b.p.rest.application(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// A call that hangs holds up others of its route for a second at most.
func TestHungCall(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.fake.Inject(discordfake.Fault{Route: routeCreate, Hang: true})
		hung := make(chan struct{})
		go func() {
			defer close(hung)
			b.p.rest.createMessage(t.Context(), discordfake.Desk, line("first"), "n-1", false)
		}()
		synctest.Wait()
		began := time.Now()
		if _, err := b.p.rest.createMessage(t.Context(), discordfake.Desk, line("second"), "n-2", false); err != nil || time.Since(began) > hangAfter {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		<-hung
	})
}

// Whatever Discord answers, at most a hundred refused calls are made in ten
// minutes, and those who wait for an answer are served longest.
func TestInvalidCalls(t *testing.T) {
	for name, fault := range map[string]discordfake.Fault{
		"forbidden":          {Status: 403, Code: 50013, Times: -1},
		"a page":             {Status: 403, Times: -1},
		"one too many":       {RetryAfter: 100 * time.Millisecond, Times: -1},
		"everything at once": {RetryAfter: time.Second, Global: true, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				b.fake.Inject(fault)
				ctx, cancel := context.WithTimeout(t.Context(), 35*time.Minute)
				defer cancel()
				var wg sync.WaitGroup
				var withheld atomic.Bool
				for i := range 40 {
					wg.Go(func() {
						for ctx.Err() == nil {
							_, err := b.p.rest.createMessage(ctx, fmt.Sprint(1500000000000000100+i), line("x"), "n", false)
							withheld.CompareAndSwap(false, errors.Is(err, errWithheld))
							b.p.rest.followUp(ctx, hookRef{discordfake.AppID, fmt.Sprint("hook", i)}, line("x"))
							select {
							case <-time.After(5 * time.Second):
							case <-ctx.Done():
							}
						}
					})
				}
				wg.Wait()
				all := b.fake.InvalidRequests()
				most, from := 0, 0
				for i := range all {
					for all[i].At.Sub(all[from].At) > invalidFor {
						from++
					}
					most = max(most, i-from+1)
				}
				if most > 100 || most < mostUninvited/2 {
					t.Errorf("%d refused calls in ten minutes, of %d", most, len(all))
				}
				if b.p.Metrics().Withheld == 0 || !withheld.Load() {
					t.Error("nobody is told that a call was withheld")
				}
			})
		})
	}
}

// A roundTrip answers in a server's place.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// The token goes to the address of the settings, and nowhere that it points to.
func TestRedirect(t *testing.T) {
	var asked []string
	p := openPlatform(t, Config{API: "http://discord.fake/api/v10", HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Host)
		return &http.Response{StatusCode: http.StatusTemporaryRedirect, Header: http.Header{"Location": {"http://elsewhere.fake/"}}, Body: http.NoBody}, nil
	})}})
	if _, err := p.rest.application(t.Context()); err == nil || len(asked) != 1 || asked[0] != "discord.fake" {
		t.Errorf("asked %v, %v", asked, err)
	}
}

// Whatever goes wrong, neither the log nor an error holds a token.
func TestNoTokenTold(t *testing.T) {
	const hook = "secret-of-an-interaction"
	for name, fault := range map[string]discordfake.Fault{
		"cut": {Drop: true, Times: -1}, "hung": {Hang: true, Times: -1}, "refused": {Status: 401, Code: 50027, Times: -1},
		"failed": {Status: 500, Times: -1}, "limited": {RetryAfter: time.Hour, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				b.fake.Inject(fault)
				err := errors.Join(
					b.p.rest.callback(ctx, "1", hook, response{Type: responseUnmoved}),
					b.p.rest.editOriginal(ctx, hookRef{"2", hook}, line("x"), false),
					func() error { _, err := b.p.rest.application(ctx); return err }(),
				)
				text := fmt.Sprintf("%v %+v %#v", err, err, b.log.text.String())
				for _, secret := range []string{hook, discordfake.BotToken} {
					if strings.Contains(text, secret) {
						t.Errorf("a token is told: %s", text)
					}
				}
			})
		})
	}
}
