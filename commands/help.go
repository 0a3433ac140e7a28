package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// help says what the asker may use, or how one verb is used.
func (d *Desk) help(_ context.Context, c *call) (Reply, error) {
	if asked := strings.TrimPrefix(c.Values["verb"], "/"); asked != "" {
		if r, _, ok := longestRow(d.rows, asked); ok {
			return d.helpOn(c, r), nil
		}
		word, rest := firstWord(asked)
		if members := family(d.rows, verbForm(word)); len(members) > 0 {
			return d.helpOnFamily(c, members, rest), nil
		}
		if meant := nearest(word, append(verbWords(d.rows), familyWords(d.rows)...)); meant != "" {
			if r, ok := row(d.rows, meant); ok {
				meant = r.Name
			}
			return Reply{}, misread{briefings.Errorf(briefings.NotFound, "%q is not a command; did you mean %s?", shown(word), meant), "help " + meant}
		}
	}
	p := d.page(c, "What you can ask")
	p.reply.Text = "Ask in your own words, or begin with one of these verbs; every sentence of an answer names the passage it comes from."
	for _, r := range d.rows {
		if text := d.helpLine(c, r); text != "" {
			p.say(text, audience(r.Role))
		}
	}
	for _, example := range d.examples(c) {
		p.say(example, "Try")
	}
	p.reply.Footer = "help VERB explains one verb · options are key:value or key:\"two words\", in any order"
	return p.reply, nil
}

// helpLine returns the line of a row in the list of verbs. The verbs of a
// family that the asker may use share the line of the first; a row that has no
// line of its own gives "".
func (d *Desk) helpLine(c *call, r Row) string {
	if !c.Person.Role.AtLeast(r.Role) {
		return ""
	}
	first, _ := r.Words()
	if first == "" {
		return r.Name + " — " + r.Summary
	}
	members := c.usable(family(d.rows, first))
	if members[0].Name != r.Name {
		return ""
	}
	return first + " " + strings.Join(secondWords(members), " · ") + " — " + familySummary(first)
}

// usable returns the rows that the asker's role may use.
func (c *call) usable(rows []Row) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !c.Person.Role.AtLeast(r.Role) })
}

func audience(role briefings.Role) string {
	if role == briefings.Reader {
		return "For everybody"
	}
	return "For the role " + string(role)
}

func familySummary(name string) string {
	for _, f := range Families() {
		if f.Name == name {
			return f.Summary
		}
	}
	panic("commands: no family " + name)
}

// helpOnFamily explains the verbs that share a first word. What was typed after
// it is none of them, or nothing.
func (d *Desk) helpOnFamily(c *call, members []Row, typed string) Reply {
	first, _ := members[0].Words()
	p := d.page(c, first)
	summary := familySummary(first)
	p.reply.Text = strings.ToUpper(summary[:1]) + summary[1:] + "."
	if typed != "" {
		p.reply.Text = fmt.Sprintf("%q is no verb of %s; it has %s.", shown(typed), first, listed(secondWords(members), "and"))
		p.act("Ask it as a question", "ask "+quoted(first+" "+typed))
	}
	for _, r := range members {
		p.say(r.Name+" — "+r.Summary, audience(r.Role))
	}
	for _, r := range members[:min(3, len(members))] {
		p.say(r.Examples[0], "Try")
	}
	p.reply.Footer = "help " + members[0].Name + " explains one of them"
	return p.reply
}

// examples returns three commands that work here and now: about the first
// source in view where there is one.
func (d *Desk) examples(c *call) []string {
	if len(c.view.sources) == 0 {
		if c.Person.Role.AtLeast(briefings.Editor) {
			return []string{"import publish:yes", "topics", "whoami"}
		}
		return []string{"topics", "whoami", "help ask"}
	}
	id := c.view.sources[0].ID
	return []string{fmt.Sprintf("summary of:%s depth:30s", id), fmt.Sprintf("recs source:%s", id), fmt.Sprintf("cite ref:%s#1", id)}
}

// helpOn explains one verb: its options, and three examples.
func (d *Desk) helpOn(c *call, r Row) Reply {
	p := d.page(c, r.Name)
	p.reply.Text = strings.ToUpper(r.Summary[:1]) + r.Summary[1:] + "."
	if !c.Person.Role.AtLeast(r.Role) {
		p.reply.Text += fmt.Sprintf(" It needs the role %s; yours is %s.", r.Role, c.Person.Role)
	}
	for _, o := range r.Options {
		p.say(o.Name+": "+o.values()+" — "+o.does(), "Options")
	}
	for _, example := range r.Examples {
		p.say(example, "Try")
	}
	p.reply.Footer = "/" + r.Group + " " + r.Name
	return p.reply
}

// values says what may stand after the option's colon.
func (o Option) values() string {
	text := string(o.Kind)
	switch o.Kind {
	case Choice:
		text = strings.Join(o.Choices, ", ")
	case Number:
		text = fmt.Sprintf("1 to %d", o.Max)
	case Date:
		text = "2025, 2025-06-30 or 30d"
	}
	if o.Default != "" {
		text += " (" + o.Default + ")"
	}
	return text
}

// does says what the option is for and how it may be written.
func (o Option) does() string {
	text := o.Summary
	if o.Free {
		text += "; words after the verb are taken for it"
	}
	if o.Required {
		text += "; required"
	}
	return text
}

// whoami says who asks, from where, and what that allows.
func (d *Desk) whoami(_ context.Context, c *call) (Reply, error) {
	p := d.page(c, "Who you are here")
	who := name(c.Person.Name)
	if who == "" {
		who = name(string(c.Person.ID))
	}
	if who == "" {
		who = "not known by name"
	}
	p.reply.Text = fmt.Sprintf("You are %s, with the role %s.", who, c.Person.Role)
	t := Table{Header: []string{"", ""}}
	add := func(what, value string) {
		t.Rows = append(t.Rows, []string{what, value})
		t.Cites = append(t.Cites, nil)
	}
	add("person", name(string(c.Person.ID)))
	add("place", placeName(c.Place))
	add("shows up to", string(clearanceOf(c)))
	add("times in", zone(c.Place.Zone).String())
	var may []string
	for _, r := range c.usable(d.rows) {
		word, _ := firstWord(r.Name)
		if !slices.Contains(may, word) {
			may = append(may, word)
		}
	}
	add("you may use", strings.Join(may, ", "))
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Footer = fmt.Sprintf("%s in view, edition %d of the store", count(len(c.view.sources), "source"), c.view.seq)
	return p.reply, nil
}

func placeName(p Place) string {
	parts := []string{p.Platform}
	if p.Workspace != "" {
		parts = append(parts, p.Workspace)
	}
	if p.Channel != "" {
		parts = append(parts, p.Channel)
	}
	return name(strings.Join(parts, " › "))
}
