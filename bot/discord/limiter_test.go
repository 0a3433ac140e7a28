package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// mostInSecond returns the most times that lie within any second.
func mostInSecond(times []time.Time) int {
	most, from := 0, 0
	for i := range times {
		for times[i].Sub(times[from]) >= time.Second {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// However Discord counts, no call is one too many, and little time is wasted.
func TestLimiter(t *testing.T) {
	for name, cfg := range map[string]discordfake.Config{
		"windows":   {},
		"refilling": {Sliding: true},
		"strict":    {RouteRates: map[string]discordfake.Rate{routeGet: {Limit: 1, Per: 2 * time.Second}, routeCreate: {Limit: 2, Per: 10 * time.Second}}},
		"generous":  {RouteRates: map[string]discordfake.Rate{routeGet: {}, routeCreate: {}}},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, cfg, func(t *testing.T, b *bench) {
				began := time.Now()
				var channels []string
				for i := range 40 {
					id := fmt.Sprint(1500000000000000100 + i)
					b.fake.SetChannel(discordfake.Channel{ID: id, Guild: discordfake.GuildID, Name: fmt.Sprint("c", i)})
					channels = append(channels, id)
				}
				var wg sync.WaitGroup
				for i, channel := range channels {
					for n := range 12 {
						wg.Go(func() {
							if _, err := b.p.rest.createMessage(t.Context(), channel, line("x"), fmt.Sprint(i, "-", n), false); err != nil {
								t.Error(err)
							}
						})
					}
				}
				for range 20 {
					wg.Go(func() {
						if _, err := b.p.rest.getMember(t.Context(), discordfake.GuildID, discordfake.Anna); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				took := time.Since(began)
				var at []time.Time
				for _, r := range b.fake.Requests() {
					at = append(at, r.At)
					if r.Status == http.StatusTooManyRequests {
						t.Errorf("one too many: %s at %v", r.Route, r.At.Sub(began))
					}
				}
				if len(at) != 40*12+20 {
					t.Errorf("%d calls", len(at))
				}
				if most := mostInSecond(at); most > callsSteady+1 {
					t.Errorf("%d calls in a second", most)
				}
				// The bot's own pace, or the slowest bucket with a probe for each window.
				if most := map[string]time.Duration{"strict": 65 * time.Second}[name]; took > max(most, 16*time.Second) {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

// A pause that Discord asks of everything is kept by everybody, after one
// answer; who waits for the answer to an interaction is not held up by it.
func TestGlobalPause(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.fake.Inject(discordfake.Fault{Route: routeApp, RetryAfter: 5 * time.Second, Global: true})
		var wg sync.WaitGroup
		wg.Go(func() { b.p.rest.application(t.Context()) })
		synctest.Wait()
		began := time.Now()
		for i := range 100 {
			wg.Go(func() {
				if _, err := b.p.rest.createMessage(t.Context(), discordfake.Desk, line("x"), fmt.Sprint(i), false); err != nil {
					t.Error(err)
				}
			})
		}
		b.p.rest.callback(t.Context(), "1", "of-nobody", response{Type: responseUnmoved})
		if d := time.Since(began); d > 0 {
			t.Errorf("an interaction waits %v", d)
		}
		wg.Wait()
		for _, r := range b.fake.Requests(routeCreate, routeApp)[1:] {
			if d := r.At.Sub(began); d < 5*time.Second || r.Status != http.StatusOK {
				t.Errorf("%s after %v: %d", r.Route, d, r.Status)
			}
		}
		if m := b.p.Metrics(); m.Limited != 1 {
			t.Errorf("%d limited", m.Limited)
		}
	})
}

// A page in the place of a limit comes from what stands before Discord: nothing
// at all is sent while it lasts.
func TestEverythingPaused(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.fake.Inject(discordfake.Fault{Route: routeApp, RetryAfter: time.Minute, HTML: true})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := b.p.rest.application(ctx); err == nil {
			t.Error("an answer came")
		}
		if err := b.p.rest.callback(ctx, "1", "of-nobody", response{Type: responseUnmoved}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a response ends with %v", err)
		}
		if d := time.Since(began); d > 0 || len(b.fake.Requests()) != 1 {
			t.Errorf("after %v, %d requests", d, len(b.fake.Requests()))
		}
	})
}

// What is heard of one call holds for the next ones of its bucket alone, and not
// longer than said.
func TestBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter()
		// These are no calls of the bot's own accord, whose pace would be seen here.
		post, other := toll{route: "post", resource: "1", hook: true}, toll{route: "post", resource: "2", hook: true}
		enter := func(to toll) (*pass, time.Duration) {
			t.Helper()
			began := time.Now()
			p, err := l.enter(t.Context(), to)
			if err != nil {
				t.Fatal(err)
			}
			return p, time.Since(began)
		}
		told := func(left int, reset time.Duration) *verdict {
			return &verdict{status: 200, bucket: "b", told: true, left: left, reset: reset}
		}
		first, _ := enter(post)
		l.leave(first, told(0, 4*time.Second))
		if p, waited := enter(other); waited != 0 {
			t.Errorf("another channel waits %v", waited)
		} else {
			l.leave(p, told(4, 5*time.Second))
		}
		again, waited := enter(post)
		if waited != 4*time.Second+settle {
			t.Errorf("the same channel waits %v", waited)
		}
		// Only one goes ahead until Discord has said what is left.
		second := make(chan time.Duration)
		go func() {
			p, waited := enter(post)
			l.leave(p, told(0, time.Second))
			second <- waited
		}()
		synctest.Wait()
		l.leave(again, told(1, time.Second))
		if waited := <-second; waited != 0 {
			t.Errorf("the one that was left waits %v", waited)
		}
		if _, waited := enter(post); waited != time.Second+settle {
			t.Errorf("the next waits %v", waited)
		}
	})
}

// Nobody waits for longer than they have.
func TestLimiterGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter()
		post := toll{route: "post", resource: "1"}
		p, _ := l.enter(t.Context(), post)
		l.leave(p, &verdict{status: http.StatusTooManyRequests, after: time.Minute})
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if _, err := l.enter(ctx, post); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 0 {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

// Buckets of interactions long over do not pile up.
func TestBucketsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter()
		for i := range 3 * mostBuckets {
			p, err := l.enter(t.Context(), toll{route: "follow", resource: fmt.Sprint(i), hook: true})
			if err != nil {
				t.Fatal(err)
			}
			l.leave(p, &verdict{status: 200, told: true, left: 4, reset: time.Second})
			time.Sleep(time.Millisecond)
		}
		if n := len(l.buckets); n > mostBuckets {
			t.Errorf("%d buckets are kept", n)
		}
	})
}
