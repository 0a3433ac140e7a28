package slackfake_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
)

func TestSocketCommand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief ask who pays?")
		e := l.next()
		if e.Type != "slash_commands" || e.Payload["command"] != "/brief" || e.Payload["text"] != "ask who pays?" || e.Payload["user_id"] != "U_ANNA" {
			t.Fatalf("envelope %+v", e)
		}
		time.Sleep(time.Second)
		l.ack(e.EnvelopeID, `{"response_type":"ephemeral","text":"Working on it."}`)
		ack := d.Wait()
		if !ack.OK || ack.Took != time.Second || ack.Attempts != 1 || ack.Socket != 1 {
			t.Errorf("ack %+v, want one after 1 s on socket 1", ack)
		}
		seen := a.fake.Seen("C_DESK", "U_ANNA")
		if len(seen) != 1 || seen[0].Text != "Working on it." || seen[0].To != "U_ANNA" || seen[0].Delivery != d.ID {
			t.Errorf("Anna sees %+v", seen)
		}
		if others := a.fake.Seen("C_DESK", "U_BEN"); len(others) != 0 {
			t.Errorf("Ben sees %+v", others)
		}
		a.violations()
	})
}

func TestRedelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Life: -1})
		l := a.dial()
		start := time.Now()
		d := a.fake.Mention("U_ANNA", "C_DESK", "", "help")
		var at []time.Duration
		var ids []string
		for range 4 {
			e := l.next()
			at, ids = append(at, time.Since(start)), append(ids, fmt.Sprint(e.EnvelopeID, " ", e.RetryAttempt))
		}
		want := []time.Duration{0, 3 * time.Second, 66 * time.Second, 369 * time.Second}
		if fmt.Sprint(at) != fmt.Sprint(want) {
			t.Errorf("attempts at %v, want %v", at, want)
		}
		if ack := d.Wait(); ack.OK || ack.Attempts != 4 {
			t.Errorf("ack %+v, want none after 4 attempts", ack)
		}
		if want := fmt.Sprintf("[%[1]s 0 %[1]s 1 %[1]s 2 %[1]s 3]", d.ID); fmt.Sprint(ids) != want {
			t.Errorf("envelopes %v, want %v", ids, want)
		}
		if n := len(a.fake.Violations()); n != 4 {
			t.Errorf("%d violations, want one for each attempt: %v", n, a.fake.Violations())
		}
	})
}

func TestSocketLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Life: time.Minute, Drain: 5 * time.Second})
		l := a.dial()
		start := time.Now()
		var got []string
		for {
			e := l.next()
			got = append(got, fmt.Sprint(e.Type, " ", e.Reason, " ", time.Since(start)))
			if e.Reason == "refresh_requested" {
				a.fake.Command("U_ANNA", "C_DESK", "/brief help")
				if late := l.next(); late.Type != "slash_commands" {
					t.Errorf("after the request to refresh comes %q, want a command", late.Type)
				} else {
					l.ack(late.EnvelopeID, "")
				}
			}
			if e.Type == "closed" {
				break
			}
		}
		want := "[disconnect warning 50s disconnect refresh_requested 1m0s closed  1m5s]"
		if fmt.Sprint(got) != want {
			t.Errorf("%v, want %v", got, want)
		}
		a.violations()
	})
}

func TestManySockets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		var lines []*line
		for range slackfake.MaxSockets {
			lines = append(lines, a.dial())
		}
		a.violations()
		for range 40 {
			a.fake.Command("U_ANNA", "C_DESK", "/brief help")
		}
		for _, l := range lines {
			l.serve("")
		}
		synctest.Wait()
		total, used := 0, 0
		for _, so := range a.fake.Sockets() {
			total += so.Envelopes
			if so.Acks == so.Envelopes && so.Acks > 0 {
				used++
			}
		}
		if total != 40 || used < 5 {
			t.Errorf("%d envelopes over %d sockets, want 40 over most of 10", total, used)
		}
		refused := a.dialMute()
		if e := refused.next(); e.Type != "disconnect" || e.Reason != "too_many_websockets" {
			t.Errorf("socket 11 gets %+v", e)
		}
		if e := refused.next(); e.Type != "closed" {
			t.Errorf("socket 11 then gets %+v", e)
		}
		a.violations("more than 10 sockets")
	})
}

func TestMuteSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		mute, well := a.dial(), a.dial()
		a.fake.Mute(1)
		a.fake.Steer(1)
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief help")
		a.fake.Steer(2)
		if e := well.next(); e.RetryAttempt != 1 {
			t.Fatalf("the healthy socket gets %+v, want the first retry", e)
		} else {
			well.ack(e.EnvelopeID, "")
		}
		if ack := d.Wait(); !ack.OK || ack.Socket != 2 {
			t.Errorf("ack %+v", ack)
		}
		if e := mute.next(); e.Type != "silent" {
			t.Errorf("the mute socket says %+v", e)
		}
		missed := a.fake.AckLatencies()
		if len(missed) != 2 || !missed[0].Missed || missed[1].Missed {
			t.Errorf("latencies %+v, want a missed one and a kept one", missed)
		}
		a.violations()
	})
}

func TestPings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Ping: 7 * time.Second})
		l := a.dial()
		pings := 0
		l.ws.SetPingHandler(func(string) error { pings++; return nil })
		l.next()
		if pings != 85 {
			t.Errorf("%d pings in ten minutes, want 85", pings)
		}
	})
}

func TestRefusedAndSilentSockets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.fake.RefuseSockets("link_disabled")
		if e := a.dialMute().next(); e.Reason != "link_disabled" {
			t.Errorf("got %+v", e)
		}
		a.fake.RefuseSockets("")
		a.fake.Silence(true)
		if e := a.dialMute().next(); e.Type != "silent" {
			t.Errorf("got %+v, want no hello", e)
		}
		a.violations()
	})
}

func TestStrangeFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		a.fake.Frame(0, []byte("{not json"))
		if e := l.next(); e.raw != "{not json" {
			t.Errorf("got %q", e.raw)
		}
		d := a.fake.Envelope("moon_phase", map[string]any{"phase": "full"})
		if e := l.next(); e.Type != "moon_phase" {
			t.Errorf("got %+v", e)
		}
		l.ack("env-nobody", "")
		l.ws.WriteMessage(1, []byte("hello?"))
		l.ack(d.ID, `"`+strings.Repeat("x", 20<<10)+`"`)
		synctest.Wait()
		a.violations(`acknowledged "env-nobody"`, "is no acknowledgement", "Slack drops 20480")
		if d.Ack().OK {
			t.Error("an acknowledgement of 20 KiB was taken")
		}
	})
}

func TestFreshEnvelopes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{FreshEnvelopes: true})
		l := a.dial()
		d := a.fake.Mention("U_ANNA", "C_DESK", "", "help")
		first, second := l.next(), l.next()
		if first.EnvelopeID == second.EnvelopeID || first.Payload["event_id"] != second.Payload["event_id"] {
			t.Errorf("envelopes %s and %s of events %v and %v", first.EnvelopeID, second.EnvelopeID, first.Payload["event_id"], second.Payload["event_id"])
		}
		l.ack(second.EnvelopeID, "")
		if !d.Wait().OK {
			t.Error("the redelivered envelope's acknowledgement was not taken")
		}
	})
}

func TestSpentTicket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		opened := a.callAs(slackfake.AppToken, "apps.connections.open", nil)
		for i := range 2 {
			ws, _, err := a.fake.Dialer().Dial(opened.URL, nil)
			if (err == nil) != (i == 0) {
				t.Errorf("dial %d: %v", i, err)
			}
			if err == nil {
				defer ws.Close()
			}
		}
		a.violations("without a fresh address")
	})
}
