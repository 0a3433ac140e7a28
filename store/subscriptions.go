package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// SaveSubscription keeps a subscription and returns it with its new Rev. One
// without an ID is new: it gets one that no other ever had, and is Made now.
// Any other takes the place of what is kept at the same Rev. Saving what is kept
// already changes nothing. All fields are the caller's, Due among them: only who
// knows the time can tell when it falls due.
//
// It is a mistake of kind Conflict when somebody has changed the subscription
// since it was read, of kind NotFound when it is gone, and of kind Invalid when
// it could not work: without an owner or a channel, or with a timing that cannot
// be read.
func (s *Store) SaveSubscription(ctx context.Context, sub briefings.Subscription, st Stamp) (briefings.Subscription, error) {
	if err := checkSubscription(sub); err != nil {
		return sub, err
	}
	now, kept := subscriptionRecordOf(sub), kv.Rev(0)
	rev, err := s.writeRev(ctx, st, func(t *tx) error {
		if sub.ID == "" {
			return t.newSubscription(&now)
		}
		was, err := t.subscription(sub.ID, sub.Rev)
		if err != nil {
			return err
		}
		key := subscriptionKey(sub.ID)
		if bytes.Equal(encode(key, was), encode(key, now)) {
			kept = kv.Rev(sub.Rev)
			return nil
		}
		t.putSubscription(was, now)
		t.audit("amend", string(now.ID), now.summary())
		return nil
	})
	if err != nil {
		return sub, err
	}
	return now.subscription(cmp.Or(rev, kept)), nil
}

// newSubscription gives the record the next ID and keeps it.
func (t *tx) newSubscription(r *subscriptionRecord) error {
	var given countRecord
	if _, err := t.get(keySubscriptions, &given); err != nil {
		return damaged(err, "The number of subscriptions")
	}
	given.N++
	r.ID, r.Made = briefings.SubscriptionID(fmt.Sprintf("D-%04d", given.N)), t.by.At
	t.put(keySubscriptions, given)
	t.absent(subscriptionKey(r.ID))
	t.putSubscription(subscriptionRecord{}, *r)
	t.audit("subscribe", string(r.ID), r.summary())
	return nil
}

// subscription returns the record of a subscription that has to be at the
// revision.
func (t *tx) subscription(id briefings.SubscriptionID, at uint64) (subscriptionRecord, error) {
	var r subscriptionRecord
	rev, err := t.getRev(subscriptionKey(id), &r)
	switch {
	case err != nil:
		return r, damaged(err, "The subscription "+string(id))
	case rev == 0:
		return r, noSubscription(id)
	case uint64(rev) != at:
		return r, briefings.Errorf(briefings.Conflict, "Somebody else has changed the subscription %s; look at it and try again.", id)
	}
	return r, nil
}

// putSubscription keeps the record in place of the one before, zero when there
// was none, and the index of what falls due in step with it.
func (t *tx) putSubscription(was, now subscriptionRecord) {
	t.put(subscriptionKey(now.ID), now)
	if was.Due.Equal(now.Due) {
		return
	}
	if !was.Due.IsZero() {
		t.drop(dueKey(was.Due, was.ID))
	}
	if !now.Due.IsZero() {
		t.put(dueKey(now.Due, now.ID), dueEntry{Subscription: now.ID})
	}
}

// RemoveSubscription takes a subscription away for good. What it owes already is
// left as it is, and so is its history. It is a mistake of kind NotFound when
// there is none.
func (s *Store) RemoveSubscription(ctx context.Context, id briefings.SubscriptionID, st Stamp) error {
	return s.write(ctx, st, func(t *tx) error {
		var was subscriptionRecord
		if found, err := t.get(subscriptionKey(id), &was); err != nil {
			return damaged(err, "The subscription "+string(id))
		} else if !found {
			return noSubscription(id)
		}
		t.drop(subscriptionKey(id))
		if !was.Due.IsZero() {
			t.drop(dueKey(was.Due, id))
		}
		t.audit("unsubscribe", string(id), was.summary())
		return nil
	})
}

// Subscription returns a subscription, or an error of kind NotFound.
func (s *Store) Subscription(ctx context.Context, id briefings.SubscriptionID) (briefings.Subscription, error) {
	var r subscriptionRecord
	rev, err := s.loadRev(ctx, subscriptionKey(id), &r)
	if err != nil {
		return briefings.Subscription{}, damaged(err, "The subscription "+string(id))
	}
	if rev == 0 {
		return briefings.Subscription{}, noSubscription(id)
	}
	return r.subscription(rev), nil
}

