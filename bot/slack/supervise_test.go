package slack

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
	"attache/briefings"
)

// What Slack will not forgive ends all calls at once, and is said in the log,
// in the metrics and by Health.
func TestRefusedForGood(t *testing.T) {
	for _, code := range []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked"} {
		plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
			before := k.p.Metrics().Calls
			k.fake.Revoke(code)
			time.Sleep(time.Hour + time.Minute) // for the first refresh to fail
			<-k.done
			if n := k.p.Metrics().Calls - before; n != 1 {
				t.Errorf("%s: %d calls since, want the one that was refused", code, n)
			}
			calls := k.p.Metrics().Calls
			k.fake.Revoke("")
			if _, err := k.p.api.AuthTestContext(t.Context()); err == nil {
				t.Errorf("%s: a call went through afterwards", code)
			}
			time.Sleep(24 * time.Hour)
			if n := k.p.Metrics().Calls; n != calls || k.p.Metrics().Sockets != 0 {
				t.Errorf("%s: %d calls and %d sockets a day later", code, n-calls, k.p.Metrics().Sockets)
			}
			h := k.p.Health()
			if !h.Stopped || h.Connected || !strings.Contains(h.Text, code) || k.p.Metrics().Revoked != 1 {
				t.Errorf("%s: health %+v, revoked %d", code, h, k.p.Metrics().Revoked)
			}
			if n := k.log.count("slack stopped"); n != 1 || k.log.count(code) == 0 {
				t.Errorf("%s: said %d times in the log, want once", code, n)
			}
		})
	}
}

// An event that says so ends all calls as well.
func TestUninstalled(t *testing.T) {
	var c tally
	plug(t, slackfake.Config{}, c.door(nil), func(k *cable) {
		k.fake.Event("tokens_revoked", map[string]any{"tokens": map[string]any{"oauth": []string{"U_ANNA"}}}).Wait()
		if k.p.Health().Stopped {
			t.Error("stopped by the tokens of a person")
		}
		if ack := k.fake.Event("app_uninstalled", nil).Wait(); !ack.OK {
			t.Error("the event is not acknowledged")
		}
		<-k.done
		if !k.p.Health().Stopped || c.done() != 2 {
			t.Errorf("health %+v, %d worked on", k.p.Health(), c.done())
		}
	})
}

// Tokens that are refused before anything could come in end Run.
func TestRunWithBadTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := slackfake.New(slackfake.Config{})
		defer fake.Close()
		fake.Revoke("invalid_auth")
		p := openPlatform(t, Config{API: fake.API(), HTTPClient: fake.HTTPClient(), Dialer: fake.Dialer()})
		if err := p.Run(t.Context(), nil); briefings.KindOf(err) != briefings.Unusable {
			t.Errorf("Run returned %v, want an unusable setting", err)
		}
		if n := p.Metrics().Calls; n != 1 {
			t.Errorf("%d calls, want 1", n)
		}
	})
}

// What a person has to mend, or what trying makes worse, is tried ever more rarely.
func TestBacksOff(t *testing.T) {
	for reason, most := range map[string]int64{"link_disabled": 16, "too_many_websockets": 26} {
		plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
			before := k.p.Metrics().Calls
			k.fake.RefuseSockets(reason)
			if reason == "link_disabled" {
				k.fake.Disconnect(0, reason)
			} else {
				k.fake.Drop(0)
			}
			time.Sleep(time.Hour)
			n := k.p.Metrics().Calls - before
			if n < 4 || n > most {
				t.Errorf("%s: %d attempts in an hour, want 4 to %d", reason, n, most)
			}
			if h := k.p.Health(); h.Connected || h.Stopped || h.Text != troubleOf(closing{reason}) {
				t.Errorf("%s: health %+v", reason, h)
			}
			if said := k.log.count("slack not connected"); said > 4 {
				t.Errorf("%s: said %d times in the log", reason, said)
			}
			k.fake.RefuseSockets("")
			time.Sleep(25 * time.Minute)
			if k.open() != 2 || !k.p.Health().Connected {
				t.Errorf("%s: %d sockets open once it is mended", reason, k.open())
			}
		})
	}
}

// An outage of Slack is outlasted, and a limit on calls is kept to.
func TestOutage(t *testing.T) {
	for name, fault := range map[string]slackfake.Fault{
		"no JSON":   {Status: 503},
		"not found": {Status: 404},
		"cut":       {Drop: true},
		"unknown":   {Error: "internal_error"},
		"limited":   {RetryAfter: 5 * time.Minute},
		"handshake": {Method: "socket", Status: 500},
	} {
		fault.Times = -1
		if fault.Method == "" {
			fault.Method = "apps.connections.open"
		}
		if fault.RetryAfter > 0 {
			fault.Times = 2
		}
		plug(t, slackfake.Config{}, (&tally{}).door(nil), func(k *cable) {
			before := k.p.Metrics().Calls
			k.fake.Inject(fault)
			k.fake.Drop(0)
			time.Sleep(4 * time.Minute)
			if n := k.p.Metrics().Calls - before; n < 2 || n > 20 || fault.RetryAfter > 0 && n != 2 {
				t.Errorf("%s: %d calls in four minutes", name, n)
			}
			k.fake.Heal()
			time.Sleep(20 * time.Minute)
			if k.open() != 2 {
				t.Errorf("%s: %d sockets open afterwards, want 2", name, k.open())
			}
		})
	}
}
