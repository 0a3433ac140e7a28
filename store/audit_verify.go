package store

import (
	"context"

	"attache/briefings"
)

// auditPage is how many audit entries are read at a time.
const auditPage = 500

// VerifyAudit returns nil when the audit is whole: numbered without a gap, each
// entry as it was written and after the one it was written after, and none cut
// off or added at the end. Otherwise the error, of kind Unusable, names the
// first entry that is not. Entries cut off together with the note of the last
// one cannot be told from within the store.
func (s *Store) VerifyAudit(ctx context.Context) error {
	var head headRecord
	for {
		entries, err := s.AuditEntries(ctx, head.Seq, auditPage)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Seq != head.Seq+1 || e.Prev != head.Hash || e.Hash != e.sum() {
				return brokenChain(head.Seq + 1)
			}
			head = headRecord{Seq: e.Seq, Hash: e.Hash}
		}
		if len(entries) > 0 {
			continue
		}
		// The note of the last entry is read after the entries, so that one that
		// is being written meanwhile can only make it the greater number.
		var last headRecord
		if _, err := s.load(ctx, keyAudit, &last); err != nil {
			return damaged(err, "The end of the audit")
		}
		switch {
		case last == head:
			return nil
		case last.Seq <= head.Seq:
			return brokenChain(head.Seq)
		}
		if more, err := s.AuditEntries(ctx, head.Seq, 1); err != nil || len(more) == 0 {
			if err != nil {
				return err
			}
			return brokenChain(head.Seq + 1)
		}
	}
}

func brokenChain(seq uint64) error {
	return briefings.Errorf(briefings.Unusable, "The audit has been changed at entry %d; compare it with a backup.", seq)
}
