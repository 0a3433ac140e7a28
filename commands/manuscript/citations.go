package manuscript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// dashes are what editors make of a hyphen.
var dashes = []rune("-‐‑‒–—−")

var (
	oneCite  = regexp.MustCompile(`^\[([^\[\]]*)\]`)
	listing  = regexp.MustCompile(`\s*[,;]\s*`)
	between  = regexp.MustCompile(`^[\s,;]+`)
	byBehind = regexp.MustCompile(`(?i)^\(\s*by\s+([^()]*)\)`)
	byBefore = regexp.MustCompile(`(?i)\(\s*by\s+([^()]*)\)\s*([.!?]?)\s*$`)
	lastStop = regexp.MustCompile(`^\s*([.!?…]?)\s*$`)
)

// parts takes an item apart: its citations, what stands before them, and, where
// there may be one, the horizon before or behind them. A stop behind the
// citations belongs to the sentence.
func (i item) parts(horizons bool) (s briefings.Statement, text []glyph, horizon string, err error) {
	text = joined(i.text)
	var behind []glyph
	whole := mask(text, escaped)
	if at := citing.FindStringIndex(whole); at != nil {
		n := count(whole, at[0])
		text, behind = text[:n], text[n:]
	}
	if horizons {
		m := mask(text, bare)
		if at := byBefore.FindStringSubmatchIndex(m); at != nil {
			horizon = plain(text[count(m, at[2]):count(m, at[3])])
			text = closed(text[:count(m, at[0])], m[at[4]:at[5]])
		}
	}
	rest := tail{mask(behind, escaped), mask(behind, bare), behind}
	last := ""
	for len(rest.glyphs) > 0 {
		if one := oneCite.FindStringSubmatch(rest.cites); one != nil {
			if err := i.cite(&s, one[1]); err != nil {
				return s, nil, "", err
			}
			last = one[0]
			rest.skip(utf8.RuneCountInString(last))
			continue
		}
		if at := byBehind.FindStringSubmatchIndex(rest.bare); horizons && at != nil {
			if horizon != "" {
				return s, nil, "", briefings.Errorf(briefings.Invalid, "Line %d: this recommendation says twice by when; keep one of them.", i.n)
			}
			horizon = plain(rest.glyphs[count(rest.bare, at[2]):count(rest.bare, at[3])])
			rest.skip(count(rest.bare, at[1]))
			continue
		}
		if gap := between.FindString(rest.bare); gap != "" {
			rest.skip(len(gap))
			continue
		}
		if stop := lastStop.FindStringSubmatch(rest.bare); stop != nil {
			return s, closed(text, stop[1]), horizon, nil
		}
		return s, nil, "", i.misplaced(last, rest.bare)
	}
	return s, text, horizon, nil
}

// A tail is what is left of an item behind its sentence: the glyphs and two masks
// of them, cut off together.
type tail struct {
	cites, bare string
	glyphs      []glyph
}

// skip takes n glyphs off the front.
func (t *tail) skip(n int) {
	for range n {
		_, size := utf8.DecodeRuneInString(t.cites)
		t.cites = t.cites[size:]
		_, size = utf8.DecodeRuneInString(t.bare)
		t.bare = t.bare[size:]
	}
	t.glyphs = t.glyphs[n:]
}

// closed puts the stop that stood behind a citation where it belongs, unless the
// sentence has one.
func closed(text []glyph, stop string) []glyph {
	end := strings.TrimRight(mask(text, coded), " ")
	if stop == "" || end == "" || strings.ContainsAny(end[len(end)-1:], ".!?") {
		return text
	}
	return append(append([]glyph{}, text[:utf8.RuneCountInString(end)]...), decode(stop)...)
}

// misplaced returns what to say of text behind a citation.
func (i item) misplaced(cite, rest string) error {
	if cite == "" {
		return briefings.Errorf(briefings.Invalid, "Line %d: the citation at %q does not end; write it as [S-0001#12].", i.n, briefings.Shorten(rest, 30))
	}
	return briefings.Errorf(briefings.Invalid, "Line %d: %q stands behind the citation %s; citations stand at the end of a statement, so move it before them, or make it a statement of its own below an empty line.",
		i.n, briefings.Shorten(strings.TrimSpace(rest), 40), briefings.Shorten(cite, 30))
}

// cite adds what stands between the brackets of a citation: one passage, or
// several with commas between them.
func (i item) cite(s *briefings.Statement, inside string) error {
	for _, one := range listing.Split(strings.TrimSpace(inside), -1) {
		if strings.EqualFold(one, "desk") {
			s.Own = true
			continue
		}
		tidy := strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return -1
			case r != '-' && strings.ContainsRune(string(dashes), r):
				return '-'
			case r == '＃':
				return '#'
			}
			return r
		}, one)
		ref, err := briefings.ParsePassageRef(tidy)
		if err != nil || ref.N == 0 {
			return briefings.Errorf(briefings.Invalid, "Line %d: %q is not a passage; write it as [S-0001#12], or [desk] for the desk's own judgement.", i.n, briefings.Shorten(one, 40))
		}
		s.Citations = append(s.Citations, ref)
	}
	return nil
}
