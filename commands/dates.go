package commands

import (
	"strconv"
	"strings"
	"time"
)

// realDate reports whether a text in the form of a date is one of the calendar.
func realDate(v string) bool {
	if strings.Contains(v, "-") {
		_, err := time.Parse("2006-01-02"[:len(v)], v)
		return err == nil
	}
	return true
}

// day returns the first day that a value of a Date option includes, as
// 2006-01-02. What counts back from now counts from at, in its zone.
func day(v string, at time.Time) string {
	switch v {
	case "today":
		return at.Format(time.DateOnly)
	case "yesterday":
		return at.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if n, err := strconv.Atoi(strings.TrimRight(v, "dwmy")); err == nil && len(v) < 5 && v[len(v)-1] > '9' {
		switch v[len(v)-1] {
		case 'd':
			at = at.AddDate(0, 0, -n)
		case 'w':
			at = at.AddDate(0, 0, -7*n)
		case 'm':
			at = at.AddDate(0, -n, 0)
		case 'y':
			at = at.AddDate(-n, 0, 0)
		}
		return at.Format(time.DateOnly)
	}
	return v + "-01-01"[min(len(v)-4, 6):]
}

// onOrAfter reports whether a stated date (2025, 2025-12, 2025-12-15, or a
// range of two with a slash) may lie on or after the day: what is only known to
// the year is kept when the year is not over.
func onOrAfter(date, day string) bool {
	if _, end, ok := strings.Cut(date, "/"); ok {
		date = end
	}
	return date != "" && date >= day[:min(len(date), len(day))]
}

// zone returns the location that a place reads times in, and UTC when it names
// none that is known.
func zone(name string) *time.Location {
	if name != "" && name != "Local" {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	return time.UTC
}
