package store

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"attache/briefings"
	"attache/store/kv"
)

// textItem verifies an edition or a draft. A draft may be incomplete, but what
// it cites must be there.
func (v *verifier) textItem(item kv.Item) error {
	var r textRecord
	if !v.decode(item, &r) {
		return nil
	}
	if strings.HasPrefix(item.Key, draftPrefix) {
		v.keyed(item, draftKey(r.Slug))
		if err := v.draftItem(item, r); err != nil {
			return err
		}
	} else {
		v.keyed(item, editionKey(r.Slug, r.N))
		content := briefings.Content(r.Text)
		if err := content.Validate(); err != nil {
			v.problem(item.Key, "%v", err)
		}
		if err := v.exists(item.Key, briefingKey(r.Slug)); err != nil {
			return err
		}
	}
	return v.textCited(item.Key, r.Text)
}

// textCited verifies that what a text cites is there.
func (v *verifier) textCited(key string, text contentRecord) error {
	for _, id := range text.Sources {
		if err := v.refersTo(key, id, 0); err != nil {
			return err
		}
	}
	content := briefings.Content(text)
	for _, statement := range content.Statements() {
		if err := v.cited(key, statement.Citations); err != nil {
			return err
		}
	}
	return nil
}

// draftItem verifies that a draft says what the revision says that wrote it. One
// from before there were revisions has none.
func (v *verifier) draftItem(item kv.Item, r textRecord) error {
	if r.Revision == 0 {
		return nil
	}
	if r.Saved < 1 || r.Saved > r.Revision {
		v.problem(item.Key, "it was written by revision %d and is at revision %d", r.Saved, r.Revision)
		return nil
	}
	var saved revisionRecord
	if found, err := v.follow(item, revisionKey(r.Slug, r.Saved), &saved); !found {
		return err
	}
	if saved.Text == nil || !bytes.Equal(encode(item.Key, saved.Text), encode(item.Key, r.Text)) {
		v.problem(item.Key, "its text is not that of revision %d", r.Saved)
	}
	return v.exists(item.Key, revisionKey(r.Slug, r.Revision))
}

// revisionItem verifies a revision, and that none is missing before it.
func (v *verifier) revisionItem(item kv.Item) error {
	var r revisionRecord
	if !v.decode(item, &r) {
		return nil
	}
	v.keyed(item, revisionKey(r.Slug, r.N))
	counter := revisedKey(r.Slug)
	if last := v.revision[counter]; r.N != last+1 {
		v.problem(item.Key, "revision %d is missing before it", last+1)
	}
	v.revision[counter] = r.N
	if (r.Kind == briefings.Saved) != (r.Text != nil) {
		v.problem(item.Key, "a revision that is %q has a text or lacks one", r.Kind)
	}
	if r.Edition > 0 {
		if err := v.exists(item.Key, editionKey(r.Slug, r.Edition)); err != nil {
			return err
		}
	}
	if r.Text == nil {
		return nil
	}
	return v.textCited(item.Key, *r.Text)
}

func (v *verifier) revisedItem(item kv.Item) {
	var r countRecord
	if v.decode(item, &r) {
		v.revised[item.Key] = r.N
	}
}

// counters verifies that each briefing has as many revisions as its counter
// says. A damaged one has been told already.
func (v *verifier) counters() {
	for _, key := range slices.Sorted(maps.Keys(v.revised)) {
		if v.revised[key] != v.revision[key] {
			v.problem(key, "it says %d, but the last revision is %d", v.revised[key], v.revision[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(v.revision)) {
		if _, counted := v.revised[key]; !counted {
			v.problem(key, "there are %d revisions and no count of them", v.revision[key])
		}
	}
}

func (v *verifier) proposalItem(item kv.Item) {
	var r proposalRecord
	if !v.decode(item, &r) {
		return
	}
	v.keyed(item, proposalKey(r.ID))
	if len(r.ID) < 4 || !strings.HasPrefix(briefings.Code(r.identity()), r.ID) {
		v.problem(item.Key, "the edit does not bear the ID that follows from it")
	}
}
