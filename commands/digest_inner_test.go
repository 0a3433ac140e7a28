package commands

import (
	"testing"
	"time"

	"attache/briefings"
)

func TestShareOut(t *testing.T) {
	for _, tt := range []struct{ there, want [4]int }{
		{[4]int{}, [4]int{}},
		{[4]int{9, 9, 9, 9}, [4]int{3, 3, 4, 2}},
		{[4]int{9, 1, 0, 0}, [4]int{5, 1, 0, 0}},
		{[4]int{1, 20, 0, 1}, [4]int{1, 10, 0, 1}},
		{[4]int{2, 2, 30, 0}, [4]int{2, 2, 8, 0}},
		{[4]int{9, 1, 9, 9}, [4]int{5, 1, 4, 2}},
		{[4]int{0, 0, 0, 99}, [4]int{0, 0, 0, 12}},
	} {
		if got := shareOut(tt.there); got != tt.want {
			t.Errorf("shareOut(%v) = %v, want %v", tt.there, got, tt.want)
		}
	}
}

func TestOutcome(t *testing.T) {
	const p, r, w = briefings.Published, briefings.Revised, briefings.Withdrawn
	for _, tt := range [][3]briefings.ChangeKind{{p, p, p}, {p, r, p}, {p, w, ""}, {r, r, r}, {r, w, w}, {w, w, w}, {w, r, r}} {
		if got := outcome(tt[0], tt[1]); got != tt[2] {
			t.Errorf("first %s and last %s come to %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestToCome(t *testing.T) {
	for date, want := range map[string]bool{"2025-11-24": true, "2025-11-23": false, "2025-12": true, "2025-11": false, "2025": false, "2026": true, "2024/2027": true, "2024/2025": false} {
		if got := toCome(date, "2025-11-24"); got != want {
			t.Errorf("toCome(%s) = %v, want %v", date, got, want)
		}
	}
}

func TestCatchUpIn(t *testing.T) {
	for in, want := range map[string]time.Duration{"0": 0, "off": 0, "90m": 90 * time.Minute, "6H": 6 * time.Hour, "7d": briefings.MaxCatchUp, "1w": briefings.MaxCatchUp} {
		if got, err := catchUpIn(in); err != nil || got != want {
			t.Errorf("catchUpIn(%q) = %v, %v; want %v", in, got, err, want)
		}
		if again, err := catchUpIn(spell(want)); err != nil || again != want {
			t.Errorf("%v is spelled %q, which reads as %v, %v", want, spell(want), again, err)
		}
	}
	for _, in := range []string{"8d", "-1h", "6", "h", "soon", "1y", "1한", "9999999999999999999d", "99999999w"} {
		if got, err := catchUpIn(in); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("catchUpIn(%q) = %v, %v; want a refusal", in, got, err)
		}
	}
}

func TestAhead(t *testing.T) {
	london := zone("Europe/London")
	at := time.Date(2026, 3, 28, 12, 0, 0, 0, london) // the clock is set forward in the night
	for in, want := range map[string]string{"1d": "2026-03-29T12:00:00+01:00", "1w": "2026-04-04T12:00:00+01:00", "1m": "2026-04-28T12:00:00+01:00", "1y": "2027-03-28T12:00:00+01:00",
		"2026-03-30": "2026-03-30T00:00:00+01:00", "2026-12": "2026-12-01T00:00:00Z", "2027": "2027-01-01T00:00:00Z", "today": "2026-03-28T00:00:00Z"} {
		if got := ahead(in, at).Format(time.RFC3339); got != want {
			t.Errorf("ahead(%q) = %s, want %s", in, got, want)
		}
	}
}

// TestBehind demands a place and words for every state.
func TestBehind(t *testing.T) {
	seen := map[int]briefings.DeliveryState{}
	for _, s := range []briefings.DeliveryState{briefings.Planned, briefings.Waiting, briefings.Ready, briefings.Sending, briefings.Uncertain, briefings.Parked, briefings.Failed,
		briefings.Expired, briefings.Superseded, briefings.Sent} {
		if other, twice := seen[behind(s)]; behind(s) == 0 || twice {
			t.Errorf("%s and %s are equally far", s, other)
		}
		seen[behind(s)] = s
		if s != briefings.Planned && s != briefings.Sent && stateWords(s) == string(s) {
			t.Errorf("%s has no words for readers", s)
		}
	}
}
