package slackfake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// kind returns the word that a scope uses for the kind of a channel.
func (w *world) kind(channel string) string {
	ch := w.channels[channel]
	switch {
	case ch == nil:
		return "channels"
	case ch.DirectWith != "":
		return "im"
	case ch.Group:
		return "mpim"
	case ch.Private:
		return "groups"
	}
	return "channels"
}

func (c *call) authTest() (reply, string) {
	if c.token == "app" {
		return reply{"app_id": c.world.App, "app_name": "attache"}, ""
	}
	return reply{
		"url": "https://fake.slack.com/", "team": c.world.Name, "team_id": c.world.Team,
		"user": c.world.users[c.world.BotUser].Name, "user_id": c.world.BotUser, "bot_id": c.world.BotID,
	}, ""
}

func (c *call) teamInfo() (reply, string) {
	return reply{"team": map[string]any{"id": c.world.Team, "name": c.world.Name, "domain": "fake"}}, ""
}

func (c *call) botInfo() (reply, string) {
	return reply{"bot": map[string]any{"id": c.world.BotID, "app_id": c.world.App, "user_id": c.world.BotUser, "name": "attache"}}, ""
}

// visible returns the channel of the arguments if the app may look at it.
func (c *call) visible() (*Channel, string) {
	ch := c.world.channels[c.args.text("channel")]
	if ch == nil || ch.Private && !ch.member(c.world.BotUser) {
		return nil, "channel_not_found"
	}
	return ch, ""
}

func (c *call) channelInfo() (reply, string) {
	ch, code := c.visible()
	if code != "" {
		return nil, code
	}
	return reply{"channel": c.channelObject(ch)}, ""
}

func (c *call) channelObject(ch *Channel) map[string]any {
	out := map[string]any{
		"id": ch.ID, "name": ch.Name, "name_normalized": ch.Name, "context_team_id": c.world.Team,
		"is_channel": !ch.Private && ch.DirectWith == "", "is_group": ch.Private, "is_private": ch.Private || ch.DirectWith != "",
		"is_im": ch.DirectWith != "", "is_mpim": ch.Group, "is_archived": ch.Archived,
		"is_member":             ch.member(c.world.BotUser),
		"is_shared":             ch.External || ch.OrgShared,
		"is_ext_shared":         ch.External,
		"is_pending_ext_shared": ch.PendingExternal,
		"is_org_shared":         ch.OrgShared,
		"topic":                 map[string]any{"value": ch.Topic},
	}
	if ch.DirectWith != "" {
		out["user"] = ch.DirectWith
	}
	return out
}

