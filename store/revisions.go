package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// A Save is a text that is to become the next revision of a draft.
type Save struct {
	Slug briefings.Slug
	Seen int // the revision that the author had before them; 0 when there was no draft
	Base int // the edition in force that the text stands on; 0 before the first
	Text briefings.Content
	Note string // why, for the history
}

// SaveRevision makes a text the next revision of a briefing's draft, or begins
// the draft with it. The draft goes back to Drafting and the stamp's person is
// among its authors. A text may be incomplete; Submit and Approve judge it.
//
// It is a mistake of kind Conflict when the draft has another text than the one
// that was seen, when there is none any more, or when Base is not the edition in
// force; nothing is written then.
func (s *Store) SaveRevision(ctx context.Context, save Save, st Stamp) (briefings.Draft, error) {
	if _, err := briefings.ParseSlug(string(save.Slug)); err != nil {
		return briefings.Draft{}, err
	}
	var now briefings.Draft
	err := s.write(ctx, st, func(t *tx) error {
		l, err := t.line(save.Slug)
		if err != nil {
			return err
		}
		now, err = l.save(save, "")
		return err
	})
	if err != nil {
		return briefings.Draft{}, err
	}
	return now, nil
}

// SaveDraft is [Store.SaveRevision] of a draft: its N is the revision that was
// seen, 0 when there is to be no draft.
func (s *Store) SaveDraft(ctx context.Context, draft briefings.Draft, st Stamp) error {
	_, err := s.SaveRevision(ctx, Save{Slug: draft.Slug, Seen: draft.N, Base: draft.Base, Text: draft.Text}, st)
	return err
}

// Revision returns revision n of a briefing, or an error of kind NotFound.
func (s *Store) Revision(ctx context.Context, slug briefings.Slug, n int) (briefings.Revision, error) {
	var r revisionRecord
	found, err := s.load(ctx, revisionKey(slug, n), &r)
	if err != nil {
		return briefings.Revision{}, damaged(err, fmt.Sprintf("Revision %d of %q", n, slug))
	}
	if !found {
		return briefings.Revision{}, briefings.Errorf(briefings.NotFound, "There is no revision %d of %q; the verb brief history lists them.", n, slug)
	}
	return r.revision(), nil
}

// Revisions returns the revisions of a briefing with a number below before, the
// newest first and at most limit of them; before 0 is from the newest, limit 0
// is all. Damaged ones are left out. A briefing without any has an empty list.
func (s *Store) Revisions(ctx context.Context, slug briefings.Slug, before, limit int) ([]briefings.Revision, error) {
	if before <= 0 {
		var last countRecord
		if _, err := s.load(ctx, revisedKey(slug), &last); err != nil {
			return nil, damaged(err, fmt.Sprintf("The history of %q", slug))
		}
		before = last.N + 1
	}
	first := 1
	if limit > 0 {
		first = max(1, before-limit)
	}
	items, err := s.db.Scan(ctx, revisionKey(slug, first), revisionKey(slug, max(first, before)), 0)
	if err != nil {
		return nil, fmt.Errorf("read revisions of %q: %w", slug, err)
	}
	all := make([]briefings.Revision, 0, len(items))
	for _, item := range slices.Backward(items) {
		var r revisionRecord
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &r)
		}
		if err != nil {
			s.leftOut(item.Key, err)
			continue
		}
		all = append(all, r.revision())
	}
	return all, nil
}

// A line is a briefing's row of revisions with its draft, in a write that adds
// to it.
type line struct {
	t     *tx
	slug  briefings.Slug
	last  int // the number of the last revision
	found bool
	late  bool            // this write puts the draft's first revision on record
	draft briefings.Draft // zero when there is none
}

