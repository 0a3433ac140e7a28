package discordfake

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Types of option, as Discord numbers them.
const (
	subOption        = 1
	groupOption      = 2
	stringOption     = 3
	intOption        = 4
	boolOption       = 5
	userOption       = 6
	channelOption    = 7
	roleOption       = 8
	mentionOption    = 9
	numberOption     = 10
	attachmentOption = 11
)

// An Opt is one option of a command as a person fills it in.
type Opt struct {
	Name    string
	Kind    int
	Value   any
	Options []Opt // of a subcommand or group
	Focused bool  // is being typed
	file    Attachment
}

// Sub chooses a subcommand.
func Sub(name string, options ...Opt) Opt { return Opt{Name: name, Kind: subOption, Options: options} }

// Group chooses a group of subcommands.
func Group(name string, sub Opt) Opt {
	return Opt{Name: name, Kind: groupOption, Options: []Opt{sub}}
}

// Str fills in text.
func Str(name, value string) Opt { return Opt{Name: name, Kind: stringOption, Value: value} }

// Int fills in a whole number.
func Int(name string, value int) Opt { return Opt{Name: name, Kind: intOption, Value: value} }

// Num fills in a number.
func Num(name string, value float64) Opt { return Opt{Name: name, Kind: numberOption, Value: value} }

// Bool fills in a truth value.
func Bool(name string, value bool) Opt { return Opt{Name: name, Kind: boolOption, Value: value} }

// UserOpt fills in a user.
func UserOpt(name, user string) Opt { return Opt{Name: name, Kind: userOption, Value: user} }

// ChannelOpt fills in a channel.
func ChannelOpt(name, channel string) Opt {
	return Opt{Name: name, Kind: channelOption, Value: channel}
}

// RoleOpt fills in a role.
func RoleOpt(name, role string) Opt { return Opt{Name: name, Kind: roleOption, Value: role} }

// Attach fills in a file of [Discord.Upload].
func Attach(name string, file Attachment) Opt {
	return Opt{Name: name, Kind: attachmentOption, Value: file.ID, file: file}
}

// Focus marks the option that is being typed.
func Focus(o Opt) Opt {
	o.Focused = true
	return o
}

// object returns the option as an interaction holds it.
func (o Opt) object() object {
	out := object{"name": o.Name, "type": o.Kind}
	if o.Kind == subOption || o.Kind == groupOption {
		options := list{}
		for _, inner := range o.Options {
			options = append(options, inner.object())
		}
		out["options"] = options
		return out
	}
	out["value"] = o.Value
	if o.Focused {
		out["focused"] = true
		if o.Kind == intOption || o.Kind == numberOption {
			out["value"] = fmt.Sprint(o.Value) // what is typed is text until it is sent
		}
	}
	return out
}

// fill returns why Discord's client would not send the options for a command,
// "" when it would. While something is typed nothing is required yet.
func fill(known []object, given []Opt, typing bool) string {
	if len(known) > 0 && isSub(known[0]) {
		if len(given) != 1 {
			return "exactly one subcommand has to be chosen"
		}
		for _, k := range known {
			kind, _ := number(k, "type")
			if word(k, "name") == given[0].Name && kind == given[0].Kind {
				return fill(objects(k["options"]), given[0].Options, typing)
			}
		}
		return fmt.Sprintf("there is no subcommand %q", given[0].Name)
	}
	for _, o := range given {
		at := slices.IndexFunc(known, func(k object) bool { return word(k, "name") == o.Name })
		if at < 0 {
			return fmt.Sprintf("there is no option %q", o.Name)
		}
		if problem := fits(known[at], o); problem != "" && !o.Focused {
			return problem
		}
		if o.Focused && !flag(known[at], "autocomplete") {
			return fmt.Sprintf("option %q offers nothing while it is typed", o.Name)
		}
	}
	for _, k := range known {
		if flag(k, "required") && !typing && !slices.ContainsFunc(given, func(o Opt) bool { return o.Name == word(k, "name") }) {
			return fmt.Sprintf("option %q is required", word(k, "name"))
		}
	}
	return ""
}

func isSub(k object) bool {
	kind, _ := number(k, "type")
	return kind == subOption || kind == groupOption
}

// fits returns why a value does not go with a registered option.
func fits(k object, o Opt) string {
	if kind, _ := number(k, "type"); kind != o.Kind {
		return fmt.Sprintf("option %q is of type %d, not %d", o.Name, kind, o.Kind)
	}
	if choices := objects(k["choices"]); len(choices) > 0 &&
		!slices.ContainsFunc(choices, func(c object) bool { return fmt.Sprint(c["value"]) == fmt.Sprint(o.Value) }) {
		return fmt.Sprintf("option %q has no choice %v", o.Name, o.Value)
	}
	size, what := 0.0, "value"
	switch v := o.Value.(type) {
	case string:
		if o.Kind != stringOption {
			return ""
		}
		size, what = float64(utf8.RuneCountInString(v)), "length"
		if v == "" {
			return fmt.Sprintf("option %q is empty", o.Name)
		}
	case int:
		size = float64(v)
	case float64:
		size = v
	default:
		return ""
	}
	if least, ok := k["min_"+what].(float64); ok && size < least {
		return fmt.Sprintf("option %q is below %v", o.Name, least)
	}
	if most, ok := k["max_"+what].(float64); ok && size > most {
		return fmt.Sprintf("option %q is above %v", o.Name, most)
	}
	return ""
}

// resolved returns what an interaction says of the users, roles, channels and
// files that its options name. The caller holds the lock.
func (d *Discord) resolved(guild, user string, given []Opt) object {
	out := object{}
	put := func(kind, id string, v object) {
		if out[kind] == nil {
			out[kind] = object{}
		}
		out[kind].(object)[id] = v
	}
	var walk func([]Opt)
	walk = func(options []Opt) {
		for _, o := range options {
			id, _ := o.Value.(string)
			switch o.Kind {
			case subOption, groupOption:
				walk(o.Options)
			case userOption, mentionOption:
				put("users", id, d.userObject(d.person(id)))
				if m := d.world.members[memberKey{guild, id}]; m != nil {
					member := d.memberObject(m, nil)
					delete(member, "user")
					put("members", id, member)
				}
			case roleOption:
				put("roles", id, roleObject(d.world.roles[id]))
			case channelOption:
				put("channels", id, d.partialChannel(d.place(id), user))
			case attachmentOption:
				put("attachments", id, o.file.object())
			}
		}
	}
	walk(given)
	return out
}

// spelled returns the command as a person would read it, for reports.
func spelled(name string, given []Opt) string {
	parts := []string{"/" + name}
	for len(given) == 1 && (given[0].Kind == subOption || given[0].Kind == groupOption) {
		parts = append(parts, given[0].Name)
		given = given[0].Options
	}
	return strings.Join(parts, " ")
}
