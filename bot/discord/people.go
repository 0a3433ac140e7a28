package discord

import (
	"cmp"
	"slices"

	"attache/briefings"
)

// guestFlag is the flag of a member who was let in for one call.
const guestFlag = 1 << 4

// welcome says who is answered at all. The error is the sentence for them.
func (p *Platform) welcome(i interaction) error {
	who := i.user()
	switch {
	case who.ID == "" || who.Bot || who.System:
		return briefings.Errorf(briefings.Forbidden, "Attaché answers people, and no programs.")
	case i.Member != nil && i.Member.Flags&guestFlag != 0:
		return briefings.Errorf(briefings.Forbidden, "Guests are not answered here; ask a member of the server to ask for you.")
	}
	return nil
}

// personIn returns who an interaction in a server comes from. The payload says
// it all, so that nothing has to be asked of Discord.
func (p *Platform) personIn(i interaction, trusted bool) briefings.Person {
	var m memberPayload
	if i.Member != nil {
		m = *i.Member
	}
	return briefings.Person{ID: personID(i.GuildID, i.user().ID), Name: nameOf(i.user(), m.Nick),
		Role: p.role(i.user().ID, i.GuildID, m.Roles, trusted)}
}

// elsewhere stands for the server of somebody who is in none that counts.
const elsewhere = "direct"

// personID returns the ID of a person in a server.
func personID(server, user string) briefings.PersonID {
	return briefings.PersonID("discord/" + cmp.Or(server, elsewhere) + "/" + user)
}

// nameOf returns the name by which the others know somebody.
func nameOf(u userPayload, nick string) string { return cmp.Or(nick, u.Display, u.Name) }

// role returns the highest role that the settings give. What everybody is given
// is for members of servers that are trusted.
func (p *Platform) role(user, server string, roles []string, trusted bool) briefings.Role {
	if slices.Contains(p.cfg.Owners, user) {
		return briefings.Owner
	}
	best := briefings.Reader
	if trusted {
		best = p.cfg.Role
	}
	for _, id := range append([]string{server}, roles...) { // everybody's role bears the server's ID
		if given, ok := p.cfg.Roles[id]; ok && given.AtLeast(best) {
			best = given
		}
	}
	return best
}

// A membership is one person's place in one server.
type membership struct {
	server string
	name   string
	roles  []string
	absent bool
}

// member returns who somebody is who writes to the bot alone: as they are known
// in the server among those trusted that gives them the highest role. It
// reports false for somebody who is a member of none, as far as is known.
func (p *Platform) member(by *source, i interaction) (briefings.Person, bool, error) {
	best, found := p.stranger(i), false
	servers, err := p.trustedServers(by)
	for _, id := range servers {
		m, ok, err := find(by, p.state.members, memberKey(id, i.user().ID))
		if err != nil {
			return best, false, err
		}
		if ok {
			best, found = p.better(best, found, m, i.user())
		}
	}
	return best, found, err
}

// stranger returns somebody as they are known outside all servers.
func (p *Platform) stranger(i interaction) briefings.Person {
	user := i.user()
	return briefings.Person{ID: personID("", user.ID), Name: nameOf(user, ""), Role: p.role(user.ID, "", nil, false)}
}

// better returns the person as a membership shows them, if that gives them a
// higher role than the best so far.
func (p *Platform) better(best briefings.Person, found bool, m membership, user userPayload) (briefings.Person, bool) {
	if m.absent {
		return best, found
	}
	role := p.role(user.ID, m.server, m.roles, true)
	if found && best.Role.AtLeast(role) {
		return best, true
	}
	return briefings.Person{ID: personID(m.server, user.ID), Name: cmp.Or(m.name, nameOf(user, "")), Role: role}, true
}
