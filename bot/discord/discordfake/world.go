package discordfake

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// The app and its bot user. They differ, as they do for old apps, so that one
// cannot be taken for the other.
const (
	AppID = "1100000000000000001"
	BotID = "1100000000000000002"
)

// The default world: two servers, their people, roles and channels. Everybody
// in the home server reads Desk; Closed is for editors and the bot.
const (
	GuildID      = "1200000000000000001" // home server
	OtherGuildID = "1200000000000000002" // another server with the bot in it

	Anna     = "1300000000000000001" // member without roles, British
	Ben      = "1300000000000000002" // editor
	Cara     = "1300000000000000003" // approver, Korean
	Owen     = "1300000000000000004" // owner of the home server
	Stranger = "1300000000000000005" // member of the other server only
	Robot    = "1300000000000000006" // somebody else's bot

	RoleEditors   = "1400000000000000001"
	RoleApprovers = "1400000000000000002"
	RoleBot       = "1400000000000000003" // the bot's own role

	Desk      = "1500000000000000001" // text channel, open to all
	News      = "1500000000000000002" // announcement channel
	Closed    = "1500000000000000003" // text channel for editors and the bot
	Quiet     = "1500000000000000004" // text channel the bot cannot see
	ReadOnly  = "1500000000000000005" // text channel the bot sees and cannot write in
	OtherDesk = "1500000000000000006" // text channel of the other server
)

// Kinds of channel that the fake knows.
const (
	TextChannel   = 0
	DirectChannel = 1
	NewsChannel   = 5
	NewsThread    = 10
	PublicThread  = 11
	PrivateThread = 12
)

// A World is what one bot can see of Discord.
type World struct {
	Users    []User
	Guilds   []Guild
	Roles    []Role
	Members  []Member
	Channels []Channel
}

// A User is a person or a bot.
type User struct {
	ID, Name, Display string
	Locale            string // "" is en-GB
	Bot               bool
	NoDirect          bool // refuses messages from bots
}

// A Guild is a server.
type Guild struct {
	ID, Name, Owner string
	Features        []string // such as "COMMUNITY" or "DISCOVERABLE"
	Locale          string   // "" is en-US
	Unavailable     bool     // down: announced as such and refused by REST
}

// A Role is a role of a server; the one with the server's own ID is everybody's.
type Role struct {
	ID, Guild, Name string
	Permissions     Permissions
	Managed         bool
}

// A Member is a user in a server.
type Member struct {
	Guild, User, Nick string
	Roles             []string
}

// A Channel is a channel, a thread or a conversation with one person.
type Channel struct {
	ID, Guild, Name string
	Kind            int
	Parent          string // channel of a thread, category of a channel
	With            string // user of a conversation
	Archived        bool
	Locked          bool
	Slowmode        time.Duration
	Overwrites      []Overwrite
	Started         string // message a thread was started from
}

// An Overwrite changes permissions for a role or a user in one channel.
type Overwrite struct {
	ID          string
	User        bool // it is for a user, not a role
	Allow, Deny Permissions
}

// DefaultWorld returns the world that the constants of this package name.
func DefaultWorld() World {
	everybody := ViewChannel | SendMessages | ReadHistory | EmbedLinks | AttachFiles | CreateThreads | SendInThreads | UseCommands
	return World{
		Users: []User{
			{ID: Anna, Name: "anna", Display: "Anna Reader"}, {ID: Ben, Name: "ben", Display: "Ben Editor"},
			{ID: Cara, Name: "cara", Display: "Cara Approver", Locale: "ko"}, {ID: Owen, Name: "owen", Display: "Owen Owner"},
			{ID: Stranger, Name: "stella", Display: "Stella Stranger"}, {ID: Robot, Name: "robot", Bot: true},
			{ID: BotID, Name: "attache", Display: "Attaché", Bot: true},
		},
		Guilds: []Guild{
			{ID: GuildID, Name: "Harbour Desk", Owner: Owen},
			{ID: OtherGuildID, Name: "Elsewhere", Owner: Stranger, Features: []string{"COMMUNITY", "DISCOVERABLE"}},
		},
		Roles: []Role{
			{ID: GuildID, Guild: GuildID, Name: "@everyone", Permissions: everybody},
			{ID: OtherGuildID, Guild: OtherGuildID, Name: "@everyone", Permissions: everybody},
			{ID: RoleEditors, Guild: GuildID, Name: "editors", Permissions: ManageMessages},
			{ID: RoleApprovers, Guild: GuildID, Name: "approvers"},
			{ID: RoleBot, Guild: GuildID, Name: "Attaché", Managed: true},
		},
		Members: []Member{
			{Guild: GuildID, User: Anna}, {Guild: GuildID, User: Ben, Roles: []string{RoleEditors}},
			{Guild: GuildID, User: Cara, Roles: []string{RoleApprovers}}, {Guild: GuildID, User: Owen},
			{Guild: GuildID, User: Robot}, {Guild: GuildID, User: BotID, Roles: []string{RoleBot}},
			{Guild: OtherGuildID, User: Stranger}, {Guild: OtherGuildID, User: BotID},
		},
		Channels: []Channel{
			{ID: Desk, Guild: GuildID, Name: "desk"}, {ID: News, Guild: GuildID, Name: "news", Kind: NewsChannel},
			{ID: Closed, Guild: GuildID, Name: "closed", Overwrites: []Overwrite{
				{ID: GuildID, Deny: ViewChannel}, {ID: RoleEditors, Allow: ViewChannel}, {ID: BotID, User: true, Allow: ViewChannel}}},
			{ID: Quiet, Guild: GuildID, Name: "quiet", Overwrites: []Overwrite{{ID: BotID, User: true, Deny: ViewChannel}}},
			{ID: ReadOnly, Guild: GuildID, Name: "read-only", Overwrites: []Overwrite{{ID: BotID, User: true, Deny: SendMessages}}},
			{ID: OtherDesk, Guild: OtherGuildID, Name: "desk"},
		},
	}
}

