package discordfake_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"attache/bot/discord/discordfake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestManyDays keeps the fake busy for a week of its own time, with a resume an
// hour, so that what grows with time is seen.
func TestManyDays(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		l := a.dial()
		answer := with(quiet("x"), object{"flags": 64})
		l.answering(discordfake.Reply, answer)
		missed, sent := 0, 0
		for hour := range 7 * 24 {
			for range 20 {
				time.Sleep(3 * time.Minute)
				d := ask(a)
				if sent++; !d.Wait().OK {
					missed++
				}
				a.hook(d, "POST", "", quiet("more"))
			}
			a.fake.Drop(0)
			synctest.Wait()
			again := a.hello(l.resume)
			again.session, again.resume, again.seq = l.session, l.resume, l.seq
			again.again(l, int64(2+(hour+1)*20+hour))
			again.answering(discordfake.Reply, answer)
			if hour%24 == 23 {
				if n := len(a.fake.Messages(discordfake.Desk)); n != 2*20*24 {
					t.Fatalf("%d messages in a day, want two for each of 480 commands", n)
				}
				a.fake.Forget()
			}
		}
		if missed > 0 || len(a.fake.Identifies()) > 1 {
			t.Errorf("%d of %d commands were missed, %d identifies", missed, sent, len(a.fake.Identifies()))
		}
		a.violations()
	})
}

// Close ends what waits: links, deliveries and requests that hang.
func TestClose(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		l := a.dial()
		d := ask(a)
		a.fake.Inject(discordfake.Fault{Hang: true})
		hung := make(chan answered)
		go func() { hung <- a.call("GET", "/users/@me", nil) }()
		synctest.Wait()
		a.fake.Close()
		a.fake.Close()
		if r := d.Wait(); r.OK {
			t.Errorf("response %+v", r)
		}
		if got := <-hung; got.err == nil {
			t.Errorf("the hung request was answered %d", got.Status)
		}
		l.next() // the interaction
		if p := l.next(); !p.Cut {
			t.Errorf("came %+v, want the end", p)
		}
		if d := ask(a); d.Wait().OK {
			t.Errorf("a command after the end: %+v", d.Response())
		}
	})
}

func BenchmarkCommand(b *testing.B) {
	a := openApp(b, anyCommand)
	a.dial().answering(discordfake.Reply, quiet("x"))
	for b.Loop() {
		ask(a).Wait()
	}
}

func BenchmarkCheck(b *testing.B) {
	raw, err := json.Marshal(v2(times(39, func(i int) any { return display(fmt.Sprint("line ", i)) })...))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if problems := discordfake.CheckMessage(raw); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
