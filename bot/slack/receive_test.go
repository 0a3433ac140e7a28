package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
)

// The acknowledgement is written before the work begins, be it ever so short.
func TestAcknowledgesFirst(t *testing.T) {
	var early atomic.Int64
	var k *cable
	plug(t, slackfake.Config{}, func(inbound) (any, func(context.Context)) {
		before := k.p.Metrics().Acks
		return nil, func(context.Context) {
			if k.p.Metrics().Acks == before {
				early.Add(1)
			}
		}
	}, func(c *cable) {
		k = c
		for range 100 {
			k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			synctest.Wait()
		}
	})
	if early.Load() != 0 {
		t.Errorf("%d works began before their acknowledgement was written", early.Load())
	}
}

// A door that takes too long does not hold up its acknowledgement.
func TestLateDoor(t *testing.T) {
	var worked atomic.Int64
	plug(t, slackfake.Config{}, func(inbound) (any, func(context.Context)) {
		time.Sleep(10 * time.Second)
		return map[string]string{"text": "late"}, func(context.Context) { worked.Add(1) }
	}, func(k *cable) {
		ack := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
		if !ack.OK || ack.Took != patience || len(ack.Body) != 0 || k.p.Metrics().LateAcks != 1 {
			t.Errorf("acknowledged %t after %v with %q; want an empty one after %v", ack.OK, ack.Took, ack.Body, patience)
		}
		time.Sleep(10 * time.Second)
		if worked.Load() != 1 {
			t.Errorf("worked on %d times, want once", worked.Load())
		}
	})
}

// An acknowledgement that Slack would drop for its size is written bare.
func TestLargeAck(t *testing.T) {
	say := func(text string) map[string]string {
		return map[string]string{"response_type": "ephemeral", "text": text}
	}
	frame, err := json.Marshal(say(""))
	if err != nil {
		t.Fatal(err)
	}
	for size, bare := range map[int]bool{largestAck: false, largestAck + 1: true, 1 << 20: true} {
		ack := say(strings.Repeat("x", size-len(frame)))
		plug(t, slackfake.Config{}, (&tally{}).door(ack), func(k *cable) {
			got := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			if !got.OK || (len(got.Body) == 0) != bare || (k.p.Metrics().Oversized == 1) != bare {
				t.Errorf("%d bytes: acknowledged %t with %d bytes", size, got.OK, len(got.Body))
			}
			k.clean(t)
		})
	}
}

// A panic costs one answer, and its asker is told.
func TestBroken(t *testing.T) {
	for name, door := range map[string]door{
		"door": func(inbound) (any, func(context.Context)) { panic("promise broken") },
		"work": func(inbound) (any, func(context.Context)) {
			return nil, func(context.Context) { panic("promise broken") }
		},
		"body": func(inbound) (any, func(context.Context)) { return func() {}, nil },
	} {
		plug(t, slackfake.Config{}, door, func(k *cable) {
			ack := k.fake.Command("U_ANNA", "C_DESK", "/brief help").Wait()
			time.Sleep(time.Second)
			told := ""
			for _, m := range k.fake.Seen("C_DESK", "U_ANNA") {
				told += m.Plain()
			}
			if !ack.OK || !strings.Contains(told, broke) || k.p.Metrics().Broken != 1 {
				t.Errorf("%s: acknowledged %t, told %q, %d broken", name, ack.OK, told, k.p.Metrics().Broken)
			}
		})
	}
}

// What there is no room for is declined where its sender sees it.
func TestShedding(t *testing.T) {
	plug(t, slackfake.Config{}, func(inbound) (any, func(context.Context)) {
		return nil, func(ctx context.Context) { <-ctx.Done() }
	}, func(k *cable) {
		fill := func(user string) string {
			ack := k.fake.Command(user, "C_DESK", "/brief help").Wait()
			if !ack.OK {
				t.Error("a command is left without an acknowledgement")
			}
			var body struct{ Text string }
			json.Unmarshal(ack.Body, &body)
			return body.Text
		}
		for i := range intake.RoomEach + 1 {
			if told := fill("U_ANNA"); (told == tooBusy) != (i == intake.RoomEach) {
				t.Errorf("command %d of one person was told %q", i+1, told)
			}
		}
		for _, user := range []string{"U_BEN", "U_CARA", "U_OWEN"} {
			for range intake.RoomEach {
				if told := fill(user); told != "" {
					t.Errorf("%s was told %q", user, told)
				}
			}
		}
		if told := fill("U_GUEST"); told != tooBusy {
			t.Errorf("command %d was told %q", intake.RoomFor+1, told)
		}
		k.fake.Mention("U_STRANGER", "C_DESK", "", "help").Wait()
		time.Sleep(time.Second)
		seen := k.fake.Seen("C_DESK", "U_STRANGER")
		if last := seen[len(seen)-1]; !strings.Contains(last.Plain(), tooBusy) || last.To != "U_STRANGER" {
			t.Errorf("a mention was answered with %q to %q", last.Plain(), last.To)
		}
		if m := k.p.Metrics(); m.Shed != 3 || m.Dropped != 0 {
			t.Errorf("%d shed and %d dropped, want 3 and 0", m.Shed, m.Dropped)
		}
		time.Sleep(intake.WorkLimit)
		if told := fill("U_ANNA"); told != "" {
			t.Errorf("once there is room, a command was told %q", told)
		}
	})
}

func TestApology(t *testing.T) {
	var h head
	if err := json.Unmarshal([]byte(`{"type":"view_submission","view":{"blocks":[{"type":"section","block_id":"a"},{"type":"input","block_id":"b"}]}}`), &h); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(apology(inbound{Kind: kindAction}, h, "No."))
	if want := "map[errors:map[b:No.] response_action:errors]"; got != want {
		t.Errorf("apology for a view: %s, want %s", got, want)
	}
}
