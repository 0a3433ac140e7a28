package store_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

// owed returns the first part of a digest that is planned and not kept yet.
func owed(sub briefings.Subscription, slot time.Time, ch briefings.Channel, from, to briefings.Seq) briefings.Delivery {
	return briefings.Delivery{
		ID: briefings.NewDeliveryID(sub.ID, slot, ch, 0), Subscription: sub.ID, Slot: slot, Channel: ch,
		Edition: sub.Edition + 1, From: from, To: to, State: briefings.Planned, NotBefore: slot,
	}
}

// part returns a further part of a digest, not kept yet.
func part(head briefings.Delivery, n int, state briefings.DeliveryState) briefings.Delivery {
	return briefings.Delivery{
		ID: briefings.NewDeliveryID(head.Subscription, head.Slot, head.Channel, n), Subscription: head.Subscription, Slot: head.Slot, Channel: head.Channel, Part: n,
		Edition: head.Edition, From: head.From, To: head.To, State: state, Payload: fmt.Appendf(nil, "part %d", n),
	}
}

// kept returns the delivery as it is kept.
func kept(t testing.TB, s *store.Store, id briefings.DeliveryID) briefings.Delivery {
	t.Helper()
	d, err := s.Delivery(t.Context(), id)
	if err != nil {
		t.Fatalf("Delivery(%s): %v", id, err)
	}
	return d
}

func mustMove(t testing.TB, s *store.Store, ds ...briefings.Delivery) []briefings.Delivery {
	t.Helper()
	moved, err := s.Move(t.Context(), ds...)
	if err != nil {
		t.Fatalf("Move: %v", err)
	}
	return moved
}

// names says which deliveries these are, as hour of the slot, channel and part.
func names(ds []briefings.Delivery) string {
	var all []string
	for _, d := range ds {
		all = append(all, fmt.Sprintf("%d/%s/%d", d.Slot.Sub(day)/time.Hour, d.Channel.ID, d.Part))
	}
	return strings.Join(all, " ")
}

func wantSound(t *testing.T, s *store.Store) {
	t.Helper()
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("problems %v, %v", problems, err)
	}
}

// A delivery comes back as it was returned, byte for byte, and each step has to
// know the one before.
func TestMove(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		local := day.In(seoul(t))
		d := owed(briefings.Subscription{ID: "D-0001"}, local, channel(1), 2, 5)
		d.State, d.Reason, d.Payload = briefings.Ready, "said <b>&\u2028", []byte("{\"text\": \"\xff\x00<&>\" }\n")
		d.Attempt, d.Owner, d.Started, d.Deadline, d.Retries = 2, "host/1", local, local.Add(time.Second), 1
		d.Thread, d.Message, d.Finished, d.NotBefore = "1.2", "3.4", local, local
		moved := mustMove(t, s, d)
		want := d
		want.Rev = moved[0].Rev
		if diff := cmp.Diff([]briefings.Delivery{want}, moved); diff != "" || want.Rev == 0 {
			t.Errorf("moved at revision %d (-want +got):\n%s", want.Rev, diff)
		}
		if got := kept(t, s, d.ID); !reflect.DeepEqual(got, moved[0]) {
			t.Errorf("read back as %+v, want %+v", got, moved[0])
		}
		_, err := s.Move(t.Context(), d)
		wantKind(t, "a new one that is there", err, briefings.Conflict)
		moved[0].State = briefings.Sending
		claimed := mustMove(t, s, moved[0])
		moved[0].State = briefings.Failed
		_, err = s.Move(t.Context(), part(d, 1, briefings.Waiting), moved[0])
		wantKind(t, "a stale one", err, briefings.Conflict)
		_, err = s.Delivery(t.Context(), part(d, 1, briefings.Waiting).ID)
		wantKind(t, "what was to be moved with a stale one", err, briefings.NotFound)
		claimed[0].State = briefings.Sent
		if sent := mustMove(t, s, claimed[0]); sent[0].Payload != nil || kept(t, s, d.ID).Payload != nil || sent[0].Message != "3.4" {
			t.Errorf("sent is %+v", sent[0])
		}
		if none := mustMove(t, s); len(none) != 0 {
			t.Errorf("moving nothing gives %v", none)
		}
		wantSound(t, s)
		wantActions(t, s)
	})
}