// Subscriptions returns all subscriptions in the order of their IDs, without
// damaged ones.
func (s *Store) Subscriptions(ctx context.Context) ([]briefings.Subscription, error) {
	var all []briefings.Subscription
	err := scanEach(ctx, s, subscriptionPrefix, func(r subscriptionRecord, rev kv.Rev) { all = append(all, r.subscription(rev)) })
	slices.SortFunc(all, func(a, b briefings.Subscription) int { return compareIDs(a.ID, b.ID) })
	return all, err
}

// DueSubscriptions returns the subscriptions that are Due at until or before, in
// the order of that, and when the next one after until is, zero if none is. It
// reads no others. Damaged ones are left out and logged.
func (s *Store) DueSubscriptions(ctx context.Context, until time.Time) (due []briefings.Subscription, next time.Time, err error) {
	end := upTo(duePrefix, timeComponent(until))
	items, err := s.db.Scan(ctx, duePrefix, end, 0)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read what is due: %w", err)
	}
	for _, item := range items {
		var r subscriptionRecord
		rev, err := s.loadListed(ctx, subscriptionPrefix+lastComponent(item.Key), &r)
		if err != nil {
			return nil, time.Time{}, err
		}
		if rev > 0 && !r.Due.IsZero() && !r.Due.After(until) {
			due = append(due, r.subscription(rev))
		}
	}
	later, err := s.db.Scan(ctx, end, kv.PrefixEnd(duePrefix), 1)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read what is due: %w", err)
	}
	if len(later) > 0 {
		next = timeOf(later[0].Key, duePrefix)
	}
	return due, next, nil
}

// WakeDue returns a channel that is closed once a subscription may have come to
// fall due at another time after the call. It may wake for nothing, and closes
// when the store does.
func (s *Store) WakeDue() <-chan struct{} { return s.db.Wake(duePrefix) }

// MarkTarget notes how an attempt to post for a subscription in a channel went.
// A fault is one that no retry can mend, and the [briefings.MostFaults]-th in a
// row switches the target off, for the reason given in why; anything else sets
// the count back. It returns true for that one fault, however many are noted at
// once, so that the owner can be told once. A subscription or a target that is
// gone needs no mark. The audit gets no entry.
func (s *Store) MarkTarget(ctx context.Context, id briefings.SubscriptionID, ch briefings.Channel, fault bool, why string) (off bool, err error) {
	why = cmp.Or(validText(why), "it cannot be posted to")
	err = s.write(ctx, Stamp{}, func(t *tx) error {
		t.own, off = true, false
		var r subscriptionRecord
		if _, err := t.get(subscriptionKey(id), &r); err != nil {
			return damaged(err, "The subscription "+string(id))
		}
		i := slices.IndexFunc(r.Targets, func(target targetRecord) bool { return target.Channel == ch })
		if i < 0 || !fault && r.Targets[i].Faults == 0 {
			return nil
		}
		target := &r.Targets[i]
		if target.Faults++; !fault {
			target.Faults = 0
		}
		if target.Faults >= briefings.MostFaults && target.Off == "" {
			target.Off, off = why, true
		}
		t.put(subscriptionKey(id), r)
		return nil
	})
	return off && err == nil, err
}

// checkSubscription says why a subscription could not work, or nil.
func checkSubscription(sub briefings.Subscription) error {
	if sub.By == "" {
		return briefings.Errorf(briefings.Invalid, "A subscription needs an owner, who is told when it breaks.")
	}
	if len(sub.Targets) == 0 {
		return briefings.Errorf(briefings.Invalid, "A subscription needs a channel to post in; name one.")
	}
	seen := make(map[briefings.Channel]bool)
	for _, target := range sub.Targets {
		if _, err := briefings.ParseChannel(target.Channel.String()); err != nil {
			return err
		}
		if seen[target.Channel] {
			return briefings.Errorf(briefings.Invalid, "The subscription names %s twice; name it once.", target.Channel)
		}
		seen[target.Channel] = true
	}
	if sub.CatchUp < 0 || sub.CatchUp > briefings.MaxCatchUp {
		return briefings.Errorf(briefings.Invalid, "A digest can be made up for after at most %d hours; write 0 for never.", briefings.MaxCatchUp/time.Hour)
	}
	_, err := sub.Timing.Schedule()
	return err
}

func noSubscription(id briefings.SubscriptionID) error {
	return briefings.Errorf(briefings.NotFound, "There is no subscription %q; list them to see their codes.", briefings.Shorten(string(id), 40))
}
