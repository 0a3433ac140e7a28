package bot_test

import (
	"strings"
	"testing"

	"attache/bot/samples"
	"attache/briefings"
	"attache/briefings/analysis"
	"attache/commands/documents"
)

// What the samples say of themselves is no cause for alarm: word by word there is
// no warning at all, and shortened or put into other mouths nothing is said to
// lack support. A year that they do not give is found every time, and of the
// sentences under a passage of another document three in five and more: the rest
// have no number, no name and no duty in them.
func TestLintOfSamples(t *testing.T) {
	var sources []briefings.Source
	for i, f := range samples.All() {
		src, err := documents.Read(f.Name, f.Data)
		if err != nil {
			t.Fatal(err)
		}
		src.ID = briefings.NewSourceID(i + 1)
		sources = append(sources, *src)
	}
	passage := func(ref briefings.PassageRef) (briefings.Passage, bool) {
		for _, s := range sources {
			if s.ID == ref.Source {
				return s.Passage(ref.N)
			}
		}
		return briefings.Passage{}, false
	}
	content := briefings.Content{Title: "Samples"}
	for _, s := range sources {
		content.Sources = append(content.Sources, s.ID)
	}
	lint := func(text string, ref briefings.PassageRef) []briefings.Warning {
		content.Judgements = []briefings.Statement{{Text: text, Citations: []briefings.PassageRef{ref}}}
		return briefings.Lint(content, passage)
	}
	lacks := func(text string, ref briefings.PassageRef) string {
		for _, w := range lint(text, ref) {
			if strings.Contains(w.Text, "is not in "+ref.String()) {
				return w.Text
			}
		}
		return ""
	}
	summaries, strange, found := 0, 0, 0
	for i, s := range sources {
		other := sources[(i+1)%len(sources)]
		for _, n := range analysis.Summary(&s, 12) {
			summaries++
			p, _ := s.Passage(n)
			ref := briefings.PassageRef{Source: s.ID, N: n}
			if w := lint(p.Text, ref); len(w) > 0 {
				t.Errorf("%s is warned of: %+v", ref, w)
			}
			words := strings.Fields(p.Text)
			for name, edited := range map[string]string{
				"the first half":    strings.Join(words[:len(words)/2+1], " "),
				"the second half":   strings.Join(words[len(words)/2:], " "),
				"in small letters":  strings.ToLower(p.Text),
				"in other mouths":   "It is said that " + strings.ToLower(p.Text[:1]) + p.Text[1:],
				"in other order":    strings.Join(words[len(words)/2:], " ") + " " + strings.Join(words[:len(words)/2], " "),
				"without its marks": strings.NewReplacer(",", "", "“", "", "”", "", ";", "").Replace(p.Text),
			} {
				if got := lacks(edited, ref); got != "" {
					t.Errorf("%s, %s: %s", ref, name, got)
				}
			}
			if got := lacks(p.Text+" by 2093", ref); !strings.Contains(got, "2093") {
				t.Errorf("%s: the year is not found: %q", ref, got)
			}
			for _, q := range analysis.Summary(&other, 4) {
				strange++
				if lacks(p.Text, briefings.PassageRef{Source: other.ID, N: q}) != "" {
					found++
				}
			}
		}
	}
	t.Logf("%d sentences of %d samples; %d of %d under a passage of another sample are found", summaries, len(sources), found, strange)
	if summaries < 30 || found*5 < strange*3 {
		t.Errorf("%d sentences, %d of %d found", summaries, found, strange)
	}
}
