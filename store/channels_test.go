package store_test

import (
	"testing"

	"attache/briefings"
	"attache/store"
)

func TestChannelSettings(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		person := briefings.Channel{Platform: "discord", Workspace: "9", ID: "@12"}
		if got, err := s.ChannelSettings(ctx, person); err != nil || got != (briefings.ChannelSettings{Channel: person}) {
			t.Errorf("nothing was set, and it is %+v, %v", got, err)
		}
		want := briefings.ChannelSettings{Channel: person, Topic: "ports", Zone: "Asia/Seoul", PerDay: 3, Quiet: briefings.Quiet{From: "22:00", To: "07:00", Zone: "Asia/Seoul"}}
		written := want
		written.Quiet.From = " 22:00"
		saved, err := s.SaveChannelSettings(ctx, written, stamp(1))
		if want.Rev = saved.Rev; err != nil || saved != want || want.Rev == 0 {
			t.Errorf("saved are %+v, %v, want %+v", saved, err, want)
		}
		if got, err := s.ChannelSettings(ctx, person); err != nil || got != want {
			t.Errorf("read back are %+v, %v", got, err)
		}
		if same, err := s.SaveChannelSettings(ctx, want, stamp(2)); err != nil || same != want {
			t.Errorf("saved again are %+v, %v", same, err)
		}
		next := want
		next.PerDay, next.Quiet = 0, briefings.Quiet{}
		if next, err = s.SaveChannelSettings(ctx, next, stamp(3)); err != nil || next.Rev <= want.Rev {
			t.Errorf("changed to %+v, %v", next, err)
		}
		_, err = s.SaveChannelSettings(ctx, want, stamp(4))
		wantKind(t, "stale settings", err, briefings.Conflict)
		_, err = s.SaveChannelSettings(ctx, briefings.ChannelSettings{Channel: person}, stamp(4))
		wantKind(t, "new ones where there are some", err, briefings.Conflict)
		wantActions(t, s, "channel discord/9/@12", "channel discord/9/@12")
	})
}

func TestChannelSettingsRefused(t *testing.T) {
	s := open(t, "mem")
	for name, wrong := range map[string]briefings.ChannelSettings{
		"no channel":      {},
		"fewer than none": {Channel: channel(1), PerDay: -1},
		"no such zone":    {Channel: channel(1), Zone: "Local"},
		"half an hour":    {Channel: channel(1), Quiet: briefings.Quiet{From: "22:00", Zone: "UTC"}},
		"never an end":    {Channel: channel(1), Quiet: briefings.Quiet{From: "22:00", To: "22:00", Zone: "UTC"}},
		"hours nowhere":   {Channel: channel(1), Quiet: briefings.Quiet{From: "22:00", To: "07:00"}},
	} {
		_, err := s.SaveChannelSettings(t.Context(), wrong, stamp(1))
		wantKind(t, name, err, briefings.Invalid)
	}
	wantActions(t, s)
}
