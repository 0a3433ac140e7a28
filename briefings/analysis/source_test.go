package analysis_test

import (
	"strings"
	"testing"

	"attache/briefings"
	"attache/briefings/analysis"
)

// paper builds a source of paragraphs. A paragraph that begins with # is a
// heading, and what follows stands under it.
func paper(t testing.TB, paragraphs ...string) *briefings.Source {
	t.Helper()
	src := &briefings.Source{File: "paper.txt", SHA256: "-"}
	var section []string
	number := 0
	for _, text := range paragraphs {
		if heading, ok := strings.CutPrefix(text, "# "); ok {
			section = []string{heading}
			continue
		}
		number++
		for _, span := range analysis.Sentences(text) {
			src.Passages = append(src.Passages, briefings.Passage{
				N: len(src.Passages) + 1, Kind: briefings.Sentence, Text: text[span.Start:span.End],
				Section: section, Paragraph: number,
			})
		}
	}
	return src
}

// found returns the texts of the passages.
func found(src *briefings.Source, numbers []int) []string {
	texts := []string{}
	for _, n := range numbers {
		texts = append(texts, src.Passages[n-1].Text)
	}
	return texts
}
