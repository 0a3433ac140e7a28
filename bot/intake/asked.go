package intake

import (
	"maps"
	"slices"
	"strings"

	"attache/briefings"
	"attache/commands"
)

// Row returns the row of a verb's own name, or false.
func Row(verb string) (commands.Row, bool) {
	rows := commands.Verbs()
	i := slices.IndexFunc(rows, func(r commands.Row) bool { return r.Name == verb })
	if i < 0 {
		return commands.Row{}, false
	}
	return rows[i], true
}

// Named returns the row of a verb's name or of one of its aliases, or false.
func Named(verb string) (commands.Row, bool) {
	rows := commands.Verbs()
	i := slices.IndexFunc(rows, func(r commands.Row) bool { return r.Name == verb || slices.Contains(r.Aliases, verb) })
	if i < 0 {
		return commands.Row{}, false
	}
	return rows[i], true
}

// RowAsked returns the row of the verb that a text is about, or false for a verb
// that there is not.
func RowAsked(text string) (commands.Row, bool) {
	inv, _ := commands.Parse(text)
	return Row(inv.Verb)
}

// Needed returns the role that a command needs; the lowest for one that cannot
// be understood.
func Needed(text string) briefings.Role {
	if r, ok := RowAsked(text); ok {
		return r.Role
	}
	return briefings.Reader
}

// MayNot is what somebody is told who may not use a verb.
func MayNot(r commands.Row, role briefings.Role) *briefings.Error {
	return briefings.Errorf(briefings.Forbidden, "You may not use %s here: it needs the role %s, and yours is %s.", r.Name, r.Role, role)
}

// AskedOf returns the text form of what was asked, as a button carries it.
func AskedOf(text string) string {
	inv, err := commands.Parse(text)
	if err != nil {
		return strings.TrimSpace(text)
	}
	return inv.String()
}

// Shared returns an invocation with the wish to be shared, where its verb knows
// one: the record then says so.
func Shared(asked string) string {
	inv, err := commands.Parse(asked)
	r, ok := Row(inv.Verb)
	if _, has := r.Option("share"); err != nil || !ok || !has {
		return asked
	}
	inv.Values["share"] = "yes"
	return inv.String()
}

// Unshared returns an invocation without its wish to be shared.
func Unshared(asked string) string {
	inv, err := commands.Parse(asked)
	if err != nil {
		return asked
	}
	inv.Values = maps.Clone(inv.Values)
	delete(inv.Values, "share")
	return inv.String()
}

// InTheOpen reports whether a reply may be seen by everybody in the channel in
// which it was asked for: what everybody may ask, but not what is about the
// asker or does something.
func InTheOpen(reply commands.Reply) bool {
	r, ok := Row(reply.Verb)
	family, _ := r.Words() // what somebody follows is about them
	return ok && family == "" && r.Role == briefings.Reader && reply.Verb != "whoami" && reply.Verb != "ask-desk" && reply.Verb != "help" && len(reply.Files) == 0
}

// InPlace reports whether what a button does takes the place of its message:
// more or less of the same does, and so does whatever changes something, since
// its button has to go.
func InPlace(label, text string) bool {
	if slices.Contains([]string{"Previous", "Next", "Longer", "More"}, label) {
		return true
	}
	return Needed(text) != briefings.Reader
}

// mostKept is how much of what somebody wrote is shown to them again. More than
// that is in a file beside it.
const mostKept = 1500

// KeepText adds to an error what the asker had written, line by line, so that it
// can be sent again; a long text comes whole as a file.
func KeepText(reply commands.Reply, text string) commands.Reply {
	if text = strings.TrimSpace(text); text == "" || len(reply.Statements) > 0 {
		return reply
	}
	if all := []rune(text); len(all) > mostKept {
		reply.Files = append(slices.Clone(reply.Files), commands.File{Name: "what-you-wrote.txt", Data: []byte(text + "\n")})
		text = string(all[:mostKept]) + "…"
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			reply.Statements = append(reply.Statements, commands.Statement{Group: "You wrote", Text: line})
		}
	}
	return reply
}

// Mends reports whether the form of what was asked, filled in with it, can mend
// what is wrong.
func Mends(asked string, e *briefings.Error) bool {
	mendable := []briefings.Kind{briefings.Invalid, briefings.Limit, briefings.NotFound, briefings.Unsupported}
	row, ok := RowAsked(asked)
	return ok && asked != "" && len(row.Options) > 0 && e != nil && slices.Contains(mendable, e.Kind)
}

// OpensForm adds to an error the button that opens the form of what was asked,
// where that can mend it.
func OpensForm(reply commands.Reply, asked string) commands.Reply {
	if Mends(asked, reply.Error) {
		reply.Actions = append(slices.Clone(reply.Actions), commands.Action{Label: "Open form", Text: AskedOf(asked), Form: true})
	}
	return reply
}
