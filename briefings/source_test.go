package briefings_test

import (
	"encoding/json"
	"strings"
	"testing"

	"attache/briefings"
)

// aSource returns a source that keeps every promise.
func aSource() *briefings.Source {
	text := "The light is **old**.¹ It\nfails.\n\n¹ See the log."
	span := func(s string) []briefings.Span {
		i := strings.Index(text, s)
		return []briefings.Span{{Start: i, End: i + len(s)}}
	}
	return &briefings.Source{
		File: "light.txt", Format: "text", SHA256: "00", Text: text,
		Passages: []briefings.Passage{
			{N: 1, Kind: briefings.Sentence, Text: "The light is old.", Spans: span("The light is **old**.¹"), Footnotes: []int{1}},
			{N: 2, Kind: briefings.Sentence, Text: "It fails.", Spans: append(span("It"), span("fails.")...)},
			{N: 3, Kind: briefings.Note, Text: "See the log.", Spans: span("See the log."), NoteN: 1},
		},
		Footnotes: []briefings.Footnote{{N: 1, Text: "See the log.", Spans: span("See the log.")}},
		Dropped:   []briefings.Dropped{{Spans: span("¹ "), Why: "mark"}},
	}
}

func TestSourceValidate(t *testing.T) {
	if err := aSource().Validate(); err != nil {
		t.Fatalf("a good source: %v", err)
	}
	for name, spoil := range map[string]func(*briefings.Source){
		"no file":                func(s *briefings.Source) { s.File = "" },
		"no digest":              func(s *briefings.Source) { s.SHA256 = "" },
		"bad UTF-8":              func(s *briefings.Source) { s.Text = "\xff" + s.Text[1:] },
		"wrong number":           func(s *briefings.Source) { s.Passages[1].N = 7 },
		"no span":                func(s *briefings.Source) { s.Passages[1].Spans = nil },
		"span past the end":      func(s *briefings.Source) { s.Passages[2].Spans[0].End = 999 },
		"empty span":             func(s *briefings.Source) { s.Passages[2].Spans[0].Start = s.Passages[2].Spans[0].End },
		"spans out of order":     func(s *briefings.Source) { p := s.Passages[1].Spans; p[0], p[1] = p[1], p[0] },
		"other words":            func(s *briefings.Source) { s.Passages[0].Text = "The light is new." },
		"dropped past the end":   func(s *briefings.Source) { s.Dropped[0].Spans[0].End = 999 },
		"a marking that is none": func(s *briefings.Source) { s.Marking = "SECRET" },
	} {
		t.Run(name, func(t *testing.T) {
			s := aSource()
			spoil(s)
			if err := s.Validate(); briefings.KindOf(err) != briefings.Invalid {
				t.Errorf("got %v, want an error of kind invalid", err)
			}
		})
	}
}

func TestSourceLookups(t *testing.T) {
	s := aSource()
	if p, ok := s.Passage(2); !ok || p.Text != "It fails." {
		t.Errorf("passage 2: %+v %v", p, ok)
	}
	for _, n := range []int{0, -1, 4} {
		if _, ok := s.Passage(n); ok {
			t.Errorf("there is a passage %d", n)
		}
	}
	if f, ok := s.Footnote(1); !ok || f.Text != "See the log." {
		t.Errorf("note 1: %+v %v", f, ok)
	}
	if _, ok := s.Footnote(2); ok {
		t.Error("there is a note 2")
	}
	if got, want := s.Label(), "“The light is old.”"; got != want {
		t.Errorf("label %q, want %q", got, want)
	}
	s.Meta.Title = "The Light"
	if s.Label() != "The Light" {
		t.Errorf("label %q", s.Label())
	}
	s.Meta.Title, s.Passages = "", nil
	if s.Label() != "light.txt" {
		t.Errorf("label %q", s.Label())
	}
}

func TestPassageRef(t *testing.T) {
	ref, err := briefings.ParsePassageRef(" s-0192#41 ")
	if err != nil || ref != (briefings.PassageRef{Source: "S-0192", N: 41}) || ref.String() != "S-0192#41" {
		t.Errorf("got %v, %v", ref, err)
	}
	for _, bad := range []string{"", "S-1#2", "S-0001", "S-0001#", "S-0001#x", "S-0001#99999999", "A7K2#3"} {
		if _, err := briefings.ParsePassageRef(bad); briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if got := briefings.NewSourceID(12345); got != "S-12345" {
		t.Errorf("got %s", got)
	}
}

func TestSpanJSON(t *testing.T) {
	b, err := json.Marshal([]briefings.Span{{Start: 1, End: 22}})
	if err != nil || string(b) != "[[1,22]]" {
		t.Fatalf("%s, %v", b, err)
	}
	var back []briefings.Span
	if err := json.Unmarshal(b, &back); err != nil || back[0] != (briefings.Span{Start: 1, End: 22}) || back[0].Len() != 21 {
		t.Errorf("%v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`[{"a":1}]`), &back); err == nil {
		t.Error("an object was taken for a span")
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"the light is old and dim", 14, "the light is…"},
		{"등대가 낡았다고 한다", 6, "등대가…"},
		{"unbreakable-word-here", 8, "unbreak…"},
	} {
		if got := briefings.Shorten(c.in, c.limit); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}
