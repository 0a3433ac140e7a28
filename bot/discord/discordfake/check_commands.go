package discordfake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// slashName matches the name of a slash command or an option. The letters have
// to be small ones wherever there are small ones.
var slashName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// CheckCommands judges a list of commands as it is registered in one place, in
// the way of [CheckMessage].
func CheckCommands(commands any) []Problem {
	c := &checker{}
	v, err := encode(commands)
	all, ok := v.(list)
	if err == nil && ok {
		v, err = encode(mustJSON(all))
		all, ok = v.(list)
	}
	if err != nil || !ok {
		c.add("", "is no list of commands (%v)", err)
		return c.problems
	}
	counts, names := map[int]int{}, map[string]bool{}
	for i, o := range objects(all) {
		at := fmt.Sprintf("[%d]", i)
		kind, given := number(o, "type")
		if !given {
			kind = 1
		}
		counts[kind]++
		key := fmt.Sprint(kind, " ", word(o, "name"))
		if names[key] {
			p := formal(at+".name", "Application command names must be unique: %s", word(o, "name"))
			p.Code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
			c.problems = append(c.problems, p)
		}
		names[key] = true
		c.command(at, o, kind)
	}
	for kind, most := range map[int]int{1: slashCommands, 2: menuCommands, 3: menuCommands} {
		if counts[kind] > most {
			c.add("", "%d commands of type %d, more than %d", counts[kind], kind, most)
		}
	}
	return c.problems
}

// command judges one command.
func (c *checker) command(at string, o object, kind int) {
	switch kind {
	case 1:
		c.name(at, o)
		c.described(at, o)
		c.optionsOf(at, objects(o["options"]), 0)
		if n := volume(o); n > commandText {
			p := formal(at, "Command exceeds maximum size (%d): %d", commandText, n)
			p.Code = "APPLICATION_COMMAND_TOO_LARGE"
			c.problems = append(c.problems, p)
		}
	case 2, 3:
		c.length(at+".name", word(o, "name"), 1, commandName)
		c.localised(at, o, "name_localizations", "name", commandName, false)
		if word(o, "description") != "" {
			c.add(at+".description", "a command of the menu has none")
		}
		if len(objects(o["options"])) > 0 {
			c.add(at+".options", "a command of the menu has none")
		}
	default:
		c.add(at+".type", "is %d, not 1 to 3", kind)
	}
	if v := o["default_member_permissions"]; v != nil {
		if _, isNumber := v.(float64); !isNumber && !snowflake(word(o, "default_member_permissions")) {
			c.add(at+".default_member_permissions", "%v is no set of bits", v)
		}
	}
}

// name judges the name of a slash command, subcommand or option, in every
// language.
func (c *checker) name(at string, o object) {
	c.slash(at+".name", word(o, "name"))
	c.localised(at, o, "name_localizations", "name", commandName, true)
}

func (c *checker) slash(at, name string) {
	if !slashName.MatchString(name) || strings.ToLower(name) != name {
		p := formal(at, "Command name is invalid: %q", shortened(name, 40))
		p.Code = "APPLICATION_COMMAND_INVALID_NAME"
		c.problems = append(c.problems, p)
	}
}

// described judges a description, in every language.
func (c *checker) described(at string, o object) {
	c.length(at+".description", word(o, "description"), 1, commandDescription)
	c.localised(at, o, "description_localizations", "description", commandDescription, false)
}

// localised judges the translations of a text.
func (c *checker) localised(at string, o object, field, of string, most int, slash bool) {
	for locale, v := range child(o, field) {
		path := at + "." + field + "." + locale
		if !locales[locale] {
			c.add(path, "%q is no language that Discord knows", locale)
		}
		text, _ := v.(string)
		if v == nil {
			continue
		}
		c.length(path, text, 1, most)
		if slash {
			c.slash(path, text)
		}
	}
}

