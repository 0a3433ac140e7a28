package store

import (
	"attache/briefings"
	"attache/store/kv"
)

func (v *verifier) postingItem(item kv.Item) error {
	var r postingRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, postingKey(r.Channel, r.Message))
	return v.cited(item.Key, r.Refs)
}

// correctionItem verifies a correction. What it owes may have been swept away.
func (v *verifier) correctionItem(item kv.Item) error {
	var r correctionRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, correctionKey(r.ID))
	c := r.correction()
	if err := c.Validate(); err != nil {
		v.problem(item.Key, "%v", err)
	}
	for _, t := range r.Targets {
		if err := v.cited(item.Key, t.Refs); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) rfiItem(item kv.Item) error {
	var r rfiRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, rfiKey(r.ID))
	one := r.rfi(item.Rev)
	if err := one.Validate(); err != nil {
		v.problem(item.Key, "%v", err)
	}
	switch r.State {
	case briefings.RFIOpen, briefings.RFIAssigned, briefings.RFIAnswered, briefings.RFIClosed:
	default:
		v.problem(item.Key, "it is in the state %q, which there is not", briefings.Shorten(string(r.State), 40))
	}
	return v.cited(item.Key, r.Refs)
}

// cited notes the references that lead nowhere.
func (v *verifier) cited(key string, refs []briefings.PassageRef) error {
	for _, ref := range refs {
		if err := v.refersTo(key, ref.Source, ref.N); err != nil {
			return err
		}
	}
	return nil
}
