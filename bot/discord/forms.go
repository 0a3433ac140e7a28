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
	mendable := []briefings.Kind{briefings.Invalid, briefings.Limit, briefings.NotFound, briefings.Unsupported}
	inv, _ := commands.Parse(asked)
	row, ok := intake.Row(inv.Verb)
	if !ok || asked == "" || len(fieldsOf(row)) == 0 || reply.Error == nil || !slices.Contains(mendable, reply.Error.Kind) {
		return nil
	}
	return []string{formText(row.Name, inv.Values)}
}

// offers returns the forms that a reply of help explains: that of one verb, or
// those of all that somebody may use.
func offers(asked string, reply commands.Reply, role briefings.Role) []string {
	if reply.Verb != "help" {
		return nil
	}
	inv, _ := commands.Parse(asked)
	about, one := commands.Row{}, false
	if verb := inv.Values["verb"]; verb != "" {
		about, one = intake.RowAsked(verb)
	}
	var out []string
	for _, row := range commands.Verbs() {
		if len(fieldsOf(row)) > 0 && role.AtLeast(row.Role) && (!one || row.Name == about.Name) {
			out = append(out, formText(row.Name, nil))
		}
	}
	return out
}
