package slackfake_test

import (
	"bytes"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/gorilla/websocket"

	"attache/bot/slack/slackfake"
)

func TestElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		if _, err := a.web.Get("https://hooks.example/T1"); err == nil {
			t.Error("another host was reached")
		}
		if _, _, err := a.fake.Dialer().Dial("ws://elsewhere.example/", nil); err == nil {
			t.Error("a socket to another host was opened")
		}
		a.web.Get(a.fake.API() + "auth.test?token=" + slackfake.BotToken)
		a.violations("hooks.example", "elsewhere.example", "in the address")
	})
}

// TestLoopback reaches the fake by real connections.
func TestLoopback(t *testing.T) {
	a := openApp(t, slackfake.Config{})
	if err := a.fake.Listen(); err != nil {
		t.Fatal(err)
	}
	a.web = http.DefaultClient
	response, err := http.Post(a.fake.API()+"auth.test", "application/x-www-form-urlencoded", bytes.NewBufferString("token="+slackfake.BotToken))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	l := a.dialAt(websocket.DefaultDialer)
	d := a.fake.Command("U_ANNA", "C_DESK", "/brief help")
	l.serve(`{"response_type":"ephemeral","text":"Help."}`)
	if ack := d.Wait(); !ack.OK {
		t.Errorf("ack %+v", ack)
	}
	if status, body := a.post(d.Hook, `{"response_type":"in_channel","text":"More."}`); status != 200 || body != "ok" {
		t.Errorf("response URL: %d %q", status, body)
	}
	if got := len(a.fake.Messages("C_DESK")); got != 2 {
		t.Errorf("%d messages, want 2", got)
	}
	a.violations()
}

func TestForget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		l.serve("")
		a.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
		a.say("C_DESK", "news")
		a.fake.Forget()
		synctest.Wait()
		if n := len(a.fake.Log()) + len(a.fake.Messages("C_DESK")) + len(a.fake.Effects()) + len(a.fake.AckLatencies()); n != 0 {
			t.Errorf("%d records are left", n)
		}
		l.ack("env-0000001", "")
		a.violations()
	})
}
