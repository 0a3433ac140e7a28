package discordfake

func (c *call) gateway() answer { return okay(object{"url": "ws://" + c.gatewayAt()}) }

func (c *call) gatewayBot() answer {
	return okay(object{
		"url": "ws://" + c.gatewayAt(), "shards": c.cfg.Shards,
		"session_start_limit": object{
			"total": identifyBudget, "remaining": max(c.budget, 0), "max_concurrency": c.cfg.MaxConcurrency,
			"reset_after": c.budgetLeft().Milliseconds(),
		},
	})
}

func (c *call) me() answer { return okay(c.userObject(c.world.users[BotID])) }

func (c *call) application() answer {
	return okay(object{
		"id": AppID, "name": "Attaché", "description": "", "icon": nil, "bot_public": true, "bot_require_code_grant": false,
		"verify_key": c.publicKey(), "flags": 0, "interactions_endpoint_url": orNull(c.address),
		"bot": c.userObject(c.world.users[BotID]), "owner": c.userObject(c.world.users[Owen]),
	})
}

func (c *call) user() answer {
	u := c.world.users[c.params["user_id"]]
	if u == nil {
		return refuse(404, codeUser)
	}
	return okay(c.userObject(u))
}

func (c *call) myGuilds() answer {
	out := list{}
	for _, id := range c.world.order {
		g := c.world.guilds[id]
		have, _ := c.world.guildPermissions(BotID, id)
		out = append(out, object{"id": id, "name": g.Name, "owner": g.Owner == BotID, "permissions": have.String(), "features": append([]string{}, g.Features...)})
	}
	return okay(out)
}

// inGuild returns the server of a request, or why it cannot be seen.
func (c *call) inGuild() (*Guild, answer) {
	g := c.world.guilds[c.params["guild_id"]]
	switch {
	case g == nil:
		return nil, refuse(404, codeGuild)
	case c.world.members[memberKey{g.ID, BotID}] == nil:
		return nil, refuse(403, codeAccess)
	}
	return g, answer{}
}

func (c *call) guild() answer {
	g, a := c.inGuild()
	if a.status != 0 {
		return a
	}
	return okay(c.guildObject(g))
}

func (c *call) guildChannels() answer {
	g, a := c.inGuild()
	if a.status != 0 {
		return a
	}
	out := list{}
	for _, ch := range c.world.channelsOf(g.ID, false) {
		out = append(out, c.channelObject(ch))
	}
	return okay(out)
}

func (c *call) activeThreads() answer {
	g, a := c.inGuild()
	if a.status != 0 {
		return a
	}
	out := list{}
	for _, ch := range c.world.channelsOf(g.ID, true) {
		if !ch.Archived {
			out = append(out, c.channelObject(ch))
		}
	}
	return okay(object{"threads": out, "members": list{}, "has_more": false})
}

func (c *call) guildRoles() answer {
	g, a := c.inGuild()
	if a.status != 0 {
		return a
	}
	out := list{}
	for _, r := range c.world.rolesOf(g.ID) {
		out = append(out, roleObject(r))
	}
	return okay(out)
}

func (c *call) member() answer {
	g, a := c.inGuild()
	if a.status != 0 {
		return a
	}
	if c.world.users[c.params["user_id"]] == nil {
		return refuse(404, codeUser)
	}
	m := c.world.members[memberKey{g.ID, c.params["user_id"]}]
	if m == nil {
		return refuse(404, codeMember)
	}
	return okay(c.memberObject(m, nil))
}

func (c *call) leave() answer {
	g, a := c.inGuild()
	if a.status != 0 {
		return a
	}
	c.depart(g.ID)
	return done()
}

func (c *call) openDirect() answer {
	u := c.world.users[word(c.fields(), "recipient_id")]
	switch {
	case u == nil:
		return refuse(404, codeUser)
	case u.Bot:
		return refuse(403, codeNoDirect)
	}
	shared := false
	for key := range c.world.members {
		shared = shared || key.user == u.ID && c.world.members[memberKey{key.guild, BotID}] != nil
	}
	if !shared {
		return refuse(403, 50278)
	}
	return okay(c.channelObject(c.direct(u.ID)))
}
