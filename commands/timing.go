package commands

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
)

// dueLayout is how a time due stands in a reply; the zone stands beside it.
const dueLayout = "Mon 2 Jan 2006 15:04"

// nextShown is how many times due a reply shows.
const nextShown = 3

// planned returns a timing that has been checked, and words on what may
// surprise. The zone is the first of those given that is not empty.
func planned(rule string, holidays []string, zones ...string) (briefings.Timing, []string, error) {
	timing := briefings.Timing{Rule: rule, Zone: cmp.Or(append(zones, "UTC")...), Holidays: holidays}
	when, err := timing.Schedule()
	if err != nil {
		return timing, nil, err
	}
	timing.Holidays = when.Holidays()
	var notes []string
	if fields := strings.Fields(when.String()); open(fields[2]) == open(fields[4]) && !open(fields[2]) {
		notes = append(notes, "Both the day of the month and the weekday are restricted; as cron has it, either is enough.")
	}
	return timing, notes, nil
}

func open(field string) bool { return field == "*" || field == "?" }

// runs adds the next times due to the page, or says why there are none.
func (p *page) runs(sub briefings.Subscription) error {
	when, err := sub.Timing.Schedule()
	if err != nil {
		return fmt.Errorf("timing of %s: %w", sub.ID, err)
	}
	group := "Next, in " + when.Zone().String()
	from := p.c.At
	switch {
	case sub.Paused:
		p.say("paused until it is resumed", group)
		return nil
	case sub.Until.After(from):
		from = sub.Until.Add(-time.Nanosecond)
	}
	if !sub.Due.IsZero() && !sub.Due.After(from) {
		p.say("due now", group)
	}
	times := when.Upcoming(from, nextShown)
	for _, at := range times {
		p.say(p.moment(at.In(when.Zone()), dueLayout), group)
	}
	if len(times) == 0 {
		p.say("never: no day is left on which it would come", group)
	}
	return nil
}

// ruled returns a rule as a person wrote it, with the fields of cron that it
// stands for, and its zone.
func ruled(t briefings.Timing) string {
	when, err := t.Schedule()
	if err != nil {
		return t.Rule + " " + t.Zone // kept by an older rule; the reply says more
	}
	if when.String() == t.Rule {
		return t.Rule + " " + t.Zone
	}
	return t.Rule + " " + t.Zone + " (" + when.String() + ")"
}

// holidaysIn reads days as 2025-12-25 with spaces or commas between them; none
// is no day.
func holidaysIn(text string) []string {
	if strings.EqualFold(text, "none") {
		return nil
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
}

// catchUpIn reads a length of time such as 90m, 6h or 7d.
func catchUpIn(text string) (time.Duration, error) {
	units := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	text = strings.ToLower(text)
	if text == "0" || text == "none" || text == "off" {
		return 0, nil
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	unit, ok := units[text[len(text)-1]]
	if err != nil || !ok || n < 0 || n > int(briefings.MaxCatchUp/unit) {
		return 0, briefings.Errorf(briefings.Invalid, "%q is no time to catch up in; write 90m, 6h or up to 7d.", shown(text))
	}
	return time.Duration(n) * unit, nil
}

// spell returns a length of time as it is typed.
func spell(d time.Duration) string {
	switch {
	case d > 0 && d%(24*time.Hour) == 0:
		return strconv.Itoa(int(d/(24*time.Hour))) + "d"
	case d > 0 && d%time.Hour == 0:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return strconv.Itoa(int(d/time.Minute)) + "m"
}

// ahead returns the instant that a value of a Date option names when it looks
// forward: the beginning of a day in the zone of at, or so long after at.
func ahead(v string, at time.Time) time.Time {
	if n, err := strconv.Atoi(strings.TrimRight(v, "dwmy")); err == nil && len(v) < 5 && v[len(v)-1] > '9' {
		switch v[len(v)-1] {
		case 'd':
			return at.AddDate(0, 0, n)
		case 'w':
			return at.AddDate(0, 0, 7*n)
		case 'm':
			return at.AddDate(0, n, 0)
		}
		return at.AddDate(n, 0, 0)
	}
	t, err := time.ParseInLocation(time.DateOnly, day(v, at), at.Location())
	if err != nil {
		panic("commands: the day of " + v + " cannot be read: " + err.Error())
	}
	return t
}
