package discordfake_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

const create = "POST /channels/{channel_id}/messages"

// A bucket lets five messages through in five seconds, says so, and refuses the
// sixth until it has something again: all at the end of its window, or one a
// second.
func TestBucket(t *testing.T) {
	for sliding, reset := range map[bool]string{false: "5.000", true: "1.000"} {
		in(t, discordfake.Config{Sliding: sliding}, func(a *app) {
			for i := range 5 {
				got := a.say(discordfake.Desk, "x", fmt.Sprint(i))
				if left := got.Header.Get("X-RateLimit-Remaining"); got.Status != 200 || left != fmt.Sprint(4-i) || got.Header.Get("X-RateLimit-Limit") != "5" {
					t.Errorf("message %d: %d, %s left", i, got.Status, left)
				}
			}
			got := a.say(discordfake.Desk, "x", "5")
			if got.Status != 429 || got.Global || got.Header.Get("X-RateLimit-Reset-After") != reset || got.Header.Get("X-RateLimit-Scope") != "user" {
				t.Errorf("one too many: %d %v", got.Status, got.Header)
			}
			if other := a.say(discordfake.News, "x", "6"); other.Status != 200 {
				t.Errorf("another channel: %d, want 200", other.Status)
			}
			time.Sleep(time.Duration(got.Retry * float64(time.Second)))
			if got := a.say(discordfake.Desk, "x", "7"); got.Status != 200 {
				t.Errorf("after the wait: %d, want 200", got.Status)
			}
			wait := 200
			if sliding {
				wait = 429
			}
			if got := a.say(discordfake.Desk, "x", "8"); got.Status != wait {
				t.Errorf("right after that: %d, want %d", got.Status, wait)
			}
			a.violations()
		})
	}
}

// The bot makes fifty requests a second, answers to interactions apart.
func TestGlobalRate(t *testing.T) {
	in(t, discordfake.Config{AnyCommand: true, RouteRates: map[string]discordfake.Rate{"GET /users/@me": {}}}, func(a *app) {
		a.dial()
		time.Sleep(time.Second)
		for range 50 {
			if got := a.call("GET", "/users/@me", nil); got.Status != 200 {
				t.Fatalf("status %d within the rate", got.Status)
			}
		}
		got := a.call("GET", "/users/@me", nil)
		if got.Status != 429 || !got.Global || got.Header.Get("X-RateLimit-Global") != "true" {
			t.Errorf("the 51st: %d %v", got.Status, got.Header)
		}
		if got := a.respond(ask(a), discordfake.Reply, quiet("x")); got.Status != 204 {
			t.Errorf("a response: %d, want 204", got.Status)
		}
		a.violations()
		time.Sleep(600 * time.Millisecond)
		a.call("GET", "/users/@me", nil)
		a.violations("after a 429")
		time.Sleep(time.Second)
		if got := a.call("GET", "/users/@me", nil); got.Status != 200 {
			t.Errorf("a second later: %d, want 200", got.Status)
		}
		if n := len(a.fake.InvalidRequests()); n != 2 {
			t.Errorf("%d invalid requests, want 2", n)
		}
	})
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name   string
		fault  discordfake.Fault
		status int
		text   string // in the answer
		shown  int    // messages in the channel afterwards
		count  int    // invalid requests
	}{
		{"none", discordfake.Fault{Route: "GET /users/@me", Status: 500}, 200, "content", 1, 0},
		{"later", discordfake.Fault{Delay: time.Minute}, 200, "content", 1, 0},
		{"before", discordfake.Fault{Status: 502}, 502, "upstream", 0, 0},
		{"after", discordfake.Fault{Status: 502, AfterEffect: true}, 502, "upstream", 1, 0},
		{"code", discordfake.Fault{Status: 403, Code: 50013}, 403, `"code":50013`, 0, 1},
		{"drop", discordfake.Fault{Drop: true}, 0, "", 0, 0},
		{"drop after", discordfake.Fault{Drop: true, AfterEffect: true}, 0, "", 1, 0},
		{"limit", discordfake.Fault{RetryAfter: 3 * time.Second}, 429, `"retry_after":3`, 0, 1},
		{"global", discordfake.Fault{RetryAfter: time.Second, Global: true}, 429, `"global":true`, 0, 1},
		{"shared", discordfake.Fault{RetryAfter: time.Second, Shared: true}, 429, `"retry_after":1`, 0, 0},
		{"page", discordfake.Fault{RetryAfter: time.Second, HTML: true}, 429, "error code: 1015", 0, 1},
		{"huge", discordfake.Fault{Huge: 5 << 20}, 200, strings.Repeat(" ", 5<<20), 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, discordfake.Config{}, func(a *app) {
				if tt.fault.Route == "" {
					tt.fault.Route = create
				}
				a.fake.Inject(tt.fault)
				got := a.say(discordfake.Desk, "x", "1")
				if got.Status != tt.status || !strings.Contains(got.raw, tt.text) {
					t.Errorf("%d %s, want %d %s", got.Status, got.raw, tt.status, tt.text)
				}
				if n := len(a.fake.Messages(discordfake.Desk)); n != tt.shown {
					t.Errorf("%d messages, want %d", n, tt.shown)
				}
				if n := len(a.fake.InvalidRequests()); n != tt.count {
					t.Errorf("%d invalid requests, want %d", n, tt.count)
				}
				if r := a.fake.Requests(create); len(r) != 1 || r[0].Status != tt.status || !strings.Contains(string(r[0].Body), `"nonce":"1"`) {
					t.Errorf("requests %+v", r)
				}
				time.Sleep(time.Minute)
				a.fake.Heal()
				if again := a.say(discordfake.Desk, "x", "2"); again.Status != 200 {
					t.Errorf("the next: %d, want 200", again.Status)
				}
				a.violations()
			})
		})
	}
}

