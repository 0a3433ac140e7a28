package analysis

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A day is a date that may lack its day, its month or, until the text around it
// tells, its year. Zero means lacking.
type day struct{ year, month, day int }

// String returns the ISO 8601 form: 2025, 2025-12 or 2025-12-15.
func (d day) String() string {
	switch {
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// A dating is a date or a range as it stands in a sentence.
type dating struct {
	from, to   day // to is zero for a single date
	start, end int // byte offsets in the sentence
}

// String returns the ISO 8601 form, a range with a slash.
func (d dating) String() string {
	if d.to == (day{}) {
		return d.from.String()
	}
	return d.from.String() + "/" + d.to.String()
}

const (
	monthForm = `(January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)`
	dayForm   = `(\d{1,2})(?:st|nd|rd|th)?`
	yearForm  = `((?:1[5-9]|20)\d\d)`
	upTo      = `(?: ?[–—-] ?| to | until | through | and )`
)

// A form is one way in which dates are written. Each capturing group of the
// expression is named in parts: d, m, y for the first date, D, M, Y for the
// second.
type form struct {
	expression *regexp.Regexp
	parts      string
}

// forms are tried in this order; a stretch that one has read is not read again.
var forms = []form{
	{regexp.MustCompile(`\b` + yearForm + `-(\d\d)-(\d\d)\b`), "ymd"},
	{regexp.MustCompile(`\b` + dayForm + ` ` + monthForm + ` ` + yearForm + upTo + dayForm + ` ` + monthForm + ` ` + yearForm + `\b`), "dmyDMY"},
	{regexp.MustCompile(`\b` + dayForm + ` ` + monthForm + upTo + dayForm + ` ` + monthForm + `(?:,? ` + yearForm + `)?\b`), "dmDMY"},
	{regexp.MustCompile(`\b` + dayForm + upTo + dayForm + ` ` + monthForm + `(?:,? ` + yearForm + `)?\b`), "dDMY"},
	{regexp.MustCompile(`\b` + monthForm + ` ` + dayForm + upTo + monthForm + ` ` + dayForm + `(?:,? ` + yearForm + `)?\b`), "mdMDY"},
	{regexp.MustCompile(`\b` + monthForm + ` ` + dayForm + ` ?[–—-] ?` + dayForm + `(?:,? ` + yearForm + `)?\b`), "mdDY"},
	{regexp.MustCompile(`\b` + dayForm + `(?: of)? ` + monthForm + `,? ` + yearForm + `\b`), "dmy"},
	{regexp.MustCompile(`\b` + monthForm + ` ` + dayForm + `,? ` + yearForm + `\b`), "mdy"},
	{regexp.MustCompile(`\b` + monthForm + ` ` + yearForm + upTo + monthForm + ` ` + yearForm + `\b`), "myMY"},
	{regexp.MustCompile(`\b` + monthForm + upTo + monthForm + `(?: of)?,? ` + yearForm + `\b`), "mMY"},
	{regexp.MustCompile(`\b` + monthForm + `(?: of)?,? ` + yearForm + `\b`), "my"},
	{regexp.MustCompile(`\b` + dayForm + `(?: of)? ` + monthForm + `\b`), "dm"},
	{regexp.MustCompile(`\b` + monthForm + ` ` + dayForm + `\b`), "md"},
	{regexp.MustCompile(`(?i)\b(?:between|from) ` + yearForm + `(?: to | and | until | through | ?[–—-] ?)` + yearForm + `\b`), "yY"},
	{regexp.MustCompile(`\b` + yearForm + `[–—]` + yearForm + `\b`), "yY"},
	{regexp.MustCompile(`\b` + yearForm + `[–—](\d\d)\b`), "yS"},
	{regexp.MustCompile(`\b(?:in|since|last|this|of|by|early|late|mid) ` + monthForm + `\b`), "m"},
	{regexp.MustCompile(`\b` + yearForm + `\b`), "y"},
}

// months are known by their first three letters.
var months = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// datings returns the dates of a sentence in reading order, those without a
// year included.
func datings(s string) []dating {
	if !strings.ContainsAny(s, "0123456789") && !monthAlone.MatchString(s) {
		return nil
	}
	taken := make([]bool, len(s))
	var found []dating
	for _, f := range forms {
		for _, m := range f.expression.FindAllStringSubmatchIndex(s, -1) {
			d, ok := f.dating(s, m)
			if !ok || taken[m[0]] || taken[m[1]-1] {
				continue
			}
			for i := m[0]; i < m[1]; i++ {
				taken[i] = true
			}
			found = append(found, d)
		}
	}
	for i := 1; i < len(found); i++ {
		for k := i; k > 0 && found[k].start < found[k-1].start; k-- {
			found[k], found[k-1] = found[k-1], found[k]
		}
	}
	return found
}

var monthAlone = regexp.MustCompile(monthForm)

// dating returns the date that a match of the form's expression spells, or
// false when there is no such day.
func (f form) dating(s string, match []int) (dating, bool) {
	d := dating{start: match[0], end: match[1]}
	for i, part := range f.parts {
		from, to := match[2*i+2], match[2*i+3]
		if from < 0 {
			continue
		}
		text := s[from:to]
		n, _ := strconv.Atoi(text)
		switch part {
		case 'd':
			d.from.day = n
		case 'm':
			d.from.month = months[strings.ToLower(text[:3])]
			if strings.Contains(f.parts, "D") && !strings.Contains(f.parts, "M") {
				d.to.month = d.from.month
			}
		case 'y':
			d.from.year = n
		case 'D':
			d.to.day = n
		case 'M':
			d.to.month = months[strings.ToLower(text[:3])]
		case 'Y':
			d.to.year = n
		case 'S':
			d.to.year = d.from.year/100*100 + n
		}
		if n == 0 && (part == 'd' || part == 'D') {
			return d, false
		}
	}
	d.share()
	valid := d.from.month <= 12 && d.from.day <= 31 && d.to.month <= 12 && d.to.day <= 31
	return d, valid && (d.to == day{} || d.to.year == 0 || !d.to.before(d.from))
}

// share gives both ends of a range what only one of them spells.
func (d *dating) share() {
	if d.to == (day{}) {
		return
	}
	if d.from.month == 0 && d.to.month != 0 {
		d.from.month = d.to.month
	}
	if d.from.year == 0 && d.to.year != 0 {
		d.from.year = d.to.year
		if d.from.month > d.to.month {
			d.from.year--
		}
	}
}

// before reports whether d is earlier than e, as far as both say.
func (d day) before(e day) bool {
	switch {
	case d.year != e.year:
		return d.year < e.year
	case d.month != e.month && d.month > 0 && e.month > 0:
		return d.month < e.month
	}
	return d.day != e.day && d.day > 0 && e.day > 0 && d.month == e.month && d.day < e.day
}

// contains reports whether e lies within the month or year that d spells.
func (d day) contains(e day) bool {
	if d.year != e.year || d.day != 0 {
		return false
	}
	return d.month == 0 && e.month != 0 || d.month == e.month && d.month != 0 && e.day != 0
}

// parseDay reads the ISO 8601 form of a day, a month or a year.
func parseDay(s string) (day, bool) {
	var d day
	parts := strings.SplitN(s, "-", 3)
	for i, into := range []*int{&d.year, &d.month, &d.day} {
		if i < len(parts) {
			n, err := strconv.Atoi(parts[i])
			if err != nil {
				return day{}, false
			}
			*into = n
		}
	}
	return d, true
}
