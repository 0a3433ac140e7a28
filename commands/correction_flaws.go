package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// A flaw is why a passage that was posted no longer supports what it did.
type flaw struct {
	ref briefings.PassageRef
	why string // a clause, such as "S-0001 was withdrawn on 24 Nov 2025"
	// was is the statement that rested on the passage, and now what the newest
	// edition says in its place. Without a statement the passage itself was said.
	was  briefings.Statement
	now  []briefings.Statement
	book *book
	// strict says that the passage is handled more strictly than before, so that
	// nothing of it is said again.
	strict bool
}

// A subject is what a correction is about: a briefing, or a source with the
// briefings that use it.
type subject struct {
	name    string // a slug or the ID of a source
	source  briefings.SourceID
	books   []*book
	handled []briefings.Change // of the label or the attribution of its sources
	force   map[briefings.SourceID]bool
	handles briefings.Handlings
}

// A book is a briefing with all its editions and changes.
type book struct {
	briefings.Briefing
	changes  []briefings.Change
	editions map[int]briefings.Edition
}

// at returns the edition that was in force after a change, or false when none was.
func (b *book) at(seq briefings.Seq) (briefings.Edition, bool) {
	var last briefings.Change
	for _, ch := range b.changes {
		if ch.Seq <= seq {
			last = ch
		}
	}
	edition, ok := b.editions[last.Edition]
	return edition, ok && last.Kind != briefings.Withdrawn
}

// uses reports whether an edition of the briefing uses the source.
func (b *book) uses(id briefings.SourceID) bool {
	for _, e := range b.editions {
		if slices.Contains(e.Text.Sources, id) {
			return true
		}
	}
	return false
}

// strictest returns the strictest label that the briefing bears or bore.
func (b *book) strictest() briefings.Marking {
	label := b.Marking
	for _, e := range b.editions {
		label = stricter(e.Text.Marking, label)
	}
	return label
}

// subject returns what the option of names, whether in force or withdrawn, if it
// may be told in the place.
func (d *Desk) subject(ctx context.Context, c *call, of string) (*subject, error) {
	s := &subject{name: fold(of), force: map[briefings.SourceID]bool{}}
	if ref, err := briefings.ParsePassageRef(strings.TrimSpace(of) + "#1"); err == nil {
		s.name, s.source = string(ref.Source), ref.Source
	}
	if err := d.readBooks(ctx, s); err != nil {
		return nil, err
	}
	clearance := clearanceOf(c)
	s.books = slices.DeleteFunc(s.books, func(b *book) bool { return !b.strictest().Within(clearance) })
	switch {
	case len(s.books) > 0 && (s.source == "" || s.told(ctx, d, clearance)):
		return s, nil
	case s.source != "":
		return nil, briefings.Errorf(briefings.NotFound, "No briefing here has ever used %s; the verb topics lists what there is.", s.source)
	}
	return nil, briefings.Errorf(briefings.NotFound, "No briefing here was ever called %q; name it by its short name, or a source by its number.", shown(of))
}

// told reports whether the source of the subject may be told of.
func (s *subject) told(ctx context.Context, d *Desk, clearance briefings.Marking) bool {
	src, err := d.store.Source(ctx, s.source)
	if err != nil {
		return false
	}
	label := s.handles.Of(src).Marking
	return label == "" || label.Within(clearance)
}

// readBooks reads the briefings of the subject, and what is in force.
func (d *Desk) readBooks(ctx context.Context, s *subject) error {
	all, err := d.store.Briefings(ctx)
	if err != nil {
		return fmt.Errorf("list briefings: %w", err)
	}
	changes, err := d.store.Changes(ctx, 0, 0)
	if err != nil {
		return fmt.Errorf("list changes: %w", err)
	}
	if s.handles, err = d.store.Handlings(ctx); err != nil {
		return fmt.Errorf("list handlings: %w", err)
	}
	for _, ch := range changes {
		if ch.Kind == briefings.Handled {
			s.handled = append(s.handled, ch)
		}
	}
	for _, b := range all {
		one := &book{Briefing: b, editions: map[int]briefings.Edition{}}
		for _, ch := range changes {
			if ch.Slug == b.Slug && ch.Kind != briefings.Handled {
				one.changes = append(one.changes, ch)
			}
		}
		for n := 1; n <= b.Latest; n++ {
			if one.editions[n], err = d.store.Edition(ctx, b.Slug, n); err != nil {
				return fmt.Errorf("edition %d of %q: %w", n, b.Slug, err)
			}
		}
		if !b.Retired && b.Latest > 0 {
			for _, id := range one.editions[b.Latest].Text.Sources {
				s.force[id] = true
			}
		}
		if b.Latest > 0 && (string(b.Slug) == s.name || s.source != "" && one.uses(s.source)) {
			s.books = append(s.books, one)
		}
	}
	return nil
}

