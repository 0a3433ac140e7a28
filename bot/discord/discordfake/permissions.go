package discordfake

import (
	"slices"
	"strconv"
)

// Permissions are bits of what a member may do.
type Permissions uint64

// The permissions that the fake enforces, and those that tests of an app's own
// rules need.
const (
	Administrator  Permissions = 1 << 3
	ManageGuild    Permissions = 1 << 5
	ViewChannel    Permissions = 1 << 10
	SendMessages   Permissions = 1 << 11
	ManageMessages Permissions = 1 << 13
	EmbedLinks     Permissions = 1 << 14
	AttachFiles    Permissions = 1 << 15
	ReadHistory    Permissions = 1 << 16
	MentionAll     Permissions = 1 << 17
	UseCommands    Permissions = 1 << 31
	ManageThreads  Permissions = 1 << 34
	CreateThreads  Permissions = 1 << 35
	SendInThreads  Permissions = 1 << 38
)

// every is all permissions there are.
const every Permissions = 1<<53 - 1

// String returns the permissions as Discord writes them, a decimal number.
func (p Permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// Has reports whether all the given permissions are there.
func (p Permissions) Has(need Permissions) bool { return p&need == need }

// permissions returns what a user may do in a channel, by the order Discord
// documents: everybody's role, own roles, then overwrites of everybody, roles
// and user. A thread has those of its channel. The caller holds the lock.
func (w *world) permissions(user string, c *Channel) Permissions {
	if c.Kind == DirectChannel {
		return every
	}
	if c.thread() {
		if parent := w.channels[c.Parent]; parent != nil {
			c = parent
		}
	}
	base, m := w.guildPermissions(user, c.Guild)
	if m == nil || base.Has(Administrator) {
		return base
	}
	apply := func(match func(Overwrite) bool) {
		var allow, deny Permissions
		for _, o := range c.Overwrites {
			if match(o) {
				allow, deny = allow|o.Allow, deny|o.Deny
			}
		}
		base = base&^deny | allow
	}
	apply(func(o Overwrite) bool { return !o.User && o.ID == c.Guild })
	apply(func(o Overwrite) bool { return !o.User && slices.Contains(m.Roles, o.ID) })
	apply(func(o Overwrite) bool { return o.User && o.ID == user })
	return base
}

// guildPermissions returns what a user may do in a server before overwrites;
// nothing for somebody who is no member.
func (w *world) guildPermissions(user, guild string) (Permissions, *Member) {
	g, m := w.guilds[guild], w.members[memberKey{guild, user}]
	if g == nil || m == nil {
		return 0, nil
	}
	if g.Owner == user {
		return every, m
	}
	var out Permissions
	for _, id := range append([]string{guild}, m.Roles...) {
		if r := w.roles[id]; r != nil {
			out |= r.Permissions
		}
	}
	if out.Has(Administrator) {
		return every, m
	}
	return out, m
}

// RemovePermission takes permissions from the bot in one channel.
func (d *Discord) RemovePermission(channel string, lost Permissions) {
	d.overwrite(channel, Overwrite{ID: BotID, User: true, Deny: lost})
}

// GrantPermission gives permissions to the bot in one channel.
func (d *Discord) GrantPermission(channel string, won Permissions) {
	d.overwrite(channel, Overwrite{ID: BotID, User: true, Allow: won})
}

// overwrite adds to the overwrite of a role or user in a channel.
func (d *Discord) overwrite(channel string, o Overwrite) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.place(channel)
	for i, have := range c.Overwrites {
		if have.ID == o.ID {
			c.Overwrites[i].Allow = have.Allow&^o.Deny | o.Allow
			c.Overwrites[i].Deny = have.Deny&^o.Allow | o.Deny
			return
		}
	}
	c.Overwrites = append(c.Overwrites, o)
}
