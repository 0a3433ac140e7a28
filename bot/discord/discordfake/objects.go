package discordfake

import (
	"cmp"
	"time"
)

// joined is when everybody came.
const joined = "2020-01-01T00:00:00.000000+00:00"

func (d *Discord) userObject(u *User) object {
	return object{
		"id": u.ID, "username": u.Name, "discriminator": "0", "global_name": orNull(u.Display),
		"avatar": nil, "bot": u.Bot, "public_flags": 0,
	}
}

// memberObject returns a member; in an interaction it holds permissions too.
// The caller holds the lock.
func (d *Discord) memberObject(m *Member, c *Channel) object {
	roles := m.Roles
	if roles == nil {
		roles = []string{}
	}
	out := object{
		"user": d.userObject(d.person(m.User)), "nick": orNull(m.Nick), "roles": roles, "joined_at": joined,
		"avatar": nil, "banner": nil, "premium_since": nil, "deaf": false, "mute": false, "flags": 0,
		"pending": false, "communication_disabled_until": nil,
	}
	if c != nil {
		out["permissions"] = d.world.permissions(m.User, c).String()
	}
	return out
}

func roleObject(r *Role) object {
	return object{
		"id": r.ID, "name": r.Name, "permissions": r.Permissions.String(), "managed": r.Managed, "color": 0,
		"hoist": false, "icon": nil, "unicode_emoji": nil, "position": 0, "mentionable": false, "flags": 0,
	}
}

// guildObject returns a server as REST shows it. The caller holds the lock.
func (d *Discord) guildObject(g *Guild) object {
	roles, features := list{}, g.Features
	for _, r := range d.world.rolesOf(g.ID) {
		roles = append(roles, roleObject(r))
	}
	if features == nil {
		features = []string{}
	}
	return object{
		"id": g.ID, "name": g.Name, "owner_id": g.Owner, "roles": roles, "features": features,
		"preferred_locale": cmp.Or(g.Locale, "en-US"), "icon": nil, "emojis": list{}, "stickers": list{},
		"verification_level": 1, "nsfw_level": 0, "premium_tier": 0, "system_channel_id": nil, "description": nil,
	}
}

// guildCreate returns a server as the gateway shows it. The caller holds the
// lock.
func (d *Discord) guildCreate(g *Guild) object {
	out := d.guildObject(g)
	channels, threads, members := list{}, list{}, list{}
	for _, c := range d.world.channelsOf(g.ID, false) {
		channels = append(channels, d.channelObject(c))
	}
	for _, c := range d.world.channelsOf(g.ID, true) {
		if !c.Archived {
			threads = append(threads, d.channelObject(c))
		}
	}
	if m := d.world.members[memberKey{g.ID, BotID}]; m != nil {
		members = append(members, d.memberObject(m, nil))
	}
	out["channels"], out["threads"], out["members"] = channels, threads, members
	out["joined_at"], out["large"], out["unavailable"], out["member_count"] = joined, false, false, len(members)
	out["presences"], out["voice_states"] = list{}, list{}
	return out
}

// channelObject returns a channel, a thread or a conversation. The caller holds
// the lock.
func (d *Discord) channelObject(c *Channel) object {
	out := object{"id": c.ID, "type": c.Kind, "last_message_id": nil, "flags": 0}
	if messages := d.channels[c.ID]; len(messages) > 0 {
		out["last_message_id"] = messages[len(messages)-1].ID
	}
	if c.Kind == DirectChannel {
		out["recipients"] = list{d.userObject(d.person(c.With))}
		return out
	}
	out["guild_id"], out["name"], out["parent_id"] = c.Guild, c.Name, orNull(c.Parent)
	out["rate_limit_per_user"], out["nsfw"], out["topic"], out["position"] = int(c.Slowmode/time.Second), false, nil, 0
	overwrites := list{}
	for _, o := range c.Overwrites {
		kind := 0
		if o.User {
			kind = 1
		}
		overwrites = append(overwrites, object{"id": o.ID, "type": kind, "allow": o.Allow.String(), "deny": o.Deny.String()})
	}
	out["permission_overwrites"] = overwrites
	if c.thread() {
		out["owner_id"], out["message_count"], out["member_count"] = BotID, len(d.channels[c.ID]), 1
		out["thread_metadata"] = object{
			"archived": c.Archived, "locked": c.Locked, "auto_archive_duration": 1440, "archive_timestamp": joined,
		}
	}
	return out
}

// partialChannel returns what an interaction says of a channel. The caller
// holds the lock.
func (d *Discord) partialChannel(c *Channel, user string) object {
	out := d.channelObject(c)
	delete(out, "permission_overwrites")
	if user != "" {
		out["permissions"] = d.world.permissions(user, c).String()
		out["app_permissions"] = d.world.permissions(BotID, c).String()
	}
	return out
}

// stamp writes a time as Discord does.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
