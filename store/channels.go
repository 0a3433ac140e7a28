package store

import (
	"cmp"
	"context"
	"fmt"

	"attache/briefings"
	"attache/store/kv"
)

// ChannelSettings returns what is set for a channel: the zero settings, with
// the channel named in them, for one for which nothing is.
func (s *Store) ChannelSettings(ctx context.Context, ch briefings.Channel) (briefings.ChannelSettings, error) {
	var r channelRecord
	rev, err := s.loadRev(ctx, channelKey(ch), &r)
	if err != nil {
		return briefings.ChannelSettings{}, damaged(err, "What is set for "+ch.String())
	}
	if rev == 0 {
		return briefings.ChannelSettings{Channel: ch}, nil
	}
	return r.settings(rev), nil
}

// Clearances returns what is set for channels of which a clearance is. A damaged
// record is an error: nobody could say what may be shown there.
func (s *Store) Clearances(ctx context.Context) (map[briefings.Channel]briefings.Marking, error) {
	items, err := s.db.Scan(ctx, channelPrefix, kv.PrefixEnd(channelPrefix), 0)
	if err != nil {
		return nil, fmt.Errorf("read what is set for channels: %w", err)
	}
	all := map[briefings.Channel]briefings.Marking{}
	for _, item := range items {
		var r channelRecord
		err := item.Err
		if err == nil {
			err = decode(item.Key, item.Value, &r)
		}
		if err != nil {
			return nil, damaged(err, "What is set at "+item.Key)
		}
		if r.Clearance != "" {
			all[r.Channel] = r.Clearance
		}
	}
	return all, nil
}

// WakeChannels returns a channel that is closed once the settings of a channel
// may have changed after the call. It may wake for nothing, and closes when the
// store does.
func (s *Store) WakeChannels() <-chan struct{} { return s.db.Wake(channelPrefix) }

// SaveChannelSettings keeps the settings of a channel in place of those at the
// same Rev, which is 0 when there were none, and returns them with their new
// one. Saving what is set already changes nothing.
//
// It is a mistake of kind Conflict when somebody else has set the channel since,
// and of kind Invalid when the settings make no sense.
func (s *Store) SaveChannelSettings(ctx context.Context, c briefings.ChannelSettings, st Stamp) (briefings.ChannelSettings, error) {
	now, err := channelRecordOf(c)
	if err != nil {
		return c, err
	}
	key, kept := channelKey(c.Channel), kv.Rev(0)
	rev, err := s.writeRev(ctx, st, func(t *tx) (err error) {
		var was channelRecord
		switch kept, err = t.getRev(key, &was); {
		case err != nil:
			return damaged(err, "What is set for "+c.Channel.String())
		case uint64(kept) != c.Rev:
			return briefings.Errorf(briefings.Conflict, "Somebody else has changed the settings of %s; look at them and try again.", c.Channel)
		case kept > 0 && was == now:
			return nil
		}
		t.put(key, now)
		t.audit("channel", c.Channel.String(), string(encode(key, now)))
		return nil
	})
	if err != nil {
		return c, err
	}
	return now.settings(cmp.Or(rev, kept)), nil
}

// channelRecordOf returns the stored form, or says why the settings make no
// sense.
func channelRecordOf(c briefings.ChannelSettings) (channelRecord, error) {
	r := channelRecord{Channel: c.Channel, Topic: validText(c.Topic), Zone: c.Zone, PerDay: c.PerDay, Clearance: c.Clearance}
	if _, err := briefings.ParseChannel(c.Channel.String()); err != nil {
		return r, err
	}
	if c.PerDay < 0 {
		return r, briefings.Errorf(briefings.Invalid, "A day cannot bring %d digests; write 0 for no limit.", c.PerDay)
	}
	if c.Clearance != "" {
		if err := c.Clearance.Validate(); err != nil {
			return r, err
		}
	}
	if c.Zone != "" {
		if _, err := briefings.LoadZone(c.Zone); err != nil {
			return r, err
		}
	}
	if c.Quiet == (briefings.Quiet{}) {
		return r, nil
	}
	var err error
	r.Quiet, err = briefings.ParseQuiet(c.Quiet.From+"-"+c.Quiet.To, c.Quiet.Zone)
	return r, err
}

func (r channelRecord) settings(rev kv.Rev) briefings.ChannelSettings {
	return briefings.ChannelSettings{Channel: r.Channel, Topic: r.Topic, Zone: r.Zone, PerDay: r.PerDay, Quiet: r.Quiet, Clearance: r.Clearance, Rev: uint64(rev)}
}
