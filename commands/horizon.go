package commands

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The horizons of advice.
const (
	horizonNow  = "now"  // at once, within three months, or by a day that is past
	horizonYear = "12m"  // later, and within twelve months
	horizonLong = "long" // later than that
)

// soonDays and yearDays are how many days the first two horizons reach.
const (
	soonDays = 92
	yearDays = 366
)

var (
	atOnceForm = regexp.MustCompile(`\b(immediate(ly)?|without delay|urgent(ly)?|urgency|as soon as possible|at once)\b`)
	monthForm  = regexp.MustCompile(`\b(` + strings.Join(monthNames[:], "|") + `)\b`)
	dateInForm = regexp.MustCompile(`\b(20\d\d)(?:-(\d\d)(?:-(\d\d))?)?\b`)
	lengthForm = regexp.MustCompile(`\b(\d{1,3}|an?|one|two|three|four|five|six|ten|twelve|eighteen|hundred|few|several|next|coming|following|first) (day|week|month|year|decade)(s?)\b`)
	termForm   = regexp.MustCompile(`\b(medium|long|longer|short|shorter|near|nearer)\b`)
	eventForm  = regexp.MustCompile(`\bnext (election|parliament|term|summit|review|winter|budget|round)\b`)
)

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// horizonOf returns the horizon that words such as "by the end of 2027" or "within
// six months" name for somebody who reads them at a moment, or "" when they name
// none.
func horizonOf(words string, at time.Time) string {
	words = strings.ReplaceAll(fold(words), "short-to-medium", "medium")
	switch {
	case atOnceForm.MatchString(words):
		return horizonNow
	case dateInForm.MatchString(words):
		return reaching(lastDay(words), at)
	case words == "this year":
		return reaching(time.Date(at.Year(), 12, 31, 0, 0, 0, 0, at.Location()), at)
	case words == "next year":
		return reaching(time.Date(at.Year()+1, 12, 31, 0, 0, 0, 0, at.Location()), at)
	}
	if m := lengthForm.FindStringSubmatch(words); m != nil {
		return reaching(at.AddDate(0, 0, daysOf(m[1], m[2], m[3] != "")), at)
	}
	if m := eventForm.FindStringSubmatch(words); m != nil {
		switch m[1] {
		case "election", "parliament", "term": // which are years apart
			return horizonLong
		}
		return horizonYear
	}
	switch term := termForm.FindString(words); {
	case term == "":
		return ""
	case strings.HasPrefix(term, "short") || strings.HasPrefix(term, "near"):
		return horizonYear
	}
	return horizonLong
}

// reaching returns the horizon of a day.
func reaching(day, at time.Time) string {
	switch {
	case !day.After(at.AddDate(0, 0, soonDays)):
		return horizonNow
	case !day.After(at.AddDate(0, 0, yearDays)):
		return horizonYear
	}
	return horizonLong
}

// daysOf returns how many days a length of time has, about.
func daysOf(number, unit string, several bool) int {
	words := map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12,
		"eighteen": 18, "hundred": 100, "few": 3, "several": 4}
	n, err := strconv.Atoi(number)
	if err != nil {
		if n = words[number]; n == 0 { // "the next months", "the coming year"
			if n = 1; several {
				n = 3
			}
		}
	}
	switch unit {
	case "day":
		return n
	case "week":
		return 7 * n
	case "month":
		return n * 61 / 2
	case "year":
		return n * 365
	}
	return n * 3653
}

// lastDay returns the last day that words with a date in them leave: the day
// itself, or the end of its month or year, of its beginning or middle, or what
// comes before it. Of several dates the last counts. "From 2027 onwards" leaves
// the first day.
func lastDay(words string) time.Time {
	all := dateInForm.FindAllStringSubmatch(words, -1)
	m := all[len(all)-1]
	year, _ := strconv.Atoi(m[1])
	first, last := time.January, time.December
	if month, err := strconv.Atoi(m[2]); err == nil && month >= 1 && month <= 12 {
		first, last = time.Month(month), time.Month(month)
	} else if name := monthForm.FindString(words); name != "" {
		for i, n := range monthNames {
			if n == name {
				first, last = time.Month(i+1), time.Month(i+1)
			}
		}
	}
	has := func(word string) bool { return strings.Contains(words, word) }
	begin := time.Date(year, first, 1, 0, 0, 0, 0, time.UTC)
	switch d, err := strconv.Atoi(m[3]); {
	case err == nil:
		begin = begin.AddDate(0, 0, d-1)
		if has("before") {
			return begin.AddDate(0, 0, -1)
		}
		return begin
	case has("before ") && !has("end of"):
		return begin.AddDate(0, 0, -1)
	case has("from "):
		return begin
	case first != last && (has("early") || has("start of") || has("beginning of")):
		return begin.AddDate(0, 3, -1)
	case first != last && (has("mid") || has("middle of")):
		return begin.AddDate(0, 7, -1)
	}
	return time.Date(year, last+1, 0, 0, 0, 0, 0, time.UTC)
}