func TestMoveRefused(t *testing.T) {
	s := open(t, "mem")
	sub := briefings.Subscription{ID: "D-0001"}
	for name, test := range map[string]struct {
		kind  briefings.Kind
		wrong func(*briefings.Delivery)
	}{
		"another's ID":       {briefings.Invalid, func(d *briefings.Delivery) { d.Part = 1 }},
		"no ID":              {briefings.Invalid, func(d *briefings.Delivery) { d.ID = "" }},
		"no state":           {briefings.Invalid, func(d *briefings.Delivery) { d.State = "" }},
		"a payload too long": {briefings.Limit, func(d *briefings.Delivery) { d.Payload = make([]byte, store.MaxPayload+1) }},
		"no slot": {briefings.Invalid, func(d *briefings.Delivery) {
			*d = owed(sub, time.Time{}, channel(1), 0, 1)
		}},
	} {
		d := owed(sub, day, channel(1), 0, 1)
		test.wrong(&d)
		_, err := s.Move(t.Context(), owed(sub, day, channel(2), 0, 1), d)
		wantKind(t, name, err, test.kind)
	}
	if ds, next, err := s.Pending(t.Context(), day, 0); err != nil || len(ds) != 0 || !next.IsZero() {
		t.Errorf("pending are %s and something at %v, %v", names(ds), next, err)
	}
}

// Four of the longest payloads go into one commit, and too many change nothing.
func TestMoveLimits(t *testing.T) {
	s := open(t, "mem")
	var long, many []briefings.Delivery
	head := owed(briefings.Subscription{ID: "D-0001"}, day, channel(1), 0, 1)
	for n := range 50 {
		many = append(many, part(head, n, briefings.Waiting))
	}
	for n := range 5 {
		d := part(head, n, briefings.Ready)
		d.Payload = bytes.Repeat([]byte{byte(n)}, store.MaxPayload)
		long = append(long, d)
	}
	_, err := s.Move(t.Context(), many...)
	wantKind(t, "fifty at once", err, briefings.Limit)
	_, err = s.Move(t.Context(), long...)
	wantKind(t, "five long ones at once", err, briefings.Limit)
	if ds, err := s.DeliveriesOf(t.Context(), "D-0001", 0); err != nil || len(ds) != 0 {
		t.Errorf("kept are %s, %v", names(ds), err)
	}
	mustMove(t, s, long[:4]...)
	if got := kept(t, s, long[3].ID).Payload; !bytes.Equal(got, long[3].Payload) {
		t.Errorf("a long payload came back with %d bytes", len(got))
	}
}

// Of many who claim a delivery at once just one gets it.
func TestClaimOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		d := mustMove(t, s, owed(briefings.Subscription{ID: "D-0001"}, day, channel(1), 0, 1))[0]
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				mine := d
				mine.State, mine.Owner, mine.Attempt = briefings.Sending, fmt.Sprint(i), 1
				switch _, err := s.Move(t.Context(), mine); {
				case err == nil:
					won.Add(1)
				case briefings.KindOf(err) != briefings.Conflict:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d have the delivery", won.Load())
		}
	})
}

// A delivery is pending as long as there is something to be done about it by
// whoever takes it up.
func TestPendingStates(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		d := mustMove(t, s, owed(briefings.Subscription{ID: "D-0001"}, day, channel(1), 0, 1))[0]
		for _, step := range []struct {
			state   briefings.DeliveryState
			pending bool
		}{
			{briefings.Planned, true}, {briefings.Waiting, false}, {briefings.Ready, true}, {briefings.Sending, true},
			{briefings.Idle, false}, {briefings.Uncertain, true}, {briefings.Parked, false}, {briefings.Ready, true},
			{briefings.Failed, false}, {briefings.Expired, false}, {briefings.Superseded, false}, {briefings.Sent, false},
		} {
			d.State = step.state
			d = mustMove(t, s, d)[0]
			ds, _, err := s.Pending(t.Context(), day, 0)
			if err != nil || len(ds) > 0 != step.pending || len(ds) > 0 && ds[0].Rev != d.Rev {
				t.Errorf("%s: pending are %s, %v", step.state, names(ds), err)
			}
			wantSound(t, s)
		}
	})
}

