package briefings

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unsupported returns what a statement says and none of the passages does: its
// numbers and years, its names, and how strongly it obliges or foretells. It is
// put together in the order of the statement, such as "should … by 2027"; empty
// when nothing is missing. It knows words and not meanings: what it finds is
// surely not there in these words, and what it does not find may still be wrong.
func unsupported(statement string, passages []string) string {
	there := evidenceOf(passages)
	words := lintWords(statement)
	missing := make([]bool, len(words))
	for i, w := range words {
		if n, ok := figure(w.text); ok && !there.numbers[n] && !(w.day && there.month(n)) {
			missing[i] = true
		}
	}
	names(words, there, missing)
	force(words, there, missing)
	var found []string
	for i := 0; i < len(words); i++ {
		if !missing[i] {
			continue
		}
		phrase := words[i].text
		if _, number := figure(words[i].text); i > 0 && number && slices.Contains(bounds, strings.ToLower(words[i-1].text)) {
			phrase = words[i-1].text + " " + phrase
		}
		for i+1 < len(words) && missing[i+1] {
			i++
			phrase += " " + words[i].text
		}
		found = append(found, phrase)
	}
	return strings.Join(found[:min(len(found), mostMissing)], " … ")
}

// mostMissing is how much of what is missing is named.
const mostMissing = 5

// bounds are the words that say what a number is.
var bounds = []string{"by", "in", "until", "before", "after", "since", "from", "over", "under", "about"}

// A lintWord is a word of a statement or a passage.
type lintWord struct {
	text  string // without a possessive ending
	first bool   // it begins a sentence or a quotation
	day   bool   // it is the month of a date such as 2026-12-03
}

var (
	wordForm    = regexp.MustCompile(`(?:\p{L}\.){2,}|\d+(?:[.,]\d+)*|[\p{L}\p{M}\d]+(?:[’'-][\p{L}\p{M}\d]+)*`)
	isoForm     = regexp.MustCompile(`\b(\d{4})-(\d{2})(?:-(\d{2}))?\b`)
	seasonForm  = regexp.MustCompile(`\b((?:19|20)\d\d)[/–-](\d\d)\b`)
	openingForm = regexp.MustCompile(`[.!?:“"‘(]\s*$`)
)

// lintWords takes a text apart. Dates in figures become their parts, and so do
// words that a hyphen joins to a figure.
func lintWords(text string) []lintWord {
	months := map[int]bool{}
	for _, m := range isoForm.FindAllStringSubmatchIndex(text, -1) {
		months[m[4]] = true
	}
	text = isoForm.ReplaceAllStringFunc(text, func(s string) string { return strings.ReplaceAll(s, "-", " ") })
	var all []lintWord
	for _, m := range wordForm.FindAllStringIndex(text, -1) {
		w := lintWord{text: text[m[0]:m[1]], day: months[m[0]], first: m[0] == 0 || openingForm.MatchString(text[max(0, m[0]-4):m[0]])}
		for _, ending := range [...]string{"'s", "’s"} {
			w.text = strings.TrimSuffix(w.text, ending)
		}
		all = append(all, w)
	}
	return all
}

// figure returns the number that a word is, without the marks between its
// thousands and the noughts before it.
func figure(word string) (string, bool) {
	if word == "" || word[0] < '0' || word[0] > '9' {
		return "", false
	}
	whole, part, _ := strings.Cut(word, ".")
	whole = strings.ReplaceAll(whole, ",", "")
	digits := strings.TrimRightFunc(whole, unicode.IsLetter) // as in 3rd and 1990s
	if digits == "" || strings.ContainsFunc(digits, func(r rune) bool { return !unicode.IsDigit(r) }) {
		return "", false
	}
	digits = strings.TrimLeft(digits, "0")
	if part = strings.TrimRight(part, "0"); part != "" {
		return digits + "." + part, true
	}
	return digits, true
}

// An evidence is what the passages under a statement say.
type evidence struct {
	numbers map[string]bool
	words   map[string]bool // in small letters, without stops
	starts  map[string]bool // the first four letters of each
	short   map[string]bool // the initials of names of several words
	duty    int             // how strongly they oblige: one of the strengths
	hedged  bool            // they say that something may be
	certain bool            // they say that something will be
}

// smallNumbers are the numbers that are written in words.
var smallNumbers = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty")

// otherNumbers are those that do not follow each other.
var otherNumbers = map[string]string{"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
	"hundred": "100", "thousand": "1000", "half": "50", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "once": "1", "twice": "2",
	"double": "2", "doubled": "2", "dozen": "12", "decade": "10"}

var monthNames = strings.Fields("january february march april may june july august september october november december")

