package documents

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// A mark is the number that a note begins with.
type mark struct {
	style  markStyle
	number int
	length int // with the space behind it
}

// A markStyle is a way of printing the number of a note.
type markStyle int

const (
	noMark    markStyle = iota
	raised              // ¹² Text
	bracketed           // [12] Text, [^12]: Text
	plain               // 12. Text, 12 Text, (12) Text
)

var plainMark = regexp.MustCompile(`^(?:(\d{1,3})[.)]?|\((\d{1,3})\))[ \t]+`)

// noteMark returns the mark that a line begins with if it is one that can only
// be a note's, and otherwise a mark of style noMark.
func noteMark(text string) mark {
	if n, size := raisedNumber(text); size > 0 {
		rest := strings.TrimLeft(text[size:], " \t\u00a0")
		if rest != "" {
			return mark{style: raised, number: n, length: len(text) - len(rest)}
		}
		return mark{}
	}
	if size := briefings.BracketMark(text); size > 0 {
		rest := strings.TrimLeft(strings.TrimPrefix(text[size:], ":"), " \t\u00a0")
		if rest != "" {
			return mark{style: bracketed, number: atoi(strings.Trim(text[:size], "[^]")), length: len(text) - len(rest)}
		}
	}
	return mark{}
}

// plainNoteMark returns the mark that a line begins with if it is a number in
// ordinary figures. Such a line may as well be a list item or a heading.
func plainNoteMark(text string) mark {
	m := plainMark.FindStringSubmatch(text)
	if m == nil {
		return mark{}
	}
	rest, _ := utf8.DecodeRuneInString(text[len(m[0]):])
	if !unicode.IsUpper(rest) && !unicode.Is(unicode.Hangul, rest) && !strings.ContainsRune("‘“'\"*_<", rest) && !strings.HasPrefix(text[len(m[0]):], "http") {
		return mark{}
	}
	return mark{style: plain, number: atoi(m[1] + m[2]), length: len(m[0])}
}

// raisedNumber reads the superscript digits that s begins with.
func raisedNumber(s string) (n, size int) {
	for _, r := range s {
		if !briefings.IsSuperscript(r) {
			break
		}
		n = n*10 + superscriptValue(r)
		size += utf8.RuneLen(r)
		if n > 9999 {
			return 0, 0
		}
	}
	return n, size
}

func superscriptValue(r rune) int {
	switch r {
	case '¹':
		return 1
	case '²':
		return 2
	case '³':
		return 3
	}
	return int(r - '⁰')
}

// noteMarks returns the note marks in a stretch of text, in order, as figures or
// as the names that Markdown allows. A superscript behind a unit of length, as
// in m², is not a mark.
func noteMarks(text string) []string {
	var found []string
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case briefings.IsSuperscript(r):
			n, length := raisedNumber(text[i:])
			if n > 0 && i > 0 && !isUnit(text[:i], length) {
				found = append(found, strconv.Itoa(n))
			}
			size = max(length, size)
		case r == '[':
			if length := briefings.BracketMark(text[i:]); length > 0 && i > 0 && !isSpaceBefore(text, i) {
				found = append(found, strings.Trim(text[i:i+length], "[^]"))
				size = length
			}
		}
		i += size
	}
	return found
}

func isSpaceBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsSpace(r)
}

var unitForm = regexp.MustCompile(`(?:^|[\s\d])(?:[kcmd]?m|km|ft|in|mi|sq)$`)

func isUnit(before string, digits int) bool {
	return digits == 2 && unitForm.MatchString(before)
}

// findNotes marks the notes. A raised or bracketed number at the start of a
// block is a note's. A number in ordinary figures is one only if it continues a
// rising count of which most numbers are marked in the running text.
func (p *page) findNotes() {
	p.markers = make(map[int]bool)
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == left || b.note > 0 {
			continue
		}
		m := noteMark(b.text)
		for _, label := range noteMarks(b.text[m.length:]) {
			p.markers[atoi(label)] = true
		}
		if m.style != noMark && !b.fixed && !b.bullet {
			p.setNote(b, m)
		}
	}
	p.nameNotes()
	if len(p.markers) > 0 && !p.hasNotes() {
		p.findPlainNotes()
		p.nameNotes()
	}
	p.markNotesHeads()
}

