package slackfake_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

// TestManyDays keeps the fake busy for a week of its own time, with refreshes,
// so that what grows with time is seen.
func TestManyDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		body := `{"response_type":"ephemeral","text":"Searching."}`
		a.dial().serve(body)
		missed, sent := 0, 0
		for hour := range 7 * 24 {
			a.dial().serve(body) // the one before lives on until its end
			for range 20 {
				time.Sleep(3 * time.Minute)
				d := a.fake.Command("U_ANNA", "C_DESK", fmt.Sprint("/brief ask ", sent))
				if sent++; !d.Wait().OK {
					missed++
				}
				a.post(d.Hook, `{"response_type":"ephemeral","text":"Found."}`)
			}
			if hour%24 == 23 {
				if n := len(a.fake.Messages("C_DESK")); n != 2*20*24 {
					t.Fatalf("%d messages in a day, want two for each of 480 commands", n)
				}
				a.fake.Forget()
			}
		}
		if missed > 0 {
			t.Errorf("%d of %d commands were missed", missed, sent)
		}
		a.violations()
	})
}

func BenchmarkCommand(b *testing.B) {
	a := openApp(b, slackfake.Config{})
	a.dial().serve("")
	for b.Loop() {
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief help")
		d.Wait()
		a.post(d.Hook, private)
	}
}

func BenchmarkCheck(b *testing.B) {
	full := message(times(49, func(int) any { return section(object{"text": mrkdwn(200), "accessory": button(nil)}) })...)
	raw := encoded(full)
	for b.Loop() {
		if problems := slackfake.Check(raw); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
