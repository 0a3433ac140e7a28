package commands

import (
	"context"
	"fmt"

	"attache/briefings"
	"attache/store"
)

// peopleGrant gives somebody a role in place of the one on record.
func (d *Desk) peopleGrant(ctx context.Context, c *call) (Reply, error) {
	p, err := d.named(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	role, err := briefings.ParseRole(c.value("role"))
	if err != nil {
		return Reply{}, err
	}
	if !c.Person.Role.AtLeast(role) {
		return Reply{}, briefings.Errorf(briefings.Forbidden, "You may give nobody a role above your own, which is %s.", c.Person.Role)
	}
	if fixed, ok := d.staff.Fixed(p.ID); ok && fixed.AtLeast(role) {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s has the role %s by the settings already, which no command changes.", calledPerson(p), fixed)
	}
	if p.Role == role {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s has the role %s already.", calledPerson(p), role)
	}
	return d.changeRole(ctx, c, p, role)
}

// peopleRevoke takes back the role that somebody was given. It asks first: the
// reply to the first request changes nothing and holds the button that does.
func (d *Desk) peopleRevoke(ctx context.Context, c *call) (Reply, error) {
	p, err := d.named(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	if fixed, ok := d.staff.Fixed(p.ID); ok && fixed.AtLeast(p.Role) {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s has the role %s by the settings, which no command takes away; change the settings and start again.", calledPerson(p), fixed)
	}
	if p.Role == briefings.Reader {
		return Reply{}, briefings.Errorf(briefings.Conflict, "%s was given no role; what a group or a role of the platform gives is taken away there.", calledPerson(p))
	}
	if !c.yes("confirm") {
		if _, err := d.successor(ctx, c, p, briefings.Reader); err != nil {
			return Reply{}, err
		}
		page := d.rolePage(c, p, fmt.Sprintf("%s would lose the role %s; nothing is changed yet.", calledPerson(p), p.Role), briefings.Reader)
		confirmed := c.Invocation.with("person", string(p.ID)).with("was", string(p.Role)).with("confirm", "yes")
		page.reply.Actions = []Action{{Label: "Revoke", Text: confirmed.String(), Confirm: fmt.Sprintf("Take the role %s from %s?", p.Role, calledPerson(p))}}
		return page.reply, nil
	}
	return d.changeRole(ctx, c, p, briefings.Reader)
}

// named returns the person that the option person names, as the store has them
// on record. Nobody changes the role of somebody above them, and a command that
// says which role it found does nothing once there is another.
func (d *Desk) named(ctx context.Context, c *call) (briefings.Person, error) {
	id, err := c.personIn(c.value("person"))
	if err != nil {
		return briefings.Person{}, err
	}
	p, err := d.store.Person(ctx, id)
	if err != nil {
		return p, fmt.Errorf("look up %s: %w", id, err)
	}
	if !c.Person.Role.AtLeast(p.Role) {
		return p, briefings.Errorf(briefings.Forbidden, "%s has the role %s, which is above yours.", calledPerson(p), p.Role)
	}
	if was, given := c.Values["was"]; given && was != string(p.Role) {
		return p, briefings.Errorf(briefings.Conflict, "%s has the role %s by now, no longer %s; people list shows what holds.", calledPerson(p), p.Role, was)
	}
	return p, nil
}

// changeRole gives a person another role and says what it was.
func (d *Desk) changeRole(ctx context.Context, c *call, p briefings.Person, role briefings.Role) (Reply, error) {
	stays, err := d.successor(ctx, c, p, role)
	if err != nil {
		return Reply{}, err
	}
	audit, err := d.store.ChangeRole(ctx, store.RoleChange{Person: p.ID, Was: p.Role, Role: role, Note: c.Values["note"], Owner: stays}, c.stamp())
	if err != nil {
		return Reply{}, fmt.Errorf("change the role of %s: %w", p.ID, err)
	}
	page := d.rolePage(c, p, fmt.Sprintf("%s has the role %s now.", calledPerson(p), role), role)
	if !role.AtLeast(p.Role) && workspaceOf(p.ID).platform != consolePlatform {
		page.say("What a group or a role of the platform gives them stays.", "Note")
	}
	page.reply.Footer = joined(page.reply.Footer, fmt.Sprintf("audit %d", audit))
	page.act("Undo", undoRole(p, role).String())
	return page.reply, nil
}

// undoRole returns the command that takes a change of role back, as long as
// nobody has made another.
func undoRole(p briefings.Person, now briefings.Role) Invocation {
	values := map[string]string{"person": string(p.ID), "was": string(now)}
	if p.Role == briefings.Reader {
		values["confirm"] = "yes"
		return Invocation{Verb: "people revoke", Values: values}
	}
	values["role"] = string(p.Role)
	return Invocation{Verb: "people grant", Values: values}
}

// rolePage begins a reply about the role of somebody.
func (d *Desk) rolePage(c *call, p briefings.Person, text string, becomes briefings.Role) *page {
	page := d.page(c, peopleTitle)
	page.reply.Text = briefings.Shorten(text, maxBottomLine)
	page.reply.Tables = append(page.reply.Tables, Table{Header: []string{"", "was", "becomes"},
		Rows: [][]string{{"role", string(p.Role), string(becomes)}}, Cites: make([][]int, 1)})
	page.reply.Footer = name(string(p.ID))
	return page
}

// successor returns the owner on record who has to stay one while somebody's
// role changes; nobody when no owner is lost or the settings name one. The last
// owner of a workspace cannot go.
func (d *Desk) successor(ctx context.Context, c *call, p briefings.Person, becomes briefings.Role) (briefings.PersonID, error) {
	if p.Role != briefings.Owner || becomes == briefings.Owner {
		return "", nil
	}
	home := workspaceOf(p.ID)
	all, err := d.staff.Holders(ctx, Place{Platform: home.platform, Workspace: home.id}, briefings.Owner)
	if err != nil {
		return "", err
	}
	var stays briefings.PersonID
	for _, o := range all {
		if workspaceOf(o.ID) != home || o.ID == p.ID {
			continue
		}
		if _, fixed := d.staff.Fixed(o.ID); fixed {
			return "", nil
		}
		if stays == "" {
			stays = o.ID
		}
	}
	if stays == "" {
		return "", briefings.Errorf(briefings.Conflict, "%s is the last owner there; grant somebody else the role owner first.", calledPerson(p))
	}
	return stays, nil
}

// peopleTitle stands over what is said of roles.
const peopleTitle = "Who may do what"

// mostPeople is how many people one reply lists.
const mostPeople = 100

// peopleList lists who may do more than read, and where their role comes from.
func (d *Desk) peopleList(ctx context.Context, c *call) (Reply, error) {
	role := briefings.Role(c.value("role"))
	all, err := d.holders(ctx, c, role)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, peopleTitle)
	if len(all) == 0 {
		p.reply.Text = fmt.Sprintf("Nobody here has the role %s; an owner can grant it with people grant.", role)
		return p.reply, nil
	}
	p.reply.Text = fmt.Sprintf("%s with the role %s or more.", persons(len(all)), role)
	if len(all) > mostPeople {
		p.reply.Text += fmt.Sprintf(" The first %d follow.", mostPeople)
	}
	t := Table{Header: []string{"name", "role", "from", "person"}}
	for _, one := range all[:min(len(all), mostPeople)] {
		from := "a grant"
		if fixed, ok := d.staff.Fixed(one.ID); ok && fixed.AtLeast(one.Role) {
			from = "the settings"
		}
		t.Rows = append(t.Rows, []string{orDash(name(one.Name)), string(one.Role), from, name(string(one.ID))})
		t.Cites = append(t.Cites, nil)
	}
	p.reply.Tables = append(p.reply.Tables, t)
	p.reply.Footer = "Without what groups and roles of the platforms give"
	return p.reply, nil
}

// persons counts people.
func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}
