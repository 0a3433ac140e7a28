package briefings

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Warning is something about a text that its writer should see before it is
// published. It never changes a word of it.
type Warning struct {
	Part      string // "title", "topics", "scale", "review by", "bottom line", "key judgements", "recommendations", "watch" or "sources"
	N         int    // the number of the statement in its part, from 1; 0 for a part of one value
	Statement string // the words of the statement; empty for a part of one value
	Text      string // a sentence that says what to do
	Blocks    bool   // the text cannot be published like this
}

// MaxStatement is how many characters a statement may have: a sentence of a
// hundred words, about four times what reads well.
const MaxStatement = 600

// Lint returns what is wrong with a text, in the order of its parts. source
// returns a passage of a kept source, and false when there is none; it may be
// nil, and then what depends on the passages is not judged. A text without a
// warning that blocks can still lack what Validate asks for.
//
// A statement in the words of a passage that it cites is judged by what it cites
// and by what cannot be seen in it only: the words are those of the source. What
// is marked as the desk's own judgement needs no support.
func Lint(c Content, source func(PassageRef) (Passage, bool)) []Warning {
	l := &linter{content: c, source: source}
	l.frame()
	for i, s := range c.BottomLine {
		l.statement("bottom line", i+1, s)
	}
	for i, s := range c.Judgements {
		l.statement("key judgements", i+1, s)
	}
	for i, r := range c.Recommendations {
		l.statement("recommendations", i+1, r.Statement)
		l.seen("recommendations", i+1, r.Text, "The addressee", r.Addressee)
		l.seen("recommendations", i+1, r.Text, "The horizon", r.Horizon)
	}
	for i, w := range c.Watch {
		l.statement("watch", i+1, w.Statement)
		l.seen("watch", i+1, w.Text, "The date", w.Date)
	}
	return l.warnings
}

type linter struct {
	content  Content
	source   func(PassageRef) (Passage, bool)
	column   [2]string // the first term used of either column of ICD 203
	warnings []Warning
}

func (l *linter) add(part string, n int, statement string, blocks bool, format string, args ...any) {
	l.warnings = append(l.warnings, Warning{part, n, statement, fmt.Sprintf(format, args...), blocks})
}

// frame judges what surrounds the statements.
func (l *linter) frame() {
	l.seen("title", 0, "", "The title", l.content.Title)
	for i, t := range l.content.Topics {
		l.seen("topics", i+1, "", "A topic", t)
	}
	if l.content.Scale.Likelihoods() == nil {
		l.add("scale", 0, "", true, "%q is not a scale of likelihoods; write icd203 or phia.", Shorten(string(l.content.Scale), 40))
	}
	if by := l.content.ReviewBy; by != "" {
		if _, err := time.Parse(time.DateOnly, by); err != nil {
			l.add("review by", 0, "", true, "%q is not a day; write the day of the next review as 2026-12-01.", Shorten(by, 40))
		}
	}
}

// seen warns of a character that nobody sees in what has the name.
func (l *linter) seen(part string, n int, statement, name, text string) {
	for i, r := range text {
		if !unseen(r) {
			continue
		}
		after := "at its beginning"
		if i > 0 {
			runes := []rune(text[:i])
			after = fmt.Sprintf("behind “%s”", string(runes[max(0, len(runes)-20):]))
		}
		l.add(part, n, statement, true, "%s holds a character that cannot be seen, U+%04X, %s; remove it.", name, r, after)
		return
	}
	if !utf8.ValidString(text) {
		l.add(part, n, statement, true, "%s holds bytes that are no text; write it anew.", name)
	}
}

// unseen reports whether a character is a control character, has no width, or
// changes the direction of what follows.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Noncharacter_Code_Point) ||
		r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0'
}