func evidenceOf(passages []string) evidence {
	e := evidence{numbers: map[string]bool{}, words: map[string]bool{}, starts: map[string]bool{}, short: map[string]bool{}}
	for _, p := range passages {
		for _, m := range seasonForm.FindAllStringSubmatch(p, -1) {
			e.numbers[m[1][:2]+m[2]], e.numbers[m[1]] = true, true
		}
		initials := ""
		for _, w := range lintWords(p) {
			if n, ok := figure(w.text); ok {
				e.numbers[n] = true
			}
			for _, part := range strings.FieldsFunc(w.text, func(r rune) bool { return r == '-' }) {
				e.word(part)
			}
			e.word(w.text)
			if r, _ := utf8.DecodeRuneInString(w.text); unicode.IsUpper(r) {
				initials += string(r)
				e.initials(initials)
			} else if !slices.Contains([]string{"of", "the", "for", "and"}, w.text) {
				initials = ""
			}
		}
		e.weigh(p)
	}
	return e
}

// word notes a word of a passage.
func (e evidence) word(text string) {
	low := strings.ToLower(strings.ReplaceAll(text, ".", ""))
	e.words[low] = true
	if start := startOf(low); start != "" {
		e.starts[start] = true
	}
	if n := slices.Index(smallNumbers, low); n >= 0 {
		e.numbers[strconv.Itoa(n)] = true
	}
	if n := otherNumbers[low]; n != "" {
		e.numbers[n] = true
	}
	if n, ok := figure(text); ok {
		e.numbers[n] = true
	}
}

// initials notes the ends of a run of capitals, which are what a name of several
// words is shortened to.
func (e evidence) initials(run string) {
	for i := range run {
		if len(run[i:]) > 1 {
			e.short[strings.ToLower(run[i:])] = true
		}
	}
}

// month reports whether the passages name the month with the number.
func (e evidence) month(n string) bool {
	at, err := strconv.Atoi(n)
	return err == nil && at >= 1 && at <= 12 && (e.words[monthNames[at-1]] || e.words[monthNames[at-1][:3]])
}

// startOf returns the letters by which a name and what is made of it, such as
// China and Chinese, are held to be the same; empty for a short word.
func startOf(low string) string {
	runes := []rune(low)
	if len(runes) < 4 {
		return ""
	}
	return string(runes[:4])
}

// names marks the names that no passage holds. The first word of a sentence has
// a capital whatever it is, so it counts only in a name of several words or when
// it is written in capitals.
func names(words []lintWord, there evidence, missing []bool) {
	capital := func(i int) bool {
		if i >= len(words) || words[i].text == "I" {
			return false
		}
		r, _ := utf8.DecodeRuneInString(words[i].text)
		return unicode.IsUpper(r)
	}
	for i := 0; i < len(words); i++ {
		if !capital(i) || words[i].first && functionWord(words[i].text) {
			continue
		}
		end, initials := i, ""
		for ; capital(end) && (end == i || !words[end].first); end++ {
			r, _ := utf8.DecodeRuneInString(words[end].text)
			initials += strings.ToLower(string(r))
		}
		alone := end-i == 1
		shortened := !alone && there.words[initials]
		for ; i < end; i++ {
			w := words[i]
			ordinary := w.first && !acronym(w.text) && alone
			missing[i] = missing[i] || !shortened && !ordinary && !there.holds(w.text)
		}
		i--
	}
}

// holds reports whether the passages hold a name, in any form.
func (e evidence) holds(name string) bool {
	low := strings.ToLower(strings.ReplaceAll(name, ".", ""))
	if e.words[low] || e.short[low] {
		return true
	}
	if n := slices.Index(monthNames, low); n >= 0 {
		return e.words[low[:3]] || e.starts[startOf(low)] || e.numbers[strconv.Itoa(n+1)]
	}
	if start := startOf(low); start != "" && e.starts[start] {
		return true
	}
	return strings.Contains(low, "-") && !slices.ContainsFunc(strings.Split(name, "-"), func(part string) bool { return part != "" && !e.holds(part) })
}

// acronym reports whether a word has two capitals and more.
func acronym(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 1
}

// functionWord reports whether a word at the start of a sentence is part of no
// name.
func functionWord(word string) bool {
	return slices.Contains([]string{"a", "an", "the", "in", "on", "at", "by", "for", "of", "to", "and", "but", "or", "if", "as", "when", "while", "since",
		"with", "under", "after", "before", "from", "both", "only", "all", "some", "most", "many", "no", "what", "that", "this", "these", "those",
		"although", "though", "because", "despite", "even", "its", "their", "our", "his", "her", "it", "they", "we", "he", "she", "there"}, strings.ToLower(word))
}
