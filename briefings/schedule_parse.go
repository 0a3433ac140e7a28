package briefings

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/netresearch/go-cron"
)

// ParseSchedule reads when something falls due: five fields of cron, or words
// such as "weekdays 09:00", "daily 7:30", "Mon, Thu 18:00", "first Monday 08:30",
// "last Friday 16:00", "1st and 15th 09:00" or "hourly". The zone is an IANA name.
// The error is of kind Invalid, in one sentence that says what to write instead.
func ParseSchedule(text, zone string) (Schedule, error) {
	text = strings.Join(strings.Fields(text), " ")
	where, err := LoadZone(zone)
	if err != nil {
		return Schedule{}, err
	}
	if err := refused(text); err != nil {
		return Schedule{}, err
	}
	rule, ok := ruleOf(strings.ToLower(text))
	if !ok && !cronForm.MatchString(text) {
		return Schedule{}, Errorf(Invalid, "%q is no schedule; write it as \"weekdays 09:00\", \"first Monday 08:30\" or the five fields of cron.", Shorten(text, 60))
	}
	return newSchedule(cmp.Or(rule, text), where)
}

// cronForm is five words in the letters of cron's fields.
var cronForm = regexp.MustCompile(`^([-*/,#?0-9A-Za-z]+ ){4}[-*/,#?0-9A-Za-z]+$`)

// refused says why some schedules that cron programs take are not taken here.
func refused(text string) error {
	lower := strings.ToLower(text)
	fields := strings.Fields(text)
	switch {
	case text == "":
		return Errorf(Invalid, "Say when: write it as \"weekdays 09:00\" or the five fields of cron.")
	case strings.HasPrefix(lower, "tz=") || strings.HasPrefix(lower, "cron_tz="):
		return Errorf(Invalid, "A schedule does not begin with a time zone; give the zone as its own option, such as zone:Europe/London.")
	case strings.HasPrefix(text, "@"), secondsForm.MatchString(lower):
		return Errorf(Invalid, "A schedule has no finer step than a minute and no names with @; write it as \"hourly\", \"daily 09:00\" or the five fields of cron.")
	case (len(fields) == 6 || len(fields) == 7) && !slices.ContainsFunc(fields, func(f string) bool { return !cronField.MatchString(f) }):
		return Errorf(Invalid, "A schedule has five fields of cron, and no seconds or years; leave the rest out.")
	}
	return nil
}

var secondsForm = regexp.MustCompile(`\bseconds?$`)

var cronField = regexp.MustCompile(`^[-*/,#?0-9]+$|^(?i:mon|tue|wed|thu|fri|sat|sun)(-[a-z]+)?$`)

// newSchedule returns the schedule of five fields.
func newSchedule(rule string, zone *time.Location) (Schedule, error) {
	parser, err := cron.TryNewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.DowNth | cron.DowLast | cron.DowOrDom)
	if err != nil {
		panic("briefings: the parser of schedules cannot be made: " + err.Error())
	}
	parsed, err := parser.WithMaxSearchYears(searchYears).Parse(rule)
	spec, ok := parsed.(*cron.SpecSchedule)
	if err != nil || !ok {
		return Schedule{}, Errorf(Invalid, "%q cannot be read as the five fields of cron (%s); write minute, hour, day, month and weekday, such as 0 9 * * 1-5.", Shorten(rule, 60), faultOf(err))
	}
	spec.Location = time.UTC
	s := Schedule{rule: rule, zone: zone, wall: spec, flows: strings.HasPrefix(strings.Fields(rule)[1], "*")}
	if spec.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Schedule{}, Errorf(Invalid, "%q names a day that no year has; choose one that there is.", Shorten(rule, 60))
	}
	return s, nil
}

// faultOf returns what the parser finds wrong, on one short line.
func faultOf(err error) string {
	if err == nil {
		return "not a calendar rule"
	}
	return Shorten(strings.Join(strings.Fields(err.Error()), " "), 80)
}

