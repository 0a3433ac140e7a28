package bot

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/store"
)

// orders has a correction of so many messages ordered, in turn in two channels.
func (h *harbour) orders(way briefings.CorrectionWay, messages int) briefings.Correction {
	h.t.Helper()
	c := briefings.Correction{Of: "ports", Way: way, Name: "Ana"}
	for i := range messages {
		c.Targets = append(c.Targets, briefings.Posting{Channel: channelOf(i % 2), Message: fmt.Sprintf("old%d", i), At: time.Now()})
	}
	kept, err := h.store.SaveCorrection(h.t.Context(), c, 0, store.Stamp{By: "pier/w/owner", At: time.Now()})
	if err != nil {
		h.t.Fatal(err)
	}
	return kept
}

// corrected demands that every message of the correction is set right once, and
// that what was said is remembered with what it rests on.
func (h *harbour) corrected(c briefings.Correction) {
	h.t.Helper()
	all, err := h.store.DeliveriesOf(h.t.Context(), briefings.SubscriptionID(c.ID), 0)
	if err != nil || len(all) != len(c.Targets) {
		h.t.Fatalf("%d deliveries, %v\n%s", len(all), err, h.log)
	}
	for _, d := range all {
		i, _ := c.Target(d)
		said, changed := h.pier.posted[d.ID], h.pier.edits[c.Targets[i].Message]
		switch {
		case d.State != briefings.Sent || len(d.Cites) != 1 || d.Marking != briefings.Green:
			h.t.Errorf("%+v\n%s", d, h.log)
		case c.Way == briefings.ByEdit && (len(changed) == 0 || len(said) > 0 || d.Message != c.Targets[i].Message):
			h.t.Errorf("%s was changed %q and answered %+v", c.Targets[i].Message, changed, said)
		case c.Way == briefings.ByReply && (len(said) != 1 || said[0].thread != c.Targets[i].Message || len(changed) > 0):
			h.t.Errorf("%s was changed %q and answered %+v", c.Targets[i].Message, changed, said)
		}
	}
}

// Whatever becomes of the first attempts, every message is set right once. An
// edit may be made again: it changes nothing a second time.
func TestCorrectionFates(t *testing.T) {
	for _, way := range []briefings.CorrectionWay{briefings.ByReply, briefings.ByEdit} {
		for name, wrong := range map[string][]error{
			"at once": nil, "too many": {notSent, nil, notSent}, "lost before": {doubtful}, "lost after": {lands{doubtful}}, "lost twice": {doubtful, lands{doubtful}, lands{doubtful}},
		} {
			t.Run(string(way)+"/"+name, func(t *testing.T) {
				inHarbour(t, func(t *testing.T, h *harbour) {
					h.pier.fails(wrong...)
					h.start()
					time.Sleep(time.Minute)
					c := h.orders(way, 5)
					time.Sleep(10 * time.Minute)
					synctest.Wait()
					h.corrected(c)
				})
			})
		}
	}
}

// A process that dies between any two steps of a correction leaves a state on
// disk from which the next one sets every message right, once.
func TestCorrectionCrashes(t *testing.T) {
	for _, way := range []briefings.CorrectionWay{briefings.ByReply, briefings.ByEdit} {
		for _, crash := range []string{"ordered", "partly planned", "planned", "claimed", "landed", "uncertain", "partly sent"} {
			t.Run(string(way)+"/"+crash, func(t *testing.T) {
				inHarbour(t, func(t *testing.T, h *harbour) {
					c := h.orders(way, 4)
					h.dies(c, crash)
					time.Sleep(time.Hour)
					h.start()
					time.Sleep(10 * time.Minute)
					h.stop()
					h.start() // once more: what is done is not done again
					time.Sleep(10 * time.Minute)
					synctest.Wait()
					h.corrected(c)
				})
			})
		}
	}
}