// A request may be carried out long after it was cut.
func TestLate(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		a.fake.Inject(discordfake.Fault{Route: create, Late: time.Minute})
		if got := a.say(discordfake.Desk, "x", "1"); got.err == nil {
			t.Errorf("answered %d, want it cut", got.Status)
		}
		time.Sleep(time.Minute - time.Millisecond)
		if n := len(a.fake.Messages(discordfake.Desk)); n != 0 {
			t.Errorf("%d messages before its time", n)
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if n := len(a.fake.Messages(discordfake.Desk)); n != 1 {
			t.Errorf("%d messages, want one", n)
		}
	})
}

// A request that hangs ends with its caller.
func TestHang(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		a.fake.Inject(discordfake.Fault{Hang: true})
		ctx, cancel := context.WithTimeout(a.Context(), 10*time.Second)
		defer cancel()
		r := a.request("GET", "/users/@me", nil).WithContext(ctx)
		r.Header.Set("Authorization", "Bot "+discordfake.BotToken)
		start := time.Now()
		if got := a.do(r); got.err == nil || time.Since(start) != 10*time.Second {
			t.Errorf("answered %d after %v", got.Status, time.Since(start))
		}
	})
}

// The fault of one route leaves another alone, and counts down.
func TestFail(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		a.fake.Fail("GET /users/@me", 503, 0, 2)
		for i, want := range []int{503, 503, 200} {
			if got := a.call("GET", "/users/@me", nil); got.Status != want {
				t.Errorf("request %d: %d, want %d", i, got.Status, want)
			}
		}
		if got := a.call("GET", "/nowhere", nil); got.Status != 404 {
			t.Errorf("an unknown route: %d, want 404", got.Status)
		}
		r := a.request("GET", "/gateway", nil)
		r.Header.Set("User-Agent", "curl")
		a.do(r)
		if _, err := a.web.Get("https://discord.com/api/v10/gateway"); err == nil {
			t.Error("another host was reached")
		}
		a.violations("no such route", "User-Agent", "discord.com")
	})
}

// On a loopback address the fake is the same.
func TestListen(t *testing.T) {
	a := openApp(t, discordfake.Config{AnyCommand: true})
	if err := a.fake.Listen(); err != nil {
		t.Fatal(err)
	}
	a.web = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if !strings.HasPrefix(a.fake.API(), "http://127.0.0.1:") {
		t.Fatalf("API %s", a.fake.API())
	}
	if got := a.say(discordfake.Desk, "x", "1"); got.Status != 200 {
		t.Errorf("a message: %d %s %v", got.Status, got.raw, got.err)
	}
	file := a.fake.Upload("a.txt", []byte("text"))
	response, err := a.web.Get(file.URL)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := io.ReadAll(response.Body)
	response.Body.Close()
	if string(data) != "text" {
		t.Errorf("download %q", data)
	}
	l := a.dial()
	if strings.Contains(l.resume, "127.0.0.1") {
		t.Errorf("resume at %s, want another host", l.resume)
	}
	l.ws.Close()
	again := a.hello(l.resume)
	again.again(l, l.seq)
	if p := again.next(); p.Kind != "RESUMED" {
		t.Errorf("came %+v, want RESUMED", p)
	}
	a.violations()
}

// A 429 is about one channel, or about all that the bot does.
func TestLimitReaches(t *testing.T) {
	for _, global := range []bool{false, true} {
		in(t, discordfake.Config{}, func(a *app) {
			a.fake.Inject(discordfake.Fault{Route: create, RetryAfter: time.Minute, Global: global})
			a.say(discordfake.Desk, "x", "1")
			want := 200
			if global {
				want = 429
			}
			if got := a.say(discordfake.News, "x", "2"); got.Status != want {
				t.Errorf("global %t: another channel answers %d, want %d", global, got.Status, want)
			}
			if got := a.say(discordfake.Desk, "x", "3"); got.Status != 429 || got.Global != global {
				t.Errorf("global %t: the channel answers %d", global, got.Status)
			}
			a.violations()
			time.Sleep(time.Second)
			a.say(discordfake.Desk, "x", "3")
			a.violations("called 1s after a 429 that asked for 1m0s")
			time.Sleep(time.Minute)
			if got := a.say(discordfake.Desk, "x", "3"); got.Status != 200 {
				t.Errorf("global %t: a minute later %d", global, got.Status)
			}
		})
	}
}

// A token that is wrong is wrong everywhere, and is not to be used again; the
// right one is not held against it.
func TestWrongToken(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		a.dial()
		d := ask(a)
		at := "/interactions/" + d.ID + "/" + d.Token + "/callback"
		body := object{"type": 4, "data": quiet("x")}
		if got := a.callAs("Bot wrong", "POST", at, body); got.Status != 401 {
			t.Errorf("a response with a wrong token: %d, want 401", got.Status)
		}
		if got := a.callAs("Bot "+discordfake.BotToken, "POST", at, body); got.Status != 204 {
			t.Errorf("a response with the right one: %d, want 204", got.Status)
		}
		a.violations()
		a.callAs("Bot wrong", "GET", "/users/@me", nil)
		a.violations("refused before")
		a.fake.RevokeToken()
		a.call("GET", "/users/@me", nil)
		a.fake.RestoreToken()
		if got := a.call("GET", "/users/@me", nil); got.Status != 200 {
			t.Errorf("restored: %d, want 200", got.Status)
		}
		a.violations("refused before")
	})
}
