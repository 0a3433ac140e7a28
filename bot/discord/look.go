package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/briefings"
	"attache/commands"
)

// A spot is a channel as the bot finds it.
type spot struct {
	guild    string
	name     string
	kind     discordgo.ChannelType
	parent   string       // of a thread: its channel
	shut     bool         // a thread that is archived and locked
	may      *permissions // the bot's
	unseen   bool         // Discord does not show it
	overhead bool         // it has no messages of its own
}

// A standing is what the bot may do in a server before a channel changes it.
type standing struct {
	self  string
	roles []string
	may   permissions
}

// Look says what is known of a channel.
func (p *Platform) Look(ctx context.Context, c briefings.Channel) (commands.ChannelFacts, error) {
	if user, ok := c.Person(); ok {
		return p.lookAtPerson(ctx, user)
	}
	facts := commands.ChannelFacts{Name: c.ID, Clearance: briefings.Clear}
	s, err := p.spotOf(ctx, c)
	if err != nil {
		return facts, fmt.Errorf("look at a channel: %w", err)
	}
	if s.name != "" {
		facts.Name = "#" + oneLine(s.name)
	}
	trusted, err := p.trusted(&source{ctx: ctx}, interaction{GuildID: s.guild, Owners: map[string]string{byServer: s.guild}})
	if err != nil {
		return facts, fmt.Errorf("look at a server: %w", err)
	}
	if facts.Open = !trusted; trusted {
		facts.Clearance = p.clearance(s.guild, c.ID, s.parent)
	}
	facts.Why = s.unpostable(c.Workspace)
	facts.Postable = facts.Why == ""
	return facts, nil
}

// lookAtPerson says what may be shown to a person alone: what members of a
// trusted server may see.
func (p *Platform) lookAtPerson(ctx context.Context, user string) (commands.ChannelFacts, error) {
	facts := commands.ChannelFacts{Name: "own conversation", Clearance: briefings.Clear, Postable: true}
	_, member, err := p.member(&source{ctx: ctx}, interaction{User: userPayload{ID: user}})
	if err != nil {
		return facts, fmt.Errorf("look for a member: %w", err)
	}
	if member {
		facts.Clearance = p.cfg.DirectClearance
	}
	return facts, nil
}

// unpostable says why nothing can be posted in a channel, or "".
func (s spot) unpostable(server string) string {
	need, missing := mayView|maySend, "View Channel and Send Messages"
	if s.thread() {
		need, missing = mayView|maySendInThreads, "View Channel and Send Messages in Threads"
	}
	switch {
	case s.unseen:
		return "Attaché does not see this channel; give it View Channel there"
	case s.guild == "" || server != s.guild:
		return "the channel is of another server; order the digest in that server"
	case s.overhead:
		return "nothing can be posted in a channel of this kind; choose a text channel or a thread"
	case s.shut:
		return "the thread is archived and locked; choose one in use"
	case !s.may.has(need):
		return "Attaché may not post in the channel; give it " + missing + " there"
	}
	return ""
}

func (s spot) thread() bool {
	return s.kind >= channelNewsThread && s.kind <= channelPrivateThread
}

// messageKinds are the types of channel in which messages are posted.
var messageKinds = []discordgo.ChannelType{discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews, discordgo.ChannelTypeGuildVoice,
	discordgo.ChannelTypeGuildStageVoice, discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread}

// spotOf returns what is known of a channel. Those of a server are asked for all
// at once: asked for one by one they would use up what Discord allows for posting.
func (p *Platform) spotOf(ctx context.Context, c briefings.Channel) (spot, error) {
	if snowflakeForm.MatchString(c.Workspace) {
		if all, err := p.state.plans.Get(ctx, c.Workspace); err == nil && all[c.ID] != nil {
			s, err := p.spot(ctx, all[c.ID])
			if s.may != nil && !s.may.has(mayView) {
				s = spot{unseen: true} // Discord lists it all the same
			}
			return s, err
		}
	}
	return p.state.spots.Get(ctx, c.ID)
}

// askPlan asks Discord for the channels of a server, by ID.
func (p *Platform) askPlan(ctx context.Context, guild string) (map[string]*discordgo.Channel, error) {
	list, err := p.rest.getChannels(ctx, guild)
	all := map[string]*discordgo.Channel{}
	for _, c := range list {
		c.GuildID = guild
		all[c.ID] = c
	}
	return all, err
}