// memberKey names a member.
type memberKey struct{ guild, user string }

// A world is a World ready to be looked up. Its pointers are its own.
type world struct {
	users    map[string]*User
	guilds   map[string]*Guild
	roles    map[string]*Role
	members  map[memberKey]*Member
	channels map[string]*Channel
	order    []string // guilds in the order of joining
}

// newWorld copies what is given, so that two fakes share nothing.
func newWorld(w World) world {
	out := world{map[string]*User{}, map[string]*Guild{}, map[string]*Role{}, map[memberKey]*Member{}, map[string]*Channel{}, nil}
	for _, u := range w.Users {
		out.users[u.ID] = &u
	}
	for _, g := range w.Guilds {
		out.guilds[g.ID] = &g
		out.order = append(out.order, g.ID)
	}
	for _, r := range w.Roles {
		out.roles[r.ID] = &r
	}
	for _, m := range w.Members {
		m.Roles = slices.Clone(m.Roles)
		out.members[memberKey{m.Guild, m.User}] = &m
	}
	for _, c := range w.Channels {
		c.Overwrites = slices.Clone(c.Overwrites)
		out.channels[c.ID] = &c
	}
	return out
}

// SetUser adds a user or replaces the one with the same ID.
func (d *Discord) SetUser(u User) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.world.users[u.ID] = &u
}

// SetMember puts a user into a server or replaces their roles and nickname.
func (d *Discord) SetMember(m Member) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m.Roles = slices.Clone(m.Roles)
	d.world.members[memberKey{m.Guild, m.User}] = &m
}

// RemoveMember takes a user out of a server.
func (d *Discord) RemoveMember(guild, user string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.world.members, memberKey{guild, user})
}

// SetRole adds a role or replaces the one with the same ID.
func (d *Discord) SetRole(r Role) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.world.roles[r.ID] = &r
}

// SetChannel adds a channel or replaces the one with the same ID.
func (d *Discord) SetChannel(c Channel) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c.Overwrites = slices.Clone(c.Overwrites)
	d.world.channels[c.ID] = &c
}

// SetGuild replaces what is known of a server that the bot is in, without an
// event; for a new one use [Discord.Invite].
func (d *Discord) SetGuild(g Guild) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.world.guilds[g.ID] = &g
}

// person returns a user; a test that names nobody is wrong.
func (d *Discord) person(id string) *User {
	u := d.world.users[id]
	if u == nil {
		panic(fmt.Sprintf("discordfake: there is no user %q", id))
	}
	return u
}

// place returns a channel; a test that names none is wrong.
func (d *Discord) place(id string) *Channel {
	c := d.world.channels[id]
	if c == nil {
		panic(fmt.Sprintf("discordfake: there is no channel %q", id))
	}
	return c
}

// Direct returns the channel of the user's conversation with the bot.
func (d *Discord) Direct(user string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.direct(d.person(user).ID).ID
}

// direct opens a conversation if need be. The caller holds the lock.
func (d *Discord) direct(user string) *Channel {
	id := "16" + user[min(2, len(user)):]
	if d.world.channels[id] == nil {
		d.world.channels[id] = &Channel{ID: id, Kind: DirectChannel, With: user}
	}
	return d.world.channels[id]
}

// thread reports whether the channel is a thread.
func (c *Channel) thread() bool { return c.Kind >= NewsThread && c.Kind <= PrivateThread }

// rolesOf returns the roles of a server in a settled order. The caller holds
// the lock.
func (w *world) rolesOf(guild string) []*Role {
	var out []*Role
	for _, r := range w.roles {
		if r.Guild == guild {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *Role) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// channelsOf returns the channels or threads of a server in a settled order.
func (w *world) channelsOf(guild string, threads bool) []*Channel {
	var out []*Channel
	for _, c := range w.channels {
		if c.Guild == guild && guild != "" && c.thread() == threads {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b *Channel) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
