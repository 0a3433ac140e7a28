package briefings_test

import (
	"testing"
	"time"

	"attache/briefings"
)

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

// After an outage one digest is owed, for the last time due, or none when that
// is too long ago.
func TestSlot(t *testing.T) {
	daily := briefings.Subscription{Timing: briefings.Timing{Rule: "daily 09:00", Zone: "UTC"}, CatchUp: 6 * time.Hour, Due: at("2025-11-20 09:00")}
	paused, snoozed, skipped := daily, daily, daily
	paused.Paused = true
	snoozed.Until = at("2025-11-25 00:00")
	skipped.Timing.Skip = []time.Time{at("2025-11-24 09:00")}
	for _, c := range []struct {
		name         string
		sub          briefings.Subscription
		now          string
		slot         string
		owed, missed bool
	}{
		{"not yet", daily, "2025-11-20 08:59", "", false, false},
		{"on time", daily, "2025-11-20 09:00", "2025-11-20 09:00", true, false},
		{"four days down", daily, "2025-11-24 11:00", "2025-11-24 09:00", true, false},
		{"at the edge", daily, "2025-11-24 15:01", "2025-11-24 09:00", true, false},
		{"too late", daily, "2025-11-24 15:02", "2025-11-24 09:00", false, true},
		{"a year down", daily, "2026-11-20 16:00", "2026-11-20 09:00", false, true},
		{"paused", paused, "2025-11-24 11:00", "", false, false},
		{"snoozed", snoozed, "2025-11-24 11:00", "", false, false},
		{"skipped", skipped, "2025-11-24 11:00", "2025-11-23 09:00", false, true},
		{"never", briefings.Subscription{Timing: daily.Timing}, "2025-11-24 11:00", "", false, false},
	} {
		slot, owed, missed := c.sub.Slot(at(c.now))
		want := time.Time{}
		if c.slot != "" {
			want = at(c.slot)
		}
		if !slot.Equal(want) || owed != c.owed || missed != c.missed {
			t.Errorf("%s: %v, owed %t, missed %t", c.name, slot, owed, missed)
		}
	}
	if next, ok := snoozed.Next(at("2025-11-24 09:00")); !ok || !next.Equal(at("2025-11-25 09:00")) {
		t.Errorf("snoozed until the 25th it is due at %v, %t", next, ok)
	}
	if next, ok := paused.Next(at("2025-11-24 09:00")); ok {
		t.Errorf("paused it is due at %v", next)
	}
}

// An ID follows from what is owed and from nothing else, and fits into a nonce.
func TestDeliveryID(t *testing.T) {
	channel := briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C1"}
	slot := at("2025-11-24 09:00")
	first := briefings.NewDeliveryID("D-0001", slot, channel, 0)
	seoul := time.FixedZone("KST", 9*60*60)
	if again := briefings.NewDeliveryID("D-0001", slot.In(seoul), channel, 0); again != first || len(first) != 25 {
		t.Errorf("%q and %q", first, again)
	}
	other := channel
	other.ID = "C2"
	for _, id := range []briefings.DeliveryID{
		briefings.NewDeliveryID("D-0002", slot, channel, 0), briefings.NewDeliveryID("D-0001", slot.Add(time.Minute), channel, 0),
		briefings.NewDeliveryID("D-0001", slot, other, 0), briefings.NewDeliveryID("D-0001", slot, channel, 1),
	} {
		if id == first {
			t.Error("two debts have one ID")
		}
	}
}

func TestParseChannel(t *testing.T) {
	for _, text := range []string{"slack/T1/C1", "discord/81384788765712384/@80351110224678912", "console/local/desk"} {
		if c, err := briefings.ParseChannel(text); err != nil || c.String() != text {
			t.Errorf("%q is %v, %v", text, c, err)
		}
	}
	for _, text := range []string{"", "slack", "slack/T1", "slack//C1", "slack/T1/", "slack/T1/C1/x", "Slack/T1/C1", "slack/T1/C 1", "slack/T1/<!here>"} {
		if c, err := briefings.ParseChannel(text); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%q is %v, %v", text, c, err)
		}
	}
	if who, ok := (briefings.Channel{ID: "@U1"}).Person(); !ok || who != "U1" {
		t.Errorf("%q, %t", who, ok)
	}
}

func TestQuiet(t *testing.T) {
	night, err := briefings.ParseQuiet("22:00 – 07:00", "Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	noon, _ := briefings.ParseQuiet("12:00-13:30", "Asia/Seoul")
	for _, c := range []struct {
		quiet   briefings.Quiet
		at, end string // no end when it is not quiet
	}{
		{night, "2025-11-24 21:59", ""},
		{night, "2025-11-24 22:00", "2025-11-25 07:00"},
		{night, "2025-11-25 06:59", "2025-11-25 07:00"},
		{night, "2025-11-25 07:00", ""},
		{night, "2025-07-01 21:30", "2025-07-02 06:00"}, // summer time
		{night, "2025-03-29 23:30", "2025-03-30 06:00"}, // the clock is set forward in between
		{noon, "2025-11-24 03:00", "2025-11-24 04:30"},
		{noon, "2025-11-24 04:30", ""},
		{briefings.Quiet{}, "2025-11-24 03:00", ""},
	} {
		end, ok := c.quiet.End(at(c.at))
		if ok != (c.end != "") || ok && !end.Equal(at(c.end)) {
			t.Errorf("%v at %s: quiet %t until %v", c.quiet, c.at, ok, end)
		}
	}
	for _, text := range []string{"", "22:00", "22:00-25:00", "09:00-09:00", "night"} {
		if q, err := briefings.ParseQuiet(text, "UTC"); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%q: %v, %v", text, q, err)
		}
	}
	if _, err := briefings.ParseQuiet("22:00-07:00", "Mars/Base"); briefings.KindOf(err) != briefings.Invalid {
		t.Errorf("a zone of another planet: %v", err)
	}
}