// nameNotes writes down which marks lead to the notes found.
func (p *page) nameNotes() {
	p.notes = make(map[string]int)
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == note {
			label := b.label
			if label == "" {
				label = strconv.Itoa(b.note)
			}
			p.notes[label] = b.note
		}
	}
}

func (p *page) setNote(b *block, m mark) {
	b.kind, b.note = note, m.number
	b.body.Start += m.length
	b.text = p.quote(b.body)
}

// findPlainNotes marks the notes whose numbers stand in ordinary figures.
func (p *page) findPlainNotes() {
	lines := make(map[string]int) // how often a line comes back but for its numbers
	for i := range p.blocks {
		lines[foldDigits(p.blocks[i].text)]++
	}
	places := make(map[int][]int) // the blocks that begin with a number
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != prose || b.fixed || b.bullet || p.inContents(b.text) || lines[foldDigits(b.text)] > 1 && !ended(b.text) {
			continue
		}
		if m := plainNoteMark(b.text); m.style == plain && (ended(b.text) || urlForm.MatchString(b.text)) {
			places[m.number] = append(places[m.number], i)
		}
	}
	var found []int
	marked, last := 0, -1
	for n, missing := 1, 0; missing < 4; n++ {
		i := slices.IndexFunc(places[n], func(i int) bool { return i > last })
		if i < 0 {
			missing++
			continue
		}
		last, missing = places[n][i], 0
		found = append(found, last)
		if p.markers[n] {
			marked++
		}
	}
	if len(found) == 0 || marked*10 < len(found)*6 {
		return
	}
	for _, i := range found {
		p.setNote(&p.blocks[i], plainNoteMark(p.blocks[i].text))
	}
}

var notesHead = regexp.MustCompile(`(?i)^(?:end ?notes|foot ?notes|notes(?: and references)?|references|주|각주|미주)$`)

// markNotesHeads makes a heading of the line over the notes at the end.
func (p *page) markNotesHeads() {
	for i := range p.blocks[:max(0, len(p.blocks)-1)] {
		b := &p.blocks[i]
		if b.kind == prose && p.blocks[i+1].kind == note && notesHead.MatchString(strings.TrimRight(b.text, ": ")) {
			b.kind, b.level = heading, 1
		}
	}
}

var (
	urlForm  = regexp.MustCompile(`(?:https?://|www\.)[^\s<>"“”‘’]+`)
	ibidForm = regexp.MustCompile(`(?i)^(?:ibid(?:em)?\b|위의 (?:글|책))`)
)

// urls returns the addresses in a note, in order, without the punctuation that
// the sentence puts behind them. An address that a line break cut in two is
// joined where it stands in angle brackets.
func urls(raw string) []string {
	var found []string
	raw = bracketedURL.ReplaceAllStringFunc(raw, func(s string) string { return strings.Join(strings.Fields(s), "") })
	for _, u := range urlForm.FindAllString(raw, -1) {
		u = strings.TrimRight(u, ".,;:!?'*_")
		for strings.HasSuffix(u, ")") && strings.Count(u, "(") < strings.Count(u, ")") || strings.HasSuffix(u, "]") && !strings.Contains(u, "[") {
			u = strings.TrimRight(u[:len(u)-1], ".,;:!?'*_")
		}
		found = append(found, u)
	}
	return found
}

var bracketedURL = regexp.MustCompile(`<https?://[^<>]*>`)

// footnotes returns the notes with their addresses. "Ibid." leads to the note
// before it, and through that one to what it leads to itself.
func (p *page) footnotes() []briefings.Footnote {
	var notes []briefings.Footnote
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != note {
			continue
		}
		f := briefings.Footnote{N: b.note, Text: briefings.Normal(b.text), Spans: []briefings.Span{b.body}, URLs: urls(b.text)}
		f.Resolved = f.URLs
		if ibidForm.MatchString(f.Text) && len(notes) > 0 {
			before := notes[len(notes)-1]
			f.Ibid = before.N
			if len(f.URLs) == 0 {
				f.Resolved = before.Resolved
			}
		}
		notes = append(notes, f)
	}
	return notes
}
