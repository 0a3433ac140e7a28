package documents

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	ordinalDay  = regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th)\b`)
	weekday     = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+`)
	clockTime   = regexp.MustCompile(`(?i)[,\s]+(?:at\s+)?\d{1,2}(?::\d{2}){0,2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?$`)
	koreanForm  = regexp.MustCompile(`^(\d{4})(?:년|\.)\s*(\d{1,2})(?:월|\.)\s*(?:(\d{1,2})(?:일|\.)?)?$`)
	seasonForm  = regexp.MustCompile(`(?i)^(?:spring|summer|autumn|fall|winter)\s+(\d{4})$`)
	isoDateTime = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})T`)
)

// parseDate returns the date that the whole text states, as 2025-12-15, 2025-12
// or 2025, or "" when the text is not a date.
func parseDate(text string) string {
	text = strings.Trim(strings.TrimSpace(text), ".,;")
	if m := isoDateTime.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if m := koreanForm.FindStringSubmatch(text + "."); m == nil {
		text = clockTime.ReplaceAllString(text, "")
	}
	text = weekday.ReplaceAllString(text, "")
	text = ordinalDay.ReplaceAllString(text, "$1")
	text = strings.Join(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(text, ",", " "), ".", ". ")), " ")
	for _, layout := range []string{
		"2006-01-02", "2006/01/02", "2 January 2006", "January 2 2006", "2 Jan 2006", "Jan 2 2006", "2 Jan. 2006", "Jan. 2 2006", "Sept. 2 2006", "2-Jan-2006",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format("2006-01-02")
		}
	}
	for _, layout := range []string{"January 2006", "Jan 2006", "Jan. 2006", "2006-01"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format("2006-01")
		}
	}
	if m := koreanForm.FindStringSubmatch(strings.ReplaceAll(text, ". ", ".")); m != nil {
		return koreanDate(m)
	}
	if m := seasonForm.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

func koreanDate(m []string) string {
	year, month, day := atoi(m[1]), atoi(m[2]), atoi(m[3])
	if month < 1 || month > 12 || day > 31 {
		return ""
	}
	if day == 0 {
		return fmt.Sprintf("%04d-%02d", year, month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}
