package intake

import (
	"maps"
	"slices"
	"strings"

	"attache/briefings"
	"attache/commands"
)

// Import is the verb that reads documents. It alone takes files.
const Import = "import"

// Row returns the row of a verb's own name, or false.
func Row(verb string) (commands.Row, bool) {
	rows := commands.Verbs()
	i := slices.IndexFunc(rows, func(r commands.Row) bool { return r.Name == verb })
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
	return ok && family == "" && r.Role == briefings.Reader && reply.Verb != "whoami" && reply.Verb != "help" && len(reply.Files) == 0
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

// KeepText adds to an error what the asker had written, so that it can be sent
// again.
func KeepText(reply commands.Reply, text string) commands.Reply {
	if text = strings.TrimSpace(text); text != "" && len(reply.Statements) == 0 {
		reply.Statements = []commands.Statement{{Group: "You wrote", Text: briefings.Shorten(text, 1500)}}
	}
	return reply
}