// line reads where a briefing's revisions stand. A draft that was kept before
// there were revisions gets its first one.
func (t *tx) line(slug briefings.Slug) (*line, error) {
	l := &line{t: t, slug: slug}
	var count countRecord
	if _, err := t.get(revisedKey(slug), &count); err != nil {
		return nil, damaged(err, fmt.Sprintf("The history of %q", slug))
	}
	l.last = count.N
	var r textRecord
	var err error
	if l.found, err = t.get(draftKey(slug), &r); err != nil {
		return nil, damaged(err, fmt.Sprintf("The draft of %q", slug))
	}
	if !l.found {
		return l, nil
	}
	l.draft = r.draft()
	if r.Revision == 0 {
		text := r.Text
		l.put(revisionRecord{Kind: briefings.Saved, Base: r.N, Text: &text, At: r.At, By: r.By})
		l.draft.N, l.draft.Saved, l.late = l.last, l.last, true
	}
	return l, nil
}

// put adds a revision without counting it.
func (l *line) put(r revisionRecord) {
	l.last++
	r.Slug, r.N = l.slug, l.last
	key := revisionKey(l.slug, r.N)
	l.t.absent(key)
	l.t.put(key, r)
}

// add adds the last revision of the write, stamped.
func (l *line) add(r revisionRecord) {
	r.At, r.By, r.Note = l.t.by.At, l.t.by.By, validText(strings.TrimSpace(r.Note))
	l.put(r)
	l.t.put(revisedKey(l.slug), countRecord{N: l.last})
}

// save adds a text as the next revision of the draft and returns the draft.
func (l *line) save(save Save, proposal string) (briefings.Draft, error) {
	if err := l.standsOn(save.Base); err != nil {
		return briefings.Draft{}, err
	}
	d := l.draft
	switch {
	case !l.found && save.Seen > 0:
		return d, briefings.Errorf(briefings.Conflict, "The draft of %q was published or discarded meanwhile; begin again from what is there now.", l.slug)
	case l.found && (save.Seen < d.Saved || save.Seen > d.N):
		return d, briefings.Errorf(briefings.Conflict, "Revision %d of %q was saved meanwhile; yours was made on revision %d.", d.Saved, l.slug, save.Seen)
	}
	text := contentRecordOf(save.Text)
	l.add(revisionRecord{Kind: briefings.Saved, Base: save.Base, Text: &text, Note: save.Note, Proposal: proposal})
	d.Slug, d.Base, d.Text, d.At, d.By = l.slug, save.Base, briefings.Content(text), l.t.by.At, l.t.by.By
	d.N, d.Saved, d.State, d.Approver = l.last, l.last, briefings.Drafting, ""
	if !slices.Contains(d.Authors, d.By) {
		d.Authors = append(slices.Clone(d.Authors), d.By)
	}
	l.t.put(draftKey(l.slug), draftRecordOf(d))
	l.t.audit("draft", string(l.slug), fmt.Sprintf("revision %d", d.N))
	return d, nil
}

// standsOn refuses a text that stands on another edition than the newest one.
func (l *line) standsOn(base int) error {
	var b briefingRecord
	if _, err := l.t.get(briefingKey(l.slug), &b); err != nil {
		return damaged(err, fmt.Sprintf("The briefing %q", l.slug))
	}
	if base != b.Latest {
		return briefings.Errorf(briefings.Conflict, "Edition %d of %q appeared meanwhile; yours was made on edition %d.", b.Latest, l.slug, base)
	}
	return nil
}

// step adds a revision that changes how far the draft has come, and not what it
// says. N is the draft's revision that was seen; 0 takes it as it is.
func (l *line) step(n int, kind briefings.RevisionKind, note string) (briefings.Draft, error) {
	switch d := l.draft; {
	case !l.found:
		return d, noDraft(l.slug)
	case n != 0 && n != d.N:
		return d, briefings.Errorf(briefings.Conflict, "%q is at revision %d by now, and you have seen revision %d; look at it again.", l.slug, d.N, n)
	}
	l.add(revisionRecord{Kind: kind, Base: l.draft.Base, Note: note})
	d := l.draft
	d.N, d.At, d.By = l.last, l.t.by.At, l.t.by.By
	return d, nil
}
