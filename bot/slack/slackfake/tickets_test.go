package slackfake_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

const private = `{"response_type":"ephemeral","text":"x"}`

func TestResponseURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.dial().serve("")
		d := a.fake.Command("U_ANNA", "C_QUIET", "/brief help")
		for i := range slackfake.HookUses {
			if status, body := a.post(d.Hook, private); status != http.StatusOK || body != "ok" {
				t.Errorf("use %d: %d %q", i+1, status, body)
			}
		}
		if status, body := a.post(d.Hook, private); status != http.StatusNotFound || body != "used_url" {
			t.Errorf("use 6: %d %q", status, body)
		}
		if n := len(a.fake.Seen("C_QUIET", "U_ANNA")); n != 5 {
			t.Errorf("Anna sees %d messages, want 5, though the app is no member", n)
		}
		for _, m := range a.fake.Messages("C_QUIET") {
			if m.To != "U_ANNA" || m.Delivery != d.ID || m.Via != "response_url" {
				t.Errorf("message %+v", m)
			}
		}
		a.violations()
		for range 3 {
			a.post(d.Hook, private)
		}
		a.violations("tried again 3 times after used_url")
	})
}

func TestResponseURLExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.dial().serve("")
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief help")
		time.Sleep(slackfake.HookLife)
		if status, _ := a.post(d.Hook, private); status != http.StatusOK {
			t.Errorf("at 30 minutes: %d", status)
		}
		time.Sleep(time.Millisecond)
		if status, body := a.post(d.Hook, private); status != http.StatusNotFound || body != "expired_url" {
			t.Errorf("past 30 minutes: %d %q", status, body)
		}
		a.violations()
	})
}

func TestResponseURLRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.dial().serve("")
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief help")
		a.post(d.Hook, `{"text":"to whom?"}`)
		a.post(d.Hook, `{"response_type":"in_channel","text":"to all"}`)
		a.post(d.Hook, `{"replace_original":true,"text":"to all, better"}`)
		if status, body := a.post(d.Hook, `{"response_type":"ephemeral","text":"x","blocks":[{"type":"section"}]}`); status != 400 || body != "invalid_blocks" {
			t.Errorf("bad blocks: %d %q", status, body)
		}
		a.post(d.Hook, `text=x`)
		a.post(slackfake.Base+"/hooks/nobody", private)
		var shown []string
		for _, m := range a.fake.Messages("C_DESK") {
			shown = append(shown, m.To+":"+m.Text)
		}
		if got := strings.Join(shown, ", "); got != "U_ANNA:to whom?, :to all, better" {
			t.Errorf("shown %q", got)
		}
		a.violations("response_type is not set", "neither text nor fields", "not a JSON object", "no such response URL")
	})
}

func TestTriggers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.dial().serve("")
		open := func(trigger string) string {
			return a.call("views.open", object{"trigger_id": trigger, "view": modal(nil)}).Error
		}
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief")
		time.Sleep(slackfake.TriggerLife)
		if got := open(d.Trigger); got != "" {
			t.Errorf("at 3 s: %q", got)
		}
		late := a.fake.Command("U_ANNA", "C_DESK", "/brief")
		time.Sleep(slackfake.TriggerLife + time.Millisecond)
		if got := open(late.Trigger); got != "expired_trigger_id" {
			t.Errorf("past 3 s: %q", got)
		}
		a.violations()
		if got := open(d.Trigger); got != "exchanged_trigger_id" {
			t.Errorf("twice: %q", got)
		}
		if got := open("1.2.3"); got != "invalid_trigger_id" {
			t.Errorf("made up: %q", got)
		}
		a.violations("used before", "not one that Slack gave")
	})
}

func TestAckBodies(t *testing.T) {
	for body, want := range map[string]string{
		"":             "",
		"{}":           "",
		`{"text":"x"}`: "response_type is not set",
		`{"response_type":"ephemeral","text":"x","blocks":[{"type":"x"}]}`: "which Slack does not have",
		`[1]`: "not a JSON object",
	} {
		synctest.Test(t, func(t *testing.T) {
			a := openApp(t, slackfake.Config{})
			a.dial().serve(body)
			a.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			if want == "" {
				a.violations()
				return
			}
			a.violations(want)
		})
	}
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.dial().serve(`{"text":"pressed"}`)
		a.call("chat.postMessage", with(message(actions(button(nil))), object{"channel": "C_DESK", "unfurl_links": false, "unfurl_media": false}))
		a.fake.Press("U_ANNA", a.fake.Messages("C_DESK")[0], "go").Wait()
		a.violations(fmt.Sprintf("the acknowledgement of %q has a body", "block_actions"))
	})
}