// askSpot asks Discord about a channel of a server.
func (p *Platform) askSpot(ctx context.Context, id string) (spot, error) {
	if !snowflakeForm.MatchString(id) {
		return spot{unseen: true}, nil
	}
	c, err := p.rest.getChannel(ctx, id)
	switch {
	case barred(err):
		return spot{unseen: true}, nil
	case err != nil:
		return spot{}, err
	}
	return p.spot(ctx, c)
}

// spot judges a channel.
func (p *Platform) spot(ctx context.Context, c *discordgo.Channel) (spot, error) {
	var err error
	s := spot{guild: c.GuildID, name: c.Name, kind: c.Type, overhead: !slices.Contains(messageKinds, c.Type)}
	s.shut = c.ThreadMetadata != nil && c.ThreadMetadata.Archived && c.ThreadMetadata.Locked
	if s.guild == "" {
		return s, nil
	}
	ruling := c // a thread has the permissions of its channel
	if s.thread() {
		s.parent = c.ParentID
		if ruling, err = p.rest.getChannel(ctx, c.ParentID); err != nil && !barred(err) {
			return spot{}, err
		} else if err != nil {
			return s, nil
		}
	}
	bot, err := p.state.standings.Get(ctx, s.guild)
	if err != nil {
		return spot{}, err
	}
	may := bot.in(ruling)
	s.may = &may
	return s, nil
}

// askStanding asks Discord what the bot may do in a server.
func (p *Platform) askStanding(ctx context.Context, guild string) (standing, error) {
	self, err := p.state.self.Get(ctx, "")
	if err != nil {
		return standing{}, err
	}
	m, err := p.rest.getMember(ctx, guild, self)
	if err != nil {
		return standing{}, err
	}
	roles, err := p.rest.getRoles(ctx, guild)
	if err != nil {
		return standing{}, err
	}
	s := standing{self: self, roles: m.Roles}
	for _, r := range roles {
		if r.ID == guild || slices.Contains(m.Roles, r.ID) {
			s.may |= permissions(r.Permissions)
		}
	}
	return s, nil
}

// in returns what the bot may do in a channel, in the order in which Discord
// applies its exceptions: everybody's, those of roles, the bot's own.
// docs.discord.com/developers/topics/permissions#permission-overwrites
func (s standing) in(c *discordgo.Channel) permissions {
	if s.may&mayAdminister != 0 {
		return s.may
	}
	may := s.may
	apply := func(match func(*discordgo.PermissionOverwrite) bool) {
		var allow, deny permissions
		for _, o := range c.PermissionOverwrites {
			if match(o) {
				allow, deny = allow|permissions(o.Allow), deny|permissions(o.Deny)
			}
		}
		may = may&^deny | allow
	}
	role := func(o *discordgo.PermissionOverwrite) bool { return o.Type == discordgo.PermissionOverwriteTypeRole }
	apply(func(o *discordgo.PermissionOverwrite) bool { return role(o) && o.ID == c.GuildID })
	apply(func(o *discordgo.PermissionOverwrite) bool { return role(o) && slices.Contains(s.roles, o.ID) })
	apply(func(o *discordgo.PermissionOverwrite) bool { return !role(o) && o.ID == s.self })
	return may
}

// askSelf asks Discord for the ID of the bot's own user.
func (p *Platform) askSelf(ctx context.Context, _ string) (string, error) {
	id, err := p.rest.self(ctx)
	if err == nil && id == "" {
		err = errors.New("discord does not say who the bot is")
	}
	return id, err
}

// Tell sends a person a message in their own conversation with the bot.
func (p *Platform) Tell(ctx context.Context, person briefings.PersonID, text string) error {
	parts := strings.Split(string(person), "/")
	if len(parts) != 3 || parts[0] != p.Name() {
		return fmt.Errorf("%s is nobody on Discord", person)
	}
	channel, err := p.state.directs.Get(ctx, parts[2])
	if err != nil {
		return err
	}
	reply := commands.Reply{Private: true, Title: "About a digest", Text: text}
	_, err = p.announce(ctx, channel, render(reply, renderOpts{Public: true, NoShare: true}), nonceFor("tell "+string(person), text))
	return err
}
