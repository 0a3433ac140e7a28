package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// auditPage is how many audit entries are read at a time.
const auditPage = 500

// A Head names an entry of the audit and with it all before.
type Head struct {
	Seq  uint64 `json:"seq"` // 0 when there is none
	Hash string `json:"hash"`
}

// An AuditReport says what is known of the audit as a whole.
type AuditReport struct {
	Store       string    // identity of the store, which a dump and its copy share
	Path        string    // where the anchor is; empty is nowhere
	Head        Head      // the last entry that belongs to the chain
	First, Last time.Time // when the first and the last of these were made
	// Broken is the number of the first entry that is not as it was written, or
	// not after the one it was written after; 0 when there is none.
	Broken uint64
	// Anchored is the last entry that the anchor knows; zero when it knows none.
	Anchored Head
	// Astray is the first number at which the anchor knows another entry, or one
	// that is not there; 0 when store and anchor agree.
	Astray uint64
}

// Err returns nil when the audit is whole and agrees with its anchor, and
// otherwise an error of kind Unusable.
func (r AuditReport) Err() error {
	switch {
	case r.Broken > 0:
		return brokenChain(r.Broken)
	case r.Astray > r.Head.Seq:
		return briefings.Errorf(briefings.Unusable, "The audit ends at entry %d, but its anchor knows entry %d; compare with the backup, then accept with ops audit do:accept.", r.Head.Seq, r.Astray)
	case r.Astray > 0:
		return briefings.Errorf(briefings.Unusable, "Entry %d of the audit is not the one that its anchor knows; compare with the backup, then accept with ops audit do:accept.", r.Astray)
	}
	return nil
}

func brokenChain(seq uint64) error {
	return briefings.Errorf(briefings.Unusable, "The audit has been changed at entry %d; compare it with a backup.", seq)
}

// AuditHead returns the last entry's number and hash.
func (s *Store) AuditHead(ctx context.Context) (Head, error) {
	var last headRecord
	if _, err := s.load(ctx, keyAudit, &last); err != nil {
		return Head{}, damaged(err, "The end of the audit")
	}
	return Head(last), nil
}

// InspectAudit reads the whole audit and the anchor. What is wrong stands in the
// report; the error says that one of them could not be read.
func (s *Store) InspectAudit(ctx context.Context) (AuditReport, error) {
	// The anchor is read first: entries that are written meanwhile are beyond it.
	lines, err := s.anchor.read()
	if err != nil {
		return AuditReport{}, err
	}
	w := newWalk(*s.identity.Load(), lines)
	if err := s.walkAudit(ctx, w); err != nil {
		return AuditReport{}, err
	}
	report := w.report()
	report.Path = s.anchor.path
	return report, nil
}

// VerifyAudit returns nil when the audit is whole: numbered without a gap, each
// entry byte for byte as it was written and after the one it was written after,
// and none cut off or added at the end. Otherwise the error, of kind Unusable,
// names the first entry that is not. Entries cut off together with the note of
// the last one are told by [Store.InspectAudit], from the anchor.
func (s *Store) VerifyAudit(ctx context.Context) error {
	w := newWalk("", nil)
	if err := s.walkAudit(ctx, w); err != nil {
		return err
	}
	return w.report().Err()
}

// CheckAnchor compares the entries that the anchor knows and nothing else: it is
// what can be looked at whenever a process starts. The error is that of
// [AuditReport.Err].
func (s *Store) CheckAnchor(ctx context.Context) error {
	lines, err := s.anchor.read()
	if err != nil {
		return err
	}
	head, err := s.AuditHead(ctx)
	if err != nil {
		return err
	}
	report := AuditReport{Head: head}
	for _, line := range lines {
		if report.Astray > 0 && line.Seq >= report.Astray {
			continue
		}
		agreed, err := s.agrees(ctx, line)
		if err != nil {
			return err
		}
		if !agreed {
			report.Astray = line.Seq
		}
	}
	return report.Err()
}

