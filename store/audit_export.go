package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"attache/briefings"
)

// An export of the audit is lines of JSON: an exportFirst, the entries byte for
// byte as they are stored, and an exportLast.

// exportVersion is what the first line of an export says of its form.
const exportVersion = 1

// exportFirst is the first line of an export.
type exportFirst struct {
	Version  int    `json:"attache_audit"`
	Store    string `json:"store"`
	From     uint64 `json:"from"`
	Prev     string `json:"prev"`     // hash of the entry before From; empty for the first
	Anchored Head   `json:"anchored"` // the last entry that the anchor knows
}

// exportLast is the last line. SHA256 is of all bytes before it.
type exportLast struct {
	Entries uint64 `json:"entries"`
	Head    Head   `json:"head"`
	SHA256  string `json:"sha256"`
}

// longestLast is more than the bytes of any last line.
const longestLast = 300

// ExportAudit returns the entries from one number to another, 0 for the last, as
// a file that [CheckAuditExport] judges without the store. A file has at most
// limit bytes: the result is the number of the last entry in it, which is less
// than what was asked for when more did not fit. It refuses with kind NotFound
// when there is no such entry, and with kind Unusable what is broken.
func (s *Store) ExportAudit(ctx context.Context, from, to uint64, limit int) (file []byte, last uint64, err error) {
	report, err := s.InspectAudit(ctx)
	if err != nil {
		return nil, 0, err
	}
	if report.Broken > 0 {
		return nil, 0, report.Err()
	}
	if to == 0 {
		to = report.Head.Seq
	}
	from = max(from, 1)
	if from > to || to > report.Head.Seq {
		return nil, 0, briefings.Errorf(briefings.NotFound, "The audit has the entries 1 to %d; ask for some of these.", report.Head.Seq)
	}
	first := exportFirst{Version: exportVersion, Store: report.Store, From: from, Anchored: report.Anchored}
	if from > 1 {
		before, err := s.AuditEntries(ctx, from-2, 1)
		if err != nil {
			return nil, 0, err
		}
		first.Prev = before[0].Hash
	}
	out := append(encode("export", first), '\n')
	head := Head{from - 1, first.Prev}
	room := limit - longestLast
	for head.Seq < to {
		entries, err := s.AuditEntries(ctx, head.Seq, auditPage)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range entries {
			line := append(encode("export", e), '\n')
			if e.Seq > to || len(out)+len(line) > room {
				return sealExport(out, from, head), head.Seq, nil
			}
			out, head = append(out, line...), Head{e.Seq, e.Hash}
		}
	}
	return sealExport(out, from, head), head.Seq, nil
}

func sealExport(out []byte, from uint64, head Head) []byte {
	sum := sha256.Sum256(out)
	last := exportLast{Entries: head.Seq + 1 - from, Head: head, SHA256: hex.EncodeToString(sum[:])}
	return append(append(out, encode("export", last)...), '\n')
}

// AuditSince returns the number of the first entry made at the time or later;
// it is one more than the last entry's when there is none.
func (s *Store) AuditSince(ctx context.Context, at time.Time) (uint64, error) {
	for after := uint64(0); ; {
		entries, err := s.AuditEntries(ctx, after, auditPage)
		if err != nil {
			return 0, err
		}
		for _, e := range entries {
			if !e.At.Before(at) {
				return e.Seq, nil
			}
			after = e.Seq
		}
		if len(entries) < auditPage {
			return after + 1, nil
		}
	}
}

var errExport = briefings.Errorf(briefings.Invalid, "This is not a whole export of the audit: it has been changed or cut; export it again.")

// CheckAuditExport judges an export by itself and, unless it is nil, by the text
// of an anchor. What is wrong with the chain or against the anchor stands in the
// report, whose Anchored is the last entry of the file that the anchor knows. A
// file that is no whole export is a mistake of kind Invalid: a byte has changed,
// or lines are missing, moved or added.
//
// Nothing is said of entries before or after those of the file. Somebody who makes
// the whole file anew is found by the anchor only.
func CheckAuditExport(file, anchor []byte) (first uint64, report AuditReport, err error) {
	lines := bytes.SplitAfter(file, []byte("\n"))
	var head exportFirst
	var end exportLast
	if len(lines) < 3 || len(lines[len(lines)-1]) > 0 || !exported(lines[0], &head) || !exported(lines[len(lines)-2], &end) ||
		head.Version != exportVersion || head.From == 0 {
		return 0, AuditReport{}, errExport
	}
	entries := lines[1 : len(lines)-2]
	if sum := sha256.Sum256(bytes.Join(lines[:len(lines)-2], nil)); end.SHA256 != hex.EncodeToString(sum[:]) || end.Entries != uint64(len(entries)) {
		return 0, AuditReport{}, errExport
	}
	var known []anchorLine
	if anchor != nil {
		if known = linesInForce(anchor); len(known) == 0 {
			return 0, AuditReport{}, briefings.Errorf(briefings.Invalid, "This is not the anchor of an audit: it holds no line that one has.")
		}
	}
	within := func(line anchorLine) bool { return line.Seq >= head.From && line.Seq <= end.Head.Seq }
	w := newWalk(head.Store, slices.DeleteFunc(known, func(line anchorLine) bool { return !within(line) }))
	w.head = Head{head.From - 1, head.Prev}
	for _, line := range entries {
		if w.entry(auditKey(w.head.Seq+1), bytes.TrimSuffix(line, []byte("\n"))); w.broken > 0 {
			break
		}
	}
	if report = w.report(); report.Broken == 0 && report.Head != end.Head {
		report.Broken = report.Head.Seq + 1
	}
	return head.From, report, nil
}

// exported decodes the first or last line of an export, which has but one form.
func exported(line []byte, into any) bool {
	line = bytes.TrimSuffix(line, []byte("\n"))
	return decode("export", line, into) == nil && bytes.Equal(encode("export", into), line)
}
