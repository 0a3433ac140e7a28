package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"attache/briefings"
	"attache/store/kv"
)

// postingRecord is posting/<platform>/<workspace>/<channel>/<message>.
type postingRecord briefings.Posting

// SavePosting remembers a message that others can see. One with the same channel
// and message takes its place. It is a mistake of kind Invalid when it has none.
//
// It is kept for the process's own sake, so the audit gets no entry.
func (s *Store) SavePosting(ctx context.Context, p briefings.Posting) error {
	if err := p.Validate(); err != nil {
		return err
	}
	r := postingRecord(p)
	r.Message, r.Thread, r.Title, r.Answer = validText(p.Message), validText(p.Thread), validText(p.Title), validText(p.Answer)
	r.At, r.By = storedTime(p.At), briefings.PersonID(validText(string(p.By)))
	return s.write(ctx, Stamp{}, func(t *tx) error {
		t.own = true
		t.put(postingKey(p.Channel, r.Message), r)
		return nil
	})
}

// postingPage is how many records are read at a time.
const postingPage = 500

// Postings returns the messages that others can see, or one person in their own
// conversation, and that cite something, as far as want takes them: answers that
// were posted, and what was delivered. Of a message that was changed in place the
// newest text alone counts. They are in the order in which they were posted;
// those of one moment by channel and message. Damaged ones are left out and
// logged. It reads everything that is remembered, a page at a time.
func (s *Store) Postings(ctx context.Context, want func(briefings.Posting) bool) ([]briefings.Posting, error) {
	newest := map[string]briefings.Posting{}
	first := map[string]time.Time{}
	add := func(p briefings.Posting) {
		if len(p.Refs) == 0 || !want(p) {
			return
		}
		key := postingKey(p.Channel, p.Message)
		if at, seen := first[key]; !seen || p.At.Before(at) {
			first[key] = p.At
		}
		if was, seen := newest[key]; !seen || p.At.After(was.At) {
			newest[key] = p
		}
	}
	err := scanPages(ctx, s, postingPrefix, func(r postingRecord) { add(briefings.Posting(r)) })
	if err != nil {
		return nil, err
	}
	titles, err := s.subscriptionNames(ctx)
	if err != nil {
		return nil, err
	}
	err = scanPages(ctx, s, deliveryPrefix, func(r deliveryRecord) {
		if r.State == briefings.Sent && r.Message != "" {
			add(r.posting(titles))
		}
	})
	if err != nil {
		return nil, err
	}
	all := make([]briefings.Posting, 0, len(newest))
	for _, p := range newest {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b briefings.Posting) int {
		x, y := postingKey(a.Channel, a.Message), postingKey(b.Channel, b.Message)
		return cmp.Or(first[x].Compare(first[y]), cmp.Compare(x, y))
	})
	return all, nil
}

// posting returns the message that a delivery has become.
func (r deliveryRecord) posting(titles map[briefings.SubscriptionID]string) briefings.Posting {
	p := briefings.Posting{Channel: r.Channel, Message: r.Message, Thread: r.Thread, At: r.Finished, Verb: "digest",
		Title: fmt.Sprintf("%s, edition %d", cmp.Or(titles[r.Subscription], string(r.Subscription)), r.Edition),
		Refs:  r.Cites, Seq: r.To, Marking: r.Marking}
	d := r.delivery(0)
	if id, ok := d.Correction(); ok {
		p.Verb, p.Title = "correction post", "Correction "+string(id)
	}
	if id, ok := d.Request(); ok {
		p.Verb, p.Title = "rfi answer", "Answer to "+string(id)
	}
	return p
}

// subscriptionNames returns the names of the subscriptions.
func (s *Store) subscriptionNames(ctx context.Context) (map[briefings.SubscriptionID]string, error) {
	subs, err := s.Subscriptions(ctx)
	names := make(map[briefings.SubscriptionID]string, len(subs))
	for _, sub := range subs {
		names[sub.ID] = sub.Name
	}
	return names, err
}

// SweepPostings forgets the messages that were posted before the time, and
// returns how many. It works in commits of bounded size and may be stopped
// between any two; damaged ones are left alone. The audit gets no entry.
func (s *Store) SweepPostings(ctx context.Context, before time.Time) (n int, err error) {
	for from := postingPrefix; ; {
		items, err := s.db.Scan(ctx, from, kv.PrefixEnd(postingPrefix), sweepPage)
		if err != nil {
			return n, fmt.Errorf("sweep: %w", err)
		}
		if len(items) == 0 {
			return n, nil
		}
		gone := 0
		err = s.write(ctx, Stamp{}, func(t *tx) error {
			t.own, gone = true, 0
			for _, item := range items {
				var r postingRecord
				switch found, err := t.get(item.Key, &r); {
				case errors.Is(err, kv.ErrCorrupt):
					s.leftOut(item.Key, err)
				case err != nil:
					return err
				case found && r.At.Before(before):
					t.drop(item.Key)
					gone++
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n += gone
		from = items[len(items)-1].Key + "\x00"
	}
}

// scanPages decodes the JSON values of all keys with the prefix in order, a page
// at a time. A damaged value is left out and logged.
func scanPages[T any](ctx context.Context, s *Store, prefix string, visit func(T)) error {
	for from := prefix; ; {
		items, err := s.db.Scan(ctx, from, kv.PrefixEnd(prefix), postingPage)
		if err != nil {
			return fmt.Errorf("read %q: %w", prefix, err)
		}
		for _, item := range items {
			var one T
			err := item.Err
			if err == nil {
				err = decode(item.Key, item.Value, &one)
			}
			if err != nil {
				s.leftOut(item.Key, err)
				continue
			}
			visit(one)
		}
		if len(items) < postingPage {
			return nil
		}
		from = items[len(items)-1].Key + "\x00"
	}
}
