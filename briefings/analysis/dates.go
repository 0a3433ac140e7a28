package analysis

import (
	"fmt"
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

// before reports whether d is earlier than e, as far as both say.
func (d day) before(e day) bool {
	switch {
	case d.year != e.year:
		return d.year < e.year
	case d.month != e.month:
		return d.month > 0 && e.month > 0 && d.month < e.month
	}
	return d.day > 0 && e.day > 0 && d.day < e.day
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
	return d, d.year >= 1000 && d.month <= 12 && d.day <= 31
}

// A dating is a date or a range as it stands in a sentence.
type dating struct {
	from, to    day // to is zero for a single date
	first, last int // the words that spell it, last exclusive
}

// String returns the ISO 8601 form, a range with a slash.
func (d dating) String() string {
	if d.to == (day{}) {
		return d.from.String()
	}
	return d.from.String() + "/" + d.to.String()
}

// dateForms are the ways in which dates are written, tried in this order: d, m
// and y spell the first date, D, M and Y the second, and t joins the two.
var dateForms = [...]string{"dmytDMY", "dmtDMY", "dmtDM", "dtDMY", "dtDM", "mdtMDY", "mdtMD", "mdtDY", "dmy", "mdy",
	"mytMY", "mtMY", "my", "dm", "md", "ytY", "y", "m"}

// datings returns the dates of a sentence in reading order, those without a
// year included.
func datings(words []word) []dating {
	var found []dating
	for i := 0; i < len(words); {
		d, ok := datingAt(words, i)
		if !ok {
			i++
			continue
		}
		found = append(found, d)
		i = d.last
	}
	return found
}

// datingAt returns the date that begins at word i.
func datingAt(words []word, i int) (dating, bool) {
	low := words[i].low
	if words[i].mark || (low[0] < '0' || low[0] > '9') && (monthOf(words[i]) == 0 && !strings.HasPrefix(low, "mid-")) {
		return dating{}, false
	}
	if d, ok := compound(words, i); ok {
		return d, true
	}
	for _, f := range dateForms {
		if d, ok := match(f, words, i); ok {
			return d, true
		}
	}
	return dating{}, false
}

// compound reads dates that hold a word with a hyphen: 2025-12-15, 2003-09,
// 2003-2009, mid-2024, 3-5 June and June 3-5.
func compound(words []word, i int) (dating, bool) {
	d := dating{first: i, last: i + 1}
	parts := strings.Split(words[i].low, "-")
	switch {
	case len(parts) == 3 && yearOf(parts[0]) != 0:
		iso, ok := parseDay(words[i].low)
		d.from = iso
		return d, ok && iso.month > 0 && iso.day > 0
	case len(parts) == 2 && parts[0] == "mid":
		d.from.year = yearOf(parts[1])
		return d, d.from.year != 0
	case len(parts) == 2 && yearOf(parts[0]) != 0:
		d.from.year = yearOf(parts[0])
		d.to.year = yearOf(parts[1])
		if n, err := strconv.Atoi(parts[1]); err == nil && len(parts[1]) == 2 {
			d.to.year = d.from.year/100*100 + n
		}
		return d, d.to.year > d.from.year
	case i+1 == len(words):
		return d, false
	case len(parts) == 2:
		return d.days(words, parts, monthOf(words[i+1]))
	}
	return d.days(words, strings.Split(words[i+1].low, "-"), monthOf(words[i]))
}

// days reads a range of days of one month that two words from d.first on spell,
// and the year that may follow.
func (d dating) days(words []word, parts []string, month int) (dating, bool) {
	if len(parts) != 2 || month == 0 {
		return d, false
	}
	d.from, d.to = day{0, month, dayOf(parts[0])}, day{0, month, dayOf(parts[1])}
	d.last = d.first + 2
	if next := skipFiller(words, d.last); next < len(words) {
		if y := yearOf(words[next].low); y != 0 {
			d.from.year, d.to.year, d.last = y, y, next+1
		}
	}
	return d, d.from.day != 0 && d.to.day > d.from.day
}

// match reads a date of the form at word i.
func match(form string, words []word, i int) (dating, bool) {
	d := dating{first: i}
	k := i
	for _, part := range form {
		switch {
		case part == 'd' && k > i && k < len(words) && words[k].is("."):
			k++ // the stop of a shortened month
		case k > i && (part == 'm' || part == 'M' || part == 'y' || part == 'Y'):
			k = skipFiller(words, k)
		}
		if k >= len(words) || !d.take(part, words, k, i) {
			return d, false
		}
		k++
	}
	d.last = k
	d.share()
	switch form {
	case "m":
		return d, i > 0 && words[i-1].is("in", "since", "last", "this", "of", "by", "early", "late", "mid")
	case "ytY":
		return d, d.to.year > d.from.year && (words[i+1].glued || i > 0 && words[i-1].is("from", "between"))
	}
	return d, d.to == (day{}) || d.to.year == 0 || !d.to.before(d.from)
}

// take reads one part of a form from word k; the date begins at word i.
func (d *dating) take(part rune, words []word, k, i int) bool {
	w := words[k]
	var into *int
	value := 0
	switch part {
	case 't':
		return w.is("to", "until", "through", "–", "—", "-") || w.is("and") && i > 0 && words[i-1].is("between")
	case 'd':
		into, value = &d.from.day, dayOf(w.low)
	case 'D':
		into, value = &d.to.day, dayOf(w.low)
	case 'm':
		into, value = &d.from.month, monthOf(w)
	case 'M':
		into, value = &d.to.month, monthOf(w)
	case 'y':
		into, value = &d.from.year, yearOf(w.low)
	case 'Y':
		into, value = &d.to.year, yearOf(w.low)
		if n, err := strconv.Atoi(w.low); err == nil && len(w.low) == 2 && words[k-1].mark && words[k-1].glued {
			value = d.from.year/100*100 + n
		}
	}
	*into = value
	return value != 0
}

// share gives both ends of a range what only one of them spells.
func (d *dating) share() {
	if d.to == (day{}) {
		return
	}
	if d.from.month == 0 {
		d.from.month = d.to.month
	}
	if d.to.month == 0 {
		d.to.month = d.from.month
	}
	if d.from.year == 0 && d.to.year != 0 {
		d.from.year = d.to.year
		if d.from.month > d.to.month {
			d.from.year--
		}
	}
}

// skipFiller returns the place after a comma, an "of" or the stop of a
// shortened month at word k.
func skipFiller(words []word, k int) int {
	for k < len(words) && words[k].is(",", "of", ".") {
		k++
	}
	return k
}

// dayOf returns the day of the month that a word spells, or 0.
func dayOf(low string) int {
	for _, ending := range [...]string{"st", "nd", "rd", "th"} {
		low = strings.TrimSuffix(low, ending)
	}
	n, err := strconv.Atoi(low)
	if err != nil || len(low) > 2 || n > 31 {
		return 0
	}
	return n
}

// yearOf returns the year that a word spells, or 0.
func yearOf(low string) int {
	n, err := strconv.Atoi(low)
	if err != nil || len(low) != 4 || n < 1500 || n > 2099 {
		return 0
	}
	return n
}

// monthOf returns the month that a capitalised word spells, or 0.
func monthOf(w word) int {
	if !w.capital() || len(w.low) < 3 {
		return 0
	}
	for i, name := range monthNames {
		if w.low == name || w.low == name[:3] || w.low == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