// dies leaves a correction as a process does that dies at a moment.
func (h *harbour) dies(c briefings.Correction, crash string) {
	h.t.Helper()
	move := func(ds ...briefings.Delivery) []briefings.Delivery {
		moved, err := h.store.Move(h.t.Context(), ds...)
		if err != nil {
			h.t.Fatal(err)
		}
		return moved
	}
	owed := c.Deliveries()
	switch crash {
	case "ordered":
		return
	case "partly planned":
		move(owed[:2]...)
		return
	}
	if err := h.store.Spread(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if crash == "planned" {
		return
	}
	d, err := h.store.Delivery(h.t.Context(), owed[0].ID)
	if err != nil {
		h.t.Fatal(err)
	}
	d.Payload, d.Attempt, d.Owner, d.Started = []byte(`"text"`), 1, "another", time.Now()
	d.Cites, d.Marking, d.State = []briefings.PassageRef{{Source: "S-0001", N: 1}}, briefings.Green, briefings.Sending
	if crash == "uncertain" {
		d.State = briefings.Uncertain
	}
	d = move(d)[0]
	if crash == "claimed" || crash == "uncertain" {
		return
	}
	if d.Amends != "" {
		h.pier.edits[d.Amends] = []string{`"text"`}
	} else {
		h.pier.posted[d.ID] = []landed{{at: time.Now(), message: "m", thread: d.Thread, payload: `"text"`}}
	}
	if crash == "partly sent" {
		d.State, d.Finished, d.Message = briefings.Sent, time.Now(), "m"
		if d.Amends != "" {
			d.Message = d.Amends
		}
		move(d)
	}
}

// A message that the platform does not take is given up, and neither the channel
// nor its digests suffer for it.
func TestCorrectionRefused(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		h.pier.fails(refused, refused, refused, refused)
		sub := h.subscribe("daily 00:10", 2, nil)
		c := h.orders(briefings.ByReply, 4)
		h.start()
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := h.states(briefings.SubscriptionID(c.ID)); got[briefings.Failed] != 4 {
			t.Errorf("states %v\n%s", got, h.log)
		}
		if got := h.states(sub.ID); got[briefings.Sent] != 2 || len(h.pier.told) != 0 {
			t.Errorf("states %v, told %q\n%s", got, h.pier.told, h.log)
		}
	})
}

// What is owed on a platform that nothing is connected to waits as long as it may
// be late, and is given up then; what may have been sent there is parked.
func TestOutboxUnconnected(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		elsewhere := briefings.Channel{Platform: "buoy", Workspace: "w", ID: "c"}
		h.news = false
		sub := h.subscribe("daily 00:10", 1, func(s *briefings.Subscription) {
			s.Targets = append(s.Targets, briefings.Target{Channel: elsewhere})
		})
		slot := time.Now()
		var ds []briefings.Delivery
		for i, state := range []briefings.DeliveryState{briefings.Planned, briefings.Sending} {
			d := briefings.Delivery{Subscription: sub.ID, Slot: slot.Add(time.Duration(i) * time.Minute), Channel: elsewhere, State: state, NotBefore: slot, Payload: []byte("x"), Started: slot}
			d.ID = briefings.NewDeliveryID(d.Subscription, d.Slot, d.Channel, 0)
			ds = append(ds, d)
		}
		if _, err := h.store.Move(t.Context(), ds...); err != nil {
			t.Fatal(err)
		}
		h.start()
		time.Sleep(briefings.DefaultCatchUp)
		synctest.Wait()
		if got := h.states(sub.ID); got[briefings.Planned] != 1 || got[briefings.Sending] != 1 {
			t.Errorf("states too early %v\n%s", got, h.log)
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if got := h.states(sub.ID); got[briefings.Expired] != 1 || got[briefings.Parked] != 1 || h.pier.calls != 0 {
			t.Errorf("states %v, %d calls\n%s", got, h.pier.calls, h.log)
		}
	})
}
