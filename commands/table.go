package commands

import (
	"context"
	"slices"

	"attache/briefings"
)

// A Row is one verb: everything that help, the router, the README's table and a
// platform's registration need to know about it.
type Row struct {
	Name     string   // one word, or two of which the first is that of a [Family]
	Aliases  []string // other spellings that the text form understands
	Group    string   // the slash command it stands under: [Brief] or [BriefAdmin]
	Summary  string   // one clause, lower case, no stop
	Options  []Option
	Examples []string       // three, each can be run as it stands
	Role     briefings.Role // the lowest role that may use it
	// Bare says that the verb is meant only when nothing but options or an
	// address follows it: "import tariffs on steel" is a question.
	Bare bool
	// Files says that the verb takes attachments.
	Files bool

	run handler
}

// The slash commands that the verbs stand under. Discord gates permissions for
// each slash command, so what editors do has one of its own.
const (
	Brief      = "brief"
	BriefAdmin = "brief-admin"
)

// A handler answers one verb. An error that is no [briefings.Error] is a
// failure of the world: the router logs it and answers with a sentence.
type handler func(d *Desk, ctx context.Context, c *call) (Reply, error)

// An OptionKind says what the value of an option has to look like.
type OptionKind string

// The kinds of option.
const (
	Text   OptionKind = "text"
	Number OptionKind = "number" // 1 to Option.Max
	Date   OptionKind = "date"   // 2025, 2025-12, 2025-12-15, or 7d, 2w, 3m, 1y from now
	Choice OptionKind = "choice"
	YesNo  OptionKind = "yes/no"
)

// Names of what completes an option's value where a platform offers completion.
const (
	CompletesSource       = "source"
	CompletesTopic        = "topic"
	CompletesActor        = "actor"
	CompletesAnswer       = "answer"
	CompletesBriefing     = "briefing"
	CompletesDraft        = "draft"
	CompletesVerb         = "verb"
	CompletesSubscription = "subscription"
	CompletesPerson       = "person"
	CompletesRequest      = "rfi"
)

// An Option is one named value of a verb.
type Option struct {
	Name      string
	Kind      OptionKind
	Summary   string // one clause, lower case, no stop
	Required  bool
	Missing   string   // the sentence said when a required option is not there
	Free      bool     // free text after the verb fills it; one option of a row at most
	Choices   []string // for Choice
	Default   string   // the value when it is left out; empty when there is none
	Max       int      // for Text the most characters, for Number the highest value
	Completes string   // what completes it; empty when nothing does
	// Long says that the value may have several lines, which it keeps.
	Long bool
	// Carried says that buttons bring it along and nobody has to fill it in, such
	// as the revision that somebody was shown: no form has a field for it.
	Carried bool
}

// Option returns the row's option of that name, or false.
func (r Row) Option(name string) (Option, bool) {
	for _, o := range r.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// free returns the option that free text fills, or false.
func (r Row) free() (Option, bool) {
	for _, o := range r.Options {
		if o.Free {
			return o, true
		}
	}
	return Option{}, false
}

// Verbs returns the rows of all verbs, in the order in which help shows them.
// The caller owns the slice.
func Verbs() []Row {
	return slices.Concat(readerRows(), askDeskRows(), watchRows(), editorRows(), briefRows(), recRows(), correctionRows(), rfiRows(),
		digestRows(), channelRows(), sourceRows(), peopleRows(), opsRows())
}

// row returns the row that a verb or one of its aliases names, or false.
func row(rows []Row, verb string) (Row, bool) {
	for _, r := range rows {
		if r.Name == verb {
			return r, true
		}
		for _, a := range r.Aliases {
			if a == verb {
				return r, true
			}
		}
	}
	return Row{}, false
}
