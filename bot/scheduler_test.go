package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/store"
)

// texts returns what was posted in a channel, in order.
func (h *harbour) texts(channel briefings.Channel) []string {
	h.t.Helper()
	var all []landed
	var ids []briefings.DeliveryID
	subs, err := h.store.Subscriptions(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, sub := range subs {
		ds, err := h.store.DeliveriesOf(h.t.Context(), sub.ID, 0)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, d := range ds {
			if d.Channel == channel {
				ids = append(ids, d.ID)
			}
		}
	}
	h.pier.mu.Lock()
	defer h.pier.mu.Unlock()
	for _, id := range ids {
		all = append(all, h.pier.posted[id]...)
	}
	slices.SortFunc(all, func(a, b landed) int { return a.at.Compare(b.at) })
	var texts []string
	for _, m := range all {
		texts = append(texts, m.at.UTC().Format("02 15:04")+" "+strings.Trim(m.payload, `"`))
	}
	return texts
}

// Each time due brings one digest, and its changes begin where those of the last
// one ended.
func TestSchedulerPlans(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		h.subscribe("daily 09:00", 1, nil)
		h.start()
		time.Sleep(3*24*time.Hour - time.Minute)
		synctest.Wait()
		want := []string{"01 09:00 edition 1, changes 0-0, part 0", "02 09:00 edition 2, changes 0-0, part 0", "03 09:00 edition 3, changes 0-0, part 0"}
		if got := h.texts(channelOf(0)); !slices.Equal(got, want) {
			t.Errorf("posted %q\n%s", got, h.log)
		}
	})
}

// Nothing is posted when nothing has changed, unless a line is asked for; the
// history says so and the number of the digest stays.
func TestSchedulerIdle(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		quiet := h.subscribe("daily 09:00", 1, nil)
		told := h.subscribe("daily 09:00", 2, func(s *briefings.Subscription) { s.Idle = true; s.Targets = s.Targets[1:] })
		h.news = false
		h.start()
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		if got := h.states(quiet.ID); got[briefings.Idle] != 2 || len(got) != 1 {
			t.Errorf("states %v", got)
		}
		if got := h.states(told.ID); got[briefings.Sent] != 2 || len(got) != 1 {
			t.Errorf("states %v", got)
		}
		if sub, _ := h.store.Subscription(t.Context(), quiet.ID); sub.Edition != 0 {
			t.Errorf("%d editions of nothing", sub.Edition)
		}
	})
}

// Quiet hours hold a digest until they end, and the next one takes up what a held
// one would have said.
func TestSchedulerHolds(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		sub := h.subscribe("0 23,2,9 * * *", 1, nil)
		settings := briefings.ChannelSettings{Channel: channelOf(0), Quiet: briefings.Quiet{From: "22:00", To: "07:00", Zone: "UTC"}}
		if _, err := h.store.SaveChannelSettings(t.Context(), settings, store.Stamp{}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Hour)
		h.start()
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		got := h.texts(channelOf(0))
		if len(got) != 3 || !strings.HasPrefix(got[0], "01 10:00") || !strings.HasPrefix(got[1], "02 07:00") || !strings.HasPrefix(got[2], "02 09:00") {
			t.Errorf("posted %q\n%s", got, h.log)
		}
		if states := h.states(sub.ID); states[briefings.Superseded] != 1 || states[briefings.Sent] != 3 {
			t.Errorf("states %v", states)
		}
	})
}

// A channel gets no more digests in a day than it bears; the rest wait.
func TestSchedulerPerDay(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		settings := briefings.ChannelSettings{Channel: channelOf(0), Zone: "UTC", PerDay: 2}
		if _, err := h.store.SaveChannelSettings(t.Context(), settings, store.Stamp{}); err != nil {
			t.Fatal(err)
		}
		for hour := range 4 {
			h.subscribe(fmt.Sprintf("0 %d * * *", 9+hour), 1, nil)
		}
		h.start()
		time.Sleep(24*time.Hour - time.Minute)
		synctest.Wait()
		if got := h.texts(channelOf(0)); len(got) != 2 {
			t.Errorf("on the first day %q", got)
		}
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		if got := h.texts(channelOf(0)); len(got) != 4 || !strings.HasPrefix(got[3], "02 00:00") {
			t.Errorf("after it %q\n%s", got, h.log)
		}
	})
}

// What is paused, snoozed or skipped is not posted, and comes again in time.
func TestSchedulerRests(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		start := time.Now()
		h.subscribe("daily 09:00", 1, func(s *briefings.Subscription) { s.Paused = true })
		h.subscribe("daily 09:00", 2, func(s *briefings.Subscription) {
			s.Targets, s.Until = s.Targets[1:], start.Add(30*time.Hour)
		})
		h.subscribe("daily 09:00", 3, func(s *briefings.Subscription) {
			s.Targets, s.Timing.Skip = s.Targets[2:], []time.Time{start.Add(9 * time.Hour)}
		})
		h.start()
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		for channel, want := range []int{0, 1, 1} {
			got := h.texts(channelOf(channel))
			if len(got) != want || want > 0 && !strings.HasPrefix(got[0], "02 09:00") {
				t.Errorf("channel %d: %q", channel, got)
			}
		}
	})
}

// A scheduler and an outbox that stop and start at any moment post each digest
// once.
func TestSchedulerRestarts(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		h.parts, h.pier.latency = 2, 300*time.Millisecond
		sub := h.subscribe("*/5 * * * *", 3, nil)
		for i := range 40 {
			h.start()
			time.Sleep(time.Duration(17+i*13%59) * time.Second)
			h.stop()
			h.pier.fails(doubtful, lands{doubtful}, notSent)
		}
		h.pier.next = nil
		h.start()
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		states := h.states(sub.ID)
		messages, twice := h.pier.counts()
		if twice != 0 || messages != states[briefings.Sent] || len(states) > 2 || messages < 12 {
			t.Errorf("%d messages, %d of them once more, states %v\n%s", messages, twice, states, h.log)
		}
	})
}

// A clock that jumps forward is given a minute before anything new is planned.
func TestSchedulerClockJump(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		sub := h.subscribe("daily 09:00", 1, nil)
		s := h.scheduler()
		time.Sleep(9 * time.Hour)
		s.compare(time.Now(), time.Minute, time.Minute+2*time.Hour)
		if pause := s.round(t.Context(), time.Now()); pause != time.Minute || len(h.states(sub.ID)) != 0 {
			t.Errorf("pause %v, states %v", pause, h.states(sub.ID))
		}
		time.Sleep(time.Minute)
		if s.round(t.Context(), time.Now()); h.states(sub.ID)[briefings.Planned] != 1 {
			t.Errorf("a minute later: states %v", h.states(sub.ID))
		}
		s.compare(time.Now(), time.Hour, 90*time.Minute)
		if s.steady.After(time.Now()) {
			t.Error("half an hour is a jump")
		}
	})
}
