package discord

import (
	"slices"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// repairs returns the form of what was asked, filled in with it, where that can
// mend what is wrong.
func repairs(asked string, reply commands.Reply) []string {
	if !intake.Mends(asked, reply.Error) {
		return nil
	}
	inv, _ := commands.Parse(asked)
	return []string{formText(inv.Verb, inv.Values)}
}

// offers returns the forms that a reply of help explains: that of one verb,
// those of a family of verbs, or all that somebody may use, in which a family is
// one entry by its name.
func offers(asked string, reply commands.Reply, role briefings.Role) []string {
	if reply.Verb != "help" {
		return nil
	}
	inv, _ := commands.Parse(asked)
	verb := inv.Values["verb"]
	about, one := intake.RowAsked(verb)
	family, whole := familyNamed(verb)
	var out []string
	for _, row := range commands.Verbs() {
		first, _ := row.Words()
		text := formText(row.Name, nil)
		switch {
		case len(fieldsOf(row)) == 0 || !role.AtLeast(row.Role):
			continue
		case whole && first != family.Name, !whole && verb != "" && one && row.Name != about.Name:
			continue
		case verb == "" && first != "":
			text = first
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// familyNamed returns the family of verbs of a name, or false.
func familyNamed(name string) (commands.Family, bool) {
	all := commands.Families()
	i := slices.IndexFunc(all, func(f commands.Family) bool { return f.Name == name })
	if i < 0 {
		return commands.Family{}, false
	}
	return all[i], true
}
