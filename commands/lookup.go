package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"attache/briefings"
)

// fold returns a name in the form in which names are compared: any case, any
// width, any white space.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(Clean(s)))), " ")
}

// named returns the sources in view that a person may mean by a name: its
// number, its file, its briefing's short name, its title, a part of its title,
// or who it comes from. The first of these that fits decides. The error says
// what there is.
func (v *view) named(text string) ([]*briefings.Source, error) {
	if got := v.called(text); len(got) > 0 {
		return got, nil
	}
	var names []string
	for _, src := range v.sources {
		names = append(names, string(src.ID), src.File, src.Meta.Title)
	}
	for _, e := range v.entries {
		names = append(names, string(e.Slug))
	}
	if meant := nearest(fold(text), names); meant != "" {
		return nil, briefings.Errorf(briefings.NotFound, "No source is called %q; did you mean %s?", shown(text), quoted(meant))
	}
	if len(v.sources) == 0 {
		return nil, briefings.Errorf(briefings.NotFound, "No source is called %q: nothing is published here yet.", shown(text))
	}
	return nil, briefings.Errorf(briefings.NotFound, "No source is called %q; the verb topics lists what there is.", shown(text))
}

// called is named without the error: no source when nothing fits.
func (v *view) called(text string) []*briefings.Source {
	want := fold(text)
	if want == "" {
		return nil
	}
	tests := []func(*briefings.Source) bool{
		func(s *briefings.Source) bool { return fold(string(s.ID)) == want },
		func(s *briefings.Source) bool { return fold(s.File) == want || fold(withoutExtension(s.File)) == want },
		func(s *briefings.Source) bool { return v.inBriefing(briefings.Slug(want), s.ID) },
		func(s *briefings.Source) bool { return fold(s.Meta.Title) == want || fold(s.Label()) == want },
		func(s *briefings.Source) bool { return len(want) > 3 && strings.Contains(fold(s.Meta.Title), want) },
		func(s *briefings.Source) bool { return fromWhom(s, want) },
	}
	for _, fits := range tests {
		var got []*briefings.Source
		for _, s := range v.sources {
			if fits(s) {
				got = append(got, s)
			}
		}
		if len(got) > 0 {
			return got
		}
	}
	return nil
}

// fromWhom reports whether a source comes from that publisher, journal or author.
func fromWhom(s *briefings.Source, want string) bool {
	for _, who := range append([]string{s.Meta.Publisher, s.Meta.Journal}, s.Meta.Authors...) {
		if len(want) > 3 && strings.Contains(fold(who), want) {
			return true
		}
	}
	return false
}

func withoutExtension(file string) string {
	if i := strings.LastIndexByte(file, '.'); i > 0 {
		return file[:i]
	}
	return file
}

// inBriefing reports whether the newest edition of a briefing in view uses a source.
func (v *view) inBriefing(slug briefings.Slug, id briefings.SourceID) bool {
	for _, e := range v.entries {
		if e.Slug == slug {
			return slices.Contains(e.edition.Text.Sources, id)
		}
	}
	return false
}

// about returns the entries in view that bear a name or a topic, or a part of one.
func (v *view) about(topic string) []entry {
	want := fold(topic)
	var got []entry
	for _, e := range v.entries {
		labels := append([]string{string(e.Slug), e.Title}, e.edition.Text.Topics...)
		if slices.ContainsFunc(labels, func(l string) bool { return fold(l) == want || len(want) > 3 && strings.Contains(fold(l), want) }) {
			got = append(got, e)
		}
	}
	return got
}

// onTopic returns the sources of the briefings in view that bear a topic. The
// error names topics there are.
func (v *view) onTopic(topic string) ([]*briefings.Source, error) {
	entries := v.about(topic)
	if len(entries) == 0 {
		var names []string
		for _, e := range v.entries {
			names = append(append(names, string(e.Slug)), e.edition.Text.Topics...)
		}
		if meant := nearest(fold(topic), names); meant != "" {
			return nil, briefings.Errorf(briefings.NotFound, "No briefing is on %q; did you mean %s?", shown(topic), quoted(meant))
		}
		return nil, briefings.Errorf(briefings.NotFound, "No briefing is on %q; the verb topics lists what there is.", shown(topic))
	}
	var got []*briefings.Source
	for _, s := range v.sources {
		if slices.ContainsFunc(entries, func(e entry) bool { return slices.Contains(e.edition.Text.Sources, s.ID) }) {
			got = append(got, s)
		}
	}
	return got, nil
}

// A chapter is a heading of a source's outline that a person named.
type chapter struct {
	source  *briefings.Source
	heading string
}

// chapters returns the headings in the sources that a text names: "chapter 3"
// and "ch. 3" by number, anything else by the heading's words.
func chapters(sources []*briefings.Source, text string) []chapter {
	want := fold(text)
	number := 0
	for _, word := range [...]string{"chapter ", "ch. ", "ch.", "ch ", "part ", "section "} {
		if rest, ok := strings.CutPrefix(want, word); ok {
			number, _ = strconv.Atoi(strings.TrimSpace(rest))
			break
		}
	}
	var exact, part []chapter
	for _, s := range sources {
		if h, ok := numbered(s, number); ok {
			exact = append(exact, chapter{s, h})
			continue
		}
		for _, h := range s.Outline {
			switch name := fold(h.Text); {
			case name == want || headingWords(name) == want:
				exact = append(exact, chapter{s, h.Text})
			case len(want) > 3 && strings.Contains(name, want):
				part = append(part, chapter{s, h.Text})
			}
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return part
}

// foreword matches the headings of what stands before the first chapter.
var foreword = regexp.MustCompile(`(?i)^(?:executive )?(?:summary|abstract|foreword|preface|key (?:points|findings|messages|takeaways)|at a glance|overview|acknowledge?ments?|요약|초록|머리말)(?:$|\PL)`)

// numbered returns the heading of chapter n: the one that bears the number, or
// in a document whose headings bear none the n-th chapter of several, what
// stands before the first chapter not counted.
func numbered(s *briefings.Source, n int) (string, bool) {
	var chapters []string
	if n < 1 {
		return "", false
	}
	for _, h := range s.Outline {
		if h.Level > 1 || h.RunIn || foreword.MatchString(h.Text) {
			continue
		}
		if numberOfChapter(h.Text) == n {
			return h.Text, true
		}
		chapters = append(chapters, h.Text)
	}
	if slices.ContainsFunc(chapters, func(h string) bool { return numberOfChapter(h) > 0 }) || n > len(chapters) || len(chapters) < 2 {
		return "", false
	}
	return chapters[n-1], true
}

// headingWords returns a folded heading without the number in front of it.
func headingWords(heading string) string {
	return strings.TrimSpace(heading[len(chapterNumber.FindString(heading)):])
}

// part returns what stands under a heading as a source of its own, and for each
// of its passages the number in the whole source. It is nil when nothing stands
// there.
func part(s *briefings.Source, heading string) (*briefings.Source, []int) {
	sub := *s
	sub.Passages, sub.Outline, sub.Tables, sub.Footnotes = nil, nil, nil, nil
	var numbers []int
	for _, p := range s.Passages {
		if p.InMainText() && slices.Contains(p.Section, heading) {
			numbers = append(numbers, p.N)
			p.N = len(numbers)
			sub.Passages = append(sub.Passages, p)
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	return &sub, numbers
}
