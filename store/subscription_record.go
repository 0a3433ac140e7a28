package store

import (
	"fmt"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// subscriptionRecordOf returns the stored form, in which a later read gives the
// same as the write.
func subscriptionRecordOf(sub briefings.Subscription) subscriptionRecord {
	r := subscriptionRecord{
		ID: sub.ID, Name: validText(sub.Name), By: briefings.PersonID(validText(string(sub.By))),
		Targets: make([]targetRecord, len(sub.Targets)), Timing: storedTiming(sub.Timing),
		Paused: sub.Paused, Until: storedTime(sub.Until), CatchUp: sub.CatchUp, Idle: sub.Idle, Repost: sub.Repost,
		Seen: sub.Seen, Due: storedTime(sub.Due), Edition: sub.Edition, Made: storedTime(sub.Made),
	}
	for _, topic := range sub.Topics {
		r.Topics = append(r.Topics, validText(topic))
	}
	for i, target := range sub.Targets {
		r.Targets[i] = targetRecord{Channel: target.Channel, Faults: target.Faults, Off: validText(target.Off)}
	}
	return r
}

func storedTiming(timing briefings.Timing) briefings.Timing {
	timing.Rule, timing.Zone = validText(timing.Rule), validText(timing.Zone)
	timing.Holidays = append([]string(nil), timing.Holidays...)
	var skip []time.Time
	for _, at := range timing.Skip {
		skip = append(skip, storedTime(at))
	}
	timing.Skip = skip
	return timing
}

// subscription returns the subscription that the record at the revision keeps.
func (r subscriptionRecord) subscription(rev kv.Rev) briefings.Subscription {
	sub := briefings.Subscription{
		ID: r.ID, Name: r.Name, By: r.By, Topics: r.Topics, Targets: make([]briefings.Target, len(r.Targets)), Timing: r.Timing,
		Paused: r.Paused, Until: r.Until, CatchUp: r.CatchUp, Idle: r.Idle, Repost: r.Repost,
		Seen: r.Seen, Due: r.Due, Edition: r.Edition, Made: r.Made, Rev: uint64(rev),
	}
	for i, target := range r.Targets {
		sub.Targets[i] = briefings.Target{Channel: target.Channel, Faults: target.Faults, Off: target.Off}
	}
	return sub
}

// summary says for the audit what the subscription is.
func (r subscriptionRecord) summary() string {
	text := fmt.Sprintf("%s: %s %s", r.Name, r.Timing.Rule, r.Timing.Zone)
	for _, target := range r.Targets {
		text += ", " + target.Channel.String()
	}
	if r.Paused {
		text += ", paused"
	}
	if !r.Until.IsZero() {
		text += ", snoozed until " + r.Until.Format(time.RFC3339)
	}
	return text
}
