package commands

import (
	"slices"
	"strings"
)

// A Family is the first word that verbs of two words share, such as watch of
// "watch add". Discord shows it as a group of subcommands.
type Family struct {
	Name    string
	Summary string // one clause, lower case, no stop
}

// Families returns the families of verbs, in the order in which help shows
// them. The caller owns the slice.
func Families() []Family {
	return []Family{
		{"brief", "write, review, publish and withdraw briefings"},
		{"watch", "follow topics in messages of your own"},
		{"digest", "set up what is posted to channels on a schedule"},
		{"channel", "set what holds for all digests of a channel"},
		{"source", "say how a source may be used"},
		{"rec", "keep what has become of recommendations"},
		{"people", "say who may do what"},
		{"ops", "run the service"},
		{"correction", "set right what was posted"},
		{"rfi", "answer what people have asked the desk"},
	}
}

// Words returns the family of a verb of two words and its second word; of any
// other verb the family is empty.
func (r Row) Words() (family, word string) {
	if first, second, two := strings.Cut(r.Name, " "); two {
		return first, second
	}
	return "", r.Name
}

// family returns the rows of the family that a word names; none when the word
// is no family's.
func family(rows []Row, word string) []Row {
	var got []Row
	for _, r := range rows {
		if first, _ := r.Words(); first != "" && first == word {
			got = append(got, r)
		}
	}
	return got
}

// familyWords returns the first words of the verbs of two.
func familyWords(rows []Row) []string {
	var words []string
	for _, r := range rows {
		if first, _ := r.Words(); first != "" && !slices.Contains(words, first) {
			words = append(words, first)
		}
	}
	return words
}

// secondWords returns the second words of a family's verbs.
func secondWords(rows []Row) []string {
	var words []string
	for _, r := range rows {
		_, second := r.Words()
		words = append(words, second)
	}
	return words
}

// longestRow returns the row with the longest name that a text begins with,
// and what follows the name.
func longestRow(rows []Row, text string) (r Row, rest string, ok bool) {
	first, rest := firstWord(text)
	second, after := firstWord(rest)
	if r, ok = row(rows, verbForm(first)+" "+verbForm(second)); ok && second != "" {
		return r, after, true
	}
	r, ok = row(rows, verbForm(first))
	return r, rest, ok
}

// ofFamily reads a text that begins with a family's word and with none of its
// verbs: the word alone, or with one more word that is none of them, asks for
// help; anything longer is a question.
func ofFamily(rows, members []Row, text string) (Invocation, error) {
	first, rest := firstWord(text)
	second, after := firstWord(rest)
	if meant := nearest(verbForm(second), secondWords(members)); meant != "" && !reads(text) {
		verb := verbForm(first) + " " + meant
		return Invocation{}, misread{notCommand(verbForm(first)+" "+second, verb), strings.TrimSpace(verb + " " + after)}
	}
	if after != "" || strings.HasSuffix(rest, "?") {
		return question(rows, text)
	}
	of := strings.TrimSpace(verbForm(first) + " " + second)
	return Invocation{Verb: "help", Values: map[string]string{"verb": of}}, nil
}
