package store

import (
	"slices"
	"strings"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

func (v *verifier) metaItem(item kv.Item) error {
	switch item.Key {
	case keySchema:
		v.decode(item, new(schemaRecord))
	case keySeq:
		v.decode(item, new(seqRecord))
	case keyAudit:
		v.decode(item, new(headRecord))
	case keySources, keySubscriptions, keyCorrections, keyRFIs:
		v.decode(item, new(countRecord))
	default:
		v.problem(item.Key, "no such key is known")
	}
	return nil
}

// sourceItem verifies the record of a source and with it the body. A part
// without a record is what an import leaves that did not come to its end.
func (v *verifier) sourceItem(item kv.Item) error {
	if strings.Count(item.Key, "/") > 1 {
		return nil
	}
	var r sourceRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, sourceKey(r.ID))
	if _, _, err := v.passages(r.ID); err != nil {
		return err
	}
	return v.exists(item.Key, digestKey(r.SHA256))
}

func (v *verifier) digestItem(item kv.Item) error {
	var r digestRecord
	if !v.decode(item, &r) {
		return nil
	}
	if err := v.refersTo(item.Key, r.Source, 0); err != nil {
		return err
	}
	var src sourceRecord
	if found, err := v.s.load(v.ctx, sourceKey(r.Source), &src); err == nil && found {
		v.keyed(item, digestKey(src.SHA256))
	}
	return nil
}

func (v *verifier) briefingItem(item kv.Item) error {
	var r briefingRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, briefingKey(r.Slug))
	b := r.briefing()
	if err := b.Validate(); err != nil {
		v.problem(item.Key, "%v", err)
	}
	var newest textRecord
	key := editionKey(r.Slug, r.Latest)
	if err := v.exists(item.Key, key); err != nil {
		return err
	}
	if found, err := v.s.load(v.ctx, key, &newest); err == nil && found && !slices.Equal(newest.Text.Sources, r.Sources) {
		v.problem(item.Key, "its sources are not those of edition %d", r.Latest)
	}
	return nil
}

func (v *verifier) changeItem(item kv.Item) error {
	var r changeRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, changeKey(r.Seq))
	if r.Seq != v.changes+1 && !v.gap {
		v.problem(item.Key, "change %d is missing before it", v.changes+1)
		v.gap = true
	}
	v.changes = r.Seq
	for _, id := range slices.Concat(r.Sources, r.Gone) {
		if err := v.refersTo(item.Key, id, 0); err != nil {
			return err
		}
	}
	if r.Kind == briefings.Handled {
		return nil
	}
	return v.exists(item.Key, editionKey(r.Slug, r.Edition))
}

// auditItem verifies an entry by itself; the chain is verified at the end.
func (v *verifier) auditItem(item kv.Item) error {
	var e AuditEntry
	if v.decode(item, &e) {
		v.keyed(item, auditKey(e.Seq))
	}
	return nil
}

func (v *verifier) personItem(item kv.Item) error {
	var r personRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, personKey(r.ID))
	if _, err := briefings.ParseRole(string(r.Role)); err != nil {
		v.problem(item.Key, "%v", err)
	}
	return nil
}

func (v *verifier) answerItem(item kv.Item) error {
	var r answerRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, answerKey(r.ID))
	for _, ref := range r.Citations {
		if err := v.refersTo(item.Key, ref.Source, ref.N); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) meterItem(item kv.Item) {
	var r meterRecord
	if !v.decode(item, &r) {
		return
	}
	v.keyed(item, meterKey(r.Name))
	if len(r.At) > maxMeter {
		v.problem(item.Key, "it holds %d times; %d is the most", len(r.At), maxMeter)
	}
	if !slices.IsSortedFunc(r.At, time.Time.Compare) {
		v.problem(item.Key, "its times are not in order")
	}
}

func (v *verifier) keptItem(item kv.Item) {
	var r keptRecord
	if !v.decode(item, &r) {
		return
	}
	v.keyed(item, textKey(r.Key))
	if len(r.Text) > maxText {
		v.problem(item.Key, "it holds %d bytes; %d is the most", len(r.Text), maxText)
	}
}
