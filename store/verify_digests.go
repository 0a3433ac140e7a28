package store

import (
	"errors"
	"strings"

	"attache/store/kv"
)

func (v *verifier) channelItem(item kv.Item) {
	var r channelRecord
	if !v.decode(item, &r) {
		return
	}
	v.keyed(item, channelKey(r.Channel))
	if _, err := channelRecordOf(r.settings(item.Rev)); err != nil {
		v.problem(item.Key, "%v", err)
	}
}

// subscriptionItem verifies a subscription, and that it stands under the time
// when it falls due.
func (v *verifier) subscriptionItem(item kv.Item) error {
	var r subscriptionRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, subscriptionKey(r.ID))
	if err := checkSubscription(r.subscription(item.Rev)); err != nil {
		v.problem(item.Key, "%v", err)
	}
	if r.Due.IsZero() {
		return nil
	}
	return v.exists(item.Key, dueKey(r.Due, r.ID))
}

func (v *verifier) dueItem(item kv.Item) error {
	var e dueEntry
	var r subscriptionRecord
	if !v.decode(item, &e) {
		return nil
	}
	if found, err := v.follow(item, subscriptionKey(e.Subscription), &r); !found {
		return err
	}
	if r.Due.IsZero() {
		v.problem(item.Key, "the subscription %s never falls due", r.ID)
		return nil
	}
	v.keyed(item, dueKey(r.Due, r.ID))
	return nil
}

// deliveryItem verifies a delivery, and that it stands where it is looked for.
// Its subscription may be gone.
func (v *verifier) deliveryItem(item kv.Item) error {
	var r deliveryRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, deliveryKey(r.ID))
	if err := r.check(); err != nil {
		v.problem(item.Key, "%v", err)
		return nil
	}
	if key := r.pendingKey(); key != "" {
		if err := v.exists(item.Key, key); err != nil {
			return err
		}
	}
	return v.exists(item.Key, historyKey(r.Subscription, r.Slot, r.ID))
}

// entryItem verifies that an entry leads to a delivery which stands there.
func (v *verifier) entryItem(item kv.Item) error {
	var e deliveryEntry
	var r deliveryRecord
	if !v.decode(item, &e) {
		return nil
	}
	if found, err := v.follow(item, deliveryKey(e.Delivery), &r); !found {
		return err
	}
	switch {
	case strings.HasPrefix(item.Key, historyPrefix):
		v.keyed(item, historyKey(r.Subscription, r.Slot, r.ID))
	case r.pendingKey() == "":
		v.problem(item.Key, "the delivery %s is %s, so it is not pending", r.ID, r.State)
	default:
		v.keyed(item, r.pendingKey())
	}
	return nil
}

// follow reads the record that an entry of an index leads to, or notes that
// there is none. One that cannot be read is told where it stands.
func (v *verifier) follow(item kv.Item, key string, into any) (found bool, err error) {
	value, rev, err := v.s.db.Get(v.ctx, key)
	switch {
	case errors.Is(err, kv.ErrCorrupt):
		return false, nil
	case err != nil:
		return false, err
	case rev == 0:
		v.problem(item.Key, "it refers to %s, which is missing", key)
		return false, nil
	}
	return decode(key, value, into) == nil, nil
}
