package store

import (
	"context"

	"attache/briefings"
)

// maxText is how many bytes a kept text has at most: all fields of a form, filled
// in to their ends, and a part of what one commit takes.
const maxText = 256 << 10

// KeepText keeps a text under a key, for as long as the store lasts. Keys are
// made of the texts themselves, so the same text under the same key is there
// already and nothing is written; another text under that key is a mistake of
// kind Conflict, because somebody may come back for the first. A text of more
// than 256 KiB is one of kind Limit, and no key one of kind Invalid.
//
// It is kept for the process's own sake, so the audit gets no entry.
func (s *Store) KeepText(ctx context.Context, key, text string) error {
	key, text = validText(key), validText(text)
	switch {
	case key == "":
		return briefings.Errorf(briefings.Invalid, "A text needs a key.")
	case len(text) > maxText:
		return briefings.Errorf(briefings.Limit, "This has %d bytes, and %d is the most; make it shorter.", len(text), maxText)
	}
	return s.write(ctx, Stamp{}, func(t *tx) error {
		t.own = true
		var kept keptRecord
		found, err := t.get(textKey(key), &kept)
		switch {
		case err != nil:
			return damaged(err, "The text "+key)
		case !found:
			t.put(textKey(key), keptRecord{Key: key, Text: text})
		case kept.Text != text:
			return briefings.Errorf(briefings.Conflict, "Another text has the key %q already; ask anew.", briefings.Shorten(key, 40))
		}
		return nil
	})
}

// Text returns the text that is kept under a key, or false when there is none.
func (s *Store) Text(ctx context.Context, key string) (text string, ok bool, err error) {
	var kept keptRecord
	ok, err = s.load(ctx, textKey(validText(key)), &kept)
	if err != nil {
		return "", false, damaged(err, "The text "+key)
	}
	return kept.Text, ok, nil
}
