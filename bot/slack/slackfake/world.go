package slackfake

import "slices"

// A World is who and what a workspace holds.
type World struct {
	Team, Name string // ID and name of the workspace
	App        string // ID of the app
	BotUser    string // user ID of the app's bot
	BotID      string
	Users      []User
	Channels   []Channel
	Groups     []Group
}

// A User is a member, a guest, a bot or a stranger from another workspace.
type User struct {
	ID, Name, RealName string
	Team               string // "" is the workspace's own
	Zone               string // IANA name; "" is UTC
	Locale             string // "" is en-GB
	Bot                bool
	Guest, SingleGuest bool // guest of several channels, of one channel
	Deleted            bool
	Admin, Owner       bool
}

// A Channel is a conversation.
type Channel struct {
	ID, Name         string
	Private          bool
	External         bool // shared with another organisation
	PendingExternal  bool // an invitation to another organisation is open
	OrgShared        bool // shared within one organisation
	Archived         bool
	DirectWith       string   // user ID, for a conversation with the app alone
	Group            bool     // a conversation of several people
	Members          []string // user IDs, the bot's among them where it was invited
	Topic            string
	EveryoneIsMember bool // every user counts as a member
}

// A Group is a user group, whose members carry a role.
type Group struct {
	ID, Handle string
	Members    []string
	Disabled   bool
}

// DefaultWorld returns a workspace with four members (U_ANNA, U_BEN, U_CARA
// and the owner U_OWEN), a guest U_GUEST, a stranger U_STRANGER, a bot
// U_OTHERBOT, and the channels C_DESK (the bot is a member), C_QUIET (public,
// the bot is not a member), G_CLOSED (private, the bot is a member), C_SHARED
// (shared with another organisation) and C_OLD (archived). The groups S_EDITORS
// and S_APPROVERS hold Ben and Cara.
func DefaultWorld() World {
	bot := "U_ATTACHE"
	return World{
		Team: "T_FAKE", Name: "Fake Workspace", App: "A_ATTACHE", BotUser: bot, BotID: "B_ATTACHE",
		Users: []User{
			{ID: "U_ANNA", Name: "anna", RealName: "Anna Reader", Zone: "Europe/London"},
			{ID: "U_BEN", Name: "ben", RealName: "Ben Editor", Zone: "Europe/Berlin"},
			{ID: "U_CARA", Name: "cara", RealName: "Cara Approver", Zone: "Asia/Seoul"},
			{ID: "U_OWEN", Name: "owen", RealName: "Owen Owner", Zone: "UTC", Admin: true, Owner: true},
			{ID: "U_GUEST", Name: "gus", RealName: "Gus Guest", Guest: true},
			{ID: "U_STRANGER", Name: "stella", RealName: "Stella Stranger", Team: "T_ELSEWHERE"},
			{ID: "U_OTHERBOT", Name: "robot", RealName: "Some Robot", Bot: true},
			{ID: bot, Name: "attache", RealName: "Attaché", Bot: true},
		},
		Channels: []Channel{
			{ID: "C_DESK", Name: "desk", EveryoneIsMember: true},
			{ID: "C_QUIET", Name: "quiet", Members: []string{"U_ANNA", "U_BEN", "U_CARA", "U_OWEN"}},
			{ID: "G_CLOSED", Name: "closed", Private: true, Members: []string{"U_ANNA", "U_BEN", bot}},
			{ID: "C_SHARED", Name: "shared", External: true, EveryoneIsMember: true},
			{ID: "C_OLD", Name: "old", Archived: true, EveryoneIsMember: true},
		},
		Groups: []Group{
			{ID: "S_EDITORS", Handle: "editors", Members: []string{"U_BEN"}},
			{ID: "S_APPROVERS", Handle: "approvers", Members: []string{"U_CARA"}},
		},
	}
}

// A world is a World ready to be looked up.
type world struct {
	World
	users    map[string]*User
	channels map[string]*Channel
}

// newWorld copies what is given, so that two fakes share nothing.
func newWorld(w World) world {
	w.Users, w.Channels, w.Groups = slices.Clone(w.Users), slices.Clone(w.Channels), slices.Clone(w.Groups)
	out := world{World: w, users: map[string]*User{}, channels: map[string]*Channel{}}
	for i := range w.Users {
		out.users[w.Users[i].ID] = &w.Users[i]
	}
	for i := range w.Channels {
		out.channels[w.Channels[i].ID] = &w.Channels[i]
	}
	return out
}

// direct returns the conversation of a user with the app, opening it if need be.
func (w *world) direct(user string) *Channel {
	id := "D_" + user
	if w.channels[id] == nil {
		w.channels[id] = &Channel{ID: id, DirectWith: user, Members: []string{user, w.BotUser}}
	}
	return w.channels[id]
}

// member reports whether a user belongs to a channel.
func (c *Channel) member(user string) bool {
	return c.EveryoneIsMember || slices.Contains(c.Members, user)
}

// SetUser adds a user or replaces the one with the same ID.
func (s *Slack) SetUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.users[u.ID] = &u
}

// SetChannel adds a channel or replaces the one with the same ID.
func (s *Slack) SetChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.channels[c.ID] = &c
}

// SetGroup adds a user group or replaces the one with the same ID.
func (s *Slack) SetGroup(g Group) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.world.Groups, func(have Group) bool { return have.ID == g.ID })
	if i < 0 {
		s.world.Groups = append(s.world.Groups, g)
		return
	}
	s.world.Groups[i] = g
}
