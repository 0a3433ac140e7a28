package commands

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// An Invocation is a command that has been understood: a verb of the table and
// the values of its options, in the form that the option's kind asks for.
type Invocation struct {
	Verb   string
	Values map[string]string // an option left out, or equal to its default, is not here
	// Assumed says that no verb was typed and that the text was taken for a question.
	Assumed bool
}

// String returns the text form, which [Parse] reads back: the verb, then the
// options in the order of their names.
func (i Invocation) String() string {
	var b strings.Builder
	b.WriteString(i.Verb)
	names := make([]string, 0, len(i.Values))
	for name := range i.Values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteByte(' ')
		b.WriteString(name)
		b.WriteByte(':')
		b.WriteString(quoted(i.Values[name]))
	}
	return b.String()
}

// with returns a copy of the invocation in which one option has another value;
// an empty value leaves the option out.
func (i Invocation) with(name, value string) Invocation {
	values := make(map[string]string, len(i.Values)+1)
	for k, v := range i.Values {
		if k != name {
			values[k] = v
		}
	}
	if value != "" {
		values[name] = value
	}
	return Invocation{Verb: i.Verb, Values: values}
}

// quoted returns a value as it has to be typed: in quotation marks unless it is
// one plain word.
func quoted(value string) string {
	if value != "" && strings.IndexFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.#+@%", r)
	}) < 0 {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// value returns the option's value, or its default.
func (c *call) value(name string) string {
	if v, ok := c.Values[name]; ok {
		return v
	}
	o, ok := c.row.Option(name)
	if !ok {
		panic("commands: " + c.row.Name + " has no option " + name)
	}
	return o.Default
}

// number returns the value of a Number option.
func (c *call) number(name string) int {
	n, err := strconv.Atoi(c.value(name))
	if err != nil {
		panic("commands: option " + name + " is no number")
	}
	return n
}

// yes reports whether a YesNo option is set to yes.
func (c *call) yes(name string) bool { return c.value(name) == "yes" }