// agrees reports whether the store holds the entry of an anchor's line.
func (s *Store) agrees(ctx context.Context, line anchorLine) (bool, error) {
	var e AuditEntry
	found, err := s.load(ctx, auditKey(line.Seq), &e)
	if err != nil {
		return false, damaged(err, "The audit")
	}
	return found && line.Store == *s.identity.Load() && e.Hash == line.Hash && e.sum() == line.Hash, nil
}

// walkAudit shows the walk every entry, and then the note of the last one.
func (s *Store) walkAudit(ctx context.Context, w *walk) error {
	for w.broken == 0 {
		items, err := s.db.Scan(ctx, auditKey(w.head.Seq+1), kv.PrefixEnd(auditPrefix), auditPage)
		if err != nil {
			return fmt.Errorf("read audit: %w", err)
		}
		for _, item := range items {
			if item.Err != nil {
				return damaged(fmt.Errorf("read audit: %w", item.Err), "The audit")
			}
			if w.entry(item.Key, item.Value); w.broken > 0 {
				return nil
			}
		}
		if len(items) > 0 {
			continue
		}
		// The note of the last entry is read after the entries, so that one that
		// is being written meanwhile can only make it the greater number.
		value, rev, err := s.db.Get(ctx, keyAudit)
		if err != nil {
			return damaged(fmt.Errorf("read %q: %w", keyAudit, err), "The end of the audit")
		}
		var last headRecord
		if rev > 0 && (decode(keyAudit, value, &last) != nil || !bytes.Equal(encode(keyAudit, last), value)) {
			w.broken = max(w.head.Seq, 1)
			return nil
		}
		if Head(last) == w.head {
			return nil
		}
		if last.Seq <= w.head.Seq {
			w.broken = w.head.Seq
			return nil
		}
		_, rev, err = s.db.Get(ctx, auditKey(w.head.Seq+1))
		if err != nil && !errors.Is(err, kv.ErrCorrupt) {
			return fmt.Errorf("read audit: %w", err)
		}
		if err == nil && rev == 0 {
			w.broken = w.head.Seq + 1
		}
	}
	return nil
}

// A walk follows the chain from an entry on and holds it against what an anchor
// knows.
type walk struct {
	store       string
	head        Head // the last entry that belongs to the chain
	first, last time.Time
	broken      uint64
	known       map[uint64][]anchorLine
	anchored    Head
	astray      uint64
}

func newWalk(store string, lines []anchorLine) *walk {
	w := &walk{store: store, known: make(map[uint64][]anchorLine)}
	for _, line := range lines {
		w.known[line.Seq] = append(w.known[line.Seq], line)
		if line.Seq >= w.anchored.Seq {
			w.anchored = Head{line.Seq, line.Hash}
		}
	}
	return w
}

// entry takes the next entry, in its stored form. Anything but the very bytes
// that the store writes breaks the chain: JSON has many forms for one value.
func (w *walk) entry(key string, value []byte) {
	var e AuditEntry
	if decode(key, value, &e) != nil || !bytes.Equal(encode(key, e), value) ||
		key != auditKey(w.head.Seq+1) || e.Seq != w.head.Seq+1 || e.Prev != w.head.Hash || e.Hash != e.sum() {
		w.broken = w.head.Seq + 1
		return
	}
	if w.first.IsZero() {
		w.first = e.At
	}
	w.head, w.last = Head{e.Seq, e.Hash}, e.At
	for _, line := range w.known[e.Seq] {
		if (line.Hash != e.Hash || line.Store != w.store) && w.astray == 0 {
			w.astray = e.Seq
		}
	}
}

// report returns what the walk has found, once it has come to its end.
func (w *walk) report() AuditReport {
	r := AuditReport{Store: w.store, Head: w.head, First: w.first, Last: w.last, Broken: w.broken, Anchored: w.anchored, Astray: w.astray}
	if r.Astray == 0 && r.Broken == 0 && w.anchored.Seq > w.head.Seq {
		r.Astray = w.anchored.Seq
	}
	return r
}