func (c *call) channelMembers() (reply, string) {
	ch, code := c.visible()
	if code != "" {
		return nil, code
	}
	var ids []string
	for id := range c.world.users {
		if ch.member(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	page, next := paged(ids, c.args)
	return reply{"members": page, "response_metadata": map[string]any{"next_cursor": next}}, ""
}

func (c *call) userConversations() (reply, string) {
	list := []map[string]any{}
	for _, id := range sortedKeys(c.world.channels) {
		if ch := c.world.channels[id]; ch.DirectWith == "" && ch.member(c.world.BotUser) {
			list = append(list, c.channelObject(ch))
		}
	}
	page, next := paged(list, c.args)
	return reply{"channels": page, "response_metadata": map[string]any{"next_cursor": next}}, ""
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// paged returns the part of a list that the arguments' cursor and limit name.
func paged[T any](list []T, a args) ([]T, string) {
	from, size := 0, max(1, min(a.number("limit", 100), 1000))
	if cursor := a.text("cursor"); cursor != "" {
		from = min(args{"at": []byte(strings.TrimPrefix(cursor, "at"))}.number("at", 0), len(list))
	}
	to := min(from+size, len(list))
	next := ""
	if to < len(list) {
		next = "at" + strconv.Itoa(to)
	}
	return list[from:to], next
}

func (c *call) history() (reply, string) {
	ch, code := c.visible()
	if code != "" {
		return nil, code
	}
	if !ch.member(c.world.BotUser) && ch.DirectWith == "" {
		return nil, "not_in_channel"
	}
	return c.listed(func(m *Message) bool { return m.Thread == "" || m.Thread == m.TS }, true)
}

func (c *call) replies() (reply, string) {
	if _, code := c.visible(); code != "" {
		return nil, code
	}
	root := c.args.text("ts")
	if c.find(c.args.text("channel"), root) == nil {
		return nil, "thread_not_found"
	}
	return c.listed(func(m *Message) bool { return m.TS == root || m.Thread == root }, false)
}

// listed returns the messages of a channel that everyone sees, the newest first
// or the oldest first, within the times the arguments name.
func (c *call) listed(wanted func(*Message) bool, newest bool) (reply, string) {
	oldest, latest := c.args.text("oldest"), c.args.text("latest")
	inclusive, _ := c.args.truth("inclusive")
	metadata, _ := c.args.truth("include_all_metadata")
	list := []map[string]any{}
	for _, m := range c.channels[c.args.text("channel")] {
		before, after := compareTS(m.TS, oldest), compareTS(m.TS, latest)
		switch {
		case m.Deleted || m.To != "" || !wanted(m):
		case oldest != "" && (before < 0 || before == 0 && !inclusive):
		case latest != "" && (after > 0 || after == 0 && !inclusive):
		default:
			list = append(list, c.object(m, metadata))
		}
	}
	if newest {
		slices.Reverse(list)
	}
	page, next := paged(list, c.args)
	return reply{"messages": page, "has_more": next != "", "response_metadata": map[string]any{"next_cursor": next}}, ""
}

// compareTS orders two timestamps; the fraction may be left out.
func compareTS(a, b string) int {
	aSeconds, aRest, _ := strings.Cut(a, ".")
	bSeconds, bRest, _ := strings.Cut(b, ".")
	pad := func(s string) string { return (s + "000000")[:6] }
	return cmp.Or(cmp.Compare(len(aSeconds), len(bSeconds)), cmp.Compare(aSeconds, bSeconds), cmp.Compare(pad(aRest), pad(bRest)))
}

func (c *call) openDirect() (reply, string) {
	user := c.args.text("users")
	if c.world.users[user] == nil {
		return nil, "user_not_found"
	}
	return reply{"channel": map[string]any{"id": c.world.direct(user).ID}}, ""
}

func (c *call) userInfo() (reply, string) {
	u := c.world.users[c.args.text("user")]
	if u == nil {
		return nil, "user_not_found"
	}
	out := map[string]any{
		"id": u.ID, "name": u.Name, "real_name": u.RealName, "team_id": cmp.Or(u.Team, c.world.Team),
		"tz": cmp.Or(u.Zone, "UTC"), "deleted": u.Deleted, "is_bot": u.Bot, "is_admin": u.Admin, "is_owner": u.Owner,
		"is_restricted": u.Guest || u.SingleGuest, "is_ultra_restricted": u.SingleGuest,
		"is_stranger": u.Team != "" && u.Team != c.world.Team,
		"profile":     map[string]any{"real_name": u.RealName, "display_name": u.Name},
	}
	if locale, _ := c.args.truth("include_locale"); locale {
		out["locale"] = cmp.Or(u.Locale, "en-GB")
	}
	return reply{"user": out}, ""
}

func (c *call) groups() (reply, string) {
	list := []any{}
	disabled, _ := c.args.truth("include_disabled")
	users, _ := c.args.truth("include_users")
	for _, g := range c.world.Groups {
		if g.Disabled && !disabled {
			continue
		}
		entry := map[string]any{"id": g.ID, "handle": g.Handle, "name": g.Handle, "is_usergroup": true, "user_count": len(g.Members)}
		if users {
			entry["users"] = g.Members
		}
		list = append(list, entry)
	}
	return reply{"usergroups": list}, ""
}

func (c *call) groupMembers() (reply, string) {
	id := c.args.text("usergroup")
	i := slices.IndexFunc(c.world.Groups, func(g Group) bool { return g.ID == id })
	if i < 0 || c.world.Groups[i].Disabled {
		return nil, "no_such_subteam"
	}
	return reply{"users": append([]string{}, c.world.Groups[i].Members...)}, ""
}