// The words of schedules.
var (
	clockForm   = regexp.MustCompile(`(?:^| )(?:at )?(?:([01]?\d|2[0-3])[:.h]([0-5]\d)|(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([ap])\.?m\.?|(noon|midnight))$`)
	hourlyForm  = regexp.MustCompile(`^(?:hourly|every hour)(?: at :?([0-5]\d))?$|^every ([2-9]|1[0-2]) hours$`)
	nthForm     = regexp.MustCompile(`^(?:(?:on|every|each|monthly) )*(?:the )?(first|second|third|fourth|last|1st|2nd|3rd|4th) ([a-z]+?)(?: of (?:the|each|every) month)?$`)
	monthlyForm = regexp.MustCompile(`^(?:(?:on|every|each|monthly) )*(?:the )?(\d{1,2})(?:st|nd|rd|th)?((?:(?:,| and| &) ?(?:the )?\d{1,2}(?:st|nd|rd|th)?)*)(?: of (?:the|each|every) month)?$`)
	numberForm  = regexp.MustCompile(`\d+`)
	listForm    = regexp.MustCompile(`\s*(?:,|\band\b|&)\s*`)
)

// ruleOf returns the five fields for the words of a schedule in lower case, or
// false for words that mean none.
func ruleOf(text string) (string, bool) {
	if m := hourlyForm.FindStringSubmatch(text); m != nil {
		if m[2] != "" {
			return "0 */" + m[2] + " * * *", true
		}
		return cmp.Or(strings.TrimPrefix(m[1], "0"), "0") + " * * * *", true
	}
	at := clockForm.FindStringSubmatchIndex(text)
	if at == nil {
		return "", false
	}
	minute, hour := clockOf(clockForm.FindStringSubmatch(text))
	days, ok := daysOf(strings.TrimSuffix(strings.TrimSpace(text[:at[0]]), " at"))
	if !ok {
		return "", false
	}
	return fmt.Sprintf("%d %d %s", minute, hour, days), true
}

// clockOf returns the time of day of a match of clockForm.
func clockOf(m []string) (minute, hour int) {
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // the form has digits only; nothing is zero
		return n
	}
	switch {
	case m[6] == "noon":
		return 0, 12
	case m[6] == "midnight":
		return 0, 0
	case m[5] == "p":
		return number(m[4]), number(m[3])%12 + 12
	case m[5] == "a":
		return number(m[4]), number(m[3]) % 12
	}
	return number(m[2]), number(m[1])
}

// daysOf returns the last three of the five fields for words that name days.
func daysOf(text string) (string, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ",")
	switch strings.TrimPrefix(text, "on ") {
	case "", "daily", "every day", "each day", "everyday":
		return "* * *", true
	case "weekdays", "every weekday", "workdays", "each weekday":
		return "* * 1-5", true
	case "weekends", "every weekend":
		return "* * 0,6", true
	case "weekly":
		return "* * 1", true
	case "monthly":
		return "1 * *", true
	}
	if m := nthForm.FindStringSubmatch(text); m != nil {
		if day, ok := weekdayOf(m[2]); ok {
			return "* * " + day + ordinals()[m[1]], true
		}
	}
	if m := monthlyForm.FindStringSubmatch(text); m != nil {
		return strings.Join(numberForm.FindAllString(m[1]+m[2], -1), ",") + " * *", true
	}
	return weekdaysOf(text)
}

// ordinals are the ends of cron's field for one weekday of a month.
func ordinals() map[string]string {
	return map[string]string{"first": "#1", "1st": "#1", "second": "#2", "2nd": "#2", "third": "#3", "3rd": "#3", "fourth": "#4", "4th": "#4", "last": "#L"}
}

// weekdaysOf returns the fields for a list or a range of weekdays.
func weekdaysOf(text string) (string, bool) {
	for _, word := range []string{"on ", "every ", "each "} {
		text = strings.TrimPrefix(text, word)
	}
	if from, to, ok := strings.Cut(strings.NewReplacer("–", "-", " to ", "-").Replace(text), "-"); ok {
		first, ok1 := weekdayOf(strings.TrimSpace(from))
		last, ok2 := weekdayOf(strings.TrimSpace(to))
		return "* * " + first + "-" + last, ok1 && ok2 && first < last
	}
	var days []string
	for _, word := range listForm.Split(text, -1) {
		day, ok := weekdayOf(word)
		if !ok {
			return "", false
		}
		days = append(days, day)
	}
	slices.Sort(days)
	return "* * " + strings.Join(slices.Compact(days), ","), true
}

// weekdayOf returns cron's number of a weekday: its name, the beginning of it,
// or its plural.
func weekdayOf(word string) (string, bool) {
	word = strings.TrimSuffix(strings.TrimSuffix(word, "."), "s")
	if len(word) < 2 {
		return "", false
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); strings.HasPrefix(name, word) || strings.TrimSuffix(name, "s") == word {
			return strconv.Itoa(int(day)), true
		}
	}
	return "", false
}
