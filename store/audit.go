package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"attache/briefings"
)

// auditDetail is the most characters an audit entry keeps of its details; what
// is longer is cut, because an entry must never stand in the way of a write.
const auditDetail = 4000

// An AuditEntry is one line of the audit: who did what, and when. Entries form
// a chain: each holds the hash of the one before, so that none can be changed,
// removed or moved unnoticed.
type AuditEntry struct {
	Seq    uint64             `json:"seq"` // 1, 2, 3 ...
	At     time.Time          `json:"at"`
	By     briefings.PersonID `json:"by"`
	Action string             `json:"action"`           // a verb, such as "publish" or "ask"
	Object string             `json:"object,omitempty"` // what it was done to: a slug, a source, a person
	Detail string             `json:"detail,omitempty"` // such as the invocation, or why it was refused
	Prev   string             `json:"prev,omitempty"`   // hash of the entry before; empty for the first
	Hash   string             `json:"hash,omitempty"`   // hash of this entry with Hash empty
}

// sealed returns the entry as it is stored after an entry with the number and
// hash of head.
func (e AuditEntry) sealed(head headRecord) AuditEntry {
	short := func(s string) string { return validText(briefings.HideSecrets(briefings.Shorten(s, auditDetail))) }
	st := Stamp{By: e.By, At: e.At}.normal()
	e.At, e.By = st.At, st.By
	e.Action, e.Object, e.Detail = short(e.Action), short(e.Object), short(e.Detail)
	e.Seq, e.Prev = head.Seq+1, head.Hash
	e.Hash = e.sum()
	return e
}

// sum returns the hash that the entry should bear.
func (e AuditEntry) sum() string {
	e.Hash = ""
	b, err := json.Marshal(e)
	if err != nil {
		panic(fmt.Sprintf("store: audit entry has no JSON: %v", err))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// appendAudit adds the entries of the write to the chain. A write without an
// entry is a broken promise.
func (t *tx) appendAudit() error {
	if len(t.entries) == 0 {
		panic("store: a write without an audit entry")
	}
	var head headRecord
	if _, err := t.get(keyAudit, &head); err != nil {
		return err
	}
	for _, e := range t.entries {
		e = e.sealed(head)
		head = headRecord{Seq: e.Seq, Hash: e.Hash}
		key := auditKey(e.Seq)
		t.absent(key)
		t.put(key, e)
	}
	t.put(keyAudit, head)
	t.sealed = head.Seq
	t.head = Head(head)
	return nil
}

// anchored tells the anchor of the entries that the write has left.
func (s *Store) anchored(t *tx) {
	if t.head.Seq == 0 {
		return
	}
	s.anchor.note(anchorLine{Store: *s.identity.Load(), Seq: t.head.Seq, Hash: t.head.Hash, At: storedTime(t.by.At), Accepted: t.accepts})
	s.anchor.shorten(func(line anchorLine) (bool, error) { return s.agrees(t.ctx, line) })
}

// AcceptAudit begins a new segment of the anchor with the audit as it stands, as
// is wanted after a backup has been restored. What the older segment knew is
// named in an entry and stays in the anchor. It refuses with kind Conflict when
// there is nothing to accept, and with kind Unusable when the chain itself is
// broken, which nobody can accept.
func (s *Store) AcceptAudit(ctx context.Context, st Stamp) (Head, error) {
	report, err := s.InspectAudit(ctx)
	switch {
	case err != nil:
		return Head{}, err
	case report.Broken > 0:
		return Head{}, report.Err()
	case report.Astray == 0:
		return Head{}, briefings.Errorf(briefings.Conflict, "The audit agrees with its anchor, so there is nothing to accept.")
	}
	var accepted *tx
	err = s.write(ctx, st, func(t *tx) error {
		t.audit("accept", "audit", fmt.Sprintf("the anchor knows another entry %d, and entry %d with hash %s last", report.Astray, report.Anchored.Seq, report.Anchored.Hash))
		t.accepts, accepted = true, t
		return nil
	})
	if err != nil {
		return Head{}, err
	}
	return accepted.head, nil
}

// Record adds an entry of the caller's own, such as a question or a refusal, to
// the audit. Its Seq, Prev and Hash are given by the store.
func (s *Store) Record(ctx context.Context, e AuditEntry) error {
	return s.write(ctx, Stamp{By: e.By, At: e.At}, func(t *tx) error {
		t.entries = append(t.entries, e)
		return nil
	})
}

// AuditEntries returns the entries after the given number, in order, at most
// limit of them; limit 0 means all.
func (s *Store) AuditEntries(ctx context.Context, after uint64, limit int) ([]AuditEntry, error) {
	items, err := s.db.Scan(ctx, auditKey(after+1), auditPrefix+"~", limit)
	if err != nil {
		return nil, fmt.Errorf("read audit: %w", err)
	}
	entries := make([]AuditEntry, len(items))
	for i, item := range items {
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &entries[i])
		}
		if err != nil {
			return nil, damaged(fmt.Errorf("read audit: %w", err), "The audit")
		}
	}
	return entries, nil
}
