package manuscript

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"attache/briefings"
)

// keys returns the names that the front matter may set.
func keys() []string {
	return []string{"briefing", "edition", "revision", "title", "topics", "marking", "embargo", "owner", "review-by", "scale", "sources"}
}

// writeFront writes what stands between the two lines of hyphens. The title has
// its place in the heading alone, so that nobody changes one of two.
func writeFront(b *strings.Builder, m Manuscript) {
	set := func(key, value string) {
		if value != "" {
			fmt.Fprintf(b, "%s: %s\n", key, quote(value))
		}
	}
	list := func(key string, values []string) {
		if len(values) > 0 {
			fmt.Fprintf(b, "%s:\n", key)
		}
		for _, v := range values {
			fmt.Fprintf(b, "  - %s\n", quote(v))
		}
	}
	text := m.Text
	b.WriteString("---\n")
	set("briefing", string(m.Slug))
	fmt.Fprintf(b, "edition: %d\nrevision: %d\n", m.Base, m.Revision)
	list("topics", text.Topics)
	set("marking", string(text.Marking))
	if !text.Embargo.IsZero() {
		fmt.Fprintf(b, "embargo: %s\n", text.Embargo.UTC().Format(time.RFC3339Nano))
	}
	set("owner", string(text.Owner))
	set("review-by", text.ReviewBy)
	set("scale", string(text.Scale))
	var sources []string
	for _, s := range text.Sources {
		sources = append(sources, string(s))
	}
	list("sources", sources)
	b.WriteString("---\n")
}

// bareValue is what means the same with and without quotation marks.
var bareValue = regexp.MustCompile(`^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_/.+' -]|:[\p{L}\p{N}])*[\p{L}\p{M}\p{N}]$`)

// quote returns a value for the front matter: as it is where that is plain, else
// between quotation marks with its unusual characters as codes.
func quote(s string) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	if bareValue.MatchString(s) && !strings.EqualFold(s, "null") {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r != ' ' && (unseen(r) || !strconv.IsPrint(r)):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// into reads the front matter into the manuscript.
func (f *front) into(m *Manuscript) error {
	steps := []struct {
		key  string
		read func(string) error
	}{
		{"briefing", func(v string) (err error) { m.Slug, err = briefings.ParseSlug(v); return err }},
		{"edition", func(v string) error { return number(v, &m.Base) }},
		{"revision", func(v string) error { return number(v, &m.Revision) }},
		{"title", func(v string) error { m.Text.Title = v; return nil }},
		{"marking", func(v string) (err error) { m.Text.Marking, err = briefings.ParseMarking(v); return err }},
		{"embargo", func(v string) error { return moment(v, &m.Text.Embargo) }},
		{"owner", func(v string) error { m.Text.Owner = briefings.PersonID(v); return nil }},
		{"review-by", func(v string) error { return day(v, &m.Text.ReviewBy) }},
		{"scale", func(v string) error { return scale(v, &m.Text.Scale) }},
	}
	for _, s := range steps {
		if v, ok, err := f.value(s.key); err != nil {
			return err
		} else if ok {
			if err := s.read(v.text); err != nil {
				return briefings.Errorf(briefings.Invalid, "Line %d: %s", v.n, err)
			}
		}
	}
	topics, err := f.list("topics")
	if err != nil {
		return err
	}
	for _, t := range topics {
		m.Text.Topics = append(m.Text.Topics, t.text)
	}
	sources, err := f.list("sources")
	if err != nil {
		return err
	}
	for _, s := range sources {
		ref, err := briefings.ParsePassageRef(s.text + "#1")
		if err != nil {
			return briefings.Errorf(briefings.Invalid, "Line %d: %q is not a source; write it as S-0001.", s.n, briefings.Shorten(s.text, 40))
		}
		m.Text.Sources = append(m.Text.Sources, ref.Source)
	}
	return nil
}

func number(v string, into *int) error {
	n, err := strconv.ParseUint(v, 10, 31)
	if err != nil {
		return briefings.Errorf(briefings.Invalid, "%q is not a number; leave the one that the file came with, or write 0 for none.", briefings.Shorten(v, 40))
	}
	*into = int(n)
	return nil
}

func moment(v string, into *time.Time) error {
	at, err := time.Parse(time.RFC3339, v)
	if err != nil || at.IsZero() || at.UTC().Year() < 1 || at.UTC().Year() > 9999 {
		return briefings.Errorf(briefings.Invalid, "%q is not a time; write the embargo as 2026-12-01T09:00:00Z, or with its zone as 2026-12-01T09:00:00+01:00.", briefings.Shorten(v, 40))
	}
	*into = at.UTC()
	return nil
}

func day(v string, into *string) error {
	if _, err := time.Parse(time.DateOnly, v); err != nil {
		return briefings.Errorf(briefings.Invalid, "%q is not a day; write it as 2026-12-01.", briefings.Shorten(v, 40))
	}
	*into = v
	return nil
}

// scale reads a scale by its name, as people and as programs write it.
func scale(v string, into *briefings.Scale) error {
	bare := strings.NewReplacer(" ", "", "-", "").Replace(strings.ToLower(v))
	switch s := briefings.Scale(bare); s {
	case briefings.ICD203, briefings.PHIA:
		*into = s
		return nil
	}
	return briefings.Errorf(briefings.Invalid, "%q is not a scale of likelihoods; write icd203 or phia.", briefings.Shorten(v, 40))
}