// statement judges one statement.
func (l *linter) statement(part string, n int, s Statement) {
	add := func(blocks bool, format string, args ...any) { l.add(part, n, s.Text, blocks, format, args...) }
	l.seen(part, n, s.Text, "The statement", s.Text)
	l.seen(part, n, s.Text, "The reason for the confidence", s.Because)
	switch length := utf8.RuneCountInString(s.Text); {
	case strings.TrimSpace(s.Text) == "":
		add(true, "The statement has no words; write its sentence or remove it.")
	case length > MaxStatement:
		add(true, "The statement has %d characters, and %d are the most; divide it.", length, MaxStatement)
		return // what is left to say would be said of a text and not of a sentence
	}
	passages, quoted := l.cited(part, n, s)
	if !quoted {
		l.likelihood(part, n, s)
	}
	switch s.Confidence {
	case "":
		if s.Because != "" {
			add(false, "There is a reason for a confidence and no confidence; write low, moderate or high.")
		}
	case Low, Moderate, High:
		if strings.TrimSpace(s.Because) == "" {
			add(false, "The confidence is %s without a reason; say because of what.", s.Confidence)
		}
	default:
		add(true, "%q is no confidence; write low, moderate or high.", Shorten(string(s.Confidence), 40))
	}
	if !quoted && !s.Own && len(passages) > 0 {
		if gap := unsupported(s.Text, passages); gap != "" {
			add(false, "“%s” is not in %s; cite what says so, change the words, or mark it as the desk's own judgement.", gap, refs(s.Citations))
		}
	}
}

// refs returns the citations as a list for a sentence.
func refs(all []PassageRef) string {
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.String()
	}
	if len(names) > 1 {
		return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
	}
	return strings.Join(names, "")
}

// cited judges the citations of a statement and returns the texts of the passages
// that there are, and whether the statement is one of them word by word.
func (l *linter) cited(part string, n int, s Statement) (passages []string, quoted bool) {
	if len(s.Citations) == 0 && !s.Own {
		l.add(part, n, s.Text, true, "The statement cites nothing; cite a passage, mark it as the desk's own judgement, or leave it out.")
	}
	for _, ref := range s.Citations {
		if !slices.Contains(l.content.Sources, ref.Source) {
			l.add(part, n, s.Text, true, "%s is no source of this briefing; add it to the sources, or cite another.", ref.Source)
			continue
		}
		if l.source == nil {
			continue
		}
		p, ok := l.source(ref)
		if !ok {
			l.add(part, n, s.Text, true, "%s is no passage that is kept; cite another.", ref)
			continue
		}
		passages = append(passages, p.Text)
		quoted = quoted || s.Text == p.Text || Normal(s.Text) == p.Text
	}
	return passages, quoted
}

// likelihood judges how a statement says what is likely.
func (l *linter) likelihood(part string, n int, s Statement) {
	add := func(blocks bool, format string, args ...any) { l.add(part, n, s.Text, blocks, format, args...) }
	found := terms(s.Text)
	if level := confident.FindString(s.Text); level != "" && len(found) > 0 {
		add(true, "“%s” is a likelihood and “%s” a confidence; keep the likelihood in the sentence and give the confidence below it.", found[0].written, level)
	}
	scale := l.content.Scale
	if scale == "" {
		scale = ICD203
	}
	for _, t := range found {
		rows := scale.Likelihoods()
		if rows == nil {
			continue
		}
		if t.row < 0 {
			add(false, "“%s” is a term of no scale; use one of %s, such as “%s”.", t.written, scale.name(), rows[5].Terms[0])
			continue
		}
		if !slices.Contains(t.scales, scale) {
			add(false, "“%s” is a term of %s and not of %s, which this briefing uses; its nearest there is “%s”.", t.written, t.scales[0].name(), scale.name(), rows[t.row].Terms[0])
			continue
		}
		if scale != ICD203 || t.column < 0 {
			continue
		}
		if other := l.column[1-t.column]; other != "" && l.column[t.column] == "" {
			add(false, "“%s” stands in another column of ICD 203 than “%s”, which this briefing uses too; keep to one of the two.", t.written, other)
		}
		if l.column[t.column] == "" {
			l.column[t.column] = t.written
		}
	}
	if part == "key judgements" {
		if word := vagueWord(s.Text); word != "" {
			add(false, "“%s” says too little of how likely it is; use a term of %s, such as “likely”.", word, scale.name())
		}
	}
}