// optionsOf judges the options of a command or subcommand.
func (c *checker) optionsOf(at string, options []object, depth int) {
	if len(options) > commandOptions {
		c.add(at+".options", "Must be %d or fewer in length, not %d.", commandOptions, len(options))
	}
	names, optional, subs := map[string]bool{}, false, 0
	for i, o := range options {
		below := fmt.Sprintf("%s.options[%d]", at, i)
		c.name(below, o)
		c.described(below, o)
		if name := word(o, "name"); names[name] {
			p := formal(below+".name", "Option name %q is already used", name)
			p.Code = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
			c.problems = append(c.problems, p)
		} else {
			names[name] = true
		}
		kind, _ := number(o, "type")
		if kind == subOption || kind == groupOption {
			subs++
			c.nested(below, o, kind, depth)
			continue
		}
		if flag(o, "required") && optional {
			p := formal(below, "Required options must be placed before non-required options")
			p.Code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
			c.problems = append(c.problems, p)
		}
		optional = optional || !flag(o, "required")
		c.option(below, o, kind)
	}
	if subs > 0 && subs < len(options) {
		p := formal(at+".options", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		p.Code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
		c.problems = append(c.problems, p)
	}
}

// nested judges a subcommand or group: a group stands at the top and holds
// subcommands, and neither is required.
func (c *checker) nested(at string, o object, kind, depth int) {
	inner := objects(o["options"])
	switch {
	case depth > 1 || depth == 1 && kind == groupOption:
		c.add(at+".type", "stands too deep")
	case kind == groupOption:
		if len(inner) == 0 {
			c.add(at+".options", "a group without subcommands")
		}
		for _, e := range inner {
			if k, _ := number(e, "type"); k != subOption {
				c.add(at+".options", "a group holds subcommands alone")
			}
		}
		c.optionsOf(at, inner, 1)
	default:
		c.optionsOf(at, inner, 2)
	}
	if flag(o, "required") {
		c.add(at+".required", "a subcommand is not required")
	}
}

// option judges an option that takes a value.
func (c *checker) option(at string, o object, kind int) {
	if kind < stringOption || kind > attachmentOption {
		c.add(at+".type", "is %v, no type of option", o["type"])
		return
	}
	valued := kind == stringOption || kind == intOption || kind == numberOption
	choices, _ := o["choices"].(list)
	switch {
	case len(choices) > 0 && flag(o, "autocomplete"):
		c.add(at, "choices and autocomplete do not go together")
	case (len(choices) > 0 || flag(o, "autocomplete")) && !valued:
		c.add(at, "an option of type %d has neither choices nor autocomplete", kind)
	case len(choices) > choiceCount:
		c.add(at+".choices", "Must be %d or fewer in length, not %d.", choiceCount, len(choices))
	}
	c.choices(at+".choices", choices, kind == stringOption)
	if kind == stringOption {
		least := c.within(at, o, "min_length", 0, stringOptionLength, 0)
		most := c.within(at, o, "max_length", 1, stringOptionLength, stringOptionLength)
		if least > most {
			c.add(at+".min_length", "is %d, more than max_length %d", least, most)
		}
	} else if o["min_length"] != nil || o["max_length"] != nil {
		c.add(at, "only text has a length")
	}
	if kinds, given := o["channel_types"].(list); given && len(kinds) > 0 && kind != channelOption {
		c.add(at+".channel_types", "only a channel has one")
	}
}

// volume returns how many characters of a command Discord counts: names,
// descriptions and values, each in its longest language.
func volume(o object) int {
	longest := func(field, translations string) int {
		sizes := []int{utf8.RuneCountInString(word(o, field))}
		for _, v := range child(o, translations) {
			text, _ := v.(string)
			sizes = append(sizes, utf8.RuneCountInString(text))
		}
		return slices.Max(sizes)
	}
	n := longest("name", "name_localizations") + longest("description", "description_localizations") + utf8.RuneCountInString(word(o, "value"))
	for _, field := range []string{"options", "choices"} {
		for _, inner := range objects(o[field]) {
			n += volume(inner)
		}
	}
	return n
}