// flaws returns what no longer holds of a message that cites the passages and was
// true up to a change: each passage whose source has gone out of force, whose
// statement has been changed or removed since, or that is handled more strictly.
func (s *subject) flaws(p briefings.Posting, since briefings.Seq) []flaw {
	var got []flaw
	for _, ref := range p.Refs {
		if s.source != "" && ref.Source != s.source {
			continue
		}
		for _, b := range s.books {
			then, held := b.at(since)
			if !held || !slices.Contains(then.Text.Sources, ref.Source) {
				continue
			}
			switch {
			case !s.force[ref.Source]:
				got = append(got, flaw{ref: ref, why: b.withdrawal(ref.Source, since), book: b})
			case b.Latest > then.N:
				got = append(got, b.revised(ref, then)...)
			}
			if why := s.tighter(ref.Source, p, since); why != "" {
				got = append(got, flaw{ref: ref, why: why, book: b, strict: true})
			}
		}
	}
	return slices.CompactFunc(got, func(a, b flaw) bool { return a.ref == b.ref && a.why == b.why && a.was.Text == b.was.Text })
}

// withdrawal says in a clause how a source has gone out of force.
func (b *book) withdrawal(id briefings.SourceID, since briefings.Seq) string {
	for _, ch := range b.changes {
		if ch.Seq <= since || !slices.Contains(ch.Gone, id) {
			continue
		}
		day := ch.At.Format("2 Jan 2006")
		if ch.Kind == briefings.Withdrawn {
			return joinNote(fmt.Sprintf("%s was withdrawn on %s", b.Slug, day), ch.Note)
		}
		return joinNote(fmt.Sprintf("edition %d of %s no longer uses %s since %s", ch.Edition, b.Slug, id, day), ch.Note)
	}
	return fmt.Sprintf("%s is no longer in force", id)
}

func joinNote(text, note string) string {
	if note = strings.TrimSuffix(strings.TrimSpace(Clean(note)), "."); note != "" {
		text += " (" + briefings.Shorten(note, 120) + ")"
	}
	return text
}

// revised returns a flaw for each statement that rested on the passage and that
// the newest edition does not make any more.
func (b *book) revised(ref briefings.PassageRef, then briefings.Edition) []flaw {
	latest := b.editions[b.Latest]
	old, now := then.Text.Statements(), latest.Text.Statements()
	same := func(a briefings.Statement) func(briefings.Statement) bool {
		return func(s briefings.Statement) bool { return s.Text == a.Text && slices.Equal(s.Citations, a.Citations) }
	}
	var got []flaw
	for _, was := range old {
		if !slices.Contains(was.Citations, ref) || slices.ContainsFunc(now, same(was)) {
			continue
		}
		f := flaw{ref: ref, was: was, book: b}
		// What stands in its place rests on the same passage, or is new and rests on
		// the same source.
		for _, s := range now {
			if slices.Contains(s.Citations, ref) && !slices.ContainsFunc(old, same(s)) {
				f.now = append(f.now, s)
			}
		}
		verb := "changes"
		if len(f.now) == 0 {
			verb = "drops"
			for _, s := range now {
				fresh := !slices.ContainsFunc(old, same(s))
				if fresh && slices.ContainsFunc(s.Citations, func(r briefings.PassageRef) bool { return r.Source == ref.Source }) {
					f.now = append(f.now, s)
				}
			}
		}
		f.why = fmt.Sprintf("edition %d of %s %s what rested on %s", b.Latest, b.Slug, verb, ref)
		got = append(got, f)
	}
	return got
}

// tighter says in a clause that a source is handled more strictly than it was
// when the message was posted, "" when it is not.
func (s *subject) tighter(id briefings.SourceID, p briefings.Posting, since briefings.Seq) string {
	h, set := s.handles[id]
	changed := slices.ContainsFunc(s.handled, func(ch briefings.Change) bool { return ch.Seq > since && slices.Contains(ch.Sources, id) })
	switch {
	case !set || !changed:
		return ""
	case h.Unattributed:
		return fmt.Sprintf("%s may be used but not attributed", id)
	case h.Marking != "" && p.Marking != "" && !h.Marking.Within(p.Marking):
		return fmt.Sprintf("%s is %s now", id, h.Marking)
	}
	return ""
}
