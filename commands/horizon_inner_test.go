package commands

import (
	"testing"
	"time"
)

func TestHorizonOf(t *testing.T) {
	at := time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)
	for words, want := range map[string]string{
		"immediately": horizonNow, "As soon as possible": horizonNow, "without delay": horizonNow, "in the immediate future": horizonNow,
		"within 30 days": horizonNow, "within three months": horizonNow, "over the next few weeks": horizonNow, "by 2019": horizonNow,
		"by May 2026": horizonNow, "2026-06-01": horizonNow, "before May 2026": horizonNow, "in the first hundred days": horizonYear,
		"within six months": horizonYear, "within 12 months": horizonYear, "within a year": horizonYear, "over the next year": horizonYear,
		"by the end of 2026": horizonYear, "this year": horizonYear, "by 2026": horizonYear, "2027-03-15": horizonYear, "by early 2027": horizonLong,
		"before 2027": horizonYear, "in the short term": horizonYear, "before the next winter": horizonYear, "over the next budget cycle": horizonYear,
		"next year": horizonLong, "2027-06": horizonLong, "by the end of 2027": horizonLong, "until 2035": horizonLong, "from 2026 onwards": horizonNow,
		"from 2030 onwards": horizonLong, "within five years": horizonLong, "over the next decade": horizonLong, "in the coming years": horizonLong,
		"in the long term": horizonLong, "over the medium- to long term": horizonLong, "in the short-to-medium term": horizonLong,
		"before the next election": horizonLong, "2026 to 2031": horizonLong, "mid-2026": horizonYear,
		"": "", "going forward": "", "when the time comes": "",
	} {
		if got := horizonOf(words, at); got != want {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
	if got := horizonOf("by the end of 2027", at.AddDate(1, 6, 0)); got != horizonYear {
		t.Errorf("a year and a half later it is %q", got)
	}
}

func TestDueDay(t *testing.T) {
	at := time.Date(2026, 3, 15, 23, 30, 0, 0, zone("Asia/Seoul"))
	for typed, want := range map[string]string{
		"2027": "2027-12-31", "2028-02": "2028-02-29", "2026-06-30": "2026-06-30", "3M": "2026-06-15", "10d": "2026-03-25", "today": "2026-03-15", "100d": "2026-06-23",
	} {
		if got, err := dueDay(typed, at); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"soon", "2027-02-30", "yesterday", "27"} {
		if got, err := dueDay(typed, at); err == nil {
			t.Errorf("%q is taken for %q", typed, got)
		}
	}
}
