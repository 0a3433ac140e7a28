package briefings_test

import (
	"strings"
	"testing"
	"time"

	"attache/briefings"
)

func TestParseSchedule(t *testing.T) {
	for text, want := range map[string]string{
		"weekdays 09:00":              "0 9 * * 1-5",
		"Weekdays at 9am":             "0 9 * * 1-5",
		"daily 7:30":                  "30 7 * * *",
		"every day at 18.05":          "5 18 * * *",
		"07:00":                       "0 7 * * *",
		"noon":                        "0 12 * * *",
		"Mondays 08:30":               "30 8 * * 1",
		"every Tuesday at 12 pm":      "0 12 * * 2",
		"Mon, Wed and Fri 12:15 a.m.": "15 0 * * 1,3,5",
		"Mon-Thu 10:00":               "0 10 * * 1-4",
		"Tuesday to Friday 10:00":     "0 10 * * 2-5",
		"weekends 10:00":              "0 10 * * 0,6",
		"first Monday 08:30":          "30 8 * * 1#1",
		"the second Thursday of the month at 16:00": "0 16 * * 4#2",
		"last Friday 16:00":                         "0 16 * * 5#L",
		"monthly 06:00":                             "0 6 1 * *",
		"1st and 15th 09:00":                        "0 9 1,15 * *",
		"hourly":                                    "0 * * * *",
		"every hour at :20":                         "20 * * * *",
		"every 4 hours":                             "0 */4 * * *",
		"*/15 8-18 * * MON-FRI":                     "*/15 8-18 * * MON-FRI",
		"0 9 * * 7":                                 "0 9 * * 7",
		"  0   9 29 2 *":                            "0 9 29 2 *",
	} {
		s, err := briefings.ParseSchedule(text, "Europe/London")
		if err != nil || s.String() != want {
			t.Errorf("%q is %q, want %q; %v", text, s, want, err)
		}
		if n := len(s.Upcoming(time.Date(2025, 11, 24, 0, 0, 0, 0, time.UTC), 3)); err == nil && n != 3 {
			t.Errorf("%q is due %d times", text, n)
		}
	}
}

// What is refused is refused with a sentence that says what to do.
func TestParseScheduleRefuses(t *testing.T) {
	for _, c := range []struct{ text, zone, says string }{
		{"weekdays 09:00", "Mars/Base", "Europe/London"},
		{"weekdays 09:00", "", "Europe/London"},
		{"weekdays 09:00", "Local", "Europe/London"},
		{"weekdays 09:00", "../etc/passwd", "Europe/London"},
		{"", "UTC", "Say when"},
		{"0 0 30 2 *", "UTC", "no year has"},
		{"0 0 31 4,6,9,11 *", "UTC", "no year has"},
		{"0 9 * * 1#6", "UTC", "five fields"},
		{"TZ=UTC", "UTC", "option"},
		{"TZ=UTC 0 9 * * *", "UTC", "option"},
		{"CRON_TZ=Asia/Seoul 0 9 * * *", "UTC", "option"},
		{"@every 1s", "UTC", "minute"},
		{"@daily", "UTC", "minute"},
		{"every second", "UTC", "minute"},
		{"every 10 seconds", "UTC", "minute"},
		{"* * * * * *", "UTC", "five fields"},
		{"0 0 9 * * 1 2026", "UTC", "five fields"},
		{"*/61 9 * * *", "UTC", "five fields"},
		{"60 9 * * *", "UTC", "five fields"},
		{"0 24 * * *", "UTC", "five fields"},
		{"weekly at 25:00", "UTC", "weekdays 09:00"},
		{"weekdays", "UTC", "weekdays 09:00"},
		{"Fridays and 13ths 09:00", "UTC", "weekdays 09:00"},
		{"Thu-Mon 09:00", "UTC", "weekdays 09:00"},
		{"32nd 09:00", "UTC", "five fields"},
		{strings.Repeat("9", 10_000), "UTC", "weekdays 09:00"},
	} {
		s, err := briefings.ParseSchedule(c.text, c.zone)
		if briefings.KindOf(err) != briefings.Invalid || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 300 {
			t.Errorf("%.40q in %q is %q: %v", c.text, c.zone, s, err)
		}
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, text := range []string{"weekdays 09:00", "0 9 * * 1-5", "first Monday 08:30", "0 0 30 2 *", "TZ=UTC", "* * * * * *", "1st, 2nd & the 3rd 9am", "*/0 * * * *", "? ? L W *"} {
		f.Add(text)
	}
	from := time.Date(2025, 11, 24, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := briefings.ParseSchedule(text, "Europe/Berlin")
		if err != nil {
			if briefings.KindOf(err) != briefings.Invalid {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		next, ok := s.Next(from)
		if !ok || !next.After(from) || next.Second() != 0 {
			t.Errorf("%q is due at %v, %t", text, next, ok)
		}
		if last, ok := s.Last(next, from); !ok || !last.Equal(next) {
			t.Errorf("%q: due at %v, and the last then was %v", text, next, last)
		}
	})
}

// A schedule is not due on holidays and where it is skipped; the zero schedule
// never is.
func TestScheduleExceptions(t *testing.T) {
	s, err := briefings.ParseSchedule("weekdays 09:00", "Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2025, 12, 23, 12, 0, 0, 0, time.UTC)
	if s, err = s.Except("2025-12-26", "2025-12-25"); err != nil {
		t.Fatal(err)
	}
	skipped, _ := s.Next(from)
	s = s.Skipping(skipped)
	got, _ := s.Next(from)
	if want := time.Date(2025, 12, 29, 9, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("due at %v, want %v", got, want)
	}
	if last, ok := s.Last(got.Add(-time.Minute), from); ok {
		t.Errorf("last due at %v", last)
	}
	if _, err := s.Except("2025-13-01"); briefings.KindOf(err) != briefings.Invalid {
		t.Errorf("a thirteenth month: %v", err)
	}
	if at, ok := (briefings.Schedule{}).Next(from); ok {
		t.Errorf("the zero schedule is due at %v", at)
	}
	if at, ok := (briefings.Schedule{}).Last(from, time.Time{}); ok {
		t.Errorf("the zero schedule was due at %v", at)
	}
}

// The last time due costs the same after a year as after a minute.
func BenchmarkLast(b *testing.B) {
	for _, rule := range []string{"* * * * *", "* 9 * * *", "30 8 * * 1#1", "0 9 29 2 *"} {
		s, err := briefings.ParseSchedule(rule, "America/Santiago")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(rule, func(b *testing.B) {
			now := time.Date(2027, 3, 1, 0, 30, 0, 0, time.UTC)
			for b.Loop() {
				s.Last(now, now.AddDate(-4, 0, 0))
			}
		})
	}
}
