package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"attache/briefings"
)

// aDay is how long what never changes is taken for true.
const aDay = 24 * time.Hour

// A home is the workspace that the app is installed in, and who the app is there.
type home struct{ team, enterprise, user, bot string }

func (p *Platform) askHome(ctx context.Context, _ string) (home, error) {
	var h home
	err := p.call(ctx, "auth.test", func(ctx context.Context) error {
		got, err := p.api.AuthTestContext(ctx)
		if err == nil {
			h = home{got.TeamID, got.EnterpriseID, got.UserID, got.BotID}
		}
		return err
	})
	return h, err
}

// staleFor is how long what Slack said about a person or a channel may still be
// used while it says nothing newer. A role is never used stale.
const staleFor = 10 * time.Minute

// A member is what Slack says about a user.
type member struct {
	name, zone                   string
	team, enterprise             string
	bot, guest, stranger, absent bool
}

func (p *Platform) askMember(ctx context.Context, id string) (member, error) {
	var m member
	err := p.call(ctx, "users.info", func(ctx context.Context) error {
		u, err := p.api.GetUserInfoContext(ctx, id)
		if err != nil {
			return err
		}
		m = member{name: cmp.Or(u.Profile.DisplayName, u.RealName, u.Name), zone: u.TZ, team: u.TeamID, enterprise: u.Enterprise.EnterpriseID,
			bot: u.IsBot || u.IsWorkflowBot || u.IsConnectorBot, guest: u.IsRestricted || u.IsUltraRestricted, stranger: u.IsStranger, absent: u.Deleted}
		return nil
	})
	switch slackWord(err) {
	case "user_not_found", "user_not_visible", "users_not_found":
		return member{absent: true}, nil
	}
	return m, err
}

func (p *Platform) askGroup(ctx context.Context, id string) (map[string]bool, error) {
	members := map[string]bool{}
	err := p.call(ctx, "usergroups.users.list", func(ctx context.Context) error {
		users, err := p.api.GetUserGroupMembersContext(ctx, id)
		for _, u := range users {
			members[u] = true
		}
		return err
	})
	switch slackWord(err) {
	case "no_such_subteam", "subteam_disabled": // a group that is gone gives nobody a role
		return members, nil
	}
	return members, err
}

// A person is who asks, as far as Slack says.
type person struct {
	briefings.Person
	zone  string
	guest bool // not a member, or not a full one, of the workspace
	doubt bool // Slack did not say which role they have; Role is the lowest then
}

// person returns who an inbound comes from. The error is the one sentence they
// are told when they are not answered here; a silence means that nothing is to
// be said at all.
func (p *Platform) person(ctx context.Context, o origin) (person, error) {
	if o.user == "" {
		return person{}, silence{"nobody"}
	}
	m, err := p.state.members.Get(ctx, o.user)
	here, homeErr := p.state.homes.Get(ctx, "")
	if err = errors.Join(err, homeErr); err != nil {
		p.log.Warn("slack did not say who asks", "error", err)
		return person{}, briefings.Errorf(briefings.Conflict, "Slack did not say who you are just now; try again in a moment.")
	}
	if err := p.welcome(m, here); err != nil {
		return person{}, err
	}
	who := person{zone: m.zone, Person: briefings.Person{
		ID: briefings.PersonID("slack/" + cmp.Or(m.team, here.team) + "/" + o.user), Name: m.name, Role: briefings.Reader}}
	if who.guest = m.guest || m.strange(here); who.guest {
		return who, nil
	}
	who.Role, err = p.role(ctx, o.user)
	if err != nil {
		p.log.Warn("slack did not say which role somebody has", "error", err)
		who.doubt = true
	}
	return who, nil
}

// silence is the error for those who are not even told.
type silence struct{ why string }

func (s silence) Error() string { return "not answered: " + s.why }

// welcome says who is answered at all.
func (p *Platform) welcome(m member, here home) error {
	switch {
	case m.bot:
		return silence{"a bot"}
	case m.absent:
		return silence{"nobody of the workspace"}
	case m.strange(here) && !p.cfg.AllowExternal:
		return briefings.Errorf(briefings.Forbidden, "Attaché answers members of its own workspace only; ask one of them to ask for you.")
	case m.guest && !p.cfg.AllowGuests:
		return briefings.Errorf(briefings.Forbidden, "Guests are not answered here; ask a member of the workspace to ask for you.")
	}
	return nil
}

// strange reports whether somebody belongs to another organisation. What Slack
// calls a stranger does not include those who share a channel with the app.
func (m member) strange(here home) bool {
	sameTeam := m.team == "" || m.team == here.team
	sameEnterprise := m.enterprise != "" && m.enterprise == here.enterprise
	return m.stranger || !sameTeam && !sameEnterprise
}

// role returns the highest role that settings and user groups give.
func (p *Platform) role(ctx context.Context, user string) (briefings.Role, error) {
	if slices.Contains(p.cfg.Owners, user) {
		return briefings.Owner, nil
	}
	best := p.cfg.Role
	for _, id := range slices.Sorted(maps.Keys(p.cfg.Roles)) {
		given := p.cfg.Roles[id]
		if best.AtLeast(given) {
			continue
		}
		members, err := p.state.groups.Get(ctx, id)
		if err != nil {
			return briefings.Reader, fmt.Errorf("members of a user group: %w", err)
		}
		if members[user] {
			best = given
		}
	}
	return best, nil
}
