package store

import (
	"context"
	"slices"
	"time"

	"attache/briefings"
)

// maxMeter is how many times one meter holds; the oldest make room. It is as
// many as the largest ration there is, Discord's of sessions in a day.
const maxMeter = 1000

// Meter returns the times that were noted under a name and not yet forgotten,
// in order, in UTC. A name under which nothing was noted has none. The caller
// owns the result.
func (s *Store) Meter(ctx context.Context, name string) ([]time.Time, error) {
	var r meterRecord
	if _, err := s.load(ctx, meterKey(validText(name)), &r); err != nil {
		return nil, damaged(err, "The meter "+name)
	}
	return r.At, nil
}

// NoteMeter adds a time to a meter: what the process itself has done of
// something that is rationed. It is on disk when NoteMeter returns nil, however
// many processes note at once. What lies further than keep from the new time is
// forgotten, on either side, so that a clock that was once wrong does not weigh
// on for ever.
//
// Nobody's act is noted, so the audit gets no entry. A meter without a name and
// a keep of nothing are mistakes of kind Invalid.
func (s *Store) NoteMeter(ctx context.Context, name string, at time.Time, keep time.Duration) error {
	if name == "" || keep <= 0 {
		return briefings.Errorf(briefings.Invalid, "A meter needs a name, and a time for which it keeps what it notes.")
	}
	name, at = validText(name), at.UTC().Round(0)
	return s.write(ctx, Stamp{At: at}, func(t *tx) error {
		t.own = true
		var r meterRecord
		if _, err := t.get(meterKey(name), &r); err != nil {
			return damaged(err, "The meter "+name)
		}
		all := slices.DeleteFunc(append(r.At, at), func(noted time.Time) bool { return at.Sub(noted).Abs() > keep })
		slices.SortFunc(all, time.Time.Compare)
		t.put(meterKey(name), meterRecord{Name: name, At: all[max(len(all)-maxMeter, 0):]})
		return nil
	})
}
