package discordfake

import (
	"slices"
	"time"
)

// A Link is the state of one connection to the gateway.
type Link struct {
	Number   int // 1, 2, 3 ... in the order of opening
	Host     string
	Opened   time.Time
	Closed   bool
	Muted    bool
	Session  string // "" before identify
	Beats    int    // heartbeats that came
	AppCode  int    // close code the app sent; 0 for none
	FakeCode int    // close code the fake sent; 0 for none
}

// door is how the gateway meets those who come.
type door struct {
	silent   bool
	drop     bool
	status   int
	identify int    // close code for an identify
	resume   string // "drop", "silent", "invalid" or a close code
}

// Links returns all connections so far, the oldest first.
func (d *Discord) Links() []Link {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Link
	for _, l := range d.links {
		v := Link{l.number, l.host, l.opened, l.closed, l.muted, "", l.beats, l.code, l.told}
		if l.session != nil {
			v.Session = l.session.id
		}
		out = append(out, v)
	}
	return out
}

// Identifies returns when sessions were started, or tried to be.
func (d *Discord) Identifies() []time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]time.Time(nil), d.identifies...)
}

// SetBudget sets how many identifies are left of the day's budget.
func (d *Discord) SetBudget(left int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.budget, d.budgetSince = left, time.Now()
}

// each does something with one open link, or with all for 0.
func (d *Discord) each(number int, do func(*link)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.links {
		if !l.closed && (number == 0 || l.number == number) {
			do(l)
		}
	}
}

// Drop cuts one link, or all for 0, without a word. The session can be resumed.
func (d *Discord) Drop(number int) {
	var cut []*link
	d.each(number, func(l *link) { cut = append(cut, l) })
	for _, l := range cut {
		l.shut()
	}
}

// Mute makes one link, or all for 0, half open: it takes everything and says
// nothing. What it should have said can be replayed.
func (d *Discord) Mute(number int) { d.each(number, func(l *link) { l.muted = true }) }

// Deafen makes one link, or all for 0, a zombie: events come, heartbeats are
// not acknowledged.
func (d *Discord) Deafen(number int) { d.each(number, func(l *link) { l.deaf = true }) }

// Shut closes one link, or all for 0, with a close code. After 4007, 4009 and
// the codes that forbid to come back the session is gone.
func (d *Discord) Shut(number, code int) { d.each(number, func(l *link) { l.shutWith(code) }) }

// Reconnect asks one link, or all for 0, to connect again and resume: op 7.
func (d *Discord) Reconnect(number int) {
	d.each(number, func(l *link) { l.push(opReconnect, "", 0, nil) })
}

// Invalidate sends op 9 to one link, or to all for 0. A session that is not
// resumable is gone, and the link may identify again.
func (d *Discord) Invalidate(number int, resumable bool) {
	d.each(number, func(l *link) {
		l.push(opInvalid, "", 0, resumable)
		if l.session != nil && !resumable {
			l.session.dead, l.session.link = true, nil
			l.session = nil
		}
	})
}

// AskHeartbeat asks one link, or all for 0, for a heartbeat at once: op 1.
func (d *Discord) AskHeartbeat(number int) {
	d.each(number, func(l *link) { l.push(opHeartbeat, "", 0, nil) })
}

// Raw sends any bytes as one text frame on a link, or on all for 0.
func (d *Discord) Raw(number int, frame []byte) { d.each(number, func(l *link) { l.raw(frame) }) }

// Silence makes new links wait for a HELLO that never comes, or ends that.
func (d *Discord) Silence(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.door.silent = on
}

// RefuseLinks answers new links with an HTTP status, or cuts them for a
// negative one; 0 accepts them again.
func (d *Discord) RefuseLinks(status int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.door.status, d.door.drop = max(status, 0), status < 0
}

// RefuseIdentify closes every identify with a close code; 0 accepts them again.
func (d *Discord) RefuseIdentify(code int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.door.identify = code
}

// RefuseResume turns every resume away: "invalid" by op 9, "drop" by cutting
// the connection, "silent" by saying nothing, a number by that close code; ""
// accepts them again.
func (d *Discord) RefuseResume(how string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.door.resume = how
}

// Event sends any event of a server to the sessions that hear of it.
func (d *Discord) Event(guild, kind string, data map[string]any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.broadcast(guild, kind, data)
}

// Kick takes the bot out of a server and says so by GUILD_DELETE.
func (d *Discord) Kick(guild string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.depart(guild)
}

// depart takes the bot out of a server. The caller holds the lock.
func (d *Discord) depart(guild string) {
	d.broadcast(guild, "GUILD_DELETE", object{"id": guild})
	delete(d.world.members, memberKey{guild, BotID})
	d.world.order = slices.DeleteFunc(d.world.order, func(id string) bool { return id == guild })
}

// Invite puts the bot into a server, new or left, and says so by GUILD_CREATE.
func (d *Discord) Invite(g Guild) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.world.guilds[g.ID] = &g
	d.world.members[memberKey{g.ID, BotID}] = &Member{Guild: g.ID, User: BotID}
	if d.world.roles[g.ID] == nil {
		d.world.roles[g.ID] = &Role{ID: g.ID, Guild: g.ID, Name: "@everyone", Permissions: ViewChannel | SendMessages | ReadHistory | UseCommands}
	}
	d.world.order = append(d.world.order, g.ID)
	d.broadcast(g.ID, "GUILD_CREATE", d.guildCreate(&g))
}

// Outage makes a server unavailable, or available again, as when part of
// Discord is down.
func (d *Discord) Outage(guild string, down bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.world.guilds[guild]
	g.Unavailable = down
	if down {
		d.broadcast(guild, "GUILD_DELETE", object{"id": guild, "unavailable": true})
		return
	}
	d.broadcast(guild, "GUILD_CREATE", d.guildCreate(g))
}

// DeleteChannel removes a channel or thread with its messages and says so.
func (d *Discord) DeleteChannel(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.place(id)
	kind := "CHANNEL_DELETE"
	if c.thread() {
		kind = "THREAD_DELETE"
	}
	d.broadcast(c.Guild, kind, d.channelObject(c))
	delete(d.world.channels, id)
	delete(d.channels, id)
}

// RevokeToken makes the bot's token invalid: REST answers 401 and every link is
// closed with 4004.
func (d *Discord) RevokeToken() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.revoke()
}

func (d *Discord) revoke() {
	d.revoked = true
	for _, l := range d.links {
		if !l.closed {
			l.shutWith(closeToken)
		}
	}
}

// RestoreToken makes the token valid again, as if the same one had been issued.
func (d *Discord) RestoreToken() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.revoked, d.barred = false, map[string]bool{}
}
