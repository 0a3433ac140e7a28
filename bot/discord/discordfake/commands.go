package discordfake

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// A Command is one that the app registered.
type Command struct {
	ID, Guild, Name, Version string // Guild "" is everywhere
	Kind                     int    // 1 slash, 2 user, 3 message
	JSON                     json.RawMessage

	object object
}

// How many commands an app may have, by kind, and may create in a day and place.
const (
	slashCommands  = 100
	menuCommands   = 15
	dailyCreations = 200
)

// Registered returns the commands of a server, or those for everywhere for "",
// in the order in which they were registered.
func (d *Discord) Registered(guild string) []Command {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Command
	for _, c := range *d.shelf(guild) {
		out = append(out, *c)
	}
	return out
}

// Register registers commands as the app would by PUT, for a test that begins
// later. It panics with the first problem.
func (d *Discord) Register(guild string, commands any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if problems := CheckCommands(commands); len(problems) > 0 {
		panic("discordfake: " + problems[0].String())
	}
	v, _ := encode(commands)
	d.keep(guild, objects(v))
}

// shelf returns where the commands of a server are kept. The caller holds the
// lock and does not keep the pointer.
func (d *Discord) shelf(guild string) *[]*Command {
	if guild == "" {
		return &d.global
	}
	list := d.local[guild]
	return &list
}

// keep replaces all commands of a place. The caller holds the lock.
func (d *Discord) keep(guild string, commands []object) []*Command {
	before := *d.shelf(guild)
	var now []*Command
	for _, o := range commands {
		now = append(now, d.stored(guild, o, before))
	}
	d.set(guild, now)
	return now
}

func (d *Discord) set(guild string, commands []*Command) {
	if guild == "" {
		d.global = commands
		return
	}
	d.local[guild] = commands
}

// stored returns a command as Discord keeps it: with what was left out, and
// with the ID of the one of the same name that stood there before.
func (d *Discord) stored(guild string, o object, before []*Command) *Command {
	kind, given := number(o, "type")
	if !given {
		kind = 1
	}
	c := &Command{ID: d.id(), Guild: guild, Name: word(o, "name"), Kind: kind, Version: d.id()}
	for _, have := range before {
		if have.Name == c.Name && have.Kind == kind {
			c.ID = have.ID
		}
	}
	c.object = object{
		"default_member_permissions": nil, "nsfw": false, "description": "", "integration_types": list{0},
		"name_localizations": nil, "description_localizations": nil, "contexts": nil,
	}
	maps.Copy(c.object, o)
	maps.Copy(c.object, object{"id": c.ID, "application_id": AppID, "version": c.Version, "type": kind})
	if p, ok := o["default_member_permissions"].(float64); ok {
		c.object["default_member_permissions"] = Permissions(p).String()
	}
	if guild != "" {
		c.object["guild_id"] = guild
		delete(c.object, "contexts")
		delete(c.object, "integration_types")
	} else {
		c.object["dm_permission"] = true
	}
	if c.object["options"] == nil {
		delete(c.object, "options")
	}
	c.JSON = mustJSON(c.object)
	return c
}

// offered returns the command that a user can choose in a channel, or why not;
// nil without a reason where any command may be typed.
func (d *Discord) offered(kind int, user string, c *Channel, name string) (*Command, string) {
	for _, known := range append(slices.Clone(d.local[c.Guild]), d.global...) {
		if known.Name != name || known.Kind != kind {
			continue
		}
		have := d.world.permissions(user, c)
		if need := word(known.object, "default_member_permissions"); need != "" && c.Guild != "" {
			var bits Permissions
			json.Unmarshal([]byte(need), &bits)
			if !have.Has(bits) || bits == 0 && !have.Has(Administrator) {
				return nil, "the user has not the permissions that it asks for"
			}
		}
		contexts, _ := known.object["contexts"].(list)
		here := 0.0
		if c.Guild == "" {
			here = 1
		}
		if len(contexts) > 0 && !slices.Contains(contexts, any(here)) {
			return nil, "it is not offered in this kind of channel"
		}
		if !have.Has(ViewChannel) || !have.Has(UseCommands) {
			return nil, "the user cannot use commands in the channel"
		}
		return known, ""
	}
	if d.cfg.AnyCommand {
		return nil, ""
	}
	return nil, "it is not registered"
}

// scope returns the place of a request about commands: a server, or everywhere.
func (c *call) scope() (string, answer) {
	if c.params["application_id"] != AppID {
		return "", refuse(403, 20012)
	}
	if c.params["guild_id"] == "" {
		return "", answer{}
	}
	g, a := c.inGuild()
	if a.status != 0 {
		return "", a
	}
	return g.ID, answer{}
}

// shownCommand returns a command as REST shows it; localisations are there only
// when asked for.
func (c *call) shownCommand(known *Command, localised bool) object {
	if localised {
		return known.object
	}
	return bare(known.object)
}

