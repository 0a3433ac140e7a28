package store

import (
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// deliveryRecordOf returns the stored form, or says why it cannot be kept.
func deliveryRecordOf(d briefings.Delivery) (deliveryRecord, error) {
	r := deliveryRecord{
		ID: d.ID, Subscription: d.Subscription, Slot: storedTime(d.Slot), Channel: d.Channel, Part: d.Part,
		Edition: d.Edition, From: d.From, To: d.To,
		State: d.State, Reason: validText(d.Reason), NotBefore: storedTime(d.NotBefore), Payload: d.Payload,
		Attempt: d.Attempt, Owner: validText(d.Owner), Started: storedTime(d.Started), Deadline: storedTime(d.Deadline), Retries: d.Retries,
		Thread: validText(d.Thread), Message: validText(d.Message), Finished: storedTime(d.Finished),
		About: validText(d.About), Amends: validText(d.Amends), Marking: d.Marking, Cites: d.Cites, Known: d.Known,
	}
	if d.State == briefings.Sent || len(d.Payload) == 0 {
		r.Payload = nil
	}
	return r, r.check()
}

// check returns nil when the record holds what is promised of every delivery.
func (r deliveryRecord) check() error {
	switch {
	case r.ID != briefings.NewDeliveryID(r.Subscription, r.Slot, r.Channel, r.Part):
		return briefings.Errorf(briefings.Invalid, "The delivery %q does not bear the ID that follows from what is owed.", briefings.Shorten(string(r.ID), 40))
	case !time.Unix(0, r.Slot.UnixNano()).Equal(r.Slot):
		return briefings.Errorf(briefings.Invalid, "The delivery %s is owed for %s, which no schedule reaches.", r.ID, r.Slot.Format(time.RFC3339))
	case !knownState(r.State):
		return briefings.Errorf(briefings.Invalid, "The delivery %s is in the state %q, which there is not.", r.ID, briefings.Shorten(string(r.State), 40))
	case len(r.Payload) > MaxPayload:
		return briefings.Errorf(briefings.Limit, "The text of the delivery %s has %d bytes, and %d is the most; divide it into more parts.", r.ID, len(r.Payload), MaxPayload)
	}
	return nil
}

func knownState(s briefings.DeliveryState) bool {
	switch s {
	case briefings.Sent, briefings.Parked, briefings.Failed, briefings.Expired, briefings.Superseded, briefings.Idle:
		return true
	}
	return s.Open()
}

// delivery returns the delivery that the record at the revision keeps.
func (r deliveryRecord) delivery(rev kv.Rev) briefings.Delivery {
	return briefings.Delivery{
		ID: r.ID, Subscription: r.Subscription, Slot: r.Slot, Channel: r.Channel, Part: r.Part,
		Edition: r.Edition, From: r.From, To: r.To,
		State: r.State, Reason: r.Reason, NotBefore: r.NotBefore, Payload: r.Payload,
		Attempt: r.Attempt, Owner: r.Owner, Started: r.Started, Deadline: r.Deadline, Retries: r.Retries,
		Thread: r.Thread, Message: r.Message, Finished: r.Finished, Rev: uint64(rev),
		About: r.About, Amends: r.Amends, Marking: r.Marking, Cites: r.Cites, Known: r.Known,
	}
}