// What is pending comes in the order of time, as much of it as is asked for.
func TestPendingOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		sub := briefings.Subscription{ID: "D-0001"}
		for _, hour := range []int{3, 1, 2, 5} {
			mustMove(t, s, owed(sub, day.Add(time.Duration(hour)*time.Hour), channel(1), 0, 1))
		}
		at := func(hour int) time.Time { return day.Add(time.Duration(hour) * time.Hour) }
		for _, test := range []struct {
			until time.Time
			limit int
			want  string
			next  time.Time
		}{
			{at(0), 0, "", at(1)},
			{at(1).Add(-1), 0, "", at(1)},
			{at(1), 0, "1/C001/0", at(2)},
			{at(4), 0, "1/C001/0 2/C001/0 3/C001/0", at(5)},
			{at(4), 3, "1/C001/0 2/C001/0 3/C001/0", at(5)},
			{at(4), 2, "1/C001/0 2/C001/0", at(3)},
			{at(9), 0, "1/C001/0 2/C001/0 3/C001/0 5/C001/0", time.Time{}},
		} {
			ds, next, err := s.Pending(t.Context(), test.until, test.limit)
			if err != nil || names(ds) != test.want || !next.Equal(test.next) {
				t.Errorf("until %v, %d: %s and next %v, %v; want %s and %v", test.until, test.limit, names(ds), next, err, test.want, test.next)
			}
		}
		later := kept(t, s, owed(sub, at(1), channel(1), 0, 1).ID)
		later.NotBefore = at(4)
		mustMove(t, s, later)
		if ds, next, err := s.Pending(t.Context(), at(2), 0); err != nil || names(ds) != "2/C001/0" || !next.Equal(at(3)) {
			t.Errorf("after one was put off: %s and next %v, %v", names(ds), next, err)
		}
	})
}

// The history of a subscription begins with the newest, ends where it is told
// to, and is there when the subscription is gone.
func TestDeliveriesOf(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		sub := mustSubscribe(t, s, day, channel(1), channel(2))
		other := mustSubscribe(t, s, day, channel(1))
		for hour := range 3 {
			slot := day.Add(time.Duration(hour) * time.Hour)
			head := owed(sub, slot, channel(1), 0, 1)
			mustMove(t, s, owed(sub, slot, channel(2), 0, 1), part(head, 1, briefings.Waiting), head, owed(other, slot, channel(1), 0, 1))
		}
		if err := s.RemoveSubscription(t.Context(), sub.ID, stamp(1)); err != nil {
			t.Fatal(err)
		}
		for limit, want := range map[int]string{
			0: "2/C001/0 2/C001/1 2/C002/0 1/C001/0 1/C001/1 1/C002/0 0/C001/0 0/C001/1 0/C002/0",
			6: "2/C001/0 2/C001/1 2/C002/0 1/C001/0 1/C001/1 1/C002/0",
			3: "2/C001/0 2/C001/1 2/C002/0",
		} {
			if ds, err := s.DeliveriesOf(t.Context(), sub.ID, limit); err != nil || names(ds) != want {
				t.Errorf("the last %d are %s, %v; want %s", limit, names(ds), err, want)
			}
		}
		if ds, err := s.DeliveriesOf(t.Context(), "D-0009", 0); err != nil || len(ds) != 0 {
			t.Errorf("a subscription that never was has %s, %v", names(ds), err)
		}
	})
}

// One damaged delivery does not keep the others from being taken up.
func TestDamagedDelivery(t *testing.T) {
	path, _ := filled(t)
	broken := owed(briefings.Subscription{ID: "D-0002"}, day.Add(-time.Hour), channel(9), 0, 2)
	tamper(t, path, putKeys(map[string]string{
		"delivery/" + string(broken.ID):                               "{",
		"pending/2026-03-04T05:06:07.000000000Z/" + string(broken.ID): "{}",
	}))
	s := open(t, "bolt:"+path)
	if ds, _, err := s.Pending(t.Context(), day.Add(time.Hour), 0); err != nil || names(ds) != "0/C001/1 0/C000/1" {
		t.Errorf("pending are %s, %v", names(ds), err)
	}
	if _, err := s.Delivery(t.Context(), broken.ID); err == nil {
		t.Error("the damaged delivery was read")
	}
}
