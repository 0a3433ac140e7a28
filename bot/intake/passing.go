package intake

import "attache/commands"

// Passing returns a value that an option takes, whatever is asked, so that
// another option's value can be tried beside it.
func Passing(o commands.Option) string {
	switch o.Kind {
	case commands.Number:
		return "1"
	case commands.Date:
		return "2025"
	case commands.Choice:
		return o.Choices[0]
	case commands.YesNo:
		return "yes"
	}
	return "x"
}
