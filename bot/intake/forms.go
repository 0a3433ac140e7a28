package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"attache/briefings"
	"attache/commands"
)

// Import is the verb that reads documents. What is dropped without a word is
// meant for it.
const Import = "import"

// MostFiles returns how many files a verb takes at once: none, a briefing's one,
// or the ten documents of an import.
func MostFiles(r commands.Row) int {
	switch {
	case !r.Files:
		return 0
	case r.Name == Import:
		return 10
	}
	return 1
}

// FilesHint is one clause on what the files of a verb are, with a capital and
// without a stop.
func FilesHint(r commands.Row) string {
	if r.Name == Import {
		return "The documents to read, up to ten"
	}
	return "The briefing as a Markdown file, in place of the fields"
}

// Wanting reports whether a verb that takes files was called without what it is
// about and without anything that could stand in the place of files, so that
// they have to be asked for.
func Wanting(r commands.Row, values map[string]string) bool {
	for _, o := range r.Options {
		if o.Free {
			return r.Files && values[o.Name] == ""
		}
	}
	return r.Files && len(values) == 0
}

// Asked returns the options of a verb that a form asks for, in their order.
func Asked(r commands.Row) []commands.Option {
	return slices.DeleteFunc(slices.Clone(r.Options), func(o commands.Option) bool { return o.Carried })
}

// Carried returns those of the values that a form brings along unseen.
func Carried(r commands.Row, values map[string]string) map[string]string {
	out := map[string]string{}
	for _, o := range r.Options {
		if v := values[o.Name]; v != "" && o.Carried {
			out[o.Name] = v
		}
	}
	return out
}

// Offers reports whether somebody with a role may be offered what completes an
// option of a verb: nobody is who may not use it.
func Offers(r commands.Row, o commands.Option, role briefings.Role) bool {
	return o.Completes != "" && role.AtLeast(r.Role)
}

// Known reports whether a text is a command of a verb that there is: a button
// may be older than the table.
func Known(text string) bool {
	inv, _ := commands.Parse(text)
	_, ok := Row(inv.Verb)
	return ok && !inv.Assumed && strings.TrimSpace(text) != ""
}

// Overlong reports whether a value is fine but for the form: it has more
// characters than its input takes, which nobody may cut.
func Overlong(o commands.Option, value string, most int) bool {
	return o.Long && units(value) > most && len([]rune(value)) <= o.Max
}

// OverlongHint says at a field that is left empty what became of its value. The
// long form adds why and what else can be done.
func OverlongHint(r commands.Row, value string, most int, long bool) string {
	has := thousands(len([]rune(value)))
	switch {
	case !long && r.Files:
		return has + " characters are too many here. Left empty it stays; to edit it, export the file"
	case !long:
		return has + " characters are too many here. Left empty it stays as it is"
	case r.Files:
		return fmt.Sprintf("What is there has %s characters, more than the %s that this form takes. Left empty it stays as it is; to edit all of it, export the briefing, change the file and attach it here.", has, thousands(most))
	}
	return fmt.Sprintf("What is there has %s characters, more than the %s that this form takes. Left empty it stays as it is.", has, thousands(most))
}

// thousands returns a number as people write it: 5,120.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "," + fmt.Sprintf("%03d", n%1000)
}

// Filled returns a value as a field gives it back: without the white space
// around it, and with line ends as they are kept. Only [commands.Option].Long
// lets it have several lines; what else hides in it the desk judges.
func Filled(o commands.Option, value string) string {
	value = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimFunc(value, unicode.IsSpace))
	if o.Long {
		return value
	}
	return strings.Join(strings.Fields(value), " ")
}

// units returns the UTF-16 code units of a text, in which both platforms count
// what an input holds.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}
