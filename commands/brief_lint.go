package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attache/briefings"
	"attache/briefings/redline"
)

// lint returns what a check of a text finds. Passages that may not be shown in
// the place are not judged.
func (d *Desk) lint(ctx context.Context, c *call, text briefings.Content) ([]briefings.Warning, error) {
	var failed error
	found := briefings.Lint(text, func(ref briefings.PassageRef) (briefings.Passage, bool) {
		src, err := d.seen(ctx, c, ref.Source)
		if err != nil {
			if briefings.KindOf(err) == "" {
				failed = err
			}
			return briefings.Passage{}, false
		}
		return src.Passage(ref.N)
	})
	return found, failed
}

// blocking returns those of the warnings that keep a text from being published.
func blocking(all []briefings.Warning) []briefings.Warning {
	return slices.DeleteFunc(slices.Clone(all), func(w briefings.Warning) bool { return !w.Blocks })
}

// warn adds what a check found to the body, each with the number that its
// statement has over all parts.
func (p *page) warn(text briefings.Content, all []briefings.Warning) {
	before := map[string]int{
		redline.Judgements:      len(text.BottomLine),
		redline.Recommendations: len(text.BottomLine) + len(text.Judgements),
		redline.Watch:           len(text.BottomLine) + len(text.Judgements) + len(text.Recommendations),
	}
	for _, w := range all {
		said := "⚠ " + w.Text
		if n := before[w.Part] + w.N; w.N > 0 {
			said = fmt.Sprintf("⚠ %d. %s", n, w.Text)
		}
		label := ""
		if w.Blocks {
			label = "keeps it from being published"
		}
		p.reply.Statements = append(p.reply.Statements, Statement{Text: said, Group: "To look at", Label: label})
	}
}

// unsupported returns the numbers of the statements that cite nothing and are not
// marked as the desk's own, over all parts.
func unsupported(text briefings.Content) []int {
	var all []int
	for i, s := range text.Statements() {
		if len(s.Citations) == 0 && !s.Own {
			all = append(all, i+1)
		}
	}
	return all
}

// ownOf returns the text with the statements of the numbers, written as 2,5 or
// all, marked as the desk's own judgement; all are those that cite nothing.
func ownOf(text briefings.Content, list string) (briefings.Content, error) {
	numbers := unsupported(text)
	last := len(text.Statements())
	if fold(list) != "all" {
		numbers = nil
		for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
			n, err := strconv.Atoi(word)
			if err != nil || n < 1 || n > last {
				return text, briefings.Errorf(briefings.Invalid, "own: takes the numbers of statements, from 1 to %d, or all; %q is none.", last, shown(word))
			}
			numbers = append(numbers, n)
		}
	}
	text.BottomLine, text.Judgements = slices.Clone(text.BottomLine), slices.Clone(text.Judgements)
	text.Recommendations, text.Watch = slices.Clone(text.Recommendations), slices.Clone(text.Watch)
	i := 0
	mark := func(s *briefings.Statement) {
		if i++; slices.Contains(numbers, i) {
			s.Own = true
		}
	}
	for n := range text.BottomLine {
		mark(&text.BottomLine[n])
	}
	for n := range text.Judgements {
		mark(&text.Judgements[n])
	}
	for n := range text.Recommendations {
		mark(&text.Recommendations[n].Statement)
	}
	for n := range text.Watch {
		mark(&text.Watch[n].Statement)
	}
	return text, nil
}

// numbersOf joins numbers as own: takes them.
func numbersOf(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}
