package commands

import (
	"strings"
	"unicode"

	"attache/briefings"
)

// Parse reads the text form of a command: the verb, then key:value or
// key:"two words" options in any order, then free text. A leading /brief,
// /brief-admin or @attache may be left out, and so may the verb of a question.
// No text at all is the verb help.
//
// The error is a [*briefings.Error]; the verb is then set where one was
// understood. It never panics, whatever the text.
func Parse(text string) (Invocation, error) {
	return parse(Verbs(), text)
}

// A misread is a text that was not understood, with the command that was
// probably meant.
type misread struct {
	told  *briefings.Error
	meant string
}

// Error returns the sentence.
func (m misread) Error() string { return m.told.Text }

// Unwrap returns the error that is told.
func (m misread) Unwrap() error { return m.told }

// longest is the most bytes of a command that are looked at: far above what a
// platform lets people type, and low enough to answer at once.
const longest = 64 << 10

func parse(rows []Row, text string) (Invocation, error) {
	if len(text) > longest {
		return Invocation{}, briefings.Errorf(briefings.Limit, "A command may have %d characters; shorten yours, or attach the text as a file.", longest)
	}
	text = withoutAddress(rows, strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")))
	if text == "" {
		return Invocation{Verb: "help", Values: map[string]string{}}, nil
	}
	if r, rest, ok := longestRow(rows, text); ok {
		inv, free, err := read(r, rest)
		if r.asks(free, rest) {
			return question(rows, text)
		}
		return inv, err
	}
	word, rest := firstWord(text)
	if members := family(rows, verbForm(word)); len(members) > 0 {
		return ofFamily(rows, members, text)
	}
	if ordinary(word) || reads(text) {
		return question(rows, text)
	}
	if meant := nearest(verbForm(word), verbWords(rows)); meant != "" {
		r, _ := row(rows, meant)
		return Invocation{}, misread{notCommand(word, r.Name), strings.TrimSpace(r.Name + " " + rest)}
	}
	if meant := nearest(verbForm(word), familyWords(rows)); meant != "" {
		if r, after, ok := longestRow(rows, meant+" "+rest); ok {
			return Invocation{}, misread{notCommand(word, r.Name), strings.TrimSpace(r.Name + " " + after)}
		}
		if rest == "" {
			return Invocation{}, misread{notCommand(word, meant), "help " + meant}
		}
	}
	return question(rows, text)
}

// notCommand says which command was probably meant.
func notCommand(typed, meant string) *briefings.Error {
	return briefings.Errorf(briefings.Invalid, "%q is not a command; did you mean %s?", shown(typed), meant)
}

// asks reports whether free text after the row's name, which the rest of the
// command holds, makes a question of the whole: no verb takes it there.
func (r Row) asks(free, rest string) bool {
	family, _ := r.Words()
	switch {
	case family == Brief && !r.Bare && len(strings.Fields(withoutLink(free))) > 1:
		// "brief history of the levy": a briefing's short name is one word, and its
		// title stands in quotation marks.
		_, n, closed := quotation(rest)
		return !closed || n < len(rest)
	case r.Bare:
		return free != "" && !address(free)
	case r.Name == "help":
		return len(strings.Fields(free)) > 2
	}
	return family != "" && strings.HasSuffix(free, "?")
}

// question reads the whole text as the question of an ask.
func question(rows []Row, text string) (Invocation, error) {
	r, _ := row(rows, "ask")
	inv, _, err := read(r, text)
	inv.Assumed = true
	return inv, err
}

// withoutAddress removes the leading names that say who is spoken to. The word
// brief stays where a verb of its family follows, unless that is a verb by itself.
func withoutAddress(rows []Row, text string) string {
	for range 3 {
		word, rest := firstWord(text)
		name := strings.Trim(strings.ToLower(word), ",:")
		if strings.TrimPrefix(name, "/") == Brief && ofBrief(rows, rest) {
			return strings.TrimPrefix(text, "/")
		}
		if strings.TrimPrefix(name, "/") == BriefAdmin && ofBrief(rows, rest) {
			return Brief + " " + rest
		}
		switch name {
		case "/" + Brief, "/" + BriefAdmin, Brief, BriefAdmin, "@attache", "@attaché":
			text = rest
		default:
			return strings.TrimPrefix(text, "/")
		}
	}
	return text
}

// ofBrief reports whether a text begins with the second word of a verb of the
// family brief, and with no verb of one word.
func ofBrief(rows []Row, text string) bool {
	word, _ := firstWord(text)
	if _, alone := row(rows, verbForm(word)); alone {
		return false
	}
	_, both := row(rows, Brief+" "+verbForm(word))
	return both
}

// firstWord splits text at the first white space; neither part begins or ends
// with any.
func firstWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return text[:i], strings.TrimSpace(text[i:])
	}
	return text, ""
}

// verbForm returns a typed word as the table would spell it: "Ask:" is ask.
func verbForm(word string) string {
	return strings.TrimRight(strings.ToLower(word), ":,")
}

// verbWords returns the verbs of one word, and the aliases of all.
func verbWords(rows []Row) []string {
	var words []string
	for _, r := range rows {
		if family, _ := r.Words(); family == "" {
			words = append(words, r.Name)
		}
		words = append(words, r.Aliases...)
	}
	return words
}

// reads reports whether a text is plainly a question and not a mistyped verb.
func reads(text string) bool {
	return strings.HasSuffix(text, "?") || len(strings.Fields(text)) > 6
}

// ordinary reports whether a word that looks like a mistyped verb is common
// enough to begin a question of its own.
func ordinary(word string) bool {
	switch strings.ToLower(word) {
	case "task", "tasks", "mask", "risk", "has", "all", "fine", "fund", "funds", "mind", "kind", "wind", "bind", "hind",
		"site", "sites", "city", "cities", "cute", "later", "late", "last", "least", "tonic", "tropics", "toxic", "tonics",
		"report", "reports", "reporter", "import", "imports", "export", "exports", "impact", "drift", "crafts", "draft", "public", "polish", "published",
		"held", "hell", "heap", "whom", "who", "any", "can", "are", "and", "the", "lately", "latex", "latent", "search", "retired", "retreat", "tired", "entire", "hire",
		"catch", "match", "batch", "latch", "patch", "hatch", "march", "wash", "water", "wealth", "watched", "watches", "watching", "channels", "chapel", "chapels", "chancel", "chance",
		"digests", "digested", "digit", "digits":
		return true
	}
	return false
}

// address reports whether the text is one web address.
func address(text string) bool {
	lower := strings.ToLower(text)
	return (strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")) && !strings.ContainsFunc(text, unicode.IsSpace)
}

// shown returns typed text as it may stand in a sentence.
func shown(s string) string { return briefings.Shorten(Clean(s), 40) }
