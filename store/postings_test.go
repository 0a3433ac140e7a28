package store_test

import (
	"fmt"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
)

// post returns a message in the channel that cites the first passage of S-0001.
func post(ch briefings.Channel, message string, minute int) briefings.Posting {
	return briefings.Posting{Channel: ch, Message: message, At: stamp(minute).At, By: stamp(0).By, Verb: "ask", Title: "What about ports?", Answer: "A7K2",
		Refs: []briefings.PassageRef{{Source: "S-0001", N: 1}}, Seq: 1, Marking: briefings.Green}
}

func mustRemember(t testing.TB, s *store.Store, p briefings.Posting) {
	t.Helper()
	if err := s.SavePosting(t.Context(), p); err != nil {
		t.Fatalf("SavePosting: %v", err)
	}
}

// everything takes every posting.
func everything(briefings.Posting) bool { return true }

// messagesOf names the postings, as message and title.
func messagesOf(t testing.TB, s *store.Store, want func(briefings.Posting) bool) string {
	t.Helper()
	all, err := s.Postings(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	var out string
	for _, p := range all {
		out += fmt.Sprintf("%s/%s %s; ", p.Channel.ID, p.Message, p.Title)
	}
	return out
}

// What is posted is remembered whichever way it was posted, in order, once; of a
// message that was changed the newest text counts; what cites nothing does not.
func TestPostings(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports are slow."))
		sub := mustSubscribe(t, s, day, channel(1))
		mustRemember(t, s, post(channel(2), "2.1", 5))
		mustRemember(t, s, post(channel(1), "1.1", 2))
		mustRemember(t, s, post(channel(1), "1.1", 2))
		silent := post(channel(3), "3.1", 1)
		silent.Refs = nil
		mustRemember(t, s, silent)
		d := owed(sub, day, channel(1), 0, 1)
		d.State, d.Message, d.Finished, d.Cites = briefings.Sent, "1.2", stamp(3).At, post(channel(1), "", 0).Refs
		open := owed(sub, day.Add(time.Hour), channel(1), 0, 1)
		open.Cites = d.Cites
		mustMove(t, s, d, open)
		edit := briefings.Delivery{Subscription: "C-0001", About: "correction C-0001", Slot: day, Channel: channel(2), Part: 1, State: briefings.Sent,
			Message: "2.1", Amends: "2.1", Finished: stamp(9).At, Cites: d.Cites, To: 4}
		edit.ID = briefings.NewDeliveryID(edit.Subscription, edit.Slot, edit.Channel, edit.Part)
		mustMove(t, s, edit)

		want := "C001/1.1 What about ports?; C001/1.2 Ports, daily, edition 1; C002/2.1 Correction C-0001; "
		if got := messagesOf(t, s, everything); got != want {
			t.Errorf("postings are %s want %s", got, want)
		}
		here := func(p briefings.Posting) bool { return p.Channel == channel(1) && p.At.After(stamp(2).At) }
		if got := messagesOf(t, s, here); got != "C001/1.2 Ports, daily, edition 1; " {
			t.Errorf("postings of a channel are %s", got)
		}
		wantKind(t, "a posting without a message", s.SavePosting(t.Context(), post(channel(1), "", 1)), briefings.Invalid)
		wantSound(t, s)
	})
}

// A sweep forgets what was posted before, however much of it there is.
func TestSweepPostings(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports are slow."))
		for i := range 100 {
			mustRemember(t, s, post(channel(i%7), fmt.Sprint(i), i))
		}
		if n, err := s.SweepPostings(t.Context(), stamp(60).At); err != nil || n != 60 {
			t.Errorf("%d are gone, %v", n, err)
		}
		if all, err := s.Postings(t.Context(), everything); err != nil || len(all) != 40 {
			t.Errorf("%d are left, %v", len(all), err)
		}
		if n, err := s.SweepPostings(t.Context(), stamp(60).At); err != nil || n != 0 {
			t.Errorf("a second sweep took %d, %v", n, err)
		}
	})
}

// correction returns one of so many messages, in turn in three channels.
func correction(messages int) briefings.Correction {
	c := briefings.Correction{Of: "ports", Way: briefings.ByReply, Note: "It moved.", Name: "Ana", Seq: 2}
	for i := range messages {
		c.Targets = append(c.Targets, post(channel(i%3), fmt.Sprint(i), i))
	}
	return c
}

// Each message of a correction is owed once, however often it is spread, and a
// process that was stopped in the middle leaves none out.
func TestSpread(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports are slow."))
		c, err := s.SaveCorrection(t.Context(), correction(100), 0, stamp(200))
		if err != nil || c.ID != "C-0001" || c.By != stamp(0).By || c.Spread {
			t.Fatalf("%+v, %v", c, err)
		}
		if ds, _, _ := s.Pending(t.Context(), stamp(300).At, 0); len(ds) != 0 {
			t.Fatalf("%d are pending before it is spread", len(ds))
		}
		// A process that died in the middle has planned some of them, and sent one.
		some := c.Deliveries()[20:50]
		mustMove(t, s, some[:15]...)
		moved := mustMove(t, s, some[15:]...)
		moved[0].State, moved[0].Message, moved[0].Finished = briefings.Sent, "x", stamp(201).At
		mustMove(t, s, moved[0])
		for range 3 {
			if err := s.Spread(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		ds, err := s.DeliveriesOf(t.Context(), briefings.SubscriptionID(c.ID), 0)
		if err != nil || len(ds) != 100 {
			t.Fatalf("%d are owed, %v", len(ds), err)
		}
		seen, sent := map[int]bool{}, 0
		for _, d := range ds {
			i, ok := c.Target(d)
			if !ok || seen[i] || c.Targets[i].Channel != d.Channel || c.Targets[i].Message != d.Thread {
				t.Errorf("the delivery %+v is of target %d, %v", d, i, ok)
			}
			seen[i] = true
			if d.State == briefings.Sent {
				sent++
			}
		}
		if kept, err := s.Correction(t.Context(), c.ID); sent != 1 || err != nil || !kept.Spread {
			t.Errorf("%d sent, %+v, %v", sent, kept.Spread, err)
		}
		wantSound(t, s)
		wantActions(t, s, "import S-0001", "correct C-0001")
	})
}

// Who did not know of another correction does not order one.
func TestCorrectionConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, document("one.txt", "Ports are slow."))
		if _, err := s.SaveCorrection(t.Context(), correction(2), 0, stamp(1)); err != nil {
			t.Fatal(err)
		}
		_, err := s.SaveCorrection(t.Context(), correction(2), 0, stamp(2))
		wantKind(t, "a correction that does not know of the first", err, briefings.Conflict)
		if n, err := s.CorrectionCount(t.Context()); n != 1 || err != nil {
			t.Errorf("%d corrections, %v", n, err)
		}
		if _, err := s.SaveCorrection(t.Context(), correction(2), 1, stamp(2)); err != nil {
			t.Error(err)
		}
		_, err = s.SaveCorrection(t.Context(), correction(0), 2, stamp(2))
		wantKind(t, "a correction of nothing", err, briefings.Invalid)
		_, err = s.SaveCorrection(t.Context(), correction(briefings.MostTargets+1), 2, stamp(2))
		wantKind(t, "a correction of too much", err, briefings.Limit)
		if _, err := s.SaveCorrection(t.Context(), correction(briefings.MostTargets), 2, stamp(2)); err != nil {
			t.Errorf("the largest: %v", err)
		}
		_, err = s.Correction(t.Context(), "C-0009")
		wantKind(t, "an unknown correction", err, briefings.NotFound)
	})
}
