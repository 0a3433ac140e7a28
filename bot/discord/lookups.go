package discord

import (
	"context"
	"strings"
)

// memberKey names somebody in a server.
func memberKey(server, user string) string { return server + "/" + user }

// askMembership asks Discord who somebody is in a server.
func (p *Platform) askMembership(ctx context.Context, key string) (membership, error) {
	id, user, _ := strings.Cut(key, "/")
	m, err := p.rest.getMember(ctx, id, user)
	switch code := codeOf(err); {
	case code == 10007 || code == 10013 || barred(err): // no member; nobody; not in the server
		return membership{server: id, absent: true}, nil
	case err != nil:
		return membership{}, err
	}
	out := membership{server: id, name: m.Nick, roles: m.Roles}
	if m.User != nil {
		out.name = nameOf(userPayload{Name: m.User.Username, Display: m.User.GlobalName}, m.Nick)
	}
	return out, nil
}

// askServer asks Discord about a server.
func (p *Platform) askServer(ctx context.Context, id string) (server, error) {
	g, err := p.rest.getGuild(ctx, id)
	switch {
	case barred(err):
		return server{absent: true}, nil
	case err != nil:
		return server{}, err
	}
	s := server{}
	for _, f := range g.Features {
		s.features = append(s.features, string(f))
	}
	return s, nil
}

// askJoined asks Discord in which servers the bot is.
func (p *Platform) askJoined(ctx context.Context, _ string) ([]string, error) {
	all, err := p.rest.getGuilds(ctx)
	var ids []string
	for _, g := range all {
		ids = append(ids, g.ID)
	}
	return ids, err
}

// askApplication asks Discord about the application of the bot.
func (p *Platform) askApplication(ctx context.Context, _ string) (application, error) {
	return p.rest.application(ctx)
}
