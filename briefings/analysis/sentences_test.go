package analysis_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"attache/briefings/analysis"
)

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name string
		in   string // the sentences, with | between them
	}{
		{"plain", "The port closed.| It opened again!| Did it?| Yes."},
		{"no stop at the end", "The port closed.| Nobody knows why"},
		{"footnote marks", "The port closed.¹²| It opened.[3]| ‘Quite so.’⁴| Then it shut."},
		{"quotation marks", "“The port closed.”| He left. | \"It opened.\"| She came."},
		{"a quotation that goes on", "“Is it closed?” asked the pilot.| Nobody spoke."},
		{"titles", "Dr. Han met Mr. Oh and Gen. Seo.| They spoke."},
		{"initials", "J. K. Moor wrote it.| H-J. Min did not."},
		{"dotted names", "The U.S. Navy came.| It left the U.S.| The port shut.| A U.N. envoy spoke.| The EU-U.S. Data Pact holds."},
		{"dotted name first", "U.S. Envoy Departs.| He waved."},
		{"numbers", "It cost 3.5 million.| In 2024. it fell."},
		{"a number ends it", "It began in 2024.| In 2025 it fell.| It was No. 5.| The answer was no.| We left."},
		{"list number", "1. The port must close.| 2. It must open."},
		{"small letter follows", "The firm Acme Inc. and others agreed.| So did we."},
		{"et al", "Han et al. 2019 say so.| Others differ."},
		{"emphasis", "**Close the port.**| It leaks.| *Open it.*| It is *closed*."},
		{"lines", "The port\nclosed. | It\nopened."},
		{"ellipsis", "It closed... and opened.| It closed…| It opened."},
		{"Korean", "항구가 닫혔다.| 그는 “닫혔다.”고 말했다.| 2025. 10. 29. 다시 열렸다.| 끝."},
		{"Korean list", "가. 항구를 닫는다.| 나. 다시 연다."},
		{"dash", "It closed. – so they say.| It did."},
		{"nothing", ""},
		{"space", " \n "},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want []string
			for s := range strings.SplitSeq(c.in, "|") {
				if s = strings.TrimSpace(s); s != "" {
					want = append(want, s)
				}
			}
			text := strings.ReplaceAll(c.in, "|", "")
			var got []string
			for _, s := range analysis.Sentences(text) {
				got = append(got, text[s.Start:s.End])
			}
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("The U.S. left. ‘Why?’¹ It 가. said.[3] so")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range analysis.Sentences(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("sentence %v after %d in %d bytes", s, last, len(text))
			}
			if gap := text[last:s.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
				t.Fatalf("text lost between sentences: %q", gap)
			}
			last = s.End
		}
		if strings.TrimFunc(text[last:], unicode.IsSpace) != "" {
			t.Fatalf("text lost at the end: %q", text[last:])
		}
	})
}
