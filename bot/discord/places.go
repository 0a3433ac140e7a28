package discord

import (
	"cmp"
	"context"
	"slices"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A server is what is known of one.
type server struct {
	features []string
	absent   bool // the bot is not in it
}

// openFeatures are those of servers that anybody can find and look into.
// docs.discord.com/developers/resources/guild#guild-object-guild-features
var openFeatures = []string{"DISCOVERABLE", "PREVIEW_ENABLED", "PARTNERED", "VERIFIED", "FEATURABLE"}

// public reports whether anybody may come in: what is shown there is shown to
// the world.
func (s server) public() bool {
	has := func(feature string) bool { return slices.Contains(s.features, feature) }
	return slices.ContainsFunc(openFeatures, has) || has("COMMUNITY") && has("VANITY_URL")
}

// A source is where what Discord knows comes from: from Discord, or from memory
// alone for what has to be decided at once.
type source struct {
	ctx    context.Context // nil is memory alone
	missed bool            // something would have to be asked
}

// find returns what is known under an ID. It reports false without an error
// when memory alone does not know.
func find[T any](by *source, l *intake.Lookup[T], id string) (T, bool, error) {
	if by.ctx == nil {
		v, ok := l.Remembered(id)
		by.missed = by.missed || !ok
		return v, ok, nil
	}
	v, err := l.Get(by.ctx, id)
	return v, err == nil, err
}

// place returns who asks and where, and what may be shown there. The error is the
// one sentence that is said instead of an answer.
func (p *Platform) place(ctx context.Context, i interaction) (briefings.Person, commands.Place, error) {
	if err := p.welcome(i); err != nil {
		return briefings.Person{}, commands.Place{}, err
	}
	who, place, err := p.placeBy(&source{ctx: ctx}, i)
	if err != nil {
		p.log.Warn("discord did not say who asks", "error", err)
		err = briefings.Errorf(briefings.Conflict, "Discord did not say just now who you are and what may be shown here; try again in a moment.")
	}
	return who, place, err
}

// recalled is place from memory alone. Where too little is known nobody is
// trusted, and missed is true. The error is for whoever is not welcome.
func (p *Platform) recalled(i interaction) (who briefings.Person, place commands.Place, missed bool, err error) {
	if err := p.welcome(i); err != nil {
		return who, place, false, err
	}
	by := &source{}
	who, place, err = p.placeBy(by, i)
	return who, place, by.missed, err
}

func (p *Platform) placeBy(by *source, i interaction) (briefings.Person, commands.Place, error) {
	if i.direct() {
		who, member, err := p.member(by, i)
		return who, p.placeOf(i, member), err
	}
	trusted, err := p.trusted(by, i)
	return p.personIn(i, trusted), p.placeOf(i, trusted), err
}

// placeOf returns the place of an interaction. Where nobody is trusted there is
// nothing to be seen but what is meant for everybody.
func (p *Platform) placeOf(i interaction, trusted bool) commands.Place {
	place := commands.Place{Platform: p.Name(), Workspace: cmp.Or(i.GuildID, elsewhere), Channel: i.ChannelID}
	place.Clearance = p.clearance(place.Workspace, i.ChannelID, i.Channel.Parent)
	if i.direct() {
		place.Channel, place.Clearance = "", p.cfg.DirectClearance
	}
	if !trusted {
		place.Clearance = briefings.Clear
	}
	return place
}

// clearance returns up to which label a channel of a trusted server shows things:
// what was set for it or, for a thread, for its channel, or what the settings of
// the process say.
func (p *Platform) clearance(server, id, parent string) briefings.Marking {
	if p.cfg.ChannelClearance != nil {
		for _, id := range [...]string{id, parent} {
			if m, ok := p.cfg.ChannelClearance(briefings.Channel{Platform: p.Name(), Workspace: server, ID: id}); ok {
				return m
			}
		}
	}
	return p.cfg.Clearance
}

// trusted reports whether what is not for everybody may be shown in the server
// of an interaction. Where somebody brought the app along and the bot is not, it
// may not.
func (p *Platform) trusted(by *source, i interaction) (bool, error) {
	_, seen := p.state.servers.seen(i.GuildID)
	if !i.installed() || len(i.Owners) == 0 && !seen {
		return false, nil
	}
	closed := i.Guild != nil && i.Guild.Features != nil && !server{features: i.Guild.Features}.public()
	if i.Guild == nil || i.Guild.Features == nil {
		var err error
		if closed, err = p.closed(by, i.GuildID); err != nil {
			return false, err
		}
	}
	if !closed || len(p.cfg.Servers) > 0 {
		return closed && slices.Contains(p.cfg.Servers, i.GuildID), nil
	}
	return p.ownersAlone(by)
}

// closed reports whether a server is known not to be open to everybody.
func (p *Platform) closed(by *source, id string) (bool, error) {
	s, ok := p.state.servers.seen(id)
	var err error
	if !ok {
		s, ok, err = find(by, p.state.asked, id)
	}
	return ok && !s.absent && !s.public(), err
}

// ownersAlone reports whether nobody but the owner may invite the bot, so that
// every server in which it is may be trusted.
func (p *Platform) ownersAlone(by *source) (bool, error) {
	app, ok, err := find(by, p.state.app, "")
	return ok && app.closed(), err
}

// mostServers is in how many servers somebody is looked for who writes to the
// bot alone.
const mostServers = 25

// trustedServers returns the IDs of the servers that are trusted, in order.
func (p *Platform) trustedServers(by *source) ([]string, error) {
	ids := p.cfg.Servers
	if len(ids) == 0 {
		if alone, err := p.ownersAlone(by); err != nil || !alone {
			return nil, err
		}
		if ids = p.state.servers.all(); len(ids) == 0 {
			var err error
			if ids, _, err = find(by, p.state.joined, ""); err != nil {
				return nil, err
			}
		}
	}
	var out []string
	for _, id := range ids[:min(len(ids), mostServers)] {
		closed, err := p.closed(by, id)
		if err != nil {
			return nil, err
		}
		if closed {
			out = append(out, id)
		}
	}
	return out, nil
}
