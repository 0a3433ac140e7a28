package commands

import (
	"strings"
)

// Markdown returns the table of all verbs as the README shows it.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| command | does | options | needs |\n|---------|------|---------|-------|\n")
	for _, r := range Verbs() {
		var options []string
		for _, o := range r.Options {
			text := "`" + o.Name + "`"
			if o.Required {
				text += "\\*"
			}
			options = append(options, text)
		}
		b.WriteString("| `/" + r.Group + " " + r.Name + "` | " + strings.ReplaceAll(r.Summary, "|", "\\|") + " | " +
			orDash(strings.Join(options, " ")) + " | " + string(r.Role) + " |\n")
	}
	return b.String()
}
