package bot

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/briefings"
)

var (
	notSent  = &intake.PostError{Fate: intake.NotSent, After: 5 * time.Second, Code: "ratelimited"}
	refused  = &intake.PostError{Fate: intake.Refused, Code: "is_archived"}
	halted   = &intake.PostError{Fate: intake.Stopped, Code: "token_revoked"}
	doubtful = &intake.PostError{Fate: intake.Doubtful, Code: "status 502"}
)

// inHarbour runs a test in a bubble.
func inHarbour(t *testing.T, test func(t *testing.T, h *harbour)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, openHarbour(t)) })
}

// Whatever becomes of the first attempts, one message arrives, or nobody was told
// that it had.
func TestOutboxFates(t *testing.T) {
	for name, c := range map[string]struct {
		wrong    []error
		again    time.Duration
		blind    bool
		messages int
		state    briefings.DeliveryState
		within   time.Duration
	}{
		"at once":                   {nil, 0, false, 1, briefings.Sent, time.Second},
		"too many":                  {[]error{notSent}, 0, false, 1, briefings.Sent, 10 * time.Second},
		"too many, often":           {[]error{notSent, notSent, notSent, notSent}, 0, false, 1, briefings.Sent, time.Minute},
		"lost before":               {[]error{doubtful}, 0, false, 1, briefings.Sent, 70 * time.Second},
		"lost after":                {[]error{lands{io.ErrUnexpectedEOF}}, 0, false, 1, briefings.Sent, 70 * time.Second},
		"lost twice":                {[]error{io.ErrUnexpectedEOF, lands{doubtful}}, 0, false, 1, briefings.Sent, 140 * time.Second},
		"lost after, keyed":         {[]error{lands{doubtful}}, 90 * time.Second, false, 1, briefings.Sent, 5 * time.Second},
		"lost before, keyed":        {[]error{doubtful, doubtful}, 90 * time.Second, false, 1, briefings.Sent, 10 * time.Second},
		"lost after, then too many": {[]error{lands{doubtful}, notSent}, 90 * time.Second, false, 1, briefings.Sent, 80 * time.Second},
		"lost after, then refused":  {[]error{lands{doubtful}, refused}, 90 * time.Second, false, 1, briefings.Sent, 80 * time.Second},
		"refused":                   {[]error{refused}, 0, false, 0, briefings.Failed, time.Second},
		"nobody can tell":           {[]error{lands{doubtful}}, 0, true, 1, briefings.Parked, 70 * time.Second},
		"nobody can tell, not":      {[]error{doubtful}, 0, true, 0, briefings.Parked, 70 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inHarbour(t, func(t *testing.T, h *harbour) {
				sub := h.subscribe("daily 00:10", 1, nil)
				h.pier.fails(c.wrong...)
				h.pier.again, h.pier.blind = c.again, c.blind
				h.start()
				time.Sleep(10*time.Minute + c.within)
				synctest.Wait()
				if messages, twice := h.pier.counts(); messages != c.messages || twice != 0 {
					t.Errorf("%d messages, %d of them once more\n%s", messages, twice, h.log)
				}
				if got := h.states(sub.ID); got[c.state] != 1 || len(got) != 1 {
					t.Errorf("states %v\n%s", got, h.log)
				}
			})
		})
	}
}

// The parts of a digest come one after the other, in the thread of the first,
// and a later part that fails is taken up where it stood.
func TestOutboxParts(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		h.parts = 3
		h.subscribe("daily 00:10", 2, nil)
		h.pier.fails(nil, nil, lands{doubtful}, notSent)
		h.start()
		time.Sleep(15 * time.Minute)
		synctest.Wait()
		if messages, twice := h.pier.counts(); messages != 6 || twice != 0 {
			t.Errorf("%d messages, %d of them once more\n%s", messages, twice, h.log)
		}
		for i := range 2 {
			var last landed
			for part := range 3 {
				got := h.pier.posted[briefings.NewDeliveryID("D-0001", bubbleStart.Add(10*time.Minute), channelOf(i), part)]
				if len(got) != 1 || !strings.Contains(got[0].payload, fmt.Sprintf("part %d", part)) {
					t.Fatalf("channel %d part %d: %+v", i, part, got)
				}
				if part > 0 && (got[0].thread == "" || got[0].at.Before(last.at)) {
					t.Errorf("channel %d part %d: %+v after %+v", i, part, got[0], last)
				}
				last = got[0]
			}
		}
	})
}

// A channel that refuses three times in a row gets nothing more, its owner is
// told once, and the others get theirs.
func TestOutboxSwitchesOff(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		sub := h.subscribe("daily 00:10", 2, nil)
		h.pier.next = nil
		for range 6 {
			h.pier.next = append(h.pier.next, func(d briefings.Delivery) error {
				if d.Channel == channelOf(0) {
					return refused
				}
				return nil
			})
		}
		h.start()
		time.Sleep(6 * 24 * time.Hour)
		synctest.Wait()
		if got := h.states(sub.ID); got[briefings.Failed] != 3 || got[briefings.Sent] != 6 {
			t.Errorf("states %v\n%s", got, h.log)
		}
		if len(h.pier.told) != 1 || !strings.Contains(h.pier.told[0], "pier/w/owner: ") || !strings.Contains(h.pier.told[0], "is_archived") {
			t.Errorf("told %q", h.pier.told)
		}
	})
}

