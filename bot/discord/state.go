package discord

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot/intake"
)

// state is what the doors remember between two inbounds. Nothing in it is lost
// with the process that matters: a button carries its invocation or a key of the
// shelf, and the rest is said by Discord again.
type state struct {
	presses *intake.Presses
	texts   *intake.Texts
	servers *servers                    // as the gateway shows them
	asked   *intake.Lookup[server]      // those that the gateway has not shown
	joined  *intake.Lookup[[]string]    // IDs of all servers; its only ID is empty
	members *intake.Lookup[membership]  // by memberKey
	app     *intake.Lookup[application] // its only ID is empty

	self      *intake.Lookup[string]                        // ID of the bot's own user; its only ID is empty
	directs   *intake.Lookup[string]                        // IDs of conversations, by that of the person
	spots     *intake.Lookup[spot]                          // by ID of the channel
	plans     *intake.Lookup[map[string]*discordgo.Channel] // the channels of a server, by its ID
	standings *intake.Lookup[standing]                      // by ID of the server
}

// How long what Discord says of the app and of servers is taken for true, and
// how long it stands in when Discord gives no newer answer. Who is a member of a
// server, and with which roles, is never used stale.
const (
	factFor  = 10 * time.Minute
	staleFor = time.Hour
)

// newState returns the state of a platform whose settings and client are set.
func newState(p *Platform) *state {
	return &state{
		presses: intake.NewPresses(),
		texts:   intake.NewTexts(p.cfg.Shelf, p.log),
		servers: &servers{known: map[string]server{}},
		asked:   intake.NewLookup(factFor, staleFor, p.askServer),
		joined:  intake.NewLookup(factFor, staleFor, p.askJoined),
		members: intake.NewLookup(intake.FreshFor, 0, p.askMembership),
		app:     intake.NewLookup(factFor, staleFor, p.askApplication),

		self:      intake.NewLookup(staleFor, 24*staleFor, p.askSelf),
		directs:   intake.NewLookup(staleFor, 24*staleFor, p.rest.createDM),
		plans:     intake.NewLookup(intake.FreshFor, 0, p.askPlan),
		spots:     intake.NewLookup(intake.FreshFor, 0, p.askSpot),
		standings: intake.NewLookup(intake.FreshFor, 0, p.askStanding),
	}
}

// servers are those that the gateway has shown. It may be used from many
// goroutines at once.
type servers struct {
	mu    sync.Mutex
	known map[string]server
}

// seen returns a server, or false for one that was not shown.
func (s *servers) seen(id string) (server, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.known[id]
	return found, ok
}

// all returns the IDs in order.
func (s *servers) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.known))
}

// guildSeen notes what the gateway says about a server.
func (p *Platform) guildSeen(raw json.RawMessage) {
	var g struct {
		ID          string   `json:"id"`
		Features    []string `json:"features"`
		Unavailable bool     `json:"unavailable"`
	}
	if lenient(raw, &g) != nil || g.ID == "" {
		p.counts.malformed.Add(1)
		return
	}
	if g.Unavailable {
		return // it says nothing of the server
	}
	p.state.servers.mu.Lock()
	p.state.servers.known[g.ID] = server{features: g.Features}
	p.state.servers.mu.Unlock()
	p.welcomed(g.ID)
}

// guildGone notes that a server has gone: because the bot is no longer in it,
// or because Discord cannot reach it just now.
func (p *Platform) guildGone(id string, unavailable bool) {
	if unavailable {
		return
	}
	p.state.servers.mu.Lock()
	delete(p.state.servers.known, id)
	p.state.servers.mu.Unlock()
	p.kicked(id)
}