// bare returns a command or option without its localisations.
func bare(o object) object {
	out := maps.Clone(o)
	delete(out, "name_localizations")
	delete(out, "description_localizations")
	for _, field := range []string{"options", "choices"} {
		if inner := objects(o[field]); len(inner) > 0 {
			var plain list
			for _, v := range inner {
				plain = append(plain, bare(v))
			}
			out[field] = plain
		}
	}
	return out
}

func (c *call) listCommands() answer {
	guild, a := c.scope()
	if a.status != 0 {
		return a
	}
	out := list{}
	for _, known := range *c.shelf(guild) {
		out = append(out, c.shownCommand(known, c.query.Get("with_localizations") == "true"))
	}
	return okay(out)
}

// putCommands replaces all commands of a place.
func (c *call) putCommands() answer {
	guild, a := c.scope()
	if a.status != 0 {
		return a
	}
	if a := c.wrong(CheckCommands(c.body)); a.status != 0 {
		return a
	}
	created := 0
	for _, o := range objects(c.body) {
		if c.known(guild, o) == nil {
			created++
		}
	}
	if a := c.create(guild, created); a.status != 0 {
		return a
	}
	out := list{}
	for _, known := range c.keep(guild, objects(c.body)) {
		out = append(out, c.shownCommand(known, true))
	}
	return okay(out)
}

// known returns the command that a registration replaces; nil for none.
func (c *call) known(guild string, o object) *Command {
	kind, given := number(o, "type")
	if !given {
		kind = 1
	}
	for _, have := range *c.shelf(guild) {
		if have.Name == word(o, "name") && have.Kind == kind {
			return have
		}
	}
	return nil
}

// create counts creations against those of the day.
func (c *call) create(guild string, n int) answer {
	recent := slices.DeleteFunc(c.creations[guild], func(at time.Time) bool { return time.Since(at) >= 24*time.Hour })
	if len(recent)+n > dailyCreations {
		c.violate(c.route.name(), "more than %d commands were created in a day", dailyCreations)
		return refuse(400, codeDailyCreates)
	}
	for range n {
		recent = append(recent, time.Now())
	}
	c.creations[guild] = recent
	return answer{}
}

// addCommand registers one command, in place of the one of the same name.
func (c *call) addCommand() answer {
	guild, a := c.scope()
	if a.status != 0 {
		return a
	}
	o := c.fields()
	have := c.known(guild, o)
	rest := slices.DeleteFunc(slices.Clone(*c.shelf(guild)), func(k *Command) bool { return k == have })
	if a := c.wrong(CheckCommands(append(bodies(rest), o))); a.status != 0 {
		return a
	}
	status := 200
	if have == nil {
		status = 201
		if a := c.create(guild, 1); a.status != 0 {
			return a
		}
	}
	now := c.stored(guild, o, *c.shelf(guild))
	c.set(guild, append(rest, now))
	return answer{status: status, body: c.shownCommand(now, true)}
}

// bodies returns the commands as they were registered.
func bodies(commands []*Command) list {
	out := list{}
	for _, k := range commands {
		var v any
		json.Unmarshal(k.JSON, &v)
		out = append(out, v)
	}
	return out
}

// namedCommand returns the command of a request, or why there is none.
func (c *call) namedCommand() (*Command, answer) {
	guild, a := c.scope()
	if a.status != 0 {
		return nil, a
	}
	for _, k := range *c.shelf(guild) {
		if k.ID == c.params["command_id"] {
			return k, answer{}
		}
	}
	return nil, refuse(404, codeCommand)
}

func (c *call) oneCommand() answer {
	k, a := c.namedCommand()
	if a.status != 0 {
		return a
	}
	return okay(c.shownCommand(k, true))
}

func (c *call) editCommand() answer {
	k, a := c.namedCommand()
	if a.status != 0 {
		return a
	}
	edited := maps.Clone(k.object)
	maps.Copy(edited, c.fields())
	rest := slices.DeleteFunc(slices.Clone(*c.shelf(k.Guild)), func(have *Command) bool { return have == k })
	var v any
	json.Unmarshal(mustJSON(edited), &v)
	if a := c.wrong(CheckCommands(append(bodies(rest), v))); a.status != 0 {
		return a
	}
	now := c.stored(k.Guild, v.(object), nil)
	now.ID = k.ID
	now.object["id"] = k.ID
	now.JSON = mustJSON(now.object)
	c.set(k.Guild, append(rest, now))
	return okay(c.shownCommand(now, true))
}

func (c *call) removeCommand() answer {
	k, a := c.namedCommand()
	if a.status != 0 {
		return a
	}
	c.set(k.Guild, slices.DeleteFunc(slices.Clone(*c.shelf(k.Guild)), func(have *Command) bool { return have == k }))
	return done()
}

func (c *call) commandPermissions() answer {
	if _, a := c.scope(); a.status != 0 {
		return a
	}
	return okay(list{})
}
