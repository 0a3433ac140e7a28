package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// MaxPayload is the most bytes that the frozen text of one delivery has.
const MaxPayload = 256 << 10

// Move keeps deliveries as they now are, all of them in one commit, and returns
// them with their new Rev. It is how each step of a delivery is made durable
// before the next one is taken: a claim, for one, is on disk when Move returns
// nil, and of many who claim at once only one gets that.
//
// A delivery with Rev 0 must be new; any other takes the place of what is kept
// at the same Rev. It is a mistake of kind Conflict when somebody was first, of
// kind Limit when a payload is longer than [MaxPayload] or the deliveries are
// more than one commit holds (some thirty, and four of the longest payloads),
// and of kind Invalid when one does not bear the ID that follows from what is
// owed. Then nothing is changed.
//
// The payload of a delivery that is Sent has served its purpose and is not kept.
// The audit gets no entry.
func (s *Store) Move(ctx context.Context, ds ...briefings.Delivery) ([]briefings.Delivery, error) {
	records := make([]deliveryRecord, len(ds))
	for i, d := range ds {
		var err error
		if records[i], err = deliveryRecordOf(d); err != nil {
			return nil, err
		}
	}
	rev, err := s.writeRev(ctx, Stamp{}, func(t *tx) error {
		t.own = true
		for i, now := range records {
			if err := t.moveDelivery(now, ds[i].Rev); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	moved := make([]briefings.Delivery, len(ds))
	for i, r := range records {
		moved[i] = r.delivery(rev)
	}
	return moved, nil
}

// moveDelivery keeps a delivery in place of what has to be at the revision.
func (t *tx) moveDelivery(now deliveryRecord, at uint64) error {
	var was deliveryRecord
	rev, err := t.getRev(deliveryKey(now.ID), &was)
	switch {
	case err != nil:
		return damaged(err, "The delivery "+string(now.ID))
	case uint64(rev) != at:
		return briefings.Errorf(briefings.Conflict, "Somebody else has gone on with the delivery %s; read it again.", now.ID)
	}
	t.putDelivery(was, now)
	return nil
}

// putDelivery keeps the record in place of the one before, zero when there was
// none, and the indexes in step with it.
func (t *tx) putDelivery(was, now deliveryRecord) {
	t.put(deliveryKey(now.ID), now)
	entry := deliveryEntry{Delivery: now.ID}
	if was.ID == "" {
		t.put(historyKey(now.Subscription, now.Slot, now.ID), entry)
	}
	stood, stands := was.pendingKey(), now.pendingKey()
	if stood != stands && stood != "" {
		t.drop(stood)
	}
	if stood != stands && stands != "" {
		t.put(stands, entry)
	}
}

// pendingKey returns where the delivery stands among those to take up, "" when
// it does not. A part that is Waiting does not: only who sends the part before
// it can say where it belongs, and makes it Ready in the same commit.
func (r deliveryRecord) pendingKey() string {
	if !r.State.Open() || r.State == briefings.Waiting {
		return ""
	}
	return pendingKey(r.NotBefore, r.ID)
}

// Pending returns the first deliveries that are open and have a NotBefore of
// until or before, in the order of that, at most limit of them; limit 0 means
// all. Those that are Waiting for another part are not among them. Next is the
// NotBefore of the first pending one that was not returned, zero if there is
// none: it is until or before when the limit has cut some off.
//
// It reads the deliveries that it returns and no others. Damaged ones are left
// out and logged.
func (s *Store) Pending(ctx context.Context, until time.Time, limit int) (ds []briefings.Delivery, next time.Time, err error) {
	end, more := upTo(pendingPrefix, timeComponent(until)), 0
	if limit > 0 {
		more = limit + 1
	}
	items, err := s.db.Scan(ctx, pendingPrefix, end, more)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read what is pending: %w", err)
	}
	var rest []kv.Item
	if limit > 0 && len(items) > limit {
		items, rest = items[:limit], items[limit:]
	} else if rest, err = s.db.Scan(ctx, end, kv.PrefixEnd(pendingPrefix), 1); err != nil {
		return nil, time.Time{}, fmt.Errorf("read what is pending: %w", err)
	}
	if len(rest) > 0 {
		next = timeOf(rest[0].Key, pendingPrefix)
	}
	ds, err = s.listed(ctx, items)
	// Between the two reads somebody may have gone on with one of them.
	ds = slices.DeleteFunc(ds, func(d briefings.Delivery) bool {
		return !d.State.Open() || d.State == briefings.Waiting || d.NotBefore.After(until)
	})
	return ds, next, err
}

// WakePending returns a channel that is closed once what is pending may have
// changed after the call. It may wake for nothing, and closes when the store
// does.
func (s *Store) WakePending() <-chan struct{} { return s.db.Wake(pendingPrefix) }

// Delivery returns a delivery, or an error of kind NotFound.
func (s *Store) Delivery(ctx context.Context, id briefings.DeliveryID) (briefings.Delivery, error) {
	var r deliveryRecord
	rev, err := s.loadRev(ctx, deliveryKey(id), &r)
	if err != nil {
		return briefings.Delivery{}, damaged(err, "The delivery "+string(id))
	}
	if rev == 0 {
		return briefings.Delivery{}, briefings.Errorf(briefings.NotFound, "There is no delivery %q; the history of its subscription lists those that are kept.", briefings.Shorten(string(id), 40))
	}
	return r.delivery(rev), nil
}

// DeliveriesOf returns the deliveries of a subscription, those of the newest
// slot first, at most limit of them; limit 0 means all. Those of one slot are
// ordered by channel and part; where the limit cuts a slot, which of them are
// left is not said. It reads what it returns and no more. Damaged ones are left
// out and logged. A subscription that is gone has its history still.
func (s *Store) DeliveriesOf(ctx context.Context, sub briefings.SubscriptionID, limit int) ([]briefings.Delivery, error) {
	items, err := s.db.Scan(ctx, historyOf(sub), kv.PrefixEnd(historyOf(sub)), limit)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", sub, err)
	}
	ds, err := s.listed(ctx, items)
	slices.SortFunc(ds, func(a, b briefings.Delivery) int {
		return cmp.Or(b.Slot.Compare(a.Slot), cmp.Compare(a.Channel.String(), b.Channel.String()), cmp.Compare(a.Part, b.Part))
	})
	return ds, err
}

// listed returns the deliveries that entries of an index lead to, without those
// that are gone or damaged.
func (s *Store) listed(ctx context.Context, entries []kv.Item) ([]briefings.Delivery, error) {
	ds := make([]briefings.Delivery, 0, len(entries))
	for _, entry := range entries {
		var r deliveryRecord
		rev, err := s.loadListed(ctx, deliveryPrefix+lastComponent(entry.Key), &r)
		if err != nil {
			return nil, err
		}
		if rev > 0 {
			ds = append(ds, r.delivery(rev))
		}
	}
	return ds, nil
}