// A refused token holds everything: nothing is asked of the platform any more,
// and after a restart with a good one what is not too old is posted.
func TestOutboxStops(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		sub := h.subscribe("daily 00:10", 3, nil)
		h.pier.fails(halted, halted, halted)
		h.start()
		time.Sleep(5 * time.Hour)
		if h.pier.calls > 3 {
			t.Errorf("%d calls with a refused token", h.pier.calls)
		}
		h.stop()
		h.pier.next = nil
		h.start()
		time.Sleep(time.Minute)
		synctest.Wait()
		if messages, twice := h.pier.counts(); messages != 3 || twice != 0 || h.states(sub.ID)[briefings.Sent] != 3 {
			t.Errorf("%d messages, %d once more, %v\n%s", messages, twice, h.states(sub.ID), h.log)
		}
	})
}

// What another process has taken up is left alone until the quarantine is over,
// however long it has been lying there: this process has not seen it for long.
func TestOutboxQuarantine(t *testing.T) {
	for name, arrived := range map[string]bool{"it had arrived": true, "it had not": false} {
		t.Run(name, func(t *testing.T) {
			inHarbour(t, func(t *testing.T, h *harbour) {
				sub := h.subscribe("daily 00:10", 1, nil)
				time.Sleep(10 * time.Minute)
				if h.scheduler().round(t.Context(), time.Now()); h.states(sub.ID)[briefings.Planned] != 1 {
					t.Fatalf("states %v", h.states(sub.ID))
				}
				all, _ := h.store.DeliveriesOf(t.Context(), sub.ID, 0)
				d := all[0]
				d.State, d.Owner, d.Started, d.Attempt, d.Payload = briefings.Sending, "another", time.Now(), 1, []byte(`"text"`)
				if _, err := h.store.Move(t.Context(), d); err != nil {
					t.Fatal(err)
				}
				if arrived {
					h.pier.posted[d.ID] = []landed{{message: "m"}}
				}
				time.Sleep(3 * time.Hour)
				h.start()
				time.Sleep(59 * time.Second)
				synctest.Wait()
				if h.pier.calls != 0 || h.states(sub.ID)[briefings.Sending] != 1 {
					t.Errorf("taken up after 59 s: %d calls, %v", h.pier.calls, h.states(sub.ID))
				}
				time.Sleep(2 * time.Second)
				synctest.Wait()
				if messages, _ := h.pier.counts(); messages != 1 || h.states(sub.ID)[briefings.Sent] != 1 {
					t.Errorf("%d messages, %v\n%s", messages, h.states(sub.ID), h.log)
				}
			})
		})
	}
}

// A channel that hangs holds up no other.
func TestOutboxIsolates(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		sub := h.subscribe("daily 00:10", 5, nil)
		for range 5 {
			h.pier.next = append(h.pier.next, func(d briefings.Delivery) error {
				if d.Channel == channelOf(2) {
					return errors.New("hung up")
				}
				return nil
			})
		}
		h.start()
		time.Sleep(10*time.Minute + time.Second)
		synctest.Wait()
		if got := h.states(sub.ID); got[briefings.Sent] != 4 || got[briefings.Uncertain] != 1 {
			t.Errorf("states %v\n%s", got, h.log)
		}
	})
}

// Of what was missed in an outage one digest is posted, with all the changes,
// or none when it is too late.
func TestOutboxAfterOutage(t *testing.T) {
	for name, c := range map[string]struct {
		down  time.Duration
		state briefings.DeliveryState
	}{"an hour": {time.Hour, briefings.Sent}, "three days and an hour": {73 * time.Hour, briefings.Sent}, "three days and ten hours": {82 * time.Hour, briefings.Expired}, "a year": {366*24*time.Hour + 10*time.Hour, briefings.Expired}} {
		t.Run(name, func(t *testing.T) {
			inHarbour(t, func(t *testing.T, h *harbour) {
				sub := h.subscribe("daily 00:10", 1, nil)
				time.Sleep(10*time.Minute + c.down)
				h.start()
				time.Sleep(2 * time.Minute)
				synctest.Wait()
				if got := h.states(sub.ID); got[c.state] != 1 || len(got) != 1 {
					t.Errorf("states %v\n%s", got, h.log)
				}
				if kept, _ := h.store.Subscription(t.Context(), sub.ID); !kept.Due.After(time.Now()) {
					t.Errorf("due again at %v", kept.Due)
				}
			})
		})
	}
}

// A store restored from a backup posts nothing that was posted after the backup
// was made: it looks first.
func TestOutboxAfterRestore(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		h.parts = 2
		h.subscribe("daily 00:10", 2, nil)
		var backup strings.Builder
		if err := h.store.Dump(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		h.start()
		time.Sleep(15 * time.Minute)
		h.stop()
		if messages, _ := h.pier.counts(); messages != 4 {
			t.Fatalf("%d messages before\n%s", messages, h.log)
		}
		again := openHarbour(t)
		if err := again.store.Load(t.Context(), strings.NewReader(backup.String())); err != nil {
			t.Fatal(err)
		}
		again.pier, again.parts = h.pier, h.parts
		time.Sleep(time.Hour)
		again.start()
		time.Sleep(20 * time.Hour)
		synctest.Wait()
		if messages, twice := h.pier.counts(); messages != 4 || twice != 0 {
			t.Errorf("%d messages after, %d of them once more\n%s", messages, twice, again.log)
		}
		if got := again.states("D-0001"); got[briefings.Sent] != 4 {
			t.Errorf("states %v\n%s", got, again.log)
		}
	})
}
